"""The oracle's classifications against cases worked by hand (section 6): possible is what some completion gives."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import assess, look
from oracle_completions import telling_splits
from oracle_form import ANSWERED
from strategies import answers_for, complete_answers_for, questionnaires
from test_oracle import form, reply, scale

YES_NO = {"ask": "Is there?", "type": "yes-no"}
PARTS = [{"id": part, "label": part} for part in ("x", "y", "z")]


def possible(
    questions: list[dict[str, Any]],
    whens: list[dict[str, Any]],
    answers: dict[str, Any],
    criteria: list[dict[str, Any]] | None = None,
    **more: Any,
) -> list[str]:
    """The outcomes still possible: `o1`, `o2` and so on, or else `other`; one alone is the result."""
    outcomes = [{"id": f"o{number}", "label": "One", "when": when} for number, when in enumerate(whens, start=1)]
    last = {"id": "other", "label": "Other", "otherwise": True}
    rule: dict[str, Any] = {"classifications": [{"id": "kind", "title": "Kind", "outcomes": [*outcomes, last]}]}
    rules = [{"criteria": criteria or [], **rule}]
    (found,) = assess(form(questions, rules=rules, **more), reply(**answers))["classifications"]
    expected = found["possible"][0] if len(found["possible"]) == 1 else "cannot-tell"
    assert (found["id"], found["outcome"], found["exact"]) == ("kind", expected, True)
    return list(found["possible"])


def at(question: str, operator: str, value: Any, **more: Any) -> dict[str, Any]:
    """A comparison with a question of the first section."""
    return {"question": f"s1.{question}", operator: value, **more}


def test_an_outcome_that_no_completion_gives_is_not_listed() -> None:
    """No `q1` is both above 2 and below it; the top is one answer of several."""
    never = {"all": [at("q1", "at_least", 3), at("q1", "at_most", 1)]}
    assert possible([scale("q1")], [never, at("q1", "at_least", 4)], {}) == ["o2", "other"]


def test_where_all_completions_agree_that_is_the_result() -> None:
    """`q1` is at least 2 or below it, whatever the answer."""
    either = {"any": [at("q1", "at_least", 2), at("q1", "less_than", 2)]}
    assert possible([scale("q1")], [either], {}) == ["o1"]
    assert possible([scale("q1")], [{"not": either}], {}) == ["other"]


def test_an_earlier_outcome_takes_what_it_shares() -> None:
    """From 3 on the first; the second asks for the top, which is taken already."""
    assert possible([scale("q1")], [at("q1", "at_least", 3), at("q1", "at_least", 4)], {}) == ["o1", "other"]


def test_does_not_apply_is_never_assumed() -> None:
    """Only a `q1` that does not apply is neither below 2 nor above 1."""
    both = {"any": [at("q1", "less_than", 2), at("q1", "more_than", 1)]}
    question = scale("q1", not_applicable=True)
    assert possible([question], [both], {}) == ["o1"]
    assert possible([question], [both], {"s1_q1": {"not_applicable": "None here."}}) == ["other"]


def test_answered_keeps_the_truth_that_it_has_now() -> None:
    """An open question is answered in every completion, but it is not now; a criterion says the same."""
    assert possible([scale("q1")], [{"question": "s1.q1", "answered": True}], {}) == ["other"]
    assert possible([scale("q1")], [{"question": "s1.q1", "answered": False}], {}) == ["o1"]
    criteria = [{"id": "told", "label": "Told", "when": {"question": "s1.q1", "answered": True}}]
    told = {"all": [{"criterion": "told"}, at("q2", "at_least", 2)]}
    assert possible([scale("q1"), scale("q2")], [told], {"s1_q1": 1}, criteria) == ["o1", "other"]
    assert possible([scale("q1"), scale("q2")], [told], {}, criteria) == ["other"]


def test_answered_of_a_pending_question_looks_at_its_answer_alone() -> None:
    """It may be hidden in the end, and yet it is answered now."""
    questions = [scale("q1"), scale("q2", show_if=at("q1", "at_least", 2))]
    assert possible(questions, [{"question": "s1.q2", "answered": True}], {"s1_q2": 0}) == ["o1"]
    assert possible(questions, [at("q2", "is_not", 3)], {"s1_q2": 0}) == ["o1", "other"]


def test_what_is_shown_follows_from_the_completion() -> None:
    """`q2` is asked only where `q1` is yes, so both together never come with no."""
    questions: list[dict[str, Any]] = [
        {"id": "q1", **YES_NO},
        {"id": "q2", **YES_NO, "show_if": at("q1", "is", "yes")},
    ]
    yes_2 = at("q2", "is", "yes")
    no_1 = at("q1", "is", "no")
    assert possible(questions, [{"all": [no_1, yes_2]}, yes_2], {}) == ["o2", "other"]
    assert possible(questions, [{"all": [no_1, {"not": yes_2}]}], {"s1_q1": "no"}) == ["o1"]


def test_an_answered_top_level_stays_without_its_evidence() -> None:
    """Only an open question takes evidence; it may stand at its top or one lower."""
    scoring = {"top_level_needs_evidence": True}
    tops = [at("q1", "is", 4), at("q1", "is", 3)]
    assert possible([scale("q1")], tops, {"s1_q1": 4}, scoring=scoring) == ["o2"]
    assert possible([scale("q1")], tops, {}, scoring=scoring) == ["o1", "o2", "other"]


def split(*votes: Any) -> dict[str, Any]:
    """A split between `x`, `y` and `z`, perhaps answered."""
    return {"s1_q1": {"answer": dict(zip("xyz", votes, strict=True))}} if votes else {}


SPLIT = {"id": "q1", "ask": "Who votes?", "type": "split", "parts": PARTS}


def test_parts_of_a_split_are_possible_where_together_they_can_be_a_hundred() -> None:
    """60 and 60 cannot be; 50 and 50 can, but then nothing is left for a third, and more than 50 leaves less."""
    x, y, z = ({"part": part} for part in "xyz")
    both = {"all": [at("q1", "at_least", 60, **x), at("q1", "at_least", 60, **y)]}
    halves = {"all": [at("q1", "at_least", 50, **x), at("q1", "at_least", 50, **y)]}
    three = {"all": [*halves["all"], at("q1", "more_than", 0, **z)]}
    over = {"all": [at("q1", "more_than", 50, **x), at("q1", "at_least", 50, **y)]}
    assert possible([SPLIT], [both], {}) == ["other"]
    assert possible([SPLIT], [halves], {}) == ["o1", "other"]
    assert possible([SPLIT], [three], {}) == ["other"]
    assert possible([SPLIT], [over], {}) == ["other"]
    none = {"all": [at("q1", "less_than", 25, **part) for part in (x, y, z)]}
    assert possible([SPLIT], [{"not": none}], {}) == ["o1"]
    assert possible([SPLIT], [halves], split(50, 50, 0)) == ["o1"]


def test_each_split_is_a_hundred_together() -> None:
    """A part that no condition names takes what is left."""
    check = {"id": "c", "message": "M.", "when": at("q1", "at_least", 40, part="x")}
    world = look(form([SPLIT], rules=[{"checks": [check]}]), reply())
    found = telling_splits(world.form, world.form.question("s1.q1"))
    *marks, below, above = [shares["x"] for shares in found]
    assert marks == [0, 40, 100]
    assert 0 < below < 40 < above < 100
    assert {sum(shares.values()) for shares in found} == {Fraction(100)}


def test_numbers_are_told_apart_by_conditions_alone() -> None:
    """Whole numbers have none between 3 and 4; decimals have."""
    between = {"all": [at("q1", "more_than", 3), at("q1", "less_than", 4)]}
    number = {"id": "q1", "ask": "How many?", "type": "number", "min": 0, "max": 9}
    assert possible([{**number, "integer": True}], [between], {}) == ["other"]
    assert possible([number], [between], {}) == ["o1", "other"]
    assert possible([number], [between], {"s1_q1": Decimal("3.5")}) == ["o1"]


def test_of_a_multi_only_what_may_be_chosen_together() -> None:
    """An exclusive option stands alone, and one is chosen at least."""
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "none", "label": "N", "exclusive": True}]
    multi = {"id": "q1", "ask": "Which?", "type": "multi", "options": options}
    never = {"all": [at("q1", "includes", "a"), at("q1", "includes", "none")]}
    nothing = at("q1", "less_than", 1, count_of=["a", "b", "none"])
    assert possible([multi], [never, nothing, at("q1", "includes_all", ["a", "b"])], {}) == ["o3", "other"]


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_a_further_answer_makes_nothing_possible_that_was_not(data: st.DataObject) -> None:
    """Where no `answered` stands in the rules, one more value only takes outcomes away, and never the last."""
    questionnaire = data.draw(questionnaires(answered=False))
    before = data.draw(answers_for(questionnaire, 60))
    fuller = data.draw(complete_answers_for(questionnaire))
    now, later = look(questionnaire, before), look(questionnaire, fuller)
    wide = assess(questionnaire, before)["classifications"]
    renamed = questionnaire.get("renamed", {})
    for key, answer in fuller["answers"].items():
        ident = renamed.get(key, key)
        if not now.entries[ident].is_open or later.entries[ident].state != ANSWERED:
            continue
        others = {name: given for name, given in before["answers"].items() if renamed.get(name, name) != ident}
        narrow = assess(questionnaire, {**before, "answers": {**others, key: answer}})["classifications"]
        for less, more in zip(narrow, wide, strict=True):
            assert less["possible"]
            assert set(less["possible"]) <= set(more["possible"])
