"""Comparisons in words."""

from fractions import Fraction

import pytest

from spinout.core.conditions import Comparison
from stories import small_form

CASES = [
    (Comparison("start.plan", "at_least", 1), "level 1 or more (1: A draft)"),
    (Comparison("start.plan", "less_than", 2), "less than level 2 (2: A final one)"),
    (Comparison("start.plan", "is", (0, 1)), "one of these: 0: None; 1: A draft"),
    (Comparison("start.people", "at_most", Fraction(5)), "5 people or less"),
    (Comparison("start.people", "more_than", Fraction(5, 2)), "more than 2.5 people"),
    (Comparison("then.share", "at_least", Fraction(25)), "25% or more"),
    (Comparison("then.agreed", "is", (True,)), "Yes"),
    (Comparison("then.agreed", "is_not", (False,)), "anything other than “No”"),
    (Comparison("start.stage", "is_not", ("first", "second")), "none of these: First; Second"),
    (Comparison("then.groups", "includes", ("red",)), "this among those chosen: Red"),
    (Comparison("then.groups", "includes_any", ("red", "blue")), "at least one of these: Red; Blue"),
    (Comparison("then.groups", "includes_all", ("red", "blue")), "all of these: Red; Blue"),
    (Comparison("then.groups", "at_least", Fraction(2), count_of=("red", "blue")), "2 or more of these: Red; Blue"),
    (Comparison("then.split", "at_least", Fraction(25), part="red"), "Red: 25 or more"),
    (Comparison("start.remarks", "answered", given=True), "any answer"),
    (Comparison("start.remarks", "answered", given=False), "no answer"),
]


@pytest.mark.parametrize(("comparison", "words"), CASES, ids=[words for _, words in CASES])
def test_comparison_in_words(comparison: Comparison, words: str) -> None:
    """Each operator reads as a clause, with the answers' own words."""
    kind = small_form().questionnaire.questions[comparison.question].type
    assert kind.clause(comparison) == words


TOLD = [
    (Comparison("start.plan", "at_least", 1), "A draft, or better"),
    (Comparison("start.plan", "at_least", 2), "A final one"),
    (Comparison("start.plan", "less_than", 2), "None or A draft"),
    (Comparison("start.plan", "is", (0, 2)), "None or A final one"),
    (Comparison("start.plan", "answered", given=True), "any answer"),
    (Comparison("then.split", "at_least", Fraction(25), part="red"), "Red: 25% or more"),
    (Comparison("then.split", "answered", given=False), "no answer"),
    (Comparison("then.share", "at_least", Fraction(25)), "25% or more"),
]


@pytest.mark.parametrize(("comparison", "words"), TOLD)
def test_comparison_as_a_paper_tells_it(comparison: Comparison, words: str) -> None:
    """Levels by their words and no numbers; shares with their sign."""
    kind = small_form().questionnaire.questions[comparison.question].type
    assert kind.told_clause(comparison) == words


def test_answers_as_a_paper_tells_them() -> None:
    """The same of an answer; what has no number of its own is told as elsewhere."""
    questions = small_form().questionnaire.questions
    assert questions["start.plan"].type.told(1) == "A draft"
    assert questions["then.split"].type.told({"red": 60, "blue": 40}).startswith("Red: 60%; Blue: 40%")
    assert questions["start.stage"].type.told("first") == "First"
