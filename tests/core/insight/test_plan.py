"""The plan against brute force, against its own promises, and against cases worked by hand."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.forms import STAGE, form, reply, scale
from core.insight.plan_oracle import best_plan, first_of, row_starts, size
from oracle import look, stage_of
from oracle_form import Form, Question, read_form
from spinout.core.answers import Answer, Answers
from spinout.core.insight import plan as planning
from spinout.core.insight.plan import Obstacle, Plan, plan
from spinout.core.insight.plan_search import Budget
from spinout.core.questionnaire import Verdict
from spinout.core.scoring import completions
from spinout.core.scoring.assessment import assess
from spinout.core.scoring.scores import ScoreRange
from spinout.reports.data.objects import plan_object
from spinout.reports.view.plan_lines import why
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from strategies import answers_for, questionnaires
from strategies_conditions import conditions, own_conditions
from strategies_questions import bodies
from test_contract import read_answers, read_questionnaire

SLOW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
MOST_WORK = 4000
KINDS = ("scale", "scale", "scale", "choice", "multi", "yes-no", "number", "percent")


@st.composite
def small_questionnaires(draw: st.DrawFn) -> dict[str, Any]:
    """A stage question and a handful of others, few enough for brute force."""
    sections: list[dict[str, Any]] = [{"id": "s0", "title": "About", "weight": 0, "questions": [dict(STAGE)]}]
    for number in (1, 2):
        questions = [_question(draw, place) for place in range(draw(st.integers(1, 2)))]
        weight = draw(st.sampled_from([1, 2, 3]))
        sections.append({"id": f"s{number}", "title": "A section", "weight": weight, "questions": questions})
    bar = draw(st.sampled_from([0, 30, 50, 60, 75, 90, 100]))
    made: dict[str, Any] = {
        "id": "sample",
        "title": "A sample",
        "version": "1",
        "sections": sections,
        "scoring": {
            "overall": draw(st.sampled_from(["sections", "questions"])),
            "top_level_needs_evidence": draw(st.booleans()),
        },
        "decision": {"asked_by": "s0.stage", "stages": [{"id": "go", "label": "Go", "ready_from": bar}]},
    }
    _connect(draw, made)
    return made


def _question(draw: st.DrawFn, place: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(KINDS))
    body = {"id": f"q{place}", "ask": "How far?", "type": kind, **draw(bodies(kind)), "not_applicable": True}
    has_score = kind in ("scale", "yes-no") or "score" in body or "score" in body.get("options", [{}])[0]
    if has_score:
        body["weight"] = draw(st.sampled_from([1, 2, 3]))
    body["effort"] = draw(st.sampled_from(["small", "medium", "large"]))
    return body


def _connect(draw: st.DrawFn, made: dict[str, Any]) -> None:
    """Some gates, some of them conditional, and now and then something that decides what is shown."""
    questions = read_form(made).questions[1:]
    for place, question in enumerate(questions):
        raw = question.raw
        assert isinstance(raw, dict)
        if place and draw(st.integers(0, 5)) == 5:
            raw["show_if"] = draw(conditions(questions[:place], depth=1))
        if draw(st.integers(0, 2)) == 2:
            need: dict[str, Any] = {"go": draw(own_conditions(question))}
            raw["essential"] = need
            if draw(st.booleans()):
                clause = {"go": draw(own_conditions(question)), "if": draw(conditions(questions, depth=1))}
                raw["essential"] = [need, clause]
            if draw(st.booleans()):
                raw["essential_if"] = draw(conditions(questions, depth=1))


def planned(questionnaire: Mapping[str, Any], answers: Mapping[str, Any]) -> Plan:
    """The engine's plan of plain data."""
    read = read_questionnaire(dict(questionnaire))
    return plan(read, read_answers(dict(answers), read))


