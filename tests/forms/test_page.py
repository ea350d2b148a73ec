"""The page on forms: its examples are what the program writes."""

import re
from pathlib import Path

import pytest

from columns import column_of
from forms.filling import form_for, shipped_questionnaire
from spinout.core.labels import safe_name
from spinout.forms.formats import FORM_FORMATS
from spinout.forms.yaml import yaml_form

PAGE = (Path(__file__).parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")
NAMES = re.findall(r"^\| `(\w+__\w+)` \| `([\w.#-]+)` \|", PAGE, re.MULTILINE)


def test_the_question_of_the_page_stands_in_a_blank_file() -> None:
    """Word for word, but for its help."""
    example = re.findall("^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0].splitlines()
    lines = yaml_form(form_for(shipped_questionnaire()), {}).decode("utf-8").splitlines()
    start = lines.index(example[0])
    found = lines[start : lines.index(example[-1]) + 1]
    assert [line for line in found if line in example] == example


def test_the_page_has_names_of_each_shape() -> None:
    """Of an answer, a part, and all that stands beside one."""
    assert {column.partition("#")[2] for _, column in NAMES} == {"", "unknown", "not_applicable", "other", "evidence"}
    questions = shipped_questionnaire().questions
    known = {f"{ident}{part}" for ident, q in questions.items() for part in ("", *(f".{p.id}" for p in q.type.parts))}
    assert {column.partition("#")[0] for _, column in NAMES} <= known


@pytest.mark.parametrize(("name", "column"), NAMES)
def test_a_name_of_the_page_leads_to_its_column(name: str, column: str) -> None:
    """And back."""
    assert (safe_name(column), column_of(name)) == (name, column)


def test_every_ending_stands_on_the_page() -> None:
    """With its command."""
    assert all(
        re.search(rf"^\| `spinout form -o \w+{re.escape(ending)}`", PAGE, re.MULTILINE) for ending in FORM_FORMATS
    )
