"""Read XLSX: rows of the first sheet that is shown, whose cells mean what they show.

A sheet may claim to reach over so many cells that to open it would fill the memory; so a workbook is
looked through before it is opened.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat

from msgspec import Struct, field

from spinout.core.problems import Code, Problem
from spinout.core.wording import MOST_DIGITS
from spinout.inputs.documents import at_top
from spinout.inputs.tables import Row

BUILT_IN = {9: "0%", 10: "0.00%"}
"""The formats of percentages that every workbook has, by their numbers."""
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What stands in a format as it is, or is no part of what is shown."""
PLAIN = re.compile(r"0(?:\.(0+))?%\Z")
PLACE = re.compile(r"([A-Za-z]{0,9})([0-9]+)\Z")
"""The letters of a cell's column, none for a row, and its row."""
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

MOST_UNPACKED = 4_000_000_000
SPARE_CELLS = 1_000_000
MOST_EMPTY = 200
"""How many cells a sheet may span for each that stands in it, beyond the spare ones."""

Cell = tuple[int, int]
"""Row and column, from 1."""
Percentages = Mapping[str, int | None]
"""For each style that shows percentages how many decimal places it shows; None for as many as there are."""


class Marked(Struct):
    """The cells of a sheet that show what they do not hold."""

    errors: set[Cell] = field(default_factory=set)
    percentages: dict[Cell, int | None] = field(default_factory=dict)
    """How many decimal places each shows; None for as many as there are."""

    def __bool__(self) -> bool:
        return bool(self.errors or self.percentages)


class Survey(Struct, frozen=True):
    """What was found; `refused` says why the workbook is better not opened."""

    refused: Problem | None = None
    marked: tuple[Marked, ...] = ()
    """Those cells of each sheet, in the order of the sheets."""


def survey_of(raw: bytes) -> Survey:
    """Look through the bytes of a workbook. Raises BadZipFile and its like where they are none."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            return Survey(_too_big("The workbook unpacks to more than 4,000,000,000 bytes."))
        parts = _related(packed)
        percentages = _percentages(packed, parts.get("styles", "xl/styles.xml"))
        marked: dict[str, Marked] = {}
        for part in packed.infolist():
            reach = _reach(packed, part, percentages)
            if reach.span > SPARE_CELLS + MOST_EMPTY * reach.cells:
                message = f"A sheet reaches over {reach.span:,} cells, of which {reach.cells:,} are filled."
                return Survey(_too_big(message))
            marked[part.filename] = reach.marked
        sheets = _part(packed, "xl/workbook.xml").iterfind("{*}sheets/{*}sheet")
        names = [parts.get(sheet.get(RELATION, ""), "") for sheet in sheets]
        return Survey(None, tuple(marked.get(name, Marked()) for name in names))


def _part(packed: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A part of the workbook; an empty one where it is missing."""
    try:
        return ElementTree.fromstring(packed.read(name))
    except KeyError:
        return ElementTree.Element("missing")


def _related(packed: zipfile.ZipFile) -> dict[str, str]:
    """The names of the parts that the workbook has, by their ids and by the last word of their types."""
    names: dict[str, str] = {}
    for relation in _part(packed, "xl/_rels/workbook.xml.rels"):
        name = normpath(join("/xl", relation.get("Target", "")))[1:]
        names[relation.get("Id", "")] = name
        names.setdefault(relation.get("Type", "").rpartition("/")[2], name)
    return names


def _percentages(packed: zipfile.ZipFile, part: str) -> Percentages:
    """The styles that show a number as a percentage."""
    styles = _part(packed, part)
    formats = BUILT_IN | {
        _count(own.get("numFmtId")): own.get("formatCode", "") for own in styles.iterfind("*/{*}numFmt")
    }
    found: dict[str, int | None] = {}
    for index, style in enumerate(styles.iterfind("{*}cellXfs/*")):
        code = formats.get(_count(style.get("numFmtId")), "")
        if "%" in QUOTED.sub("", code):
            plain = PLAIN.match(code)
            found[str(index)] = None if plain is None else len(plain[1] or "")
    return found


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0


