"""Hypothesis strategies for few questions and many conditions: what gates and classifications are hard about.

In `strategies` a questionnaire is wide, and conditions seldom meet one another. Here two or three questions stand
in every condition, most of them open or at their top.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from oracle_form import Question, read_form
from strategies import answer_values
from strategies_conditions import conditions, own_conditions
from strategies_questions import bodies

EVIDENCE = (" n/a ", "N/A.", "", "A letter.")
STAGES = ("go", "stay")
STAGE = {
    "id": "stage",
    "ask": "Which decision?",
    "type": "choice",
    "options": [{"id": stage, "label": stage} for stage in STAGES],
}


@st.composite
def classified(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A questionnaire with one classification, and answers that leave most of it open."""
    made = _form(draw, ("scale", "split", "multi", "number", "yes-no", "choice", "percent"))
    asked = read_form(made).questions
    criteria: list[dict[str, Any]] = [
        {"id": f"c{n}", "label": "C", "when": draw(_rule(asked))} for n in range(draw(st.integers(0, 2)))
    ]
    outcomes: list[dict[str, Any]] = [
        {"id": f"o{n}", "label": "O", "when": draw(_rule(asked, [str(each["id"]) for each in criteria]))}
        for n in range(draw(st.integers(1, 3)))
    ]
    last = {"id": "other", "label": "Other", "otherwise": True}
    rules: dict[str, Any] = {"classifications": [{"id": "kind", "title": "Kind", "outcomes": [*outcomes, last]}]}
    made["rules"] = [{"criteria": criteria, **rules} if criteria else rules]
    return made, _reply(draw, asked, ["open", "open", "open", "any", "top", "not applicable"])


@st.composite
def gated(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A questionnaire whose gates have clauses on two stages, and answers at the edge of their evidence."""
    made = _form(draw, ("scale", "scale", "scale", "yes-no", "multi", "split"))
    asked = read_form(made).questions
    for question in asked:
        if draw(st.integers(0, 3)) < 3:
            _write(question, "essential", [_clause(draw, question, asked) for _ in range(draw(st.integers(1, 3)))])
            if draw(st.integers(0, 3)) == 3:
                _write(question, "essential_if", draw(conditions(asked, depth=1)))
    made["sections"].append({"id": "s2", "title": "About", "weight": 0, "questions": [STAGE]})
    stages = [{"id": stage, "label": stage} for stage in STAGES]
    made["decision"] = {"asked_by": "s2.stage", "stages": stages, "too_early": {"open_gates": 2}}
    answers = _reply(draw, asked, ["top", "open", "top", "any", "open", "not applicable"])
    answers["answers"]["s2.stage"] = draw(st.sampled_from(STAGES))
    return made, answers


def _form(draw: st.DrawFn, kinds: Sequence[str]) -> dict[str, Any]:
    questions: list[dict[str, Any]] = []
    for kind in [draw(st.sampled_from(kinds)) for _ in range(draw(st.sampled_from([2, 3, 1])))]:
        body = {"id": f"q{len(questions)}", "ask": "How far?", "type": kind, **draw(bodies(kind))}
        questions.append({**body, "not_applicable": True})
    made: dict[str, Any] = {
        "id": "sample",
        "title": "A sample",
        "version": "1",
        "sections": [{"id": "s1", "title": "A section", "questions": questions}],
        "scoring": {"top_level_needs_evidence": draw(st.sampled_from([True, True, False])), "no_evidence": ["n/a"]},
    }
    *earlier, last = read_form(made).questions
    shows = [question for question in earlier if question.type != "split"]
    if len(shows) > 0 and draw(st.booleans()):
        _write(last, "show_if", draw(conditions(shows, depth=1)))
    return made


def _rule(questions: Sequence[Question], criteria: Sequence[str] = ()) -> st.SearchStrategy[dict[str, Any]]:
    """Mostly several comparisons, which may contradict one another or leave nothing between them."""
    one = conditions(questions, tuple(criteria), answered=True, depth=1)
    several = st.lists(one, min_size=2, max_size=3)
    return st.one_of(st.fixed_dictionaries({"all": several}), st.fixed_dictionaries({"any": several}), one)


def _clause(draw: st.DrawFn, question: Question, questions: Sequence[Question]) -> dict[str, Any]:
    named = draw(st.sampled_from([STAGES, STAGES[:1], STAGES[1:]]))
    clause: dict[str, Any] = {stage: draw(_need(question)) for stage in named}
    if draw(st.integers(0, 2)):
        # Mostly of other questions, as in a real gate; of this very one now and then.
        others = [each for each in questions if each.id != question.id] if draw(st.integers(0, 3)) else []
        clause["if"] = draw(conditions(others or questions, depth=1))
    return clause


def _need(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    if question.type != "scale":
        return own_conditions(question)
    top = len(question.raw["levels"]) - 1
    edges = st.sampled_from([{"at_least": top}, {"is": top}, {"at_most": top - 1}])
    return st.one_of(edges, edges, own_conditions(question))


def _reply(draw: st.DrawFn, questions: Sequence[Question], kinds: Sequence[str]) -> dict[str, Any]:
    """Answers of these kinds; a scale has evidence that mostly says nothing."""
    answers: dict[str, Any] = {}
    for question in questions:
        kind = draw(st.sampled_from(kinds))
        if kind == "not applicable":
            answers[question.id] = {"not_applicable": "None here."}
        elif kind != "open" and question.type == "scale":
            top = len(question.raw["levels"]) - 1
            level = top if kind == "top" else draw(st.integers(0, top))
            answers[question.id] = {"answer": level, "evidence": draw(st.sampled_from(EVIDENCE))}
        elif kind != "open":
            answers[question.id] = {"answer": draw(answer_values(question))}
    return {"questionnaire": "sample", "version": "1", "answers": answers}


def _write(question: Question, key: str, value: Any) -> None:
    assert isinstance(question.raw, dict)
    question.raw[key] = value
