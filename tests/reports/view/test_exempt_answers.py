"""Whatever an exempt answer says, in whatever field, no published report of any format changes by a byte."""

from itertools import product

import pytest
from msgspec.structs import replace

from spinout.core.kinds.scale import Scale
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.reports.claims import text_of
from spinout.reports.formats import FORMATS, MissingExtra
from spinout.reports.view.publication import Choices
from stories import TEMPLATES, loaded, subject

FORM = loaded().questionnaire
SCALES = [ident for ident, question in FORM.questions.items() if isinstance(question.type, Scale)]
MARK = "Marked7481"
ASKED = "about.decision"
SPLIT = "member-mix.voting-split"
GROUPS = "member-mix.groups"


def answered(level: int, **fields: object) -> dict[str, object]:
    """Every question with levels answered alike, and who holds the votes."""
    found: dict[str, object] = {ident: {"answer": level, **fields} for ident in SCALES}
    shares = {"users": 40, "community": 20, "employees": 30, "council": level, "others": 10 - level}
    return {
        **found,
        ASKED: "final",
        "about.service-type": "libraries",
        GROUPS: ["users", "community", "employees"],
        SPLIT: {"answer": shares, **fields},
    }


def made(answers: dict[str, object], lesson: str) -> Assessment:
    """An assessment of answers, with a lesson from each that is exempt."""
    exempt = [ident for ident, answer in answers.items() if isinstance(answer, dict) and answer.get("exempt")]
    data = {
        "questionnaire": FORM.id,
        "service": "A service",
        "answers": answers,
        "lessons": [{"text": f"{lesson} {ident}", "question": ident} for ident in exempt],
    }
    read, problems = answers_from(data, FORM, "made.yaml")
    assert read is not None, problems
    return assess(FORM, read)


def rendered(assessment: Assessment, suffix: str, choices: Choices) -> bytes:
    """A report's bytes; a format that is not installed is skipped."""
    try:
        return FORMATS[suffix].render(replace(subject(assessment), choices=choices), TEMPLATES)
    except MissingExtra as error:
        pytest.skip(str(error))


def exempt_variants(questions: list[str]) -> list[Assessment]:
    """The same answers, but for what the exempt ones say: high, low, not known, not applicable, each with marks."""
    texts = {"exempt": True, "evidence": f"{MARK} evidence", "note": f"{MARK} note"}
    base = answered(2, evidence="A paper")
    variants = []
    for number, value in enumerate(("dont-know", 0, 4, None)):
        note = {"note": f"{MARK} note {number}"}
        hidden = {ident: {**_said(ident, value), **texts, **note} for ident in questions}
        variants.append(made({**base, **hidden}, f"{MARK} lesson {number}"))
    return variants


def _said(ident: str, value: object) -> dict[str, object]:
    """An answer; None is that the question does not apply, where that may be said of it."""
    if value is None and FORM.questions[ident].not_applicable:
        return {"not_applicable": f"{MARK} reason"}
    return {"answer": "dont-know" if value is None else value}


@pytest.mark.parametrize(("suffix", "notes"), list(product(FORMATS, (True, False))))
def test_nothing_of_it_is_in_a_published_report(suffix: str, notes: bool) -> None:  # noqa: FBT001 - a case of the test
    """Not its words, its note, its evidence, its reason, a lesson from it, nor anything worked out with it."""
    made_of = [rendered(one, suffix, Choices(notes=notes)) for one in exempt_variants(SCALES[::3])]
    assert len(set(made_of)) == 1
    assert MARK not in text_of(made_of[0], suffix)


@pytest.mark.parametrize("question", SCALES)
def test_each_of_them_leaves_no_trace(question: str) -> None:
    """One question at a time, in the two formats that hold the most."""
    for suffix in (".html", ".json"):
        made_of = {rendered(one, suffix, Choices()) for one in exempt_variants([question])}
        assert len(made_of) == 1
        assert MARK.encode() not in made_of.pop()


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_part_not_for_publication_has_all_of_it(suffix: str) -> None:
    """The answer, its note, its evidence and the lesson from it."""
    told = text_of(rendered(exempt_variants(["transition.cash"])[2], suffix, Choices(restricted=True)), suffix)
    for words in ("note 2", "evidence", "lesson 2 transition.cash"):
        assert f"{MARK} {words}" in " ".join(told.split())