def alike(questionnaire: Mapping[str, Any], moves: Mapping[str, tuple[Any, bool]]) -> dict[str, tuple[Any, bool]]:
    """Moves as both sides write them; numbers between the marks, of which one is as good as another, are one."""
    form = read_form(questionnaire)
    return {ident: (_alike(form, form.question(ident), value), evidence) for ident, (value, evidence) in moves.items()}


def _alike(form: Form, question: Question, value: Any) -> Any:
    if question.type in ("number", "percent") and Fraction(value) not in row_starts(question, form):
        return "between"
    return list(value) if isinstance(value, tuple) else value


@SLOW
@given(st.data())
def test_the_plan_is_the_one_of_brute_force(data: st.DataObject) -> None:
    """Of every combination of moves it is the least effort, and then the least change of the earliest questions."""
    questionnaire = data.draw(small_questionnaires())
    answers = data.draw(answers_for(questionnaire, 60))
    assume(size(questionnaire, answers) <= MOST_WORK)
    made = planned(questionnaire, answers)
    moves = {move.question.id: (move.to, move.evidence) for move in made.moves}
    expected = best_plan(questionnaire, answers)
    assert made.reachable == (expected is not None)
    if expected is not None:
        assert made.effort == expected[0]
        assert alike(questionnaire, moves) == alike(questionnaire, expected[1])
    world = look(questionnaire, answers)
    assert list(made.first) == first_of(world, stage_of(world, None))


def carried_out(answers: Answers, made: Plan) -> Answers:
    """The answers with every move made."""
    changed = {
        move.question.id: Answer(move.to, evidence="Given." if move.evidence else answers.of(move.question.id).evidence)
        for move in made.moves
    }
    return Answers({**answers.answers, **changed})


@SLOW
@given(st.data())
def test_the_plan_keeps_what_it_promises(data: st.DataObject) -> None:
    """Carried out, it gives the score and the verdict that it says; `ready` unless it is provisional."""
    raw = data.draw(questionnaires())
    assume("decision" in raw)
    questionnaire = read_questionnaire(raw)
    answers = read_answers(data.draw(answers_for(raw)), questionnaire)
    made = plan(questionnaire, answers)
    after = assess(questionnaire, carried_out(answers, made))
    before = assess(questionnaire, answers)
    assert (made.before.score, made.before.verdict) == (before.scores.overall, before.verdict)
    assert (made.after.score, made.after.verdict) == (after.scores.overall, after.verdict)
    assert made.effort == sum(move.effort for move in made.moves)
    if made.reachable and not made.provisional:
        assert after.verdict is Verdict.READY
    if before.verdict is Verdict.READY:
        assert (made.reachable, made.moves) == (True, ())


@SLOW
@given(st.data())
def test_beyond_enumeration_the_plan_keeps_its_promises_too(data: st.DataObject) -> None:
    """With too many combinations for trying each, the plan is made on the outer range."""
    raw = data.draw(questionnaires())
    assume("decision" in raw)
    questionnaire = read_questionnaire(raw)
    answers = read_answers(data.draw(answers_for(raw)), questionnaire)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "MOST_COMBINATIONS", 0)
        made = plan(questionnaire, answers)
        after = assess(questionnaire, carried_out(answers, made))
        assert (made.after.score, made.after.verdict) == (after.scores.overall, after.verdict)
        if made.reachable and not made.provisional:
            assert after.verdict is Verdict.READY


@SLOW
@given(st.data())
def test_without_steps_to_spend_a_plan_is_found_all_the_same(data: st.DataObject) -> None:
    """It reaches what the best plan reaches, takes no less effort, and says that it is not proven."""
    questionnaire = data.draw(small_questionnaires())
    read = read_questionnaire(questionnaire)
    answers = read_answers(data.draw(answers_for(questionnaire, 60)), read)
    best = plan(read, answers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "MOST_STEPS", 0)
        found = plan(read, answers)
    assert (found.reachable, found.first, found.in_the_way) == (best.reachable, best.first, best.in_the_way)
    assert found.effort >= best.effort
    assert best.exact
    if found.effort > best.effort:
        assert not found.exact
    after = assess(read, carried_out(answers, found))
    assert (found.after.score, found.after.verdict) == (after.scores.overall, after.verdict)
    if found.reachable and not found.provisional:
        assert after.verdict is Verdict.READY


