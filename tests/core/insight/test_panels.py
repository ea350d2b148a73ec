"""A panel: several respondents side by side, its range, and what it should talk about."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from spinout.core.answers import NO_ANSWER, Answer, Answers
from spinout.core.insight.comparison import CautionCode
from spinout.core.insight.panels import Deciding, Panel, PanelMember, Topic, panel, panel_scores, possible
from spinout.core.kinds import Value
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring import completions
from spinout.core.scoring.assessment import assess
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.statuses import Status
from strategies import answers_for, complete_answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

MANY = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MOST_TRIED = 200

SCALE = {"type": "scale", "levels": ["None", "Little", "Some", "Much", "All"]}
FORM: dict[str, Any] = {
    "id": "hall",
    "title": "The hall",
    "version": "1",
    "scoring": {"top_level_needs_evidence": True},
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
                {"id": "plain", "ask": "How much?", **SCALE},
                {"id": "gate", "ask": "Is it there?", **SCALE, "essential": {"go": {"at_least": 2}}},
                {"id": "yes", "ask": "Is it?", "type": "yes-no", "not_applicable": True},
                {"id": "more", "ask": "How?", **SCALE, "show_if": {"question": "s.yes", "is": "yes"}},
            ],
        }
    ],
}


def respondents(questionnaire: Questionnaire, documents: list[dict[str, Any]]) -> list[PanelMember]:
    """Respondents called 1, 2 and so on."""
    return [
        PanelMember(str(number), assess(questionnaire, read_answers(document, questionnaire)))
        for number, document in enumerate(documents, start=1)
    ]


def panel_of(*answers: dict[str, Any], **header: str) -> Panel:
    """A panel on the hall; every respondent asks to go."""
    questionnaire = read_questionnaire(FORM)
    documents = [
        {"questionnaire": "hall", "version": "1", **header, "answers": {"s.stage": "go", **each}} for each in answers
    ]
    return panel(questionnaire, respondents(questionnaire, documents))


def test_a_scale_has_a_spread_and_a_median_and_no_mean() -> None:
    """Levels 0, 1 and 3 of five: three of four steps apart, the middle one is 1."""
    agreement = panel_of({"s.plain": 3}, {"s.plain": 0}, {"s.plain": 1}).agreements[1]
    assert (agreement.spread, agreement.median, agreement.different) == (Fraction(3, 4), (1, 1), 3)


def test_an_even_number_of_answers_has_two_middle_ones() -> None:
    """Between 0 and 3 nothing is taken in the middle."""
    assert panel_of({"s.plain": 3}, {"s.plain": 0}).agreements[1].median == (0, 3)


def test_an_answer_without_evidence_is_told_apart_from_a_quarrel() -> None:
    """Both say the top level; it counts lower for the one without evidence."""
    agreement = panel_of({"s.plain": 4}, {"s.plain": {"answer": 4, "evidence": "A letter."}}).agreements[1]
    assert (agreement.spread, agreement.evidence_only) == (Fraction(1, 4), True)


def test_that_a_question_does_not_apply_is_as_far_as_can_be() -> None:
    """One says yes, one says that it does not apply."""
    agreement = panel_of({"s.yes": True}, {"s.yes": {"not_applicable": "There is none."}}).agreements[3]
    assert (agreement.spread, agreement.different) == (Fraction(1), 2)


def test_the_range_goes_over_what_respondents_show_and_hide() -> None:
    """By hand: without the hidden question 0 of 3 at the least; with everything at its best 3 1/4 of 4."""
    made = panel_of(
        {"s.plain": 0, "s.gate": 0, "s.yes": False},
        {"s.plain": 3, "s.gate": 3, "s.yes": True, "s.more": 3},
    )
    assert made.scores.overall == ScoreRange(Fraction(0), Fraction(325, 4))


def test_the_agenda_puts_gates_first_and_what_nobody_knows_last() -> None:
    """A dispute on a gate, one on points, what one knows, what nobody knows."""
    made = panel_of(
        {"s.plain": 0, "s.gate": 1, "s.yes": True},
        {"s.plain": 3, "s.gate": 2, "s.yes": "dont-know"},
    )
    assert [(item.topic, item.agreement.question.id) for item in made.agenda] == [
        (Topic.GATE, "s.gate"),
        (Topic.POINTS, "s.plain"),
        (Topic.ONLY_ONE_KNOWS, "s.yes"),
        (Topic.NOBODY_KNOWS, "s.more"),
    ]
    assert [agreement.question.id for agreement in made.known_only_to("1")] == ["s.yes"]
    assert made.agenda[0].agreement.gate_disputed


def test_what_decides_over_other_questions_and_gates_is_talked_about_first() -> None:
    """Before a gate that some meet and others do not; a difference that decides nothing stays where it was."""
    form = deepcopy(FORM)
    form["sections"][0]["questions"] += [
        {"id": "staff", "ask": "How many staff move?", "type": "number", "min": 0},
        {
            "id": "pension",
            "ask": "Is there a pension?",
            **SCALE,
            "essential": {"go": {"at_least": 1}},
            "essential_if": {"question": "s.staff", "more_than": 0},
        },
    ]
    questionnaire = read_questionnaire(form)

    def agenda(*answers: dict[str, Any]) -> list[tuple[Topic, str, Deciding]]:
        documents = [{"questionnaire": "hall", "answers": {"s.stage": "go", "s.pension": 1, **a}} for a in answers]
        made = panel(questionnaire, respondents(questionnaire, documents))
        found = [(item.topic, item.agreement.question.id, item.agreement.decides) for item in made.agenda]
        return [item for item in found if item[0] in (Topic.DECIDES, Topic.GATE, Topic.FACT)]

    assert agenda(
        {"s.gate": 1, "s.staff": 0, "s.yes": True, "s.more": 1}, {"s.gate": 2, "s.staff": 9, "s.yes": False}
    ) == [
        (Topic.DECIDES, "s.staff", Deciding(gates=("s.pension",))),
        (Topic.DECIDES, "s.yes", Deciding(asked=("s.more",))),
        (Topic.GATE, "s.gate", Deciding()),
    ]
    assert agenda({"s.staff": 1}, {"s.staff": 9}) == [(Topic.FACT, "s.staff", Deciding())]
    (stage, *_) = agenda({"s.stage": "stay"}, {})
    assert stage == (Topic.DECIDES, "s.stage", Deciding(stage=True))


def test_different_services_and_versions_are_told() -> None:
    """Each is a caution; none stops the panel."""
    questionnaire = read_questionnaire(FORM)
    documents: list[dict[str, Any]] = [
        {"questionnaire": "hall", "version": version, "service": service, "respondent": "staff", "answers": {}}
        for version, service in (("1", "Halls"), ("2", "Parks"))
    ]
    assert [caution.code for caution in panel(questionnaire, respondents(questionnaire, documents)).cautions] == [
        CautionCode.OTHER_SERVICE,
        CautionCode.OTHER_VERSION,
    ]


def test_several_documents_of_one_respondent_stand_together() -> None:
    """They are one respondent with a spread of their own; what they alone know is known to that respondent."""
    questionnaire = read_questionnaire(FORM)
    said: list[tuple[str, dict[str, Any]]] = [
        ("lead", {"s.plain": 3}),
        ("users", {"s.plain": 0, "s.yes": True}),
        ("users", {"s.plain": 1, "s.yes": True}),
    ]
    documents = [{"questionnaire": "hall", "respondent": name, "answers": answers} for name, answers in said]
    made = panel(questionnaire, respondents(questionnaire, documents))
    assert made.respondents == {"lead": 1, "users": 2}
    ((among,),) = [agreement.several for agreement in made.agreements if agreement.question.id == "s.plain"]
    assert (among.spread, among.median, [voice.name for voice in among.voices]) == (Fraction(1, 4), (0, 1), ["2", "3"])
    assert [agreement.question.id for agreement in made.known_only_to("users")] == ["s.yes"]
    assert made.cautions == ()


def test_who_is_not_asked_a_question_is_not_without_an_answer_to_it() -> None:
    """A respondent with a short form counts only where they are asked, or answered all the same."""
    form = deepcopy(FORM)
    form["respondents"] = [{"id": "lead", "label": "Lead"}, {"id": "users", "label": "Users"}]
    form["sections"][0]["questions"][1]["audience"] = ["users"]
    questionnaire = read_questionnaire(form)
    documents: list[dict[str, Any]] = [
        {"questionnaire": "hall", "respondent": "lead", "answers": {"s.gate": 1, "s.yes": True}},
        {"questionnaire": "hall", "respondent": "users", "answers": {"s.yes": {"not_applicable": "No."}}},
        {"questionnaire": "hall", "respondent": "users", "answers": {"s.gate": 2}},
    ]
    made = panel(questionnaire, respondents(questionnaire, documents))
    voices = {a.question.id: [voice.respondent for voice in a.voices] for a in made.agreements}
    assert voices["s.plain"] == ["lead", "users", "users"]
    assert (voices["s.gate"], voices["s.yes"]) == (["lead", "users"], ["lead", "users"])
    assert made.known_only_to("lead") == ()
    # Whoever answered more than the short form is judged like anybody else.
    assert [member.full for member in made.members] == [True, False, True]


def test_a_panel_needs_different_names() -> None:
    """Two documents of one name could not be told apart."""
    only = panel_of({}).members[0]
    for wrong in ([], [only, only]):
        with pytest.raises(ValueError, match="different names"):
            panel(read_questionnaire(FORM), wrong)


# whatever the questionnaire and the answers


def drawn(data: st.DataObject, *, complete: bool = False) -> tuple[Questionnaire, list[dict[str, Any]]]:
    """A questionnaire and some documents of answers to it."""
    form = data.draw(questionnaires())
    answers = complete_answers_for(form) if complete else answers_for(form, most=30)
    return read_questionnaire(form), data.draw(st.lists(answers, min_size=1, max_size=3))


def statuses_of(questionnaire: Questionnaire, documents: list[dict[str, Any]]) -> list[Mapping[str, Status]]:
    """Where the questions stand for each respondent."""
    return [respondent.assessment.statuses for respondent in respondents(questionnaire, documents)]


def inside(inner: ScoreRange | None, outer: ScoreRange | None) -> bool:
    """Whether a range lies within another; not assessed lies within anything."""
    return inner is None or (outer is not None and outer.low <= inner.low <= inner.high <= outer.high)


@MANY
@given(st.data())
def test_a_panel_of_one_has_that_respondents_range(data: st.DataObject) -> None:
    """The whole and every section are those of the respondent alone, and nothing is disputed."""
    questionnaire, documents = drawn(data)
    made = panel(questionnaire, respondents(questionnaire, documents[:1]))
    alone = made.members[0].assessment.scores
    assert (made.scores.overall, made.scores.sections) == (alone.overall, alone.sections)
    assert not any(agreement.disputed for agreement in made.agreements)


@MANY
@given(st.data())
def test_complete_answers_lie_within_the_panels_range(data: st.DataObject) -> None:
    """Whoever left nothing open scores within the range of the panel."""
    questionnaire, documents = drawn(data, complete=True)
    made = panel(questionnaire, respondents(questionnaire, documents))
    assert all(inside(respondent.assessment.scores.overall, made.scores.overall) for respondent in made.members)


@MANY
@given(st.data())
def test_a_further_respondent_never_narrows_what_somebody_answered(data: st.DataObject) -> None:
    """Where the new answers are to questions that had one, range and spreads stay or widen."""
    questionnaire, documents = drawn(data)
    *others, last = documents
    assume(others)
    known = [
        ident for ident in questionnaire.questions if possible([s[ident] for s in statuses_of(questionnaire, others)])
    ]
    answers = {k: v for k, v in last["answers"].items() if questionnaire.renamed.get(k, k) in known}
    before = panel(questionnaire, respondents(questionnaire, others))
    after = panel(questionnaire, respondents(questionnaire, [*others, {**last, "answers": answers}]))
    if after.scores.overall is None or after.scores.overall.exact:
        assert inside(before.scores.overall, after.scores.overall)
    for one, other in zip(before.agreements, after.agreements, strict=True):
        assert one.spread is None or (other.spread is not None and one.spread <= other.spread)


@MANY
@given(st.data())
def test_the_order_of_respondents_changes_nothing(data: st.DataObject) -> None:
    """The range, the spreads and the medians are the same in any order."""
    questionnaire, documents = drawn(data)
    one, other = (panel(questionnaire, respondents(questionnaire, each)) for each in (documents, documents[::-1]))
    assert (one.scores.overall, one.scores.sections) == (other.scores.overall, other.scores.sections)
    assert [(a.spread, a.median, a.points) for a in one.agreements] == [
        (a.spread, a.median, a.points) for a in other.agreements
    ]


def combinations(questionnaire: Questionnaire, given_to: Mapping[str, tuple[Value | None, ...]]) -> Iterator[Answers]:
    """Every document that takes one of the answers given to each question; what has none stays open."""
    ways = [given_to[ident] or (NO_ANSWER,) for ident in questionnaire.questions]
    for chosen in product(*ways):
        yield Answers({i: _answer(value) for i, value in zip(questionnaire.questions, chosen, strict=True)})


def _answer(value: Value | Answer | None) -> Answer:
    """An answer that counts as it stands; None says that the question does not apply."""
    if isinstance(value, Answer):
        return value
    return Answer(reason="It does not.") if value is None else Answer(value, evidence="A letter.")


@MANY
@given(st.data())
def test_the_range_is_that_of_every_combination_tried(data: st.DataObject) -> None:
    """Scored one by one, the combinations of the answers given reach both ends and nothing beyond."""
    questionnaire, documents = drawn(data)
    panelled = statuses_of(questionnaire, documents)
    given_to = {ident: possible([each[ident] for each in panelled]) for ident in questionnaire.questions}
    assume(prod(len(values) or 1 for values in given_to.values()) <= MOST_TRIED)
    found = panel_scores(questionnaire, panelled)
    assume(found.overall is None or found.overall.exact)
    tried = [assess(questionnaire, answers).scores.overall for answers in combinations(questionnaire, given_to)]
    ranges = [score for score in tried if score is not None]
    expected = ScoreRange(min(s.low for s in ranges), max(s.high for s in ranges)) if ranges else None
    assert found.overall == expected


@MANY
@given(st.data())
def test_the_outer_range_holds_the_exact_one(data: st.DataObject) -> None:
    """Where there are too many combinations to try, the range given is no narrower than the true one."""
    questionnaire, documents = drawn(data)
    panelled = statuses_of(questionnaire, documents)
    exact = panel_scores(questionnaire, panelled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "MOST_COMBINATIONS", 0)
        outer = panel_scores(questionnaire, panelled)
    assert inside(exact.overall, outer.overall)
    assert all(inside(exact.sections[ident], outer.sections[ident]) for ident in exact.sections)
