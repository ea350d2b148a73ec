"""Sums over one common denominator are the sums of plain fractions, and numbers that are made once are equal."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from spinout.core.exact_sums import fraction, steps, total, weighed, weighted_total, whole_numbers

FRACTIONS = st.fractions()


@given(st.lists(FRACTIONS))
def test_a_total_is_the_plain_sum(numbers: list[Fraction]) -> None:
    """Whatever the numbers are, and where there are none."""
    assert total(numbers) == sum(numbers, Fraction(0))


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS)))
def test_a_weighted_total_is_the_plain_sum_of_products(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """Weight times number, each exact."""
    assert weighted_total(pairs) == sum((weight * number for weight, number in pairs), Fraction(0))


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS)))
def test_both_sums_in_one_pass_are_the_plain_sums(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """Weight times number, and the weights alone."""
    assert weighed(pairs) == (weighted_total(pairs), total(weight for weight, _ in pairs))


@given(st.lists(FRACTIONS, min_size=1))
def test_whole_numbers_stand_to_each_other_as_the_fractions_do(numbers: list[Fraction]) -> None:
    """One factor turns all of them, and each is whole."""
    whole = whole_numbers(numbers)
    factor = next((Fraction(made) / number for made, number in zip(whole, numbers, strict=True) if number), Fraction(1))
    assert [number * factor for number in numbers] == whole
    assert factor > 0


@given(st.one_of(st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=3)))
def test_a_number_that_is_made_once_is_that_number(number: int | Decimal) -> None:
    """And the same one again is the same object."""
    assert fraction(number) == Fraction(number)
    assert fraction(number) is fraction(number)


@given(st.integers(2, 20))
def test_steps_are_even(count: int) -> None:
    """From 0 to 1, each as far from the next."""
    assert steps(count) == tuple(Fraction(place, count - 1) for place in range(count))
