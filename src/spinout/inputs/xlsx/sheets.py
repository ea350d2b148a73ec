"""The cells of a sheet as they show, row by row, from one pass over its XML."""

from spinout.core.problems import Code, Warning
from spinout.core.wording import found
from spinout.inputs.documents import MOST_BYTES, MOST_DEPTH, Flaw
from spinout.inputs.tables import Row, too_big
from spinout.inputs.xlsx.package import SMALLER, LocalNames, UnreadableWorkbookError, refuse_depth, truth
from spinout.inputs.xlsx.styles import MOST_CHARACTERS, MOST_ESCAPED, SharedTexts, Styles, shown, unescaped

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""How far a sheet reaches; the limits are Excel's own."""
SPARE_EMPTY, EMPTY_FOR_ONE = 2_500_000, 200
"""How many empty rows and cells a sheet may have: the spare ones, and so many for each that is filled."""
MOST_REMEMBERED = 4_096
"""So many numbers, and short texts, are remembered as they show."""
SHORT = 100
DIGITS = "0123456789"
IN_SHEET, IN_DATA, IN_ROW, DEEPER = 1, 2, 3, 5
"""How deep an element stands within these."""
CALCULATED = "Open the workbook in a spreadsheet, which works it out, and save it; or type the value itself."
MEND = "Mend the formula, or type the value itself."
NO_RESULT = "#FORMULA"
"""What is read from a formula without a stored value; no question takes it for an answer."""


