"""What a person types, and what it means: choices from a list, figures, texts; a row for each type of question."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from unicodedata import category

from msgspec import Struct

from spinout.core.question_types import QuestionType, Scale, Split, Value, Wrong
from spinout.core.question_types.choices import YES_NO, Choice, Multi, YesNo
from spinout.core.question_types.numbers import Number, Percent
from spinout.core.question_types.options import Option
from spinout.core.question_types.texts import is_date
from spinout.core.wording import MOST_DIGITS, as_written, did_you_mean, found, is_blank, listed, number_from, too_long

MOST_LETTERS = 20_000
LONGEST_SHOWN = 300


class Refused(Struct, frozen=True):
    """Why a line was not taken: what was found, and what is allowed."""

    lines: tuple[str, ...]


def refused(*lines: str) -> Refused:
    """A refusal; blank lines are left out."""
    return Refused(tuple(line for line in lines if line))


def trouble_in(line: str) -> Refused | None:
    """Why no part of a line can be used; None where it can."""
    for character in line:
        kind = category(character)
        if kind == "Cs" or (kind == "Cc" and character != "\t"):
            return refused(
                f"Found U+{ord(character):04X}, a character that no answer may hold.",
                "Type the line again without it. It may come from an arrow key or from pasted text.",
            )
    if len(line) > MOST_LETTERS:
        return refused(f"Found {len(line):,} letters. At most {MOST_LETTERS:,} are kept. Shorten the text.")
    return None


def shown(text: str) -> str:
    """A text cut for a list, with its length where it was cut."""
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}... ({len(text):,} letters)"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


COMMAS = re.compile(r"[,;]")


class Pick(Struct, frozen=True):
    """One thing to choose: the number it is shown with, its id, and its label."""

    key: str
    id: str
    label: str


def one_of(text: str, picks: Sequence[Pick]) -> Pick | Refused:
    """The one pick that a text means: by number, then id, then label, then the beginning of one label."""
    word = _folded(text)
    numbered = word.rstrip(".)")
    tries = (
        [pick for pick in picks if pick.key == numbered],
        [pick for pick in picks if pick.id.casefold() == word],
        [pick for pick in picks if _folded(pick.label) == word],
        [pick for pick in picks if word and _folded(pick.label).startswith(word)],
    )
    for hits in tries:
        if len(hits) == 1:
            return hits[0]
        if hits:
            said = listed((f"{pick.key} ({pick.label})" for pick in hits), most=5)
            return refused(f"{found(text)} may mean {said}.", "Type the number.")
    return refused(
        f"Found {found(text)}, which is none of these.",
        did_you_mean(text, [name for pick in picks for name in (pick.label, pick.id) if not name.isdigit()]),
        f"Allowed: {_keys(picks)}, or the first words of one.",
    )


def picks_of(options: Sequence[Option]) -> tuple[Pick, ...]:
    """Options numbered from 1; by their ids, where an id is a number that would mislead."""
    misleads = any(option.id.isdigit() and option.id != str(place) for place, option in enumerate(options, 1))
    return tuple(
        Pick(option.id if misleads else str(place), option.id, option.label) for place, option in enumerate(options, 1)
    )


def picks_for(kind: QuestionType) -> tuple[Pick, ...]:
    """What may be chosen; nothing where the type has no list."""
    match kind:
        case Scale():
            return tuple(Pick(str(level), str(level), label) for level, label in enumerate(kind.levels))
        case Choice() | Multi():
            return picks_of(kind.options)
        case YesNo():
            return (Pick("1", "yes", "Yes"), Pick("2", "no", "No"))
        case _:
            return ()


def read_one(kind: QuestionType, text: str) -> Value | Refused:
    """A level, an option, or yes or no."""
    if isinstance(kind, YesNo) and text.casefold() in YES_NO:
        return YES_NO[text.casefold()]
    pick = one_of(text, picks_for(kind))
    if isinstance(pick, Refused):
        return pick
    return _taken(kind, int(pick.id) if isinstance(kind, Scale) else pick.id)


def read_several(kind: QuestionType, text: str) -> Value | Refused:
    """Several options: `1,3`, `1 3`, ids, or labels parted by commas."""
    picks = picks_for(kind)
    whole = one_of(text, picks)
    if isinstance(whole, Pick):
        return _taken(kind, [whole.id])
    parts = [part for part in COMMAS.split(text) if part.strip()]
    if len(parts) < 2:
        words = text.split()
        # A part of a sentence is not guessed to be an option: only its number or id will do.
        if len(words) > 1 and all(any(_named(word, pick) for pick in picks) for word in words):
            parts = words
        else:
            return whole
    chosen: list[str] = []
    for part in parts:
        words = part.split()
        exact = len(words) > 1 and all(any(_named(word, pick) for pick in picks) for word in words)
        for piece in words if exact else [part.strip()]:
            pick = one_of(piece, picks)
            if isinstance(pick, Refused):
                return pick
            chosen.append(pick.id)
    return _taken(kind, chosen)


def _named(word: str, pick: Pick) -> bool:
    return word.casefold() in (pick.key, pick.id.casefold())


def _taken(kind: QuestionType, raw: object) -> Value | Refused:
    value = kind.read(raw)
    return refused(value.message, value.hint) if isinstance(value, Wrong) else value


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _keys(picks: Sequence[Pick]) -> str:
    keys = [pick.key for pick in picks]
    if len(keys) > 1 and all(later == str(int(keys[0]) + i) for i, later in enumerate(keys) if keys[0].isdigit()):
        return f"a number from {keys[0]} to {keys[-1]}" if keys[0].isdigit() else listed(keys, most=30)
    return listed(keys, most=30)


PARTED = re.compile(r"[\s,;]+")
BRITISH_DATE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\Z", re.ASCII)


def read_number(kind: QuestionType, text: str) -> Value | Refused:
    """A number; a percent sign or the unit may stand behind it."""
    assert isinstance(kind, Number)
    bare = _bare(text, "%" if isinstance(kind, Percent) else kind.unit)
    number = _number(bare)
    if isinstance(number, Refused):
        return refused(*number.lines, f"Type {kind.allowed()}.")
    value = kind.read(number)
    return refused(value.message, f"Type {kind.allowed()}.") if isinstance(value, Wrong) else value


def read_split(kind: QuestionType, text: str) -> Value | Refused:
    """A number for each part, in the order shown, 100 together; else what is left is told."""
    assert isinstance(kind, Split)
    numbers: list[int | Decimal] = []
    for word in PARTED.split(text.strip(" ,;\t")):
        number = _number(_bare(word, "%"))
        if isinstance(number, Refused):
            return refused(*number.lines, _how(kind))
        if not 0 <= number <= 100:
            return refused(f"Found {as_written(number)}.", "Each number is from 0 to 100.")
        numbers.append(number)
    total = sum(map(Decimal, numbers), Decimal(0))
    if len(numbers) != len(kind.parts):
        missing = listed(part.label for part in kind.parts[len(numbers) :])
        return refused(
            f"Found {len(numbers)} of {len(kind.parts)} numbers.",
            _left(total) + (f" Still without a number: {missing}." if missing else ""),
            _how(kind),
        )
    if total != 100:
        return refused(_left(total), _how(kind))
    value = kind.read({part.id: number for part, number in zip(kind.parts, numbers, strict=True)})
    return refused(value.message, value.hint) if isinstance(value, Wrong) else value


def read_date(kind: QuestionType, text: str) -> Value | Refused:
    """A day as YYYY-MM-DD; a day written otherwise is shown that way, and not guessed."""
    value = kind.read(text)
    if not isinstance(value, Wrong):
        return value
    match = BRITISH_DATE.match(text)
    near = "" if match is None else f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
    return refused(value.message, f"Did you mean {near}?" if is_date(near) else "", f"Type {kind.allowed()}.")


def _number(text: str) -> int | Decimal | Refused:
    number = number_from(text)
    if number is None:
        plain = text.replace(",", "")
        near = f"Did you mean {plain}?" if plain != text and number_from(plain) is not None else ""
        return refused(f"Found {found(text)}, where a number belongs.", near)
    if too_long(text):
        return refused(f"Found a number of more than {MOST_DIGITS} digits.")
    return number


def _bare(text: str, ending: str | None) -> str:
    """A number without what stands behind it."""
    if ending and text.casefold().endswith(ending.casefold()):
        return text[: -len(ending)].rstrip()
    return text


def _left(total: Decimal) -> str:
    made = f"That makes {_plain(total)} together"
    if total > 100:
        return f"{made}: {_plain(total - 100)} too many."
    return f"{made}: {_plain(100 - total)} left to give." if total < 100 else f"{made}: nothing is left to give."


def _plain(number: Decimal) -> str:
    """A sum without zeros that nobody typed."""
    text = as_written(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _how(kind: Split) -> str:
    return f"Type {len(kind.parts)} numbers in the order shown, 100 together, such as {example(len(kind.parts))}."


def example(parts: int) -> str:
    """Whole numbers that make a hundred."""
    share = 100 // parts
    return " ".join([str(100 - share * (parts - 1)), *[str(share)] * (parts - 1)])


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
