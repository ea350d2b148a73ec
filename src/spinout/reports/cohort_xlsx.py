"""The report of a cohort as a workbook: a table on each sheet, text as text, numbers as numbers.

No text is ever a formula or a link, whatever it begins with, also after somebody edits its cell.
"""

import io
from collections.abc import Iterable
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from spinout.reports.cleaning import cleaned
from spinout.reports.cohort_csv import FORMULA_STARTS
from spinout.reports.cohort_sheets import Heading, Sheet, sheets
from spinout.reports.cohort_view import CohortSubject, cohort_view
from spinout.reports.environments import Templates

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST = 32_767
"""How many characters a cell can hold, counted as the format does."""
MOST_IN_HEADING = 200
CUT = " [cut here: the cell is full]"
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones, and no clock is asked
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EMPTY = "None."
LANDSCAPE_A4 = 9
LINE, HIGHEST = 15.0, 409.0
"""Points: the height of a line, and the greatest that a row may have."""
BROKEN_EARLY = 1.2
"""How much longer a text is counted than it is, since lines end before they are full."""


def xlsx_cohort(subject: CohortSubject, templates: Templates) -> bytes:  # noqa: ARG001 - the shape of all formats
    """The report of a cohort as a workbook; the same bytes for the same cohort."""
    from xlsxwriter import Workbook

    view = cohort_view(subject)
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, **SAFE})
    workbook.set_properties({"title": view.title, "subject": view.about, "created": MADE})
    writing = _Writing(workbook)
    for place, sheet in enumerate(sheets(view), start=1):
        writing.write(sheet, place)
    workbook.close()
    return buffer.getvalue()


class _Writing:
    """Writes sheets into a workbook, with the few formats that they share."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        shape = {"text_wrap": True, "valign": "top"}
        self._text = workbook.add_format(shape)
        self._quoted = workbook.add_format({**shape, "quote_prefix": True})
        self._number = workbook.add_format({"valign": "top"})
        self._bold = workbook.add_format({**shape, "bold": True})

    def write(self, sheet: Sheet, place: int) -> None:
        """Write a table on a sheet of its own, its headings and first columns always in sight."""
        page = self._workbook.add_worksheet(sheet.name)
        for column, heading in enumerate(sheet.headings):
            page.set_column(column, column, heading.width)
        page.freeze_panes(1, sheet.frozen)
        page.set_landscape()
        page.set_paper(LANDSCAPE_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        titles = _unique(sheet.headings)
        if sheet.rows:
            self._table(page, titles, len(sheet.rows), place)
        else:
            for column, title in enumerate(titles):
                page.write_string(0, column, title, self._bold)
            page.write_string(1, 0, EMPTY, self._text)
        page.set_row(0, _height(zip(titles, sheet.headings, strict=True)))
        for row, values in enumerate(sheet.rows, start=1):
            page.set_row(row, _height(zip(values, sheet.headings, strict=True)))
            for column, value in enumerate(values):
                self._cell(page, row, column, value)

    def _table(self, page: "Worksheet", titles: list[str], rows: int, place: int) -> None:
        made = page.add_table(
            0,
            0,
            rows,
            len(titles) - 1,
            {
                "name": f"Table{place}",
                "style": "Table Style Light 1",
                "columns": [{"header": title, "header_format": self._bold} for title in titles],
            },
        )
        assert made == 0, "the table was refused"

    def _cell(self, page: "Worksheet", row: int, column: int, value: str | int | None) -> None:
        if isinstance(value, int):
            page.write_number(row, column, value, self._number)
        elif value:
            shape = self._quoted if value.startswith(FORMULA_STARTS) else self._text
            page.write_string(row, column, _fitting(value), shape)


def _height(cells: Iterable[tuple[str | int | None, Heading]]) -> float:
    """The height in which the fullest cell of a row can be read; programs do not all find it by themselves."""
    lines = max(_lines(value, heading.width) for value, heading in cells)
    return min(LINE * lines, HIGHEST)


def _lines(value: str | int | None, width: int) -> int:
    """About how many lines a text takes in a column: words do not break where a line is full."""
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(len(line) * BROKEN_EARLY / width)) for line in value.split("\n"))


def _fitting(text: str) -> str:
    """A cleaned text, cut with a word about it where a cell cannot hold it."""
    kept = cleaned(text)
    if len(kept.encode("utf-16-le")) <= 2 * MOST:
        return kept
    return kept.encode("utf-16-le")[: 2 * (MOST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _unique(headings: tuple[Heading, ...]) -> list[str]:
    """Headings as a table wants them: on one line, not too long, and no two alike in any case."""
    found: dict[str, str] = {}
    for heading in headings:
        bare = " ".join(cleaned(heading.text).split())[:MOST_IN_HEADING]
        title, number = bare, 2
        while title.casefold() in found:
            title, number = f"{bare} ({number})", number + 1
        found[title.casefold()] = title
    return list(found.values())