class SheetReader:
    """Takes the events of a sheet, and gives its rows; an empty row is none.

    Raises UnreadableWorkbookError where a row or a cell stands where it cannot.
    """

    def __init__(
        self,
        styles: Styles,
        texts: SharedTexts,
        *,
        since_1904: bool,
        uncalculated: bool,
        most_text: int,
        spare_empty: int | None = None,
    ) -> None:
        self.row = 0
        """The number of the row that was begun last."""
        self.done: list[Row] = []
        """The rows that are read and not yet taken."""
        self._styles = styles
        self._texts = texts
        self._since_1904 = since_1904
        self._uncalculated = uncalculated
        self._names = LocalNames()
        self._columns = _Columns()
        self._numbers: dict[tuple[str, str | None], tuple[str, Flaw | None]] = {}
        self._shared: dict[str, str] = {}
        self._spare_empty = SPARE_EMPTY if spare_empty is None else spare_empty
        self._text_left = most_text
        """How many characters cells may still show of shared texts, each of which may stand in every cell."""
        self._depth = 0
        self._in_data = self._in_row = self._in_cell = False
        self._filled = self._empty = 0
        # of the row
        self._digits = ""
        self._cells: list[str] = []
        self._flaws: list[tuple[int, Flaw]] = []
        self._formulas: list[int] = []
        self._hidden = False
        self._size = 0
        self._skipped: set[int] = set()
        """The columns before the last cell in which none has stood yet."""
        # of the cell
        self._type: str | None = None
        self._style: str | None = None
        self._column = 0
        self._formula = self._valued = self._wanted = self._phonetic = False
        self._pieces: list[str] = []
        self._length = 0
        self._starts = (
            self._start_at_top,
            self._start_in_sheet,
            self._start_in_data,
            self._start_in_row,
            self._start_in_cell,
            self._start_deeper,
        )

    # the events

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        depth = self._depth
        self._depth = depth + 1
        self._starts[depth if depth < DEEPER else DEEPER](self._names[name], attributes)

    def _start_at_top(self, name: str, attributes: dict[str, str]) -> None:
        """The sheet itself, of which nothing is needed."""

    def _start_in_sheet(self, name: str, _attributes: dict[str, str]) -> None:
        self._in_data = name == "sheetData"

    def _start_in_data(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row" and self._in_data:
            self._start_row(attributes)

    def _start_in_row(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" and self._in_row:
            self._start_cell(attributes)

    def _start_in_cell(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "v":
            if self._valued:
                raise UnreadableWorkbookError(f"Cell {self._place} has two values.", row=self.row)
            self._wanted = self._valued = self._in_cell
        elif name == "f":
            self._formula = True

    def _start_deeper(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "t":
            self._wanted = self._in_cell and not self._phonetic
        elif name == "rPh":
            self._phonetic = True
        elif self._depth > MOST_DEPTH:
            refuse_depth()

    def text(self, text: str) -> None:
        """Take a piece of what a cell holds."""
        if self._wanted and self._length <= MOST_ESCAPED:
            self._pieces.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        depth = self._depth = self._depth - 1
        self._wanted = False
        if depth == IN_ROW:
            if self._in_cell:
                self._in_cell = False
                self._end_cell()
        elif depth == IN_DATA:
            if self._in_row:
                self._in_row = False
                self._end_row()
        elif depth == IN_SHEET:
            self._in_data = False
        elif self._phonetic and self._names[name] == "rPh":
            self._phonetic = False

    # rows

    def _start_row(self, attributes: dict[str, str]) -> None:
        digits = attributes.get("r")
        if digits is None:
            number = self.row + 1
        elif digits.isascii() and digits.isdecimal() and len(digits) < 8:
            number = int(digits)
        else:
            number = 0
        if not self.row < number <= MOST_ROWS:
            message = f"Behind row {self.row} stands row {found(digits or str(number))}, so no row from there is read."
            raise UnreadableWorkbookError(message, row=max(self.row, 1))
        self.row = number
        self._digits = str(number)
        self._column = 0
        self._cells = []
        self._flaws = []
        self._formulas = []
        self._size = 0
        self._skipped.clear()
        self._hidden = truth(attributes, "hidden") or attributes.get("ht") == "0"
        self._in_row = True

    def _end_row(self) -> None:
        cells = self._cells
        empty = cells.count("")
        self._filled += len(cells) - empty
        self._empty += empty + 1
        while cells and not cells[-1]:
            cells.pop()
        if self._empty > self._spare_empty + EMPTY_FOR_ONE * self._filled:
            message = f"Up to row {self.row:,} the sheet has {self._empty:,} empty cells, and {self._filled:,} filled."
            raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG, row=self.row)
        if self._size > MOST_BYTES:
            self.done.append(Row(self.row, (), too_big(self.row)))
        elif cells or self._flaws:
            told = f"Row {self.row} is hidden or filtered out. It was read all the same."
            warnings = (Warning(Code.HIDDEN_ROW, told),) if self._hidden else ()
            made = tuple(self._formulas)
            self.done.append(Row(self.row, tuple(cells), flaws=tuple(self._flaws), warnings=warnings, formulas=made))

    # cells

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._type = attributes.get("t")
        self._style = attributes.get("s")
        self._formula = self._valued = self._wanted = self._phonetic = False
        self._pieces.clear()
        self._length = 0
        place = attributes.get("r")
        if place is None:
            column = self._column + 1
        else:
            letters = place.rstrip(DIGITS)
            column = self._columns[letters]
            if place[len(letters) :] != self._digits:
                column = 0
        if not (len(self._cells) < column <= MOST_COLUMNS or column in self._skipped):
            where = found(place or "a place beyond the last")
            message = f"A cell of row {self.row} stands at {where}, which is none, or taken; no row from there is read."
            raise UnreadableWorkbookError(message, row=self.row)
        self._column = column
        self._in_cell = True

    def _end_cell(self) -> None:
        pieces = self._pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        kind = self._type
        flaw: Flaw | None = None
        if self._formula and not text and kind != "str":
            text, flaw = NO_RESULT, self._flaw(Code.FORMULA_WITHOUT_VALUE, "holds a formula without a stored value")
        elif not text or self._size > MOST_BYTES:
            text = ""
        elif kind == "s":
            text, flaw = self._shared_text(text)
        elif kind is None or kind == "n":
            text, flaw = self._number(text)
        else:
            text, flaw = self._other(kind, text)
        if len(text) > MOST_CHARACTERS:
            message = f"Cell {self._place} holds more than {MOST_CHARACTERS:,} characters."
            text, flaw = text[:SHORT], (Code.TOO_BIG, message, "Shorten it; more than that no spreadsheet keeps.")
        if flaw is not None:
            self._flaws.append((self._column - 1, flaw))
        elif self._formula:
            self._formulas.append(self._column - 1)
        self._size += len(text)
        gap = self._column - len(self._cells) - 1
        if not gap:
            self._cells.append(text)
        elif gap > 0:
            self._skipped.update(range(len(self._cells) + 1, self._column))
            self._cells.extend([""] * gap)
            self._cells.append(text)
        else:
            self._skipped.remove(self._column)
            self._cells[self._column - 1] = text

    @property
    def _place(self) -> str:
        """The place of the cell as a spreadsheet names it."""
        return f"{letters_of(self._column)}{self.row}"

    def _flaw(self, code: Code, what: str, hint: str = CALCULATED) -> Flaw:
        return code, f"Cell {self._place} {what}.", hint

    def _shared_text(self, digits: str) -> tuple[str, Flaw | None]:
        text = self._shared.get(digits)
        if text is not None:
            return text, None
        digits = digits.strip()
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else len(self._texts)
        if number >= len(self._texts):
            what = f"names the shared text {found(digits)}, which the workbook does not have"
            return digits[:SHORT], self._flaw(Code.TABLE_SYNTAX, what, "Type the cell again, and save the workbook.")
        text = self._texts[number]
        self._text_left -= len(text)
        if self._text_left < 0:
            message = "The cells show far more text than a workbook of its size holds."
            raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG, row=self.row)
        if len(text) < SHORT and len(self._shared) < MOST_REMEMBERED:
            self._shared[digits] = text
        return text, None

    def _number(self, digits: str) -> tuple[str, Flaw | None]:
        if self._formula and self._uncalculated and digits == "0":
            return NO_RESULT, self._flaw(Code.FORMULA_WITHOUT_VALUE, "holds a formula that was never worked out")
        key = digits, self._style
        known = self._numbers.get(key)
        if known is not None:
            return known
        cell_format = self._styles.of(self._style)
        if cell_format is None:
            what = f"has the style {found(self._style)}, which the workbook does not have"
            return digits, self._flaw(Code.TABLE_SYNTAX, what, "Format the cell, and save the workbook.")
        made = shown(digits, cell_format, since_1904=self._since_1904)
        if len(self._numbers) < MOST_REMEMBERED and len(digits) < SHORT:
            self._numbers[key] = made
        return made

    def _other(self, kind: str, text: str) -> tuple[str, Flaw | None]:
        """What cells show that hold neither a number nor a shared text."""
        match kind:
            case "str" | "inlineStr":
                return unescaped(text), None
            case "b" if text in ("0", "1", "true", "false"):
                return "TRUE" if text in ("1", "true") else "FALSE", None
            case "e":
                return text, self._flaw(Code.ERROR_VALUE, f"shows the error {found(text)}", MEND)
            case "d":
                return _day(text), None
            case _:
                what = f"has the type {found(kind)}, which no cell with {found(text)} has"
                return text, self._flaw(Code.TABLE_SYNTAX, what, "Type the cell again, and save the workbook.")


def _day(text: str) -> str:
    """A date that is written as one, without a time that is midnight."""
    day, mark, clock = text.removesuffix("Z").partition("T")
    return day if not clock.strip("0:.") else f"{day} {clock}" if mark else text


class _Columns(dict[str, int]):
    """The numbers of columns by their letters; 0 for what is none."""

    def __missing__(self, letters: str) -> int:
        number = 0
        if letters.isascii() and letters.isalpha() and len(letters) < 4:
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
            if number <= MOST_COLUMNS:
                self[letters] = number
        return number


def letters_of(column: int) -> str:
    """The letters of a column by its number, from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