def of_many_worlds(deciders: int) -> dict[str, Any]:
    """Open questions that each show a few others, with unlike weights, in sections of their own."""
    sections: list[dict[str, Any]] = [{"id": "s0", "title": "About", "weight": 0, "questions": [STAGE]}]
    for number in range(1, deciders + 1):
        asks = {"id": "asks", "ask": "Is there?", "type": "yes-no", "weight": 0}
        waiting = [
            scale(f"w{n}", weight=1 + (7 * n + number) % 5, effort=("small", "medium", "large")[(n + number) % 3])
            for n in range(6)
        ]
        shown = [{**one, "show_if": {"question": f"s{number}.asks", "is": "yes"}} for one in waiting[:3]]
        questions = [asks, *shown, *waiting[3:]]
        sections.append({"id": f"s{number}", "title": "A section", "weight": 1 + number % 3, "questions": questions})
    decision = {"asked_by": "s0.stage", "stages": [{"id": "go", "label": "Go", "ready_from": 73}]}
    return {"id": "sample", "title": "A sample", "version": "1", "sections": sections, "decision": decision}


def test_a_plan_for_many_worlds_spends_no_more_than_its_steps() -> None:
    """Ten open questions decide what is shown; the search stops where its steps are spent, and says so."""
    questionnaire = read_questionnaire(of_many_worlds(10))
    given = {f"s{n}.w{k}": (n + k) % 4 for n in range(1, 11) for k in range(6)}
    answers = read_answers({"questionnaire": "sample", "answers": {"s0.stage": "go", **given}}, questionnaire)
    budgets: list[Budget] = []

    def counted(steps: int) -> Budget:
        budgets.append(Budget(steps))
        return budgets[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "MOST_STEPS", 20_000)
        patch.setattr(planning, "Budget", counted)
        made = plan(questionnaire, answers)
    assert (made.reachable, made.exact) == (True, False)
    assert -2_000 < budgets[0].left < 0
    after = assess(questionnaire, carried_out(answers, made))
    assert after.scores.overall is not None
    assert after.scores.overall.low >= 73
    assert plan_object(made)["exact"] is False


def moves(made: Plan) -> list[tuple[str, object, object, bool, int, bool]]:
    """The moves as the object of `--json` has them."""
    return [tuple(move.values()) for move in plan_object(made)["moves"]]


def test_the_cheapest_way_is_not_the_greedy_one() -> None:
    """From 0, 60 points: a greedy hand takes 50 for 2 first and pays 6; two of 30 cost 5."""
    options = [{"id": "no", "label": "No", "score": 0}, {"id": "yes", "label": "Yes", "score": 1}]
    ends = {"type": "choice", "ask": "Which?", "options": options}
    questionnaire = form(
        {"id": "a", **ends, "weight": 5, "effort": "medium"},
        scale("b", levels=["0", "1", "2", "3"], scores=[0, 0, 0, 1], weight=3),
        {"id": "c", **ends, "weight": 2, "effort": "large"},
        bar=50,
    )
    made = planned(questionnaire, reply(a="no", b=0, c="no"))
    assert moves(made) == [("s1.a", "no", "yes", False, 2, False)]


def test_the_top_level_takes_evidence_where_it_must_count() -> None:
    """From level 3 to a counted 4 it takes a step and a letter; from 4 without a letter only that."""
    questionnaire = form(scale("a"), bar=100, top_level_needs_evidence=True)
    assert moves(planned(questionnaire, reply(a=3))) == [("s1.a", 3, 4, True, 2, False)]
    assert moves(planned(questionnaire, reply(a=4))) == [("s1.a", 4, 4, True, 1, False)]
    assert moves(planned(questionnaire, reply(a={"answer": 3, "evidence": "A letter."}))) == [
        ("s1.a", 3, 4, False, 1, False)
    ]


