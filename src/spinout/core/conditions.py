"""Conditions on answers, and their truth.

A comparison is true, false or unknown after section 3 of the contract: unknown with an open
question, false with a hidden or not-applicable one, and with a pending one false where its own
answer makes it so. `all`, `any` and `not` are Kleene's.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any, assert_never

from msgspec import Struct

Value = bool | int | Decimal | str | tuple[str, ...] | Mapping[str, int | Decimal]
"""An answer: a level, a number, an option id, ids in the options' order, parts, or text."""


class Measure(StrEnum):
    """What a condition may do with an answer of a type."""

    IDENTITY = "identity"  # is, is_not
    ORDER = "order"  # at_least and its like, on the answer itself
    PARTS = "parts"  # the same, on one part of a split
    COUNT = "count"  # the same, on how many of some options were chosen
    MEMBERS = "members"  # includes and its like


class Truth(Enum):
    """What a condition says of the answers so far."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


def sure(value: bool) -> Truth:  # noqa: FBT001 - a conversion has one argument
    """Turn a plain boolean into a truth."""
    return Truth.TRUE if value else Truth.FALSE


def negation(truth: Truth) -> Truth:
    """Swap true and false; unknown stays unknown."""
    if truth is Truth.UNKNOWN:
        return truth
    return Truth.FALSE if truth is Truth.TRUE else Truth.TRUE


def conjunction(truths: Iterable[Truth]) -> Truth:
    """False where one is false, else unknown where one is unknown, else true."""
    result = Truth.TRUE
    for truth in truths:
        if truth is Truth.FALSE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """True where one is true, else unknown where one is unknown, else false."""
    result = Truth.FALSE
    for truth in truths:
        if truth is Truth.TRUE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


ANSWERED = "answered"


class Operator(Struct, frozen=True):
    """What an operator looks at, its comparison `holds(answer, given)`, and what it asks for in words."""

    name: str
    measures: frozenset[Measure]
    holds: Callable[[Any, Any], bool]
    words: Callable[[list[str]], str]


def _is(answer: object, given: tuple[object, ...]) -> bool:
    return answer in given


def _is_not(answer: object, given: tuple[object, ...]) -> bool:
    return answer not in given


def _includes_any(answer: tuple[str, ...], given: tuple[str, ...]) -> bool:
    return any(option in answer for option in given)


def _includes_all(answer: tuple[str, ...], given: tuple[str, ...]) -> bool:
    return all(option in answer for option in given)


_AMONG, _ANY_OF = "this among those chosen: {}", "at least one of these: {}"


def _joined(words: list[str], one: str, several: str) -> str:
    return (one if len(words) == 1 else several).format("; ".join(words))


_IDENTITY = frozenset({Measure.IDENTITY})
_ORDER = frozenset({Measure.ORDER, Measure.PARTS, Measure.COUNT})
_MEMBERS = frozenset({Measure.MEMBERS})

OPERATORS: Mapping[str, Operator] = {
    row.name: row
    for row in (
        Operator("is", _IDENTITY, _is, lambda given: _joined(given, "{}", "one of these: {}")),
        Operator("is_not", _IDENTITY, _is_not, lambda given: _joined(given, "anything but: {}", "none of these: {}")),
        Operator("at_least", _ORDER, operator.ge, lambda given: f"{given[0]} or more"),
        Operator("at_most", _ORDER, operator.le, lambda given: f"{given[0]} or less"),
        Operator("more_than", _ORDER, operator.gt, lambda given: f"more than {given[0]}"),
        Operator("less_than", _ORDER, operator.lt, lambda given: f"less than {given[0]}"),
        Operator("includes", _MEMBERS, _includes_all, lambda given: _joined(given, _AMONG, "all of these: {}")),
        Operator("includes_any", _MEMBERS, _includes_any, lambda given: _joined(given, _AMONG, _ANY_OF)),
        Operator("includes_all", _MEMBERS, _includes_all, lambda given: _joined(given, _AMONG, "all of these: {}")),
    )
}


class State(StrEnum):
    """What is known of a question's answer."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not-applicable"
    HIDDEN = "hidden"


