"""What every type of question can do."""

from abc import ABCMeta, abstractmethod
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Self

from msgspec import Struct, StructMeta

from spinout.core.cursor import Cursor
from spinout.core.problems import Code, Path

Value = bool | int | Decimal | str | tuple[str, ...] | Mapping[str, int | Decimal]
"""An answer: a level, a number, an option id, ids in the options' order, parts, or text."""


class Measure(StrEnum):
    """What a condition may do with an answer of a type."""

    IDENTITY = "identity"  # is, is_not
    ORDER = "order"  # at_least and its like, on the answer itself
    PARTS = "parts"  # the same, on one part of a split
    COUNT = "count"  # the same, on how many of some options were chosen
    MEMBERS = "members"  # includes and its like


class Wrong(Struct, frozen=True):
    """Why a value is no answer to a question: what was found, and what is allowed."""

    code: Code
    message: str
    hint: str
    at: Path = ()
    """Which part of the value is wrong; all of it where it is empty."""


class Probe(Struct, frozen=True):
    """What a condition looks at in an answer, so that samples can tell the answers apart.

    `numbers` are thresholds, `options` are sets of options looked at together.
    """

    numbers: frozenset[Fraction] = frozenset()
    options: frozenset[frozenset[str]] = frozenset()


class _Abstract(StructMeta, ABCMeta):
    """Structs with methods that their kinds must have."""


class QuestionType(Struct, metaclass=_Abstract, frozen=True):
    """The part of a question that depends on its type."""

    name: ClassVar[str]
    fields: ClassVar[frozenset[str]]
    """The fields of a question that only this type and its like know."""
    needed: ClassVar[frozenset[str]] = frozenset()
    measures: ClassVar[frozenset[Measure]] = frozenset()

    @classmethod
    @abstractmethod
    def from_fields(cls, cursor: Cursor) -> Self | None:
        """Read the type's own fields of a question; None where they are wrong, which is told."""

    @property
    @abstractmethod
    def scored(self) -> bool:
        """Whether an answer has a score."""

    @abstractmethod
    def read(self, raw: object) -> Value | Wrong:
        """Take a value of a file as an answer, or say why it is none."""

    @abstractmethod
    def read_words(self, text: str) -> object:
        """Turn the text of a table's cell or of a typed line into what `read` takes."""

    def score(self, value: Value) -> Fraction | None:
        """The score of an answer, 0 to 1; None where the type is not scored."""
        raise NotImplementedError

    def samples(self, probe: Probe) -> Iterable[Value]:
        """Allowed answers: at least one of each kind that a probe or the score tells apart."""
        raise NotImplementedError

    def constant(self, raw: object) -> Value | Wrong:
        """Take a value of a condition's `is`; by default whatever may be answered."""
        return self.read(raw)

    def quantity(self, value: Value) -> Fraction:
        """The answer as a number, for the operators of order."""
        raise NotImplementedError

    @abstractmethod
    def words(self, value: Value) -> str:
        """The answer in words, for a person."""

    def plain(self, value: Value) -> object:
        """The answer as JSON has it."""
        return value

    @abstractmethod
    def allowed(self) -> str:
        """What may be answered, in words."""


def exact(raw: object) -> int | Decimal | None:
    """A number of a file, or None where the value is no number."""
    return raw if isinstance(raw, int | Decimal) and not isinstance(raw, bool) else None
