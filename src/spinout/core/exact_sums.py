"""Exact arithmetic that takes few steps: sums over one common denominator, and numbers that are made once."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm

ZERO = Fraction(0)
ONE = Fraction(1)


def total(numbers: Iterable[Fraction]) -> Fraction:
    """The sum of numbers; 0 where there are none."""
    sums: dict[int, int] = {}
    for number in numbers:
        above, below = number.as_integer_ratio()
        sums[below] = sums.get(below, 0) + above
    return _joined(sums)


def weighted_total(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of weight times number; 0 where there are none."""
    sums: dict[int, int] = {}
    for weight, number in pairs:
        above, below = weight.as_integer_ratio()
        over, under = number.as_integer_ratio()
        below *= under
        sums[below] = sums.get(below, 0) + above * over
    return _joined(sums)


def weighed(pairs: Iterable[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """The sum of weight times number and that of the weights, in one pass; 0 where there are none."""
    sums: dict[int, int] = {}
    weights: dict[int, int] = {}
    for weight, number in pairs:
        above, below = weight.as_integer_ratio()
        over, under = number.as_integer_ratio()
        weights[below] = weights.get(below, 0) + above
        below *= under
        sums[below] = sums.get(below, 0) + above * over
    return _joined(sums), _joined(weights)


def whole_numbers(numbers: Iterable[Fraction]) -> list[int]:
    """Numbers made whole by one factor for all, the least one."""
    parts = [number.as_integer_ratio() for number in numbers]
    common = lcm(*[below for _, below in parts])
    return [above * (common // below) for above, below in parts]


def _joined(sums: Mapping[int, int]) -> Fraction:
    """A sum of numerators by their denominators, so that only the result is reduced."""
    if not sums:
        return ZERO
    common = lcm(*sums)
    return Fraction(sum(above * (common // below) for below, above in sums.items()), common)
