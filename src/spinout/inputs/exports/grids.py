"""A table as it is: its headings and rows with their places, whatever program wrote it. It means nothing here."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.problems import Code, Problem, Warning
from spinout.core.wording import counted, found, listed, seen, shortened
from spinout.inputs.cell_texts import ERROR_VALUES
from spinout.inputs.csv import csv_rows
from spinout.inputs.documents import MENDED, Flaw, at_top, refused_character, rows_told
from spinout.inputs.rows import Row, TableSheet
from spinout.inputs.tables import DELIMITER_LINE, GUESSED, REPAIR

MOST_TABLE = 20_000_000
"""How many bytes the file of a table may have."""
MOST_CELLS = 500_000
"""How many cells: some 70 questions, answered by 7,000 people."""
MOST_GRID_ROWS = 20_000
MOST_HEADINGS = 2_000
MOST_BLANK = 10_000
"""So many empty rows may follow one another."""
SPARE_EMPTY = 200_000
"""So many empty rows and cells a workbook may have beside those that are filled."""
MOST_ABOVE = 20
"""So many rows are looked through for the headings."""
DELIMITERS = (",", ";", "\t")
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".ods")
FEWER = "Copy the rows and columns that are filled into a new file."
TAG = re.compile(r"#[A-Za-z][\w+ -]*\Z")
MARK_OF_ORDER = "\ufeff"
"""What a program leaves before the first heading that takes the mark of UTF-8 for a letter."""
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class GridHeading(Struct, frozen=True):
    """The heading of a column, and the column's number, from 1."""

    number: int
    text: str


class GridRow(Struct, frozen=True):
    """A row below the headings: its number in the file, its cells by column from 1, and what is wrong with some."""

    number: int
    cells: dict[int, str]
    flaws: dict[int, str]
    refused: str = ""
    """Why nothing of the row is read."""


class Grid(Struct, frozen=True):
    """A table: where it stands, its headings, and its rows that hold something."""

    name: str
    sheet: str
    header_row: int
    headings: tuple[GridHeading, ...]
    rows: tuple[GridRow, ...]
    warnings: tuple[Warning, ...] = ()
    tags: int | None = None
    """The row below the headings that holds tags (#…), as Kobo writes them, and no answers."""

    def seen_in(self, number: int, most: int = 200) -> tuple[str, ...]:
        """The different texts in a column, in their order."""
        return tuple(islice(dict.fromkeys(row.cells[number] for row in self.rows if number in row.cells), most))


def read_grid(
    name: str,
    raw: bytes,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    choose: Callable[[Sequence[Row]], int | None] = lambda _rows: None,
) -> Grid | Problem:
    """Read a table; the headings stand in the row of a number, or the one that `choose` finds among the first.

    Where it finds none, they stand in the first row that is filled.
    """
    table = _rows(name, raw, sheet)
    rows = _filled(table.rows)
    if header_row is None:
        first = list(islice(rows, MOST_ABOVE))
        header_row, rows = choose(first), chain(first, rows)
    wanted = (row for row in rows if header_row is None or row.number >= header_row)
    heading = next(wanted, None)
    if heading is None or (header_row is not None and heading.number != header_row):
        what = "The table is empty." if heading is None and header_row is None else f"Row {header_row} is empty."
        return at_top(Code.NO_DOCUMENT, what, "Name the sheet or the row that holds the headings.", file=name)
    if heading.problem is not None:
        return replace(heading.problem, file=name)
    if len(heading.cells) > MOST_HEADINGS:
        message = f"The table has more than {MOST_HEADINGS:,} columns."
        return at_top(Code.TOO_BIG, message, FEWER, heading.number, MOST_HEADINGS + 1, file=name)
    headings = tuple(GridHeading(n, seen(_plain(cell))) for n, cell in enumerate(heading.cells, start=1))
    made: list[GridRow] = []
    warnings = [each for each in heading.warnings if each.code is not Code.HIDDEN_ROW]
    cells = 0
    for row in rows:
        if row.problem is not None and row.problem.code is Code.TOO_BIG:
            return replace(row.problem, file=name)
        grid_row = _grid_row(row, len(headings))
        cells += len(grid_row.cells)
        if cells > MOST_CELLS or len(made) == MOST_GRID_ROWS:
            most = f"{MOST_CELLS:,} cells" if cells > MOST_CELLS else f"{MOST_GRID_ROWS:,} rows"
            message = f"The table has more than {most}."
            return at_top(Code.TOO_BIG, message, "Part it into several files.", row.number, file=name)
        made.append(grid_row)
        warnings += row.warnings
        if row.guessed:
            warnings.append(Warning(Code.OTHER_ENCODING, GUESSED.format(row.number)))
    tags = made.pop(0).number if made and _is_tags(made[0]) else None
    if others := [other.name for other in table.others()]:
        told = f"Sheet {found(table.sheet)} was read. There is something in others too: {listed(others)}; --sheet NAME."
        warnings.append(Warning(Code.OTHER_SHEETS, told))
    beyond = max((max(row.cells, default=0) for row in made), default=0)
    headings += tuple(GridHeading(n, "") for n in range(len(headings) + 1, beyond + 1))
    return Grid(name, table.sheet, heading.number, headings, tuple(made), _fewer(warnings), tags)


class _Found(Struct, frozen=True):
    """The rows of the sheet that is read, and its name."""

    rows: Iterator[Row]
    sheet: str = ""
    others: Callable[[], Iterable[TableSheet]] = tuple
    """Other sheets that hold something, known once the rows are read; of XLSX the first row tells of them."""


