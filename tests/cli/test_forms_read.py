"""Workbook forms on the command line: where a problem stands, on a screen and in JSON."""

import json
from pathlib import Path

import form_filling as forms
from fuzz import right

HALL = right.hall().questionnaire


def test_a_problem_of_a_form_names_its_sheet_and_cell(tmp_path: Path) -> None:
    """As a spreadsheet names it, so that it is found by pasting it into the box of names."""
    workbook = forms.opened(forms.blank(HALL))
    forms.cells_of(workbook)["money.income", "Answer"].value = 162
    path = tmp_path / "form.xlsx"
    workbook.save(path)
    code, said = right.told("check", str(path), "--questions", str(right.HALL))
    assert (code, said.splitlines()[1:]) == (
        1,
        [
            f"{path}:'The money'!F4 [out-of-range] money.income: Found 162, which is out of range.",
            '    Write a number from 0 to 100. Or choose "Don\'t know".',
        ],
    )
    code, said = right.told("score", str(path), "--json", "--questions", str(right.HALL))
    (problem,) = json.loads(said)["problems"]
    assert (code, problem) == (
        1,
        {
            "code": "out-of-range",
            "file": str(path),
            "cell": "'The money'!F4",
            "line": 4,
            "column": 6,
            "question": "money.income",
            "message": "Found 162, which is out of range.",
            "hint": 'Write a number from 0 to 100. Or choose "Don\'t know".',
        },
    )


def test_a_form_that_the_command_writes_is_read_by_the_commands(tmp_path: Path) -> None:
    """`form`, then `check`, `score`, `report` and `batch` of the same file."""
    one, rows = tmp_path / "one.xlsx", tmp_path / "rows.xlsx"
    questions = ("--questions", str(right.HALL))
    assert right.told("form", "-o", str(one), *questions)[0] == 0
    assert right.told("form", "--rows", "-o", str(rows), *questions)[0] == 0
    assert right.told("check", str(one), *questions)[0] == 0
    assert right.told("score", str(one), *questions)[0] == 0
    assert right.told("report", str(one), "-o", str(tmp_path / "one.md"), *questions)[0] == 0
    assert right.told("batch", str(one), *questions)[0] == 0
    code, said = right.told("batch", str(rows), *questions)
    assert (code, "[no-document]" in said) == (1, True)
