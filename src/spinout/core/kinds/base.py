"""What every type of question can do: the interface that its module fills, and what fits most of them."""

from abc import ABCMeta, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum, auto
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar, Self

from msgspec import Struct, StructMeta

from spinout.core.conditions import ANSWERED, OPERATORS, Comparison, Measure, State, Supposed, Value
from spinout.core.cursor import Cursor
from spinout.core.kinds.options import Meant, NotTaken, Option, Pick, Wrong, one_of, picks_of, refused
from spinout.core.problems import Path
from spinout.core.wording import MOST_DIGITS, as_written, listed, number_from, too_long

MOST_CELLS = 4096
"""So many classes of answers are told apart at most; counting stops there."""
APPLIES_NOT = Supposed(State.NOT_APPLICABLE)

Move = tuple[Value, int]
"""An answer that a plan may move to, and how many times the question's effort it takes."""


class Wish(Struct, frozen=True):
    """What a plan looks for: from the present answer on, what comparisons tell apart, a gate's clauses among them.

    `serves` says whether an answer adds points or meets the gate.
    """

    now: Value | None
    asked: tuple[Comparison, ...]
    needs: tuple[Comparison, ...]
    serves: Callable[[Value], bool]


class Span(Struct, frozen=True):
    """The least and the greatest score that an answer may have; where not `exact`, no answer lies beyond."""

    low: Fraction
    high: Fraction
    exact: bool = True


class Cell(Struct, frozen=True):
    """Answers that no comparison tells apart: one of them, and their scores."""

    sample: Value | None
    """None where the question does not apply, which only a panel may say of an open one."""
    span: Span | None
    """None where the question has no score."""

    @property
    def supposed(self) -> Supposed:
        """What conditions see of it."""
        return APPLIES_NOT if self.sample is None else Supposed(State.ANSWERED, self.sample)


class Entry(StrEnum):
    """How an answer is given on a form."""

    LEVEL = auto()  # one of the picks, by its number
    ONE = auto()  # one of the picks
    YES_NO = auto()  # yes or no
    SEVERAL = auto()  # some of the picks
    NUMBER = auto()
    SHARES = auto()  # a number for each of the parts
    WORDS = auto()
    DAY = auto()


class Bounds(Struct, frozen=True):
    """What bounds an answer that is a number, and what may stand behind it."""

    low: Fraction | None = None
    high: Fraction | None = None
    integer: bool = False
    ending: str | None = None


class _Abstract(StructMeta, ABCMeta):
    """Structs with methods that each of them must have."""


