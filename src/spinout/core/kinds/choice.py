"""A question answered by choosing one option of several."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import ClassVar, Self

from spinout.core.conditions import Comparison, Measure, Value
from spinout.core.cursor import Cursor
from spinout.core.kinds.base import Entry, Kind
from spinout.core.kinds.options import Option, Wrong, any_case, option_id, options_from, unknown_option
from spinout.core.problems import Code
from spinout.core.wording import listed


class Choice(Kind, frozen=True):
    """One of several options; all of them have a score or none has."""

    options: tuple[Option, ...]

    name: ClassVar[str] = "choice"
    entry: ClassVar[Entry] = Entry.ONE
    fields: ClassVar[frozenset[str]] = frozenset({"options"})
    needed: ClassVar[frozenset[str]] = frozenset({"options"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.IDENTITY})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self:
        """Read the options."""
        options = options_from(cursor, "options", extra=("score", "help", "other"))
        items = cursor["options"].items(what="option")
        bare = [option.id for option, item in zip(options, items, strict=False) if not item["score"]]
        if 0 < len(bare) < len(options):
            message = f"Some options have a score, and these have none: {listed(bare)}."
            cursor["options"].report(Code.PARTLY_SCORED, message, "Score all or none.")
        return cls(options)

    @property
    def scoring(self) -> object:
        """The score of each option."""
        return tuple((option.id, option.score) for option in self.options)

    @property
    def scored(self) -> bool:
        """Scored where its options are."""
        return self.options[0].score is not None

    def read(self, raw: object) -> Value | Wrong:
        """An option's id."""
        raw = option_id(raw)
        if isinstance(raw, list):
            return Wrong(Code.WRONG_ANSWER, "Found a list where one option belongs.", f"Write {self.allowed()}.")
        if isinstance(raw, str) and any(option.id == raw for option in self.options):
            return raw
        return unknown_option(self.options, raw)

    def stepped_from(self, key: str) -> Value | Wrong | None:
        """An option."""
        return self.constant(key)

    def read_words(self, text: str) -> object:
        """An option's id in any case."""
        return any_case(text, self.options)

    def score(self, value: Value) -> Fraction | None:
        """The option's score."""
        return next(option.score for option in self.options if option.id == value)

    def samples(self, asked: Sequence[Comparison]) -> Iterable[Value]:  # noqa: ARG002 - every option is a sample
        """Every option."""
        return [option.id for option in self.options]

    def words(self, value: Value) -> str:
        """The option's label."""
        return next(option.label for option in self.options if option.id == value)

    def allowed(self) -> str:
        """The options' ids."""
        return f"one of {listed((option.id for option in self.options), most=30)}"

    def how(self) -> str:
        """By number or words."""
        return "Type the number, or the first words."
