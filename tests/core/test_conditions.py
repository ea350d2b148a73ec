"""What a condition says of answers, and what is found in one."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from spinout.core.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    CriterionIs,
    Not,
    State,
    Supposed,
    Truth,
    comparisons,
    criteria_named,
)

TRUTHS = {"yes": Truth.TRUE, "no": Truth.FALSE, "open": Truth.UNKNOWN}
SEEN = {
    "yes": Supposed(State.ANSWERED, 1),
    "no": Supposed(State.ANSWERED, 0),
    "open": Supposed(State.UNKNOWN),
}


def is_one(question: str) -> Comparison:
    """Whether a question is answered 1."""
    return Comparison(question, "is", (1,))


@pytest.mark.parametrize(
    ("name", "given", "true", "false"),
    [
        ("is", ("a", "b"), ["a", "b"], ["c"]),
        ("is_not", ("a", "b"), ["c"], ["a", "b"]),
        ("at_least", Fraction(2), [2, 3], [0, 1]),
        ("at_most", Fraction(2), [0, 1, 2], [3]),
        ("more_than", Fraction(2), [3], [0, 1, 2]),
        ("less_than", Fraction(2), [0, 1], [2, 3]),
        ("at_least", Fraction(5, 2), [3], [2]),
        ("includes", ("a",), [("a",), ("a", "b")], [(), ("b",)]),
        ("includes_any", ("a", "b"), [("a",), ("b", "c")], [(), ("c",)]),
        ("includes_all", ("a", "b"), [("a", "b"), ("a", "b", "c")], [(), ("a",), ("b", "c")]),
    ],
)
def test_operators_compare(name: str, given: Any, true: list[Any], false: list[Any]) -> None:
    """Each as its name says."""
    asks = Comparison("q", name, given)
    assert [asks.holds_for(value) for value in true] == [True] * len(true)
    assert [asks.holds_for(value) for value in false] == [False] * len(false)


def test_an_operator_looks_at_a_part_or_at_how_many() -> None:
    """A part's share, and how many of some options were chosen."""
    share = Comparison("q", "at_least", Fraction(50), part="users")
    assert [share.holds_for({"users": n, "staff": 100 - n}) for n in (49, 50, 51)] == [False, True, True]
    number = Comparison("q", "at_least", Fraction(2), count_of=("a", "b", "c"))
    assert [number.holds_for(chosen) for chosen in ((), ("a", "d"), ("a", "c"))] == [False, False, True]


def test_the_numbers_of_a_comparison_are_what_it_compares_with() -> None:
    """Neither ids nor yes and no are numbers."""
    assert Comparison("q", "is", (1, 2)).numbers == (Fraction(1), Fraction(2))
    assert Comparison("q", "at_least", Fraction(5, 2)).numbers == (Fraction(5, 2),)
    assert Comparison("q", "is", ("a", True, 3)).numbers == (Fraction(3),)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("pending", [False, True])
def test_a_comparison_by_the_state_of_its_question(state: State, *, pending: bool) -> None:
    """Hidden or not applicable it is false, open it is unknown, pending it is false where its answer makes it so."""
    gone = state in (State.HIDDEN, State.NOT_APPLICABLE)
    for value in (0, 1):
        told = is_one("q").of(Supposed(state, value if state is State.ANSWERED else None, pending))
        if gone:
            assert told is Truth.FALSE
        elif state is not State.ANSWERED:
            assert told is Truth.UNKNOWN
        elif value == 0:
            assert told is Truth.FALSE
        else:
            assert told is (Truth.UNKNOWN if pending else Truth.TRUE)


@pytest.mark.parametrize(
    ("state", "answered", "silent"),
    [
        (State.ANSWERED, Truth.TRUE, Truth.FALSE),
        (State.UNKNOWN, Truth.FALSE, Truth.TRUE),
        (State.UNANSWERED, Truth.FALSE, Truth.TRUE),
        (State.NOT_APPLICABLE, Truth.FALSE, Truth.FALSE),
        (State.HIDDEN, Truth.FALSE, Truth.FALSE),
    ],
)
def test_whether_it_is_answered(state: State, answered: Truth, silent: Truth) -> None:
    """Of what is not asked, neither is true."""
    for given, told in ((True, answered), (False, silent)):
        asks = Comparison("q", "answered", given)
        assert asks.of(Supposed(state)) is told
        assert asks.holds_for("anything") is given


@pytest.mark.parametrize("given", list(product(TRUTHS, repeat=2)))
def test_several_conditions_are_those_of_kleene(given: tuple[str, str]) -> None:
    """One false makes `all` false, one true makes `any` true, else one unknown makes either unknown."""
    parts = tuple(map(is_one, given))
    every = "no" if "no" in given else "open" if "open" in given else "yes"
    some = "yes" if "yes" in given else "open" if "open" in given else "no"
    assert AllOf(parts).truth(SEEN) is TRUTHS[every]
    assert AnyOf(parts).truth(SEEN) is TRUTHS[some]
    other = {"yes": "no", "no": "yes", "open": "open"}
    assert Not(parts[0]).truth(SEEN) is TRUTHS[other[given[0]]]


def test_a_criterion_is_what_was_found_of_it() -> None:
    """Inside others too, whatever the questions say."""
    for found in Truth:
        named: Condition = AllOf((is_one("yes"), Not(Not(AnyOf((is_one("no"), CriterionIs("c")))))))
        assert named.truth(SEEN, {"c": found}) is found


def test_all_that_a_condition_looks_at_is_found_in_order() -> None:
    """However deep it stands."""
    whole = AnyOf((is_one("a"), Not(AllOf((is_one("b"), CriterionIs("x"), is_one("a")))), CriterionIs("y")))
    assert [each.question for each in comparisons(whole)] == ["a", "b", "a"]
    assert list(criteria_named(whole)) == ["x", "y"]


@pytest.mark.parametrize(
    ("name", "one", "two"),
    [
        ("is", "x", "one of these: x; y"),
        ("is_not", "anything other than “x”", "none of these: x; y"),
        ("at_least", "x or more", "x or more"),
        ("at_most", "x or less", "x or less"),
        ("more_than", "more than x", "more than x"),
        ("less_than", "less than x", "less than x"),
        ("includes", "this among those chosen: x", "all of these: x; y"),
        ("includes_any", "this among those chosen: x", "at least one of these: x; y"),
        ("includes_all", "this among those chosen: x", "all of these: x; y"),
    ],
)
def test_an_operator_in_words(name: str, one: str, two: str) -> None:
    """What it asks for, of one thing and of several."""
    assert (OPERATORS[name].words(["x"]), OPERATORS[name].words(["x", "y"])) == (one, two)
