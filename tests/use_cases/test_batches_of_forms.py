"""Workbook forms in a batch: one with a row for each question is one document, one with rows several."""

from pathlib import Path

import form_filling as forms
from fuzz import right
from spinout.core.answers import Answer, Answers
from spinout.use_cases.batches import Work, run_batch

HALL = right.hall()


def test_a_folder_may_hold_both_shapes(tmp_path: Path) -> None:
    """Each service has its result; what was not read is told, and a word that is no option has its cell."""
    asked = HALL.questionnaire
    first = Answers({"users.meetings": Answer(1)}, service="One")
    second = Answers({"users.meetings": Answer(2), "users.groups": Answer(("choir",))}, service="Two")
    workbook = forms.opened(forms.filled(first, asked))
    workbook["The money"]["P9"] = "A remark"
    workbook.save(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(forms.rows_filled([first, second], asked))
    broken = forms.opened(forms.blank(asked))
    forms.cells_of(broken)["users.meetings", "Answer"].value = "Never ever"
    broken.save(tmp_path / "c.xlsx")
    results = list(run_batch([str(tmp_path)], HALL, Work(HALL.path, HALL.sha256)))
    told = [(Path(result.file).name, result.line, result.header and result.header.service) for result in results]
    assert told == [("a.xlsx", None, "One"), ("b.xlsx", 3, "One"), ("b.xlsx", 4, "Two"), ("c.xlsx", None, None)]
    assert [warning.message for result in results for warning in result.warnings] == [
        "'The money'!P9: \"A remark\" stands in a row without an id. It was not read."
    ]
    assert [(problem.cell, problem.code) for problem in results[-1].problems] == [("'The users'!F3", "unknown-option")]
