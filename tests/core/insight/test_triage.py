"""The order that settles a verdict soonest, and whether it is settled, against every completion."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.forms import STAGE, form, reply, scale
from oracle import completions, gates_at, look, stage_of, verdict
from oracle_completions import allowed_answers
from oracle_conditions import World, shown_of
from oracle_form import ANSWERED, Raw
from oracle_scores import range_of, result
from spinout.core.answers import Answers
from spinout.core.conditions import State
from spinout.core.insight.settling import Settling
from spinout.core.scoring.assessment import assess
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def is_settled(questionnaire: dict[str, Any], answers: dict[str, Any], stage: str | None = None) -> bool:
    """What the engine says of plain data."""
    read = read_questionnaire(questionnaire)
    return Settling(assess(read, read_answers(answers, read), stage)).is_settled


def order(questionnaire: dict[str, Any], answers: dict[str, Any], stage: str | None = None) -> tuple[str, ...]:
    """The engine's order for plain data."""
    read = read_questionnaire(questionnaire)
    return Settling(assess(read, read_answers(answers, read), stage)).order


def verdicts(questionnaire: Raw, answers: Raw, stage: str | None) -> Iterator[str | None]:
    """The verdict of every completion, with evidence and without, at the stage that it states."""
    world = look(questionnaire, answers)
    for complete in completions(world.form, world.entries):
        yield verdict_of(complete, stage)
        bare = {
            ident: replace(entry, evidence=None) if entry.state == ANSWERED and world.entries[ident].is_open else entry
            for ident, entry in complete.entries.items()
        }
        yield verdict_of(World(world.form, bare, shown_of(world.form, bare)), stage)


def verdict_of(world: World, stage: str | None) -> str | None:
    """The plain verdict of one completion."""
    chosen = stage_of(world, stage)
    # Without the evidence another question may be shown: then there is no single score to look at.
    scores = [result(each).overall for each in completions(world.form, world.entries)]
    return verdict(world, chosen, gates_at(world, chosen), range_of(scores))


@SLOW
@given(st.data())
def test_settled_is_true_of_every_completion(data: st.DataObject) -> None:
    """Where it says so, every completion has the verdict that stands now."""
    questionnaire = data.draw(questionnaires())
    answers = data.draw(answers_for(questionnaire, 60))
    stages = [each["id"] for each in questionnaire.get("decision", {}).get("stages", [])]
    stage = data.draw(st.sampled_from([None, *stages]))
    if is_settled(questionnaire, answers, stage):
        now = look(questionnaire, answers)
        scores = [result(each).overall for each in completions(now.form, now.entries)]
        chosen = stage_of(now, stage)
        status = verdict(now, chosen, gates_at(now, chosen), range_of(scores))
        assert set(verdicts(questionnaire, answers, stage)) == {status}


@SLOW
@given(st.data())
def test_the_order_holds_every_open_question_once(data: st.DataObject) -> None:
    """And no other."""
    questionnaire = data.draw(questionnaires())
    answers = data.draw(answers_for(questionnaire))
    world = look(questionnaire, answers)
    asked = [ident for ident, entry in world.entries.items() if entry.is_open and world.shown[ident] is not False]
    assert sorted(order(questionnaire, answers)) == sorted(asked)


def test_gates_come_first_and_then_the_widest_effect() -> None:
    """The gate weighs least; of the others the heavier comes first, and then file order."""
    questionnaire = form(
        scale("a", weight=2), scale("b", weight=3), scale("c", weight=2), scale("d", essential={"go": {"at_least": 1}})
    )
    assert order(questionnaire, reply()) == ("s1.d", "s1.b", "s1.a", "s1.c")


def test_what_decides_an_answered_gate_comes_with_the_gates() -> None:
    """Nothing but `b` can tell whether the gate of `c` applies."""
    decides = {"id": "b", "ask": "Is there?", "type": "yes-no", "weight": 0}
    gate = scale("c", essential={"go": {"at_least": 3}}, essential_if={"question": "s1.b", "is": "yes"})
    assert order(form(scale("a"), decides, gate), reply(c=1)) == ("s1.b", "s1.a")


def test_a_question_that_shows_others_has_their_weight() -> None:
    """`b` itself has no score, and half of the whole waits for it."""
    decides = {"id": "b", "ask": "Is there?", "type": "yes-no", "weight": 0}
    waiting = scale("c", weight=3, show_if={"question": "s1.b", "is": "yes"})
    assert order(form(scale("a", weight=2), decides, waiting), reply()) == ("s1.b", "s1.c", "s1.a")


