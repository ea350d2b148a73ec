"""The oracle against cases worked by hand, and against the properties that the contract promises (section 4)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import assess, completions, look, truth
from oracle_form import ANSWERED, read_entries, read_form
from oracle_scores import banzhaf, shapley_shubik
from strategies import answers_for, complete_answers_for, questionnaires

NO_MORE_THAN = 200


def scale(question_id: str, levels: int = 5, **more: Any) -> dict[str, Any]:
    """A scale of so many levels."""
    names = [f"Level {level}" for level in range(levels)]
    return {"id": question_id, "ask": "How far?", "type": "scale", "levels": names, **more}


def form(*sections: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A questionnaire of these sections: `s1`, `s2` and so on."""
    written = [
        {"id": f"s{number}", "title": "A section", "questions": questions}
        for number, questions in enumerate(sections, start=1)
    ]
    return {"id": "sample", "title": "A sample", "version": "1", "sections": written, **more}


def reply(**answers: Any) -> dict[str, Any]:
    """An answers file; `s1_q1` stands for `s1.q1`."""
    named = {key.replace("_", ".", 1): value for key, value in answers.items()}
    return {"questionnaire": "sample", "version": "1", "answers": named}


def decision(ready_from: int = 0, **more: Any) -> dict[str, Any]:
    """One stage, `go`, asked for by `s1.stage`."""
    stages = [{"id": "go", "label": "Go", "ready_from": ready_from}]
    return {"asked_by": "s1.stage", "stages": stages, **more}


STAGE: dict[str, Any] = {
    "id": "stage",
    "ask": "Which decision?",
    "type": "choice",
    "options": [{"id": "go", "label": "Go"}],
}


def test_a_section_is_the_weighted_mean_of_its_answers() -> None:
    """Weights 3 and 1, scores 1/2 and 1: (3/2 + 1) / 4 is 5/8."""
    found = assess(form([scale("q1", 3, weight=3), scale("q2", 3)]), reply(s1_q1=1, s1_q2=2))
    assert found["sections"][0]["score"] == {"low": Fraction(125, 2), "high": Fraction(125, 2)}


def test_an_open_question_makes_a_range() -> None:
    """Of two equal questions one is at the top and one is open: between a half and the whole."""
    found = assess(form([scale("q1"), scale("q2")]), reply(s1_q1=4))
    assert found["score"] == {"low": 50, "high": 100, "exact": True}


def test_a_pending_question_counts_in_some_completions_only() -> None:
    """`q1` below 2 hides `q2`, which is at 0: low is (2/4 + 0)/2 or 0/4, high is (4/4 + 0)/2."""
    questionnaire = form([scale("q1"), scale("q2", show_if={"question": "s1.q1", "at_least": 2})])
    found = assess(questionnaire, reply(s1_q2=0))
    assert found["score"] == {"low": 0, "high": 50, "exact": True}


def test_a_hidden_question_never_counts() -> None:
    """The answer to `q2` would halve the score, but `q1` hides it."""
    questionnaire = form([scale("q1"), scale("q2", show_if={"question": "s1.q1", "less_than": 2})])
    found = assess(questionnaire, reply(s1_q1=4, s1_q2=0))
    assert (found["score"]["low"], found["questions"][1]["state"]) == (100, "hidden")


def test_a_section_assessed_in_some_completions_has_the_range_of_those() -> None:
    """`s2` is asked only where `q1` is at its top, and then stands at a half."""
    shown = {"question": "s1.q1", "is": 4}
    found = assess(form([scale("q1")], [scale("q1", 3, show_if=shown)]), reply(s2_q1=1))
    assert found["sections"][1]["score"] == {"low": 50, "high": 50}


def test_nothing_left_to_count_is_not_assessed() -> None:
    """The only question does not apply."""
    found = assess(form([scale("q1", not_applicable=True)]), reply(s1_q1={"not_applicable": "None here."}))
    assert (found["score"], found["sections"][0]["assessed"]) == (None, False)


def test_a_top_level_without_evidence_counts_one_lower() -> None:
    """Four of five levels up, without a letter to show: three of four parts."""
    questionnaire = form([scale("q1")], scoring={"top_level_needs_evidence": True})
    assert assess(questionnaire, reply(s1_q1={"answer": 4, "evidence": " "}))["score"]["low"] == 75


