"""What holds of every score, whatever the questionnaire and the answers."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.forms import form, reply, scale
from oracle_form import read_form
from spinout.core.conditions import State
from spinout.core.kinds import Span, multi
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring import completions
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.scoring.scores import (
    ScoreRange,
    SectionSum,
    Term,
    ends_of,
    least_outer,
    points_brought,
    scores_of,
    shares_of,
)
from spinout.core.scoring.statuses import statuses
from strategies import answer_values, answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def drawn(data: st.DataObject) -> tuple[Questionnaire, dict[str, Any]]:
    """A questionnaire, and a document of answers to it."""
    form = data.draw(questionnaires())
    return read_questionnaire(form), data.draw(answers_for(form))


def with_answers(document: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """The same document with other answers."""
    return {**document, "answers": answers}


def inside(inner: ScoreRange | None, outer: ScoreRange | None) -> bool:
    """Whether a range lies within another; not assessed lies within anything."""
    if inner is None:
        return True
    return outer is not None and outer.low <= inner.low <= inner.high <= outer.high


# To draw a questionnaire takes a hundred times as long as to score it, so that one draw is looked at in five ways.


@MANY
@given(st.data())
def test_what_holds_of_every_score(data: st.DataObject) -> None:
    """Whatever was asked and answered, each of the sentences below is true of it."""
    questionnaire, document = drawn(data)
    shuffled = dict(data.draw(st.permutations(list(document["answers"].items()))))
    found = assess(questionnaire, read_answers(document, questionnaire))
    a_range_lies_between_0_and_100(found)
    the_order_of_answers_changes_nothing(found, with_answers(document, shuffled))
    an_answer_to_a_hidden_question_changes_nothing(found, document)
    the_arithmetic_that_is_printed_gives_the_score(found)
    the_outer_range_holds_the_exact_one(found)
    the_points_of_the_questions_make_the_score(found)


def a_range_lies_between_0_and_100(one: Assessment) -> None:
    """0 <= low <= high <= 100, for the whole and for each section."""
    for found in (one.scores.overall, *one.scores.sections.values()):
        assert found is None or 0 <= found.low <= found.high <= 100


def the_order_of_answers_changes_nothing(one: Assessment, shuffled: dict[str, Any]) -> None:
    """Answers in any order give the same scores, gates and verdict."""
    other = assess(one.questionnaire, read_answers(shuffled, one.questionnaire))
    assert (one.scores, one.gates, one.verdict, one.rules) == (other.scores, other.gates, other.verdict, other.rules)


def an_answer_to_a_hidden_question_changes_nothing(one: Assessment, document: dict[str, Any]) -> None:
    """Without the answers to hidden questions everything but those answers is the same."""
    hidden = {s.question.id for s in one.statuses.values() if s.state is State.HIDDEN}
    kept = {ident: answer for ident, answer in document["answers"].items() if ident not in hidden}
    other = assess(one.questionnaire, read_answers(with_answers(document, kept), one.questionnaire))
    assert (one.scores, one.gates, one.verdict, one.rules) == (other.scores, other.gates, other.verdict, other.rules)


def the_arithmetic_that_is_printed_gives_the_score(one: Assessment) -> None:
    """Weighted by hand, the terms of either end come to the end of the range."""
    scores = one.scores
    if scores.overall is None:
        return
    ends = ends_of(one.questionnaire, scores)
    for end, expected in zip(ends, (scores.overall.low, scores.overall.high), strict=True):
        top, bottom = Fraction(0), Fraction(0)
        for part in end:
            weight = sum((t.weight for t in part.terms), Fraction(0))
            if weight and one.questionnaire.overall == "questions":
                top += sum(t.weight * t.score for t in part.terms)
                bottom += weight
            elif weight:
                top += part.weight * sum(t.weight * t.score for t in part.terms) / weight
                bottom += part.weight
        assert 100 * top / bottom == expected


def the_outer_range_holds_the_exact_one(one: Assessment) -> None:
    """Where there are too many combinations to try, the range given is no narrower than the true one."""
    form, answers, exact = one.questionnaire, one.answers, one.scores
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "MOST_COMBINATIONS", 0)
        outer = scores_of(form, statuses(form, answers))
    assert inside(exact.overall, outer.overall)
    assert all(inside(exact.sections[ident], outer.sections[ident]) for ident in exact.sections)
    every = [found for found in (outer.overall, *outer.sections.values()) if found is not None]
    assert all(0 <= found.low <= found.high <= 100 and not found.exact for found in every)


def the_points_of_the_questions_make_the_score(found: Assessment) -> None:
    """Where it is settled what is asked, what each question brings adds up to both ends of the range."""
    if found.scores.overall is None or any(status.pending for status in found.statuses.values()):
        return
    brought = points_brought(found.questionnaire, found.statuses).values()
    assert sum(each.low for each in brought) == found.scores.overall.low
    assert sum(each.high for each in brought) == found.scores.overall.high


@MANY
@given(st.data())
def test_a_further_answer_never_widens_the_range(data: st.DataObject) -> None:
    """Answering an open question leaves the range as wide as it was, or narrower."""
    form = data.draw(questionnaires())
    questionnaire, document = read_questionnaire(form), data.draw(answers_for(form))
    before = assess(questionnaire, read_answers(document, questionnaire))
    still_open = [q for q in read_form(form).questions if before.statuses[q.id].open]
    assume(still_open)
    question = data.draw(st.sampled_from(still_open))
    given_before = {k: v for k, v in document["answers"].items() if questionnaire.renamed.get(k, k) != question.id}
    further = {**given_before, question.id: {"answer": data.draw(answer_values(question))}}
    after = assess(questionnaire, read_answers(with_answers(document, further), questionnaire))
    assert inside(after.scores.overall, before.scores.overall)


def test_the_arithmetic_of_a_section_stands_beside_its_score() -> None:
    """The sum above, the sum below, and the score that they give; none where nothing counts."""
    section = SectionSum(
        "s", Fraction(1), (Term("a", Fraction(2), Fraction(1, 4)), Term("b", Fraction(1), Fraction(1)))
    )
    assert (section.numerator, section.denominator, section.score) == (Fraction(3, 2), Fraction(3), Fraction(50))
    assert SectionSum("s", Fraction(1), ()).score is None


@pytest.mark.parametrize(("answers", "levels", "exact"), [(255, 16, True), (256, 16, True), (241, 17, False)])
def test_the_range_is_exact_up_to_the_bound(answers: int, levels: int, *, exact: bool) -> None:
    """4,080 and 4,096 combinations of open answers are tried, and 4,097 are not."""
    number: dict[str, Any] = {"id": "n", "ask": "?", "type": "number", "integer": True, "min": 0, "max": answers - 1}
    steps = scale("m")
    steps["levels"] = [f"Level {level}" for level in range(levels)]
    seen = {
        "any": [
            *({"question": "s1.n", "is": value} for value in range(answers)),
            *({"question": "s1.m", "is": value} for value in range(levels)),
        ]
    }
    questionnaire = read_questionnaire(form(number, steps, scale("shown", show_if=seen)))
    found = assess(questionnaire, read_answers(reply(), questionnaire))
    assert found.scores.overall is not None
    assert found.scores.overall.exact is exact


def test_what_was_said_not_to_apply_has_no_score() -> None:
    """Among the answers given it counts for nothing, wherever it stands; alone it leaves every score."""
    question = read_questionnaire(form(scale("a"))).questions["s1.a"]
    assert completions.widest(question, (None, 1, 2)) == Span(Fraction(1, 4), Fraction(1, 2))
    assert completions.widest(question, (1, None)) == Span(Fraction(1, 4), Fraction(1, 4))
    assert completions.widest(question, (None,)) == completions.widest(question) == Span(Fraction(0), Fraction(1))


def test_a_range_is_not_exact_where_one_question_has_too_many_answers_to_list() -> None:
    """It says which questions are asked, and so does another, of few answers."""
    options = [{"id": f"o{n}", "label": f"Option {n}"} for n in range(13)]
    many: dict[str, Any] = {"id": "many", "ask": "Which?", "type": "multi", "options": options}
    seen = [{"question": "s1.many", "includes": option["id"]} for option in options]
    by_many = [scale(f"f{n}", show_if=one) for n, one in enumerate(seen)]
    by_few = scale("g", show_if={"question": "s1.few", "at_least": 2})
    questionnaire = read_questionnaire(form(many, scale("few"), *by_many, by_few))
    found = assess(questionnaire, read_answers(reply(), questionnaire))
    assert found.scores.overall == ScoreRange(Fraction(0), Fraction(100), exact=False)


def test_a_range_is_not_exact_where_the_scores_of_one_question_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of its choices has the least or the greatest score is not looked for to the end."""

    def out_of_time(*_: object, **__: object) -> None:
        raise multi.OutOfTimeError

    monkeypatch.setattr(multi.Subsets, "find", out_of_time)
    options = [{"id": f"inexact{n}", "label": f"Option {n}"} for n in range(3)]
    rows = [{"from": 3, "score": 1}, {"from": 2, "score": Decimal("0.5")}, {"score": 0}]
    which: dict[str, Any] = {"id": "which", "ask": "Which?", "type": "multi", "options": options, "score": rows}
    for questions in ([which, scale("a")], [scale("a"), which]):
        questionnaire = read_questionnaire(form(*questions))
        found = assess(questionnaire, read_answers(reply(a=2), questionnaire))
        assert found.scores.overall == ScoreRange(Fraction(25), Fraction(75), exact=False)


