"""How each type of question is asked and answered: one table with a row for each type."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from spinout.core.blankness import is_blank
from spinout.core.interview.choosing import picks_for, read_one, read_several
from spinout.core.interview.figures import example, read_date, read_number, read_split
from spinout.core.interview.texts import Refused, refused, trouble_in
from spinout.core.question_types import QuestionType, Split, Value, Wrong


class Way(Struct, frozen=True):
    """How to type an answer, in words, and how a typed line is read."""

    how: Callable[[QuestionType], str]
    read: Callable[[QuestionType, str], Value | Refused]


def read_typed(kind: QuestionType, text: str) -> Value | Refused:
    """The answer that a typed text gives, or why it gives none."""
    trouble = trouble_in(text)
    if trouble is not None:
        return trouble
    if is_blank(text):
        return refused("Found nothing.", f"{WAYS[kind.name].how(kind)}")
    return WAYS[kind.name].read(kind, text.strip())


def answer_lines(kind: QuestionType) -> tuple[str, ...]:
    """What may be answered: a line for each level, option or part, and how to type it."""
    picks = [f"  {pick.key}. {pick.label}" for pick in picks_for(kind)]
    if isinstance(kind, Split):
        picks = [f"  {part.label}" for part in kind.parts]
    return (*picks, WAYS[kind.name].how(kind))


def _read_text(kind: QuestionType, text: str) -> Value | Refused:
    value = kind.read(text)
    return refused(value.message, value.hint) if isinstance(value, Wrong) else value


def _how_level(_kind: QuestionType) -> str:
    return "Type the number of the level that fits best today, or its first words."


def _how_option(_kind: QuestionType) -> str:
    return "Type the number, or the first words."


def _how_several(_kind: QuestionType) -> str:
    return "Choose one or more: type the numbers, such as 1,3."


def _how_figure(kind: QuestionType) -> str:
    unit = getattr(kind, "unit", None)
    return f"Type {kind.allowed()}" + (f" ({unit})." if unit else ".")


def _how_split(kind: QuestionType) -> str:
    assert isinstance(kind, Split)
    count = len(kind.parts)
    if count == 1:
        return "Type 100: there is one part."
    return f"Type {count} numbers in this order, 100 together, such as {example(count)}."


def _how_yes(_kind: QuestionType) -> str:
    return "Type yes or no."


def _how_text(_kind: QuestionType) -> str:
    return "Type your answer in a line."


WAYS: Mapping[str, Way] = {
    "scale": Way(_how_level, read_one),
    "choice": Way(_how_option, read_one),
    "multi": Way(_how_several, read_several),
    "yes-no": Way(_how_yes, read_one),
    "number": Way(_how_figure, read_number),
    "percent": Way(_how_figure, read_number),
    "split": Way(_how_split, read_split),
    "text": Way(_how_text, _read_text),
    "date": Way(_how_figure, read_date),
}
