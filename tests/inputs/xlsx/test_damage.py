"""Whatever happens over bytes that are no workbook is one problem, soon told, and never an exception."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import partial

import pytest

import spreadsheets as xlsx
from spinout.core.problems import Code
from spinout.inputs.documents import read_document
from spinout.inputs.tables import Row
from spinout.inputs.xlsx import MOST_SHEETS, package, sheets, styles, xlsx_sheet

SHEET = "xl/worksheets/sheet1.xml"
TITLE = xlsx.headings("questionnaire", "service")
SECOND = xlsx.row(2, xlsx.text("A2", "village-hall"))


def read(raw: bytes, name: str = "a.xlsx") -> list[Row]:
    """The rows of the first sheet, the last of them a problem where there is one."""
    return list(xlsx_sheet(name, raw).rows)


def problems(raw: bytes) -> list[tuple[Code, int | None]]:
    """What is wrong with the sheet as a whole, and in which row."""
    return [(row.problem.code, row.problem.line) for row in read(raw) if row.problem is not None]


def changed(**parts: str | bytes | None) -> bytes:
    """A workbook of two rows with other parts; without those that are None."""
    names = {"sheet": SHEET, "styles": "xl/styles.xml", "texts": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
    every = {**xlsx.parts_of({"A": [TITLE, SECOND]}), **{names[name]: part for name, part in parts.items()}}
    return xlsx.packed({name: part for name, part in every.items() if part is not None})


def body(*rows: str) -> bytes:
    """A workbook whose first row is of headings, with rows below it as they are given."""
    return changed(sheet=xlsx.sheet_xml([TITLE, *rows]))


def damaged(find: bytes, put: bytes) -> bytes:
    """The stored, unpacked bytes of a sheet, with a piece of them changed after their checksum was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as file:
        for name, content in xlsx.parts_of({"A": [TITLE, SECOND]}).items():
            file.writestr(name, content)
    assert find in made.getvalue()
    return made.getvalue().replace(find, put)


def with_bits(raw: bytes, bit: int) -> bytes:
    """A zip whose list says of every part that a bit is set."""
    made, place = bytearray(raw), -1
    while (place := made.find(package.ENTRY, place + 1)) >= 0:
        made[place + 8] |= bit
    return bytes(made)


def twice() -> bytes:
    """A workbook that has a part twice, in another case."""
    parts = xlsx.parts_of({"A": [TITLE, SECOND]})
    return xlsx.packed({**parts, SHEET.upper(): xlsx.sheet_xml([])})


