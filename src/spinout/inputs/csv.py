"""Read CSV as spreadsheets write it: a comma or a semicolon, UTF-8 with or without a mark, or Windows-1252.

A row that cannot be read takes its own place and stops nothing; nothing is kept of rows that are done.
"""

import csv
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from spinout.core.problems import Code, Problem
from spinout.inputs.documents import MOST_BYTES, text_of
from spinout.inputs.tables import Row, too_big

DELIMITERS = (",", ";")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def csv_rows(name: str, lines: Iterable[bytes]) -> Iterator[Row]:
    """The rows of a table, the headings' among them, each with its number in the file.

    A row may take several lines, where a cell in quotes holds line ends.
    """
    text = _Text(lines)
    first = next(text, None)
    if first is None:
        return
    if text.utf_16:
        refused = text_of(name, UTF_16_MARKS[0])
        assert not isinstance(refused, str)
        yield Row(1, (), refused.problems[0])
        return
    text.put_back(first)
    # Beyond its own limit the module would refuse cells that a document may hold.
    csv.field_size_limit(MOST_BYTES + 2)
    reader = csv.reader(text, delimiter=delimiter_of(first), strict=True)
    number = 0
    while True:
        number += 1
        text.next_row()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Row(number, (), _syntax(str(error), number))
            continue
        except _TooBigError:
            yield Row(number, (), too_big(number))
            continue
        if cells is None:
            return
        yield Row(number, tuple(cells), guessed=text.guessed)


def delimiter_of(heading: str) -> str:
    """The delimiter by the headings' line: whichever stands there more often."""
    return max(DELIMITERS, key=heading.count)


class _TooBigError(Exception):
    """A row holds more than one document may."""


class _Text:
    """The lines of a file as text, decoded one by one.

    A file is UTF-8 until a line shows otherwise; then it is Windows-1252 from there on, unless a
    byte order mark or letters before have shown that it is UTF-8. A byte that is no letter
    becomes half of a surrogate pair, which the table refuses with its place.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._first = True
        self._utf_8 = False
        self._windows = False
        self._waiting: str | None = None
        self._taken = 0
        self.guessed = False
        self.utf_16 = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._waiting is not None:
            text, self._waiting = self._waiting, None
            return text
        line = next(self._lines)
        self._taken += len(line)
        # The end of a row is none of its bytes.
        if self._taken > MOST_BYTES and self._taken - len(line) + len(line.rstrip(b"\r\n")) > MOST_BYTES:
            raise _TooBigError
        first, self._first = self._first, False
        return line.decode() if line.isascii() else self._decoded(line, first=first)

    def put_back(self, text: str) -> None:
        """Give a line again."""
        self._waiting = text

    def next_row(self) -> None:
        """Forget what was counted of the row before."""
        self._taken = 0
        self.guessed = False

    def _decoded(self, line: bytes, *, first: bool) -> str:
        if first:
            self.utf_16 = line.startswith(UTF_16_MARKS)
            if line.startswith(BYTE_ORDER_MARK):
                self._utf_8 = True
                line = line.removeprefix(BYTE_ORDER_MARK)
        if not self._windows:
            try:
                text = line.decode()
            except UnicodeDecodeError:
                self._windows = not self._utf_8
            else:
                self._utf_8 = self._utf_8 or not line.isascii()
                return text
        self.guessed = self._windows
        return line.decode("cp1252" if self._windows else "utf-8", "surrogateescape")


def _syntax(said: str, row: int) -> Problem:
    """What is wrong with the quotes or line ends of a row, by what the standard library says."""
    problem = Problem(
        Code.TABLE_SYNTAX,
        "A quote that closes a cell is followed by something other than the delimiter.",
        "Write a quote within a cell twice, and close the cell with a single one.",
        line=row,
        column=1,
    )
    if "unexpected end" in said:
        message = "The quotes that open in this row are never closed, so no row after it could be read."
        return replace(problem, message=message, hint="Close them; a quote within a cell is written twice.")
    if "new-line" in said:
        message = "A line ends within this row as no line ends in a table."
        return replace(problem, message=message, hint="Save the file as CSV UTF-8 again.")
    return problem
