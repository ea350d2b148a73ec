"""The shipped questionnaire: right, whole, and of the counts that its README gives."""

import re
from fractions import Fraction
from typing import Any

import pytest

from spinout.core.conditions import comparisons
from spinout.core.kinds.scale import Scale
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.resources import shipped
from spinout.use_cases.questionnaires import Loaded, load_questionnaire


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    """The shipped questionnaire, which must be right."""
    found = load_questionnaire()
    assert isinstance(found, Loaded), found.problems
    return found


def assessed(loaded: Loaded, **answers: Any) -> Assessment:
    """An assessment of answers whose ids are written with two underscores for the dot."""
    named = {key.replace("__", ".").replace("_", "-"): value for key, value in answers.items()}
    document = {"questionnaire": loaded.questionnaire.id, "version": loaded.questionnaire.version, "answers": named}
    read, problems = answers_from(document, loaded.questionnaire)
    assert read is not None, problems
    return assess(loaded.questionnaire, read)


def result(assessment: Assessment, classification: str) -> list[str]:
    """The outcomes that a classification leaves possible."""
    found = {r.classification.id: r for r in assessment.rules.classifications}
    return [outcome.id for outcome in found[classification].possible]


def test_a_blank_file_is_scored_exactly_from_0_to_100(loaded: Loaded) -> None:
    """Nothing known means anything possible, worked out and not guessed."""
    score = assessed(loaded).scores.overall
    assert score is not None
    assert (score.low, score.high, score.exact) == (Fraction(0), Fraction(100), True)


def test_every_source_that_a_question_or_rule_names_is_defined(loaded: Loaded) -> None:
    """The reader refuses an undefined source, so that each question here has one."""
    assert [q.id for q in loaded.questionnaire.questions.values() if not q.sources] == []
    assert [o.id for c in loaded.questionnaire.rules.classifications for o in c.outcomes if not o.sources] == []


def test_every_gate_can_be_met(loaded: Loaded) -> None:
    """Each gate on a scale asks for a level that exists."""
    for question in loaded.questionnaire.questions.values():
        for gate in question.essential.values():
            samples = range(len(question.type.levels)) if isinstance(question.type, Scale) else ()
            for each in gate:
                assert not samples or any(each.needs.holds_for(level) for level in samples), question.id


def test_every_scored_question_says_what_to_do_next(loaded: Loaded) -> None:
    """A plan can name a next step for whatever it asks to raise."""
    scored = [q for q in loaded.questionnaire.questions.values() if q.weight]
    assert [q.id for q in scored if not q.next_step or not q.evidence] == []


def test_every_question_a_rule_looks_at_is_asked(loaded: Loaded) -> None:
    """Rules look at shown questions of this questionnaire; none is left behind."""
    rules = loaded.questionnaire.rules
    conditions = [*(c.when for c in rules.criteria), *(c.when for c in rules.checks)]
    named = {comparison.question for condition in conditions for comparison in comparisons(condition)}
    assert named <= set(loaded.questionnaire.questions)


def test_the_readme_of_the_folder_counts_right(loaded: Loaded) -> None:
    """Its table says how many criteria, outcomes and checks there are."""
    text = (shipped("questions") / "README.md").read_text("utf-8")
    rules = loaded.questionnaire.rules
    suggestion = next(c for c in rules.classifications if c.id == "legal-form")
    assert re.findall(r"(\d+) criteria", text)[:1] == [str(len(rules.criteria))]
    assert re.findall(r"(\d+) checks", text)[:1] == [str(len(rules.checks))]
    assert re.findall(r"in (\d+) outcomes", text)[:1] == [str(len(suggestion.outcomes))]


def test_comparators_and_support_carry_their_dates_and_caveats(loaded: Loaded) -> None:
    """No organisation is named without its caveat, and none without a date or the words that there is none."""
    reference = loaded.questionnaire.reference
    assert all(c.caveat and c.as_at for c in reference.comparators)
    assert all(re.match(r"\d{4}|not dated", c.as_at) for c in reference.comparators)
    assert {c.status for c in reference.comparators} >= {"trading", "closed", "contract-ended", "council-owned"}
    assert reference.paper is not None
    assert reference.paper.notes


def test_a_society_owned_by_staff_and_community_is_a_mutual(loaded: Loaded) -> None:
    """Members own it and vote equally, but elect under half of the board; it claims no more."""
    found = assessed(
        loaded,
        ownership__owners={"answer": 4, "evidence": "Rules."},
        ownership__council_stake="none",
        ownership__voting=4,
        ownership__elected_board_share=43,
        ownership__member_decisions=["strategy"],
        ownership__board_accountability=3,
        ownership__surplus="all-reinvested",
        ownership__legal_form="community-benefit-society",
        member_mix__groups=["community", "employees"],
        principles__wants_co_operative="no",
    )
    assert result(found, "character") == ["mutual"]
    assert "members-do-not-choose-most-of-the-board" in [check.id for check in found.rules.checks]


def test_a_company_held_by_a_trust_is_neither_yet(loaded: Loaded) -> None:
    """Staff have a voice, but own nothing and have no equal vote."""
    found = assessed(
        loaded,
        ownership__owners=2,
        ownership__council_stake="none",
        ownership__voting=1,
        ownership__elected_board_share=40,
        ownership__member_decisions=["none"],
        ownership__board_accountability={"answer": 4, "evidence": "Constitution."},
        ownership__surplus="mostly-reinvested",
        ownership__legal_form="employee-ownership-trust",
        member_mix__groups=["employees"],
        principles__wants_co_operative="no",
    )
    states = {r.criterion.id: r.state.value for r in found.rules.criteria}
    assert result(found, "character") == ["neither-yet-trust"]
    assert (states["owned-by-members"], states["equal-votes"]) == ("false", "false")


def test_a_body_that_the_council_owns_is_controlled_by_it(loaded: Loaded) -> None:
    """Full control comes before every other test."""
    found = assessed(
        loaded,
        ownership__owners=0,
        ownership__council_stake="full",
        ownership__voting=0,
        ownership__elected_board_share=0,
        ownership__member_decisions=["none"],
        ownership__board_accountability=2,
        ownership__legal_form="cic-guarantee",
        member_mix__groups=["employees"],
        principles__wants_co_operative="no",
    )
    assert result(found, "character") == ["council-controlled"]


def test_an_idea_can_still_become_anything(loaded: Loaded) -> None:
    """With only the groups known, no outcome is ruled out."""
    found = assessed(loaded, member_mix__groups=["users", "employees"])
    assert len(result(found, "character")) == 9


def test_a_form_not_decided_is_a_point_to_decide_and_no_more(loaded: Loaded) -> None:
    """All other tests of a mutual are met, so the open legal form does not make it 'neither yet'."""
    found = assessed(
        loaded,
        ownership__owners=3,
        ownership__council_stake="none",
        ownership__voting=4,
        ownership__elected_board_share=75,
        ownership__member_decisions=["strategy"],
        ownership__legal_form="not-decided",
        member_mix__groups=["users"],
    )
    assert result(found, "character") == ["mutual-points-to-decide"]
