"""How a council's PDF looks, as `pdf.yaml` in its folder of templates says: plain values, and nothing that runs."""

import re
from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct

from spinout.core.cursor import Cursor
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.wording import found, listed

STYLE = "pdf.yaml"
SIDES = ("top", "right", "bottom", "left")
PAPERS = {"a4": (210, 297), "a5": (148, 210), "us-letter": (216, 279)}
"""The sheets that a PDF can have, with their width and height in millimetres, rounded."""
SIZES = (9, 16)
MARGINS = (5, 60)
HEIGHTS = (5, 60)
ACCENT = re.compile(r"#[0-9a-fA-F]{6}\Z")
LEAST_CONTRAST = 4.5
"""What the Web Content Accessibility Guidelines (2.2, level AA) ask of text beside its ground."""
LOGOS = (".svg", ".png", ".jpg", ".jpeg")


class Logo(Struct, frozen=True):
    """A picture at the head of the first side: its file in the folder, its words, its height in millimetres."""

    file: str
    alt: str
    height: float = 18


class PdfStyle(Struct, frozen=True):
    """The look of a PDF: sizes in points, margins in millimetres from the top clockwise."""

    accent: str = "#0b4a5e"
    font: str | None = None
    size: float = 11
    paper: str = "a4"
    margins: tuple[float, float, float, float] = (16, 20, 18, 20)
    logo: Logo | None = None


PLAIN = PdfStyle()


def style_from(data: object, is_there: Callable[[str], bool]) -> tuple[PdfStyle, tuple[Problem, ...]]:
    """The style that plain data asks for, and all that is wrong with it; which files are in its folder is asked."""
    problems = ProblemList(STYLE)
    cursor = Cursor(data, problems)
    if data is None or not cursor.fields(PdfStyle.__struct_fields__):
        return PLAIN, problems.every
    accent, paper, margins = _accent(cursor["accent"]), cursor["paper"].word(PAPERS, what="paper"), cursor["margins"]
    made = PdfStyle(
        accent or PLAIN.accent,
        cursor["font"].line(),
        _between(cursor["size"], SIZES, PLAIN.size),
        paper or PLAIN.paper,
        _margins(margins) if margins else PLAIN.margins,
        _logo(cursor["logo"], is_there),
    )
    return made, problems.every


def _accent(cursor: Cursor) -> str | None:
    """A colour that can be read on white, as six digits after a hash."""
    text = cursor.text()
    if text is None:
        return None
    if ACCENT.match(text) is None:
        message = f"Found {found(text)}, which is no colour."
        cursor.report(Code.WRONG_TYPE, message, 'Write six hexadecimal digits after a hash, in quotes: "#6d1f3c".')
        return None
    if (contrast := _contrast(text)) < LEAST_CONTRAST:
        cursor.report(
            Code.OUT_OF_RANGE,
            f"Words in {text} on white have a contrast of {_below(contrast)}, too little to be read by everybody.",
            f"Take a darker colour, with {LEAST_CONTRAST} or more.",
        )
    return text


def _below(contrast: float) -> str:
    """A contrast that is too little, in so many digits that this can be seen."""
    rounded = (f"{contrast:.{digits}f}" for digits in range(1, 16))
    return next(text for text in rounded if float(text) < LEAST_CONTRAST)


def _contrast(colour: str) -> float:
    """The contrast of a colour with white, as the Web Content Accessibility Guidelines work it out."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _between(cursor: Cursor, limits: tuple[int, int], default: float) -> float:
    number: Fraction | None = cursor.number(low=limits[0], high=limits[1]) if cursor else None
    return default if number is None else float(number)


def _margins(cursor: Cursor) -> tuple[float, float, float, float]:
    """One number for all sides, or a number for each that is named."""
    if not isinstance(cursor.value, dict):
        every = _between(cursor, MARGINS, PLAIN.margins[0])
        return every, every, every, every
    cursor.fields(SIDES)
    top, right, bottom, left = (
        _between(cursor[side], MARGINS, default) for side, default in zip(SIDES, PLAIN.margins, strict=True)
    )
    return top, right, bottom, left


def _logo(cursor: Cursor, is_there: Callable[[str], bool]) -> Logo | None:
    if not cursor or not cursor.fields(Logo.__struct_fields__, ("file", "alt")):
        return None
    file, alt = cursor["file"].line(), cursor["alt"].line()
    if file is not None and not file.lower().endswith(LOGOS):
        hint = f"A logo ends in {listed(LOGOS)}."
        cursor["file"].report(Code.UNKNOWN_KIND, f"Found {found(file)}, which is no picture that a PDF takes.", hint)
    elif file is not None and not is_there(file):
        hint = "Put it beside pdf.yaml, or write its name as it is there."
        cursor["file"].report(Code.MISSING_FILE, f"The logo {found(file)} is not in the folder.", hint)
    return Logo(file or "", alt or "", _between(cursor["height"], HEIGHTS, 18))
