"""Lines in and out of an interview: appended, wrapped, and never redrawn."""

import contextlib
import shutil
import sys
import textwrap

from spinout.cli.screens.pages import NARROWEST, WIDEST, decorated
from spinout.cli.streams import safe
from spinout.core.interview import Kind, Message

BOLD = frozenset({Kind.HEADING})
MARKS = {Kind.WRONG: "Not taken. "}


def show(text: str, *, bold: bool = False) -> None:
    """Print a text, wrapped to the screen; what leads a line is kept before its other parts too."""
    width = max(NARROWEST, min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST))
    for line in safe(text).split("\n"):
        lead = line[: len(line) - len(line.lstrip())]
        parts = textwrap.wrap(line, width, subsequent_indent=lead, break_on_hyphens=False) or [""]
        for part in parts:
            _print(part, bold=bold)


def show_message(message: Message, *, plain: bool) -> None:
    """Print what the machine says; the words alone say everything."""
    mark = MARKS.get(message.kind, "")
    if message.kind in (Kind.HEADING, Kind.LIST, Kind.RESULT):
        print()
    for number, line in enumerate(message.lines):
        first = number == 0
        show(f"{mark if first else ''}{line}", bold=message.kind in BOLD and not plain)


def _print(line: str, *, bold: bool) -> None:
    if not (bold and decorated()):
        print(line)
        return
    from rich.console import Console
    from rich.text import Text

    Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True).print(Text(line, style="bold"))


def typed_line(text: str, *, terminal: bool) -> str | None:
    """Read a line, or None at the end of the input; at a terminal the line can be edited."""
    if not terminal:
        if text:
            show(text.rstrip())
        line = sys.stdin.readline() if sys.stdin is not None else ""
        return line.rstrip("\r\n") if line else None
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - lines may then be edited, and be longer than a terminal's buffer
    try:
        return input(safe(text))
    except EOFError:
        return None
