"""What a person is told and types: lines out, wrapped to the screen, and lines in, typed, pasted or piped."""

import contextlib
import os
import shutil
import stat
import sys
from io import BufferedReader, TextIOWrapper

from spinout.cli.screens.pages import decorated, screen_width, styled
from spinout.cli.streams import prose, safe
from spinout.core.interview.states import Message, MessageKind, Prompt, shown

MARKS = {MessageKind.WRONG: "Not taken. ", MessageKind.CLASH: "To check: "}
APART = frozenset({MessageKind.HEADING, MessageKind.LIST, MessageKind.REVIEW, MessageKind.RESULT})
BOLD, DIM = "bold", "dim"
MOST_BYTES = 200_000
"""More than any line that is taken, so that a line without an end fills no memory."""


LEAST_PAGE = 5
"""A page of a list has so many lines, however low the screen."""
PAUSES = {True: 0.0, False: 0.01, None: 0.03}
"""Seconds in which the next line of a paste comes, by whether GNU readline asks for pastes, or is not there."""


class Dialogue:
    """What a person is told and types in one session."""

    def __init__(self, *, plain: bool) -> None:
        self.decorated = decorated() and not plain
        self._pause = PAUSES[_tell_pastes(wanted=self.decorated)]
        self.terminal = sys.stdin is not None and sys.stdin.isatty()
        self.read = 0
        self._ended = False
        self._rest: list[str] = []
        """What a page had no room for."""
        if isinstance(sys.stdin, TextIOWrapper):
            # Bytes that are no letters are refused with the line, and never become letters.
            sys.stdin.reconfigure(errors="surrogateescape")

    def show(self, *texts: str) -> None:
        """Print texts, wrapped to the screen."""
        for text in texts:
            print(*_wrapped(text), sep="\n")

    def raw(self, text: str) -> None:
        """Print lines that are to be copied from the screen; nothing in them is wrapped."""
        print(safe(text))

    def message(self, message: Message) -> None:
        """Print what the machine says; the words alone say everything."""
        if message.kind in APART:
            print()
        first, *rest = message.lines
        first = f"{MARKS.get(message.kind, '')}{first}"
        if message.kind is MessageKind.REVIEW and self.terminal:
            self._rest = [line for text in (first, *rest) for line in _wrapped(text)]
            self.more()
            return
        self._styled(first, BOLD if message.kind is MessageKind.HEADING else "")
        self.show(*rest)

    def prompt(self, asked: Prompt) -> None:
        """Print what is asked."""
        if asked.lines and asked.apart:
            print()
        for place, line in enumerate(asked.lines):
            self._styled(line, BOLD if place == asked.asks else DIM if place in asked.hints else "")

    @property
    def left(self) -> int:
        """How many lines of a list are still to be shown."""
        return len(self._rest)

    def more(self) -> None:
        """Print as much of a list as the screen has room for."""
        room = max(shutil.get_terminal_size().lines - 3, LEAST_PAGE)
        page, self._rest = self._rest[:room], self._rest[room:]
        print(*page, sep="\n")

    def no_more(self) -> None:
        """Leave out the rest of a list."""
        self._rest = []

    def _styled(self, text: str, style: str) -> None:
        if not style or not self.decorated:
            self.show(text)
        else:
            print(styled([(part, style)] for part in _wrapped(text)))

    def waiting(self) -> bool:
        """Whether a line may come. Only a pipe that is open has to be waited for to know."""
        stream = sys.stdin
        if self.terminal or not isinstance(stream, TextIOWrapper):
            return stream is not None
        with contextlib.suppress(OSError, ValueError):
            mode = os.fstat(stream.fileno()).st_mode
            if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
                return True
        with contextlib.suppress(OSError):
            assert isinstance(stream.buffer, BufferedReader)
            return bool(stream.buffer.peek(1))
        return False

    def ask(self, text: str) -> str | None:
        """Read a line behind a text, or None at the end of the input."""
        line = self._typed(safe(text)) if self.terminal else self._piped(safe(text))
        if line is None:
            print()
        else:
            self.read += 1
        return line

    def _typed(self, text: str) -> str | None:
        """What is typed at the terminal: a line, or the lines of a paste."""
        # What was typed before it was asked for is typed ahead, and no paste.
        ahead = _more_waits(0)
        line = None if self._ended else self._line(text)
        if line is None or ahead:
            return line
        lines = [line]
        while not self._ended and _more_waits(self._pause):
            more = self._line("")
            self._ended = more is None
            lines.append(more or "")
        return "\n".join(lines)

    def _line(self, text: str) -> str | None:
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


def _tell_pastes(*, wanted: bool) -> bool | None:
    """Ask GNU readline for each paste as one text with its line ends, which Python turns off; None without it.

    A terminal is asked for it with codes, which plain text does without; nor does each terminal know them.
    """
    try:
        import readline
    except ImportError:
        return None
    if "libedit" in (readline.__doc__ or ""):
        return None
    readline.parse_and_bind(f"set enable-bracketed-paste {'on' if wanted else 'off'}")
    return wanted


if sys.platform == "win32":
    import msvcrt
    import time

    def _more_waits(seconds: float) -> bool:
        """Whether more than the line that was read is there already, or comes in a moment."""
        time.sleep(seconds)
        return msvcrt.kbhit()

else:
    import select

    def _more_waits(seconds: float) -> bool:
        """Whether more than the line that was read is there already, or comes in a moment."""
        with contextlib.suppress(OSError, ValueError):
            return bool(select.select([sys.stdin], [], [], seconds)[0])
        return False


def _wrapped(text: str) -> list[str]:
    """Lines for the screen."""
    return prose(safe(text), screen_width())


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
