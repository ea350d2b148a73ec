"""A percentage in a file, as a number or as a text with its sign."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import answers_of, garden
from spinout.core.kinds.options import Wrong

SHARES = st.one_of(st.integers(0, 100), st.decimals(0, 100, places=2))


@given(SHARES, st.sampled_from(["", " "]))
def test_a_percent_sign_changes_nothing(share: int | Decimal, space: str) -> None:
    """62 and "62%" are the same answer, also as a part of a split."""
    number = share if isinstance(share, int) else Decimal(f"{share:f}")
    assert garden().questions["soil.shade"].type.read(f"{number}{space}%") == number
    rest = 100 - number
    written = answers_of(soil__shares={"answer": {"me": f"{number}%", "you": f"{rest}{space}%", "they": 0}})
    assert written.answers == answers_of(soil__shares={"answer": {"me": number, "you": rest, "they": 0}}).answers


@pytest.mark.parametrize(
    "text", ["%", "62", "62 per cent", "6,2%", "1e2%", "101%", "-1%", "62%%", "0.1234567890123456%"]
)
def test_what_is_no_percentage_is_refused(text: str) -> None:
    """Nothing is guessed: not a decimal comma, an exponent, nor a number without its sign in a text."""
    assert isinstance(garden().questions["soil.shade"].type.read(text), Wrong)
