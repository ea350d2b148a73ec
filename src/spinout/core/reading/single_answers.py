"""Read one answer, short or long. Nothing is ever guessed: what is no answer is a problem."""

from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW, Answer
from spinout.core.blankness import is_blank
from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types import Split, Value, Wrong
from spinout.core.questionnaire import Question
from spinout.core.scalars import number_from
from spinout.core.wording import did_you_mean

NOT_APPLICABLE_WORDS = ("n/a", "na", "none", "not applicable", "not-applicable", "not_applicable")
WITHOUT_AN_ANSWER = (
    Code.WRONG_ANSWER, Code.LEVEL_OUT_OF_RANGE, Code.OUT_OF_RANGE, Code.UNKNOWN_OPTION, Code.TOO_FEW,
)  # fmt: skip
LONG_FORM = ("answer", "evidence", "note", "not_applicable", "exempt")


def answer_from(cursor: Cursor, question: Question) -> Answer:
    """One answer, short or long; an empty one where it is wrong, which is told."""
    if not isinstance(cursor.value, dict):
        value, unknown = _value(cursor, question)
        return Answer(value, unknown)
    known = LONG_FORM
    if isinstance(question.type, Split) and any(
        part.id in cursor.value for part in question.type.parts if part.id not in known
    ):
        cursor.report(
            Code.WRONG_ANSWER,
            "The parts of a split stand under `answer`.",
            f"Write {question.type.allowed()}.",
        )
        return Answer()
    if not cursor.fields(known):
        return Answer()
    inner = cursor.child("answer")
    value, unknown = (None, False) if inner is None else _value(inner, question)
    reason = _reason(cursor, question, given=value is not None or unknown)
    return Answer(
        value,
        unknown,
        reason,
        text_or_none(cursor, "evidence"),
        text_or_none(cursor, "note"),
        cursor.flag_of("exempt", default=False),
    )


def _value(cursor: Cursor, question: Question) -> tuple[Value | None, bool]:
    """The value, and whether it is not known."""
    raw = cursor.value
    if raw is None or (isinstance(raw, str) and is_blank(raw)):
        return None, False
    if raw == DONT_KNOW:
        return None, True
    read = question.type.read(raw)
    if not isinstance(read, Wrong):
        return read, False
    place = replace(cursor, path=(*cursor.path, *read.at))
    place.report(read.code, read.message, _hint(raw, read, question))
    return None, False


def _hint(raw: object, read: Wrong, question: Question) -> str:
    """How to mend a wrong answer: also for words that mean no answer, and for a number in quotes."""
    if isinstance(raw, str):
        number = number_from(raw.strip())
        if number is not None and not isinstance(question.type.read(number), Wrong):
            return f"Take the quotes away. {read.hint}"
        if raw.strip().lower() in NOT_APPLICABLE_WORDS and question.not_applicable:
            return f"{read.hint} Where it does not apply, write {{not_applicable: the reason}}."
        near = did_you_mean(raw, [DONT_KNOW])
        if near:
            return f"{near} {read.hint}"
    if isinstance(raw, list) and DONT_KNOW in raw:
        return f"{DONT_KNOW} stands for the whole question, alone. {read.hint}"
    return f"{read.hint} Or write {DONT_KNOW}." if read.code in WITHOUT_AN_ANSWER else read.hint


def _reason(cursor: Cursor, question: Question, *, given: bool) -> str | None:
    assert isinstance(cursor.value, dict)
    if "not_applicable" not in cursor.value:
        return None
    place = cursor.child("not_applicable")
    if place is None and "answer" in cursor.value:
        return None
    if place is None or (isinstance(place.value, str) and is_blank(place.value)):
        (place or cursor).report(
            Code.BLANK_REASON, "The reason why it does not apply is blank.", "Say in a few words why it does not apply."
        )
        return None
    reason = place.text()
    if reason is None:
        return None
    if not question.not_applicable:
        place.report(
            Code.NOT_APPLICABLE_REFUSED,
            "This question always applies.",
            f"Answer it, or write {DONT_KNOW}.",
            at_key=True,
        )
        return None
    if given:
        place.report(
            Code.ANSWER_AND_REASON,
            "An answer and a reason why it does not apply stand together.",
            "Keep one of the two.",
            at_key=True,
        )
        return None
    return reason


def text_or_none(cursor: Cursor, name: str) -> str | None:
    """The text under a key; None where it is absent or blank."""
    return None if _is_absent(cursor, name) or is_blank_under(cursor, name) else cursor.text_of(name)


def _is_absent(cursor: Cursor, name: str) -> bool:
    return not isinstance(cursor.value, dict) or cursor.value.get(name) is None


def is_blank_under(cursor: Cursor, name: str) -> bool:
    """Whether the text under a key is blank."""
    value = cursor.value.get(name) if isinstance(cursor.value, dict) else None
    return isinstance(value, str) and is_blank(value)
