"""Answers as somebody gave them, before anything is made of them."""

from collections.abc import Mapping

from msgspec import Struct, field

from spinout.core.problems import Warning
from spinout.core.question_types import Value

DONT_KNOW = "dont-know"


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
