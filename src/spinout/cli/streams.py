"""The standard streams: what may be written to them, and how text is made safe for a terminal."""

import os
import re
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from spinout.storage import StorageError


def prepare() -> None:
    """Make the streams take any letter.

    A redirected stream on Windows is cp1252, which has no Welsh w with a circumflex. Where
    PYTHONIOENCODING names an encoding, that is kept, and what it lacks is written as an escape.
    """
    chosen = os.environ.get("PYTHONIOENCODING", "").split(":")[0]
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - it stays open
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it stays open
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper):
            continue
        if stream is sys.stdin:
            stream.reconfigure(encoding=chosen or "utf-8", errors="backslashreplace")
        elif chosen and chosen.lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def safe(text: str) -> str:
    """A text without characters that move the cursor, hide or reorder what is printed."""
    return "".join(c if c.isprintable() or c == "\n" else " " if c in "\t\r" else "�" for c in text)


WIDEST = 100
NARROWEST = 30
"""Lines within these limits are read well."""
ITEM = re.compile(r" *(?:- |\d+\. |(?<=  )(?::\w+|\?) +)?")
"""What stands before the text of an item; its further lines begin under the text."""


def width_of(stream: TextIO) -> int:
    """The width of a terminal, within the limits; the widest where a stream is none."""
    columns = 0
    with suppress(KeyError, ValueError):
        columns = int(os.environ["COLUMNS"])
    if columns <= 0:
        with suppress(OSError, ValueError, AttributeError):
            columns = os.get_terminal_size(stream.fileno()).columns
    return max(NARROWEST, min(columns if columns > 0 else WIDEST, WIDEST))


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """A line as several, parted between words only: an id, a path or a command stays whole."""
    from textwrap import wrap

    return wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    ) or [first.rstrip()]


def prose(text: str, width: int) -> list[str]:
    """Lines of prose wrapped to a width; what belongs to an item begins under its text."""
    lines: list[str] = []
    for line in text.split("\n"):
        item = ITEM.match(line)
        lines += wrapped(line, width, rest=" " * (item.end() if item else 0))
    return lines


def _tell(text: str, stream: TextIO) -> None:
    """Write lines, wrapped where a person reads them; in a pipe a line stays one."""
    told = safe(text)
    print("\n".join(prose(told, width_of(stream))) if stream.isatty() else told, file=stream)


def say(text: str = "") -> None:
    """Write a line of talk to stderr."""
    _tell(text, sys.stderr)


def result(text: str) -> None:
    """Write a line of a result to stdout."""
    _tell(text, sys.stdout)


def result_line(text: str) -> None:
    """Write text of a result to stdout as it is. Raises StorageError, so that it is not blamed on another file."""
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise StorageError("stdout", f"It could not be written: {error.strerror or type(error).__name__}.") from error


def result_bytes(content: bytes) -> None:
    """Write a finished document to stdout, byte by byte as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
