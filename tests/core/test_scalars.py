"""Single values as they are written in YAML."""

from decimal import Decimal

import pytest

from spinout.core.scalars import scalar


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "null"), (True, "true"), (False, "false"), (3, "3"), (Decimal("2.50"), "2.50"), ("yes", "yes"),
     ("Cabinet, in May", "Cabinet, in May"), ("a: b", '"a: b"'), ("true", '"true"'), ("", '""')],
)  # fmt: skip
def test_a_value_is_written_so_that_it_is_read_the_same(value: object, written: str) -> None:
    """Text that would be read as something else stands in quotes."""
    assert scalar(value) == written


def test_in_brackets_a_comma_needs_quotes() -> None:
    """There it parts."""
    assert scalar("Cabinet, in May", flow=True) == '"Cabinet, in May"'


def test_what_is_no_scalar_is_a_mistake_of_the_caller() -> None:
    """As a list is."""
    with pytest.raises(TypeError, match="no scalar: list"):
        scalar([1])
