"""What has come in: who answered for which service and how far, what is missing from whom, and what is no answers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import PurePath

import msgspec
from msgspec import Struct

from spinout.core.answers import Answers, plain_document
from spinout.core.conditions import State
from spinout.core.insight.voices import may_join, speaking
from spinout.core.interview.route import short_form
from spinout.core.labels import name_key
from spinout.core.problems import Code, Problem, count_of
from spinout.core.questionnaire import Questionnaire, Respondent, Stage
from spinout.core.scoring.assessment import stage_of
from spinout.core.scoring.gates import GateState, gate_of
from spinout.core.scoring.statuses import Status, statuses
from spinout.core.wording import nearest
from spinout.inputs.documents import format_of
from spinout.use_cases.answer_tables import TableDocument, documents_of_all
from spinout.use_cases.assessments import Refused, Unreadable
from spinout.use_cases.chunks import Names, Skipped, shown
from spinout.use_cases.questionnaires import Loaded

COPY = re.compile(r"(?: ?\(\d+\)| - copy(?: ?\(\d+\))?|[ _-]copy(?:[ _-]?\d+)?)+\Z", re.IGNORECASE)
"""What is put behind the name of a file that is saved a second time."""
LIKE_ONE_NAME = 0.85
"""From so much likeness on it is asked whether two names are one."""
HEADINGS = frozenset({Code.EXPORT, Code.UNKNOWN_COLUMN, Code.MISSING_FIELD, Code.NO_HEADINGS, Code.COLUMN_TWICE})
"""What is wrong with the first row of a table that was never meant as one of answers."""


class Came(Struct, frozen=True):
    """One document: who says it, and how far it is, of what its respondent is asked.

    `open` and `essential` count the questions that are essential at each stage; `joins` are the respondents who speak
    for a group that may join, None where nobody says so.
    """

    file: str
    line: int | None
    service: str | None
    organisation: str | None
    respondent: str | None
    completed_by: str | None
    date: str | None
    shown: int
    answered: int
    unknown: int
    stage: Stage | None
    """The decision that is stated in it."""
    open: Mapping[str, int]
    essential: Mapping[str, int]
    joins: Mapping[str, bool | None]
    digest: str
    other_version: str | None = None

    @property
    def place(self) -> str:
        """Its file, and its line where that holds several."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Repeat(Struct, frozen=True):
    """Documents of one respondent about one service: the same answers, or one that was sent after another.

    The newest first, where `dated` says that their dates tell.
    """

    documents: tuple[Came, ...]
    same: bool
    dated: bool


class CollectedService(Struct, frozen=True):
    """A service, and all that was said about it.

    `names` are the ways in which it is written, and `organisations` those of its organisation, the first of them most
    often; `nameless` documents leave the organisation out where others name it. `missing` have sent nothing; `sure`
    says whether the answers tell who may join. `near` is the name of another service that may be this one.
    """

    names: tuple[str, ...]
    organisations: tuple[str, ...]
    nameless: int
    documents: tuple[Came, ...]
    lead: Came | None
    stage: Stage | None
    stated: bool
    missing: tuple[Respondent, ...]
    sure: bool
    repeats: tuple[Repeat, ...]
    near: str | None = None

    @property
    def service(self) -> str | None:
        """Its name as it is written most often."""
        return next(iter(self.names), None)

    @property
    def organisation(self) -> str | None:
        """The organisation, likewise."""
        return next(iter(self.organisations), None)

    @property
    def others(self) -> tuple[Came, ...]:
        """The documents that stand beside the lead's, each saying something of its own."""
        first = None if self.lead is None else self.lead.respondent
        again = {id(each) for repeat in self.repeats for each in repeat.documents[1:]}
        return tuple(each for each in self.documents if each.respondent != first and id(each) not in again)


class RefusedFile(Struct, frozen=True):
    """A file of which documents could not be read: how many, how many problems, and the first; `export` looks like
    the table of a survey tool."""

    file: str
    documents: int
    problems: int
    first: Problem
    export: bool = False


class NoAnswers(Struct, frozen=True):
    """A file in a folder that is none of answers, by what it is."""

    file: str
    kind: str


class Collected(Struct, frozen=True):
    """All that has come in."""

    services: tuple[CollectedService, ...]
    not_read: tuple[RefusedFile, ...]
    unreadable: tuple[Unreadable, ...]
    no_answers: tuple[NoAnswers, ...]
    own: tuple[str, ...]
    """Files that spinout wrote."""

    @property
    def documents(self) -> int:
        """How many documents could be read."""
        return sum(len(each.documents) for each in self.services)


class _All(Names):
    """Some files, each by its name."""

    def add(self, path: str) -> None:
        self.count += 1
        self.names.append(path)


