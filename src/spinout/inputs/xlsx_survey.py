"""Look through a workbook before it is opened: how far its sheets reach, and which cells show what they do not hold.

Those are the cells that show an error, and those that show a percentage.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from xml.etree import ElementTree

from msgspec import Struct, field

from spinout.core.problems import Code, Problem
from spinout.inputs.xlsx_styles import cells_shown_as, percent_styles

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
ROW_BEGINS = b'<row r="'
PLAIN_ROW = re.compile(ROW_BEGINS + rb'(\d{1,7})"')
NOT_WITHIN = rb' r="(?!(?:[A-Z]{1,%d})?\d{1,%d}")'
"""A place that is not plain, or has more letters or digits than these."""
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
            if reach.too_far and reach.rough:
                reach = _reach(packed, part, _Reach(percentages, exactly=True))
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
    """How far the cells of a part reach, and how many there are.

    `rough` says that they may reach less far: of a piece in which all is plain only the letters and
    digits of the longest place are counted, which takes a fraction of the time.
    """

    def __init__(self, percentages: Mapping[int, int | None], *, exactly: bool = False) -> None:
        self.cells = 0
        self.marked = Marked()
        self.rough = False
        self._exactly = exactly
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
        found = None if self._exactly else _reach_at_most(piece, cells)
        self.rough = self.rough or found is not None
        rows, columns = found or _reach_of(piece, cells)
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


def _reach_at_most(piece: bytes, cells: int) -> Cell | None:
    """A row and a column beyond which no cell of a piece stands; None where that takes a closer look."""
    last = PLAIN_ROW.match(piece, max(0, piece.rfind(ROW_BEGINS)))
    if last is None or piece.count(b' r="') != cells + piece.count(ROW_BEGINS):
        return None
    digits = len(last[1])
    for letters in (1, 2):
        if not re.search(NOT_WITHIN % (letters, digits), piece):
            return 10**digits - 1, sum(26**power for power in range(1, letters + 1))
    return None


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
