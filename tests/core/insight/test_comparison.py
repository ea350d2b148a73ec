"""What moved between two assessments, and which of the two causes moved it."""

from copy import deepcopy
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spinout.core.answers import Answers
from spinout.core.insight.comparison import CautionCode, ScoreChange, ServiceComparison, at_one_stage, compare, shift
from spinout.core.insight.migration import (
    Aspect,
    Loss,
    QuestionChange,
    QuestionnaireChanges,
    carry,
    questionnaire_changes,
)
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.scoring.statuses import own_state
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

MANY = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

SCALE = {"type": "scale", "levels": ["None", "Some", "All"]}
OLD: dict[str, Any] = {
    "id": "hall",
    "title": "The hall",
    "version": "1",
    "scoring": {"bands": [{"id": "low", "label": "Low", "from": 0}, {"id": "good", "label": "Good", "from": 50}]},
    "decision": {"asked_by": "s.stage", "stages": [{"id": "go", "label": "Go"}, {"id": "stay", "label": "Stay"}]},
    "sections": [
        {
            "id": "s",
            "title": "Start",
            "questions": [
                {
                    "id": "stage",
                    "ask": "Which?",
                    "type": "choice",
                    "options": [{"id": "go", "label": "Go"}, {"id": "stay", "label": "Stay"}],
                },
                {"id": "old-name", "ask": "How much?", **SCALE, "essential": {"go": {"at_least": 1}}},
                {"id": "kept", "ask": "And this?", **SCALE},
                {"id": "dropped", "ask": "And that?", **SCALE},
            ],
        }
    ],
}


def newer() -> dict[str, Any]:
    """A newer version of the questionnaire: renamed, removed, new and changed questions."""
    stage, named, kept, _ = OLD["sections"][0]["questions"]
    questions = [
        stage,
        {**named, "id": "name", "essential": {"go": {"at_least": 2}}},
        {**kept, "levels": ["None", "All"], "weight": 2},
        {"id": "fresh", "ask": "And now?", **SCALE},
    ]
    return {
        **OLD,
        "version": "2",
        "renamed": {"s.old-name": "s.name"},
        "removed": ["s.dropped"],
        "sections": [{"id": "s", "title": "Start", "questions": questions}],
    }


def document(version: str, answers: dict[str, Any], **header: str) -> dict[str, Any]:
    """A document of answers."""
    return {"questionnaire": "hall", "version": version, **header, "answers": answers}


def assessed(questionnaire: dict[str, Any], answers: dict[str, Any]) -> Assessment:
    """An assessment of plain data."""
    read = read_questionnaire(questionnaire)
    return assess(read, read_answers(answers, read))


def across_versions() -> ServiceComparison:
    """Old answers to the old version against new answers to the new one."""
    old = {"s.stage": "go", "s.old-name": 1, "s.kept": 2, "s.dropped": 2}
    new = {"s.stage": "go", "s.name": 2, "s.kept": 1, "s.fresh": 2}
    return compare(assessed(OLD, document("1", old)), assessed(newer(), document("2", new)))


def test_a_gate_that_moved_has_both_causes_parted() -> None:
    """The newer gate asks for more, so the questionnaire closes it; the newer answer opens it again."""
    gate = across_versions().gates["s.name"]
    assert [at.state.value for at in (gate.old, gate.between, gate.new) if at is not None] == ["met", "not-met", "met"]
    assert (gate.by_questionnaire, gate.by_service) == (True, True)


def test_old_answers_that_are_not_taken_are_named() -> None:
    """A level that is gone and a removed question are told, each with what was said."""
    lost = across_versions().lost
    assert [(each.question, each.to, each.why, each.words) for each in lost] == [
        ("s.kept", "s.kept", Loss.UNREADABLE, "2: All"),
        ("s.dropped", None, Loss.REMOVED, "2: All"),
    ]


def test_what_the_questionnaire_changed_is_told() -> None:
    """New, removed, renamed and changed questions are each in their list."""
    assert across_versions().questionnaire == QuestionnaireChanges(
        new=("s.fresh",),
        removed=("s.dropped",),
        renamed=(("s.old-name", "s.name"),),
        changed=(
            QuestionChange("s.name", (Aspect.GATES,)),
            QuestionChange("s.kept", (Aspect.ANSWERS, Aspect.SCORES, Aspect.WEIGHT)),
        ),
    )


