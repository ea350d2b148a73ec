"""Conditions on answers, and their truth.

A comparison is true, false or unknown after section 3 of the contract: unknown with an open
question, false with a hidden or not-applicable one, and with a pending one false where its own
answer makes it so. `all`, `any` and `not` are Kleene's.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from msgspec import Struct

from spinout.core.operators import ANSWERED, OPERATORS
from spinout.core.question_types.base import Value
from spinout.core.truth import Truth, conjunction, disjunction, negation, sure


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


class All(Struct, frozen=True):
    """Every one of some conditions."""

    of: tuple["Condition", ...]


class Any(Struct, frozen=True):
    """At least one of some conditions."""

    of: tuple["Condition", ...]


class Not(Struct, frozen=True):
    """The opposite of a condition."""

    of: "Condition"


Condition = Comparison | CriterionIs | All | Any | Not


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
        case All():
            return conjunction(truth_by(c, look, criteria) for c in condition.of)
        case Any():
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
        case All() | Any():
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
        case All() | Any():
            for part in condition.of:
                yield from criteria_named(part)
        case Not():
            yield from criteria_named(condition.of)
        case _:
            assert_never(condition)
