"""Read the answers of other respondents that are told beside those that are assessed."""

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from spinout.core.insight.comparison import CautionCode, different_services
from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import allowed, found
from spinout.reports.view.publication import ALL, told_digest
from spinout.reports.view.references import file_name
from spinout.storage import StorageError, is_folder
from spinout.use_cases.assessments import Assessed, Refused, Unreadable, assess_document, documents_in, files_in
from spinout.use_cases.chunks import own_output
from spinout.use_cases.comparisons import NotRead
from spinout.use_cases.questionnaires import Loaded

GIVE = "Answers by others stand beside those of one service. Leave this file out, or correct it."


def with_others(
    lead: Assessed,
    paths: Iterable[str],
    loaded: Loaded,
    told: Callable[[str], None] = lambda _line: None,
    *,
    sheet: str | None = None,
) -> Assessed | NotRead:
    """What was assessed, with every document of some files and folders as others beside it.

    The others stand in the questionnaire's order of respondents, however they were given. What is passed over
    is `told`: the lead's own answers, the same answers again, and what spinout wrote itself into a folder.
    """
    every = list(_read(paths, lead, loaded, told, sheet))
    others = [each for each in every if isinstance(each, Assessed)]
    if len(others) < len(every):
        return NotRead.of(every)
    order = [each.id for each in loaded.questionnaire.respondents]
    # nothing that a report leaves out may show in their order, as it would were they sorted by digest
    others.sort(
        key=lambda each: (
            order.index(each.assessment.answers.respondent or ""),
            file_name(each.file),
            each.line or 0,
            told_digest(each.assessment, each.sha256, ALL),
        )
    )
    return replace(lead, others=tuple(others))


def _read(
    paths: Iterable[str], lead: Assessed, loaded: Loaded, told: Callable[[str], None], sheet: str | None
) -> Iterator[Assessed | Refused | Unreadable]:
    known = {lead.sha256}
    for path in paths:
        for file in files_in(path, locks=lambda lock: told(f"{lock} only says that a workbook is open elsewhere.")):
            if isinstance(file, Unreadable):
                yield file
                continue
            try:
                for document in documents_in(file, loaded.questionnaire, sheet=sheet):
                    made = assess_document(document, loaded)
                    if isinstance(made, Refused):
                        if is_folder(path) and own_output(file, made.problems):
                            told(f"{file} was written by spinout. It is passed over.")
                        else:
                            yield made
                    elif made.sha256 in known:
                        told(f"{made.place} is passed over, as these answers are there already.")
                    elif problem := _unfit(made, lead, loaded.questionnaire):
                        yield Refused(document.name, document.placed([problem]), document.line)
                    else:
                        known.add(made.sha256)
                        yield made
            except StorageError as error:
                yield Unreadable(error.path, error.message)


def _unfit(other: Assessed, lead: Assessed, questionnaire: Questionnaire) -> Problem | None:
    """Why a document is no answers by another respondent about the same service."""
    said, first = other.assessment.answers, lead.assessment.answers
    for caution in different_services((first, said)):
        field = "service" if caution.code is CautionCode.OTHER_SERVICE else "organisation"
        return Problem(Code.OTHER_SERVICE, f"It is not of {lead.place}. {caution.message}", GIVE, path=(field,))
    who = questionnaire.respondent(first.respondent)
    if said.respondent is None:
        named = allowed(each.id for each in questionnaire.respondents)
        return Problem(Code.NO_RESPONDENT, "It does not say who answers.", f"Write a line `respondent:`. {named}")
    if who is not None and who.id == said.respondent:
        message = f"It is by {found(who.id)} ({who.label}), as is {lead.place}, beside which it was given."
        return Problem(Code.SAME_RESPONDENT, message, GIVE, path=("respondent",))
    return None
