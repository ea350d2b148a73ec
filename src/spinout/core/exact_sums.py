"""Sums of exact fractions over one common denominator, so that only the result is reduced."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

ZERO = Fraction(0)
ONE = Fraction(1)


def total(numbers: Iterable[Fraction]) -> Fraction:
    """The sum of numbers; 0 where there are none."""
    parts = [number.as_integer_ratio() for number in numbers]
    if not parts:
        return ZERO
    common = lcm(*[below for _, below in parts])
    return Fraction(sum(above * (common // below) for above, below in parts), common)


def weighted_total(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of weight times number; 0 where there are none."""
    parts = [(*weight.as_integer_ratio(), *number.as_integer_ratio()) for weight, number in pairs]
    if not parts:
        return ZERO
    common = lcm(*[below * under for _, below, _, under in parts])
    return Fraction(sum(above * over * (common // (below * under)) for above, below, over, under in parts), common)
