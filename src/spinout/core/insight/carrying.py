"""Carry answers over from one version of a questionnaire to another, and tell what does not fit.

Nothing is guessed: an answer that the other version does not take counts as unanswered there.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answer, Answers
from spinout.core.question_types import Wrong
from spinout.core.questionnaire import Question, Questionnaire


class Loss(StrEnum):
    """Why an answer does not count in the other version."""

    REMOVED = "removed"  # the version says so
    GONE = "gone"  # there is no such question, and the version says nothing of it
    UNREADABLE = "unreadable"  # the question does not take this answer
    ANSWERED_TWICE = "answered-twice"  # two old questions became this one


class Lost(Struct, frozen=True):
    """An answer that does not count in the other version; `to` is the question's id there."""

    question: str
    to: str | None
    why: Loss
    words: str
    """What was said, in the words of the version that it was said in."""
    message: str
    exempt: bool = False


class Reworded(Struct, frozen=True):
    """An answer that is taken as it stands, though the other version has other words for it."""

    question: str
    before: str
    after: str
    exempt: bool = False


class Carried(Struct, frozen=True):
    """Answers as the other version reads them, and what did not come over as it was."""

    answers: Answers
    lost: tuple[Lost, ...] = ()
    reworded: tuple[Reworded, ...] = ()


def successor(ident: str, new: Questionnaire) -> str | None:
    """The id that a question has in another version; None where it is not asked there."""
    if ident in new.removed:
        return None
    found = new.renamed.get(ident, ident)
    return found if found in new.questions else None


def carry(old: Questionnaire, answers: Answers, new: Questionnaire) -> Carried:
    """Read answers to one version under another; warnings of the first reading stay behind."""
    came_from: dict[str, list[str]] = {}
    for ident in answers.answers:
        to = successor(ident, new)
        if to is not None and _said(answers.of(ident)):
            came_from.setdefault(to, []).append(ident)
    taken: dict[str, Answer] = {}
    lost: list[Lost] = []
    reworded: list[Reworded] = []
    for ident, question in old.questions.items():
        answer = answers.of(ident)
        if not _said(answer):
            continue
        to = successor(ident, new)
        trouble = _trouble(question, answer, new, came_from)
        if trouble is not None or to is None:
            lost.append(trouble or _not_asked(question, answer, new))
            continue
        taken[to] = _taken(question, answer, new.questions[to])
        reworded.extend(_reworded(question, answer, new.questions[to]))
    carried = replace(answers, answers=MappingProxyType(taken), version=new.version, lessons=(), warnings=())
    return Carried(carried, tuple(lost), tuple(reworded))


def _said(answer: Answer) -> bool:
    return answer.value is not None or answer.unknown or answer.reason is not None


def answer_words(question: Question, answer: Answer) -> str:
    """What an answer says, in the words of its question."""
    if answer.value is not None:
        return question.type.words(answer.value)
    if answer.reason is not None:
        return f"Does not apply: {answer.reason}"
    return "Don't know" if answer.unknown else "Not answered"


def _not_asked(question: Question, answer: Answer, new: Questionnaire) -> Lost:
    declared = question.id in new.removed
    why = Loss.REMOVED if declared else Loss.GONE
    message = "The question was removed." if declared else "There is no such question any more."
    return Lost(question.id, None, why, answer_words(question, answer), message, answer.exempt)


def _trouble(question: Question, answer: Answer, new: Questionnaire, came_from: Mapping[str, list[str]]) -> Lost | None:
    """Why a question that is still asked does not take an old answer; None where it does."""
    to = successor(question.id, new)
    if to is None:
        return None
    words = answer_words(question, answer)
    others = [ident for ident in came_from[to] if ident != question.id]
    if others:
        message = f"Several old answers belong here, also that to {others[0]}, and none was chosen."
        return Lost(question.id, to, Loss.ANSWERED_TWICE, words, message, answer.exempt)
    refusal = _refusal(question, answer, new.questions[to])
    return None if refusal is None else Lost(question.id, to, Loss.UNREADABLE, words, refusal, answer.exempt)


def _refusal(question: Question, answer: Answer, new: Question) -> str | None:
    if answer.reason is not None and not new.not_applicable:
        return "It may no longer be said that the question does not apply."
    if answer.value is None:
        return None
    if new.type.name != question.type.name:
        return f"The question was of the type {question.type.name} and is now of the type {new.type.name}."
    read = new.type.read(_plain(question, answer))
    return read.message if isinstance(read, Wrong) else None


def _taken(question: Question, answer: Answer, new: Question) -> Answer:
    if answer.value is None:
        return answer
    read = new.type.read(_plain(question, answer))
    assert not isinstance(read, Wrong)
    return replace(answer, value=read)


def _plain(question: Question, answer: Answer) -> object:
    """A value in the shape in which a file has it."""
    assert answer.value is not None
    return question.type.plain(answer.value)


def _reworded(question: Question, answer: Answer, new: Question) -> list[Reworded]:
    value = _taken(question, answer, new).value
    if answer.value is None or value is None:
        return []
    before, after = question.type.words(answer.value), new.type.words(value)
    return [] if before == after else [Reworded(new.id, before, after, answer.exempt)]
