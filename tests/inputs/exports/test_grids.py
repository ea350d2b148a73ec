"""Tables as Excel, LibreOffice and survey tools save them; and files that were made to do harm."""

import tracemalloc
from pathlib import Path

import pytest

import spreadsheets
from fuzz import right
from spinout.core.problems import Code, Problem
from spinout.inputs.exports.grids import Grid, read_grid

ROWS = [("Service", "Is it, in short, ready?"), ("Caf\u00e9", "Yes; or no"), ("T\u0175r", "1")]
SHEET = "Service\tA\nCaf\u00e9\tb\n"


def grid(name: str, raw: bytes, sheet: str | None = None, header_row: int | None = None) -> Grid:
    """A table that can be read."""
    found = read_grid(name, raw, sheet=sheet, header_row=header_row)
    assert isinstance(found, Grid), found
    return found


def cells(found: Grid) -> list[dict[int, str]]:
    """The cells of all rows."""
    return [row.cells for row in found.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_whatever_parts_its_cells(delimiter: str, encoding: str) -> None:
    """The delimiter is found outside of quotes, the letters by the mark of their order."""
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in ROWS)
    found = grid("a.csv", text.encode(encoding))
    assert [heading.text for heading in found.headings] == list(ROWS[0])
    assert cells(found) == [{1: "Caf\u00e9", 2: "Yes; or no"}, {1: "T\u0175r", 2: "1"}]
    assert [row.number for row in found.rows] == [2, 3]
    assert found.warnings == ()


def test_letters_of_windows_are_read_and_told() -> None:
    """As Excel saves CSV; and its own first line names the delimiter."""
    found = grid("a.csv", b"sep=;\r\nService;A\r\nCaf\xe9;b, c\r\n")
    assert cells(found) == [{1: "Caf\u00e9", 2: "b, c"}]
    assert [warning.code for warning in found.warnings] == [Code.OTHER_ENCODING]


def test_the_row_of_the_headings_may_be_named_and_tags_are_no_answers() -> None:
    """What stands above it is passed over; Kobo's row of tags is told apart."""
    raw = b"A survey,\n,\nService,A\n#service,#a\nHall,b\n"
    found = grid("a.csv", raw, header_row=3)
    assert (found.header_row, found.tags, cells(found)) == (3, 4, [{1: "Hall", 2: "b"}])


def test_rows_that_a_quote_swallowed_are_told() -> None:
    """A text of several lines is none of those."""
    raw = b'A,B,C,D\n"x,1,2,3\ny,1,2,3\nz",1,2,3\n"two\nlines",1,2,3\n'
    found = grid("a.csv", raw)
    assert [(row.number, bool(row.refused)) for row in found.rows] == [(2, True), (3, False)]


def ods(rows: str, *, before: str = "", manifest: str = "") -> bytes:
    """A sheet of OpenDocument."""
    content = (
        f'{before}<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
        '<table:table table:name="B"><table:table-row><table:table-cell><text:p>more</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return spreadsheets.packed({"META-INF/manifest.xml": f"<m>{manifest}</m>", "content.xml": content})


def cell(text: str, more: str = "", kind: str = "string") -> str:
    """A cell of it."""
    return f'<table:table-cell office:value-type="{kind}" {more}><text:p>{text}</text:p></table:table-cell>'


def row(*every: str, more: str = "") -> str:
    """A row of it."""
    return f"<table:table-row {more}>{''.join(every)}</table:table-row>"


REPEATED, COLUMNS = "table:number-rows-repeated", "table:number-columns-repeated"
HEADINGS = row(cell("Service"), cell("A"), cell("B"))


def test_cells_of_opendocument_mean_what_they_show() -> None:
    """Numbers, shares, days, truths, texts of several lines; a comment is none of a cell's text."""
    note = "<office:annotation><text:p>hidden words</text:p></office:annotation>"
    several = f"{note}<text:p>a<text:s text:c='2'/>b</text:p><text:p>c</text:p>"
    rows = [
        row(cell("1.234,5", 'office:value="1234.5"', "float"), cell("62 %", 'office:value="0.62"', "percentage")),
        row(
            cell("23.11.26", 'office:date-value="2026-11-23T00:00:00"', "date"),
            cell("WAHR", 'office:boolean-value="true"', "boolean"),
        ),
        row(f'<table:table-cell office:value-type="string">{several}</table:table-cell>'),
        row(f"<table:table-cell {COLUMNS}='2'/>", cell("third"), more=f"{REPEATED}='2'"),
        row(f"<table:table-cell {COLUMNS}='16384'/>", more=f"{REPEATED}='1000'"),
        row(cell("Err:502", 'table:formula="of:=A1"', "float").replace("Err:502", "")),
    ]
    found = grid("a.ods", ods(HEADINGS + "".join(rows)))
    shown = [{1: "1234.5", 2: "62%"}, {1: "2026-11-23", 2: "TRUE"}, {1: "a  b\nc"}, {3: "third"}, {3: "third"}]
    assert cells(found)[:5] == shown
    assert (found.rows[5].number, list(found.rows[5].flaws)) == (1007, [1])
    assert [warning.code for warning in found.warnings] == [Code.OTHER_SHEETS]
    assert cells(grid("a.ods", ods(HEADINGS), sheet="b")) == []


HOSTILE = {
    "entity.ods": ods(HEADINGS, before='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]>'),
    "rows.ods": ods(HEADINGS + row(cell("x"), more='table:number-rows-repeated="1048570"')),
    "cells.ods": ods(HEADINGS + row(cell("x", f"{COLUMNS}='16000'"), more=f"{REPEATED}='9000'")),
    "empty.ods": ods(HEADINGS + "<table:table-row/>" * 60_000),
    "locked.ods": ods(HEADINGS, manifest="<encryption-data/>"),
    "zeros.ods": ods(HEADINGS + " " * 60_000_000),
    "text.ods": b"Service,A\n",
    "text.xlsx": b"Service,A\n",
    "old.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000,
    "macros.xlsm": b"PK",
    "picture.csv": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "half.csv": b"\xff\xfeA\0\0\xd8",
    "wide.csv": ",".join(f"h{n}" for n in range(10_000)).encode(),
    "blank.csv": b"A,B\nx,y\n" + b",\n" * 1_000_000,
    "many.csv": b"A,B\n" + b"x,y\n" * 1_000_000,
    "long.csv": b"A,B\n" + b"x" * 3_000_000,
    "nothing.csv": b"",
    "lines.csv": b"\n" * 100_000,
    "empty.xlsx": spreadsheets.workbook(spreadsheets.headings("A"), *("<row/>" for _ in range(250_000))),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_made_to_do_harm_is_refused_with_its_place(name: str) -> None:
    """In little room: what is refused is not held first."""
    tracemalloc.start()
    try:
        found = read_grid(name, HOSTILE[name])
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(found, Problem)
    assert (found.file, found.line is not None, bool(found.message)) == (name, True, True)
    assert most < 100_000_000


def test_the_sample_of_an_export_is_read(tmp_path: Path) -> None:
    """The file that the fuzzing begins with."""
    assert tmp_path
    assert len(grid("a.csv", right.EXPORT).rows) == 2
