"""A workbook is refused by how far its cells reach, and by that alone, however its places are written."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import spreadsheets as xlsx
from spinout.inputs.xlsx import MOST_EMPTY, SPARE_CELLS, survey_of

OFTEN = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
LETTERS = st.sampled_from(["A", "B", "Z", "AA", "ZZ", "AAA", "XFD", "a", "zz", "Bb"])
ROWS = st.sampled_from([1, 2, 9, 10, 99, 100, 999, 5000, 99_999, 1_048_576])
WAYS = st.sampled_from([' r="{}"', " r='{}'", ' r = "{}"', ' t="n" r="{}"', ' s="1" r="{}"', ""])


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[str], int, int]:
    """Rows of cells whose places are written in many ways, and the last row and column that are named."""
    made, last_row, last_column = [], 0, 0
    for number in sorted(draw(st.lists(ROWS, max_size=4))):
        cells = ""
        for letters, way in draw(st.lists(st.tuples(LETTERS, WAYS), max_size=4)):
            cells += f"<c{way.format(f'{letters}{number}')}><v>1</v></c>"
            if way:
                last_column = max(last_column, column(letters))
        row = draw(st.sampled_from(['<row r="{}">', '<row spans="1:3" r="{}">', "<row r='{}'>"]))
        made.append(f"{row.format(number)}{cells}</row>")
        last_row = max(last_row, number)
    return made, last_row, last_column


def column(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@OFTEN
@given(sheets())
def test_a_sheet_is_refused_where_it_reaches_too_far(sheet: tuple[list[str], int, int]) -> None:
    """Also where most of its places are plain, and only a few are not."""
    rows, last_row, last_column = sheet
    far = last_row * last_column > SPARE_CELLS + MOST_EMPTY * sum(row.count("<c") for row in rows)
    assert (survey_of(xlsx.workbook(*rows)).refused is not None) == far
