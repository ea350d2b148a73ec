"""Conditions on answers, and their truth.

A comparison is true, false or unknown after section 3 of the contract: unknown with an open
question, false with a hidden or not-applicable one, and with a pending one false where its own
answer makes it so. `all`, `any` and `not` are Kleene's.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import Enum, StrEnum, auto
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Protocol, assert_never

from msgspec import Struct

Value = bool | int | Decimal | str | tuple[str, ...] | Mapping[str, int | Decimal]
"""An answer: a level, a number, an option id, ids in the options' order, parts, or text."""


class Measure(StrEnum):
    """What a condition may do with an answer of a type."""

    IDENTITY = auto()  # is, is_not
    ORDER = auto()  # at_least and its like, on the answer itself
    PARTS = auto()  # the same, on one part of a split
    COUNT = auto()  # the same, on how many of some options were chosen
    MEMBERS = auto()  # includes and its like


class Truth(Enum):
    """What a condition says of the answers so far."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


ANSWERED = "answered"


class Operator(Struct, frozen=True):
    """What an operator looks at, its comparison `holds(answer, given)`, and what it asks for in words.

    `single` says that it is given one option, where its like are given a list of them.
    """

    name: str
    measures: frozenset[Measure]
    holds: Callable[[Any, Any], bool]
    words: Callable[[list[str]], str]
    single: bool = False


def _joined(one: str, several: str) -> Callable[[list[str]], str]:
    return lambda words: (one if len(words) == 1 else several).format("; ".join(words))


_ANY_OF = _joined("this among those chosen: {}", "at least one of these: {}")
_NONE_OF = _joined("anything other than “{}”", "none of these: {}")
_ALL_OF = _joined("this among those chosen: {}", "all of these: {}")
_IDENTITY = frozenset({Measure.IDENTITY})
_ORDER = frozenset({Measure.ORDER, Measure.PARTS, Measure.COUNT})
_MEMBERS = frozenset({Measure.MEMBERS})


def _all_chosen(chosen: tuple[str, ...], given: tuple[str, ...]) -> bool:
    return all(one in chosen for one in given)


OPERATORS: Mapping[str, Operator] = {
    row.name: row
    for row in (
        Operator("is", _IDENTITY, lambda answer, given: answer in given, _joined("{}", "one of these: {}")),
        Operator("is_not", _IDENTITY, lambda answer, given: answer not in given, _NONE_OF),
        Operator("at_least", _ORDER, operator.ge, lambda given: f"{given[0]} or more"),
        Operator("at_most", _ORDER, operator.le, lambda given: f"{given[0]} or less"),
        Operator("more_than", _ORDER, operator.gt, lambda given: f"more than {given[0]}"),
        Operator("less_than", _ORDER, operator.lt, lambda given: f"less than {given[0]}"),
        Operator("includes", _MEMBERS, _all_chosen, _ALL_OF, single=True),
        Operator("includes_any", _MEMBERS, lambda chosen, given: any(one in chosen for one in given), _ANY_OF),
        Operator("includes_all", _MEMBERS, _all_chosen, _ALL_OF),
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


class Observed(Protocol):
    """What a condition looks at: the state of a question, its answer as it counts, and whether it is pending."""

    @property
    def state(self) -> State: ...  # noqa: D102 - said above
    @property
    def effective(self) -> Value | None: ...  # noqa: D102
    @property
    def pending(self) -> bool: ...  # noqa: D102


class Supposed(Struct, frozen=True):
    """The same of a question that is only thought of."""

    state: State
    effective: Value | None = None
    pending: bool = False


Seen = Mapping[str, Observed]
"""What conditions see of each question."""


class Comparison(Struct, frozen=True, dict=True):
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

    @property
    def forbids(self) -> bool:
        """Whether it says only what an answer must not be."""
        return self.operator == "is_not"

    @property
    def any_of(self) -> tuple[str, ...] | None:
        """The options of which it matters only how many were chosen; None where it asks for more than that."""
        if self.operator == "includes_any" and isinstance(self.given, tuple):
            return self.given
        return self.count_of

    @cached_property
    def holds_for(self) -> Callable[[Any], bool]:
        """Whether an answer makes the comparison true, all else apart: a function of the answer, made once."""
        if self.operator == ANSWERED:
            return lambda _: self.given is True
        holds, given, part, options = OPERATORS[self.operator].holds, self.given, self.part, self.count_of
        if isinstance(given, Fraction) and given.denominator == 1:
            given = int(given)
        if part is not None:
            return lambda shares: holds(Fraction(shares[part]), given)
        if options is not None:
            return lambda chosen: holds(sum([option in chosen for option in options]), given)
        return lambda value: holds(value, given)

    def truth(self, seen: Seen, criteria: Mapping[str, Truth] | None = None) -> Truth:  # noqa: ARG002 - as all have it
        """What it says of the question as it is seen."""
        return self.of(seen[self.question])

    def of(self, one: Observed) -> Truth:
        """What it says of what is seen of its question."""
        state = one.state
        if state is _HIDDEN or state is _NOT_APPLICABLE:
            return _FALSE
        if self.operator == ANSWERED:
            return _TRUE if (state is _ANSWERED) is self.given else _FALSE
        if state is not _ANSWERED:
            return _UNKNOWN
        if not self.holds_for(one.effective):
            return _FALSE
        return _UNKNOWN if one.pending else _TRUE


class CriterionIs(Struct, frozen=True):
    """True where a criterion is."""

    criterion: str

    def truth(self, seen: Seen, criteria: Mapping[str, Truth] | None = None) -> Truth:  # noqa: ARG002
        """What was found of the criterion."""
        assert criteria is not None
        return criteria[self.criterion]


class _Several(Struct, frozen=True):
    """Some conditions, of which one that is `decisive` settles the whole; without any it is `otherwise`."""

    of: tuple["Condition", ...]

    decisive: ClassVar[Truth]
    otherwise: ClassVar[Truth]

    def truth(self, seen: Seen, criteria: Mapping[str, Truth] | None = None) -> Truth:
        """What is decisive where one is, else unknown where one is unknown."""
        result = self.otherwise
        for condition in self.of:
            truth = condition.truth(seen, criteria)
            if truth is self.decisive:
                return truth
            if truth is _UNKNOWN:
                result = truth
        return result


class AllOf(_Several, frozen=True):
    """Every one of some conditions."""

    decisive, otherwise = _FALSE, _TRUE


class AnyOf(_Several, frozen=True):
    """At least one of some conditions."""

    decisive, otherwise = _TRUE, _FALSE


class Not(Struct, frozen=True):
    """The opposite of a condition."""

    of: "Condition"

    def truth(self, seen: Seen, criteria: Mapping[str, Truth] | None = None) -> Truth:
        """True and false swapped; unknown stays unknown."""
        truth = self.of.truth(seen, criteria)
        if truth is _UNKNOWN:
            return truth
        return _FALSE if truth is _TRUE else _TRUE


Condition = Comparison | CriterionIs | AllOf | AnyOf | Not


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison in a condition, in order."""
    return (leaf for leaf in _leaves(condition) if isinstance(leaf, Comparison))


def criteria_named(condition: Condition) -> Iterator[str]:
    """Every criterion that a condition names, in order."""
    return (leaf.criterion for leaf in _leaves(condition) if isinstance(leaf, CriterionIs))


def _leaves(condition: Condition) -> Iterator[Comparison | CriterionIs]:
    match condition:
        case Comparison() | CriterionIs():
            yield condition
        case AllOf() | AnyOf():
            for part in condition.of:
                yield from _leaves(part)
        case Not():
            yield from _leaves(condition.of)
        case _:
            assert_never(condition)