def test_two_levels_need_no_evidence() -> None:
    """The rule is for scales of three levels or more."""
    questionnaire = form([scale("q1", 2)], scoring={"top_level_needs_evidence": True})
    assert assess(questionnaire, reply(s1_q1=1))["score"]["low"] == 100


def test_questions_of_a_weightless_section_do_not_count_overall() -> None:
    """With `overall: questions` the section of weight 0 is left out."""
    questionnaire = form([scale("q1")], [scale("q1")], scoring={"overall": "questions"})
    questionnaire["sections"][1]["weight"] = 0
    assert assess(questionnaire, reply(s1_q1=4, s2_q1=0))["score"]["low"] == 100


def test_exclusive_options_stand_alone_and_count_nothing() -> None:
    """Of `a`, `b` and the exclusive `none`: three choices, of which `none` falls to the last row."""
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "none", "label": "N", "exclusive": True}]
    rows = [{"from": 2, "score": 1}, {"from": 1, "score": Decimal("0.5")}, {"score": Decimal("0.1")}]
    questionnaire = form([{"id": "q1", "ask": "Which?", "type": "multi", "options": options, "score": rows}])
    plain = read_form(questionnaire)
    worlds = completions(plain, read_entries(plain, reply()))
    assert [world.entries["s1.q1"].value for world in worlds] == [["a"], ["b"], ["a", "b"], ["none"]]
    assert assess(questionnaire, reply())["score"] == {"low": 10, "high": 100, "exact": True}


def test_a_number_takes_the_highest_row_that_is_not_above_it() -> None:
    """74.5 is below the row from 75 and above the row from 50."""
    rows = [{"from": 75, "score": 1}, {"from": 0, "score": 0}, {"from": 50, "score": Decimal("0.5")}]
    question = {"id": "q1", "ask": "How many?", "type": "percent", "score": rows}
    assert assess(form([question]), reply(s1_q1=Decimal("74.5")))["score"]["low"] == 50


def test_a_comparison_with_a_question_that_does_not_apply_is_false() -> None:
    """Even `is_not` is, and `answered: false`; but `not` turns it round."""
    world = look(form([scale("q1", not_applicable=True)]), reply(s1_q1={"not_applicable": "None here."}))
    assert truth({"question": "s1.q1", "is_not": 3}, world) is False
    assert truth({"question": "s1.q1", "answered": False}, world) is False
    assert truth({"not": {"question": "s1.q1", "is": 3}}, world) is True


def test_a_comparison_with_a_pending_question_is_false_or_unknown() -> None:
    """Its own answer can make it false; what it makes true is still unknown. `answered` looks at the answer."""
    questionnaire = form([scale("q1"), scale("q2", show_if={"question": "s1.q1", "at_least": 2})])
    world = look(questionnaire, reply(s1_q2=3))
    assert truth({"question": "s1.q2", "at_least": 4}, world) is False
    assert truth({"question": "s1.q2", "at_least": 3}, world) is None
    assert truth({"question": "s1.q2", "answered": True}, world) is True


def test_a_gate_that_lacks_only_evidence_is_not_met_and_says_so() -> None:
    """The bar is the top level, which counts one lower; it does not count towards `too-early` either."""
    questionnaire = form(
        [STAGE, scale("q1", essential={"go": {"at_least": 4}})],
        scoring={"top_level_needs_evidence": True},
        decision=decision(too_early={"open_gates": 1}),
    )
    found = assess(questionnaire, reply(s1_stage="go", s1_q1=4))
    assert found["gates"] == [{"question": "s1.q1", "state": "not-met", "evidence_missing": True, "unmet": [0]}]
    assert found["verdict"] == "conditions"


def test_a_pending_gate_is_met_or_unknown() -> None:
    """Answered and met is met, also while pending; answered and not met is unknown."""
    gate = scale("q2", show_if={"question": "s1.q1", "at_least": 2}, essential={"go": {"at_least": 3}})
    questionnaire = form([STAGE, scale("q1"), gate], decision=decision())
    assert assess(questionnaire, reply(s1_q2=3))["gates"][0]["state"] == "met"
    assert assess(questionnaire, reply(s1_q2=2))["gates"][0]["state"] == "unknown"


