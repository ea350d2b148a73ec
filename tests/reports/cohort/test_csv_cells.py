"""No cell of the table is a formula, whichever separator a spreadsheet reads it with; and nothing in it acts."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spinout.core.problems import Code, Problem
from spinout.core.wording import ACTING
from spinout.reports.cohort.tables import header, problem_row, row
from stories import small, small_form

FORM = small_form().questionnaire
SIGNS = "=+-@＝＋－＠"
TEXTS = st.text(st.sampled_from(f"{SIGNS}a1(,;|\t\r\n\"' \x1b\u202e\x85é\u00a0"), max_size=12)


def rows(text: str) -> bytes:
    """A row of a document that is called so, in a file called so; and one of such a file that cannot be scored."""
    made = small()
    named = replace(made, answers=replace(made.answers, service=text, organisation=text, completed_by=text))
    problem = Problem(Code.WRONG_ANSWER, text, text, file=text, line=1, column=1)
    return row(named, file=text, line=1) + problem_row(FORM, file=text, line=None, problems=(problem,))


def begins_a_formula(cell: str) -> bool:
    """As a careful spreadsheet would see it: behind blanks and quotes, in whatever width the sign is written."""
    bare = unicodedata.normalize("NFKC", cell.lstrip().strip('"').lstrip())
    return bare.startswith(("=", "+", "-", "@"))


@given(TEXTS)
def test_no_cell_is_a_formula(text: str) -> None:
    """With the comma that parts the cells, and with what a spreadsheet of another country parts them at."""
    told = rows(text).decode()
    for separator in ",;\t|":
        for cells in csv.reader(io.StringIO(told, newline=""), delimiter=separator):
            assert not [cell for cell in cells if begins_a_formula(cell) and not cell.lstrip("-").isdigit()]


@given(TEXTS)
def test_a_document_is_one_line_and_nothing_in_it_acts(text: str) -> None:
    """No name of a file begins a line of its own, turns letters round or moves a cursor."""
    told = rows(text).decode().removesuffix("\r\n").split("\r\n")
    assert len(told) == 2
    assert not [line for line in told if ACTING.search(line)]


@pytest.mark.parametrize("text", ["Play", "A; B", "a - b", "x = 1", "B&Q + Co", "-5", "-0.25", "Dŵr\u00a0Cymru", "a'b"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    """A sign in the middle, or a number, is no formula."""
    columns = next(csv.reader([header(FORM).decode("utf-8-sig")]))
    told = dict(zip(columns, next(csv.reader(io.StringIO(rows(text).decode(), newline=""))), strict=True))
    assert (told["service"], told["file"]) == (text, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=1+1", "'=1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a; +b", "a; '+b"),
        ("＝1", "'＝1"),
        ("\x1b[2Jx\u202ey\n=z", "\\x1b[2Jx\\u202ey\\n=z"),
        ("a\udcff", "a\\udcff"),
    ],
)
def test_what_is_changed_can_be_seen(text: str, told: str) -> None:
    """An apostrophe before what would be a formula, and numbers for what would act."""
    assert next(csv.reader(io.StringIO(rows(text).decode(), newline="")))[0] == told
