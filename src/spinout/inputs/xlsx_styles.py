"""Which cells of a workbook are shown as percentages, by the styles that its cells name.

A cell that shows 50% holds 0.5, and nothing but its style tells the one from the other.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from posixpath import join, normpath
from xml.etree import ElementTree

from spinout.core.scalars import MOST_DIGITS

BUILT_IN = {9: "0%", 10: "0.00%"}
"""The formats of percentages that every workbook has, by their numbers."""
STYLES = "xl/styles.xml"
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What stands in a format as it is, or is no part of what is shown."""
PLAIN = re.compile(r"0(?:\.(0+))?%\Z")

Places = Mapping[int, int | None]
"""For each style that shows percentages how many decimal places it shows; None for as many as there are."""


def percent_styles(packed: zipfile.ZipFile) -> Places:
    """The styles that show a number as a percentage; none where the workbook has no styles that can be read."""
    try:
        styles = ElementTree.fromstring(packed.read(_part(packed)))
    except (KeyError, ElementTree.ParseError):
        return {}
    formats = BUILT_IN | dict(_own_formats(styles))
    cells = styles.find("{*}cellXfs")
    return {
        index: _decimals(formats[number])
        for index, style in enumerate(() if cells is None else cells)
        if (number := _number(style.get("numFmtId"))) in formats and "%" in QUOTED.sub("", formats[number])
    }


def cells_shown_as(styles: Places) -> re.Pattern[bytes]:
    """A pattern that finds the cells of some styles: the style, and the letters and digits of the cell's place.

    A cell that names no style has the first.
    """
    named = rb"(?=[^>]*?\ss\s*=\s*[\"'](%s)[\"'])" % b"|".join(str(style).encode() for style in styles)
    style = rb"(?:%s|(?![^>]*?\ss\s*=))" % named if 0 in styles else named
    return re.compile(rb"<(?:\w+:)?c\b%s(?=[^>]*?\sr\s*=\s*[\"']([A-Za-z]+)(\d+))" % style)


def percentage(number: float, places: int | None) -> str:
    """What a cell shows that holds a share of one."""
    points = Decimal(format(number, f".{MOST_DIGITS}g")) * 100
    if places is not None:
        points = points.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = format(points, "f")
    return f"{digits.rstrip('0').rstrip('.') if places is None and '.' in digits else digits}%"


def _part(packed: zipfile.ZipFile) -> str:
    """The part that holds the styles."""
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    for relation in relations:
        if relation.get("Type", "").endswith("/styles"):
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return STYLES


def _own_formats(styles: ElementTree.Element) -> Iterator[tuple[int, str]]:
    """The formats that the workbook defines itself."""
    for own in styles.iterfind("{*}numFmts/{*}numFmt"):
        yield _number(own.get("numFmtId")), own.get("formatCode", "")


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0


def _decimals(code: str) -> int | None:
    plain = PLAIN.match(code)
    return None if plain is None else len(plain[1] or "")
