"""A form with a row for each service: its row of titles, and what its cells may say in words."""

from typing import Any

import pytest

import form_filling as forms
from fuzz import right
from spinout.core.answers import Answer
from spinout.forms.rows import rows_form
from spinout.use_cases.assessments import read_answers

HALL = right.hall().questionnaire
BLANK = rows_form(forms.form_for(HALL), {})


def row(**cells: Any) -> Any:
    """What is read of a row with these cells, each under the heading with a double underscore for the dot."""
    workbook = forms.opened(BLANK)
    sheet = workbook.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name, value in cells.items():
        sheet.cell(3, columns[name.replace("__", ".")]).value = value
    (document,) = forms.documents(forms.saved(workbook), HALL)
    return read_answers(document, HALL)


def test_cells_take_words_and_ids() -> None:
    """As the lists offer them, and as any table has them; who answers is read by the words too."""
    read, problems = row(
        respondent="The clerk",
        plan__decision="the transfer",
        users__meetings="Every month",
        users__groups="The choir; playgroup",
        money__hirings="Don't know",
        money__landlord="dont-know",
        users__votes__users="don’t know",
    )
    assert problems == ()
    assert (read.respondent, read.version) == ("clerk", "2026.11")
    assert dict(read.answers) == {
        "plan.decision": Answer("transfer"),
        "users.meetings": Answer(2),
        "users.groups": Answer(("choir", "playgroup")),
        "money.hirings": Answer(unknown=True),
        "money.landlord": Answer(unknown=True),
        "users.votes": Answer(unknown=True),
    }


@pytest.mark.parametrize(
    ("heading", "text", "said"),
    [
        ("plan__decision", "The transfers", 'Found "The transfers", which is none of the options.'),
        ("users__groups", "The choir; the band", 'Found "the band", which is none of the options.'),
        ("questionnaire", "another", 'These are answers to "another"; the questionnaire is "village-hall".'),
    ],
)
def test_what_is_no_option_is_told_with_its_column(heading: str, text: str, said: str) -> None:
    """Nothing is guessed."""
    (problem,) = row(**{heading: text})[1]
    assert (problem.line, problem.column_name, problem.message) == (3, heading.replace("__", "."), said)


def test_a_form_with_nothing_in_it_has_no_document() -> None:
    """The row of titles is none."""
    (document,) = forms.documents(BLANK, HALL)
    assert [problem.code for problem in document.problems] == ["no-document"]


def test_titles_that_were_sorted_among_the_answers_are_told() -> None:
    """Then words are no ids any more, and the row of titles is answers to nothing known."""
    workbook = forms.opened(BLANK)
    sheet = workbook.worksheets[0]
    titles = [cell.value for cell in sheet[2]]
    sheet.delete_rows(2)
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["questionnaire"]).value = "village-hall"
    for column, text in enumerate(titles, 1):
        sheet.cell(3, column).value = text
    first, second = forms.documents(forms.saved(workbook), HALL)
    assert read_answers(first, HALL)[1] == ()
    assert "other-questionnaire" in {problem.code for problem in read_answers(second, HALL)[1]}
