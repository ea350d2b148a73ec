"""What a gate says of its clauses: which there are, why the unmet ones are asked for, and what decides over them."""

from typing import Any

from core.forms import form, reply, scale
from spinout.core.scoring.assessment import assess
from spinout.core.scoring.gates import Gate, GateState, looked_at
from test_contract import read_answers, read_questionnaire

GROW = {"go": {"at_least": 1}, "because": "It must have begun."}
SAME = {"go": {"at_least": 2}, "because": "It must have begun."}
NONE = {"go": {"at_least": 3}}
LAW = {"if": {"question": "s1.b", "at_least": 2}, "go": {"at_least": 2}, "because": "The law asks for it."}


def gate(*clauses: dict[str, Any], **answers: Any) -> Gate:
    """The gate of `a` with these clauses, beside a `b`."""
    questionnaire = read_questionnaire(form(scale("a", essential=list(clauses)), scale("b")))
    (made,) = assess(questionnaire, read_answers(reply(**answers), questionnaire)).gates
    return made


def test_a_gate_has_every_clause_of_its_stage() -> None:
    """Those that are asked for, and of these what fails, stand beside them all."""
    made = gate(GROW, LAW, a=1, b=0)
    assert len(made.clauses) == 2
    assert (made.asked, made.unmet, made.state) == (made.clauses[:1], (), GateState.MET)
    made = gate(GROW, LAW, a=1, b=2)
    assert (made.asked, made.unmet, made.state) == (made.clauses, made.clauses[1:], GateState.NOT_MET)


def test_why_is_that_of_the_unmet_clauses() -> None:
    """Each reason once, in order; none where nothing is unmet, or nothing says why."""
    assert gate(GROW, SAME, LAW, a=0, b=2).because == "It must have begun. The law asks for it."
    assert gate(GROW, LAW, a=1, b=2).because == "The law asks for it."
    assert gate(GROW, NONE, a=1).because is None
    assert gate(GROW, a=1).because is None


def test_what_decides_which_clauses_apply_is_found() -> None:
    """Every question that an `if` names, and nothing of a clause without one."""
    both = {**LAW, "if": {"all": [{"question": "s1.b", "at_least": 2}, {"not": {"question": "s0.stage", "is": "go"}}]}}
    made = gate(GROW, both, LAW, a=0)
    assert [comparison.question for comparison in looked_at(made.clauses)] == ["s1.b", "s0.stage", "s1.b"]
