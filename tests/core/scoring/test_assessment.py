"""What an assessment says besides its numbers: counts, bands, warnings, what can be asked for now."""

from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from core.forms import form, reply, scale
from spinout.core.problems import Code
from spinout.core.scoring.assessment import Assessment, BandRange, Counts, assess, points
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.power import GroupPower
from test_contract import read_answers, read_questionnaire

BANDS = [{"id": "low", "label": "Low", "from": 0}, {"id": "high", "label": "High", "from": 50}]
STAGES = ("look", "plan", "sign")
ASKED: dict[str, Any] = {
    "id": "stage",
    "ask": "Which decision?",
    "type": "choice",
    "options": [{"id": stage, "label": stage.title()} for stage in STAGES],
}


def ladder(*bars: int, **gates: Any) -> dict[str, Any]:
    """Three stages with these bars, one scale, and what it must reach for each."""
    made = form(scale("a", essential=gates) if gates else scale("a"))
    made["sections"][0]["questions"] = [ASKED]
    stages = [{"id": name, "label": name.title(), "ready_from": bar} for name, bar in zip(STAGES, bars, strict=True)]
    made["decision"]["stages"] = stages
    return made


def assessed(raw: dict[str, Any], stage: str | None = None, **answers: Any) -> Assessment:
    """The assessment of answers that state no stage but the one given."""
    questionnaire = read_questionnaire(raw)
    document = reply(**answers)
    del document["answers"]["s0.stage"]
    if stage is not None:
        document["answers"]["s0.stage"] = stage
    return assess(questionnaire, read_answers(document, questionnaire))


def test_every_question_is_counted_in_one_state() -> None:
    """A pending one in its own state too, in what is shown and in what is pending."""
    raw = form(
        scale("a"),
        scale("b"),
        scale("c", not_applicable=True),
        scale("d", show_if={"question": "s1.a", "at_least": 2}),
        scale("e", show_if={"question": "s1.b", "at_least": 2}),
    )
    found = assessed(raw, "go", a=0, b="dont-know", c={"not_applicable": "None here."}, e=3)
    assert found.counts == Counts(shown=5, answered=3, unknown=1, unanswered=0, not_applicable=1, hidden=1, pending=1)
    assert not found.complete
    assert assessed(raw, "go", a=0, b=0, c=1).complete


def test_bands_are_those_of_both_ends() -> None:
    """None without bands, and where nothing is assessed."""
    banded = form(scale("a"), scale("b"), bands=BANDS)
    low, high = read_questionnaire(banded).bands
    assert assessed(banded, "go", a=4).bands == BandRange(high, high)
    assert assessed(banded, "go", a=3).bands == BandRange(low, high)
    assert assessed(form(scale("a")), "go", a=4).bands is None
    nothing = form(scale("a", not_applicable=True), bands=BANDS)
    assert assessed(nothing, "go", a={"not_applicable": "None here."}).bands is None


def test_a_stage_that_nobody_stated_is_told() -> None:
    """The first is taken, and the warning names it; stated or asked for, there is none."""
    found = assessed(ladder(0, 0, 0), None, a=1)
    assert found.stage is not None
    assert (found.stage.id, found.stated, found.asked) == ("look", False, False)
    assert [(warning.code, warning.message) for warning in found.warnings] == [
        (
            Code.STAGE_NOT_STATED,
            "The answers do not say which decision is asked for. The first was taken: Look.",
        )
    ]
    assert assessed(ladder(0, 0, 0), "plan", a=1).warnings == ()
    asked = assess(found.questionnaire, found.answers, "sign")
    assert asked.stage is not None
    assert (asked.stage.id, asked.stated, asked.asked, asked.warnings) == ("sign", True, True, ())


def test_without_a_decision_there_is_no_stage() -> None:
    """Nothing is missing then, so nothing is told, and none can be asked for."""
    raw = form(scale("a"))
    del raw["decision"]
    found = assessed(raw, None, a=1)
    assert (found.stage, found.verdict, found.stated, found.ladder, found.askable) == (None, None, True, (), None)
    assert (found.bar, found.below_bar, found.bar_open, found.warnings) == (0, False, False, ())
    with pytest.raises(KeyError, match="go"):
        assess(found.questionnaire, found.answers, "go")


def test_a_stage_that_is_none_is_refused() -> None:
    """The caller must know the stages."""
    found = assessed(ladder(0, 0, 0))
    with pytest.raises(KeyError, match="leap"):
        assess(found.questionnaire, found.answers, "leap")


def test_an_answer_that_does_not_count_is_told() -> None:
    """Of what is hidden each that was answered, in file order, after what the reader of the file found."""
    raw = form(
        scale("a"),
        *(scale(name, show_if={"question": "s1.a", "at_least": 2}, not_applicable=True) for name in "bcde"),
    )
    answers = {"a": 0, "b": 1, "c": {"note": "Later."}, "d": "dont-know", "e": {"not_applicable": "None here."}}
    found = assessed(raw, "go", **answers)
    assert [(warning.code, warning.question) for warning in found.warnings] == [
        (Code.HIDDEN_ANSWER, "s1.b"),
        (Code.HIDDEN_ANSWER, "s1.d"),
        (Code.HIDDEN_ANSWER, "s1.e"),
    ]
    assert found.warnings[0].message == ("s1.b is not asked with these answers. Its answer is kept and does not count.")
    other = assess(found.questionnaire, replace(found.answers, version="0", warnings=found.warnings[:1]))
    assert other.warnings == found.warnings[:1] + found.warnings