@pytest.mark.parametrize("overall", ["sections", "questions"])
@pytest.mark.parametrize(("level", "low", "high"), [(0, 25, 50), (2, 50, 50), (4, 50, 75)])
def test_an_outer_range_takes_in_what_suits_it(
    level: int, low: int, high: int, overall: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`b` may be shown or not: taken in, it moves the mean of 50, and left out, it lets it stand."""
    monkeypatch.setattr(completions, "MOST_COMBINATIONS", 0)
    pending = scale("b", show_if={"question": "s1.c", "at_least": 2})
    questionnaire = read_questionnaire(form(scale("a"), scale("c", weight=0), pending, overall=overall))
    found = assess(questionnaire, read_answers(reply(a=2, b=level), questionnaire))
    assert found.scores.overall == ScoreRange(Fraction(low), Fraction(high), exact=False)


def test_an_outer_range_leaves_out_no_section_in_which_something_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is 25 or 50, and the second 100, which alone is never the mean of both."""
    monkeypatch.setattr(completions, "MOST_COMBINATIONS", 0)
    raw = form(scale("a"), scale("c", weight=0), scale("b", show_if={"question": "s1.c", "at_least": 2}))
    raw["sections"].append({"id": "s2", "title": "Another", "questions": [scale("a")]})
    questionnaire = read_questionnaire(raw)
    document = reply(a=2, b=0)
    document["answers"]["s2.a"] = 4
    found = assess(questionnaire, read_answers(document, questionnaire))
    assert found.scores.overall == ScoreRange(Fraction(125, 2), Fraction(75), exact=False)


def test_an_outer_bound_names_what_is_taken_to_count() -> None:
    """`a` counts for sure, `b` where it pulls the mean down; with nothing that may count there is no bound."""
    pending = scale("b", show_if={"question": "s1.c", "at_least": 2})
    questionnaire = read_questionnaire(form(scale("a"), scale("c", weight=0), pending))
    every = completions.Completions(questionnaire, statuses(questionnaire, read_answers(reply(), questionnaire)))
    half = {"s1.a": Fraction(1, 2)}
    assert least_outer(every, half) == (Fraction(50), ["s1.a"])
    assert least_outer(every, {**half, "s1.b": Fraction(0)}) == (Fraction(25), ["s1.a", "s1.b"])
    assert least_outer(every, {**half, "s1.b": Fraction(1)}) == (Fraction(50), ["s1.a"])
    assert least_outer(every, {}) is None


@pytest.mark.parametrize("overall", ["sections", "questions"])
def test_an_outer_bound_is_the_least_mean_by_weight(overall: str) -> None:
    """Of 3 at a half, 2 at a tenth pull down to 0.34; then 1 at 0.4 would pull up, though it stands first."""
    shown = {"question": "s1.c", "at_least": 2}
    weighed = (scale("a", weight=3), scale("d", show_if=shown), scale("b", weight=2, show_if=shown))
    questionnaire = read_questionnaire(form(scale("c", weight=0), *weighed, overall=overall))
    every = completions.Completions(questionnaire, statuses(questionnaire, read_answers(reply(), questionnaire)))
    scores = {"s1.a": Fraction(1, 2), "s1.d": Fraction(2, 5), "s1.b": Fraction(1, 10)}
    assert least_outer(every, scores) == (Fraction(34), ["s1.a", "s1.b"])


def test_the_shares_of_all_that_counts_are_the_whole() -> None:
    """A question's share is that of its section, by its weight in it; with the mean of questions it is its weight's."""
    sections = form(scale("a", weight=3), scale("b"), scale("c", not_applicable=True))
    answers = reply(c={"not_applicable": "None here."})
    for overall in ("sections", "questions"):
        questionnaire = read_questionnaire({**sections, "scoring": {"overall": overall}})
        found = statuses(questionnaire, read_answers(answers, questionnaire))
        assert shares_of(questionnaire, found) == {"s1.a": Fraction(3, 4), "s1.b": Fraction(1, 4)}