def test_an_open_question_counts_every_level() -> None:
    """Answered at level 2 it takes two levels; at level 0, where its gate is content with that, one."""
    assert moves(planned(form(scale("a"), bar=50), reply())) == [("s1.a", None, 2, False, 2, False)]
    gate = scale("a", essential={"go": {"at_least": 0}}, effort="large")
    assert moves(planned(form(gate), reply(a="dont-know"))) == [("s1.a", None, 0, False, 4, True)]


def test_a_number_goes_to_the_lowest_row_that_serves() -> None:
    """Half is reached from 25 on, and the gate asks for 40: the next row starts at 50."""
    rows: list[dict[str, float]] = [{"from": 0, "score": 0}, {"from": 25, "score": 0.5}, {"from": 50, "score": 0.75}]
    share = {"id": "a", "ask": "How many?", "type": "percent", "score": _exact(rows)}
    assert moves(planned(form(share, bar=50), reply(a=3))) == [("s1.a", 3, 25, False, 2, False)]
    gated = {**share, "essential": {"go": {"at_least": 40}}}
    assert moves(planned(form(gated, bar=50), reply(a=3))) == [("s1.a", 3, 50, False, 2, True)]


def _exact(rows: list[dict[str, float]]) -> list[dict[str, Decimal]]:
    return [{key: Decimal(str(value)) for key, value in row.items()} for row in rows]


def test_a_number_without_rows_goes_to_what_its_gate_needs() -> None:
    """Nothing scores it, so the gate's own number is the least that serves."""
    share = {"id": "a", "ask": "How many?", "type": "percent", "essential": {"go": {"at_least": 40}}}
    assert moves(planned(form(share), reply(a=3))) == [("s1.a", 3, 40, False, 2, True)]


def test_a_number_without_rows_goes_to_the_nearest_that_its_gate_allows() -> None:
    """From above it comes down to the gate's number, and no further; it says nothing more of the gate."""
    most = {"id": "a", "ask": "How many?", "type": "number", "min": 0, "essential": {"go": {"at_most": 5}}}
    assert moves(planned(form(most), reply(a=10))) == [("s1.a", 10, 5, False, 2, True)]
    assert [why(move) for move in planned(form(most), reply(a=10)).moves] == ["The decision needs this"]


def test_a_move_beyond_its_gate_says_what_the_gate_needs() -> None:
    """The next row starts at 50, and the gate would be met by 40."""
    rows: list[dict[str, float]] = [{"from": 0, "score": 0}, {"from": 50, "score": 1}]
    share = {"id": "a", "ask": "How many?", "type": "percent", "score": _exact(rows)}
    made = planned(form({**share, "essential": {"go": {"at_least": 40}}}, bar=50), reply(a=3))
    assert [(move.to, why(move)) for move in made.moves] == [
        (50, "The decision needs 40% or more; the rest is for the score")
    ]
    assert [why(move) for move in planned(form(share, bar=50), reply(a=3)).moves] == ["It adds points"]


def test_a_split_is_changed_as_little_as_its_gate_needs() -> None:
    """The users' part rises to 25, and the largest other part gives."""
    parts = [{"id": ident, "label": ident} for ident in ("users", "staff", "council")]
    gate = {"go": {"part": "users", "at_least": 25}}
    split = {"id": "a", "ask": "Who?", "type": "split", "parts": parts, "essential": gate}
    made = planned(form(split), reply(a={"answer": {"users": 10, "staff": 30, "council": 60}}))
    assert moves(made) == [
        ("s1.a", {"users": 10, "staff": 30, "council": 60}, {"users": 25, "staff": 30, "council": 45}, False, 2, True)
    ]


def test_several_choices_keep_what_is_chosen_already() -> None:
    """Three are needed and one stands: the next two in order join it."""
    options = [{"id": ident, "label": ident} for ident in ("a", "b", "c", "d")]
    rows = [{"from": 3, "score": 1}, {"score": 0}]
    several = {"id": "a", "ask": "Which?", "type": "multi", "options": options, "score": rows}
    assert moves(planned(form(several, bar=100), reply(a=["d"]))) == [("s1.a", ["d"], ["a", "b", "d"], False, 2, False)]


