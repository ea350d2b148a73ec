"""The examples of the pages about formats are right: a reader may copy each of them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from spinout.core.kinds import KINDS
from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import HEADER, LONG_FORM, TOP_FIELDS, answers_from
from spinout.core.reading.conditions import EVERY_OPERATOR
from spinout.core.reading.questionnaires import TOP_FIELDS as QUESTIONNAIRE_FIELDS
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.core.reading.sections import QUESTION_FIELDS
from spinout.inputs.json import read_json
from spinout.inputs.yaml import read_yaml
from spinout.reports.data.objects import assessment_object, problems_object
from spinout.use_cases.assessments import Assessed, assess_file
from stories import EXAMPLES, loaded

DOCS = Path(__file__).parent.parent / "docs"
QUESTIONS = (DOCS / "questionnaire-format.md").read_text(encoding="utf-8")
ANSWERS = (DOCS / "answers-format.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The examples of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)


def data_of(text: str) -> Any:
    """An example of YAML as data, which must be without fault."""
    document = read_yaml("example", text.encode())
    assert document.whole, document.problems
    assert document.problems == ()
    return document.data


def whole() -> dict[str, Any]:
    """The whole questionnaire of the page."""
    made: dict[str, Any] = data_of(next(b for b in blocks(QUESTIONS, "yaml") if b.startswith("# a whole")))
    return made


def read(data: dict[str, Any]) -> Questionnaire:
    """Read a questionnaire, which must be right."""
    questionnaire, problems = questionnaire_from(Documents("page", {"page": data}))
    assert questionnaire is not None, problems
    return questionnaire


def pieces() -> list[str]:
    """The examples that are parts of a questionnaire."""
    return [block for block in blocks(QUESTIONS, "yaml") if not block.startswith("# a whole")]


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.splitlines()[0])
def test_every_piece_fits_the_whole(piece: str) -> None:
    """Questions and rules of the page can be added to the page's questionnaire as they are."""
    made, part = whole(), data_of(piece)
    if isinstance(part, list):
        made["sections"].append({"id": "more", "title": "More", "questions": part})
    else:
        made["rules"].append(part)
    read(made)


@pytest.mark.parametrize("text", blocks(ANSWERS, "yaml"), ids=range(len(blocks(ANSWERS, "yaml"))))
def test_every_example_of_answers_is_right(text: str) -> None:
    """The answers of the page answer the page's questionnaire."""
    answers, problems = answers_from(data_of(text), read(whole()))
    assert problems == ()
    assert answers is not None
    assert answers.warnings == ()


@pytest.mark.parametrize("text", blocks(ANSWERS, "json"))
def test_the_example_of_json_is_right(text: str) -> None:
    """The JSON of the page is read, and is what the standard library reads too."""
    document = read_json("example", text.encode())
    assert (document.data, document.problems) == (json.loads(text), ())
    answers, problems = answers_from(document.data, read(whole()))
    assert (answers is not None, problems) == (True, ())


def test_the_pages_name_every_field() -> None:
    """Each field, type and operator that is read is explained."""
    fields = {*QUESTIONNAIRE_FIELDS, *QUESTION_FIELDS, *KINDS, *EVERY_OPERATOR}
    fields |= {field for kind in KINDS.values() for field in kind.fields}
    assert [field for field in sorted(fields) if not re.search(rf"\b{field}\b", QUESTIONS)] == []
    assert [field for field in (*TOP_FIELDS, *HEADER, *LONG_FORM) if f"`{field}`" not in ANSWERS] == []


def test_every_field_of_json_is_described() -> None:
    """The page names each field of an assessment and of problems, however deep, and no schema that there is not."""
    page = (DOCS / "json.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([a-z_0-9]+)(?:: [a-z]+)?`", page))
    form = loaded()
    made = assess_file(str(EXAMPLES / "resource-centre" / "answers.yaml"), form)
    assert isinstance(made, Assessed)
    told = assessment_object(made.assessment, questionnaire_sha256="", file="a", sha256="", line=1)
    refused = problems_object("a", (Problem(Code.CANNOT_READ, "No."),), 1)
    free = {"answer"}
    assert fields_of(told, free) | fields_of(refused, free) <= words
    assert {told["schema"], refused["schema"]} <= set(re.findall(r"spinout\.[a-z]+/1", page))


def fields_of(value: Any, free: set[str]) -> set[str]:
    """The names of fields in plain data, but for those inside fields that hold anything."""
    if isinstance(value, list):
        return set().union(*(fields_of(item, free) for item in value))
    if not isinstance(value, dict):
        return set()
    return set(value).union(*(fields_of(item, free) for key, item in value.items() if key not in free))