def test_a_gate_whose_condition_is_false_does_not_apply() -> None:
    """`essential_if` may name the questions that follow."""
    gate = scale("q1", essential={"go": {"at_least": 3}}, essential_if={"question": "s1.q2", "is": 0})
    questionnaire = form([STAGE, gate, scale("q2")], decision=decision())
    assert assess(questionnaire, reply(s1_q1=0, s1_q2=1))["gates"][0]["state"] == "not-applicable"


def test_too_early_fires_on_a_named_gate() -> None:
    """One named gate not met is enough, whatever the count."""
    questionnaire = form(
        [STAGE, scale("q1", essential={"go": {"at_least": 3}})],
        decision=decision(too_early={"open_gates": 9, "any_of": ["s1.q1"]}),
    )
    assert assess(questionnaire, reply(s1_q1=2))["verdict"] == "too-early"


def test_a_bar_between_the_bounds_cannot_be_told() -> None:
    """From 0 to 100 with a bar of 50."""
    questionnaire = form([STAGE, scale("q1")], decision=decision(50))
    assert assess(questionnaire, reply())["verdict"] == "cannot-tell"


def test_with_nothing_assessed_only_a_bar_of_nought_is_reached() -> None:
    """The only question has no score."""
    assert assess(form([STAGE], decision=decision(0)), reply())["verdict"] == "ready"
    assert assess(form([STAGE], decision=decision(1)), reply())["verdict"] == "cannot-tell"


def test_a_classification_waits_for_every_earlier_outcome() -> None:
    """`first` is unknown and `second` true: both are possible, and the last is not."""
    outcomes = [
        {"id": "first", "label": "First", "when": {"question": "s1.q1", "is": 1}},
        {"id": "second", "label": "Second", "when": {"question": "s1.q2", "is": 1}},
        {"id": "third", "label": "Third", "otherwise": True},
    ]
    rules = [{"classifications": [{"id": "kind", "title": "Kind", "outcomes": outcomes}]}]
    found = assess(form([scale("q1"), scale("q2")], rules=rules), reply(s1_q2=1))
    assert found["classifications"] == [
        {"id": "kind", "outcome": "cannot-tell", "possible": ["first", "second"], "exact": True}
    ]


def test_evidence_that_says_nothing_counts_as_none() -> None:
    """In any case, with or without a full stop or spaces; as it was written it stands in `evidence`."""
    scoring = {"top_level_needs_evidence": True, "no_evidence": ["none", "N/A"]}
    questionnaire = form([scale("q1")], scoring=scoring)
    for said, score in (("None.", 75), (" n/a ", 75), ("NONE .", 75), ("None yet.", 100), ("tbc", 100)):
        found = assess(questionnaire, reply(s1_q1={"answer": 4, "evidence": said}))
        assert (found["score"]["low"], found["questions"][0]["evidence"]) == (score, said)


def test_a_score_may_be_a_fraction_of_whole_numbers() -> None:
    """Two thirds and one third are exact."""
    thirds = [0, "1/3", "2/3", 1]
    found = assess(form([scale("q1", 4, scores=thirds), scale("q2", 4)]), reply(s1_q1=2, s1_q2=1))
    assert found["score"]["low"] == 50


def test_with_overall_questions_a_section_has_no_weight() -> None:
    """But 0, which leaves its questions out."""
    questionnaire = form([scale("q1")], [scale("q1")], [scale("q1")], scoring={"overall": "questions"})
    questionnaire["sections"][1]["weight"], questionnaire["sections"][2]["weight"] = 0, 3
    assert [each["weight"] for each in assess(questionnaire, reply())["sections"]] == [None, 0, None]


def test_a_percentage_may_have_its_sign() -> None:
    """`62%` is 62, in a split's parts too."""
    parts = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    share: dict[str, Any] = {"id": "q1", "ask": "?", "type": "percent"}
    shares: dict[str, Any] = {"id": "q2", "ask": "?", "type": "split", "parts": parts}
    found = assess(form([share, shares]), reply(s1_q1="62.5%", s1_q2={"answer": {"a": "40%", "b": 60}}))
    assert [each["answer"] for each in found["questions"]] == [Decimal("62.5"), {"a": 40, "b": 60}]


