"""The shipped questionnaire: right, whole, and of the counts that its README gives."""

import itertools
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest

from spinout.core.conditions import comparisons
from spinout.core.kinds.choice import Choice
from spinout.core.kinds.multi import Multi
from spinout.core.kinds.number import Number, Percent
from spinout.core.kinds.scale import Scale
from spinout.core.kinds.split import Split
from spinout.core.questionnaire import Question
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
    assert [q.id for q in scored if not (q.next_step or q.next_steps) or not q.evidence] == []


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
        ownership__owned_by={"answer": 5, "evidence": "Rules."},
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
        ownership__owned_by=1,
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
        ownership__owned_by=0,
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
        ownership__owned_by=4,
        ownership__council_stake="none",
        ownership__voting=4,
        ownership__elected_board_share=75,
        ownership__member_decisions=["strategy"],
        ownership__legal_form="not-decided",
        member_mix__groups=["users"],
    )
    assert result(found, "character") == ["mutual-points-to-decide"]


# What may be at its worst while the verdict is ready. The README of the folder names it.

ORDER = ("too-early", "conditions", "cannot-tell", "ready")
FACTS: Mapping[str, Any] = {
    "about.service-type": "libraries",
    "about.decision": "go-live",
    "about.body": "new",
    "about.staff-moving": 30,
    "about.reorganisation": "no",
    "ownership.council-stake": "none",
    "ownership.surplus": "all-reinvested",
    "ownership.charity": "no",
    "ownership.legal-form": "community-benefit-society",
    "member-mix.groups": ["users", "community", "employees"],
    "member-mix.board-votes": {
        "answer": {"users": 29, "community": 20, "employees": 51, "council": 0, "independent": 0, "investors": 0}
    },
    "member-mix.employee-control": "staff-led",
    "principles.wants-co-operative": "yes",
    "transition.planned-route": "light-touch",
}
"""Good answers to what has no score, and to what a score alone does not settle."""


def best_of_all(loaded: Loaded) -> dict[str, Any]:
    """The best answer to every question, with evidence."""
    best: dict[str, Any] = {}
    for ident, question in loaded.questionnaire.questions.items():
        match question.type:
            case Scale():
                best[ident] = {"answer": question.type.top, "evidence": "Seen."}
            case Percent():
                best[ident] = 100
            case Multi():
                best[ident] = [option.id for option in question.type.options if not option.exclusive]
    return {**best, **FACTS}


def worst_of(question: Question) -> list[Any]:
    """A scored question's answers of the least score; of another, every answer that stands for a kind."""
    match question.type:
        case Scale() | Percent():
            return [0]
        case Number():
            return [0, 20_000]
        case Multi():
            options = [[option.id] for option in question.type.options]
            return [one for one in options if question.type.score(tuple(one)) == question.span.low]
        case Choice():
            return [option.id for option in question.type.options]
        case Split():
            parts = [part.id for part in question.type.parts]
            return [{"answer": {part: 100 if part == whole else 0 for part in parts}} for whole in parts]
    raise AssertionError(question.id)


def verdict(loaded: Loaded, answers: Mapping[str, Any], stage: str) -> str:
    """The verdict at a stage."""
    questionnaire = loaded.questionnaire
    document = {"questionnaire": questionnaire.id, "version": questionnaire.version, "answers": dict(answers)}
    read, problems = answers_from(document, questionnaire)
    assert read is not None, problems
    return str(assess(questionnaire, read, stage).verdict)


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the folder's README, without its first two lines."""
    text = (shipped("questions") / "README.md").read_text("utf-8")
    part = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def stages_of(loaded: Loaded) -> Sequence[str]:
    """The ids of the stages, in order."""
    assert loaded.questionnaire.decision is not None
    return [stage.id for stage in loaded.questionnaire.decision.stages]


def test_the_best_of_all_answers_is_ready_for_every_decision(loaded: Loaded) -> None:
    """No gate is closed to everybody."""
    best = best_of_all(loaded)
    assert {stage: verdict(loaded, best, stage) for stage in stages_of(loaded)} == dict.fromkeys(
        stages_of(loaded), "ready"
    )


def test_one_answer_at_its_worst_is_ready_only_where_the_readme_says_why(loaded: Loaded) -> None:
    """No good score buys out what no prudent officer would sign with; the table has no row too many either."""
    named = {
        (stage.strip(), ident)
        for stages, ident, why in rows_under("Gates that are at their worst while the verdict is ready")
        for stage in stages.split(",")
        if why
    }
    best, found = best_of_all(loaded), set()
    for ident, question in loaded.questionnaire.questions.items():
        graded = isinstance(question.type, Scale | Percent | Multi)
        for stage in stages_of(loaded):
            ready = [verdict(loaded, {**best, ident: worst}, stage) == "ready" for worst in worst_of(question)]
            if any(ready) if graded else all(ready):
                found.add((stage, ident))
    assert found == named


