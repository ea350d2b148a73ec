"""A table that is a form with a row for each service: its row of titles, and cells that hold options in words."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW
from spinout.core.kinds.base import Kind
from spinout.core.labels import plain_label
from spinout.core.workbook_rows import NOT_KNOWN, picks_meant, rows_marked, several
from spinout.inputs.rows import Row

QUESTIONNAIRE = "questionnaire"


def titled(headings: Row, rows: Iterator[Row]) -> tuple[Row, Iterator[Row]]:
    """The headings and the rows below, without the row of titles of a form; its headings say of what form they are."""
    names = [cell.strip() for cell in headings.cells]
    if QUESTIONNAIRE not in names:
        return headings, rows
    first, place = next(rows, None), names.index(QUESTIONNAIRE)
    if first is None:
        return headings, rows
    mark = rows_marked(first.cells[place]) if place < len(first.cells) else None
    return (headings, chain((first,), rows)) if mark is None else (replace(headings, of_form=mark), rows)


def value_in_words(kind: Kind, text: str) -> Any:
    """What a file would hold for the text of a cell; a text that means no option, or several, is left as it is."""
    word = plain_label(text)
    if word in NOT_KNOWN and not picks_meant(kind, text):
        return DONT_KNOW
    if several(kind):
        whole = picks_meant(kind, text)
        pieces = [text] if len(whole) == 1 else [piece.strip() for piece in text.split(";")]
        meant = [(picks_meant(kind, piece), piece) for piece in pieces]
        return [ids[0] if len(ids) == 1 else piece for ids, piece in meant]
    meant_here = picks_meant(kind, text)
    return kind.read_words(meant_here[0] if len(meant_here) == 1 else text)
