"""Outcomes still possible are those that some completion gives, by hand; `test_contract` tries every completion."""

from typing import Any

import pytest
from msgspec.structs import replace

from spinout.core.conditions import AllOf, Comparison
from spinout.core.scoring.assessment import assess
from spinout.core.scoring.rules import ClassificationResult, checks_of, criteria_of, known_of
from test_contract import read_answers, read_questionnaire


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


@pytest.mark.parametrize(("more", "left"), [(0, (["rest"], True)), (1, (["never", "rest"], False))])
def test_what_no_answer_gives_is_proven_up_to_the_bound(more: int, left: tuple[list[str], bool]) -> None:
    """Yes and no at once is tried in 4,096 ways, and not in one more; that the rest can be is found at once."""
    questions = [{"id": f"q{n}", "ask": "Is it?", "type": "yes-no"} for n in range(12)]
    both = [{"all": [{"question": f"s.q{n}", "is": answer} for answer in ("yes", "no")]} for n in range(12)]
    first = [{"id": "first", "ask": "Is it?", "type": "yes-no"}][:more]
    never = {"all": [*({"question": f"s.{each['id']}", "is": "yes"} for each in first), {"any": both}]}
    assert names(results([*first, *questions], [{"id": "never", "when": never}])) == left


def test_answers_that_cannot_be_listed_are_told() -> None:
    """So many options, looked at in so many ways, are too many to go through: the list says that it is not proven."""
    options = [{"id": f"o{n}", "label": f"O{n}"} for n in range(40)]
    question: dict[str, Any] = {"id": "a", "ask": "Which?", "type": "multi", "options": options}
    looks = [{"question": "s.a", "includes": f"o{n}"} for n in range(40)]
    never = {"all": [{"any": looks}, {"all": [{"not": look} for look in looks]}]}
    assert names(results([question], [{"id": "never", "when": never}])) == (["never", "rest"], False)


def test_the_criteria_of_an_outcome_are_those_that_it_names_itself_or_through_others() -> None:
    """Each once, in file order."""
    criteria: list[dict[str, Any]] = [
        {"id": "one", "label": "One", "when": {"question": "s.a", "at_least": 1}},
        {"id": "two", "label": "Two", "when": {"all": [{"criterion": "one"}, {"question": "s.a", "at_most": 1}]}},
        {"id": "three", "label": "Three", "when": {"question": "s.a", "is": 2}},
        {"id": "four", "label": "Four", "when": {"any": [{"criterion": "one"}, {"criterion": "two"}]}},
    ]
    outcomes: list[dict[str, Any]] = [
        {"id": "x", "label": "X", "when": {"criterion": "four"}},
        {"id": "y", "label": "Y", "when": {"all": [{"criterion": "three"}, {"question": "s.a", "is": 2}]}},
        {"id": "z", "label": "Z", "otherwise": True},
    ]
    raw = {
        "id": "q",
        "title": "Q",
        "version": "1",
        "sections": [{"id": "s", "title": "S", "questions": [scale("a")]}],
        "rules": [{"criteria": criteria, "classifications": [{"id": "kind", "title": "Kind", "outcomes": outcomes}]}],
    }
    rules = read_questionnaire(raw).rules
    named = [[each.id for each in criteria_of(one, rules)] for one in rules.classifications[0].outcomes]
    assert named == [["one", "two", "four"], ["three"], []]


def test_checks_alone_are_those_of_all_rules() -> None:
    """Those that say something, in file order, where nothing else is asked for."""
    checks = [
        {"id": f"c{level}", "when": {"question": "s.a", "is": level}, "message": f"Is it {level}?"} for level in (0, 1)
    ]
    checks.append({"id": "high", "when": {"question": "s.a", "at_least": 1}, "message": "Is it?"})
    sections = [{"id": "s", "title": "S", "questions": [scale("a")]}]
    raw = {"id": "q", "title": "Q", "version": "1", "sections": sections, "rules": [{"checks": checks}]}
    questionnaire = read_questionnaire(raw)
    found = assess(questionnaire, read_answers({"questionnaire": "q", "answers": {"s.a": 1}}, questionnaire))
    alone = checks_of(questionnaire, found.statuses)
    assert [check.id for check in alone] == ["c1", "high"]
    assert alone == found.rules.checks


def test_what_may_move_is_left_as_it_stands() -> None:
    """As if nothing were known of it; what else is known is taken out."""
    sections = [{"id": "s", "title": "S", "questions": [scale("a"), scale("b")]}]
    questionnaire = read_questionnaire({"id": "q", "title": "Q", "version": "1", "sections": sections})
    document = {"questionnaire": "q", "answers": {"s.a": 1, "s.b": 1}}
    known = known_of(questionnaire, assess(questionnaire, read_answers(document, questionnaire)).statuses)
    a, b = (Comparison(f"s.{ident}", "is", (1,)) for ident in "ab")
    assert known.left_of(AllOf((a, b))) is True
    assert replace(known, moving={"s.b"}).left_of(AllOf((a, b))) == AllOf((b,))
