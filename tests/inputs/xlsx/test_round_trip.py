"""Whatever is written into the cells of a workbook is read back, however it was written."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import spreadsheets as xlsx
from spinout.inputs.xlsx import xlsx_sheet
from spinout.inputs.xlsx.sheets import letters_of

OFTEN = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
Cell = str | int | float | bool | date | time | None
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n", exclude_characters="\ufffe\uffff"),
    max_size=20,
).filter(lambda text: not text.startswith("="))
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.sampled_from(["_x0041_", "_x005F_", "#N/A ", " a ", "0", "TRUE", "<&>\"'"]),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.decimals(-1000, 1000, places=3).map(float),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001
    st.times().map(lambda at: at.replace(microsecond=0)),
)
TABLES = st.lists(st.lists(CELLS, max_size=5), max_size=5)


def shown(cell: Cell) -> str:
    """What a cell shows."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def expected(table: Sequence[Sequence[Cell]]) -> dict[int, tuple[str, ...]]:
    """The rows that are not empty, by their numbers."""
    made = {}
    for number, row in enumerate(table, start=1):
        cells = [shown(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            made[number] = tuple(cells)
    return made


def read(raw: bytes) -> dict[int, tuple[str, ...]]:
    """The rows that are read, by their numbers; nothing is wrong with any."""
    rows = list(xlsx_sheet("a.xlsx", raw).rows)
    assert [(row.problem, row.flaws) for row in rows] == [(None, ())] * len(rows)
    return {row.number: row.cells for row in rows}


@OFTEN
@given(TABLES)
def test_what_openpyxl_writes_is_read(table: list[list[Cell]]) -> None:
    """Its texts stand in their cells or are shared, and its dates have formats of their own."""
    # It writes texts as they are, also those that say how a character is written.
    table = [[None if isinstance(cell, str) and "_x" in cell else cell for cell in row] for row in table]
    book = Workbook()
    assert book.active is not None
    for number, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    made = io.BytesIO()
    book.save(made)
    assert read(made.getvalue()) == expected(table)


STYLES = {date: ("yyyy-mm-dd", 0), datetime: ("yyyy-mm-dd hh:mm:ss", 1), time: ("hh:mm:ss", 2)}


def serial(cell: date | time) -> float:
    """A date, or a time, as the number of its days."""
    if isinstance(cell, time):
        return (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86_400
    day = float(cell.toordinal() - date(1899, 12, 30).toordinal())
    return day + serial(cell.time()) if isinstance(cell, datetime) else day


@OFTEN
@given(TABLES, st.booleans(), st.booleans())
def test_what_is_written_by_hand_is_read(table: list[list[Cell]], share: bool, place: bool) -> None:  # noqa: FBT001
    """Texts shared or in their cells, places given or left out."""
    texts: list[str] = []

    def written(cell: Cell, where: str) -> str:
        at = f' r="{where}"' if place else ""
        match cell:
            case None:
                return f"<c{at}/>"
            case bool():
                return f'<c{at} t="b"><v>{int(cell)}</v></c>'
            case str():
                words = escape(cell.replace("_x", "_x005F_x"))
                inside = f'<t xml:space="preserve">{words}</t>'
                if not share:
                    return f'<c{at} t="inlineStr"><is>{inside}</is></c>'
                texts.append(inside)
                return f'<c{at} t="s"><v>{len(texts) - 1}</v></c>'
            case date() | time():
                style = xlsx.OWN_STYLES + STYLES[type(cell)][1]
                return f'<c{at} s="{style}"><v>{serial(cell)!r}</v></c>'
            case _:
                return f"<c{at}><v>{cell!r}</v></c>"

    rows = [
        (f'<row r="{number}">' if place else "<row>")
        + "".join(written(cell, f"{letters_of(column)}{number}") for column, cell in enumerate(row, start=1))
        + "</row>"
        for number, row in enumerate(table, start=1)
    ]
    codes = [code for code, _ in STYLES.values()]
    assert read(xlsx.packed(xlsx.parts_of({"A": rows}, texts=texts, formats=codes))) == expected(table)
