"""A question answered by yes or no."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import ClassVar, Self

from spinout.core.conditions import Comparison, Measure, Value
from spinout.core.cursor import Cursor
from spinout.core.kinds.base import Entry, Kind
from spinout.core.kinds.options import Meant, NotTaken, Pick, Wrong
from spinout.core.problems import Code
from spinout.core.wording import found

YES_NO = {"yes": True, "no": False, "true": True, "false": False}
TYPED = {**YES_NO, "y": True, "n": False}


class YesNo(Kind, frozen=True):
    """Yes or no; unscored where its weight is 0."""

    scores: tuple[Fraction, Fraction] | None
    """For yes and for no."""

    name: ClassVar[str] = "yes-no"
    entry: ClassVar[Entry] = Entry.YES_NO
    fields: ClassVar[frozenset[str]] = frozenset({"scores"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.IDENTITY})

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self:
        """Read the optional scores."""
        child, scores = cursor["scores"], (Fraction(1), Fraction(0))
        if child:
            child.fields(("yes", "no"), needed=("yes", "no"))
            scores = (child["yes"].score() or Fraction(0), child["no"].score() or Fraction(0))
        return cls(None if cursor["weight"].value == 0 else scores)

    @property
    def scoring(self) -> object:
        """Scored unless its weight is 0."""
        return self.scores

    def read(self, raw: object) -> Value | Wrong:
        """Yes, no, true or false."""
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw in YES_NO:
            return YES_NO[raw]
        near = f'Did you mean "{raw.lower()}"? ' if isinstance(raw, str) and raw.lower() in YES_NO else ""
        return Wrong(
            Code.WRONG_ANSWER, f"Found {found(raw)}, which is neither yes nor no.", f"{near}Write {self.allowed()}."
        )

    def stepped_from(self, key: str) -> Value | Wrong | None:
        """Yes or no."""
        return self.constant(key)

    def read_words(self, text: str) -> object:
        """Yes, no, true or false in any case."""
        return text.lower() if text.lower() in YES_NO else text

    def cell_words(self, value: Value) -> str:
        """Yes or no, as a file has it."""
        return "yes" if value else "no"

    def score(self, value: Value) -> Fraction | None:
        """The score of yes or of no."""
        return None if self.scores is None else self.scores[0 if value else 1]

    def samples(self, asked: Sequence[Comparison]) -> Iterable[Value]:  # noqa: ARG002 - both are samples
        """Yes and no."""
        return (True, False)

    def words(self, value: Value) -> str:
        """Yes or no."""
        return "Yes" if value else "No"

    def allowed(self) -> str:
        """Yes or no."""
        return "yes or no"

    def picks(self) -> tuple[Pick, ...]:
        """Yes first."""
        return (Pick("1", "yes", "Yes"), Pick("2", "no", "No"))

    def how(self) -> str:
        """In a word."""
        return "Type yes or no."

    def typed(self, text: str) -> Value | Meant | NotTaken:
        """Yes or no in any case, by its number, or y or n."""
        word = TYPED.get(text.casefold())
        return super().typed(text) if word is None else word
