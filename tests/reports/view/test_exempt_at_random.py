"""Whatever is asked, whatever is marked exempt, and whatever stands there: the published report has the same bytes."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oracle_form import Raw, read_form
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.reports.formats import FORMATS
from spinout.reports.view.publication import EVERY_APPENDIX, Beside, Choices, Subject
from stories import TEMPLATES, subject
from strategies import answer_values, answers_for, questionnaires

MARKS = ("Marked7481 one", "Marked7481 two", "Marked7481 three")


@st.composite
def services(draw: st.DrawFn) -> tuple[Questionnaire, list[tuple[Assessment, str]], Assessment, Choices]:
    """The same answers three times but for what the exempt ones say, somebody else's, and what is chosen.

    Each goes with a digest of all that it says, as a file has one.
    """
    raw = draw(questionnaires())
    form, problems = questionnaire_from(Documents("q.yaml", {"q.yaml": raw}))
    assert form is not None, problems
    given = draw(answers_for(raw))
    ids = [question.id for question in read_form(raw).questions]
    exempt = draw(st.sets(st.sampled_from(ids), min_size=1, max_size=4))
    stage = draw(st.sampled_from([None, *(each.id for each in form.decision.stages)])) if form.decision else None
    said = [_read(form, _variant(draw, raw, given, exempt, mark), stage) for mark in MARKS]
    named = form.respondents[-1].id if form.respondents else "staff"
    other = _read(form, draw(answers_for(raw)) | {"respondent": named}, stage)
    notes, appendices = draw(st.booleans()), draw(st.sampled_from([(), EVERY_APPENDIX]))
    return form, said, other[0], Choices(notes=notes, appendices=appendices)


def _read(form: Questionnaire, data: Mapping[str, Any], stage: str | None) -> tuple[Assessment, str]:
    answers, problems = answers_from(data, form, "made.yaml")
    assert answers is not None, problems
    return assess(form, answers, stage), repr(data)


def _variant(draw: st.DrawFn, raw: Raw, given: Raw, exempt: set[str], mark: str) -> Raw:
    """A document whose exempt answers are drawn anew, with notes, evidence and lessons of their own."""
    kept = {key: each for key, each in given["answers"].items() if _now(raw, key) not in exempt}
    drawn = {
        question.id: _secret(draw, question, mark) for question in read_form(raw).questions if question.id in exempt
    }
    lessons = [{"text": f"{mark} {ident}", "question": ident} for ident in exempt if draw(st.booleans())]
    return {**given, "answers": {**kept, **drawn}, "lessons": lessons}


def _now(raw: Raw, key: str) -> str:
    return str((raw.get("renamed") or {}).get(key, key))


def _secret(draw: st.DrawFn, question: Any, mark: str) -> dict[str, Any]:
    value = draw(st.one_of(st.sampled_from([None, "dont-know"]), answer_values(question)))
    made: dict[str, Any] = {"exempt": True, "answer": value}
    for name in ("evidence", "note"):
        if draw(st.booleans()):
            made[name] = draw(st.sampled_from([mark, "n/a"]))
    if value is None and question.raw.get("not_applicable") and draw(st.booleans()):
        made["not_applicable"] = mark
    return made


def reports(found: Any, suffix: str) -> Iterator[bytes]:
    """The published reports of the three, alone or beside somebody else's answers."""
    _, said, other, choices = found
    for assessment, digest in said:
        about: Subject = replace(subject(assessment), sha256=digest, choices=choices)
        if other.answers.respondent != assessment.answers.respondent:
            about = replace(about, others=(Beside(other, "other.yaml", "c" * 64),))
        yield FORMATS[suffix].render(about, TEMPLATES)


@pytest.mark.parametrize("suffix", [".json", ".md", ".html"])
@settings(max_examples=60, deadline=None)
@given(found=services())
def test_the_bytes_are_the_same(found: Any, suffix: str) -> None:
    """With each questionnaire, stage, choice and other respondent, and with any of the answers exempt."""
    made = set(reports(found, suffix))
    assert len(made) == 1
    assert b"Marked7481" not in made.pop()
