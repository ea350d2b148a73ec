"""Answers as somebody gave them, before anything is made of them, and as the plain data of a file."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from spinout.core.kinds import Value
from spinout.core.problems import Warning
from spinout.core.questionnaire import Question, Questionnaire

DONT_KNOW = "dont-know"
SOME_EVIDENCE = "\0"
"""Stands for evidence that says something; no file may hold it, so no questionnaire can say that it says nothing."""


class Answer(Struct, frozen=True):
    """What was said to one question.

    At most one of a value, `unknown` and `reason` (why the question does not apply) is given;
    where none is, the question is unanswered, whatever evidence or note stands beside it.
    """

    value: Value | None = None
    unknown: bool = False
    reason: str | None = None
    evidence: str | None = None
    note: str | None = None
    exempt: bool = False
    other: str | None = None
    """The text beside an option that takes one."""


NO_ANSWER = Answer()


class Lesson(Struct, frozen=True):
    """What others could learn, about one question or about the whole."""

    text: str
    question: str | None = None


class Answers(Struct, frozen=True):
    """One document of answers to a questionnaire, under the questionnaire's present ids."""

    answers: Mapping[str, Answer]
    version: str | None = None
    service: str | None = None
    organisation: str | None = None
    completed_by: str | None = None
    respondent: str | None = None
    date: str | None = None
    paper: Mapping[str, str] = field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def of(self, question: str) -> Answer:
        """The answer to a question; an empty one where there is none."""
        return self.answers.get(question, NO_ANSWER)


def plain_document(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """A whole document of answers; what is not given is left out."""
    header = plain_header(questionnaire, answers)
    made: dict[str, Any] = {name: text for name, text in header.items() if text is not None}
    made["answers"] = {
        ident: plain_answer(question, answers.answers[ident])
        for ident, question in questionnaire.questions.items()
        if ident in answers.answers
    }
    if answers.paper:
        made["paper"] = dict(answers.paper)
    if answers.lessons:
        made["lessons"] = plain_lessons(answers)
    return made


def plain_header(questionnaire: Questionnaire, answers: Answers) -> dict[str, str | None]:
    """The fields of the header, in their order."""
    names = ("version", "service", "organisation", "completed_by", "respondent", "date")
    return {"questionnaire": questionnaire.id} | {name: getattr(answers, name) for name in names}


def plain_answer(question: Question, answer: Answer) -> Any:
    """One answer: short where it is a value alone, else a mapping."""
    value: object = DONT_KNOW if answer.unknown else answer.value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif answer.value is not None:
        value = question.type.plain(answer.value)
    beside = {
        "other": answer.other,
        "evidence": answer.evidence,
        "note": answer.note,
        "not_applicable": answer.reason,
        "exempt": True if answer.exempt else None,
    }
    given = {name: text for name, text in beside.items() if text is not None}
    if not given and not isinstance(value, dict):
        return value
    return ({} if value is None else {"answer": value}) | given


def plain_lessons(answers: Answers) -> list[dict[str, str]]:
    """What others could learn."""
    return [
        ({"question": lesson.question} if lesson.question else {}) | {"text": lesson.text} for lesson in answers.lessons
    ]
