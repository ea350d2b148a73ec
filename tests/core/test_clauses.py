"""Gates in clauses, the ladder of stages, and what is said of where one stands."""

from typing import Any

import pytest

from spinout.core.answers import Answer
from spinout.core.insight.plan import plan
from spinout.core.scoring.assessment import Assessment, assess
from spinout.reports.view.decision import decision_view
from test_contract import read_answers, read_questionnaire

SCALE = {"type": "scale", "levels": ["None", "Some", "Most", "All"]}
FORMS = [{"id": ident, "label": ident.title()} for ident in ("cic", "society", "none")]


def questionnaire(*clauses: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form with a gate of these clauses, that it may be a charity, and two stages."""
    stages: list[dict[str, Any]] = [{"id": "talk", "label": "Talk"}, {"id": "go", "label": "Go", "ready_from": 50}]
    choice: dict[str, Any] = {
        "id": "stage",
        "ask": "Which?",
        "type": "choice",
        "options": [{"id": s["id"], "label": "-"} for s in stages],
    }
    legal = {"id": "legal", "title": "Legal form", "ask": "What will it be?", "type": "choice", "options": FORMS}
    vote = {"id": "vote", "ask": "Who votes?", **SCALE, **more}
    questions = [
        choice,
        {"id": "charity", "ask": "A charity?", "type": "yes-no", "weight": 0},
        {**legal, "essential": list(clauses)},
        vote,
    ]
    return {
        "id": "q",
        "title": "Q",
        "version": "1",
        "scoring": {"top_level_needs_evidence": True, "no_evidence": ["n/a", "To follow"]},
        "decision": {"asked_by": "s.stage", "stages": stages},
        "sections": [{"id": "s", "title": "S", "questions": questions}],
    }


CHOSEN = {"talk": {"is_not": "none"}, "go": {"is_not": "none"}, "because": "A body must be chosen."}
NO_CHARITY = {
    "if": {"question": "s.charity", "is": "yes"},
    "go": {"is_not": "cic"},
    "because": "A community interest company cannot be a charity.",
}


def assessed(raw: dict[str, Any], **answers: Any) -> Assessment:
    """The assessment at `go`."""
    read = read_questionnaire(raw)
    given = {"questionnaire": "q", "answers": {"s.stage": "go", **{f"s.{k}": v for k, v in answers.items()}}}
    return assess(read, read_answers(given, read))


@pytest.mark.parametrize(
    ("legal", "charity", "state", "unmet"),
    [
        ("none", "no", "not-met", [0]),
        ("cic", "no", "met", []),
        ("cic", "yes", "not-met", [1]),
        ("cic", "dont-know", "unknown", [1]),
        ("none", "dont-know", "not-met", [0]),
        ("society", "dont-know", "met", []),
        ("dont-know", "dont-know", "unknown", [0, 1]),
        ("dont-know", "no", "unknown", [0]),
    ],
)
def test_a_gate_is_met_where_all_clauses_that_may_be_asked_for_hold(
    legal: str, charity: str, state: str, unmet: list[int]
) -> None:
    """A clause whose `if` is false asks nothing; one whose `if` is open may."""
    gate = assessed(questionnaire(CHOSEN, NO_CHARITY), legal=legal, charity=charity, vote=2).gates[0]
    assert (gate.state.value, [clause.number for clause in gate.unmet]) == (state, unmet)


def test_a_gate_without_a_clause_that_is_asked_for_does_not_apply() -> None:
    """The only clause is for charities."""
    gate = assessed(questionnaire(NO_CHARITY), legal="dont-know", charity="no").gates[0]
    assert (gate.state.value, gate.unmet) == ("not-applicable", ())


def test_essential_if_is_an_if_on_every_clause() -> None:
    """Both must hold for the second clause to be asked for."""
    raw = questionnaire(CHOSEN, NO_CHARITY)
    raw["sections"][0]["questions"][2]["essential_if"] = {"question": "s.charity", "is": "no"}
    read = read_questionnaire(raw)
    made = {c: assessed(raw, legal="cic", charity=c).gates[0].state.value for c in ("yes", "no", "dont-know")}
    assert made == {"yes": "not-applicable", "no": "met", "dont-know": "unknown"}
    assert [clause.number for clause in read.questions["s.legal"].essential["go"]] == [0, 1]


def test_the_clause_that_fails_is_quoted_with_its_reason() -> None:
    """As a condition: title, what is there, what is needed, and why."""
    view = decision_view(assessed(questionnaire(CHOSEN, NO_CHARITY), legal="cic", charity="yes", vote=2))
    assert view is not None
    told = view.conditions[0]
    assert (told.title, told.answered, told.needed) == ("Legal form", "Cic", "anything other than “Cic”")
    assert told.because == "A community interest company cannot be a charity."


def test_every_stage_is_judged_as_if_it_were_asked_for() -> None:
    """The furthest that is ready, and not later than the one asked for, can be asked for now."""
    made = assessed(questionnaire(CHOSEN, NO_CHARITY), legal="cic", charity="yes", vote=0)
    view = decision_view(made)
    assert [(rung.stage.id, rung.verdict.value) for rung in made.ladder] == [("talk", "ready"), ("go", "conditions")]
    assert view is not None
    assert view.askable == "What can be asked for now: Talk"


def test_what_is_ready_is_not_said_twice() -> None:
    """The stage asked for is ready itself."""
    view = decision_view(assessed(questionnaire(CHOSEN), legal="cic", charity="no", vote=2))
    assert view is not None
    assert (view.verdict, view.askable) == ("ready", None)


@pytest.mark.parametrize(
    ("evidence", "counts", "warned"),
    [("N/A.", 2, True), (" to follow ", 2, True), ("None", 3, True), ("n/a: see minute 4", 3, False)],
)
def test_evidence_that_says_nothing_counts_as_none(evidence: str, counts: int, *, warned: bool) -> None:
    """In any case, with or without a full stop and spaces; it is kept as it was written, and warned of.

    So is what says nothing and is no such word of this questionnaire: that counts.
    """
    made = assessed(questionnaire(CHOSEN), vote={"answer": 3, "evidence": evidence})
    assert made.statuses["s.vote"].effective == counts
    assert made.statuses["s.vote"].answer == Answer(3, evidence=evidence)
    assert ("empty-evidence" in [warning.code.value for warning in made.warnings]) is warned


def test_the_next_step_is_that_from_where_one_stands() -> None:
    """From a level on; an open question takes the first; what none is written for takes the one step."""
    steps = {"1": "Ask the rest.", "2": "Write it down."}
    question = read_questionnaire(questionnaire(CHOSEN, next_step="Begin.", next_steps=steps)).questions["s.vote"]
    assert [question.step_from(value) for value in (None, 0, 1, 2, 3)] == [
        "Ask the rest.",
        "Begin.",
        "Ask the rest.",
        "Write it down.",
        "Write it down.",
    ]


def test_a_plan_moves_to_an_answer_on_which_every_clause_holds() -> None:
    """Away from the form that a charity cannot be, and not to none."""
    read = read_questionnaire(questionnaire(CHOSEN, NO_CHARITY))
    answers = {"s.stage": "go", "s.legal": "cic", "s.charity": "yes", "s.vote": 2}
    made = plan(read, read_answers({"questionnaire": "q", "answers": answers}, read))
    assert [(move.question.id, move.to, move.gate) for move in made.moves] == [("s.legal", "society", True)]


def test_a_score_may_be_a_fraction() -> None:
    """Two thirds are two thirds, and not 66 of a hundred."""
    made = assessed(questionnaire(CHOSEN, scores=[0, "1/3", "2/3", 1]), vote=2)
    assert made.statuses["s.vote"].score == made.scores.overall.low / 100  # type: ignore[union-attr]
    assert str(made.statuses["s.vote"].score) == "2/3"
