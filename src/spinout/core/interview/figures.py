"""Answers that are figures: numbers, percentages, splits of a hundred, and dates."""

import re
from decimal import Decimal

from spinout.core.interview.texts import Refused, refused
from spinout.core.question_types import QuestionType, Split, Value, Wrong
from spinout.core.question_types.numbers import Number, Percent
from spinout.core.question_types.texts import is_date
from spinout.core.scalars import MOST_DIGITS, number_from, too_long
from spinout.core.wording import as_written, found, listed

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
