"""A scale: levels in words, worst first, answered by number."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Self

from spinout.core.conditions import ANSWERED, OPERATORS, Comparison, Measure, Value
from spinout.core.cursor import MOST_TO_CHOOSE_FROM, Cursor
from spinout.core.kinds.base import Entry, Kind, Move, Wish, number_in
from spinout.core.kinds.options import Pick, Wrong
from spinout.core.problems import Code
from spinout.core.wording import found, nearest, shortened


class Scale(Kind, frozen=True):
    """Levels 0 to n-1 and a score for each, never falling."""

    levels: tuple[str, ...]
    scores: tuple[Fraction, ...]
    helps: tuple[str | None, ...] = ()
    """The help of each level; empty where none has any."""

    name: ClassVar[str] = "scale"
    entry: ClassVar[Entry] = Entry.LEVEL
    fields: ClassVar[frozenset[str]] = frozenset({"levels", "scores"})
    needed: ClassVar[frozenset[str]] = frozenset({"levels"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.IDENTITY, Measure.ORDER})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self:
        """Read `levels` and the optional `scores`."""
        levels = [_level(item) for item in cursor["levels"].items(least=2, most=MOST_TO_CHOOSE_FROM, what="level")]
        helps = tuple(help_ for _, help_ in levels)
        return cls(tuple(label or "" for label, _ in levels), _scores(cursor, len(levels)), helps if any(helps) else ())

    @property
    def top(self) -> int:
        """The number of the highest level."""
        return len(self.levels) - 1

    @property
    def scoring(self) -> object:
        """A scale is always scored."""
        return self.scores

    @property
    def offered(self) -> object:
        """The levels in words."""
        return self.name, self.levels

    def read(self, raw: object) -> Value | Wrong:
        """A whole number from 0 to the top level."""
        number = number_in(raw)
        if number is None or number != int(number):
            near = nearest(raw, self.levels) if isinstance(raw, str) else None
            hint = "" if near is None else f'Did you mean {self.levels.index(near)}, "{shortened(near)}"? '
            return Wrong(Code.WRONG_ANSWER, f"Found {found(raw)}, which is no level.", f"{hint}Write {self.allowed()}.")
        if not 0 <= number <= self.top:
            return Wrong(
                Code.LEVEL_OUT_OF_RANGE, f"Found {found(raw)}, which is no level here.", f"Write {self.allowed()}."
            )
        return int(number)

    def stepped_from(self, key: str) -> Value | Wrong | None:
        """A level."""
        return self.constant(self.read_words(key))

    def constant(self, raw: object) -> Value | Wrong:
        """A level that exists, for a condition."""
        value = self.read(raw)
        return value if not isinstance(value, Wrong) else Wrong(Code.UNKNOWN_LEVEL, value.message, value.hint)

    def score(self, value: Value) -> Fraction:
        """The score of a level; the caller gives the effective one."""
        assert isinstance(value, int)
        return self.scores[value]

    def samples(self, asked: Sequence[Comparison]) -> Iterable[Value]:  # noqa: ARG002 - every level is a sample
        """Every level."""
        return range(len(self.levels))

    def moves(self, wish: Wish) -> Iterable[Move]:
        """The present level, which evidence may raise, and each above it, at the effort of every step."""
        now = wish.now
        if not isinstance(now, int):
            return ((level, max(level, 1)) for level in range(len(self.levels)))
        return ((level, level - now) for level in range(now, len(self.levels)))

    def quantity(self, value: Value) -> Fraction:
        """The level's number."""
        assert isinstance(value, int | Decimal)
        return Fraction(value)

    def words(self, value: Value) -> str:
        """The level's number and its text."""
        assert isinstance(value, int)
        return f"{value}: {self.levels[value]}"

    def short(self, value: Value) -> str:
        """The level's number."""
        return f"level {value}"

    def told(self, value: Value) -> str:
        """The level's text alone."""
        assert isinstance(value, int)
        return self.levels[value]

    def told_clause(self, comparison: Comparison) -> str:
        """The levels that would do by their words; where all from one on would, that one."""
        taken = [level for level in range(len(self.levels)) if comparison.holds_for(level)]
        if not taken or comparison.operator == ANSWERED:
            return self.clause(comparison)
        if taken[-1] == self.top and len(taken) == self.top - taken[0] + 1:
            return f"{self.levels[taken[0]]}{', or better' if taken[1:] else ''}"
        return " or ".join(map(self.told, taken))

    def clause(self, comparison: Comparison) -> str:
        """A level asked for by its number, with its words behind."""
        short = self.short_clause(comparison)
        return f"{short} ({'; '.join(self.given_words(comparison))})" if _by_order(comparison) else short

    def short_clause(self, comparison: Comparison) -> str:
        """A level asked for by its number alone."""
        if not _by_order(comparison):
            return super().clause(comparison)
        return OPERATORS[comparison.operator].words([f"level {number}" for number in comparison.numbers])

    def allowed(self) -> str:
        """The levels' numbers."""
        return f"a level, a whole number from 0 to {self.top}"

    def picks(self) -> tuple[Pick, ...]:
        """The levels by their numbers."""
        helps = self.helps or (None,) * len(self.levels)
        return tuple(
            Pick(str(level), str(level), *said) for level, said in enumerate(zip(self.levels, helps, strict=True))
        )

    def how(self) -> str:
        """By number or words."""
        return "Type the number of the level that fits best today, or its first words."

    def spread(self, values: Sequence[Value]) -> Fraction:
        """The way between the lowest and the highest level, of the way from end to end."""
        levels = [self.quantity(value) for value in values]
        return (max(levels) - min(levels)) / self.top


def _by_order(comparison: Comparison) -> bool:
    """Whether levels are asked for by where they stand, and not one by one."""
    row = OPERATORS.get(comparison.operator)
    return row is not None and Measure.ORDER in row.measures


def _level(item: Cursor) -> tuple[str | None, str | None]:
    """The label of a level and its help; a text alone is the label."""
    if not isinstance(item.value, dict):
        return item.line(), None
    item.fields(("label", "help"), needed=("label",))
    return item["label"].line(), item["help"].text()


def _scores(cursor: Cursor, count: int) -> tuple[Fraction, ...]:
    child = cursor["scores"]
    if not child:
        return tuple(Fraction(place, max(count - 1, 1)) for place in range(count))
    items = child.items(what="score")
    if isinstance(child.value, list) and len(items) != count >= 2:
        message = f"There are {len(items)} scores for {count} levels."
        # What follows a comma in a decimal is an item of its own.
        commas = any(isinstance(item.value, int) and item.value > 1 for item in items)
        hint = "Give one score for each level." + (" A decimal is written with a point: 0.5." if commas else "")
        child.report(Code.SCORE_ROWS, message, hint)
        return ()
    scores = [item.score() for item in items]
    known = [score for score in scores if score is not None]
    falls = (item for item, (before, score) in zip(items[1:], pairwise(known), strict=False) if score < before)
    if len(known) == len(scores) and (item := next(falls, None)):
        item.report(
            Code.SCORES_FALL,
            f"The score {found(item.value)} is lower than the one before it.",
            "Levels stand worst first, so their scores never fall.",
        )
    return tuple(known)
