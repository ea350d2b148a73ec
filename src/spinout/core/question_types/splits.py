"""A split of a hundred between parts, never scored."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar, Self

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types.base import Measure, QuestionType, Value, Wrong, exact
from spinout.core.question_types.options import Option, options_from
from spinout.core.wording import as_written, did_you_mean, found, listed


class Split(QuestionType, frozen=True):
    """Parts that make a hundred together; blocks of votes where `votes` holds."""

    parts: tuple[Option, ...]
    votes: bool

    name: ClassVar[str] = "split"
    fields: ClassVar[frozenset[str]] = frozenset({"parts", "votes"})
    needed: ClassVar[frozenset[str]] = frozenset({"parts"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.PARTS})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self | None:
        """Read `parts` and `votes`."""
        parts = options_from(cursor, "parts")
        return None if parts is None else cls(parts, cursor.flag_of("votes", default=False))

    @property
    def scored(self) -> bool:
        """A split has no score."""
        return False

    def read(self, raw: object) -> Value | Wrong:
        """A number from 0 to 100 for every part, 100 together."""
        if not isinstance(raw, dict):
            message = f"Found {found(raw)} where the parts of a split belong."
            return Wrong(Code.WRONG_ANSWER, message, f"Write {self.allowed()}.")
        ids = [part.id for part in self.parts]
        for key in raw:
            if key not in ids:
                hint = " ".join(filter(None, [did_you_mean(str(key), ids), f"The parts: {listed(ids, most=30)}."]))
                return Wrong(Code.UNKNOWN_PART, f"There is no part {found(key)}.", hint, (key,))
        missing = [i for i in ids if raw.get(i) is None]
        if missing:
            return Wrong(
                Code.SPLIT_TOTAL,
                f"These parts are missing: {listed(missing)}.",
                "Give every part a number; 0 counts.",
            )
        wrong = {key: number for key, number in raw.items() if not _is_share(number)}
        if wrong:
            return Wrong(
                Code.OUT_OF_RANGE,
                f"Found {listed(f'{found(number)} for {key}' for key, number in wrong.items())}.",
                "Write a number from 0 to 100 for each part.",
                (next(iter(wrong)),),
            )
        return self._together_a_hundred(raw)

    def _together_a_hundred(self, raw: Mapping[str, int | Decimal]) -> Value | Wrong:
        # Shares have at most 15 digits, so that their sum is exact.
        total = sum(raw[part.id] for part in self.parts)
        if total != 100:
            shown = as_written(Decimal(total).normalize() + 0)
            return Wrong(Code.SPLIT_TOTAL, f"The parts come to {shown}.", "Change them so that they make 100 together.")
        return MappingProxyType({part.id: raw[part.id] for part in self.parts})

    def read_words(self, text: str) -> object:
        """A split has no single text; it is refused as any other text is."""
        return text

    def part(self, value: Value, part: str) -> Fraction:
        """One part's share of a hundred."""
        assert isinstance(value, Mapping)
        return Fraction(value[part])

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


def _is_share(raw: object) -> bool:
    number = exact(raw)
    return number is not None and 0 <= number <= 100
