"""What is told, piece by piece, in the order of telling: a screen shows it, and a report lays it out."""

import re
from collections.abc import Iterable

from msgspec import Struct, field

from spinout.reports.view.drawings import Picture, PictureTable
from spinout.reports.view.words import NOT_ASSESSED

SHORT, FEW = 600, 10
"""A table of so many letters, and rows, at most is kept on one page."""
ONE_LINE, EVEN = 20, 0.65


class Piece(Struct, frozen=True):
    """One thing that is told: a heading, a text, a table of `heads` and `rows`, or a picture.

    A text with a `mark`, a dash or a number, begins an item; one without, that is indented, goes on in it.
    """

    kind: str
    text: str = ""
    indent: int = 0
    mark: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    picture: Picture | None = None


class Telling(Struct):
    """Gathers the pieces under a title."""

    title: str
    pieces: list[Piece] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """A heading of what follows."""
        self.pieces.append(Piece("heading", text))

    def text(self, *texts: str | None, indent: int = 0, mark: str = "") -> None:
        """Paragraphs, none for None; `mark` stands before each, such as the number of an item."""
        self.pieces += [Piece("text", text, indent, mark) for text in texts if text is not None]

    def items(self, title: str, texts: Iterable[str]) -> None:
        """A heading and what stands under it, each behind a dash; nothing where there is none."""
        found = tuple(texts)
        if found:
            self.heading(title)
            self.text(*found, mark="- ")

    def table(self, rows: Iterable[tuple[str, ...]], heads: tuple[str, ...]) -> None:
        """Rows under their heads; nothing where there are none."""
        found = tuple(rows)
        if found:
            self.pieces.append(Piece("table", heads=heads, rows=found))

    def picture(self, picture: Picture | None) -> None:
        """A picture of what is told; nothing for None. No screen is told any."""
        if picture is not None:
            self.pieces.append(Piece("picture", picture=picture))


class TellingItem(Struct, frozen=True):
    """An item of a list, and the lines that go on in it."""

    text: str
    more: tuple[str, ...] = ()


class TellingBlock(Struct, frozen=True):
    """What a report lays out: a `paragraph`, a `list`, a `table` or a `picture`.

    `start` is the number of a list's first item, None where its items have none. `widths` are the shares of a table's
    columns, and one that is `short` is kept on one page.
    """

    kind: str
    text: str = ""
    start: int | None = None
    items: tuple[TellingItem, ...] = ()
    table: PictureTable | None = None
    picture: Picture | None = None
    widths: tuple[int, ...] = ()
    short: bool = False


class TellingPart(Struct, frozen=True):
    """A heading with what stands under it; the first part has none."""

    id: str
    title: str | None
    blocks: tuple[TellingBlock, ...]


def parts_of(telling: Telling) -> tuple[TellingPart, ...]:
    """The pieces as parts: texts with marks as lists, and tables under the name of their heading."""
    heads: list[str | None] = [None]
    under: list[list[Piece]] = [[]]
    for piece in telling.pieces:
        if piece.kind == "heading":
            heads.append(piece.text)
            under.append([])
        else:
            under[-1].append(piece)
    made = (
        TellingPart(f"part-{number}", title, _blocks(pieces, title or telling.title))
        for number, (title, pieces) in enumerate(zip(heads, under, strict=True))
    )
    return tuple(part for part in made if part.title is not None or part.blocks)


def _blocks(pieces: Iterable[Piece], name: str) -> tuple[TellingBlock, ...]:
    found: list[TellingBlock] = []
    for piece in pieces:
        last = found[-1] if found else None
        if piece.kind == "table":
            columns = tuple(zip(*piece.rows, strict=True))
            numbers = tuple(_of_numbers(column) for column in columns)
            widths = tuple(_share(head, column) for head, column in zip(piece.heads, columns, strict=True))
            short = sum(len(cell) for row in piece.rows for cell in row) <= SHORT and len(piece.rows) <= FEW
            tables = sum(block.kind == "table" for block in found)
            caption = f"{name}, by {(piece.heads[0] or str(tables + 1)).lower()}" if tables else name
            table = PictureTable(caption, piece.heads, piece.rows, numbers)
            found.append(TellingBlock("table", table=table, widths=widths, short=short))
        elif piece.kind == "picture":
            found.append(TellingBlock("picture", picture=piece.picture))
        elif piece.mark:
            item, number = TellingItem(piece.text), _number(piece.mark)
            if last is not None and last.kind == "list" and (last.start is None) is (number is None):
                found[-1] = TellingBlock("list", start=last.start, items=(*last.items, item))
            else:
                found.append(TellingBlock("list", start=number, items=(item,)))
        elif piece.indent and last is not None and last.kind == "list":
            *before, item = last.items
            item = TellingItem(item.text, (*item.more, piece.text))
            found[-1] = TellingBlock("list", start=last.start, items=(*before, item))
        else:
            found.append(TellingBlock("paragraph", piece.text))
    return tuple(found)


def _share(head: str, column: Iterable[str]) -> int:
    """How wide a column is beside others: short words stand on one line, and long texts become alike in height."""
    longest = max(map(len, column))
    word = max(map(len, head.split()), default=0) + 3
    return int(10 * max(min(longest, ONE_LINE), word, longest**EVEN)) + 10


def _number(mark: str) -> int | None:
    digits = mark.strip().rstrip(".")
    return int(digits) if digits.isdigit() else None


NUMBERS = re.compile(r"(less than )?[0-9.]+( to [0-9.]+)?\Z", re.ASCII)
NO_NUMBER = (NOT_ASSESSED, "-")


def _of_numbers(column: tuple[str, ...]) -> bool:
    """Whether a column holds nothing but numbers and ranges, and what stands where there is none."""
    found = [cell for cell in column if cell not in NO_NUMBER]
    return bool(found) and all(map(NUMBERS.match, found))