def test_the_furthest_stage_that_is_ready_can_be_asked_for() -> None:
    """Never one later than that asked for; none where none is ready."""
    raw = ladder(0, 50, 75)
    reached = {
        (stage, level): found.askable and found.askable.id
        for stage in STAGES
        for level in range(5)
        for found in [assessed(raw, stage, a=level)]
    }
    assert {level: reached["look", level] for level in range(5)} == dict.fromkeys(range(5), "look")
    assert {level: reached["plan", level] for level in range(5)} == {
        level: "look" if level < 2 else "plan" for level in range(5)
    }
    assert {level: reached["sign", level] for level in range(5)} == {
        level: "look" if level < 2 else "plan" if level < 3 else "sign" for level in range(5)
    }
    assert assessed(ladder(50, 75, 75), "sign", a=1).askable is None


def test_what_is_not_met_is_named() -> None:
    """Only that, in file order."""
    raw = form(*(scale(name, essential={"go": {"at_least": 2}}) for name in "abcd"))
    found = assessed(raw, "go", a=1, b=2, c="dont-know", d=0)
    assert found.not_met == ("s1.a", "s1.d")


@pytest.mark.parametrize(
    ("bar", "first", "below", "is_open"),
    [
        (0, {}, False, False),
        (0, {"a": 0}, False, False),
        (1, {"a": 0}, False, True),
        (1, {"a": 1}, False, False),
        (25, {"a": 0}, False, True),
        (50, {"a": 0}, False, True),
        (51, {"a": 0}, True, False),
        (50, {"a": 4}, False, False),
        (51, {"a": 4}, False, True),
        (100, {"a": 4}, False, True),
        (50, {"a": 2, "b": 2}, False, False),
        (51, {"a": 2, "b": 2}, True, False),
    ],
)
def test_the_bar_is_below_open_or_reached(bar: int, first: dict[str, int], *, below: bool, is_open: bool) -> None:
    """Below where even the highest score is; open where the range holds it and its lowest does not reach it."""
    found = assessed(form(scale("a"), scale("b"), bar=bar), "go", **first)
    assert (found.bar, found.below_bar, found.bar_open) == (bar, below, is_open)


def test_a_bar_is_open_where_nothing_is_assessed() -> None:
    """There is no score that could be below it."""
    raw = form(scale("a", not_applicable=True), bar=50)
    found = assessed(raw, "go", a={"not_applicable": "None here."})
    assert (found.scores.overall, found.below_bar, found.bar_open) == (None, False, True)
    assert not assessed(form(scale("a", not_applicable=True)), "go", a={"not_applicable": "None here."}).bar_open


def test_who_holds_the_votes_is_said_of_answers_alone() -> None:
    """A split of votes that is answered has its power; one of money, or a hidden one, has none."""
    parts = [{"id": "users", "label": "Users"}, {"id": "staff", "label": "Staff"}]
    votes: dict[str, Any] = {"id": "votes", "ask": "Who votes?", "type": "split", "votes": True, "parts": parts}
    money: dict[str, Any] = {"id": "money", "ask": "Who pays?", "type": "split", "parts": parts}
    more = {**votes, "id": "more", "show_if": {"question": "s1.a", "at_least": 2}}
    half = {"answer": {"users": 60, "staff": 40}}
    found = assessed(form(scale("a"), votes, money, more), "go", a=0, votes=half, money=half, more=half)
    assert [power.question for power in found.power] == ["s1.votes"]
    assert found.power[0].groups == (
        GroupPower("users", 60, Fraction(1), Fraction(1)),
        GroupPower("staff", 40, Fraction(0), Fraction(0)),
    )


@pytest.mark.parametrize(
    ("score", "shown"), [(Fraction(50), 50), (Fraction(101, 2), 50), (Fraction(149, 3), 49), (Fraction(0), 0)]
)
def test_points_are_whole_and_never_cross_an_edge(score: Fraction, shown: int) -> None:
    """Rounded down."""
    assert points(score) == shown


def test_the_gates_in_a_state_have_what_comes_before_all_else_first() -> None:
    """Then file order; those in another state are not among them."""
    gated = [scale(ident, essential={"go": {"at_least": 2}}) for ident in "abc"]
    questionnaire = read_questionnaire(form(*gated, too_early={"any_of": ["s1.c"]}))
    found = assess(questionnaire, read_answers(reply(a=0, b=3, c=1), questionnaire))
    assert [gate.question.id for gate in found.standing(GateState.NOT_MET)] == ["s1.c", "s1.a"]
    assert [gate.question.id for gate in found.standing(GateState.MET)] == ["s1.b"]
