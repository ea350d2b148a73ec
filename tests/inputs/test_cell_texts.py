"""What a cell holds of somebody's own words: run by no spreadsheet, and read back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.core.wording import FORMULA
from spinout.inputs.cell_texts import as_cell, from_cell

PIECES = (
    "=",
    "-",
    "+",
    "@",
    "＝",
    "'",
    '"',
    ",",
    ";",
    "|",
    "\t",
    "\n",
    "\r",
    " ",
    "#N/A",
    "dont-know",
    "<r>",
    "</r>",
    "a",
)
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(max_size=20))


@given(TEXTS, st.booleans())
def test_every_text_is_read_back(text: str, runs: bool) -> None:  # noqa: FBT001 - drawn
    """Whatever signs and marks stand in it."""
    assert from_cell(as_cell(text, runs=runs)) == text


@given(TEXTS)
def test_no_cell_of_csv_begins_a_formula(text: str) -> None:
    """Neither at its start nor behind what a spreadsheet of another country parts cells at."""
    assert all("'" in before for before in _starts(as_cell(text, runs=True)))


def _starts(cell: str) -> list[str]:
    """What stands before each sign that could begin a formula."""
    return [found[2] for found in FORMULA.finditer(cell)]


@pytest.mark.parametrize(
    ("text", "csv", "xlsx"),
    [
        ("=1+1", "'=1+1", "=1+1"),
        ("'=1+1", "''=1+1", "''=1+1"),
        ("Two lines;\n- one", "'Two lines;\n'- one", "Two lines;\n- one"),
        ("'24 was a bad year", "'24 was a bad year", "'24 was a bad year"),
        ("it was '24, or '25", "it was '24, or '25", "it was '24, or '25"),
        ("#n/a", "'#n/a", "'#n/a"),
        ("Dont-Know", "'Dont-Know", "'Dont-Know"),
        ("<r><t>x</t></r>", "'<r><t>x</t></r>", "'<r><t>x</t></r>"),
        ("a - b", "a - b", "a - b"),
    ],
)
def test_a_text_is_marked_where_it_would_be_run_or_mean_something_else(text: str, csv: str, xlsx: str) -> None:
    """And nowhere else; a workbook runs no text, so less is marked there."""
    assert (as_cell(text, runs=True), as_cell(text, runs=False)) == (csv, xlsx)


@pytest.mark.parametrize("cell", ["it said, '-5%' or so", "'tis so", "''", "'", "a;'=b"])
def test_an_apostrophe_that_no_writer_put_there_stays(cell: str) -> None:
    """In a table that was made by hand."""
    assert from_cell(cell) == cell
