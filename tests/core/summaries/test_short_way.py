"""The short way to a summary says what an assessment in full says, or nothing at all."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spinout.core.assessment import assess
from spinout.core.conditions import comparisons
from spinout.core.question_types import Split
from spinout.core.question_types.base import Probe
from spinout.core.question_types.texts import FreeText
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import TOP_FIELDS, answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.core.summaries.documents import DocumentSummaries
from spinout.core.summaries.stages import Ledgers
from spinout.core.summaries.summary import Bounds, Header, Summary, header_of, summary_of
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from strategies import answers_for, complete_answers_for, questionnaires

SLOW = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def read(data: dict[str, Any]) -> Questionnaire:
    """A questionnaire of one document, which must be right."""
    questionnaire, problems = questionnaire_from(Documents("q.yaml", {"q.yaml": data}))
    assert questionnaire is not None, problems
    return questionnaire


def in_full(questionnaire: Questionnaire, data: Any, stage: str | None = None) -> tuple[Header, Summary] | None:
    """What the full way says; None where the document is refused."""
    answers, _ = answers_from(data, questionnaire)
    return None if answers is None else (header_of(answers), summary_of(assess(questionnaire, answers, stage)))


def lowest_terms(found: tuple[Header, Summary] | None) -> Any:
    """A summary whose scores can be compared as numbers."""
    if found is None:
        return None
    header, summary = found

    def exact(bounds: Bounds | None) -> Any:
        return None if bounds is None else (bounds.low.exact, bounds.high.exact, bounds.exact)

    return header, summary._replace(score=exact(summary.score), sections=tuple(map(exact, summary.sections)))


def stages_of(questionnaire: Questionnaire) -> list[str | None]:
    """Nothing said, and each stage that may be asked for."""
    decision = questionnaire.decision
    return [None, *(() if decision is None else (stage.id for stage in decision.stages))]


@SLOW
@given(st.data())
def test_what_the_short_way_says_is_what_the_full_way_says(data: st.DataObject) -> None:
    """Any valid document, at any stage: the same summary, or none."""
    form = data.draw(questionnaires())
    questionnaire = read(form)
    stage = data.draw(st.sampled_from(stages_of(questionnaire)))
    short = DocumentSummaries(Ledgers(questionnaire, stage))
    for _ in range(3):
        answers = data.draw(answers_for(form) | complete_answers_for(form))
        found = short.of(answers)
        if found is not None:
            assert lowest_terms(found) == lowest_terms(in_full(questionnaire, answers, stage))


SHIPPED = load_questionnaire()
assert isinstance(SHIPPED, Loaded)
FORM = SHIPPED.questionnaire
ODD: tuple[Any, ...] = (
    None, "", " ", "dont-know", "DONT-KNOW", "yes", "no", True, False, 0, 1, 2, 3, 4, 5, -1, 100,
    Decimal("3.0"), Decimal("-0"),
    "0", "1", "n/a", [], ["users"], ["users", "users"], ["users", True], [1], [None], {}, {"answer": None},
    {"answer": 4}, {"answer": 4, "evidence": "A letter."}, {"answer": 4, "evidence": " "}, {"answer": 4, "evidence": 7},
    {"answer": 4, "evidence": True}, {"answer": "dont-know", "note": "Asked."}, {"answer": 1, "exempt": True},
    {"answer": {"users": 50}}, {"answer": {"users": 50, "workers": 50}}, {"answer": {"users": 1, "a": 2, "b": 3}},
    {"answer": ["users"]}, {"answer": [1, True]}, {"not_applicable": "There is none."},
    "\u200b", "\u3164", {"answer": 4, "evidence": "\u200b"}, {"answer": 4, "evidence": "\u2800"},
    {"not_applicable": " "}, {"answer": 1, "not_applicable": "There is none."}, {"unheard": 1}, "x" * 300, 10**15,
)  # fmt: skip
"""What somebody may write where an answer belongs, right or wrong."""
FIELDS: tuple[Any, ...] = (None, "", " ", "A text", "2026-11-23", "2026-02-30", 7, Decimal("2026.10"), True, ["a"], {})


@st.composite
def edited(draw: st.DrawFn) -> dict[str, Any]:
    """A document of the shipped questionnaire in which some answers and fields are replaced or left out."""
    document: dict[str, Any] = {
        "questionnaire": FORM.id,
        "answers": {ident: draw(st.sampled_from(plain_answers(q))) for ident, q in FORM.questions.items()},
    }
    for ident in draw(st.lists(st.sampled_from(list(FORM.questions)), max_size=6)):
        document["answers"].pop(ident, None)
        if draw(st.booleans()):
            document["answers"][ident] = draw(st.sampled_from(ODD))
    for field in draw(st.lists(st.sampled_from(TOP_FIELDS), max_size=2)):
        if field != "answers":
            document[field] = draw(st.sampled_from(FIELDS))
    return document


def plain_answers(question: Question) -> list[Any]:
    """Some right answers to a question, as a file has them."""
    if isinstance(question.type, Split):
        first, *others = [part.id for part in question.type.parts]
        return [{"answer": {first: 100, **dict.fromkeys(others, 0)}}]
    if isinstance(question.type, FreeText):
        return ["2026-11-23"]
    return [question.type.plain(value) for value in question.type.samples(Probe())]


@SLOW
@given(edited(), st.sampled_from(stages_of(FORM)))
def test_odd_answers_take_the_full_way_or_count_alike(document: dict[str, Any], stage: str | None) -> None:
    """Whatever stands where an answer belongs: the short way is silent, or says what the full way says."""
    found = DocumentSummaries(Ledgers(FORM, stage)).of(document)
    if found is not None:
        assert lowest_terms(found) == lowest_terms(in_full(FORM, document, stage))


SEVERAL = [question for question in FORM.questions.values() if question.type.name in ("multi", "split", "number")]


@st.composite
def seldom_twice(draw: st.DrawFn) -> dict[str, Any]:
    """A document with answers of which hardly two are the same, some of them wrong."""
    answers = {ident: plain_answers(question)[0] for ident, question in FORM.questions.items()}
    for question in SEVERAL:
        raw: Any = draw(st.integers(-1, 120))
        if question.type.name == "multi":
            ids = [str(option.id) for option in getattr(question.type, "options")]  # noqa: B009
            raw = draw(st.lists(st.sampled_from(ids), max_size=4))
        elif isinstance(question.type, Split):
            marks = sorted(draw(st.lists(st.integers(0, 100), min_size=4, max_size=4)))
            shares = [b - a for a, b in pairwise([0, *marks, 100])]
            shares[0] += draw(st.sampled_from([0, 0, 0, 1, -1]))
            raw = dict(zip([part.id for part in question.type.parts], shares, strict=False))
        beside = draw(st.sampled_from([{}, {"evidence": "A letter."}, {"evidence": " "}, {"note": "Asked."}]))
        answers[question.id] = {"answer": raw, **beside} if beside or isinstance(raw, dict) else raw
    return {"questionnaire": FORM.id, "answers": answers}


@SLOW
@given(st.lists(seldom_twice(), min_size=2, max_size=6), st.sampled_from(stages_of(FORM)))
def test_answers_that_seldom_come_twice_count_alike(documents: list[dict[str, Any]], stage: str | None) -> None:
    """Splits, numbers and options in any order, right or wrong, after others like them."""
    short = DocumentSummaries(Ledgers(FORM, stage))
    for document in documents:
        found, full = short.of(document), in_full(FORM, document, stage)
        assert found is None or lowest_terms(found) == lowest_terms(full)
        assert full is None or found is not None


@SLOW
@given(st.lists(edited(), min_size=2, max_size=6))
def test_what_was_read_before_changes_nothing(documents: list[dict[str, Any]]) -> None:
    """What is remembered of earlier documents gives the same as a new start."""
    kept = DocumentSummaries(Ledgers(FORM, None))
    for document in documents:
        assert kept.of(document) == DocumentSummaries(Ledgers(FORM, None)).of(document)


@SLOW
@given(st.data())
def test_ordinary_documents_take_the_short_way(data: st.DataObject) -> None:
    """Every complete document of the shipped questionnaire, so that the tests above look at something."""
    answers = {i: data.draw(st.sampled_from(plain_answers(q))) for i, q in FORM.questions.items()}
    assert DocumentSummaries(Ledgers(FORM, None)).of({"questionnaire": FORM.id, "answers": answers}) is not None


@pytest.mark.parametrize(
    "condition", [{"is": 5}, {"is_not": 5}, {"at_least": 5}, {"more_than": 5}, {"at_most": 5}, {"less_than": 5}]
)
def test_numbers_beside_each_other_are_told_apart(condition: dict[str, int]) -> None:
    """A number that a condition names counts by itself, whatever numbers were met before it."""
    scale = {"ask": "How far?", "type": "scale", "levels": ["None", "Some", "All"]}
    questions = [
        {"id": "number", "ask": "How many?", "type": "number"},
        {"id": "always", **scale},
        {"id": "hanging", **scale, "show_if": {"question": "s.number", **condition}},
    ]
    form = read(
        {"id": "f", "title": "F", "version": "1", "sections": [{"id": "s", "title": "S", "questions": questions}]}
    )
    short = DocumentSummaries(Ledgers(form, None))
    for number in (4, 6, 5, 4, 6, 5):
        given_ = {"questionnaire": "f", "answers": {"s.number": number, "s.always": 2, "s.hanging": 0}}
        assert lowest_terms(short.of(given_)) == lowest_terms(in_full(form, given_))


def test_a_draft_whose_shown_questions_are_certain_takes_the_short_way() -> None:
    """An open question that decides nothing about what is shown is counted as a range."""
    answers = {ident: plain_answers(question)[-1] for ident, question in FORM.questions.items()}
    deciding = {c.question for q in FORM.questions.values() if q.show_if for c in comparisons(q.show_if)}
    left = next(ident for ident, question in FORM.questions.items() if question.weight and ident not in deciding)
    found = DocumentSummaries(Ledgers(FORM, None)).of(
        {"questionnaire": FORM.id, "answers": {**answers, left: "dont-know"}}
    )
    assert found is not None
    assert found[1].open == (left,)
    assert found[1].score is not None
    assert found[1].score.low.exact < found[1].score.high.exact
