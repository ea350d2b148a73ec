"""What a batch tells as soon as it is there: each result, and how far it is."""

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

if TYPE_CHECKING:
    from rich.progress import Progress

    from spinout.cli.report_options import ReportFolders
    from spinout.cli.screens.cohort import Tally
    from spinout.use_cases.batches import Result
    from spinout.use_cases.cohorts import Gathering


class Telling:
    """Passes results on: to the counts, to stdout or the screen, and to the file that is written."""

    def __init__(
        self, tally: "Tally", bar: "ProgressBar | None", out: BinaryIO | None, *, as_json: bool, as_lines: bool
    ) -> None:
        from spinout.cli.screens.pages import ProblemScreen

        self._tally = tally
        self._bar = bar
        self._out = out
        self._as_json = as_json
        self._as_lines = as_lines
        self._screen = ProblemScreen()
        self._guessed = ""
        """The file whose encoding was last said to be a guess."""
        self._gathering: Gathering | None = None
        self._folders: ReportFolders | None = None

    def keep(self, gathering: "Gathering | None", folders: "ReportFolders | None") -> None:
        """Pass results on to a cohort's report too, and reports to their folders."""
        self._gathering, self._folders = gathering, folders

    def tell(self, result: "Result") -> None:
        """Pass on one result."""
        self._tally.count(result)
        if result.unreadable is not None:
            self._say(f"{result.file}: {result.unreadable}")
        elif result.problems and not self._as_json:
            for line in self._screen.lines(result.file, result.problems, several=result.line is not None):
                self._say(line)
        elif result.warnings and result.file != self._guessed:
            self._guessed = result.file
            for warning in result.warnings:
                self._say(f"Warning [{warning.code.value}]: {result.file}: {warning.message}")
        self._write(result)
        if self._bar is not None:
            self._bar.step()

    def end(self) -> None:
        """Say what is left to say."""
        for line in self._screen.rest():
            self._say(line)
        for line in () if self._folders is None else self._folders.remarks():
            self._say(line)

    def _write(self, result: "Result") -> None:
        from spinout.cli.streams import result_line

        if self._as_json and result.json is not None:
            result_line(result.json)
        if self._gathering is not None:
            self._gathering.take(result)
        if self._folders is not None and result.reports is not None:
            failed = self._folders.write(result.reports, None if result.header is None else result.header.called)
            if failed is not None:
                self._say(f"{result.file}: no report could be made. {failed}")
        if self._out is None:
            return
        if self._as_lines and result.json is not None:
            self._out.write(result.json.encode("utf-8", "backslashreplace"))
        elif result.row is not None:
            self._out.write(result.row)

    def _say(self, line: str) -> None:
        from spinout.cli.streams import say

        if self._bar is not None:
            self._bar.hide()
        say(line)


WAIT = 1.0
"""Seconds before anything is shown."""
PAUSE = 0.2
"""Seconds between two drawings."""


class ProgressBar:
    """Counts documents; the total is None where it is not known beforehand."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._done = 0
        self._drawn = time.monotonic() + WAIT - PAUSE
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.hide()

    def step(self) -> None:
        """Another document is done."""
        self._done += 1
        now = time.monotonic()
        if now - self._drawn >= PAUSE:
            self._drawn = now
            self._draw()

    def hide(self) -> None:
        """Take the bar away, so that a line can be said where it stood."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _draw(self) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            self._bar = Progress(
                TextColumn("Scored"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(file=sys.stderr, markup=False, highlight=False, emoji=False),
                auto_refresh=False,
                transient=True,
            )
            self._bar.add_task("", total=self._total)
            self._bar.start()
        task = self._bar.task_ids[0]
        self._bar.update(task, completed=self._done)
        self._bar.refresh()


def wanted() -> bool:
    """Whether stderr is a terminal that can redraw a line."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
