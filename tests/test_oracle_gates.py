"""The oracle's gates in clauses and its ladder of stages, against cases worked by hand (section 5)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import assess
from strategies import answers_for, questionnaires
from test_oracle import STAGE, decision, form, reply, scale

NEEDS_3 = {"go": {"at_least": 3}}


def where(level: int, question: str = "s1.q2") -> dict[str, Any]:
    """A clause that needs 3 where another question is at this level."""
    return {"if": {"question": question, "is": level}, **NEEDS_3}


def gate_of(essential: Any, answers: dict[str, Any], **more: Any) -> tuple[str, list[int], bool]:
    """State, unmet clauses and whether only evidence is missing, of the gate of `q1` beside a `q2`."""
    scoring = {"top_level_needs_evidence": True}
    questions = [STAGE, scale("q0"), scale("q1", essential=essential, not_applicable=True, **more), scale("q2")]
    gate = assess(form(questions, scoring=scoring, decision=decision()), reply(**answers))["gates"][0]
    return gate["state"], gate["unmet"], gate["evidence_missing"]


NOT_THERE = {"not_applicable": "None here."}


@pytest.mark.parametrize(
    ("essential", "answers", "expected"),
    [
        pytest.param([where(1), where(2)], {"s1_q1": 0, "s1_q2": 3}, ("not-applicable", [], False), id="no if is true"),
        pytest.param([where(1)], {"s1_q2": 3}, ("not-applicable", [], False), id="no if is true of an open question"),
        pytest.param([where(1), NEEDS_3], {"s1_q1": 0, "s1_q2": 3}, ("not-met", [1], False), id="one has no if"),
        pytest.param([where(1), where(2)], {"s1_q1": 0}, ("unknown", [0, 1], False), id="every if is unknown"),
        pytest.param([where(1), where(2)], {"s1_q1": 3}, ("met", [], False), id="met whatever the if"),
        pytest.param([where(1), NEEDS_3], {"s1_q1": 0}, ("not-met", [0, 1], False), id="one if is true, one unknown"),
        pytest.param([where(1), NEEDS_3], {}, ("unknown", [0, 1], False), id="an open question"),
        pytest.param([where(1), NEEDS_3], {"s1_q2": 3}, ("unknown", [1], False), id="an open one, one if false"),
        pytest.param([NEEDS_3], {"s1_q1": NOT_THERE}, ("not-applicable", [], False), id="it does not apply"),
        pytest.param(
            [{"go": {"at_least": 1}}, {"if": {"question": "s1.q2", "is": 0}, **NEEDS_3}],
            {"s1_q1": 1},
            ("unknown", [1], False),
            id="only one whose if is unknown fails",
        ),
        pytest.param(
            [{"go": {"at_least": 4}}, {"if": {"question": "s1.q2", "is": 0}, "go": {"at_most": 3}}],
            {"s1_q1": 4},
            ("not-met", [0], False),
            id="with evidence it would be unknown",
        ),
        pytest.param(
            [{"go": {"at_least": 4}}, {"if": {"question": "s1.q2", "is": 0}, "go": {"at_most": 3}}],
            {"s1_q1": 4, "s1_q2": 1},
            ("not-met", [0], True),
            id="with evidence it would be met",
        ),
        pytest.param({"go": {"at_least": 4}}, {"s1_q1": 4}, ("not-met", [0], True), id="one mapping"),
    ],
)
def test_clauses_make_one_gate(essential: Any, answers: dict[str, Any], expected: tuple[str, list[int], bool]) -> None:
    """Each by the sentences of section 5, one after another."""
    assert gate_of(essential, answers) == expected


def test_a_pending_gate_is_met_or_unknown_whatever_its_clauses() -> None:
    """Pending, a failing clause makes it unknown though its `if` is true."""
    shown = {"question": "s1.q0", "at_least": 2}
    assert gate_of([NEEDS_3], {"s1_q1": 2}, show_if=shown) == ("unknown", [0], False)
    assert gate_of([NEEDS_3], {"s1_q1": 3}, show_if=shown) == ("met", [], False)
    assert gate_of([NEEDS_3], {"s1_q0": 1, "s1_q1": 2}, show_if=shown) == ("not-applicable", [], False)


def test_essential_if_is_an_if_on_every_clause() -> None:
    """Beside a clause's own both must be true."""
    both = {"essential_if": {"question": "s1.q0", "is": 1}}
    assert gate_of([NEEDS_3, where(1)], {"s1_q0": 0, "s1_q1": 0, "s1_q2": 1}, **both) == ("not-applicable", [], False)
    assert gate_of([NEEDS_3, where(1)], {"s1_q0": 1, "s1_q1": 0, "s1_q2": 0}, **both) == ("not-met", [0], False)
    assert gate_of([NEEDS_3, where(1)], {"s1_q1": 0, "s1_q2": 1}, **both) == ("unknown", [0, 1], False)
    assert gate_of(NEEDS_3, {"s1_q1": 0}, **both) == ("unknown", [0], False)


def test_clauses_of_other_stages_have_no_say_but_keep_their_number() -> None:
    """The first is for another stage; the second for both."""
    stages = [{"id": "go", "label": "Go"}, {"id": "stay", "label": "Stay", "ready_from": 60}]
    asked = {**STAGE, "options": [{"id": "go", "label": "Go"}, {"id": "stay", "label": "Stay"}]}
    essential = [{"stay": {"at_least": 1}}, {"go": {"at_least": 2}, "stay": {"at_least": 3}, "because": "It is so."}]
    questionnaire = form(
        [asked, scale("q1", essential=essential), scale("q2", essential={"stay": {"at_least": 1}})],
        decision={"asked_by": "s1.stage", "stages": stages, "too_early": {"open_gates": 2}},
    )
    found = assess(questionnaire, reply(s1_stage="go", s1_q1=0, s1_q2=4))
    assert [(each["question"], each["unmet"]) for each in found["gates"]] == [("s1.q1", [1])]
    assert [each["unmet"] for each in assess(questionnaire, reply(s1_q1=0), "stay")["gates"]] == [[0, 1], [0]]
    assert found["stages"] == [
        {"id": "go", "verdict": "conditions", "gates": {"met": 0, "not_met": 1, "unknown": 0, "not_applicable": 0}},
        {"id": "stay", "verdict": "conditions", "gates": {"met": 1, "not_met": 1, "unknown": 0, "not_applicable": 0}},
    ]


def test_without_a_decision_there_is_no_ladder() -> None:
    """An empty list."""
    assert assess(form([scale("q1")]), reply())["stages"] == []


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_each_stage_is_judged_as_if_it_were_asked_for(data: st.DataObject) -> None:
    """Its verdict and gates on the ladder are those of `--stage`."""
    questionnaire = data.draw(questionnaires())
    answers = data.draw(answers_for(questionnaire, 50))
    for rung in assess(questionnaire, answers)["stages"]:
        alone = assess(questionnaire, answers, rung["id"])
        states = [each["state"].replace("-", "_") for each in alone["gates"]]
        assert rung == {
            "id": alone["stage"],
            "verdict": alone["verdict"],
            "gates": {name: states.count(name) for name in ("met", "not_met", "unknown", "not_applicable")},
        }
