"""The styles of a workbook's cells and the texts that its cells share, each read once, before any sheet."""

import re
from array import array

from spinout.core.problems import Code
from spinout.inputs.documents import MOST_DEPTH
from spinout.inputs.xlsx.formats import BUILT_IN, GENERAL, CellFormat, format_from
from spinout.inputs.xlsx.package import SMALLER, LocalNames, UnreadableWorkbookError, refuse_depth

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
