"""Sums over one common denominator are the sums of plain fractions."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from spinout.core.exact_sums import total, weighted_total

FRACTIONS = st.fractions()


@given(st.lists(FRACTIONS))
def test_a_total_is_the_plain_sum(numbers: list[Fraction]) -> None:
    """Whatever the numbers are, and where there are none."""
    assert total(numbers) == sum(numbers, Fraction(0))


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS)))
def test_a_weighted_total_is_the_plain_sum_of_products(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """Weight times number, each exact."""
    assert weighted_total(pairs) == sum((weight * number for weight, number in pairs), Fraction(0))