def answers_for(question: Question) -> list[Any]:
    """Answers that conditions tell apart, as far as pairs are looked at."""
    match question.type:
        case Scale():
            return [{"answer": level, "evidence": "Seen."} for level in range(question.type.top + 1)]
        case Percent():
            return [0, 24, 25, 49, 50, 74, 75, 100]
        case Number():
            return [0, 5, 30, 300]
        case Multi():
            options = [option.id for option in question.type.options if not option.exclusive]
            return [*([one] for one in options), options[:2], options[::2], options[-2:]]
        case Choice():
            return [option.id for option in question.type.options]
        case Split():
            parts = [part.id for part in question.type.parts]
            halves = itertools.combinations_with_replacement(parts, 2)
            return [{"answer": {p: 51 * (p == a) + 49 * (p == b) for p in parts}} for a, b in halves]
    raise AssertionError(question.id)


def test_answers_that_clash_are_ready_only_where_the_readme_says_why(loaded: Loaded) -> None:
    """At final approval a check on one or two questions fires beside ready only where the table names it."""
    questionnaire, best = loaded.questionnaire, best_of_all(loaded)
    named, beside = {check for check, why in rows_under("Checks that may stand beside ready") if why}, set()
    for check in questionnaire.rules.checks:
        asked = sorted({comparison.question for comparison in comparisons(check.when)})
        if len(asked) > 2:
            continue
        for values in itertools.product(*(answers_for(questionnaire.questions[ident]) for ident in asked)):
            document = {"questionnaire": questionnaire.id, "answers": {**best, **dict(zip(asked, values, strict=True))}}
            read, problems = answers_from(document, questionnaire)
            assert read is not None, problems
            found = assess(questionnaire, read, "final")
            if str(found.verdict) == "ready" and check.id in {c.id for c in found.rules.checks}:
                beside.add(check.id)
                break
    assert beside - named == set()
    assert named <= {check.id for check in questionnaire.rules.checks}


def mixed(loaded: Loaded, seed: int) -> dict[str, Any]:
    """The best of all answers, with some of them drawn anew, with evidence or without."""
    draw, answers = random.Random(seed), best_of_all(loaded)
    questions = loaded.questionnaire.questions
    for ident in draw.sample([i for i in questions if i != "about.decision"], draw.choice([0, 1, 3, 8])):
        drawn = draw.choice([*answers_for(questions[ident]), "dont-know"])
        bare = isinstance(drawn, dict) and "evidence" in drawn and draw.random() < 0.3
        answers[ident] = drawn["answer"] if bare else drawn
    return answers


def ladders(loaded: Loaded) -> Iterator[tuple[str, list[Any]]]:
    """Every question whose answers have an order, with its answers from the worst to the best."""
    for ident, question in loaded.questionnaire.questions.items():
        if isinstance(question.type, Scale):
            yield ident, [{"answer": level, "evidence": "Seen."} for level in range(question.type.top + 1)]
        elif isinstance(question.type, Percent):
            yield ident, [0, 24, 25, 49, 50, 75, 100]


@pytest.mark.parametrize("seed", range(8))
def test_a_better_answer_never_gives_a_worse_verdict(loaded: Loaded, seed: int) -> None:
    """Along every ordered scale, at every decision, beside answers of all kinds."""
    answers, inverted = mixed(loaded, seed), []
    for ident, steps in random.Random(seed).sample(list(ladders(loaded)), 8):
        for stage in stages_of(loaded):
            ranks = [ORDER.index(verdict(loaded, {**answers, ident: step}, stage)) for step in steps]
            if ranks != sorted(ranks):
                inverted.append((ident, stage, ranks))
    assert inverted == []


def test_a_service_may_explore_while_ownership_is_undecided(loaded: Loaded) -> None:
    """Not decided is the honest answer early on; decided against members is another proposal."""
    levels = {
        level: verdict(loaded, {**best_of_all(loaded), "ownership.owned-by": level}, "explore") for level in (1, 2)
    }
    assert levels == {1: "conditions", 2: "ready"}


def test_votes_of_investors_are_no_votes_of_members(loaded: Loaded) -> None:
    """With 95 of 100 votes theirs, it is no mutual, whatever share of the board is said to be elected."""
    votes = {"users": 5, "community": 0, "employees": 0, "council": 0, "independent": 0, "investors": 95}
    answers = {**best_of_all(loaded), "member-mix.groups": ["users", "investors"]}
    answers["member-mix.board-votes"] = {"answer": votes}
    assert verdict(loaded, answers, "final") == "conditions"
    found = assessed(loaded, **{ident.replace(".", "__").replace("-", "_"): each for ident, each in answers.items()})
    assert result(found, "character") == ["neither-yet-close"]


def test_an_old_trust_has_not_left_the_public_sector(loaded: Loaded) -> None:
    """Staff control alone is not the government's definition of a public service mutual."""
    found = assessed(
        loaded,
        about__body="existing",
        ownership__council_stake="none",
        member_mix__groups=["employees"],
        member_mix__employee_control="staff-led",
    )
    assert result(found, "government-definition") == ["not-met"]