def test_of_equal_plans_the_later_question_moves() -> None:
    """One level of either is enough."""
    made = planned(form(scale("a"), scale("b"), bar=12), reply(a=0, b=0))
    assert [move.question.id for move in made.moves] == ["s1.b"]


def test_gates_come_first_and_then_points_for_effort() -> None:
    """The gate weighs least and stands first; the heavy question is next."""
    questionnaire = form(
        scale("a", weight=2), scale("b", weight=5), scale("c", weight=1, essential={"go": {"at_least": 1}}), bar=100
    )
    made = planned(questionnaire, reply(a=3, b=3, c=0))
    assert [(m.question.id, m.gate, m.points, m.after.verdict.value) for m in made.moves] == [
        ("s1.c", True, Fraction(25 * 4, 8), "conditions"),
        ("s1.b", False, Fraction(25 * 5, 8), "conditions"),
        ("s1.a", False, Fraction(25 * 2, 8), "ready"),
    ]


def test_what_comes_before_all_else_is_the_first_move() -> None:
    """Its gate stands last in the file, and gives the fewest points for its effort."""
    gated = {"essential": {"go": {"at_least": 1}}}
    questionnaire = form(scale("a", weight=5, **gated), scale("b", weight=1, **gated), bar=0)
    questionnaire["decision"]["too_early"] = {"any_of": ["s1.b"]}
    assert [move.question.id for move in planned(questionnaire, reply(a=0, b=0)).moves] == ["s1.b", "s1.a"]


def test_a_move_names_the_clause_that_takes_the_whole_of_it() -> None:
    """The second clause asks for more than the first, and one that does not apply asks for nothing."""
    never = {"go": {"at_least": 3}, "if": {"question": "s1.b", "at_least": 4}}
    gate = [{"go": {"at_least": 1}}, {"go": {"at_least": 2}}, never]
    made = planned(form(scale("a", essential=gate), scale("b"), bar=0), reply(a=0, b=0))
    assert [(move.to, why(move)) for move in made.moves] == [(2, "The decision needs this")]


def test_what_cannot_be_met_is_in_the_way() -> None:
    """A scale is never lowered, and no score is above 100 times the best answer."""
    low = scale("a", essential={"go": {"at_most": 1}})
    made = planned(form(low), reply(a=3))
    assert (made.reachable, made.moves, made.in_the_way) == (False, (), (Obstacle("s1.a"),))
    made = planned(form(scale("a", scores=_fifths()), bar=90), reply(a=0))
    assert (made.reachable, made.in_the_way) == (False, (Obstacle(best=Fraction(80)),))
    assert plan_object(made) == {
        "schema": "spinout.plan/1",
        "stage": "go",
        "reachable": False,
        "provisional": False,
        "exact": True,
        "first": [],
        "effort": 0,
        "moves": [],
        "after": {"score": {"low": 0.0, "high": 0.0}, "verdict": "conditions"},
    }


def test_only_what_no_move_meets_is_in_the_way() -> None:
    """`a` has a move that meets its gate, and decides whether `d` has one; only `b` can never be lowered."""
    asks = {"id": "a", "ask": "Is there?", "type": "yes-no", "weight": 0, "essential": {"go": {"is": "yes"}}}
    low = scale("b", essential={"go": {"at_most": 1}})
    decided = scale("d", essential={"go": {"at_least": 1}}, essential_if={"question": "s1.a", "is": "yes"})
    made = planned(form(asks, low, decided), reply(a="no", b=3, d=0))
    assert (made.reachable, made.in_the_way) == (False, (Obstacle("s1.b"),))


def _fifths() -> list[Decimal]:
    return [Decimal(n) / 5 for n in range(5)]


