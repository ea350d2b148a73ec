"""Read the first sheet of an XLSX workbook, looked through before it is opened. Its cells mean what they show."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from posixpath import join, normpath
from xml.etree import ElementTree

from msgspec import Struct, field

from spinout.core.problems import Code, Problem
from spinout.core.wording import MOST_DIGITS, too_long
from spinout.inputs.tables import Row

BUILT_IN = {9: "0%", 10: "0.00%"}
"""The formats of percentages that every workbook has, by their numbers."""
STYLES = "xl/styles.xml"
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What stands in a format as it is, or is no part of what is shown."""
PLAIN = re.compile(r"0(?:\.(0+))?%\Z")

Places = Mapping[int, int | None]
"""For each style that shows percentages how many decimal places it shows; None for as many as there are."""


def percent_styles(packed: zipfile.ZipFile) -> Places:
    """The styles that show a number as a percentage; none where the workbook has no styles that can be read."""
    try:
        styles = ElementTree.fromstring(packed.read(_part(packed)))
    except (KeyError, ElementTree.ParseError):
        return {}
    formats = BUILT_IN | dict(_own_formats(styles))
    cells = styles.find("{*}cellXfs")
    return {
        index: _decimals(formats[number])
        for index, style in enumerate(() if cells is None else cells)
        if (number := _style_number(style.get("numFmtId"))) in formats and "%" in QUOTED.sub("", formats[number])
    }


def cells_shown_as(styles: Places) -> re.Pattern[bytes]:
    """A pattern that finds the cells of some styles: the style, and the letters and digits of the cell's place.

    A cell that names no style has the first.
    """
    named = rb"(?=[^>]*?\ss\s*=\s*[\"'](%s)[\"'])" % b"|".join(str(style).encode() for style in styles)
    style = rb"(?:%s|(?![^>]*?\ss\s*=))" % named if 0 in styles else named
    return re.compile(rb"<(?:\w+:)?c\b%s(?=[^>]*?\sr\s*=\s*[\"']([A-Za-z]+)(\d+))" % style)


def percentage(number: float, places: int | None) -> str:
    """What a cell shows that holds a share of one."""
    points = Decimal(format(number, f".{MOST_DIGITS}g")) * 100
    if places is not None:
        points = points.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = format(points, "f")
    return f"{digits.rstrip('0').rstrip('.') if places is None and '.' in digits else digits}%"


def _part(packed: zipfile.ZipFile) -> str:
    """The part that holds the styles."""
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    for relation in relations:
        if relation.get("Type", "").endswith("/styles"):
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return STYLES


def _own_formats(styles: ElementTree.Element) -> Iterator[tuple[int, str]]:
    """The formats that the workbook defines itself."""
    for own in styles.iterfind("{*}numFmts/{*}numFmt"):
        yield _style_number(own.get("numFmtId")), own.get("formatCode", "")


def _style_number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0


def _decimals(code: str) -> int | None:
    plain = PLAIN.match(code)
    return None if plain is None else len(plain[1] or "")


PIECE = 1_000_000
MOST_UNPACKED = 4_000_000_000
SPARE_CELLS = 1_000_000
MOST_EMPTY = 200
"""How many cells a sheet may span for each that stands in it, beyond the spare ones."""

CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
PLAIN_CELLS = tuple(b"<c" + end for end in (b" ", b">", b"/", b"\t", b"\n", b"\r", b"\f", b"\v"))
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d{1,9})")
REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,9})(\d{1,9})")
PLAIN_REFERENCE = re.compile(rb' r="([A-Z]{1,9})(\d{1,9})"')
"""As nearly every program writes it; found several times as fast."""
ERROR = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)")
"""A cell whose value is an error, and where it stands."""