def test_an_option_may_have_a_text_beside_it() -> None:
    """The text stands in `other`; blank it is none."""
    options = [{"id": "a", "label": "A"}, {"id": "b", "label": "B", "other": True}]
    questionnaire = form([{"id": "q1", "ask": "Which?", "type": "choice", "options": options}])
    for text, kept in (("A trust.", "A trust."), (" ", None)):
        found = assess(questionnaire, reply(s1_q1={"answer": "b", "other": text}))
        assert (found["questions"][0]["answer"], found["questions"][0]["other"]) == ("b", kept)


def test_an_open_question_may_gain_all_that_it_leaves_open() -> None:
    """Two sections of equal weight; `s1` has two questions of 25 points each, `s2` one of 50."""
    found = assess(form([scale("q1"), scale("q2")], [scale("q1")]), reply(s1_q1=1, s2_q1=4))
    assert [(each["gain"], each["open"]) for each in found["contributions"]] == [
        (Fraction(75, 4), 0),
        (25, 25),
        (0, 0),
    ]


def test_robustness_moves_weight_to_the_best_section() -> None:
    """Sections at 0 and 100 stand at 50; a band from 60 needs a tenth moved, one from 50 breaks at once."""
    bands = [{"id": str(edge), "label": str(edge), "from": edge} for edge in (0, 50, 60)]
    found = assess(form([scale("q1")], [scale("q1")], scoring={"bands": bands}), reply(s1_q1=0, s2_q1=4))
    assert found["robustness"]["low"] == {"up": Fraction(1, 10), "down": 0}


def test_equal_sections_leave_no_shift_that_changes_the_band() -> None:
    """Where all stand at the edge itself, no weight takes them below it."""
    bands = [{"id": str(edge), "label": str(edge), "from": edge} for edge in (0, 50, 60)]
    found = assess(form([scale("q1")], [scale("q1")], scoring={"bands": bands}), reply(s1_q1=2, s2_q1=2))
    assert found["robustness"]["low"] == {"up": None, "down": None}


def test_three_groups_that_need_each_other_have_equal_power() -> None:
    """40/40/20: any two make a majority and none does alone."""
    shares = {"a": Fraction(40), "b": Fraction(40), "c": Fraction(20)}
    assert set(banzhaf(shares).values()) == set(shapley_shubik(shares).values()) == {Fraction(1, 3)}


def test_a_bare_majority_has_all_the_power() -> None:
    """51/49 leaves the second group nothing."""
    shares = {"a": Fraction(51), "b": Fraction(49)}
    assert banzhaf(shares) == shapley_shubik(shares) == {"a": 1, "b": 0}


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_complete_answers_have_one_score(data: st.DataObject) -> None:
    """Section 4: complete answers give `low` = `high`."""
    questionnaire = data.draw(questionnaires())
    found = assess(questionnaire, data.draw(complete_answers_for(questionnaire)))
    assert found["complete"]
    assert found["score"] is None or found["score"]["low"] == found["score"]["high"]


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_further_answer_never_widens_the_range(data: st.DataObject) -> None:
    """Section 4: every range lies between 0 and 100, and one more answer keeps within it."""
    questionnaire = data.draw(questionnaires())
    before = data.draw(answers_for(questionnaire, NO_MORE_THAN))
    fuller = data.draw(complete_answers_for(questionnaire))
    now, later = look(questionnaire, before), look(questionnaire, fuller)
    wide = assess(questionnaire, before)["score"]
    for key, answer in fuller["answers"].items():
        question_id = questionnaire.get("renamed", {}).get(key, key)
        if not now.entries[question_id].is_open or later.entries[question_id].state != ANSWERED:
            continue
        others = {
            name: value for name, value in before["answers"].items() if not _names(questionnaire, name, question_id)
        }
        narrow = assess(questionnaire, {**before, "answers": {**others, key: answer}})["score"]
        if wide is not None and narrow is not None:
            assert 0 <= wide["low"] <= narrow["low"] <= narrow["high"] <= wide["high"] <= 100


def _names(questionnaire: dict[str, Any], key: str, question_id: str) -> bool:
    """Whether a key of the answers, perhaps an old id, names the question."""
    return bool(questionnaire.get("renamed", {}).get(key, key) == question_id)
