"""What settles a verdict or a classification that cannot be told."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.forms import form, reply, scale
from oracle import classify, look
from oracle_completions import allowed_answers
from spinout.core.answers import Answers
from spinout.core.insight.settling import Settling
from spinout.core.scoring.assessment import assess
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def settling(questionnaire: dict[str, Any], answers: dict[str, Any]) -> tuple[str, ...]:
    """What settles the verdict of plain data."""
    read = read_questionnaire(questionnaire)
    return Settling(assess(read, read_answers(answers, read))).verdict


GATE = {"essential": {"go": {"at_least": 3}}}


def test_open_gates_settle_a_verdict_that_no_score_can() -> None:
    """The bar is passed already, so `c` bears on nothing."""
    assert settling(form(scale("a", **GATE), scale("b"), scale("c"), bar=10), reply(b=4)) == ("s1.a",)


def test_every_open_point_counts_where_the_bar_lies_between() -> None:
    """The gate first, then the heavier question."""
    questionnaire = form(scale("a"), scale("b", weight=3), scale("c", **GATE), scale("d"), bar=50)
    assert settling(questionnaire, reply(d=2)) == ("s1.c", "s1.b", "s1.a")


def test_nothing_settles_what_is_told() -> None:
    """A gate fails: the open question changes nothing."""
    assert settling(form(scale("a", **GATE), scale("b"), bar=50), reply(a=0)) == ()


def test_what_decides_whether_a_gate_applies_bears_on_it() -> None:
    """`b` is answered and not met; only `a` can tell whether that matters."""
    decides = {"id": "a", "ask": "Is there?", "type": "yes-no", "weight": 0}
    gate = scale("b", **GATE, essential_if={"question": "s1.a", "is": "yes"})
    assert settling(form(decides, gate, scale("c")), reply(b=1)) == ("s1.a",)


def classified(outcomes: list[dict[str, Any]], answers: dict[str, Any]) -> tuple[str, ...]:
    """What settles a classification of three scales."""
    last = {"id": "other", "label": "Other", "otherwise": True}
    rules = {"classifications": [{"id": "kind", "title": "Kind", "outcomes": [*outcomes, last]}]}
    read = read_questionnaire({**form(scale("a"), scale("b"), scale("c")), "rules": [rules]})
    return Settling(assess(read, read_answers(answers, read))).classification(read.rules.classifications[0])


def test_only_answers_that_change_what_is_possible_count() -> None:
    """With `a` at 0 the first outcome is out, so `b` says nothing; `c` decides the second."""
    outcomes = [
        {
            "id": "first",
            "label": "First",
            "when": {"all": [{"question": "s1.a", "at_least": 1}, {"question": "s1.b", "is": 1}]},
        },
        {"id": "second", "label": "Second", "when": {"question": "s1.c", "is": 1}},
    ]
    assert classified(outcomes, reply(a=0)) == ("s1.c",)
    assert classified(outcomes, reply(a=1)) == ("s1.b", "s1.c")


def test_answers_that_count_only_together_are_all_named() -> None:
    """Neither `a` nor `b` alone changes what is possible."""
    one, two = {"question": "s1.a", "is": 1}, {"question": "s1.b", "is": 1}
    either = {"any": [{"all": [one, {"not": two}]}, {"all": [{"not": one}, two]}]}
    assert classified([{"id": "first", "label": "First", "when": either}], reply()) == ("s1.a", "s1.b")


@SLOW
@given(st.data())
def test_each_question_named_changes_what_is_possible(data: st.DataObject) -> None:
    """Against the oracle: exactly those of which an allowed answer changes it, or none does alone."""
    questionnaire = data.draw(questionnaires())
    answers = data.draw(answers_for(questionnaire))
    read = read_questionnaire(questionnaire)
    plain = look(questionnaire, answers)
    for raw, classification in zip(plain.form.rules("classifications"), read.rules.classifications, strict=True):
        now = classify(raw, plain)
        named = Settling(assess(read, read_answers(answers, read))).classification(classification)
        if now["outcome"] != "cannot-tell":
            assert named == ()
            continue
        changing = {
            question.id
            for question in plain.form.questions
            if plain.shown[question.id] is not False
            and plain.entries[question.id].is_open
            and any(
                classify(raw, look(questionnaire, _with(questionnaire, answers, question.id, value))) != now
                for value in allowed_answers(plain.form, question)
            )
        }
        if changing:
            assert set(named) == changing


def _with(questionnaire: dict[str, Any], answers: dict[str, Any], ident: str, value: Any) -> dict[str, Any]:
    renamed = questionnaire.get("renamed", {})
    others = {key: given for key, given in answers["answers"].items() if renamed.get(key, key) != ident}
    return {**answers, "answers": {**others, ident: {"answer": value, "evidence": "Given."}}}


@pytest.mark.parametrize("stage", ["explore", "final"])
def test_a_blank_file_of_the_shipped_questionnaire_has_something_to_settle(stage: str) -> None:
    """Every verdict and classification names open questions, in triage order."""
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    questionnaire, blank = loaded.questionnaire, Answers({})
    settling = Settling(assess(questionnaire, blank, stage))
    order, found = settling.order, [settling.verdict]
    found += [settling.classification(classification) for classification in questionnaire.rules.classifications]
    for named in found:
        assert named
        assert list(named) == sorted(named, key=order.index)
