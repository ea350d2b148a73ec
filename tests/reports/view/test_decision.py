"""The verdict's part of a report: conditions numbered once, facts apart, clauses in words."""

from spinout.core.scoring.assessment import assess
from spinout.reports.view.decision import Condition, Fact, decision_view
from spinout.reports.view.view import view_of
from stories import small, subject

DONE: dict[str, object] = {
    "start__backing": 2,
    "start__plan": {"answer": 2, "evidence": "Paper 4"},
    "start__people": 9,
    "then__share": 60,
    "then__groups": ["red"],
    "then__agreed": "yes",
    "then__split": {"answer": {"red": 40, "blue": 60}},
    "then__extra": 3,
    "start__since": "2026-01-01",
    "start__remarks": "None",
}


def test_ready_has_no_conditions() -> None:
    """Where all is met the verdict names the stage, and says why."""
    view = decision_view(small(**{**DONE, "then__extra": {"answer": 3, "evidence": "x"}}))
    assert view is not None
    assert (view.words, view.conditions, view.facts) == ("Ready for: Second step", (), ())
    assert view.reasons == (
        "Every requirement of this decision is met or does not apply.",
        "The score, 91, reaches the 60 needed.",
    )


def test_missing_evidence_is_said_in_words() -> None:
    """A gate that lacks nothing but evidence says so, with what would do."""
    view = decision_view(small(**{**DONE, "start__plan": 2}))
    assert view is not None
    assert view.conditions == (
        Condition(
            1,
            "evidence",
            "start.plan",
            "Is there a plan?",
            "A final one",
            "A final one",
            "Only the evidence is missing. The answer is high enough, but without evidence it counts one level lower. "
            "What would do: The plan itself.",
            "Write it.",
        ),
    )


def test_score_below_the_bar_is_the_last_condition() -> None:
    """A score that cannot reach the bar is numbered after the gates."""
    view = decision_view(small(**{**DONE, "start__backing": 1, "start__plan": 0, "then__share": 0, "then__extra": 0}))
    assert view is not None
    assert [(c.number, c.kind, c.title) for c in view.conditions] == [
        (1, "gate", "Is there a plan?"),
        (2, "score", "Overall score"),
    ]
    assert view.conditions[1].needed == "60 or more"
    assert [line.number for line in view.gates] == [None, 1, None, None, None, None]


def test_unknown_gates_are_facts_to_find() -> None:
    """A gate without an answer is a fact, and so is a score that hangs on open answers."""
    answers = {name: value for name, value in DONE.items() if name != "start__people"}
    view = decision_view(small(**{**answers, "start__plan": "dont-know", "then__share": "dont-know"}))
    assert view is not None
    assert view.words == "Cannot tell yet"
    assert view.facts == (
        Fact(1, "start.plan", "Is there a plan?", "Not known.", "A final one", "Write it."),
        Fact(2, "start.people", "How many people?", "Not answered.", "more than 2 people", None),
        Fact(
            3,
            None,
            "Overall score",
            "27 to 86, with answers still open.",
            "60 or more, at its lowest",
            "Answer enough of the open questions to tell.",
        ),
    )


def test_too_early_says_what_comes_first() -> None:
    """The gate that comes before all others is named, and marked among the conditions."""
    view = decision_view(small(**{**DONE, "start__backing": 0}))
    assert view is not None
    assert view.words == "Too early for this decision"
    assert view.reasons[0] == "This comes before all else and is not met: Who backs it?"
    assert [(c.question, c.first) for c in view.conditions] == [("start.backing", True)]


def test_exempt_answers_are_left_out_and_counted() -> None:
    """An exempt answer's words stand nowhere in the view; how many there are does."""
    secret = {"answer": 2, "evidence": "Secret paper", "note": "Secret note", "exempt": True}
    view = view_of(
        subject(
            small(**{**DONE, "start__plan": secret, "then__share": {"not_applicable": "Secret reason", "exempt": True}})
        )
    )
    assert "Secret" not in repr(view)
    assert "answered='A final one" not in repr(view)
    assert "words='A final one" not in repr(view)
    assert view.left_out == (
        "2 answers are left out of this report. All in it is worked out without them, as if nobody had answered, so "
        "that nothing here tells of them."
    )


def test_draft_is_marked() -> None:
    """Open questions make an incomplete report, which says how many there are."""
    assert (
        view_of(subject(small(start__backing=1))).incomplete
        == "9 of 11 questions have no answer yet. The results may change."
    )


def test_levels_have_their_numbers_for_those_who_type_them() -> None:
    """On a screen, where a level is answered by its number; never in a paper."""
    view = decision_view(small(**{**DONE, "start__plan": 2}), numbered=True)
    assert view is not None
    assert (view.conditions[0].needed, view.conditions[0].answered) == (
        "level 2 or more (2: A final one)",
        "2: A final one",
    )


def test_facts_are_numbered_on_from_the_conditions() -> None:
    """So that each stands once, under one number, in one list."""
    view = decision_view(small(**{**DONE, "start__backing": 0, "start__people": "dont-know"}))
    assert view is not None
    assert [c.number for c in view.conditions] == [1]
    assert [f.number for f in view.facts] == [2]


def test_a_decision_other_than_the_answers_ask_for_says_so() -> None:
    """Where it was asked for apart from them, and only there."""
    own = small(**DONE)
    told = decision_view(assess(own.questionnaire, own.answers, "first"))
    assert told is not None
    assert told.other == "The answers ask for another decision: Second step. This is judged for: First step."
    alone = decision_view(own)
    assert alone is not None
    assert alone.other is None
