"""Who was heard beside the lead, who of those who may join was not, and where they answered otherwise."""

from copy import deepcopy
from typing import Any

import pytest

from spinout.core.insight.voices import Hearing, hearing_of
from spinout.core.scoring.assessment import Assessment, assess
from test_contract import read_answers, read_questionnaire

LEVELS = [f"Level {level}" for level in range(5)]
FORM: dict[str, Any] = {
    "id": "hall",
    "title": "The hall",
    "version": "1",
    "decision": {
        "asked_by": "s.stage",
        "stages": [{"id": "talk", "label": "Talk"}, {"id": "go", "label": "Go", "voices": True}],
    },
    "respondents": [
        {"id": "clerk", "label": "Clerk"},
        {"id": "choir", "label": "Choir", "speaks_for": {"question": "s.groups", "option": ["singers", "parents"]}},
        {"id": "staff", "label": "Staff", "speaks_for": {"question": "s.groups", "option": "workers"}},
        {"id": "council", "label": "Council"},
    ],
    "sections": [
        {
            "id": "s",
            "title": "Start",
            "questions": [
                {
                    "id": "stage",
                    "ask": "Which?",
                    "type": "choice",
                    "options": [{"id": "talk", "label": "Talk"}, {"id": "go", "label": "Go"}],
                },
                {
                    "id": "groups",
                    "ask": "Who may join?",
                    "type": "multi",
                    "options": [{"id": each, "label": each} for each in ("singers", "parents", "workers", "others")],
                },
                {"id": "one", "ask": "One?", "type": "scale", "levels": LEVELS, "not_applicable": True},
                {"id": "two", "ask": "Two?", "type": "scale", "levels": LEVELS},
                {"id": "words", "ask": "In words?", "type": "text"},
            ],
        }
    ],
}


def said(respondent: str | None, stage: str = "go", form: dict[str, Any] = FORM, **answers: Any) -> Assessment:
    """An assessment; `one=2` answers s.one."""
    questionnaire = read_questionnaire(form)
    named = {"s.stage": stage, **{f"s.{name}": answer for name, answer in answers.items()}}
    document = {"questionnaire": "hall", "answers": named} | ({"respondent": respondent} if respondent else {})
    return assess(questionnaire, read_answers(document, questionnaire))


def heard(lead: Assessment, *others: Assessment) -> Hearing:
    """Who was heard."""
    found = hearing_of(lead, others)
    assert found is not None
    return found


def ids(hearing: Hearing) -> list[str]:
    """Those who were not heard."""
    return [each.id for each in hearing.unheard]


@pytest.mark.parametrize("form", [FORM, {key: value for key, value in FORM.items() if key != "respondents"}])
def test_a_questionnaire_without_respondents_has_nobody_to_hear(form: dict[str, Any]) -> None:
    """Else who answered without a name is the first respondent."""
    found = hearing_of(said(None, form=form))
    assert (found is None) == ("respondents" not in form)
    assert found is None or found.lead.id == "clerk"


@pytest.mark.parametrize(
    ("groups", "unheard", "stated"),
    [
        (["singers", "workers"], ["choir", "staff"], True),
        (["parents"], ["choir"], True),
        (["others"], [], True),
        ("dont-know", ["choir", "staff"], False),
    ],
)
def test_those_who_may_join_are_whom_an_answer_names(groups: Any, unheard: list[str], *, stated: bool) -> None:
    """One of several options is enough; where nobody says who may join, all respondents with a group count."""
    found = heard(said("clerk", groups=groups))
    assert (ids(found), found.stated) == (unheard, stated)


def test_where_no_respondent_has_a_group_all_but_the_first_count() -> None:
    """Nothing then says who may join."""
    form = deepcopy(FORM)
    for each in form["respondents"]:
        each.pop("speaks_for", None)
    found = heard(said("clerk", form=form), said("staff", form=form))
    assert (ids(found), found.stated) == (["choir", "council"], False)


def test_files_are_counted_by_respondent_and_whoever_answered_is_heard() -> None:
    """In the questionnaire's order; a member's own file counts for the member's group."""
    lead = said("clerk", groups=["singers", "workers"])
    found = heard(lead, said("council"), said("choir"), said("choir"))
    assert [(each.respondent.id, each.files) for each in found.heard] == [("choir", 2), ("council", 1)]
    assert ids(found) == ["staff"]
    assert ids(heard(said("choir", groups=["singers", "workers"]))) == ["staff"]


def test_ready_with_somebody_unheard_is_due_only_at_a_stage_that_needs_them() -> None:
    """And not once they are heard, nor where nobody is ready yet."""
    assert heard(said("clerk", groups=["singers"])).due
    assert not heard(said("clerk", "talk", groups=["singers"])).due
    assert not heard(said("clerk", groups=["singers"]), said("choir")).due
    form = deepcopy(FORM)
    form["decision"]["stages"][1]["ready_from"] = 50
    assert not heard(said("clerk", form=form, groups=["singers"], one=0)).due


def test_differences_stand_the_farthest_apart_first() -> None:
    """Of those who answered both; other words in a text, and what somebody does not know, are no difference."""
    lead = said("clerk", one=4, two=1, words="Yes.")
    found = heard(lead, said("choir", one=3, two="dont-know", words="No."), said("staff", one=4, two=4))
    assert [(each.lead.question.id, each.widest.respondent.id) for each in found.dissents] == [
        ("s.two", "staff"),
        ("s.one", "choir"),
    ]
    assert [reply.status.answer.value for reply in found.dissents[1].others] == [3, 4]


def test_that_a_question_does_not_apply_is_as_far_as_can_be() -> None:
    """One answers it, another says that it does not apply."""
    (found,) = heard(said("clerk", one=2), said("choir", one={"not_applicable": "No."})).dissents
    assert found.widest.width == 1


def test_evidence_alone_makes_no_difference() -> None:
    """The same level was said, with evidence and without."""
    form = {**FORM, "scoring": {"top_level_needs_evidence": True}}
    lead = said("clerk", form=form, one={"answer": 4, "evidence": "A letter."})
    assert heard(lead, said("choir", form=form, one=4)).dissents == ()
