"""The standard streams: what may be written to them, and how text is made safe for a terminal."""

import contextlib
import os
import re
import select
import sys
from errno import EINVAL
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from spinout.core.wording import visible

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class StdoutError(Exception):
    """Standard output took no more; no OSError, which the libraries in between would make something else of.

    `reader_left` says that whoever read it has gone, as `head` does once it has enough.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(f"Standard output could not be written: {error.strerror or type(error).__name__}.")
        # Windows calls it an invalid argument.
        self.reader_left = isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == EINVAL)


class StandardEnd(FileIO):
    """Where the bytes of stdout or stderr leave the program; once that fails, what comes after is dropped.

    That stdout fails is told once, as a StdoutError. Nobody could be told that stderr does, and a result is no
    worse for it.
    """

    def __init__(self, number: int, *, told: bool) -> None:
        super().__init__(number, "w", closefd=False)
        self._told = told
        self._failed = False

    def write(self, content: "ReadableBuffer", /) -> int:
        """Write some of the bytes, and say how many. Raises StdoutError."""
        size = memoryview(content).nbytes
        try:
            # Typer writes nothing to see whether it may, and takes any failure for a no.
            while size and not self._failed:
                written: int | None = super().write(content)
                if written is not None:
                    return written
                # Another program made it one that does not wait.
                select.select([], [self], [])
        except OSError as error:
            self._failed = True
            if self._told:
                raise StdoutError(error) from error
        return size


def _told(stream: TextIO, *, told: bool) -> TextIO:
    """The same stream, with an end that tells its own failures apart from all others."""
    if type(stream) is not TextIOWrapper:
        return stream
    raw = getattr(stream.buffer, "raw", stream.buffer)
    if type(raw) is not FileIO:
        return stream
    with contextlib.suppress(OSError):
        stream.flush()
    end = StandardEnd(raw.fileno(), told=told)
    return TextIOWrapper(
        end if raw is stream.buffer else BufferedWriter(end),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def prepare() -> None:
    """Make the streams take any letter, and say what fails in writing to them.

    A redirected stream on Windows is cp1252, which has no Welsh w with a circumflex. Where
    PYTHONIOENCODING names an encoding, that is kept, and what it lacks is written as an escape.
    """
    chosen = os.environ.get("PYTHONIOENCODING", "").split(":")[0]
    if sys.stdout is not None:
        sys.stdout = _told(sys.stdout, told=True)
    if sys.stderr is not None:
        sys.stderr = _told(sys.stderr, told=False)
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
    """A text in whose lines no character moves the cursor, hides or reorders what is printed."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").expandtabs(1).split("\n"))


WIDEST = 100
NARROWEST = 30
"""Lines within these limits are read well."""
ITEM = re.compile(r" *(?:- |\d+\. |(?<=  )(?::\w+|\?) +)?")
"""What stands before the text of an item; its further lines begin under the text."""


def width_of(stream: TextIO) -> int:
    """The width of a terminal, within the limits; the widest where a stream is none."""
    columns = 0
    with contextlib.suppress(KeyError, ValueError):
        columns = int(os.environ["COLUMNS"])
    if columns <= 0:
        with contextlib.suppress(OSError, ValueError, AttributeError):
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
    """Write a line, wrapped where a person reads it; in a pipe it stays one."""
    told = visible(text.expandtabs(1))
    print("\n".join(prose(told, width_of(stream))) if stream.isatty() else told, file=stream)


def say(text: str = "") -> None:
    """Write one line of talk to stderr."""
    _tell(text, sys.stderr)


def result(text: str) -> None:
    """Write one line of a result to stdout."""
    _tell(text, sys.stdout)


def result_line(text: str) -> None:
    """Write text of a result to stdout as it is."""
    sys.stdout.write(text)


def result_bytes(content: bytes) -> None:
    """Write a finished document to stdout, byte by byte as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
