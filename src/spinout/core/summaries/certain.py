"""What conditions say where no truth is unknown: plain logic on bits, in place of Kleene's."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import assert_never

from spinout.core.conditions import All, Any, Comparison, Condition, CriterionIs, Not

Holds = Callable[[int], bool]
"""Whether a condition is true, by a number in which each comparison that is true has its bit."""


def holds_of(condition: Condition, bits: Mapping[Comparison, int], criteria: Mapping[str, Holds]) -> Holds:
    """A function for a condition; `bits` has the one bit of each comparison."""
    match condition:
        case Comparison():
            bit = bits[condition]
            return lambda number: number & bit != 0
        case CriterionIs():
            return criteria[condition.criterion]
        case All():
            return _all_of(condition, bits, criteria)
        case Any():
            return _any_of(condition, bits, criteria)
        case Not():
            holds = holds_of(condition.of, bits, criteria)
            return lambda number: not holds(number)
        case _:
            assert_never(condition)


def _all_of(condition: All, bits: Mapping[Comparison, int], criteria: Mapping[str, Holds]) -> Holds:
    together, others = _parts(condition.of, bits, criteria)
    if not others:
        return lambda number: number & together == together
    rest = reduce(_both, others)
    return lambda number: number & together == together and rest(number)


def _any_of(condition: Any, bits: Mapping[Comparison, int], criteria: Mapping[str, Holds]) -> Holds:
    together, others = _parts(condition.of, bits, criteria)
    if not others:
        return lambda number: number & together != 0
    rest = reduce(_either, others)
    return lambda number: number & together != 0 or rest(number)


def _both(one: Holds, other: Holds) -> Holds:
    return lambda number: one(number) and other(number)


def _either(one: Holds, other: Holds) -> Holds:
    return lambda number: one(number) or other(number)


def _parts(
    conditions: tuple[Condition, ...], bits: Mapping[Comparison, int], criteria: Mapping[str, Holds]
) -> tuple[int, tuple[Holds, ...]]:
    """The bits of all comparisons together, and functions for the rest."""
    together = 0
    others: list[Holds] = []
    for condition in conditions:
        if isinstance(condition, Comparison):
            together |= bits[condition]
        else:
            others.append(holds_of(condition, bits, criteria))
    return together, tuple(others)


def first_true(outcomes: tuple[tuple[str, Holds], ...], total: int) -> str:
    """The first outcome that is true; the last always is."""
    for ident, holds in outcomes:
        if holds(total):
            return ident
    raise AssertionError
