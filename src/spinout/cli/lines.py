"""Lines in and out of an interview: appended, wrapped, and never redrawn.

At a terminal a line can be edited while it is typed. Piped lines are shown behind what they
answer, so that what was said can be read afterwards.
"""

import contextlib
import os
import re
import shutil
import stat
import sys
import textwrap
from io import BufferedReader, TextIOWrapper

from spinout.cli.screens.pages import NARROWEST, WIDEST, decorated
from spinout.cli.streams import safe
from spinout.core.interview import Kind, Message
from spinout.core.interview.texts import shown

MARKS = {Kind.WRONG: "Not taken. "}
APART = frozenset({Kind.HEADING, Kind.LIST, Kind.RESULT})
ITEM = re.compile(r" {2,}(?:\d+\. |:\w+ +|\? +)?")
"""What stands before the text of an item; its further lines begin under the text."""
MOST_BYTES = 200_000
"""More than any line that is taken, so that a line without an end fills no memory."""


class Lines:
    """What a person is told and types in one sitting."""

    def __init__(self, *, plain: bool) -> None:
        self._bold = decorated() and not plain
        self.terminal = sys.stdin is not None and sys.stdin.isatty()
        self.read = 0
        if isinstance(sys.stdin, TextIOWrapper):
            # Bytes that are no letters are refused with the line, and never become letters.
            sys.stdin.reconfigure(errors="surrogateescape")

    def show(self, text: str) -> None:
        """Print a text, wrapped to the screen."""
        for part in _wrapped(text):
            print(part)

    def raw(self, text: str) -> None:
        """Print lines that are to be copied from the screen; nothing in them is wrapped."""
        print(safe(text))

    def message(self, message: Message) -> None:
        """Print what the machine says; the words alone say everything."""
        if message.kind in APART:
            print()
        first, *rest = message.lines
        if message.kind is Kind.HEADING and self._bold:
            _print_bold(_wrapped(first))
        else:
            self.show(f"{MARKS.get(message.kind, '')}{first}")
        for line in rest:
            self.show(line)

    def waiting(self) -> bool:
        """Whether a line may come. Only a pipe that is open has to be waited for to know."""
        if self.terminal or not isinstance(sys.stdin, TextIOWrapper):
            return sys.stdin is not None
        return _is_pipe(sys.stdin) or bool(_peeked(sys.stdin))

    def ask(self, text: str) -> str | None:
        """Read a line behind a text, or None at the end of the input."""
        line = self._typed(safe(text)) if self.terminal else self._piped(safe(text))
        if line is None:
            print()
        else:
            self.read += 1
        return line

    def _typed(self, text: str) -> str | None:
        with contextlib.suppress(ImportError):
            import readline

            if not self._bold:
                # Else each line is asked for with codes that tell pasted text from typed.
                readline.parse_and_bind("set enable-bracketed-paste off")
        try:
            line = input(text)
        except EOFError:
            return None
        encoding = sys.stdin.encoding or "utf-8"
        try:
            return _decoded(line.encode(encoding, "surrogateescape"), encoding)
        except UnicodeEncodeError:
            return line

    def _piped(self, text: str) -> str | None:
        print(text, end="", flush=True)
        raw = _next_line()
        if not raw:
            return None
        if self.read == 0:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        line = _decoded(raw, sys.stdin.encoding or "utf-8").rstrip("\r\n")
        print(safe(shown(line)))
        return line


def _wrapped(text: str) -> list[str]:
    width = max(NARROWEST, min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST))
    parts: list[str] = []
    for line in safe(text).split("\n"):
        item = ITEM.match(line)
        lead = " " * (item.end() if item else 0)
        parts += textwrap.wrap(line, width, subsequent_indent=lead, break_on_hyphens=False, break_long_words=False) or [
            ""
        ]
    return parts


def _print_bold(parts: list[str]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for part in parts:
        console.print(Text(part, style="bold"))


def _is_pipe(stream: TextIOWrapper) -> bool:
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _peeked(stream: TextIOWrapper) -> bytes:
    """What comes next, left where it is."""
    assert isinstance(stream.buffer, BufferedReader)
    try:
        return bytes(stream.buffer.peek(1))
    except OSError:
        return b""


def _next_line() -> bytes:
    """The bytes of a piped line, cut where no line that is taken is as long; none at the end."""
    if sys.stdin is None:
        return b""
    if not isinstance(sys.stdin, TextIOWrapper):
        return sys.stdin.readline().encode("utf-8", "surrogateescape")
    rest: bytes = sys.stdin.buffer.readline(MOST_BYTES)
    first = rest
    while rest and not rest.endswith(b"\n"):
        rest = sys.stdin.buffer.readline(MOST_BYTES)
    return first


def _decoded(raw: bytes, encoding: str) -> str:
    """A line as it was meant: UTF-8 where its bytes are that, else in the encoding of the stream.

    What PYTHONIOENCODING says is often true of the screen alone.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(encoding, "surrogateescape")