def test_the_score_is_parted_too() -> None:
    """By hand: 83 of 100 on the old questionnaire; 12 1/2 to 87 1/2 between; 100 at last."""
    score = across_versions().score
    assert score.old is not None
    assert score.between is not None
    assert score.new is not None
    assert [(float(r.low), float(r.high)) for r in (score.old, score.between, score.new)] == [
        (250 / 3, 250 / 3),
        (12.5, 87.5),
        (100.0, 100.0),
    ]


def test_other_decisions_are_brought_to_the_one_of_the_new_answers() -> None:
    """No gate moves because another was asked for; where it is one decision, or an unknown one, nothing is done."""
    old, new = (assessed(OLD, document("1", {"s.stage": asked, "s.old-name": 2})) for asked in ("stay", "go"))
    apart = compare(old, new)
    judged = at_one_stage(apart)
    assert (list(apart.gates), list(judged.gates)) == (["s.old-name"], [])
    assert [stage and stage.id for stage in (judged.stage.old, judged.stage.between, judged.stage.new)] == ["go"] * 3
    assert judged.score == apart.score
    assert at_one_stage(judged) is judged
    fewer = deepcopy(OLD)
    fewer["decision"]["stages"] = fewer["decision"]["stages"][1:]
    fewer["sections"][0]["questions"][0]["options"] = fewer["sections"][0]["questions"][0]["options"][1:]
    del fewer["sections"][0]["questions"][1]["essential"]
    unknown = compare(assessed(fewer, document("1", {"s.stage": "stay"})), new)
    assert at_one_stage(unknown) is unknown


def test_two_old_answers_to_one_question_count_as_none() -> None:
    """Where two questions became one, neither answer is chosen."""
    new = newer()
    new["renamed"] = {"s.old-name": "s.name", "s.dropped": "s.name"}
    new["removed"] = []
    old, read = read_questionnaire(OLD), read_questionnaire(new)
    carried = carry(old, read_answers(document("1", {"s.old-name": 1, "s.dropped": 2}), old), read)
    assert carried.answers.answers == {}
    assert [(lost.question, lost.why) for lost in carried.lost] == [
        ("s.old-name", Loss.ANSWERED_TWICE),
        ("s.dropped", Loss.ANSWERED_TWICE),
    ]


def test_an_answer_of_another_type_is_not_taken() -> None:
    """Level 1 of a scale is not the number 1."""
    new = newer()
    new["sections"][0]["questions"][2] = {"id": "kept", "ask": "And this?", "type": "number"}
    old = read_questionnaire(OLD)
    carried = carry(old, read_answers(document("1", {"s.kept": 1}), old), read_questionnaire(new))
    assert [lost.message for lost in carried.lost] == [
        "The question was of the type scale and is now of the type number."
    ]


def test_an_answer_with_other_words_is_taken_and_told() -> None:
    """A level that kept its number and changed its words counts, and both wordings stand side by side."""
    new = newer()
    new["sections"][0]["questions"][2]["levels"] = ["None", "Half", "All"]
    old = read_questionnaire(OLD)
    carried = carry(old, read_answers(document("1", {"s.kept": 1}), old), read_questionnaire(new))
    assert [(each.question, each.before, each.after) for each in carried.reworded] == [("s.kept", "1: Some", "1: Half")]
    assert carried.answers.of("s.kept").value == 1


def test_cautions_name_what_does_not_belong_together() -> None:
    """Other services, dates the wrong way round, other stages and other versions are each told."""
    old = document("1", {"s.stage": "go"}, service="Halls", date="2026-02-01")
    new = document("2", {"s.stage": "stay"}, service="Parks", date="2026-01-01")
    comparison = compare(assessed(OLD, old), assessed(OLD, new))
    assert [caution.code for caution in comparison.cautions] == [
        CautionCode.OTHER_STAGE,
        CautionCode.OTHER_SERVICE,
        CautionCode.DATES_REVERSED,
        CautionCode.CAUSES_NOT_PARTED,
    ]


def test_a_name_in_another_case_is_the_same_service() -> None:
    """Case and blanks in a service's name are no difference."""
    old, new = document("1", {}, service="Village  Halls"), document("1", {}, service="village halls")
    assert compare(assessed(OLD, old), assessed(OLD, new)).cautions == ()