Cell = tuple[int, int]
"""Row and column, from 1."""

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Survey(Struct, frozen=True):
    """What was found; `refused` says why the workbook is better not opened."""

    refused: Problem | None = None
    sheets: tuple[str, ...] = ()
    """The parts of the file that hold the sheets, in their order."""
    marked: Mapping[str, "Marked"] = field(default_factory=dict)
    """For each part with such cells those that show what they do not hold."""

    def marked_in(self, index: int) -> "Marked":
        """Those cells of a sheet; of any sheet where it cannot be told which it is."""
        if index < len(self.sheets):
            return self.marked.get(self.sheets[index], Marked())
        every = Marked()
        for marked in self.marked.values():
            every.errors.update(marked.errors)
            every.percentages.update(marked.percentages)
        return every


def survey_of(raw: bytes) -> Survey:
    """Look through the bytes of a workbook. Raises BadZipFile and its like where they are none."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            return Survey(_too_big("The workbook unpacks to more than 4,000,000,000 bytes."))
        marked: dict[str, Marked] = {}
        percentages = percent_styles(packed)
        for part in packed.infolist():
            reach = _reach(packed, part, _Reach(percentages))
            if reach.too_far:
                return Survey(
                    _too_big(f"A sheet reaches over {reach.span:,} cells, of which {reach.cells:,} are filled.")
                )
            if reach.marked:
                marked[part.filename] = reach.marked
        return Survey(None, tuple(_sheets(packed)) if marked else (), marked)


class Marked(Struct):
    """The cells of a sheet that show what they do not hold."""

    errors: set[Cell] = field(default_factory=set)
    percentages: dict[Cell, int | None] = field(default_factory=dict)
    """How many decimal places each shows; None for as many as there are."""

    def __bool__(self) -> bool:
        return bool(self.errors or self.percentages)


class _Reach:
    """How far the cells of a part reach, and how many there are."""

    def __init__(self, percentages: Mapping[int, int | None]) -> None:
        self.cells = 0
        self.marked = Marked()
        self._percentages = percentages
        self._shown_as_percentage = cells_shown_as(percentages) if percentages else None
        self._rows = 0
        self._columns = 0

    @property
    def span(self) -> int:
        """The cells of the rectangle that the part spans."""
        return self._rows * self._columns

    @property
    def too_far(self) -> bool:
        """Whether it spans more than is read for so few cells."""
        return self.span > SPARE_CELLS + MOST_EMPTY * self.cells

    def take(self, piece: bytes) -> None:
        """Look at a piece that ends between two elements."""
        cells = _cells_in(piece)
        self.cells += cells
        rows, columns = _reach_of(piece, cells)
        self._rows, self._columns = max(self._rows, rows), max(self._columns, columns)
        if b'"e"' in piece or b"'e'" in piece:
            self.marked.errors.update((int(row), _column(letters)) for letters, row in ERROR.findall(piece))
        if self._shown_as_percentage is not None:
            for style, letters, row in self._shown_as_percentage.findall(piece):
                self.marked.percentages[int(row), _column(letters)] = self._percentages[int(style or 0)]


def _cells_in(piece: bytes) -> int:
    if b":c" in piece:
        return len(CELL.findall(piece))
    plain = piece.count(PLAIN_CELLS[0])
    return plain if plain == piece.count(b"<c") else sum(map(piece.count, PLAIN_CELLS))


def _reach_of(piece: bytes, cells: int) -> Cell:
    """The last row and the last column in which a cell of a piece stands."""
    references = PLAIN_REFERENCE.findall(piece)
    if len(references) != cells:
        references = REFERENCE.findall(piece)
    rows = {row for _, row in references}.union(ROW.findall(piece))
    columns = map(_column, {letters for letters, _ in references})
    return max(map(int, rows), default=0), max(columns, default=0)


def _reach(packed: zipfile.ZipFile, part: zipfile.ZipInfo, reach: _Reach) -> _Reach:
    for piece in _pieces(packed, part):
        reach.take(piece)
    return reach


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, in pieces that end between two elements where they can."""
    with packed.open(part) as file:
        rest = b""
        while piece := file.read(PIECE):
            whole = rest + piece
            end = whole.rfind(b"<")
            end = len(whole) if end <= 0 or len(whole) > 10 * PIECE else end
            yield whole[:end]
            rest = whole[end:]
        yield rest


