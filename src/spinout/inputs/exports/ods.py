"""Read ODS, the sheets of OpenDocument: cells as they show. No formula is worked out, no entity is read."""

import re
from collections.abc import Callable, Iterator

from spinout.core.problems import Code, Warning
from spinout.core.wording import did_you_mean, found, listed
from spinout.inputs.documents import MOST_BYTES, MOST_DEPTH, Flaw
from spinout.inputs.rows import Row, TableSheet
from spinout.inputs.tables import too_big
from spinout.inputs.xlsx.package import SMALLER, LocalNames, Package, UnreadableWorkbookError, refuse_depth, refuse_lock
from spinout.inputs.xlsx.sheets import MEND, MOST_COLUMNS, MOST_ROWS
from spinout.inputs.xlsx.styles import GENERAL, MOST_CHARACTERS, percentage, shown

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
MOST_REPEATED = 10_000
"""How often a row that is filled may be repeated, and a cell that is."""
MOST_FILLED = 500_000
"""How many cells may be filled, those counted that are repeated."""
MOST_BARE_ROWS = 50_000
"""How many empty rows may stand one by one; spreadsheets write one that is repeated."""
MOST_SPACES = 1_000
SPACES = re.compile(r"[ \t\r\n]+")
CELLS = ("table-cell", "covered-table-cell")
PASSED_OVER = ("annotation", "shapes", "frame", "custom-shape", "line", "control")
"""What stands in a cell and is none of its text: comments, pictures and the like."""


class _Encrypted:
    """Looks in the list of parts for one that has a password."""

    def __init__(self) -> None:
        self.found = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self.found = self.found or name.endswith("encryption-data")

    def end(self, _name: str) -> None:
        """Nothing is needed of it."""

    def text(self, _text: str) -> None:
        """Nothing is needed of it."""


class _SheetsReader:
    """Takes the events of the content: the names of all sheets, and the rows of the one that is chosen."""

    def __init__(self, wanted: str | None, take: Callable[[Row], None]) -> None:
        self.names: list[str] = []
        self.filled: list[str] = []
        """The other sheets that hold something."""
        self.chosen = ""
        self.row = 0
        self._wanted = None if wanted is None else wanted.casefold()
        self._take = take
        self._names = LocalNames()
        self._depth = self._tables = 0
        self._skip: int | None = None
        """How deep the element stands that is passed over."""
        self._reading = self._in_row = self._in_cell = False
        self._cells: list[tuple[int, str]] = []
        self._flaws: list[tuple[int, Flaw]] = []
        self._column = self._repeated = self._times = self._size = 0
        self._hidden = False
        self._filled = self._bare = 0
        self._cell: dict[str, str] = {}
        self._pieces: list[str] = []
        self._in_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            refuse_depth()
        local = self._names[name]
        if self._skip is not None:
            return
        given = {self._names[key]: value for key, value in attributes.items()}
        if local == "table":
            self._tables += 1
            self._start_sheet(given.get("name", ""))
        elif local in PASSED_OVER:
            self._skip = self._depth
        elif not self._reading:
            return
        elif local == "table-row":
            self._start_row(given)
        elif local in CELLS and self._in_row:
            self._cell, self._in_cell = given, True
            self._repeated = _times(given.get("number-columns-repeated"))
            self._pieces = []
        elif self._in_cell:
            self._start_text(local, given)

    def _start_sheet(self, name: str) -> None:
        if self._tables > 1:
            raise UnreadableWorkbookError("A sheet stands within a sheet.")
        self.names.append(name)
        if len(self.names) > 200:
            raise UnreadableWorkbookError("The workbook has more than 200 sheets.", SMALLER, code=Code.TOO_BIG)
        self._reading = not self.chosen and (self._wanted is None or name.casefold() == self._wanted)
        if self._reading:
            self.chosen = name or f"sheet {len(self.names)}"

    def _start_row(self, given: dict[str, str]) -> None:
        self._in_row = True
        self._times = _times(given.get("number-rows-repeated"))
        self._hidden = given.get("visibility", "visible") != "visible"
        self._cells, self._flaws = [], []
        self._column = self._size = 0
        if self.row + 1 > MOST_ROWS:
            raise UnreadableWorkbookError(f"The sheet has more than {MOST_ROWS:,} rows.", SMALLER, code=Code.TOO_BIG)

    def _start_text(self, local: str, given: dict[str, str]) -> None:
        if local == "p":
            if self._pieces:
                self._pieces.append("\n")
            self._in_text = True
        elif local == "s":
            self._pieces.append(" " * min(_times(given.get("c")), MOST_SPACES))
        elif local == "tab":
            self._pieces.append("\t")
        elif local == "line-break":
            self._pieces.append("\n")

    def text(self, text: str) -> None:
        """Take a piece of a text; runs of white space are one space, as the format has it."""
        if self._tables and not self._reading and text.strip() and self.names[-1] not in self.filled:
            self.filled.append(self.names[-1])
        if self._in_text and self._skip is None and len(self._pieces) < MOST_CHARACTERS:
            self._pieces.append(SPACES.sub(" ", text))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        local = self._names[name]
        self._depth -= 1
        if self._skip is not None:
            if self._depth < self._skip:
                self._skip = None
            return
        if local == "p":
            self._in_text = False
        elif local in CELLS and self._in_cell:
            self._in_cell = False
            self._end_cell()
        elif local == "table-row" and self._in_row:
            self._in_row = False
            self._end_row()
        elif local == "table":
            self._tables -= 1
            self._reading = False

    def _end_cell(self) -> None:
        text, flaw = self._shown()
        first = self._column + 1
        self._column += self._repeated
        if not text and flaw is None:
            return
        self._filled += self._repeated * self._times
        if self._column > MOST_COLUMNS or self._repeated > MOST_REPEATED or self._filled > MOST_FILLED:
            message = f"Up to row {self.row + 1}, column {self._column:,}, far more cells are repeated than are filled."
            raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG, row=self.row + 1)
        self._cells += [(number, text) for number in range(first, self._column + 1)]
        self._flaws += [(number - 1, flaw) for number in range(first, self._column + 1) if flaw is not None]
        self._size += len(text) * self._repeated

    def _shown(self) -> tuple[str, Flaw | None]:
        """What the cell shows, and what is wrong with it."""
        text = "".join(self._pieces)
        kind = self._cell.get("value-type", "")
        given = self._cell.get("value", "")
        if "formula" in self._cell and not (text or given) and kind != "string":
            message = f"Cell {self._place} holds a formula without a stored value."
            return "#FORMULA", (Code.FORMULA_WITHOUT_VALUE, message, MEND)
        if text.startswith("#") and "formula" in self._cell and text.isupper():
            return text, (Code.ERROR_VALUE, f"Cell {self._place} shows the error {found(text)}.", MEND)
        if kind in ("float", "currency"):
            return shown(given, GENERAL, since_1904=False)
        if kind == "percentage":
            number, flaw = shown(given, GENERAL, since_1904=False)
            return (number, flaw) if flaw is not None else (percentage(float(given), None), None)
        if kind == "boolean":
            return self._cell.get("boolean-value", text).upper(), None
        if "date-value" in self._cell:
            return self._cell["date-value"].replace("T", " ").removesuffix(" 00:00:00"), None
        text = text or self._cell.get("string-value", "")
        if len(text) > MOST_CHARACTERS:
            message = f"Cell {self._place} holds more than {MOST_CHARACTERS:,} characters."
            return text[:100], (Code.TOO_BIG, message, "Shorten it.")
        return text, None

    @property
    def _place(self) -> str:
        return f"in row {self.row + 1}, column {self._column + 1},"

    def _end_row(self) -> None:
        first = self.row + 1
        self.row += self._times
        if not self._cells and not self._flaws:
            self._bare += 1
            if self._bare > MOST_BARE_ROWS:
                message = f"The sheet has more than {MOST_BARE_ROWS:,} empty rows."
                raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG, row=self.row)
            return
        if self._times > MOST_REPEATED or self.row > MOST_ROWS:
            message = f"Row {first} is repeated {self._times:,} times."
            raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG, row=first)
        cells = [""] * self._cells[-1][0]
        for number, text in self._cells:
            cells[number - 1] = text
        warnings: tuple[Warning, ...] = ()
        if self._hidden:
            told = f"Row {first} is hidden or filtered out. It was read all the same."
            warnings = (Warning(Code.HIDDEN_ROW, told),)
        for number in range(first, self.row + 1):
            problem = too_big(number) if self._size > MOST_BYTES else None
            kept = () if problem else tuple(cells)
            self._take(Row(number, kept, problem, flaws=tuple(self._flaws), warnings=warnings))