def test_a_renamed_question_in_the_rules_and_the_decision_is_no_change() -> None:
    """They look at the same question under its new id; what they say of it is compared as before."""

    def version(question: str, level: int, renamed: dict[str, str]) -> Questionnaire:
        form = deepcopy(OLD) | {"renamed": renamed}
        form["decision"]["too_early"] = {"any_of": [f"s.{question}"]}
        form["sections"][0]["questions"][1]["id"] = question
        when = {"question": f"s.{question}", "at_least": level}
        outcomes = [{"id": "yes", "label": "Yes", "when": when}, {"id": "no", "label": "No", "otherwise": True}]
        form["rules"] = [
            {
                "criteria": [{"id": "much", "label": "Much", "when": when}],
                "classifications": [{"id": "kind", "title": "Kind", "outcomes": outcomes}],
                "checks": [{"id": "odd", "when": when, "message": "Odd."}],
            }
        ]
        return read_questionnaire(form)

    old = version("old-name", 1, {})
    renamed = {"s.old-name": "s.name"}
    assert questionnaire_changes(old, version("name", 1, renamed)) == QuestionnaireChanges(
        renamed=(("s.old-name", "s.name"),)
    )
    assert questionnaire_changes(old, version("name", 2, renamed)).whole == (Aspect.RULES,)


def test_a_renamed_question_in_a_condition_is_no_change() -> None:
    """A `show_if` that names a question under its new id asks the same."""
    old, new = newer(), newer()
    old["renamed"], old["removed"] = {}, []
    for form, name in ((old, "first"), (new, "name")):
        form["sections"][0]["questions"][1]["id"] = name
        form["sections"][0]["questions"][3]["show_if"] = {"not": {"question": f"s.{name}", "is": 0}}
    new["renamed"] = {"s.first": "s.name"}
    changes = questionnaire_changes(read_questionnaire(old), read_questionnaire(new))
    assert changes == QuestionnaireChanges(renamed=(("s.first", "s.name"),))


# whatever the questionnaires and the answers


def drawn(data: st.DataObject) -> tuple[Questionnaire, dict[str, Any]]:
    """A questionnaire, and a document of answers to it."""
    form = data.draw(questionnaires())
    return read_questionnaire(form), data.draw(answers_for(form))


@MANY
@given(st.data())
def test_a_file_against_itself_shows_no_change(data: st.DataObject) -> None:
    """Nothing moves, nothing is lost and nothing is cautioned."""
    questionnaire, answers = drawn(data)
    one = assess(questionnaire, read_answers(answers, questionnaire))
    found = compare(one, one)
    assert not found.moved
    assert (found.lost, found.reworded, found.cautions, found.questionnaire) == ((), (), (), QuestionnaireChanges())


@MANY
@given(st.data())
def test_the_two_causes_add_up(data: st.DataObject) -> None:
    """What the questionnaire moved and what the service moved come to the whole move of the score."""
    (first, before), (second, after) = drawn(data), drawn(data)
    old = assess(first, read_answers(before, first))
    found = compare(old, assess(second, read_answers(after, second)))
    parts = [shift(found.score.old, found.score.between), shift(found.score.between, found.score.new)]
    whole = shift(found.score.old, found.score.new)
    if whole is None or None in parts:
        assert None in (found.score.old, found.score.between, found.score.new)
        return
    known = [part for part in parts if part is not None]
    assert ScoreChange(sum((p.low for p in known), Fraction(0)), sum((p.high for p in known), Fraction(0))) == whole


@MANY
@given(st.data())
def test_no_answer_is_lost_in_silence(data: st.DataObject) -> None:
    """Every old answer is either taken by the other version, as it was, or named as lost."""
    (first, before), (second, _) = drawn(data), drawn(data)
    answers = read_answers(before, first)
    carried = carry(first, answers, second)
    said = {
        ident
        for ident, answer in answers.answers.items()
        if answer.value is not None or answer.unknown or answer.reason
    }
    lost = {each.question for each in carried.lost}
    taken = {
        ident for ident in said - lost if carried.answers.of(second.renamed.get(ident, ident)) != Answers({}).of("")
    }
    assert said == lost | taken
    for ident in taken:
        now = carried.answers.of(second.renamed.get(ident, ident))
        assert (own_state(now), now.value) == (own_state(answers.of(ident)), answers.of(ident).value)


@MANY
@given(st.data())
def test_the_middle_is_the_old_file_read_with_the_new_questionnaire(data: st.DataObject) -> None:
    """Where the old file reads under the new questionnaire and nothing is lost, it scores there as it does alone."""
    (first, before), (second, _) = drawn(data), drawn(data)
    alone, problems = answers_from(before, second)
    carried = carry(first, read_answers(before, first), second)
    if problems or alone is None or carried.lost:
        return
    one, other = assess(second, alone), assess(second, carried.answers)
    assert (one.scores, one.gates, one.verdict, one.rules) == (other.scores, other.gates, other.verdict, other.rules)
