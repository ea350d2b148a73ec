"""Outcomes still possible are those that some completion of the answers gives (section 6)."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oracle import look
from oracle_completions import completions
from oracle_conditions import World, comparison, comparisons_in, kleene_all, kleene_any, kleene_not
from spinout.core.scoring.assessment import assess
from spinout.core.scoring.rules import ClassificationResult
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

MOST = 2000
MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def said(condition: dict[str, Any], world: World, now: World) -> bool | None:
    """A condition in a completion; whether something is answered is as it is now."""
    if "all" in condition:
        return kleene_all(said(part, world, now) for part in condition["all"])
    if "any" in condition:
        return kleene_any(said(part, world, now) for part in condition["any"])
    if "not" in condition:
        return kleene_not(said(condition["not"], world, now))
    if "criterion" in condition:
        criteria = {each["id"]: each["when"] for each in world.form.rules("criteria")}
        return said(criteria[condition["criterion"]], world, now)
    return comparison(condition, now if "answered" in condition else world)


def given_by(outcomes: list[dict[str, Any]], world: World, now: World) -> str:
    """The outcome of one completion."""
    return next(str(each["id"]) for each in outcomes if each.get("otherwise") or said(each["when"], world, now))


def possible(classification: Mapping[str, Any], now: World) -> list[str]:
    """The outcomes that some completion gives, each of them tried; too many are passed over."""
    worlds = list(islice(completions(now.form, now.entries), MOST + 1))
    assume(len(worlds) <= MOST)
    given_ones = {given_by(classification["outcomes"], world, now) for world in worlds}
    return [each["id"] for each in classification["outcomes"] if each["id"] in given_ones]


def looks_at_an_open_split(now: World) -> bool:
    """Whether a rule looks at a split that is open, of which the oracle tries one answer alone."""
    conditions = [rule["when"] for rule in now.form.rules("criteria")]
    conditions += [o["when"] for c in now.form.rules("classifications") for o in c["outcomes"] if "when" in o]
    named = {c["question"] for condition in conditions for c in comparisons_in(condition) if "part" in c}
    return any(now.entries[ident].is_open for ident in named)


@MANY
@given(st.data())
def test_possible_is_what_some_completion_gives(data: st.DataObject) -> None:
    """Against every completion, one after the other."""
    raw = data.draw(questionnaires())
    given_answers = data.draw(answers_for(raw))
    now = look(raw, given_answers)
    classifications = now.form.rules("classifications")
    assume(classifications and not looks_at_an_open_split(now))
    questionnaire = read_questionnaire(raw)
    found = assess(questionnaire, read_answers(given_answers, questionnaire)).rules.classifications
    for made, each in zip(found, classifications, strict=True):
        assert names(made) == (possible(each, now), True)


def scale(ident: str, **fields: Any) -> dict[str, Any]:
    """A scale of three levels."""
    return {"id": ident, "ask": f"{ident}?", "type": "scale", "levels": ["A", "B", "C"], **fields}


def results(questions: list[dict[str, Any]], outcomes: list[dict[str, Any]], **answers: Any) -> ClassificationResult:
    """The one classification of a small questionnaire."""
    named = [{"label": each["id"].title(), **each} for each in [*outcomes, {"id": "rest", "otherwise": True}]]
    raw = {
        "id": "q",
        "title": "Q",
        "version": "1",
        "sections": [{"id": "s", "title": "S", "questions": questions}],
        "rules": [{"classifications": [{"id": "kind", "title": "Kind", "outcomes": named}]}],
    }
    questionnaire = read_questionnaire(raw)
    document = {"questionnaire": "q", "answers": {f"s.{ident}": value for ident, value in answers.items()}}
    return assess(questionnaire, read_answers(document, questionnaire)).rules.classifications[0]


def names(result: ClassificationResult) -> tuple[list[str], bool]:
    """The ids of the outcomes still possible, and whether each is proven."""
    return [outcome.id for outcome in result.possible], result.exact


def test_an_outcome_that_every_answer_gives_is_the_result() -> None:
    """Covered where it is so, and where it is not there is a plan in any case."""
    plan: dict[str, Any] = {"id": "b", "ask": "A plan?", "type": "yes-no", "show_if": {"question": "s.a", "is": "no"}}
    when = {"any": [{"question": "s.a", "is": "yes"}, {"question": "s.b", "is": "yes"}]}
    questions: list[dict[str, Any]] = [{"id": "a", "ask": "Is it so?", "type": "yes-no"}, plan]
    made = results(questions, [{"id": "covered", "when": when}], a="dont-know", b="yes")
    assert names(made) == (["covered"], True)


def test_outcomes_that_no_answer_gives_are_not_listed() -> None:
    """A level cannot be the highest and the lowest at once."""
    outcomes = [
        {"id": "both", "when": {"all": [{"question": "s.a", "at_least": 2}, {"question": "s.a", "at_most": 0}]}},
        {"id": "high", "when": {"question": "s.a", "at_least": 1}},
        {"id": "low", "when": {"question": "s.a", "at_most": 0}},
    ]
    assert names(results([scale("a")], outcomes)) == (["high", "low"], True)


def test_what_is_answered_now_stays_so() -> None:
    """Silence is looked at as it is; no completion breaks it."""
    outcomes = [{"id": "silent", "when": {"question": "s.a", "answered": False}}]
    assert names(results([scale("a")], outcomes)) == (["silent"], True)


@pytest.mark.parametrize(
    ("users", "staff", "left"),
    [
        (60, 50, ["rest"]),
        (60, 40, ["both", "rest"]),
        (30, 30, ["both", "rest"]),
    ],
)
def test_parts_of_a_split_are_a_hundred_together(users: int, staff: int, left: list[str]) -> None:
    """Two parts may reach their bars only where they leave room for each other."""
    split: dict[str, Any] = {"id": "a", "ask": "Who?", "type": "split"}
    split["parts"] = [{"id": ident, "label": ident} for ident in ("users", "staff", "council")]
    looks = [{"question": "s.a", "part": "users", "at_least": users}]
    looks += [{"question": "s.a", "part": "staff", "at_least": staff}]
    assert names(results([split], [{"id": "both", "when": {"all": looks}}])) == (left, True)


def test_too_many_combinations_are_told() -> None:
    """What cannot be proven stands in the list, and the list says so."""
    questions = [{"id": f"q{n}", "ask": "How many?", "type": "percent"} for n in range(16)]
    odd = [{"question": f"s.q{n}", "more_than": 50} for n in range(16)]
    pairs = [{"any": [{"all": [a, {"not": b}]}, {"all": [{"not": a}, b]}]} for a in odd for b in odd if a is not b]
    never = {"all": [{"any": pairs}, *[{"not": pair} for pair in pairs], {"question": "s.q15", "is": [1, 2]}]}
    assert names(results(questions, [{"id": "never", "when": never}])) in ((["rest"], True), (["never", "rest"], False))
