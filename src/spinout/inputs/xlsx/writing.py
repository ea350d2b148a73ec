"""Write a table as a workbook, row by row, in bounded memory; every text is a text, and none a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from xlsxwriter import Workbook

from spinout.core.wording import FORMULA
from spinout.inputs.xlsx.sheets import MOST_COLUMNS, MOST_ROWS

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones, and no clock is asked
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NARROW, WIDE = 14, 36
"""Widths of columns, in characters."""


class TooWideError(Exception):
    """A table has more rows or columns than a sheet holds; says how many it has, and how many may be."""


def xlsx_table(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[str | float | None]], *, wide: frozenset[int]
) -> bytes:
    """A workbook of one sheet: its headings stay in sight, and so do the columns before the first answer.

    `wide` are the columns of longer texts. The same bytes for the same table. Raises TooWideError.
    """
    if len(headings) > MOST_COLUMNS:
        raise TooWideError(f"The table has {len(headings):,} columns, and a sheet holds {MOST_COLUMNS:,}.")
    buffer = io.BytesIO()
    book = Workbook(buffer, {"constant_memory": True, **SAFE})
    book.set_properties({"created": MADE})
    bold, text = book.add_format({"bold": True, "num_format": "@"}), book.add_format({"num_format": "@"})
    quoted = book.add_format({"num_format": "@", "quote_prefix": True})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, WIDE if column in wide else max(NARROW, min(len(heading) + 2, WIDE)))
        sheet.write_string(0, column, heading, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last >= MOST_ROWS:
            raise TooWideError(f"The table has more than {MOST_ROWS - 1:,} rows, and a sheet holds no more.")
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(last, column, value, quoted if FORMULA.match(value) else text)
            elif value is not None:
                sheet.write_number(last, column, value)
    sheet.autofilter(0, 0, last, len(headings) - 1)
    book.close()
    return buffer.getvalue()
