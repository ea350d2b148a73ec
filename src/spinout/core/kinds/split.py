"""A split of a hundred between parts, never scored."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, pairwise, product
from math import prod
from types import MappingProxyType
from typing import ClassVar, Self

from msgspec import Struct

from spinout.core.conditions import OPERATORS, Comparison, Measure, Value
from spinout.core.cursor import Cursor
from spinout.core.kinds.base import (
    MOST_CELLS,
    Bounds,
    Cell,
    Entry,
    Kind,
    Move,
    Wish,
    percentage_in,
    plain_number,
    share_of_one,
    shares_of,
)
from spinout.core.kinds.options import (
    COMMAS,
    Meant,
    NotTaken,
    Option,
    Wrong,
    one_of,
    options_from,
    picks_of,
    refused,
    typed_number,
)
from spinout.core.problems import Code, Path
from spinout.core.wording import as_written, did_you_mean, figure, found, listed

PARTED = re.compile(r"[\s,;]+")
_NUMBER = r"[0-9]+(?:\.[0-9]+)?\s*%?"
NAMED = re.compile(
    rf"(?:(?P<name>[^\W\d_].*?)\s*[:=]?\s*(?P<number>{_NUMBER})|(?P<first>{_NUMBER})\s*(?P<behind>[^\W\d_].*))\Z"
)
"""A part and its number, such as "users 3", "users: 3" or "3 users"."""
AFTER_NUMBER = re.compile(r"(?<=\s)([0-9.]+%?)\s+(?=[^\W\d_][^,;]*[0-9]\s*%?\s*(?:[,;]|\Z))")
"""Where a next name begins without a comma, as in "users 3 staff 2"."""
MOST_SEATS = 10**9
MOST_LETTERS = 2_000
"""More than any split that is typed."""
HUNDRED = 100


class Split(Kind, frozen=True):
    """Parts that make a hundred together; blocks of votes where `votes` holds."""

    parts: tuple[Option, ...]
    votes: bool

    name: ClassVar[str] = "split"
    entry: ClassVar[Entry] = Entry.SHARES
    fields: ClassVar[frozenset[str]] = frozenset({"parts", "votes"})
    needed: ClassVar[frozenset[str]] = frozenset({"parts"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.PARTS})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self:
        """Read `parts` and `votes`."""
        return cls(options_from(cursor, "parts"), cursor["votes"].flag())

    @property
    def bounds(self) -> Bounds:
        """Those of each part."""
        return Bounds(Fraction(0), Fraction(HUNDRED), ending="%")

    @property
    def scoring(self) -> object:
        """A split has no score."""
        return None

    def read(self, raw: object) -> Value | Wrong:
        """A number from 0 to 100 for every part, 100 together."""
        if not isinstance(raw, dict):
            message = f"Found {found(raw)} where the parts of a split belong."
            return Wrong(Code.WRONG_ANSWER, message, f"Write {self.allowed()}.")
        ids = [part.id for part in self.parts]
        for key in raw:
            if key not in ids:
                hint = f"{did_you_mean(str(key), ids)} The parts: {listed(ids, most=30)}.".lstrip()
                return Wrong(Code.UNKNOWN_PART, f"There is no part {found(key)}.", hint, (key,))
        missing = [ident for ident in ids if raw.get(ident) is None]
        if missing:
            message = f"These parts are missing: {listed(missing)}."
            return Wrong(Code.SPLIT_TOTAL, message, "Give every part a number; 0 counts.")
        return self._together_a_hundred(raw)

    def _together_a_hundred(self, raw: Mapping[str, object]) -> Value | Wrong:
        numbers = {ident: percentage_in(given) for ident, given in raw.items()}
        shares = {i: number for i, number in numbers.items() if number is not None and 0 <= number <= HUNDRED}
        wrong = [ident for ident in raw if ident not in shares]
        if wrong:
            shown = (f"{found(raw[i] if numbers[i] is None else numbers[i])} for {i}" for i in wrong)
            hint = "Write a number from 0 to 100 for each part."
            return Wrong(Code.OUT_OF_RANGE, f"Found {listed(shown)}.", hint, (wrong[0],))
        # Shares have at most 15 digits, so that their sum is exact.
        total = sum(map(Decimal, shares.values()), Decimal(0))
        if total != HUNDRED:
            message = f"The parts come to {_bare(total)}."
            return Wrong(Code.SPLIT_TOTAL, message, "Change them so that they make 100 together.")
        return MappingProxyType({part.id: shares[part.id] for part in self.parts})

    def shares_of_one(self, raw: object) -> Iterator[tuple[Path, int | Decimal]]:
        """Those of its parts."""
        for ident, given in raw.items() if isinstance(raw, dict) else ():
            if (share := share_of_one(given)) is not None:
                yield (ident,), share

    def samples(self, asked: Sequence[Comparison]) -> Iterator[Value]:
        """A split of each class: a run of shares for each part, where together they can be a hundred."""
        runs = [_runs([c for c in asked if c.part == part.id]) for part in self.parts]
        for chosen in product(*runs):
            low = sum((run.low for run in chosen), Fraction(0))
            high = sum((run.high for run in chosen), Fraction(0))
            lowest = low == HUNDRED and all(run.with_low for run in chosen)
            highest = high == HUNDRED and all(run.with_high for run in chosen)
            if low < HUNDRED < high or lowest or highest:
                rise = (HUNDRED - low) / (high - low) if high > low else Fraction(0)
                shares = [run.low + rise * (run.high - run.low) for run in chosen]
                yield {part.id: plain_number(share) for part, share in zip(self.parts, shares, strict=True)}

    def cells(self, asked: tuple[Comparison, ...]) -> tuple[Cell, ...] | None:
        """The classes that comparisons tell apart, counted before they are listed."""
        runs = [_runs([c for c in asked if c.part == part.id]) for part in self.parts]
        return super().cells(asked) if prod(map(len, runs)) <= MOST_CELLS else None

    def moves(self, wish: Wish) -> Iterable[Move]:
        """Splits that meet one clause, and one that meets clause after clause, changed as little as that takes."""
        now = wish.now if isinstance(wish.now, Mapping) else None
        last: Value | None = now
        met: list[Value] = []
        for needs in wish.needs:
            met += self._meeting(now, needs)
            if last is None or not needs.holds_for(last):
                last = next(self._meeting(last, needs), last)
        found = [*met, last] if len(wish.needs) > 1 and last is not None else met
        return ((value, 1) for value in found if wish.serves(value))

    def _meeting(self, now: Value | None, needs: Comparison) -> Iterator[Value]:
        """The first of some splits that meets a clause on one part."""
        if needs.part is not None:
            shares = now if isinstance(now, Mapping) else None
            near = [t for n in needs.numbers for t in (n, n + 1, n - 1, (n + HUNDRED) / 2, n / 2)]
            tries = self._with(shares, needs.part, (*near, Fraction(0), Fraction(HUNDRED)))
            yield from islice((v for v in tries if needs.holds_for(v)), 1)

    def _with(self, now: Mapping[str, int | Decimal] | None, part: str, shares: Iterable[Fraction]) -> Iterator[Value]:
        """Splits with one part set; what it takes or leaves comes from or goes to the largest others."""
        others = [p.id for p in self.parts if p.id != part]
        for share in shares:
            made = {p.id: Fraction(0 if now is None else now[p.id]) for p in self.parts} | {part: share}
            rest = HUNDRED - sum(made.values(), Fraction(0))
            for ident in sorted(others, key=lambda other: -made[other]):
                step = max(rest, -made[ident])
                made[ident] += step
                rest -= step
            if not rest and 0 <= share <= HUNDRED:
                yield {ident: plain_number(number) for ident, number in made.items()}

    def clause(self, comparison: Comparison) -> str:
        """A part by its label, and the share asked for."""
        if comparison.part is None:
            return super().clause(comparison)
        label = next(part.label for part in self.parts if part.id == comparison.part)
        return f"{label}: {OPERATORS[comparison.operator].words([figure(n) for n in comparison.numbers])}"

    def told_clause(self, comparison: Comparison) -> str:
        """The same with per cent signs, as nobody is told there that all parts make a hundred."""
        if comparison.part is None:
            return super().told_clause(comparison)
        label = next(part.label for part in self.parts if part.id == comparison.part)
        return f"{label}: {OPERATORS[comparison.operator].words([f'{figure(n)}%' for n in comparison.numbers])}"

    def told(self, value: Value) -> str:
        """Every part with its share in per cent."""
        assert isinstance(value, Mapping)
        return "; ".join(f"{part.label}: {as_written(value[part.id])}%" for part in self.parts)

    def words(self, value: Value) -> str:
        """Every part with its share."""
        assert isinstance(value, Mapping)
        return "; ".join(f"{part.label}: {as_written(value[part.id])}" for part in self.parts)

    def plain(self, value: Value) -> object:
        """An object of shares."""
        assert isinstance(value, Mapping)
        return dict(value)

    def allowed(self) -> str:
        """Every part."""
        parts = ", ".join(f"{part.id}: ..." for part in self.parts)
        return f"`answer: {{{parts}}}`, a number for each part, 100 together"

    def lines(self) -> tuple[str, ...]:
        """A line for each part."""
        return tuple(f"  {part.label}" for part in self.parts)

    def how(self) -> str:
        """A number for each part, in per cent or in seats."""
        if len(self.parts) == 1:
            return "Type 100: there is one part."
        what = "Seats" if self.votes else "Other whole numbers"
        first, second = (part.id for part in self.parts[:2])
        return f"{self._how('this order')} {what} will do too, also by name: {first} 3, {second} 2."

    def _how(self, order: str) -> str:
        count = len(self.parts)
        share = HUNDRED // count
        example = " ".join(map(str, [HUNDRED - share * (count - 1), *[share] * (count - 1)]))
        return f"Type {count} numbers in {order}, 100 together, such as {example}."

    def typed(self, text: str) -> Value | Meant | NotTaken:
        """A number for each part, in the order shown or by name: 100 together, or seats, which are asked about."""
        named = self._by_name(text)
        if isinstance(named, NotTaken):
            return named
        words = PARTED.split(text.strip(" ,;\t")) if named is None else list(named.values())
        how = self._how("the order shown")
        numbers: list[int | Decimal] = []
        for word in words:
            number = typed_number(word, "%")
            if isinstance(number, NotTaken):
                return refused(*number.lines, how)
            numbers.append(number)
        seats = [number for number in numbers if isinstance(number, int) and number >= 0]
        total = sum(map(Decimal, numbers), Decimal(0))
        counted = len(seats) == len(numbers) == len(self.parts) and "%" not in text
        if counted and total not in (0, HUNDRED) and total < MOST_SEATS:
            return self._as_seats(seats)
        for number in numbers:
            if not 0 <= number <= HUNDRED:
                return refused(f"Found {as_written(number)}.", "Each number is from 0 to 100.")
        left, missing = _left(total), self.parts[len(numbers) :]
        if missing:
            left += f" Still without a number: {listed(part.label for part in missing)}."
        if len(numbers) != len(self.parts):
            return refused(f"Found {len(numbers)} of {len(self.parts)} numbers.", left, how)
        made = self.read({part.id: number for part, number in zip(self.parts, numbers, strict=True)})
        return refused(left, how) if isinstance(made, Wrong) else made

    def _by_name(self, text: str) -> Mapping[str, str] | NotTaken | None:
        """What is typed behind or before the name of each part, the others 0; None where there is no name."""
        plain = " ".join(text[:MOST_LETTERS].split())
        pieces = [piece.strip() for piece in COMMAS.split(AFTER_NUMBER.sub(r"\1, ", plain)) if piece.strip()]
        matches = [NAMED.match(piece) for piece in pieces]
        if not any(matches):
            return None
        numbers: dict[str, str] = {}
        for piece, match in zip(pieces, matches, strict=True):
            name = "" if match is None else (match["name"] or match["behind"]).strip()
            pick = one_of(name, picks_of(self.parts))
            if match is None or isinstance(pick, NotTaken):
                known = listed(part.label for part in self.parts)
                return refused(
                    f"Found {found(piece)}, which names none of the parts with a number.", f"Parts: {known}."
                )
            if pick.id in numbers:
                return refused(f"{pick.label} stands twice.", "Name each part once; those that are not named are 0.")
            numbers[pick.id] = (match["number"] or match["first"]).strip()
        return {part.id: numbers.get(part.id, "0") for part in self.parts}

    def _as_seats(self, seats: Sequence[int]) -> Meant:
        shares = shares_of(seats)
        value = MappingProxyType({part.id: share for part, share in zip(self.parts, shares, strict=True)})
        total, what = sum(seats), "seats" if self.votes else "parts"
        exact = all(Fraction(n * HUNDRED, total) == Fraction(s) for n, s in zip(seats, shares, strict=True))
        rounded = "" if exact else ", rounded so that they make 100"
        # A sum that is near a hundred is more likely a slip.
        slip = (_left(Decimal(total)),) if HUNDRED / 2 < total < HUNDRED * 2 else ()
        said = f"Taken as {what} of {total}: {self.words(value)}{rounded}."
        return Meant(value, (*slip, said), " ".join(map(as_written, shares)))

    def spread(self, values: Sequence[Value]) -> Fraction:
        """The largest difference of a part, of a hundred."""
        return self._widest(values)[1] / HUNDRED

    def apart(self, values: Sequence[Value]) -> str:
        """By how much, and on which part."""
        label, gap = self._widest(values)
        return f"up to {figure(gap)} apart ({label})" if gap else ""

    def _widest(self, values: Sequence[Value]) -> tuple[str, Fraction]:
        """The label of the part on which answers differ most, the first of equal ones, and by how much."""
        shares = [value for value in values if isinstance(value, Mapping)]
        gaps = ((p.label, Fraction(max(v[p.id] for v in shares) - min(v[p.id] for v in shares))) for p in self.parts)
        return max(gaps, key=lambda gap: gap[1])


def _left(total: Decimal) -> str:
    made = f"That makes {_bare(total)} together"
    if total > HUNDRED:
        return f"{made}: {_bare(total - HUNDRED)} too many."
    return f"{made}: {_bare(HUNDRED - total)} left to give." if total < HUNDRED else f"{made}: nothing is left to give."


def _bare(number: Decimal) -> str:
    """A sum without zeros that nobody typed."""
    return as_written(number.normalize() + 0)


class Run(Struct, frozen=True):
    """Shares that no comparison tells apart, between two ends that belong to it or do not."""

    low: Fraction
    high: Fraction
    with_low: bool = True
    with_high: bool = True

    @property
    def middle(self) -> Fraction:
        """A share that belongs to it."""
        return (self.low + self.high) / 2


def _runs(made: Sequence[Comparison]) -> list[Run]:
    """The runs of one part's shares."""
    whole = Fraction(HUNDRED)
    numbers = {number for comparison in made for number in comparison.numbers}
    marks = sorted({Fraction(0), whole, *(number for number in numbers if 0 < number < whole)})
    steps = [Run(mark, mark) for mark in marks]
    steps += [Run(low, high, with_low=False, with_high=False) for low, high in pairwise(marks)]
    runs: list[tuple[tuple[bool, ...], Run]] = []
    for step in sorted(steps, key=lambda step: step.middle):
        key = tuple(comparison.holds_for({comparison.part or "": step.middle}) for comparison in made)
        if runs and runs[-1][0] == key:
            before = runs.pop()[1]
            step = Run(before.low, step.high, before.with_low, step.with_high)
        runs.append((key, step))
    return [run for _, run in runs]
