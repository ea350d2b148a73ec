"""How far answers to one question lie apart, by the question's type."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from spinout.core.kinds import Kind, Value
from test_contract import read_questionnaire

OPTIONS = [{"id": name, "label": name.upper()} for name in ("a", "b", "c")]


def kind(**fields: Any) -> Kind:
    """A question's type."""
    form = {
        "id": "q",
        "title": "Q",
        "version": "1",
        "sections": [{"id": "s", "title": "S", "questions": [{"id": "q", "ask": "Q?", **fields}]}],
    }
    return read_questionnaire(form).questions["s.q"].type


CASES: Sequence[tuple[dict[str, Any], Sequence[Value], Fraction | None]] = (
    ({"type": "scale", "levels": ["a", "b", "c", "d", "e"]}, [1, 3, 2], Fraction(1, 2)),
    ({"type": "choice", "options": OPTIONS}, ["a", "a"], Fraction(0)),
    ({"type": "choice", "options": OPTIONS}, ["a", "b", "b"], Fraction(1)),
    ({"type": "yes-no"}, [True, False], Fraction(1)),
    ({"type": "multi", "options": OPTIONS}, [("a", "b"), ("b", "c")], Fraction(2, 3)),
    ({"type": "percent"}, [20, Decimal("70.5")], Fraction(101, 200)),
    ({"type": "number"}, [5, 20], Fraction(3, 4)),
    ({"type": "number"}, [-20, -5], Fraction(3, 4)),
    ({"type": "number"}, [-1, 5], Fraction(1)),
    ({"type": "number", "min": 3, "max": 3}, [3, 3], Fraction(0)),
    ({"type": "split", "parts": OPTIONS}, [{"a": 40, "b": 40, "c": 20}, {"a": 70, "b": 30, "c": 0}], Fraction(3, 10)),
    ({"type": "date"}, ["2026-01-01", "2026-01-02"], Fraction(1)),
    ({"type": "text"}, ["One.", "Two."], None),
)


@pytest.mark.parametrize(("fields", "values", "expected"), CASES)
def test_a_spread_goes_from_alike_to_as_far_as_can_be(
    fields: dict[str, Any], values: Sequence[Value], expected: Fraction | None
) -> None:
    """Each type is measured in its own terms."""
    assert kind(**fields).spread(values) == expected


def test_only_what_has_an_order_has_a_median() -> None:
    """A scale and a number have one; options have none."""
    assert kind(type="number").median([9, Decimal("2.5"), 4]) == (4, 4)
    assert kind(type="choice", options=OPTIONS).median(["a", "b"]) is None
    assert kind(type="number").median([]) is None


def test_options_that_not_everyone_chose_are_named() -> None:
    """What all chose and what nobody chose is left out."""
    multi = kind(type="multi", options=OPTIONS)
    assert multi.apart([("a", "b"), ("b", "c")]) == "not chosen by all: A, C"
    assert multi.apart([("a", "b"), ("a", "b")]) == ""


def test_the_largest_difference_names_its_part() -> None:
    """Of equal differences the first part is taken."""
    split = kind(type="split", parts=OPTIONS)
    assert split.apart([{"a": 50, "b": 50, "c": 0}, {"a": 20, "b": 20, "c": 60}]) == "up to 60 apart (C)"
    assert split.apart([{"a": 50, "b": 50, "c": 0}, {"a": 40, "b": 60, "c": 0}]) == "up to 10 apart (A)"
    assert split.apart([{"a": 50, "b": 50, "c": 0}, {"a": 50, "b": 50, "c": 0}]) == ""
