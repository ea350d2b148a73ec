"""Numbers and percentages, scored by rows of thresholds."""

import itertools
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar, Self

from spinout.core.conditions import Comparison, Measure, Value
from spinout.core.cursor import MOST_ROWS, Cursor
from spinout.core.kinds.base import (
    Bounds,
    Entry,
    Kind,
    Move,
    Wish,
    number_in,
    percentage_in,
    plain_number,
    share_of_one,
    shares_of,
)
from spinout.core.kinds.options import Meant, NotTaken, Wrong, refused, typed_number
from spinout.core.problems import Code, Path
from spinout.core.wording import as_written, found

PART_OF = re.compile(
    r"([0-9]{1,9})\s*(?:/|(?:out\s+)?of\s)\s*([0-9]{1,9})(?:\s+[^\W\d_]+)*\.?\Z", re.ASCII | re.IGNORECASE
)
"""Some of a whole, such as "4 of 12", "4/12" or "4 out of 12 seats"."""

Row = tuple[Fraction, Fraction]
"""From which number on, which score."""


class Number(Kind, frozen=True):
    """A number between two limits; `rows` stand in rising order."""

    low: Fraction | None
    high: Fraction | None
    integer: bool
    unit: str | None
    rows: tuple[Row, ...] | None

    name: ClassVar[str] = "number"
    entry: ClassVar[Entry] = Entry.NUMBER
    limits: ClassVar[tuple[int | None, int | None]] = (None, None)
    """Between which all numbers lie, and where no row of scores may start above; None where any may."""
    in_file = staticmethod(number_in)
    """The number that a value of a file is; None where it is none."""
    fields: ClassVar[frozenset[str]] = frozenset({"min", "max", "integer", "unit", "score"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.IDENTITY, Measure.ORDER})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self:
        """Read the limits, the unit and the optional rows of scores."""
        least, most = cls.limits
        low, high = (cursor[name].number(low=least, high=most) for name in ("min", "max"))
        low = Fraction(least) if low is None and least is not None else low
        high = Fraction(most) if high is None and most is not None else high
        integer, unit = cursor["integer"].flag(), cursor["unit"].text()
        if low is not None and high is not None and (ceil(low) > floor(high) if integer else low > high):
            (cursor["max"] or cursor).report(
                Code.NO_ALLOWED_ANSWER, "No number lies between min and max.", "Give a max that is not below the min."
            )
        return cls(low, high, integer, unit, _rows(cursor, low, most))

    @property
    def bounds(self) -> Bounds:
        """The limits, and the unit."""
        return Bounds(self.low, self.high, self.integer, self.ending)

    @property
    def scoring(self) -> object:
        """Scored where there are rows."""
        return self.rows

    @property
    def offered(self) -> object:
        """The limits and the unit."""
        return self.name, self.allowed(), self.unit

    def read(self, raw: object) -> Value | Wrong:
        """A number between the limits, whole where that is asked for."""
        number = self.in_file(raw)
        if number is None or (self.integer and number != int(number)):
            what = "no number" if number is None else "no whole number"
            return Wrong(Code.WRONG_ANSWER, f"Found {found(raw)}, which is {what}.", f"Write {self.allowed()}.")
        if not self._within(number):
            return Wrong(Code.OUT_OF_RANGE, f"Found {found(raw)}, which is out of range.", f"Write {self.allowed()}.")
        return int(number) if self.integer else number

    def constant(self, raw: object) -> Value | Wrong:
        """Any number, for a condition."""
        number = number_in(raw)
        return number if number is not None else Wrong(Code.BAD_CONDITION, f"Found {found(raw)}.", "Write a number.")

    def score(self, value: Value) -> Fraction | None:
        """The score of the highest row that is not above the number."""
        assert isinstance(value, int | Decimal)
        reached = [score for start, score in self.rows or () if start <= value]
        return reached[-1] if reached else None

    def samples(self, asked: Sequence[Comparison]) -> list[Value]:
        """Each threshold, both limits, and a number between and beside them."""
        marks = {number for comparison in asked for number in comparison.numbers}
        marks |= {start for start, _ in self.rows or ()}
        marks |= {limit for limit in (self.low, self.high) if limit is not None}
        points = sorted(marks) or [Fraction(0)]
        near = [n + step for n in points for step in (-1, 1)]
        if self.integer:
            near = [Fraction(whole(n) + step) for n in points for whole in (floor, ceil) for step in (-1, 0, 1)]
        between = [(a + b) / 2 for a, b in itertools.pairwise(points)]
        tried = sorted({*points, *near, *between})
        return [plain_number(n) for n in tried if self._within(n) and not (self.integer and n.denominator != 1)]

    def _within(self, number: int | Decimal | Fraction) -> bool:
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)

    def quantity(self, value: Value) -> Fraction:
        """The number itself."""
        assert isinstance(value, int | Decimal)
        return Fraction(value)

    def words(self, value: Value) -> str:
        """The number and its unit."""
        assert isinstance(value, int | Decimal)
        return f"{as_written(value)} {self.unit}" if self.unit else as_written(value)

    def given_words(self, comparison: Comparison) -> list[str]:
        """Thresholds with their unit."""
        return [self.words(plain_number(number)) for number in comparison.numbers]

    def moves(self, wish: Wish) -> Iterable[Move]:
        """The least answer of each row, rising; and only then the others that are told apart, the nearest first."""
        samples, now = self.samples(wish.asked), wish.now
        starts = (next((v for v in samples if self.quantity(v) >= start), None) for start, _ in self.rows or ())
        rows = list(dict.fromkeys(v for v in starts if v is not None))
        others = [value for value in samples if value not in rows]
        if now is not None:
            others.sort(key=lambda value: abs(self.quantity(value) - self.quantity(now)))
        return ((value, 1) for value in (*rows, *others) if wish.serves(value))

    def allowed(self) -> str:
        """The limits."""
        words = "a whole number" if self.integer else "a number"
        if self.low is not None:
            words += f" from {as_written(plain_number(self.low))}"
        if self.high is not None:
            words += f" {'up to' if self.low is None else 'to'} {as_written(plain_number(self.high))}"
        return words

    def how(self) -> str:
        """Within the limits."""
        return f"Type {self.allowed()}" + (f" ({self.unit})." if self.unit else ".")

    @property
    def ending(self) -> str | None:
        """What may stand behind a typed number: the unit."""
        return self.unit

    def typed(self, text: str) -> Value | Meant | NotTaken:
        """A number, and what may stand behind it."""
        number, hint = typed_number(text, self.ending), f"Type {self.allowed()}."
        return refused(*number.lines, hint) if isinstance(number, NotTaken) else self.taken(number, hint)

    def spread(self, values: Sequence[Value]) -> Fraction:
        """The way between the least and the greatest, of that between the limits, else of the greater of the two."""
        numbers = [self.quantity(value) for value in values]
        low, high = min(numbers), max(numbers)
        if low == high:
            return Fraction(0)
        if self.low is not None and self.high is not None:
            return (high - low) / (self.high - self.low)
        return Fraction(1) if low < 0 < high else (high - low) / max(abs(low), abs(high))