def _rows(name: str, raw: bytes, sheet: str | None) -> _Found:
    """The rows of a file by its ending; one with a problem where it cannot be read."""
    ending = name[name.rfind(".") :].lower()
    if ending not in ENDINGS:
        message, hint = MENDED.get(ending, ("The ending of the file's name names no table that is read.", ""))
        told = at_top(Code.UNKNOWN_KIND, message, f"Allowed: {listed(ENDINGS)}. {hint}".strip())
        return _Found(iter((Row(1, (), told),)))
    if len(raw) > MOST_TABLE:
        told = at_top(Code.TOO_BIG, f"The file has more than {MOST_TABLE:,} bytes.", "Part it into several files.")
        return _Found(iter((Row(1, (), told),)))
    if ending in (".csv", ".tsv", ".txt"):
        return _Found(rows_told(_csv(name, raw)))
    if ending == ".ods":
        from spinout.inputs.exports.ods import ods_sheet

        table: TableSheet = ods_sheet(name, raw, sheet)
        return _Found(rows_told(table.rows), table.name, table.others)
    from spinout.inputs.xlsx import xlsx_sheet

    table = xlsx_sheet(name, raw, sheet, spare_empty=SPARE_EMPTY)
    return _Found(rows_told(table.rows), table.name)


def _csv(name: str, raw: bytes) -> Iterator[Row]:
    """The rows of a text whose letters and delimiter are found out."""
    encoding = UTF_16.get(raw[:2])
    if encoding is not None:
        try:
            raw = raw[2:].decode(encoding).encode("utf-8")
        except UnicodeError:
            hint = "Save the table as CSV UTF-8."
            yield Row(1, (), at_top(Code.NOT_UTF_8, "The file begins as UTF-16, and is none further on.", hint))
            return
    if b"\0" in raw[:4096]:
        yield Row(1, (), at_top(Code.TABLE_SYNTAX, "The file is no table of text.", "Export it as CSV or XLSX."))
        return
    lines = io.BytesIO(raw)
    start, begins = 1, raw[:16].removeprefix(b"\xef\xbb\xbf")
    delimiter = _delimiter(raw)
    if begins.lower().startswith(DELIMITER_LINE.encode()):
        first = lines.readline().strip()
        delimiter, start = chr(first[-1]) if chr(first[-1]) in DELIMITERS else delimiter, 2
    for row in csv_rows(name, lines, delimiter=delimiter):
        yield replace(row, number=row.number + start - 1)


def _delimiter(raw: bytes) -> str:
    """The delimiter that stands most often in the first line that is none of quotes alone, outside of quotes."""
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for letter in raw[:100_000].decode("latin-1"):
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter in counts:
            counts[letter] += 1
        elif not quoted and letter in "\r\n" and any(counts.values()):
            break
    return max(DELIMITERS, key=counts.__getitem__)


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows that hold something; a problem in the place of what follows very many empty ones."""
    blank = 0
    for row in rows:
        if not row.blank:
            blank = 0
            yield row
            continue
        blank += 1
        if blank > MOST_BLANK:
            message = f"More than {MOST_BLANK:,} empty rows follow one another."
            yield Row(row.number, (), at_top(Code.TOO_BIG, message, FEWER, row.number))
            return


def _grid_row(row: Row, width: int) -> GridRow:
    """A row with its cells by number, and those that hold no text that could be taken."""
    if row.problem is not None:
        return GridRow(row.number, {}, {}, f"{row.problem.message} {row.problem.hint}".strip())
    cells = {n: text for n, cell in enumerate(row.cells, start=1) if (text := seen(_plain(cell)))}
    flaws = {index + 1: flaw[1] for index, flaw in row.flaws}
    for number, text in cells.items():
        if number not in flaws and text.upper() in ERROR_VALUES and text.upper() != "#N/A":
            flaws[number] = f"The cell shows the error {text}. {REPAIR}"
    refused = _swallowed(cells, row.delimiter, width) if row.lines else ""
    return GridRow(row.number, cells, flaws, refused)


def _is_tags(row: GridRow) -> bool:
    """Whether all that stands in a row are tags."""
    return bool(row.cells) and all(TAG.match(text) for text in row.cells.values())


def _swallowed(cells: dict[int, str], delimiter: str, width: int) -> str:
    """What is said of a row of which a cell seems to hold whole rows below it."""
    for number, text in cells.items():
        lines = text.splitlines()[1:]
        taken = [line for line in lines if line.count(delimiter) >= max(3, width - 2)]
        if taken:
            what = f"The cell in column {number} seems to hold {counted(len(taken), 'row')} below it"
            return f"{what}: look for a quote that is not closed."
    return ""


def _plain(text: str) -> str:
    """A text without the line ends of other systems, and with spaces for those that do not break a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").removeprefix(MARK_OF_ORDER)


def _fewer(warnings: list[Warning]) -> tuple[Warning, ...]:
    """Each kind of warning once, with how often it holds."""
    first = {each.code: each for each in reversed(warnings)}
    counts = {code: sum(each.code is code for each in warnings) for code in first}
    more = {code: f" So it is with {counts[code] - 1} more." if counts[code] > 1 else "" for code in first}
    return tuple(replace(each, message=each.message + more[code]) for code, each in reversed(first.items()))


def refused_in(text: str) -> Flaw | None:
    """What is wrong with a text that holds what no file of answers may."""
    from spinout.inputs.documents import REFUSED_CHARACTERS

    match = REFUSED_CHARACTERS.search(text)
    return None if match is None else refused_character(match.group())


def place_of(row: int, heading: GridHeading) -> str:
    """A cell's place as it is told."""
    return f"Row {row}, column {heading.number}" + (f" ({shortened(heading.text)})" if heading.text else "")


def quoted_heading(heading: GridHeading) -> str:
    """A heading as it is told, or that there is none."""
    return found(heading.text) if heading.text else f"column {heading.number}, which has no heading,"