def test_what_decides_what_is_shown_is_listed_first() -> None:
    """The open question hides `b`; the plan holds for both, and says that it is provisional."""
    asks = {"id": "a", "ask": "Is there?", "type": "yes-no", "weight": 0}
    waiting = scale("b", show_if={"question": "s1.a", "is": "yes"})
    made = planned(form(asks, waiting, scale("c"), bar=50), reply(b=0, c=2))
    assert (made.first, made.provisional, made.reachable) == (("s1.a",), True, True)
    assert moves(made) == [("s1.c", 2, 4, False, 2, False)]
    assert made.after.score == ScoreRange(Fraction(50), Fraction(100))


def test_a_gate_that_stays_as_it_is_comes_first() -> None:
    """The gate of a question that decides what is shown is no move of the plan."""
    asks = scale("a", essential={"go": {"at_least": 3}})
    made = planned(form(asks, scale("b", show_if={"question": "s1.a", "at_least": 1})), reply(a=1, b=0))
    assert (made.first, made.reachable, made.moves, made.after.verdict) == (("s1.a",), True, (), Verdict.CONDITIONS)


def test_nothing_assessed_reaches_no_bar() -> None:
    """The only question does not apply."""
    made = planned(form(scale("a", not_applicable=True), bar=10), reply(a={"not_applicable": "None here."}))
    assert (made.reachable, made.in_the_way) == (False, (Obstacle(best=None),))


NOTHING = Answers({})
GROUPS = Answers({"member-mix.groups": Answer(value=("users", "employees"))})
"""Which votes a gate asks for hangs on who may join, and a plan does not choose that."""


@pytest.mark.parametrize(
    ("stage", "answers"),
    [("explore", NOTHING), ("in-principle", NOTHING), ("final", GROUPS), ("go-live", GROUPS)],
    ids=["explore", "in-principle", "final", "go-live"],
)
def test_the_shipped_questionnaire_has_a_plan_from_next_to_nothing(stage: str, answers: Answers) -> None:
    """Carried out, it meets every gate but the one listed first, and reaches the bar whatever that brings."""
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    made = plan(loaded.questionnaire, answers, stage)
    assert made.reachable
    assert made.provisional
    after = assess(loaded.questionnaire, carried_out(answers, made), stage)
    assert made.after.score == after.scores.overall
    assert after.scores.overall is not None
    assert after.scores.overall.low >= after.bar
    assert [g.question.id for g in after.gates if g.state.value not in ("met", "not-applicable")] == [
        ident for ident in made.first if stage in loaded.questionnaire.questions[ident].essential
    ]


def test_nothing_decided_is_no_ground_for_a_plan() -> None:
    """A caller must ask first whether there is a decision."""
    questionnaire = form(scale("a"))
    del questionnaire["decision"]
    with pytest.raises(ValueError, match="decides nothing"):
        planned(questionnaire, reply(a=1))


def test_a_gate_whose_clause_hangs_on_its_own_answer_is_planned_for() -> None:
    """Another answer may put an end to what the clause asks, though it meets nothing that was not met before."""
    gate = [{"go": {"at_least": 1}}, {"go": {"is": 0}, "if": {"question": "s.q", "is": 100}}]
    form = {
        "id": "sample",
        "title": "A sample",
        "version": "1",
        "decision": {"asked_by": "s.stage", "stages": [{"id": "go", "label": "Go"}]},
        "sections": [
            {
                "id": "s",
                "title": "A section",
                "questions": [
                    {"id": "stage", "ask": "Which?", "type": "choice", "options": [{"id": "go", "label": "Go"}]},
                    {"id": "q", "ask": "How much?", "type": "percent", "essential": gate},
                ],
            }
        ],
    }
    made = planned(form, {"questionnaire": "sample", "version": "1", "answers": {"s.stage": "go", "s.q": 100}})
    (move,) = made.moves
    assert isinstance(move.to, int | Decimal)
    assert (move.question.id, 1 <= move.to < 100) == ("s.q", True)
