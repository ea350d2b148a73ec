"""Read the first sheet of an XLSX workbook. Its cells mean what they show.

The workbook is looked through before it is opened: a sheet of two cells a million rows apart, or
a file that unpacks to gigabytes, would take all memory, a cell that shows an error would be read
as empty, and one that shows 50% as 0.5.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from spinout.core.problems import Code, Problem
from spinout.core.scalars import MOST_DIGITS, too_long
from spinout.inputs.tables import Row
from spinout.inputs.xlsx_styles import percentage
from spinout.inputs.xlsx_survey import Marked, Survey, survey_of

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
