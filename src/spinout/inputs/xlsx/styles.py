"""How cells are formatted, what a number shows so, and the texts that cells share; all read before any sheet."""

import re
from array import array
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from msgspec import Struct

from spinout.core.problems import Code
from spinout.core.wording import MOST_DIGITS, found, shortened
from spinout.inputs.documents import MOST_DEPTH, Flaw, number_too_long
from spinout.inputs.xlsx.package import SMALLER, LocalNames, UnreadableWorkbookError, refuse_depth

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


# read

MOST_STYLES = 65_536
"""How many formats of cells a workbook may have; Excel's own limit is 65,490."""
MOST_OF_TEXTS = 150_000_000
"""How many bytes the texts that cells share may have; 100,000 realistic assessments have some 10 million."""
MOST_CHARACTERS = 32_767
"""How many characters a cell may have; the limit is Excel's own."""
MOST_ESCAPED = 7 * MOST_CHARACTERS
"""How many are kept of a text before its escapes are read, each of which takes seven."""
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
SURROGATE = re.compile("[\ud800-\udfff]")


def unescaped(text: str) -> str:
    """A text with the characters that it writes as `_xHHHH_`."""
    if "_x" not in text:
        return text
    text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if not SURROGATE.search(text):
        return text
    # Two escapes may make one character.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


class Styles:
    """Reads how cells are formatted."""

    def __init__(self) -> None:
        self._names = LocalNames()
        self._path: list[str] = []
        self._own: dict[int, str] = {}
        self._used: array[int] = array("q")
        self._known: dict[int, CellFormat] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self._path.append(self._names[name])
        if len(self._path) > MOST_DEPTH:
            refuse_depth()
        match self._path[1:]:
            case ["numFmts", "numFmt"]:
                self._own[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case ["cellXfs", "xf"]:
                self._used.append(_whole(attributes.get("numFmtId")))
        if len(self._own) + len(self._used) > MOST_STYLES:
            message = f"The workbook has more than {MOST_STYLES:,} formats of cells."
            raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG)

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        self._path.pop()

    def text(self, text: str) -> None:
        """Nothing of it is a style."""

    def of(self, style: str | None) -> CellFormat | None:
        """The format of a cell by the number of its style; None where there is no such style."""
        if style is None or (style == "0" and not self._used):
            return GENERAL
        if not (style.isascii() and style.isdecimal() and len(style) < 6 and int(style) < len(self._used)):
            return None
        number = self._used[int(style)]
        if number not in self._known:
            own = self._own.get(number)
            self._known[number] = BUILT_IN.get(number, GENERAL) if own is None else format_from(own)
        return self._known[number]


def _whole(digits: str | None) -> int:
    return int(digits) if digits is not None and digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0


class SharedTexts:
    """Reads the texts that cells name by their numbers; they are kept as bytes, which take a third of the room."""

    def __init__(self) -> None:
        self._names = LocalNames()
        self._depth = 0
        self._wanted = self._phonetic = False
        self._pieces: list[str] = []
        self._length = 0
        self._bytes = bytearray()
        self._ends: array[int] = array("I")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode("utf-8", "surrogatepass")

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """Take the start of an element: si > t, or si > r > t, of which several are one text."""
        self._depth += 1
        local = self._names[name]
        if local == "t":
            self._wanted = not self._phonetic
        elif local == "rPh":
            self._phonetic = True
        elif self._depth > MOST_DEPTH:
            refuse_depth()

    def text(self, text: str) -> None:
        """Take a piece of a text."""
        if self._wanted and self._length <= MOST_ESCAPED:
            self._pieces.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self._depth -= 1
        local = self._names[name]
        if local == "t":
            self._wanted = False
        elif local == "rPh":
            self._phonetic = False
        elif local == "si" and self._depth == 1:
            self._bytes += unescaped("".join(self._pieces)).encode("utf-8", "surrogatepass")
            self._ends.append(len(self._bytes))
            self._pieces.clear()
            self._length = 0
            if len(self._bytes) > MOST_OF_TEXTS:
                message = f"The texts of the workbook have more than {MOST_OF_TEXTS:,} bytes."
                raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG)
