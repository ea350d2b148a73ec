"""Pictures as plain shapes with whole coordinates, each with its table and its words.

A template draws the shapes as they stand. What a shape means is in its `style`; no meaning is carried
by colour alone, so that every mark has a form or a word of its own as well.
"""

from functools import lru_cache

from msgspec import Struct


class PictureTable(Struct, frozen=True):
    """A table of plain words; `numbers` says which columns hold numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]


class Shape(Struct, frozen=True):
    """One mark, in a `style` of STYLES. `kind` says what it is.

    `rect` has x, y, width and height; `line` goes from x, y to x2, y2; `path` has `d`, made of M, L
    and Z with whole numbers; `text` has x and y of its baseline, and `anchor` start, middle or end.
    """

    kind: str
    style: str
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    x2: int = 0
    y2: int = 0
    d: str = ""
    anchor: str = "start"
    text: str = ""


STYLES = (
    "track", "sure", "open", "second", "needed", "axis", "cut", "label", "small", "value",
    "met", "not-met", "unknown", "not-applicable", "left-out", "mark", "dash",
)  # fmt: skip
"""`sure` is what is certain, `open` what the open answers could still add, `second` a further measure,
`needed` the bar of the stage. `axis` is a thin dark line, and `cut` a thin light one on a solid bar.
`met` and the like are the states of a gate: `met` and `not-met` are dark with a light `mark` on them,
the others light, with a dark `dash` or a word. `label`, `small` and `value` are texts."""


class Picture(Struct, frozen=True):
    """A picture: its shapes, its words (`text` says all that it shows), and the same as a table.

    `kind` is `range`, `sections`, `gates`, `bars`, `votes` or `steps`.
    """

    id: str
    kind: str
    title: str
    caption: str
    text: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    table: PictureTable


WIDE = 300
"""Pictures are this wide, so that their words can be read on a small screen and on half a sheet."""
LEFT = 8
SPAN = WIDE - 2 * LEFT
LETTERS = 46
"""So many letters of a label fit on a line."""
LINE = 16


def scaled(value: int, top: int = 100, *, left: int = LEFT, span: int = SPAN) -> int:
    """Where a value from 0 to `top` lies across a picture, to the nearest whole unit."""
    return left + (2 * value * span + top) // (2 * top)


def words_at(x: int, y: int, text: str, style: str = "label", anchor: str = "start") -> Shape:
    """A text at a place."""
    return Shape("text", style, x=x, y=y, text=text, anchor=anchor)


def box(style: str, left: int, right: int, y: int, height: int) -> Shape:
    """A rectangle from left to right."""
    return Shape("rect", style, x=left, y=y, width=max(right - left, 0), height=height)


def measure(style: str, left: int, span: int, end: int, y: int) -> list[Shape]:
    """A bar that is filled from its left to where a measure ends."""
    filled = [box(style, left, end, y, 12)] if end > left else []
    return [box("track", left, left + span, y, 12), *filled]


def label_at(y: int, text: str, shapes: list[Shape], letters: int = LETTERS) -> int:
    """Add a label at the left edge, in as many lines as it takes, and give the place of the line below."""
    for line in wrapped(text, letters):
        shapes.append(words_at(LEFT, y, line))
        y += LINE
    return y


def upright(style: str, x: int, top: int, bottom: int) -> Shape:
    """A line from top to bottom."""
    return Shape("line", style, x=x, y=top, x2=x, y2=bottom)


def range_bar(low: int, high: int, y: int, height: int, *, left: int = LEFT, span: int = SPAN) -> list[Shape]:
    """A bar from 0 to 100: what is certain solid, what is open with a broken edge."""
    start, end = scaled(low, left=left, span=span), scaled(high, left=left, span=span)
    parts = (("sure", left, start), ("open", start, end))
    filled = (box(style, begin, stop, y, height) for style, begin, stop in parts if stop > begin)
    return [box("track", left, left + span, y, height), *filled]


@lru_cache(maxsize=1024)
def wrapped(text: str, letters: int = LETTERS) -> tuple[str, ...]:
    """A label in lines of so many letters, parted between words where that can be; most labels return."""
    from textwrap import wrap

    return tuple(wrap(" ".join(text.split()), letters, break_on_hyphens=False)) or ("",)
