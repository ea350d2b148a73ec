"""How far several answers to one question lie apart, and their median. No mean is ever taken.

A spread goes from 0, all alike, to 1, as far apart as can be. A further answer never makes it
smaller. Free text has none: two people never write the same sentence.

- a scale: the highest less the lowest level, of the steps that the scale has
- one option, yes or no, a date: 1 as soon as two answers differ
- several options: of the options that anyone chose, the share that not everyone chose
- a number: the highest less the lowest, of the way from min to max; where one of these is not
  known, of the number that is greatest without its sign (1 where the signs differ)
- a split: the largest difference in a part, of a hundred
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce

from spinout.core.question_types import QuestionType, Scale, Split, Value
from spinout.core.question_types.choices import Multi
from spinout.core.question_types.numbers import Number
from spinout.core.question_types.texts import Date, FreeText

NONE, WHOLE = Fraction(0), Fraction(1)


def spread(kind: QuestionType, values: Sequence[Value]) -> Fraction | None:
    """How far answers lie apart, 0 to 1; None without an answer, and for free text."""
    if not values or (isinstance(kind, FreeText) and not isinstance(kind, Date)):
        return None
    match kind:
        case Scale():
            levels = ordered(kind, values)
            return (levels[-1] - levels[0]) / kind.top
        case Number():
            return _of_numbers(kind, ordered(kind, values))
        case Multi():
            return _of_options(_chosen(values))
        case Split():
            return largest_difference(kind, values)[1] / 100
        case _:
            return WHOLE if len(distinct(values)) > 1 else NONE


def median(kind: QuestionType, values: Sequence[Value]) -> tuple[Value, Value] | None:
    """The middle answer twice, or the two middle ones where their number is even; None without an order."""
    if not values or not isinstance(kind, Scale | Number):
        return None
    by_size = sorted(values, key=kind.quantity)
    return by_size[(len(by_size) - 1) // 2], by_size[len(by_size) // 2]


def distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    """Each answer once, in its first place."""
    found: list[Value] = []
    for value in values:
        if value not in found:
            found.append(value)
    return tuple(found)


def ordered(kind: QuestionType, values: Iterable[Value]) -> list[Fraction]:
    """The answers' quantities, the least first."""
    return sorted(map(kind.quantity, values))


def not_chosen_by_all(values: Iterable[Value]) -> tuple[str, ...]:
    """The options that someone chose and someone did not, by id."""
    chosen = _chosen(values)
    return tuple(sorted(_anyone(chosen) - _everyone(chosen)))


def largest_difference(kind: Split, values: Sequence[Value]) -> tuple[str, Fraction]:
    """The part of a split on which answers differ most, the first of equal ones, and by how much."""
    found = [(part.id, [kind.part(value, part.id) for value in values]) for part in kind.parts]
    gaps = [(ident, max(shares) - min(shares)) for ident, shares in found]
    return reduce(lambda best, gap: gap if gap[1] > best[1] else best, gaps)


def _chosen(values: Iterable[Value]) -> list[set[str]]:
    return [set(value) for value in values if isinstance(value, tuple)]


def _anyone(chosen: Iterable[set[str]]) -> set[str]:
    return {option for options in chosen for option in options}


def _everyone(chosen: list[set[str]]) -> set[str]:
    return {option for option in _anyone(chosen) if all(option in options for options in chosen)}


def _of_options(chosen: list[set[str]]) -> Fraction:
    anyone = _anyone(chosen)
    return Fraction(len(anyone - _everyone(chosen)), len(anyone))


def _of_numbers(kind: Number, numbers: Sequence[Fraction]) -> Fraction:
    low, high = numbers[0], numbers[-1]
    if low == high:
        return NONE
    if kind.low is not None and kind.high is not None:
        return (high - low) / (kind.high - kind.low)
    if low < 0 < high:
        return WHOLE
    return (high - low) / max(abs(low), abs(high))