def _times(digits: str | None) -> int:
    """How often something is repeated."""
    return (
        max(1, int(digits)) if digits is not None and digits.isascii() and digits.isdecimal() and len(digits) < 9 else 1
    )


def ods_sheet(name: str, raw: bytes, sheet: str | None = None) -> TableSheet:
    """The sheet of a name, in any case, or the first, read row by row; one row with a problem where it cannot be."""
    done: list[Row] = []
    reader = _SheetsReader(sheet, done.append)
    try:
        refuse_lock(name)
        if not raw.startswith(b"PK"):
            raise UnreadableWorkbookError("The file is no sheet of OpenDocument (.ods).", "Export it as CSV or XLSX.")
        package = Package(raw)
        if CONTENT not in package:
            raise UnreadableWorkbookError("The file is no sheet of OpenDocument (.ods).", "Export it as CSV or XLSX.")
        encrypted = _Encrypted()
        package.read(MANIFEST, encrypted)
        if encrypted.found:
            raise UnreadableWorkbookError("The workbook has a password.", "Save it without one.")
        package.verify(CONTENT)
        events = package.events(CONTENT, reader)
        while not reader.chosen:
            if next(events, None) is None:
                break
        if not reader.chosen:
            _refuse_sheet(sheet, reader.names)
    except UnreadableWorkbookError as error:
        return TableSheet(iter((Row(1, (), error.problem),)))
    others = (TableSheet(iter(()), other) for other in reader.filled)
    return TableSheet(_passed_on(events, reader, done), reader.chosen, lambda: others)


def _refuse_sheet(sheet: str | None, there: list[str]) -> None:
    if sheet is None:
        raise UnreadableWorkbookError("The file holds no sheet.")
    hint = f"{did_you_mean(sheet, there)} It has: {listed(there)}.".strip()
    raise UnreadableWorkbookError(f"The workbook has no sheet {found(sheet)}.", hint, code=Code.UNKNOWN_SHEET)


def _passed_on(events: Iterator[int], reader: _SheetsReader, done: list[Row]) -> Iterator[Row]:
    """The rows as they are read; what ends them is the problem of the next, other sheets are told with the last."""
    try:
        yield from _taken(done)
        for _ in events:
            yield from _taken(done)
    except UnreadableWorkbookError as error:
        yield from _taken(done)
        yield Row(max(error.problem.line or 1, reader.row), (), error.problem)


def _taken(done: list[Row]) -> Iterator[Row]:
    rows = done.copy()
    done.clear()
    return iter(rows)