class Kind(Struct, metaclass=_Abstract, frozen=True):
    """The part of a question that depends on its type."""

    name: ClassVar[str]
    fields: ClassVar[frozenset[str]]
    """The fields of a question that only this type and its like know."""
    entry: ClassVar[Entry]
    """How an answer is given on a form."""
    needed: ClassVar[frozenset[str]] = frozenset()
    measures: ClassVar[frozenset[Measure]] = frozenset()
    """What conditions may do with an answer; nothing where it is somebody's own words."""
    own_words: ClassVar[bool] = False
    """Whether an answer is somebody's own words, and means no more than it says."""

    # what it is made of

    @classmethod
    @abstractmethod
    def from_fields(cls, cursor: Cursor) -> Self:
        """Read the type's own fields of a question; where something is told of them, it does not count."""

    @property
    def options(self) -> tuple[Option, ...]:
        """What may be chosen; nothing where there is no list."""
        return ()

    @property
    def parts(self) -> tuple[Option, ...]:
        """The parts of an answer, each with a column of a table; nothing where it is one thing."""
        return ()

    @property
    def votes(self) -> bool:
        """Whether the parts are blocks of votes."""
        return False

    @property
    def bounds(self) -> Bounds:
        """What bounds a number; nothing where an answer is none, or nothing bounds it."""
        return Bounds()

    @property
    def top(self) -> int | None:
        """The number of the highest level; None where there are no levels."""
        return None

    @property
    @abstractmethod
    def scoring(self) -> object:
        """What answers score, to be held against another version; None where none has a score."""

    @property
    def scored(self) -> bool:
        """Whether an answer has a score."""
        return self.scoring is not None

    @property
    def offered(self) -> object:
        """What may be answered, to be held against another version."""
        options = tuple((option.id, option.label, option.exclusive) for option in (*self.options, *self.parts))
        return self.name, self.allowed(), options

    # an answer

    @abstractmethod
    def read(self, raw: object) -> Value | Wrong:
        """Take a value of a file as an answer, or say why it is none."""

    def read_words(self, text: str) -> object:
        """Turn the text of a table's cell into what `read` takes: a number, where answers have an order."""
        number = number_from(text) if Measure.ORDER in self.measures else None
        return text if number is None else number

    def cell_words(self, value: Value) -> str:
        """The text of a table's cell that `read_words` takes for an answer; of one with parts, a part's."""
        number = number_in(value)
        return str(value) if number is None else as_written(number)

    def shares_of_one(self, raw: object) -> Iterable[tuple[Path, int | Decimal]]:  # noqa: ARG002 - most have none
        """The numbers of an answer, as it stands in a file, that may be shares of one where percentages are asked for.

        Each with where it stands in the answer.
        """
        return ()

    def stepped_from(self, key: str) -> Value | Wrong | None:  # noqa: ARG002 - most have one
        """The answer that a key of `next_steps` names; None where the type has one next step."""
        return None

    def constant(self, raw: object) -> Value | Wrong:
        """Take a value of a condition's `is`; by default whatever may be answered."""
        return self.read(raw)

    @abstractmethod
    def words(self, value: Value) -> str:
        """The answer in words, for a person."""

    def short(self, value: Value) -> str:
        """The answer where others stand beside it."""
        return self.words(value)

    def told(self, value: Value) -> str:
        """The answer for people who did not give it, and never saw what may be typed."""
        return self.words(value)

    def plain(self, value: Value) -> object:
        """The answer as JSON has it."""
        return value

    @abstractmethod
    def allowed(self) -> str:
        """What may be answered, in words."""

    # scores, and what conditions tell apart

    def score(self, value: Value) -> Fraction | None:  # noqa: ARG002 - most have a score
        """The score of an answer, 0 to 1; None where the type is not scored. The caller gives it as it counts."""
        return None

    def quantity(self, value: Value) -> Fraction:
        """The answer as a number, where answers have an order."""
        raise NotImplementedError

    @abstractmethod
    def samples(self, asked: Sequence[Comparison]) -> Iterable[Value]:
        """Allowed answers: at least one of each kind that some comparisons or the score tell apart."""

    def cells(self, asked: tuple[Comparison, ...]) -> tuple[Cell, ...] | None:
        """The classes of answers that comparisons tell apart; None where there are more than MOST_CELLS."""
        return cells_of(self, self.samples(asked), asked)

    def span(self) -> Span:
        """The least and the greatest score of any allowed answer to a scored question."""
        (cell,) = self.cells(()) or ()
        assert cell.span is not None
        return cell.span

    def moves(self, wish: Wish) -> Iterable[Move]:
        """Answers that serve, the least change first; here the lowest score, so that no more is asked for."""
        samples = sorted(self.samples(wish.asked), key=lambda value: self.score(value) or Fraction(0))
        return ((value, 1) for value in samples if wish.serves(value))

    def clause(self, comparison: Comparison) -> str:
        """What a comparison asks of an answer, such as "20 or more"."""
        if comparison.operator == ANSWERED:
            return "any answer" if comparison.given is True else "no answer"
        return OPERATORS[comparison.operator].words(self.given_words(comparison))

    def short_clause(self, comparison: Comparison) -> str:
        """The same where there is little room."""
        return self.clause(comparison)

    def told_clause(self, comparison: Comparison) -> str:
        """The same for people who never saw what may be typed."""
        return self.clause(comparison)

    def given_words(self, comparison: Comparison) -> list[str]:
        """What a comparison is made with, in words."""
        given: object = comparison.given
        return [self.words(value) for value in (given if isinstance(given, tuple) else (given,))]

    # the interview

    def picks(self) -> tuple[Pick, ...]:
        """What may be chosen by number: the options; nothing where the type has no list."""
        return picks_of(self.options)

    def lines(self) -> tuple[str, ...]:
        """A line for each thing that may be answered."""
        return tuple(f"  {pick.key}. {pick.label}" for pick in self.picks())

    @abstractmethod
    def how(self) -> str:
        """How to type an answer."""

    def typed(self, text: str) -> Value | Meant | NotTaken:
        """The answer that a typed text gives, or why it gives none; where there are picks, one of them."""
        picks = self.picks()
        pick = one_of(text, picks) if picks else None
        return pick if isinstance(pick, NotTaken) else self.taken(self.read_words(text if pick is None else pick.id))

    def taken(self, raw: object, hint: str | None = None) -> Value | NotTaken:
        """A typed value as an answer."""
        value = self.read(raw)
        return refused(value.message, value.hint if hint is None else hint) if isinstance(value, Wrong) else value

    # a panel

    def spread(self, values: Sequence[Value]) -> Fraction | None:
        """How far one or more answers lie apart, 0 to 1: alike or not. None where that says nothing."""
        return Fraction(any(value != values[0] for value in values))

    def median(self, values: Sequence[Value]) -> tuple[Value, Value] | None:
        """The middle answer twice, or the two middle ones where their number is even; None without an order."""
        if not values or Measure.ORDER not in self.measures:
            return None
        by_size = sorted(values, key=self.quantity)
        return by_size[(len(by_size) - 1) // 2], by_size[len(by_size) // 2]

    def apart(self, values: Sequence[Value]) -> str | None:  # noqa: ARG002 - some have words of their own
        """On what answers lie apart, in words; None where nothing but their number can be said."""
        return None


def cells_of(kind: Kind, values: Iterable[Value | None], asked: Sequence[Comparison]) -> tuple[Cell, ...]:
    """Answers put together where no comparison tells them apart; None among them does not apply."""
    cells: dict[tuple[bool, ...] | None, Cell] = {}
    for value in values:
        key = None if value is None else tuple(comparison.holds_for(value) for comparison in asked)
        score = None if value is None else kind.score(value)
        cells[key] = joined(cells.get(key), Cell(value, None if score is None else Span(score, score)))
    return tuple(cells.values())


def joined(one: Cell | None, other: Cell) -> Cell:
    """Two cells as one; the first sample stays."""
    if one is None or one.span is None or other.span is None:
        return one or other
    a, b = one.span, other.span
    return Cell(one.sample, Span(min(a.low, b.low), max(a.high, b.high), a.exact and b.exact))


def number_in(raw: object) -> int | Decimal | None:
    """A number of a file, or None where the value is no number."""
    return raw if isinstance(raw, int | Decimal) and not isinstance(raw, bool) else None


def percentage_in(raw: object) -> int | Decimal | None:
    """A number of a file, or of a text that has the percent sign behind it, such as "62%"."""
    marked = isinstance(raw, str) and raw.endswith("%") and not too_long(raw)
    return number_from(str(raw)[:-1].rstrip()) if marked else number_in(raw)


def share_of_one(raw: object) -> int | Decimal | None:
    """A number of a file that is above 0 and below 1, and has no percent sign."""
    number = number_in(raw)
    return number if number is not None and 0 < number < 1 else None


def plain_number(number: Fraction) -> int | Decimal:
    """An exact decimal where there is one; what lies between thresholds always has one."""
    above, below = number.as_integer_ratio()
    return above if below == 1 else Decimal(above) / Decimal(below)


def shares_of(numbers: Sequence[int]) -> list[int | Decimal]:
    """What whole numbers are of each hundred of their sum, which is above 0; together exactly 100.

    Two places, and more only where a share would come to a whole number that it is not.
    """
    total = sum(numbers)
    for places in range(2, MOST_DIGITS - 2):
        unit = 10**places
        exact = [Fraction(number * 100 * unit, total) for number in numbers]
        made = [int(share) for share in exact]
        largest = sorted(range(len(made)), key=lambda n: made[n] - exact[n])
        for n in largest[: 100 * unit - sum(made)]:
            made[n] += 1
        if all(share % unit or share == true for share, true in zip(made, exact, strict=True)):
            break
    return [plain_number(Fraction(share, unit)) for share in made]


_OWED: Mapping[Measure, str] = {
    Measure.ORDER: "quantity",
    Measure.PARTS: "parts",
    Measure.COUNT: "options",
    Measure.MEMBERS: "options",
}


def table_of(*kinds: type[Kind]) -> Mapping[str, type[Kind]]:
    """The types of question by their names.

    Raises TypeError, with a sentence that says what, where one leaves something out.
    """
    for kind in kinds:
        lacking = {name for name in ("name", "fields", "entry") if not hasattr(kind, name)} | kind.__abstractmethods__
        owed = {_OWED[measure] for measure in kind.measures if measure in _OWED}
        owed |= {"score"} if getattr(kind, "fields", frozenset()) & {"score", "scores"} else set()
        lacking |= {name for name in owed if getattr(kind, name) is getattr(Kind, name)}
        if lacking:
            raise TypeError(
                f"The type of question {kind.__name__} leaves out: {listed(sorted(lacking))}. "
                "Give its class each of them; the class Kind says what they are for."
            )
    return MappingProxyType({kind.name: kind for kind in kinds})
