"""Somebody's own words in a cell of a table: marked where the cell would be run, or mean something else.

The mark is the apostrophe by which spreadsheets tell a text. The reader takes it back where, and only where, it is
what the writer puts: of any text what is written is read as that text.
"""

import re

from spinout.core.answers import DONT_KNOW
from spinout.core.wording import FORMULA

MARK = "'"
ERROR_VALUES = frozenset((
    "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!",
    "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA", "#EXTERNAL!",
))  # fmt: skip
"""What spreadsheets show in a cell whose formula fails, in any case."""
SIGN = f"(?={FORMULA.pattern.rpartition('(?=')[2]}"
INSIDE = re.compile(rf"[,;|\t\r\n][\s\"']*{SIGN}")
"""What begins a formula within a text, behind what a spreadsheet of another country parts cells at."""
MARKED_INSIDE = re.compile(rf"([,;|\t\r\n][\s\"']*){MARK}{SIGN}")
"""A mark there: each place that INSIDE finds in a text has one, so that taking one off each gives the text."""
WRITTEN_AS_XML = "<r>", "</r>"
"""A text between these the library that writes workbooks takes for its own tags."""


def as_cell(text: str, *, runs: bool) -> str:
    """What a cell holds of a text; `runs` says whether formulas of the format run, as those of CSV do."""
    return _marked(text) if (runs and FORMULA.search(text)) or _misread(text) or from_cell(text) != text else text


def from_cell(cell: str) -> str:
    """The text that a cell holds, without the marks that `as_cell` makes."""
    if not cell.startswith(MARK):
        return cell
    text = MARKED_INSIDE.sub(r"\1", cell[1:])
    return text if (FORMULA.search(text) or _misread(text)) and _marked(text) == cell else cell


def _marked(text: str) -> str:
    return MARK + INSIDE.sub(rf"\g<0>{MARK}", text)


def _misread(text: str) -> bool:
    """Whether a cell with a text, or with marks before it, would mean an error, that nothing is known, or tags."""
    bare = text.lstrip(MARK)
    if bare.startswith(WRITTEN_AS_XML[0]) and bare.endswith(WRITTEN_AS_XML[1]):
        return True
    # written in small letters it is that in every format, and no text
    unknown = bare.casefold() == DONT_KNOW != text
    return unknown or (bare[:1] == "#" and bare.upper() in ERROR_VALUES)
