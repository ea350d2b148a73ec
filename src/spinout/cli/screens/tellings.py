"""The screen of what is told of several documents: a comparison, a timeline, a panel."""

from itertools import pairwise

from spinout.cli.screens.pages import Page
from spinout.reports.side_by_side.telling import Piece, Telling


def show_telling(telling: Telling) -> None:
    """Show what is told; a screen is told no picture."""
    page = Page()
    page.heading(telling.title)
    for before, piece in pairwise([Piece("heading"), *telling.pieces]):
        if piece.kind == "heading":
            page.heading(piece.text)
        elif piece.kind == "table":
            if before.kind == "table":
                page.blank()
            page.columns(piece.rows, heads=piece.heads)
        else:
            page.text(piece.text, indent=piece.indent, mark=piece.mark)
    page.show()
