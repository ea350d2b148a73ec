"""The page of messages and the codes of the program are the same list, and every code is told by some test."""

import re
from pathlib import Path

import pytest

from spinout.core.problems import Code
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.core.scoring.assessment import assess
from spinout.inputs.yaml import read_yaml

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "messages.md").read_text(encoding="utf-8")
WITH_THE_TABLES = {
    "table-syntax", "unknown-column", "column-twice", "no-column", "other-encoding", "unknown-sheet",
    "formula-without-value", "other-sheets", "hidden-row", "no-headings", "error-value", "swallowed-lines", "no-export",
}  # fmt: skip
"""Codes of CSV and XLSX, which are tested with their readers."""
WITH_THE_FORMS = {
    "formula-in-answer", "row-without-id", "holds-macros", "not-read", "rows-missing", "other-form",
    "answer-and-unknown",
}  # fmt: skip
"""Codes of workbook forms, which are tested with their reader."""
WITH_ASSESSMENTS = {"comment-in-text", "share-of-one", "unreadable", "more-problems", "too-many"}
"""Bounds, and what is told of how a file was read, which have tests of its own."""
WITH_THE_AUTHOR = {"weight-counts-nothing", "label-number"}
"""Warnings about a questionnaire that is right, which have tests of their own."""
WITH_THE_BATCH = {"cannot-read"}
"""A file that is not there cannot stand among the broken ones; the batch's own tests earn its code."""
WITH_WORDS = {"unknown-slot", "bad-link"}
"""Of a file of officers' words; the tests of its reader earn them."""
WITH_OTHERS = {"other-service", "no-respondent", "same-respondent"}
"""A file is wrong beside another; the tests of `--with` earn these."""

HALL = """
id: hall
title: A hall
version: "2"
scoring: {no_evidence: [n/a]}
decision:
  asked_by: plan.decision
  stages: [{id: talk, label: Talk}, {id: transfer, label: Transfer}]
sections:
  - id: plan
    title: The plan
    questions:
      - {id: decision, ask: Which?, type: choice, options: [{id: talk, label: Talk}, {id: transfer, label: Transfer}]}
      - {id: rented, ask: Is it rented?, type: yes-no}
      - {id: rent, ask: How much?, type: number, show_if: {question: plan.rented, is: yes}}
renamed: {plan.let: plan.rented}
removed: [plan.colour]
"""


def paragraphs() -> dict[str, str]:
    """Each heading of the page that is a code, with what stands under it."""
    parts = re.split(r"^###? (.+)$", PAGE, flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True) if name == name.lower()}


def hall() -> Questionnaire:
    """A questionnaire with something renamed, removed and hidden."""
    questionnaire, problems = questionnaire_from(Documents("q", {"q": read_yaml("q", HALL.encode()).data}))
    assert questionnaire is not None, problems
    return questionnaire


def test_every_code_has_its_paragraph() -> None:
    """The page has a heading for each code, in no other words, and none for what is no code."""
    assert sorted(paragraphs()) == sorted(code.value for code in Code)


def test_every_paragraph_says_something() -> None:
    """What stands under a heading is more than a word or two, and ends as a sentence."""
    assert [name for name, text in paragraphs().items() if len(text) < 80 or not text.endswith((".", "`."))] == []


def test_no_code_is_explained_twice() -> None:
    """Each code has one heading."""
    names = re.findall(r"^### (.+)$", PAGE, flags=re.MULTILINE)
    assert len(names) == len(set(names))


def warned(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The codes of the warnings that a file of old and hidden answers earns."""
    questionnaire = hall()
    data = {
        "questionnaire": "hall",
        "version": "1",
        "answers": {"plan.let": False, "plan.rent": {"answer": 40, "evidence": "N/A."}, "plan.colour": "red"},
    }
    answers, problems = answers_from(data, questionnaire)
    assert answers is not None, problems
    monkeypatch.delattr("yaml.CLoader", raising=False)
    from spinout.inputs.yaml import fast_parser_missing

    slow = {Code.SLOW_YAML.value} if fast_parser_missing() else set()
    return {warning.code.value for warning in assess(questionnaire, answers).warnings} | slow


def test_every_code_is_told_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each code is earned by a bad file of tests/broken, or by a file that is warned of."""
    kept = "".join(path.read_text(encoding="utf-8") for path in (TESTS / "broken").rglob("*.expected"))
    told = set(re.findall(r" \[([a-z0-9-]+)\]", kept)) | warned(monkeypatch)
    assert (
        {code.value for code in Code}
        - told
        - WITH_THE_TABLES
        - WITH_THE_FORMS
        - WITH_ASSESSMENTS
        - WITH_THE_AUTHOR
        - WITH_THE_BATCH
        - WITH_OTHERS
        - WITH_WORDS
        == set()
    )