class _Reach:
    """How far the cells of a part reach, how many there are, and which show what they do not hold."""

    def __init__(self, percentages: Percentages) -> None:
        self.cells = 0
        self.marked = Marked()
        self._percentages = percentages
        self._rows = 0
        self._columns = 0

    @property
    def span(self) -> int:
        """The cells of the rectangle that the part spans."""
        return self._rows * self._columns

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        kind = name.rpartition(":")[2]
        if kind not in ("c", "row"):
            return
        place = PLACE.match(attributes.get("r", ""))
        row, column = (0, 0) if place is None else (int(place[2]), _column(place[1]))
        self._rows, self._columns = max(self._rows, row), max(self._columns, column)
        if kind == "row":
            return
        self.cells += 1
        if attributes.get("t") == "e":
            self.marked.errors.add((row, column))
        elif (style := attributes.get("s", "0")) in self._percentages:
            self.marked.percentages[row, column] = self._percentages[style]


def _reach(packed: zipfile.ZipFile, part: zipfile.ZipInfo, percentages: Percentages) -> _Reach:
    reach = _Reach(percentages)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reach.element
    try:
        with packed.open(part) as file:
            parser.ParseFile(file)
    except expat.ExpatError:
        # Pictures are no XML, and do no harm; a sheet that cannot be read to its end may hide how far it reaches.
        if reach.cells or part.filename.lower().endswith(".xml"):
            raise
    return reach


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _too_big(message: str) -> Problem:
    return at_top(
        Code.TOO_BIG, message, "Copy the rows that are filled into a new workbook, or save them as CSV UTF-8."
    )


ERROR_SHOWN = "#ERROR"
"""What is read from a cell whose formula fails; no question takes it for an answer, but for a text."""


def xlsx_rows(name: str, raw: bytes) -> Iterator[Row]:  # noqa: ARG001 - every reader of rows is told the name
    """The rows of the first sheet that is shown, with their numbers; one with a problem where there are none."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        survey = survey_of(raw)
        if survey.refused is not None:
            yield Row(1, (), survey.refused)
            return
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        shown = next(
            index
            for index, sheet in enumerate(book.sheets_metadata)
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        )
        sheet, marked = book.get_sheet_by_index(shown), survey.marked[shown]
    except (*UNREADABLE, CalamineError, StopIteration):
        old = raw.startswith(b"\xd0\xcf\x11\xe0")
        yield Row(
            1,
            (),
            at_top(
                Code.TABLE_SYNTAX,
                "The workbook has a password, or is in the format before XLSX."
                if old
                else "The file is no workbook of XLSX.",
                "Save it as XLSX without a password, or as CSV UTF-8.",
            ),
        )
        return
    _, column = sheet.start or (0, 0)
    yield from _rows(sheet.iter_rows(), column, marked)


UNREADABLE = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, ElementTree.ParseError, OSError, ValueError, EOFError,
    LookupError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What is raised over bytes that are no workbook."""


def _rows(table: Iterable[Sequence[object]], column: int, marked: Marked) -> Iterator[Row]:
    """Rows with their numbers; the table has every row, and its columns from the first that is filled."""
    for number, filled in enumerate(table, start=1):
        cells = [*[""] * column, *filled]
        texts = [cell if type(cell) is str else shown_as(cell) for cell in cells]
        if marked:
            for index, cell in enumerate(cells):
                place = number, index + 1
                if place in marked.errors:
                    texts[index] = ERROR_SHOWN
                elif type(cell) is float and place in marked.percentages:
                    texts[index] = percentage(cell, marked.percentages[place])
        while texts and not texts[-1]:
            texts.pop()
        # Of a number that is so long a spreadsheet keeps but its first digits.
        cut = (i for i, cell in enumerate(cells) if type(cell) is float and abs(cell) >= 10**MOST_DIGITS)
        yield Row(number, tuple(texts), cut=tuple(cut))


def shown_as(cell: object) -> str:
    """The text that a cell shows; a date as YYYY-MM-DD."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _number(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def percentage(number: float, places: int | None) -> str:
    """What a cell shows that holds a share of one."""
    points = Decimal(format(number, f".{MOST_DIGITS}g")) * 100
    if places is not None:
        return f"{points.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}%"
    return f"{_digits(points)}%"


# the numbers in a table come again and again
@lru_cache(maxsize=1024)
def _number(number: float) -> str:
    return _digits(Decimal(format(number, f".{MOST_DIGITS}g")))


def _digits(number: Decimal) -> str:
    """The digits of a number, without an exponent; 3.0 shows 3."""
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