class Percent(Number, frozen=True):
    """A number from 0 to 100, or between narrower limits."""

    name: ClassVar[str] = "percent"
    limits: ClassVar[tuple[int | None, int | None]] = (0, 100)
    in_file = staticmethod(percentage_in)
    ending: ClassVar[str] = "%"

    def shares_of_one(self, raw: object) -> Iterable[tuple[Path, int | Decimal]]:
        """The number, where more than one per cent may be answered."""
        share = share_of_one(raw)
        if share is not None and (self.high is None or self.high > 1):
            yield (), share

    def words(self, value: Value) -> str:
        """The number and a percent sign."""
        assert isinstance(value, int | Decimal)
        return f"{as_written(value)}%"

    def how(self) -> str:
        """In per cent, or as seats of a whole."""
        unit = f" {self.unit}" if self.unit else ""
        return f"Type per cent{unit}, {self.allowed()}, such as 25 or 25%. Or seats of a whole, such as 4 of 12."

    def typed(self, text: str) -> Value | Meant | NotTaken:
        """A percentage; or some of a whole, which is said as the percentage that it becomes."""
        match = PART_OF.match(text)
        if match is None:
            return super().typed(text)
        some, whole = int(match[1]), int(match[2])
        if not 0 <= some <= whole or whole == 0:
            return refused(f"Found {found(text)}.", "The part is no more than the whole, as in 4 of 12.")
        exact = Fraction(some * 100, whole)
        near = round(exact) if self.integer else shares_of([some, whole - some])[0]
        value = self.taken(near, self.how())
        if isinstance(value, NotTaken):
            return value
        rounded = "" if exact == Fraction(near) else ", rounded"
        return Meant(value, (f"{some} of {whole} is {self.words(value)}{rounded}.",))


def _rows(cursor: Cursor, low: Fraction | None, most: int | None) -> tuple[Row, ...] | None:
    """The rows of scores in rising order; None where there are none."""
    child, rows = cursor["score"], []
    items = child.items(least=1, most=MOST_ROWS, what="{from: 0, score: 0}")
    for item in items:
        if item.fields(("from", "score"), needed=("from", "score")):
            start, score = item["from"].number(high=most), item["score"].score()
            if start is not None and score is not None:
                rows.append((start, score))
    if low is None and not cursor["min"]:
        child.report(Code.SCORE_ROWS, "A scored number needs a min.", "Add `min:`, so that every answer has a row.")
    rows.sort()
    starts = [start for start, _ in rows]
    if len(set(starts)) != len(items):
        if len(starts) == len(items):
            child.report(Code.SCORE_ROWS, "Two rows start at the same number.", "Keep one of them.")
    elif starts and low is not None and starts[0] > low:
        child.report(
            Code.SCORE_ROWS,
            f"The lowest row starts at {as_written(plain_number(starts[0]))}, above the lowest answer, "
            f"{as_written(plain_number(low))}.",
            "Add a row that starts at the lowest answer.",
        )
    return tuple(rows) if child else None