# Python 3.11 takes long to look up a member of an enumeration, and these are looked at for every question.
_ANSWERED, _NOT_APPLICABLE, _HIDDEN = State.ANSWERED, State.NOT_APPLICABLE, State.HIDDEN
_TRUE, _FALSE, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


class Sight(Struct, frozen=True):
    """What a condition sees of a question: its state, whether it is pending, and its answer.

    The answer of a scale is its effective level. `value` is None unless the state is answered.
    """

    state: State
    value: Value | None = None
    pending: bool = False


class Comparison(Struct, frozen=True):
    """One operator on one question; `given` is a tuple for identity and membership."""

    question: str
    operator: str
    given: object
    part: str | None = None
    count_of: tuple[str, ...] | None = None

    @property
    def numbers(self) -> tuple[Fraction, ...]:
        """The numbers that it compares with."""
        given = self.given if isinstance(self.given, tuple) else (self.given,)
        return tuple(Fraction(number) for number in given if not isinstance(number, str | bool))

    def holds_for(self, value: Value) -> bool:
        """Whether an answer makes the comparison true, all else apart."""
        if self.operator == ANSWERED:
            return self.given is True
        return OPERATORS[self.operator].holds(self._looked_at(value), self.given)

    def _looked_at(self, value: Value) -> object:
        if self.part is not None:
            assert isinstance(value, Mapping)
            share = value[self.part]
            return share if isinstance(share, int) else Fraction(share)
        if self.count_of is not None:
            assert isinstance(value, tuple)
            return sum(1 for option in self.count_of if option in value)
        return value


class CriterionIs(Struct, frozen=True):
    """True where a criterion is."""

    criterion: str


class AllOf(Struct, frozen=True):
    """Every one of some conditions."""

    of: tuple["Condition", ...]


class AnyOf(Struct, frozen=True):
    """At least one of some conditions."""

    of: tuple["Condition", ...]


class Not(Struct, frozen=True):
    """The opposite of a condition."""

    of: "Condition"


Condition = Comparison | CriterionIs | AllOf | AnyOf | Not


def truth_of(condition: Condition, sights: Mapping[str, Sight], criteria: Mapping[str, Truth] | None = None) -> Truth:
    """What a condition says, given what is seen of each question it names."""
    if isinstance(condition, Comparison):
        return compared(condition, sights[condition.question])
    return truth_by(condition, lambda comparison: compared(comparison, sights[comparison.question]), criteria)


def truth_by(
    condition: Condition, look: Callable[[Comparison], Truth], criteria: Mapping[str, Truth] | None = None
) -> Truth:
    """What a condition says, given the truth of each comparison and criterion in it."""
    match condition:
        case Comparison():
            return look(condition)
        case CriterionIs():
            assert criteria is not None
            return criteria[condition.criterion]
        case AllOf():
            return conjunction(truth_by(c, look, criteria) for c in condition.of)
        case AnyOf():
            return disjunction(truth_by(c, look, criteria) for c in condition.of)
        case Not():
            return negation(truth_by(condition.of, look, criteria))
        case _:
            assert_never(condition)


def compared(comparison: Comparison, sight: Sight) -> Truth:
    """What one comparison says of one question."""
    state, value = sight.state, sight.value
    if state is _HIDDEN or state is _NOT_APPLICABLE:
        return _FALSE
    if comparison.operator == ANSWERED:
        return sure((state is _ANSWERED) is comparison.given)
    if value is None:
        return _UNKNOWN
    if not comparison.holds_for(value):
        return _FALSE
    return _UNKNOWN if sight.pending else _TRUE


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison in a condition, in order."""
    match condition:
        case Comparison():
            yield condition
        case CriterionIs():
            return
        case AllOf() | AnyOf():
            for part in condition.of:
                yield from comparisons(part)
        case Not():
            yield from comparisons(condition.of)
        case _:
            assert_never(condition)


def criteria_named(condition: Condition) -> Iterator[str]:
    """Every criterion that a condition names, in order."""
    match condition:
        case Comparison():
            return
        case CriterionIs():
            yield condition.criterion
        case AllOf() | AnyOf():
            for part in condition.of:
                yield from criteria_named(part)
        case Not():
            yield from criteria_named(condition.of)
        case _:
            assert_never(condition)
