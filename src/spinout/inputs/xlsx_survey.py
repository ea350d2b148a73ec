"""Look through a workbook before it is opened: how far its sheets reach, and which cells show an error."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import field
from posixpath import join, normpath
from xml.etree import ElementTree

from spinout.core.problems import Code, Problem
from spinout.core.records import record

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

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@record
class Survey:
    """What was found; `refused` says why the workbook is better not opened."""

    refused: Problem | None = None
    sheets: tuple[str, ...] = ()
    """The parts of the file that hold the sheets, in their order."""
    errors: Mapping[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """For each part the row and column, from 1, of the cells that show an error."""

    def errors_of(self, index: int) -> frozenset[tuple[int, int]]:
        """The cells of a sheet that show an error; of any sheet where it cannot be told which it is."""
        if index < len(self.sheets):
            return self.errors.get(self.sheets[index], frozenset())
        return frozenset().union(*self.errors.values())


def survey_of(raw: bytes) -> Survey:
    """Look through the bytes of a workbook. Raises BadZipFile and its like where they are none."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            return Survey(_too_big("The workbook unpacks to more than 4,000,000,000 bytes."))
        errors: dict[str, frozenset[tuple[int, int]]] = {}
        for part in packed.infolist():
            reach = _Reach()
            for piece in _pieces(packed, part):
                reach.take(piece)
            if reach.span > SPARE_CELLS + MOST_EMPTY * reach.cells:
                return Survey(
                    _too_big(f"A sheet reaches over {reach.span:,} cells, of which {reach.cells:,} are filled.")
                )
            if reach.errors:
                errors[part.filename] = frozenset(reach.errors)
        return Survey(None, tuple(_sheets(packed)) if errors else (), errors)


class _Reach:
    """How far the cells of a part reach, and how many there are."""

    def __init__(self) -> None:
        self.cells = 0
        self.errors: set[tuple[int, int]] = set()
        self._rows = 0
        self._columns = 0

    @property
    def span(self) -> int:
        """The cells of the rectangle that the part spans."""
        return self._rows * self._columns

    def take(self, piece: bytes) -> None:
        """Look at a piece that ends between two elements."""
        cells = len(CELL.findall(piece)) if b":c" in piece else sum(map(piece.count, PLAIN_CELLS))
        self.cells += cells
        references = PLAIN_REFERENCE.findall(piece)
        if len(references) != cells:
            references = REFERENCE.findall(piece)
        rows = {row for _, row in references}.union(ROW.findall(piece))
        self._rows = max([self._rows, *map(int, rows)])
        self._columns = max([self._columns, *map(_column, {letters for letters, _ in references})])
        if b'"e"' in piece or b"'e'" in piece:
            self.errors.update((int(row), _column(letters)) for letters, row in ERROR.findall(piece))


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