BROKEN: dict[str, tuple[Callable[[], bytes], Code, str]] = {
    "nothing": (lambda: b"", Code.TABLE_SYNTAX, "no workbook"),
    "no zip": (lambda: b"PK\x03\x04 no zip", Code.TABLE_SYNTAX, "no workbook"),
    "text": (lambda: b"questionnaire,service\n", Code.TABLE_SYNTAX, "no workbook"),
    "cut": (lambda: body()[:-40], Code.TABLE_SYNTAX, "no workbook"),
    "old": (lambda: package.OLD + b"\0" * 600, Code.TABLE_SYNTAX, "before XLSX"),
    "with a password": (lambda: package.OLD + package.LOCKED, Code.TABLE_SYNTAX, "has a password"),
    "locked parts": (lambda: with_bits(body(), package.ENCRYPTED), Code.TABLE_SYNTAX, "has a password"),
    "another zip": (lambda: xlsx.packed({"a.txt": "a"}), Code.TABLE_SYNTAX, "no workbook"),
    "OpenDocument": (lambda: xlsx.packed({"content.xml": "<a/>"}), Code.TABLE_SYNTAX, ".ods"),
    "binary": (lambda: xlsx.packed({"xl/workbook.bin": b"\0"}), Code.TABLE_SYNTAX, ".xlsb"),
    "a part twice": (twice, Code.TABLE_SYNTAX, "twice"),
    "no sheet's part": (lambda: changed(sheet=None), Code.TABLE_SYNTAX, "lacks its part"),
    "no sheet": (lambda: changed(book="<workbook><sheets/></workbook>"), Code.TABLE_SYNTAX, "shows no sheet"),
    "hidden sheets alone": (
        lambda: xlsx.packed(xlsx.parts_of({"A": [TITLE, SECOND]}, hidden=["A"])), Code.TABLE_SYNTAX, "shows no sheet",
    ),
    "another checksum": (partial(damaged, b"village-hall", b"village-h0ll"), Code.TABLE_SYNTAX, "damaged"),
    "definitions": (lambda: changed(sheet='<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), Code.TABLE_SYNTAX, "DOCTYPE"),
    "definitions of texts": (lambda: changed(texts="<!DOCTYPE a><sst/>"), Code.TABLE_SYNTAX, "DOCTYPE"),
    "an encoding": (
        lambda: changed(sheet='<?xml version="1.0" encoding="cp037"?><a/>'), Code.TABLE_SYNTAX, "encoding",
    ),
    "no encoding": (
        lambda: changed(styles='<?xml version="1.0" encoding="x-none"?><a/>'), Code.TABLE_SYNTAX, "encoding",
    ),
    "no XML": (lambda: changed(sheet="no XML"), Code.TABLE_SYNTAX, "is broken"),
    "XML that breaks off": (lambda: changed(sheet="<worksheet><sheetData>"), Code.TABLE_SYNTAX, "is broken"),
    "styles that break off": (lambda: changed(styles="<styleSheet>"), Code.TABLE_SYNTAX, "is broken"),
    "an unknown entity": (lambda: changed(texts="<sst>&x;</sst>"), Code.TABLE_SYNTAX, "is broken"),
    "depth": (lambda: changed(sheet="<a>" * 100_000), Code.TOO_DEEP, "within one another"),
    "depth of styles": (lambda: changed(styles="<a>" * 100), Code.TOO_DEEP, "within one another"),
    "depth of texts": (lambda: changed(texts="<a>" * 100), Code.TOO_DEEP, "within one another"),
    "a long tag": (
        lambda: body(f'<row r="2" a="{"a" * 1_200_000}"/>'), Code.TOO_BIG, "more than 1,000,000 bytes",
    ),
    "many names": (lambda: body("".join(f"<a{i}/>" for i in range(2_000))), Code.TOO_BIG, "1,000 names"),
    "many names of attributes": (
        lambda: body("".join(f'<row a{i}="1"/>' for i in range(2_000))), Code.TOO_BIG, "1,000 names",
    ),
    "many bytes": (lambda: body(" " * 25_000_000), Code.TOO_BIG, "60 times its size"),
    "many tags": (lambda: body("<a/>" * 700_000), Code.TOO_BIG, "far more cells"),
    "many parts": (
        lambda: xlsx.packed({**dict.fromkeys(map(str, range(5_001)), "")}), Code.TOO_BIG, "more than 5,000 parts",
    ),
    "many styles": (
        lambda: changed(styles=f"<a><cellXfs>{'<xf/>' * 70_000}</cellXfs></a>"), Code.TOO_BIG, "65,536 formats",
    ),
    "many sheets": (
        lambda: xlsx.packed(xlsx.parts_of({str(i): () for i in range(201)})), Code.TOO_BIG, "200 sheets",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_workbook_that_cannot_be_read_is_one_problem(name: str) -> None:
    """It says what is wrong, and how to mend it."""
    make, code, words = BROKEN[name]
    *_, last = read(make())
    assert last.problem is not None
    assert (last.problem.code, words in last.problem.message, bool(last.problem.hint)) == (code, True, True)


def test_no_answer_is_read_of_a_part_that_is_damaged() -> None:
    """Its checksum is looked at before its first row."""
    assert problems(damaged(b"village-hall", b"village-h0ll")) == [(Code.TABLE_SYNTAX, 1)]
    assert len(read(damaged(b"village-hall", b"village-h0ll"))) == 1


MISPLACED = {
    "a row again": xlsx.row(2) + xlsx.row(2),
    "a row of above": xlsx.row(3) + xlsx.row(2),
    "row 0": '<row r="0"/>',
    "a row below 0": '<row r="-5"/>',
    "no row": '<row r="x"/>',
    "a row beyond the last": '<row r="1048577"/>',
    "a row far beyond": f'<row r="{"9" * 5000}"/>',
    "a cell again": xlsx.row(2, xlsx.text("A2", "a"), xlsx.text("A2", "b")),
    "a cell of the left again": xlsx.row(2, xlsx.text("C2", "a"), xlsx.text("A2", "b"), xlsx.text("A2", "b")),
    "a cell behind one of the left": xlsx.row(2, xlsx.text("B2", "a"), xlsx.text("A2", "b"), "<c><v>1</v></c>"),
    "a cell of another row": xlsx.row(2, xlsx.text("A3", "a")),
    "a column beyond the last": xlsx.row(2, xlsx.text("XFE2", "a")),
    "a column of many letters": xlsx.row(2, xlsx.text("Z" * 5000 + "2", "a")),
    "a cell without a column": xlsx.row(2, xlsx.text("2", "a")),
    "a cell without a row": xlsx.row(2, xlsx.text("A", "a")),
    "a cell below 0": xlsx.row(2, xlsx.text("A-2", "a")),
    "more cells than columns": xlsx.row(2, xlsx.text("XFD2", "a"), "<c/>"),
    "two values": xlsx.row(2, "<c><v>1</v><v>2</v></c>"),
}


@pytest.mark.parametrize("name", MISPLACED)
def test_what_stands_where_it_cannot_is_told_and_never_moved(name: str) -> None:
    """The rows before it are read, and none from there on."""
    rows = read(body(MISPLACED[name], xlsx.row(9, xlsx.text("A9", "village-hall"))))
    assert [row.cells for row in rows] == [("questionnaire", "service"), ()]
    assert rows[-1].problem is not None
    assert rows[-1].problem.code is Code.TABLE_SYNTAX


@pytest.mark.parametrize(
    "rows",
    [
        [f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(2, 20)],
        [f"<row>{'<c/>' * 16_000}<c><v>1</v></c></row>"] * 8,
        ["<row/>"] * 11_000,
    ],
    ids=["far cells", "empty cells", "empty rows"],
)
def test_a_sheet_of_hardly_anything_is_refused(rows: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it stands that far out that nobody filled it in."""
    monkeypatch.setattr(sheets, "SPARE_EMPTY", 10_000)
    assert [code for code, _ in problems(body(*rows))] == [Code.TOO_BIG]


def test_cells_far_apart_are_read() -> None:
    """What lies between them takes no room."""
    rows = read(body('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert [(row.number, len(row.cells), row.problem) for row in rows] == [(1, 2, None), (1_048_576, 16_384, None)]


def test_more_text_than_fits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all that cells share."""
    monkeypatch.setattr(styles, "MOST_OF_TEXTS", 1_000)
    assert problems(changed(texts=f"<sst>{'<si><t>abcdefghij</t></si>' * 101}</sst>")) == [(Code.TOO_BIG, 1)]


def test_a_row_of_more_than_a_document_is_refused_alone() -> None:
    """Where a shared text stands in all of its cells; the rows after it are read."""
    big = f"<sst><si><t>{'a' * 30_000}</t></si><si><t>b</t></si></sst>"
    rows = [TITLE, f"<row>{xlsx.shared(0) * 16_000}</row>", f"<row>{xlsx.shared(1)}</row>"]
    first, wide, last = read(changed(texts=big, sheet=xlsx.sheet_xml(rows)))
    assert (first.number, wide.cells, last.cells) == (1, (), ("b",))
    assert wide.problem is not None
    assert (wide.problem.code, wide.problem.line) == (Code.TOO_BIG, 2)


def test_cells_that_show_far_more_than_the_file_holds_are_refused() -> None:
    """A shared text is packed once and may stand anywhere."""
    big = f"<sst><si><t>{'a' * 30_000}</t></si></sst>"
    rows = [TITLE, *[f"<row>{xlsx.shared(0) * 60}</row>"] * 40]
    assert [code for code, _ in problems(changed(texts=big, sheet=xlsx.sheet_xml(rows)))] == [Code.TOO_BIG]


def test_the_file_of_an_open_workbook_is_told_as_that() -> None:
    """By its name, whatever it holds."""
    (row,) = read(b"\x05owner" + b" " * 159, "folder/~$answers.xlsx")
    assert row.problem is not None
    assert ("open" in row.problem.message, "answers.xlsx" in row.problem.hint) == (True, True)


def test_a_sheet_of_many_rows_takes_no_more_room_than_one_of_few() -> None:
    """Rows are given as they are read, and nothing is kept of them."""
    import tracemalloc

    raw = {n: body(*(f"<row>{'<c><v>1</v></c>' * 40}</row>" for _ in range(n))) for n in (100, 1_000)}
    peaks = []
    for made in raw.values():
        tracemalloc.start()
        for _ in xlsx_sheet("a.xlsx", made).rows:
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 100_000


def test_no_change_of_a_byte_is_an_exception() -> None:
    """In the zip, and in the XML of each part."""
    parts = xlsx.parts_of({"A": [TITLE, SECOND], "B": [TITLE]}, texts=["<t>a</t>"], formats=["0%"])
    chance = random.Random(7)
    whole = xlsx.packed(parts)
    for _ in range(300):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        read(bytes(raw))
    for name in parts:
        part = parts[name]
        assert isinstance(part, str)
        for _ in range(60):
            torn = bytearray(part.encode())
            for _ in range(chance.randint(1, 3)):
                place = chance.randrange(len(torn))
                torn[place : place + chance.randint(0, 3)] = bytes(chance.choices(b'<>/&;"=\0 a1\xff', k=2))
            read(xlsx.packed({**parts, name: bytes(torn)}))


def test_bounds_stand_where_they_are_looked_for() -> None:
    """A limit that is Excel's own is no smaller here."""
    assert (sheets.MOST_ROWS, sheets.MOST_COLUMNS, styles.MOST_CHARACTERS) == (1_048_576, 16_384, 32_767)
    assert styles.MOST_STYLES >= 65_490
    assert MOST_SHEETS == 200


@pytest.mark.parametrize("ending", [".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".tsv"])
def test_another_kind_of_table_is_told_how_to_mend_it(ending: str) -> None:
    """By the ending of its name, in any case."""
    (problem,) = read_document(f"a{ending.upper()}", b"").problems
    assert problem.code is Code.UNKNOWN_KIND
    assert "XLSX" in problem.hint or "CSV UTF-8" in problem.hint
    assert problem.message != read_document("a.xyz", b"").problems[0].message
