"""What a number shows in the format of its cell: a number, a percentage, a date, a time or a duration."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from msgspec import Struct

from spinout.core.problems import Code
from spinout.core.wording import MOST_DIGITS, found, shortened
from spinout.inputs.documents import Flaw, number_too_long

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
PLAIN_PERCENTAGE = re.compile(r"0(?:\.(0+))?%")
ELAPSED = ("[h", "[m", "[s")
"""How the marks of a duration begin, such as [h] or [mm]."""
SECONDS = 86_400
LAST_DAY = date(9999, 12, 31).toordinal()
TYPE_AS_TEXT = "Round it. Where it is no number, format the cell as text, and type it again."


class Shows(Enum):
    """What a format shows of a number."""

    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"


class CellFormat(Struct, frozen=True):
    """A format; `places` is how many decimal places a percentage shows, None for as many as there are."""

    shows: Shows
    places: int | None = None


GENERAL = CellFormat(Shows.NUMBER)
BUILT_IN: Mapping[int, CellFormat] = {
    9: CellFormat(Shows.PERCENTAGE, 0),
    10: CellFormat(Shows.PERCENTAGE, 2),
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)), CellFormat(Shows.DATE)),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47), CellFormat(Shows.TIME)),
    46: CellFormat(Shows.DURATION),
}
"""The formats that every workbook has without saying so, by their numbers; 27 to 58 are those of East Asia."""


def format_from(code: str) -> CellFormat:
    """What a format shows, by its code."""
    sections = "".join(_marks(code)).casefold().replace(" ", "").split(";")
    shares = {section.lstrip("-") for section in sections if "%" in section}
    if shares:
        plain = PLAIN_PERCENTAGE.fullmatch(next(iter(shares))) if len(shares) == 1 else None
        return CellFormat(Shows.PERCENTAGE, None if plain is None else len(plain[1] or ""))
    first = sections[0]
    if any(mark in first for mark in ELAPSED):
        return CellFormat(Shows.DURATION)
    clock = "h" in first or "s" in first
    if "y" in first or "d" in first or "mmm" in first or ("m" in first and not clock):
        return CellFormat(Shows.DATE)
    return CellFormat(Shows.TIME) if clock else GENERAL


def _marks(code: str) -> Iterator[str]:
    """The marks of a format, without what stands in it as it is: text in quotes, escapes, fillers, colours."""
    place = 0
    while place < len(code):
        mark = code[place]
        end = place + 1
        if mark == '"':
            end = code.find('"', end) + 1 or len(code)
        elif mark in "\\_*":
            end += 1
        elif mark == "[":
            end = code.find("]", end) + 1 or len(code)
            if code[place : place + 2].casefold() in ELAPSED and len(set(code[place + 1 : end - 1].casefold())) == 1:
                yield code[place : place + 2]
        else:
            yield mark
        place = end


def shown(digits: str, cell_format: CellFormat, *, since_1904: bool) -> tuple[str, Flaw | None]:
    """What a cell shows that holds a number, and what is wrong with it where it shows nothing of worth."""
    digits = digits.strip()
    number = float(digits) if NUMBER.fullmatch(digits) else None
    if number is None or abs(number) == float("inf"):
        message = f"Found {found(digits)} where the cell's type says that a number stands."
        return digits, (Code.WRONG_TYPE, message, "Type the cell again.")
    number += 0.0  # -0 shows as 0
    match cell_format.shows:
        case Shows.NUMBER:
            text = _number(number)
            # Of a number that is so long a spreadsheet keeps but its first digits.
            return text, number_too_long(text, TYPE_AS_TEXT) if abs(number) >= 10**MOST_DIGITS else None
        case Shows.PERCENTAGE:
            if abs(number) * 100 >= 10**MOST_DIGITS:
                text = _number(number)
                return text, number_too_long(text, TYPE_AS_TEXT)
            return percentage(number, cell_format.places), None
        case _:
            text = _on_calendar(number, cell_format.shows, since_1904=since_1904)
            return (text, None) if text else (digits, _no_date(number, cell_format.shows))


def percentage(number: float, places: int | None) -> str:
    """What a cell shows that holds a share of one."""
    points = Decimal(format(number, f".{MOST_DIGITS}g")) * 100
    if places is not None:
        return f"{points.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}%"
    return f"{_digits(points)}%"


def _number(number: float) -> str:
    return _digits(Decimal(format(number, f".{MOST_DIGITS}g")))


def _digits(number: Decimal) -> str:
    """The digits of a number, without an exponent; 3.0 shows 3."""
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _on_calendar(number: float, shows: Shows, *, since_1904: bool) -> str:
    """A date as YYYY-MM-DD, with its time where that is not midnight; a time; hours and minutes of a duration.

    Empty where there is no such date.
    """
    if not 0 <= number <= LAST_DAY:
        return ""
    days, seconds = divmod(round(number * SECONDS), SECONDS)
    if shows is Shows.DURATION:
        minutes, left = divmod(days * SECONDS + seconds, 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{left:02}" if left else "")
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if shows is Shows.TIME:
        return clock.isoformat()
    day = _day(days, since_1904=since_1904)
    return "" if day is None else f"{day} {clock}" if seconds else str(day)


def _day(days: int, *, since_1904: bool) -> date | None:
    """The date of a day's number; None before the first, after the last, and on 29 February 1900, which was none."""
    if since_1904:
        ordinal = date(1904, 1, 1).toordinal() + days
    elif days < 1 or days == 60:
        return None
    else:
        ordinal = date(1899, 12, 31 if days < 60 else 30).toordinal() + days
    return date.fromordinal(ordinal) if ordinal <= LAST_DAY else None


def _no_date(number: float, shows: Shows) -> Flaw:
    message = f"The cell is formatted as a {shows.value}, and its number {shortened(_number(number))} is none."
    return Code.BAD_DATE, message, "Type it again, or take the format off."
