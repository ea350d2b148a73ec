"""Plan for a file of answers, and try other answers, given as ID=VALUE. Nothing is written."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from spinout.core.answers import NO_ANSWER, Answer, Answers
from spinout.core.insight.plan import Plan, plan
from spinout.core.kinds import Measure
from spinout.core.problems import Code, Problem, Warning
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.wording import found, is_blank, meant_id
from spinout.inputs.documents import REFUSED_CHARACTERS, refused_character
from spinout.inputs.yaml import read_yaml
from spinout.use_cases.assessments import Assessed, Refused, assess_file
from spinout.use_cases.questionnaires import Loaded


class Planned(Struct, frozen=True):
    """A document that was assessed, and the plan for it."""

    assessed: Assessed
    plan: Plan


class NothingDecided(Struct, frozen=True):
    """A document whose questionnaire decides nothing, so that there is nothing to plan for."""

    assessed: Assessed


def plan_file(
    path: str, loaded: Loaded, stage: str | None = None, *, sheet: str | None = None
) -> Planned | NothingDecided | Refused:
    """Plan for the one document of a file.

    Raises StorageError where the file cannot be read, and KeyError where there is no such stage.
    """
    found = assess_file(path, loaded, stage, sheet=sheet)
    if isinstance(found, Refused):
        return found
    if loaded.questionnaire.decision is None:
        return NothingDecided(found)
    return Planned(found, plan(loaded.questionnaire, found.assessment.answers, stage))


NAME = "--set"
HEADER = {"service": "service", "organisation": "organisation", "role": "completed_by", "completed_by": "completed_by"}
"""Lines of the header that may be set, by the words they are called by."""


class Given(Struct, frozen=True):
    """The answers and lines of the header that were given, or what is wrong with them."""

    answers: Mapping[str, Answer]
    problems: tuple[Problem, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    """What was taken, and was hardly meant."""

    @property
    def count(self) -> int:
        """How many were given."""
        return len(self.answers) + len(self.header)


def answers_given(pairs: Iterable[str], questionnaire: Questionnaire) -> Given:
    """Read ID=VALUE pairs. A value is written as in a file: 3, yes, dont-know, [users, staff] or {answer: 4}.

    A text is taken as it stands, and so are lines of the header, whatever signs stand in them.
    Several options may also be parted by semicolons, in any case, as in a table. `service`,
    `organisation` and `role` in the place of an id set the header.
    """
    problems: list[Problem] = []
    raw: dict[str, Any] = {}
    header: dict[str, str] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        ident = HEADER.get(name.strip(), questionnaire.renamed.get(name.strip(), name.strip()))
        if not equals:
            problems.append(_problem(Code.WRONG_ANSWER, f"Found {found(pair)} where ID=VALUE belongs.", "", None))
        elif ident in raw or ident in header:
            problems.append(_problem(Code.ANSWERED_TWICE, f"{ident} is set twice.", "Set each once.", ident))
        elif ident in HEADER:
            problems += _refused(text, ident)
            header[ident] = "" if is_blank(text) else text
        elif ident not in questionnaire.questions:
            hint = meant_id(ident, [*questionnaire.questions, *HEADER])
            hint = hint or "The questions and their ids: spinout questions."
            problems.append(_problem(Code.UNKNOWN_QUESTION, f"There is no question {found(ident)}.", hint, ident))
        elif is_blank(text):
            raw[ident] = None
        elif questionnaire.questions[ident].type.own_words:
            problems += _refused(text, ident)
            raw[ident] = text
        else:
            document = read_yaml(NAME, text.encode("utf-8", "surrogateescape"))
            problems.extend(replace(p, question=ident) for p in document.problems)
            lost, hint = document.comments, "Put the text in quotes."
            problems += [_problem(Code.COMMENT_IN_TEXT, each.message, hint, ident) for each in lost]
            raw[ident] = None if document.problems else _in_words(questionnaire.questions[ident], document.data)
    read, wrong = answers_from({"questionnaire": questionnaire.id, **header, "answers": raw}, questionnaire, NAME)
    if problems or read is None:
        return Given({}, (*problems, *wrong))
    doubts = (w for w in read.warnings if w.question is not None)
    told = tuple(replace(w, message=f"{NAME} {w.question}: {w.message}", path=()) for w in doubts)
    return Given(read.answers, header={name: text for name, text in header.items() if text}, warnings=told)


def _refused(text: str, ident: str) -> Iterator[Problem]:
    """What is wrong with a text that holds what no text may hold."""
    match = REFUSED_CHARACTERS.search(text)
    if match is not None:
        yield _problem(*refused_character(match.group()), ident)


def with_given(answers: Answers, given: Given) -> Answers:
    """Answers with some of them replaced; evidence and notes stay where none are given."""
    made = {ident: _beside(answers.answers.get(ident, NO_ANSWER), new) for ident, new in given.answers.items()}
    left = (w for w in answers.warnings if w.code is not Code.SHARE_OF_ONE or w.question not in given.answers)
    told = (*left, *given.warnings)
    return replace(answers, answers=MappingProxyType({**answers.answers, **made}), warnings=told, **given.header)


def _beside(before: Answer, new: Answer) -> Answer:
    return replace(
        new,
        evidence=new.evidence or before.evidence,
        note=new.note or before.note,
        other=new.other or (before.other if new.value == before.value else None),
        exempt=new.exempt or before.exempt,
    )


def _in_words(question: Question, raw: Any) -> Any:
    several = Measure.MEMBERS in question.type.measures
    return question.type.read_words(raw) if several and isinstance(raw, str) and raw != "dont-know" else raw


def _problem(code: Code, message: str, hint: str, question: str | None) -> Problem:
    return Problem(code, message, hint or "Write, for example, --set section.question=3.", question, file=NAME)


class Trial(Struct, frozen=True):
    """An assessment as it stands and as it would be; `set` names the questions that were tried."""

    file: str
    sha256: str
    before: Assessment
    after: Assessment
    set: tuple[str, ...]
    warnings: tuple[Warning, ...] = ()
    """What was tried, and was hardly meant."""


def try_answers(
    path: str, pairs: Iterable[str], loaded: Loaded, stage: str | None = None, *, sheet: str | None = None
) -> Trial | Refused:
    """Assess a file as it is and with some answers replaced. Raises StorageError.

    Both are judged at the same stage, unless one of the answers tried is the stage itself.
    """
    assessed = assess_file(path, loaded, stage, sheet=sheet)
    if isinstance(assessed, Refused):
        return assessed
    given = answers_given(pairs, loaded.questionnaire)
    if given.problems:
        return Refused(NAME, given.problems)
    before = assessed.assessment
    after = assess(loaded.questionnaire, with_given(before.answers, given), stage)
    return Trial(assessed.file, assessed.sha256, before, after, tuple(given.answers), given.warnings)