WORD, TABLE, PICTURE, MAIL, PACKED, OPEN, OTHER = "writing", "table", "picture", "mail", "packed", "open", "other"
"""What a file is that is none of answers."""
KINDS = {
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pages", ".pdf"), WORD),
    **dict.fromkeys((".ods", ".xls", ".xlsm", ".xlsb", ".numbers", ".tsv", ".sav", ".fods"), TABLE),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".webp"), PICTURE),
    **dict.fromkeys((".eml", ".msg", ".mbox"), MAIL),
    **dict.fromkeys((".zip", ".7z", ".rar", ".gz"), PACKED),
}  # fmt: skip


def collect(paths: Iterable[str], loaded: Loaded, stage: str | None = None) -> Collected:
    """Everything in files and folders, found and read as a batch does. `stage` is one that the questionnaire has."""
    questionnaire = loaded.questionnaire
    forms = cache(lambda respondent: short_form(questionnaire, respondent))
    skipped = Skipped(others=_All(), own=_All(), locks=_All())
    came: list[Came] = []
    refused: dict[str, list[Refused]] = {}
    unreadable: list[Unreadable] = []
    for found in documents_of_all(paths, loaded, skipped):
        match found:
            case TableDocument():
                came.append(_came(found, questionnaire, forms(found.answers.respondent)))
            case Refused():
                refused.setdefault(found.file, []).append(found)
            case Unreadable():
                unreadable.append(found)
    return Collected(
        tuple(_services(came, questionnaire, stage)),
        tuple(_refused_file(file, every) for file, every in refused.items()),
        tuple(unreadable),
        tuple(_no_answers(skipped)),
        tuple(map(shown, skipped.own.names)),
    )


def _came(document: TableDocument, questionnaire: Questionnaire, form: Questionnaire) -> Came:
    answers = document.answers
    found = statuses(form, answers)
    whole = found if form is questionnaire else statuses(questionnaire, answers)
    states = Counter(status.state for status in found.values())
    stage, stated = stage_of(questionnaire, whole, None)
    gates = {ident: tuple(_gates(questionnaire, ident, found, whole)) for ident in questionnaire.gated}
    who = questionnaire.respondent(answers.respondent)
    return Came(
        document.file,
        document.line,
        answers.service,
        answers.organisation,
        who.id if who is not None else answers.respondent,
        answers.completed_by,
        answers.date,
        shown=len(found) - states[State.HIDDEN],
        answered=states[State.ANSWERED] + states[State.NOT_APPLICABLE],
        unknown=states[State.UNKNOWN],
        stage=stage if stated else None,
        open={ident: sum(status.open for status in every) for ident, every in gates.items()},
        essential={ident: len(every) for ident, every in gates.items()},
        joins=may_join(whole, questionnaire),
        digest=_digest(questionnaire, answers),
        other_version=None if answers.version in (None, questionnaire.version) else answers.version,
    )


def _gates(
    questionnaire: Questionnaire, stage: str, found: Mapping[str, Status], whole: Mapping[str, Status]
) -> Iterator[Status]:
    """Where the questions stand that are essential at a stage, of those that are asked."""
    for question in questionnaire.gated[stage]:
        status = found.get(question.id)
        if status is not None and gate_of(question, stage, status, whole).state is not GateState.NOT_APPLICABLE:
            yield status


def _digest(questionnaire: Questionnaire, answers: Answers) -> str:
    said = plain_document(questionnaire, answers)
    return sha256(msgspec.json.encode((said["answers"], said.get("lessons")))).hexdigest()


# services


def _services(came: Sequence[Came], questionnaire: Questionnaire, wanted: str | None) -> Iterator[CollectedService]:
    """The services in the order of their organisations and names."""
    groups: dict[tuple[str, str], list[Came]] = {}
    for each in came:
        groups.setdefault((name_key(each.organisation or ""), name_key(each.service or "")), []).append(each)
    for key in [key for key in groups if not key[0]]:
        # Who leaves the organisation out means the one that has a service of this name, where that is one.
        homes = [other for other in groups if other[0] and other[1] == key[1]] if key[1] else []
        if len(homes) == 1:
            groups[homes[0]] += groups.pop(key)
    # What names no service may be about any, so nobody leads it and nobody is missing.
    leads = {key: _lead(every, questionnaire) if key[1] else None for key, every in groups.items()}
    for key in sorted(groups):
        alike = {names[1]: names for names in groups if names[0] in (key[0], "") and names != key and leads[names]}
        near = nearest(key[1], alike, likeness=LIKE_ONE_NAME) if leads[key] is None and key[1] else None
        service = None if near is None else leads[alike[near]]
        yield _service(groups[key], leads[key], questionnaire, wanted, None if service is None else service.service)