def test_the_stage_comes_before_all_where_nobody_states_it() -> None:
    """With `--stage` it is a question like any other."""
    questionnaire = form(scale("a", essential={"go": {"at_least": 1}}))
    questionnaire["decision"]["stages"].append({"id": "stop", "label": "Stop"})
    stage = {**STAGE, "options": [*STAGE["options"], {"id": "stop", "label": "Stop"}]}
    questionnaire["sections"][0]["questions"] = [stage]
    blank = {"questionnaire": "sample", "version": "1", "answers": {}}
    assert order(questionnaire, blank) == ("s0.stage", "s1.a")
    assert order(questionnaire, blank, "go") == ("s1.a", "s0.stage")
    assert not is_settled(questionnaire, blank)


GATE = {"essential": {"go": {"at_least": 3}}}


@pytest.mark.parametrize(("level", "expected"), [(4, False), (3, True)])
def test_too_early_is_not_settled_where_a_gate_may_come_to_lack_nothing_but_evidence(
    level: int, *, expected: bool
) -> None:
    """Level 4 counts as 3 without evidence: with it nothing is lacking, if `b` says that 0 is not asked for."""
    clauses = [
        {"go": {"at_least": 4}},
        {"go": {"at_most": 0}, "if": {"question": "s1.b", "is": "yes"}},
    ]
    decides = {"id": "b", "ask": "Is there?", "type": "yes-no"}
    raw = form(scale("a", essential=clauses), decides, too_early={"open_gates": 1}, top_level_needs_evidence=True)
    read = read_questionnaire(raw)
    found = Settling(assess(read, read_answers(reply(a=level, b="dont-know"), read)))
    assert (found.is_settled, found.unless) == ((True, ()) if expected else (False, None))
    assert set(verdicts(raw, reply(a=level), None)) == ({"too-early"} if expected else {"too-early", "conditions"})


@pytest.mark.parametrize(
    ("questionnaire", "answers", "expected"),
    [
        pytest.param(form(scale("a", **GATE), scale("b")), reply(a=1), True, id="a gate fails for good"),
        pytest.param(form(scale("a", **GATE), scale("b", **GATE)), reply(a=1), True, id="another may fail too"),
        pytest.param(
            form(scale("a", **GATE), scale("b", **GATE), too_early={"open_gates": 2}),
            reply(a=1),
            False,
            id="a second would be too early",
        ),
        pytest.param(
            form(scale("a", **GATE), scale("b", **GATE), scale("c"), too_early={"open_gates": 2}),
            reply(a=1, b=1),
            True,
            id="too early for good",
        ),
        pytest.param(
            form(scale("a", **GATE), scale("b", **GATE), too_early={"any_of": ["s1.b"]}),
            reply(a=1),
            False,
            id="the named gate may fail",
        ),
        pytest.param(form(scale("a"), scale("b"), bar=40), reply(a=4), True, id="the bar is passed for good"),
        pytest.param(form(scale("a"), scale("b"), bar=60), reply(a=0), True, id="the bar is out of reach"),
        pytest.param(form(scale("a"), scale("b"), bar=60), reply(a=4), False, id="the bar lies between"),
        pytest.param(form(scale("a", **GATE), scale("b")), reply(b=4), False, id="a gate cannot be told"),
        pytest.param(form(scale("a", **GATE)), reply(a=4), True, id="nothing is open"),
    ],
)
def test_a_verdict_is_settled_where_no_answer_changes_it(
    questionnaire: dict[str, Any], answers: dict[str, Any], *, expected: bool
) -> None:
    """Each by hand."""
    assert is_settled(questionnaire, answers) is expected


def test_a_score_that_may_not_be_there_settles_nothing() -> None:
    """Where `a` hides the only question that counts, no bar is reached."""
    decides = {"id": "a", "ask": "Is there?", "type": "yes-no", "weight": 0}
    counted = scale("b", show_if={"question": "s1.a", "is": "yes"})
    assert not is_settled(form(decides, counted, bar=50), reply(b=4))


def test_the_shipped_questionnaire_is_not_settled_by_a_blank_file() -> None:
    """Everything is open, and the gates come first."""
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    settling = Settling(assess(loaded.questionnaire, Answers({}), "final"))
    assert not settling.is_settled
    gates = [q.id for q in loaded.questionnaire.questions.values() if "final" in q.essential]
    assert sorted(settling.order[: len(gates)]) == sorted(gates)


def unless_of(questionnaire: dict[str, Any], answers: dict[str, Any]) -> tuple[str, ...] | None:
    """What the engine says of plain data."""
    read = read_questionnaire(questionnaire)
    return Settling(assess(read, read_answers(answers, read))).unless


