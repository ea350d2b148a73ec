"""The object of `spinout import --json`: what was made of a table, and all that went nowhere."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spinout.use_cases.imports import Imported


def import_object(
    imported: "Imported", *, tool: str, written: Sequence[str], unchanged: Sequence[str]
) -> dict[str, Any]:
    """The object of an import; `column` is a column's number, null where it is the whole row."""
    grid = imported.grid
    return {
        "schema": "spinout.import/1",
        "table": grid.name,
        "sheet": grid.sheet or None,
        "tool": tool,
        "header_row": grid.header_row,
        "rows": len(imported.rows) + len(imported.refused),
        "documents": len(imported.rows),
        "answers": imported.answers,
        "personal": imported.personal,
        "written": list(written),
        "unchanged": list(unchanged),
        "columns": [
            {
                "column": column.heading.number,
                "heading": column.heading.text,
                "use": column.use,
                "about": column.about or None,
                "part": column.part,
                "option": column.option,
            }
            for column in imported.table_map.columns
        ],
        "left_out": [
            {
                "row": each.row,
                "column": each.heading.number or None,
                "heading": each.heading.text or None,
                "question": each.question,
                "value": each.value or None,
                "why": each.why,
            }
            for each in imported.left_out
        ],
        "warnings": [{"code": each.code.value, "message": each.message} for each in imported.warnings],
    }