def _lead(documents: Sequence[Came], questionnaire: Questionnaire) -> Came | None:
    """The newest document of the first respondent; of a questionnaire without respondents the newest of all."""
    first = questionnaire.respondent(None)
    own = [each for each in documents if first is None or each.respondent == first.id]
    return max(own, key=lambda each: each.date or "", default=None)


def _service(
    documents: list[Came], lead: Came | None, questionnaire: Questionnaire, wanted: str | None, near: str | None
) -> CollectedService:
    organisations = _by_number(each.organisation for each in documents)
    nameless = sum(each.organisation is None for each in documents) if organisations else 0
    order = [each.id for each in questionnaire.respondents]
    ranked = sorted(documents, key=lambda each: order.index(each.respondent) if each.respondent in order else 0)
    said = next((each.stage for each in (lead, *documents) if each is not None and each.stage is not None), None)
    stages = () if questionnaire.decision is None else questionnaire.decision.stages
    asked = next((one for one in stages if one.id == wanted), said)
    named = any(each.service for each in documents)
    missing, sure = _missing(documents, lead, questionnaire) if named else ((), True)
    repeats = [repeat for repeat in _repeats(ranked, questionnaire) if named or repeat.same]
    return CollectedService(
        _by_number(each.service for each in documents),
        organisations,
        nameless,
        tuple(ranked),
        lead,
        asked or next(iter(stages), None),
        asked is not None,
        missing,
        sure,
        tuple(repeats),
        near,
    )


def _by_number(names: Iterable[str | None]) -> tuple[str, ...]:
    """Different names, the most frequent first."""
    return tuple(name for name, _ in Counter(name for name in names if name is not None).most_common())


def _missing(
    documents: Sequence[Came], lead: Came | None, questionnaire: Questionnaire
) -> tuple[tuple[Respondent, ...], bool]:
    """Who has sent nothing: the first respondent, and those who speak for groups that may join; and whether they may
    is told."""
    heard = {each.respondent for each in documents}
    joins = {} if lead is None else lead.joins
    groups = [each for each in speaking(questionnaire) if joins.get(each.id) is not False]
    first = questionnaire.respondents[:1]
    missing = dict.fromkeys(each.id for each in (*first, *groups) if each.id not in heard)
    every = tuple(each for each in questionnaire.respondents if each.id in missing)
    return every, all(joins.get(each.id) is not None for each in every if each not in first)


def _repeats(documents: Sequence[Came], questionnaire: Questionnaire) -> Iterator[Repeat]:
    """Documents that say the same, and several of one who speaks alone: the first respondent, or whoever sent a file
    again under its name."""
    first = questionnaire.respondent(None)
    of_each: dict[str | None, list[Came]] = {}
    for each in documents:
        of_each.setdefault(each.respondent, []).append(each)
    for respondent, own in of_each.items():
        by_digest: dict[str, list[Came]] = {}
        for each in own:
            by_digest.setdefault(each.digest, []).append(each)
        for same in by_digest.values():
            same.sort(key=_is_copy)
        yield from (Repeat(tuple(same), same=True, dated=False) for same in by_digest.values() if len(same) > 1)
        kept = [same[0] for same in by_digest.values()]
        alone = first is not None and respondent == first.id
        by_name: dict[object, list[Came]] = {}
        for each in kept:
            by_name.setdefault(None if alone else (each.completed_by, _stem(each)), []).append(each)
        for several in by_name.values():
            if len(several) > 1:
                dates = [each.date for each in several]
                dated = None not in dates and len(set(dates)) == len(dates)
                yield Repeat(
                    tuple(sorted(several, key=lambda each: each.date or "", reverse=True)), same=False, dated=dated
                )


def _is_copy(document: Came) -> bool:
    return COPY.search(PurePath(document.file).stem) is not None


def _stem(document: Came) -> tuple[str, int | None]:
    """The name of a file without what is put behind that of a copy; a line of a table is no copy of another."""
    path = PurePath(document.file)
    return (COPY.sub("", path.stem).casefold(), document.line)


# what is no answers


def _refused_file(file: str, refused: Sequence[Refused]) -> RefusedFile:
    problems = [problem for each in refused for problem in each.problems]
    kind = format_of(file)
    export = kind is not None and kind.table and any(problem.code in HEADINGS for problem in problems[:1])
    documents = sum(1 for each in refused if each.line is not None) or 1
    return RefusedFile(file, documents, count_of(problems), problems[0], export)


def _no_answers(skipped: Skipped) -> Iterator[NoAnswers]:
    for file in skipped.locks.names:
        yield NoAnswers(shown(file), OPEN)
    for file in skipped.others.names:
        yield NoAnswers(shown(file), KINDS.get(PurePath(file).suffix.lower(), OTHER))
