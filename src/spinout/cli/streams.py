"""The standard streams: what may be written to them, and how text is made safe for a terminal."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path

from spinout.core.wording import visible
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
    """A text in whose lines no character moves the cursor, hides or reorders what is printed."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").expandtabs(1).split("\n"))


def say(text: str = "") -> None:
    """Write one line of talk to stderr."""
    print(visible(text.expandtabs(1)), file=sys.stderr)


def result(text: str) -> None:
    """Write one line of a result to stdout."""
    print(visible(text.expandtabs(1)))


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
