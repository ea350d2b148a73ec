"""Pictures laid out for a sheet of A4: as wide as the text, each label beside its bar, so that they take little room.

They show exactly what the narrow ones show; only the places of the shapes are others. Screens, where a
picture may have no more than 300 pixels, keep the narrow ones.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from spinout.reports.view.blocks import Block
from spinout.reports.view.drawings import LEFT, LINE, WIDE, Picture, Shape, words_at, wrapped
from spinout.reports.view.marks import gates_picture, ladder_picture
from spinout.reports.view.view import ReportView

SHEET = 620
"""So many units across are the text's width on A4, with words of about 10 points."""
BARS = {"bars": (445, 2, 64), "votes": (445, 2, 64)}
"""Where the bars of a picture begin, by how much they are shortened, and the letters of a line beside them."""
GATE_COLUMNS = 2
GAP = 9


def for_sheets(view: ReportView) -> ReportView:
    """The view with its pictures laid out for sheets of paper."""

    def laid(block: Block) -> Block:
        return block if block.picture is None else replace(block, picture=_wide(block.picture, view))

    parts = tuple(replace(part, blocks=tuple(map(laid, part.blocks))) for part in view.parts)
    return replace(view, parts=parts, pictures=tuple(_wide(picture, view) for picture in view.pictures))


def _wide(picture: Picture, view: ReportView) -> Picture:
    if picture.kind == "gates":
        return gates_picture(view.decision, view.recommendations, GATE_COLUMNS, SHEET) or picture
    if picture.kind == "ladder":
        return ladder_picture(view.decision, SHEET) or picture
    if picture.kind not in BARS:
        return picture
    shapes = tuple(_beside(picture.shapes, *BARS[picture.kind]))
    high = max((max(shape.y + shape.height, shape.y2) for shape in shapes), default=0)
    return replace(picture, width=SHEET, height=high + 4, shapes=shapes)


def _beside(shapes: Iterable[Shape], left: int, shorter: int, letters: int) -> Iterator[Shape]:
    """Each label on the left, its lines joined, and the bars that follow it on the right, row by row."""
    y, label = 0, ""
    for is_label, run in groupby(shapes, key=lambda shape: shape.style == "label"):
        if is_label:
            label = " ".join(shape.text for shape in run)
            continue
        bars, lines = list(run), wrapped(label, letters)
        boxes = [shape for shape in bars if shape.kind == "rect"]
        top = min(shape.y for shape in boxes)
        for number, line in enumerate(lines):
            yield words_at(LEFT, y + 12 + number * LINE, line)
        for shape in bars:
            yield _moved(shape, left, shorter, y + 1 - top)
        y += max(len(lines) * LINE, max(shape.y + shape.height for shape in boxes) - top) + GAP


def _moved(shape: Shape, left: int, shorter: int, down: int) -> Shape:
    """A shape at its new place; words at the right edge stay at the edge."""
    if shape.anchor == "end":
        return replace(shape, x=shape.x + SHEET - WIDE, y=shape.y + down)
    x, y = left + (shape.x - LEFT) // shorter, shape.y + down
    if shape.kind == "line":
        return replace(shape, x=x, x2=x, y=y, y2=shape.y2 + down)
    right = left + (shape.x + shape.width - LEFT) // shorter
    return replace(shape, x=x, y=y, width=right - x)