def written(value: Any) -> Any:
    """An answer of the independent reading as it stands in a file."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else value.numerator / Decimal(value.denominator)
    return {part: written(share) for part, share in value.items()} if isinstance(value, dict) else value


def is_exact(value: Any) -> bool:
    """Whether an answer can be written without rounding."""
    if isinstance(value, dict):
        return all(map(is_exact, value.values()))
    return not isinstance(value, Fraction) or Fraction(written(value)) == value


UNKNOWN = "dont-know"


@pytest.mark.parametrize(
    ("questionnaire", "answers", "expected"),
    [
        pytest.param(form(scale("a", **GATE), scale("b")), reply(a=UNKNOWN), ("s1.a",), id="a gate that is not known"),
        pytest.param(form(scale("a", **GATE), scale("b", **GATE)), reply(a=UNKNOWN), None, id="another gate is open"),
        pytest.param(form(scale("a", **GATE), scale("b")), reply(a=1), (), id="nothing can change it"),
        pytest.param(
            form(scale("a", **GATE), scale("b", **GATE), scale("c"), too_early={"open_gates": 2}),
            reply(a=1, b=UNKNOWN),
            ("s1.b",),
            id="a second would be too early",
        ),
        pytest.param(
            form(scale("a", **GATE), scale("b", **GATE), scale("c", **GATE), too_early={"any_of": ["s1.c"]}),
            reply(a=1, b=UNKNOWN),
            None,
            id="the named gate is open",
        ),
        pytest.param(
            form(scale("a"), scale("b"), scale("c"), bar=50),
            reply(a=4, b=UNKNOWN, c=UNKNOWN),
            ("s1.b", "s1.c"),
            id="the bar lies between what is not known",
        ),
        pytest.param(
            form(scale("a"), scale("b", weight=8), scale("c"), bar=50),
            reply(a=4, b=UNKNOWN),
            ("s1.b",),
            id="the open one is too light to reach the bar or to miss it",
        ),
        pytest.param(
            form(scale("a"), scale("b"), scale("c", weight=8), bar=50),
            reply(a=4, b=UNKNOWN),
            None,
            id="the open one may reach the bar",
        ),
        pytest.param(
            form(scale("a", **GATE), scale("b"), bar=60), reply(a=UNKNOWN), None, id="the open one may miss the bar"
        ),
    ],
)
def test_what_is_not_known_alone_may_keep_a_verdict_open(
    questionnaire: dict[str, Any], answers: dict[str, Any], expected: tuple[str, ...] | None
) -> None:
    """Each by hand."""
    assert unless_of(questionnaire, answers) == expected


@SLOW
@given(st.data())
def test_no_unanswered_question_changes_a_verdict_that_hangs_on_what_is_not_known(data: st.DataObject) -> None:
    """Whatever they are answered, while what is not known stays so; and what is named is asked and not known."""
    questionnaire = data.draw(questionnaires())
    answers = data.draw(answers_for(questionnaire, 60))
    ids = [f"{section['id']}.{each['id']}" for section in questionnaire["sections"] for each in section["questions"]]
    renamed = questionnaire.get("renamed", {})
    answers["answers"] = {renamed.get(ident, ident): given for ident, given in answers["answers"].items()}
    for ident in data.draw(st.lists(st.sampled_from(ids), max_size=6, unique=True)):
        answers["answers"][ident] = UNKNOWN
    for ident in data.draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)):
        answers["answers"].pop(ident, None)
    stages = [each["id"] for each in questionnaire.get("decision", {}).get("stages", [])]
    stage = data.draw(st.sampled_from([None, *stages]))
    read = read_questionnaire(questionnaire)
    now = assess(read, read_answers(answers, read), stage)
    unless = Settling(now).unless
    if unless is None:
        return
    assert all(now.statuses[ident].state is State.UNKNOWN for ident in unless)
    world = look(questionnaire, answers)
    given_there = dict(answers["answers"])
    for question in world.form.questions:
        if now.statuses[question.id].state is State.UNANSWERED:
            exact = [each for each in allowed_answers(world.form, question) if is_exact(each)]
            if not exact:  # such as shares of a split that are thirds, which no file can hold
                continue
            value = data.draw(st.sampled_from(exact))
            backed = data.draw(st.booleans())
            given_there[question.id] = {"answer": written(value), **({"evidence": "Given."} if backed else {})}
    after = assess(read, read_answers({**answers, "answers": given_there}, read), stage)
    assert after.verdict == now.verdict
