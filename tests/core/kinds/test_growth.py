"""Questionnaires with very many options in one question: what they score, and that it is soon told."""

from decimal import Decimal
from time import process_time
from typing import Any

import pytest

from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.scoring.scores import ScoreRange
from test_contract import read_answers, read_questionnaire

SOON = 2.0
"""Seconds of work; a list of all subsets would take hours."""


def several(count: int, **fields: Any) -> dict[str, Any]:
    """A question with several options to choose from."""
    return {
        "id": "outcomes",
        "ask": "Which outcomes?",
        "type": "multi",
        "options": [{"id": f"o{n}", "label": f"Outcome {n}"} for n in range(count)],
        **fields,
    }


def assessed(*questions: dict[str, Any], answers: dict[str, Any] | None = None) -> Assessment:
    """The assessment of answers to some questions of one section; what is assessed is soon told."""
    stages = [{"id": "first", "label": "First", "ready_from": 50}]
    asking = {"id": "stage", "ask": "Which?", "type": "choice", "options": [{"id": "first", "label": "First"}]}
    questionnaire = read_questionnaire(
        {
            "id": "q",
            "title": "Q",
            "version": "1",
            "decision": {"asked_by": "s.stage", "stages": stages},
            "sections": [{"id": "s", "title": "S", "questions": [asking, *questions]}],
        }
    )
    begun = process_time()
    made = assess(questionnaire, read_answers({"questionnaire": "q", "answers": answers or {}}, questionnaire))
    assert made.contributions
    assert process_time() - begun < SOON
    return made


def points(low: int, high: int, *, exact: bool = True) -> ScoreRange:
    """A range."""
    return ScoreRange(low, high, exact)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [18, 30, 40])
def test_a_row_for_each_option(count: int) -> None:
    """Every answer has some option, and so the score of its first row, the last but one at least."""
    rows: list[dict[str, Any]] = [{"includes_all": [f"o{n}"], "score": Decimal(100 - n) / 100} for n in range(count)]
    assert assessed(several(count, score=[*rows, {"score": 0}])).scores.overall == points(101 - count, 100)


@pytest.mark.parametrize("count", [13, 25, 40])
def test_a_question_for_each_option(count: int) -> None:
    """With more than 4,096 ways to choose, an outer range is given that says so."""
    follow_ups = [
        {"id": f"f{n}", "ask": "How far?", "type": "scale", "levels": ["No", "Yes"],
         "show_if": {"question": "s.outcomes", "includes": f"o{n}"}}
        for n in range(count)
    ]  # fmt: skip
    assert assessed(several(count), *follow_ups).scores.overall == points(0, 100, exact=False)


def test_one_question_on_many_options() -> None:
    """Where a `show_if` looks at all forty at once there are two ways, and the range is exact."""
    every = [f"o{n}" for n in range(40)]
    rows = [{"from": 30, "includes_any": ["o1", "o2"], "score": 1}, {"from": 20, "score": Decimal("0.5")}, {"score": 0}]
    how = {"id": "how", "ask": "How?", "type": "scale", "levels": ["No", "Yes"], "weight": 3}
    how["show_if"] = {"question": "s.outcomes", "count_of": every, "at_least": 25}
    # Not shown below 25 options, where at most the half is scored; shown with at least the half.
    assert assessed(several(40, score=rows), how).scores.overall == points(0, 100)
    assert assessed(several(40, score=rows), how, answers={"s.how": 0}).scores.overall == points(0, 50)


KNOCK_OUTS = [f"o{n}" for n in range(30, 40)]
MODEL = several(
    40,
    essential={"first": {"count_of": KNOCK_OUTS, "at_most": 0}},
    score=[
        {"includes_any": KNOCK_OUTS[:5], "score": 0},
        {"from": 12, "includes_all": ["o3", "o4"], "score": 1},
        {"from": 6, "includes_any": ["o5", "o6", "o35"], "score": 0},
        {"from": 2, "score": 0},
        {"score": 1},
    ],
)


def test_a_model_with_knock_outs_complete_or_not() -> None:
    """Its knock-outs are a gate, its rows the score."""
    made = assessed(MODEL)
    assert (made.scores.overall, [gate.state.value for gate in made.gates]) == (points(0, 100), ["unknown"])
    chosen = [f"o{n}" for n in range(14)]
    made = assessed(MODEL, answers={"s.outcomes": chosen})
    assert (made.scores.overall, [gate.state.value for gate in made.gates]) == (points(100, 100), ["met"])
    made = assessed(MODEL, answers={"s.outcomes": [*chosen, "o36"]})
    assert (made.scores.overall, [gate.state.value for gate in made.gates]) == (points(100, 100), ["not-met"])