def _sheets(packed: zipfile.ZipFile) -> Iterator[str]:
    """The parts that hold the sheets, as the workbook orders them; none where it cannot be told."""
    try:
        book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in book.iter("{*}sheet"):
        target = targets.get(sheet.get(RELATION), "")
        yield target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_big(message: str) -> Problem:
    return Problem(
        Code.TOO_BIG, message, "Copy the rows that are filled into a new workbook, or save them as CSV UTF-8.",
        line=1, column=1,
    )  # fmt: skip


MOST_REMEMBERED = 1024
ERROR_SHOWN = "#ERROR"
"""What is read from a cell whose formula fails; no question takes it for an answer, but for a text."""


def xlsx_rows(name: str, raw: bytes) -> Iterator[Row]:  # noqa: ARG001 - every reader of rows is told the name
    """The rows of the first sheet that is shown, with their numbers; one with a problem where there are none."""
    try:
        survey = survey_of(raw)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        yield Row(1, (), _unreadable(raw))
        return
    if survey.refused is not None:
        yield Row(1, (), survey.refused)
        return
    rows = _opened(raw, survey)
    if isinstance(rows, Problem):
        yield Row(1, (), rows)
    else:
        yield from rows


def _opened(raw: bytes, survey: Survey) -> Iterator[Row] | Problem:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        shown = [
            index
            for index, sheet in enumerate(book.sheets_metadata)
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]
        if not shown:
            return _unreadable(raw)
        sheet = book.get_sheet_by_index(shown[0])
    except CalamineError:
        return _unreadable(raw)
    _, column = sheet.start or (0, 0)
    return _rows(sheet.iter_rows(), column, survey.marked_in(shown[0]))


def _rows(table: Iterable[Sequence[object]], column: int, marked: Marked) -> Iterator[Row]:
    """Rows with their numbers; the table has every row, and its columns from the first that is filled."""
    before = ("",) * column
    digits = _Digits()
    for number, cells in enumerate(table, start=1):
        texts = [
            *before,
            *[cell if type(cell) is str else digits[cell] if type(cell) is float else shown_as(cell) for cell in cells],
        ]
        cut = _cut((*before, *cells), texts) if digits.some_too_long else ()
        if marked:
            texts = [
                _shown(marked, (number, i), *both)
                for i, both in enumerate(zip([*before, *cells], texts, strict=True), 1)
            ]
        while texts and not texts[-1]:
            texts.pop()
        yield Row(number, tuple(texts), cut=cut)


def _shown(marked: Marked, place: tuple[int, int], cell: object, text: str) -> str:
    """What a cell shows, where some cells of the sheet show what they do not hold."""
    if place in marked.errors:
        return ERROR_SHOWN
    if type(cell) is float and place in marked.percentages:
        return percentage(cell, marked.percentages[place])
    return text


def _cut(cells: Sequence[object], texts: Sequence[str]) -> tuple[int, ...]:
    """The cells with a number so long that a spreadsheet keeps but its first digits."""
    return tuple(i for i, cell in enumerate(cells) if type(cell) is float and too_long(texts[i].split(".")[0]))


def shown_as(cell: object) -> str:
    """The text that a cell shows; a date as YYYY-MM-DD."""
    match cell:
        case str():
            return cell
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
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


class _Digits(dict[float, str]):
    """The digits of the numbers that come again, and whether one of them had more than a spreadsheet keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.some_too_long = False

    def __missing__(self, number: float) -> str:
        text = _number(number)
        self.some_too_long = self.some_too_long or abs(number) >= 10**MOST_DIGITS
        if len(self) < MOST_REMEMBERED:
            self[number] = text
        return text


def _number(number: float) -> str:
    """The digits of a number, without an exponent; 3.0 shows 3."""
    digits = format(Decimal(format(number, f".{MOST_DIGITS}g")), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _unreadable(raw: bytes) -> Problem:
    old = raw.startswith(b"\xd0\xcf\x11\xe0")
    return Problem(
        Code.TABLE_SYNTAX,
        "The workbook has a password, or is in the format before XLSX." if old else "The file is no workbook of XLSX.",
        "Save it as XLSX without a password, or as CSV UTF-8.",
        line=1,
        column=1,
    )
