"""Read CSV as spreadsheets write it: a comma or a semicolon, UTF-8 with or without a mark, or Windows-1252; write it.

A row that cannot be read takes its own place and stops nothing; nothing is kept of rows that are done.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count

from spinout.core.problems import Code
from spinout.inputs.documents import MOST_BYTES, at_top, text_of
from spinout.inputs.tables import Row, too_big

DELIMITERS = (",", ";")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SYNTAX = {
    "unexpected end": (
        "The quotes that open in this row are never closed, so no row after it could be read.",
        "Close them; a quote within a cell is written twice.",
    ),
    "new-line": ("A line ends within this row as no line ends in a table.", "Save the file as CSV UTF-8 again."),
    "": (
        "A quote that closes a cell is followed by something other than the delimiter.",
        "Write a quote within a cell twice, and close the cell with a single one.",
    ),
}
"""What is wrong with the quotes or line ends of a row, and how to mend it, by what the standard library says."""


def csv_rows(name: str, lines: Iterable[bytes], delimiter: str | None = None) -> Iterator[Row]:
    """The rows of a table, the headings' among them, each with its number in the file.

    Without a delimiter it is a comma or a semicolon, as the headings' line tells.
    A row may take several lines, where a cell in quotes holds line ends.
    """
    lines = iter(lines)
    first = next(lines, b"")
    if first.startswith(UTF_16_MARKS):
        refused = text_of(name, first[:2])
        assert not isinstance(refused, str)
        yield Row(1, (), refused.problems[0])
        return
    heading = first.removeprefix(BYTE_ORDER_MARK)
    text = _Text(chain((heading,), lines), utf_8=heading != first)
    # Beyond its own limit the module would refuse cells that a document may hold.
    csv.field_size_limit(MOST_BYTES + 2)
    # The delimiter is whichever stands more often in the headings' line.
    delimiter = delimiter or max(DELIMITERS, key=first.decode("latin-1").count)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    for number in count(1):
        text.next_row()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            said = next(said for words, said in SYNTAX.items() if words in str(error))
            yield Row(number, (), at_top(Code.TABLE_SYNTAX, *said, number), lines=text.several, delimiter=delimiter)
        except _TooBigError:
            yield Row(number, (), too_big(number), lines=text.several, delimiter=delimiter)
        else:
            if cells is None:
                return
            yield Row(number, tuple(cells), guessed=text.guessed, lines=text.several, delimiter=delimiter)


class _LineBack:
    """What the writer writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_LineBack(), lineterminator="\r\n")


def csv_line(cells: Sequence[str | float | None]) -> bytes:
    """A line of a table with its end; before the first of a file stands BYTE_ORDER_MARK, for spreadsheets."""
    line: str = _WRITER.writerow(cells)
    return line.encode("utf-8")


class _TooBigError(Exception):
    """A row holds more than one document may."""


class _Text:
    """The lines of a file as text, decoded one by one.

    A file is UTF-8 until a line shows otherwise; then it is Windows-1252 from there on, unless a
    byte order mark or letters before have shown that it is UTF-8. A byte that is no letter
    becomes half of a surrogate pair, which the table refuses with its place.
    """

    def __init__(self, lines: Iterator[bytes], *, utf_8: bool) -> None:
        self._lines = lines
        self._utf_8 = utf_8
        self._windows = False
        self.next_row()

    def next_row(self) -> None:
        """Forget what was counted of the row before."""
        self._taken = 0
        self._lines_taken: list[str] = []
        self.guessed = False

    @property
    def several(self) -> tuple[str, ...]:
        """The lines of the row, where it took more than one; a cell may hold line ends that part no rows."""
        first = self._lines_taken[0].rstrip("\r\n") if self._lines_taken else ""
        return tuple(self._lines_taken) if len(self._lines_taken) > 1 or "\r" in first else ()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._decoded(next(self._lines))
        self._lines_taken.append(line)
        return line

    def _decoded(self, line: bytes) -> str:
        self._taken += len(line)
        # The end of a row is none of its bytes.
        if self._taken > MOST_BYTES and self._taken - len(line) + len(line.rstrip(b"\r\n")) > MOST_BYTES:
            raise _TooBigError
        if line.isascii():
            return line.decode()
        if not self._windows:
            try:
                text = line.decode()
            except UnicodeDecodeError:
                self._windows = not self._utf_8
            else:
                self._utf_8 = True
                return text
        self.guessed = self._windows
        return line.decode("cp1252" if self._windows else "utf-8", "surrogateescape")
