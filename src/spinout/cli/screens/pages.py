"""A page of text on a screen, wrapped to its width; and the page of what is wrong with a file."""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct, field

from spinout.cli.streams import safe, width_of, wrapped
from spinout.core.problems import Code, Problem, Warning, count_of
from spinout.core.wording import counted, listed, shortened


def screen_width() -> int:
    """The width that a result is laid out for: that of stdout."""
    return width_of(sys.stdout)


class Page(Struct):
    """Lines that are gathered first and shown together, as wide as the screen; `bold` names those that are headings."""

    width: int = field(default_factory=screen_width)
    lines: list[str] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)

    def heading(self, text: str) -> None:
        """A heading, with a blank line before it."""
        if self.lines:
            self.lines.append("")
        for line in wrapped(safe(text), self.width):
            self.bold.add(len(self.lines))
            self.lines.append(line)

    def text(self, *texts: str | None, indent: int = 0, mark: str = "") -> None:
        """Paragraphs, none for None; `mark` stands before the first line of each, such as the number of an item."""
        lead = " " * indent
        hang = lead + " " * len(mark)
        for text in texts:
            for number, line in enumerate([] if text is None else safe(text).split("\n")):
                self.lines.extend(wrapped(line, self.width, hang if number else lead + mark, hang))

    def items(self, title: str, texts: Iterable[str], *, indent: int = 0) -> None:
        """A heading and what stands under it, each behind a dash; nothing where there is none."""
        found = tuple(texts)
        if found:
            self.heading(title)
        self.text(*found, indent=indent, mark="- ")

    def blank(self) -> None:
        """A blank line."""
        self.lines.append("")

    def columns(
        self,
        rows: Iterable[tuple[str, ...]],
        *,
        heads: tuple[str, ...] = (),
        names: tuple[str, ...] | None = None,
        indent: int = 2,
        width: int | None = None,
    ) -> None:
        """Rows whose cells line up under their heads; `width` is that of the page, where none is given.

        Where a row is too wide, its cells stand below the first, each behind its head, or behind what
        `names` has for it.
        """
        table = [tuple(safe(cell).replace("\n", " ") for cell in row) for row in rows]
        lined_up = [heads, *table] if heads else table
        widths = [max(map(len, column)) for column in zip(*lined_up, strict=True)]
        if sum(widths) + 2 * (len(widths) - 1) + indent > (self.width if width is None else width):
            for first, *rest in table:
                named = zip((names or heads)[1:] or [""] * len(rest), rest, strict=True)
                self.text(first, indent=indent)
                self.text(
                    "; ".join(f"{head}: {cell}" if head else cell for head, cell in named if cell), indent=indent + 2
                )
            return
        self.bold |= {len(self.lines)} if heads else set()
        for row in lined_up:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.lines.append((" " * indent + "  ".join(cells)).rstrip())

    def show(self) -> None:
        """Write the page to stdout."""
        print(self._text())

    def show_paged(self, *, wanted: bool) -> None:
        """Write the page to stdout, through a pager where that is a terminal and one is wanted."""
        from spinout.cli.pager import paged

        paged(self._text(), wanted=wanted)

    def _text(self) -> str:
        if not decorated():
            return "\n".join(self.lines)
        return styled([(line, "bold" if number in self.bold else "")] for number, line in enumerate(self.lines))


def styled(lines: Iterable[Iterable[tuple[str, str]]]) -> str:
    """Lines, each as pieces with their styles, as text with the codes of the terminal."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)
    with console.capture() as captured:
        for line in lines:
            text = Text.assemble(*line)
            text.rstrip()
            console.print(text)
    return captured.get().removesuffix("\n")


def decorated() -> bool:
    """Whether stdout is a terminal that wants more than plain text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


MOST = 20


class ProblemScreen:
    """Tells problems file by file, and no more than `MOST` of each, of however many documents."""

    def __init__(self) -> None:
        self._file = ""
        self._told = 0
        self._left = 0

    def lines(self, file: str, problems: tuple[Problem, ...], *, several: bool) -> Iterator[str]:
        """Two lines for each problem: its place, code, question and what was found; how to mend it.

        `several` says that this is one of the documents of a file.
        """
        if file != self._file:
            yield from self.rest()
            self._file, self._told = file, 0
        if not several:
            yield f"{file}: {counted(count_of(problems), 'problem')}, so it cannot be used."
        shown = problems[: MOST - self._told]
        for problem in shown:
            named = f" {shortened(problem.question)}:" if problem.question else ""
            yield f"{place(problem, file)} [{problem.code.value}]{named} {problem.message}"
            if problem.hint:
                yield f"    {problem.hint}"
        self._told += len(shown)
        self._left += count_of(problems) - count_of(shown)

    def rest(self) -> Iterator[str]:
        """How many problems of the last file were not shown."""
        if self._left:
            yield f"And {self._left} more. To see them all: spinout check --json {self._file}"
        self._left = 0


class ReadingScreen:
    """Tells of how each file was read: each kind of warning with the first document, and which rows are hidden."""

    def __init__(self) -> None:
        self._file = ""
        self._told: set[Code] = set()
        self._hidden: list[int] = []

    def lines(self, file: str, line: int | None, warnings: Iterable[Warning]) -> Iterator[str]:
        """A line for each warning about one of the documents of a file, `line` in it, that was not told before."""
        if file != self._file:
            yield from self.rest()
            self._file = file
        before = frozenset(self._told)
        for warning in warnings:
            self._told.add(warning.code)
            if warning.code is Code.HIDDEN_ROW and line is not None:
                self._hidden.append(line)
            elif warning.code not in before:
                yield f"Warning [{warning.code.value}]: {file}: {warning.message}"

    def rest(self) -> Iterator[str]:
        """Which rows of the last file are hidden."""
        if self._hidden:
            rows = listed(runs(self._hidden), most=MOST)
            few = "Row {} is" if len(self._hidden) == 1 else "Rows {} are"
            message = f"{few.format(rows)} hidden or filtered out, and read all the same."
            yield f"Warning [{Code.HIDDEN_ROW.value}]: {self._file}: {message}"
        self._told.clear()
        self._hidden.clear()


def runs(numbers: Iterable[int]) -> Iterator[str]:
    """Numbers in their order, those that follow one another as `3 to 5`."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        first, *more = (number for _, number in run)
        yield f"{first} to {more[-1]}" if more else str(first)


def place(problem: Problem, file: str) -> str:
    """File, line and column, as editors and terminals link them; in a table row and column's name, in a form a cell."""
    where = problem.file or file
    if problem.cell is not None:
        return f"{where}:{problem.cell}"
    if problem.column_name is not None:
        return f"{where}:{problem.line}:{shortened(problem.column_name)}"
    return where if problem.line is None else f"{where}:{problem.line}:{problem.column}"
