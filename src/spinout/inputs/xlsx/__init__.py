"""Read XLSX: the rows of one sheet, whose cells mean what they show; no formula is worked out, no macro is run."""

from spinout.inputs.tables import Row, TableSheet
from spinout.inputs.xlsx.package import UnreadableWorkbookError, refuse_lock
from spinout.inputs.xlsx.workbook import Workbook


def xlsx_sheet(name: str, raw: bytes, sheet: str | None = None) -> TableSheet:
    """The sheet of a name, or the first that is shown, read row by row; one row with a problem where it cannot be."""
    try:
        refuse_lock(name)
        return Workbook(raw).sheet(sheet)
    except UnreadableWorkbookError as error:
        return TableSheet(iter((Row(1, (), error.problem),)))
