"""What a batch tells as soon as it is there: each result, and how far it is."""

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from spinout.cli.streams import result_line, say

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from spinout.cli.screens.cohort import Tally
    from spinout.use_cases.batch_outputs import Outputs
    from spinout.use_cases.batches import Result

WAIT = 1.0
"""Seconds before a bar is shown."""
PAUSE = 0.2
"""Seconds between two drawings of it."""


class BatchProgress:
    """Passes results on: to the counts, to stdout or the screen, and to what is written.

    Where stderr is a terminal that can redraw a line, a bar counts the documents; `total` is asked then, and
    gives None where that is not known beforehand.
    """

    def __init__(self, tally: "Tally", total: Callable[[], int | None], *, as_json: bool) -> None:
        from spinout.cli.screens.pages import ProblemScreen, ReadingScreen

        self._tally = tally
        self._as_json = as_json
        self._screen = ProblemScreen()
        self._reading = ReadingScreen()
        self._drawn = time.monotonic() + WAIT - PAUSE
        self._draws = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._total = total() if self._draws else None
        self._done = 0
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hide()

    def tell(self, result: "Result", outputs: "Outputs") -> None:
        """Pass on one result."""
        self._tally.count(result)
        if result.unreadable is not None:
            self._say(f"{result.file}: {result.unreadable}")
        elif result.problems and not self._as_json:
            for line in self._screen.lines(result.file, result.problems, several=result.line is not None):
                self._say(line)
        elif result.warnings:
            for line in self._reading.lines(result.file, result.line, result.warnings):
                self._say(line)
        if self._as_json and result.json is not None:
            result_line(result.json)
        failed = outputs.take(result)
        if failed is not None:
            self._say(f"{result.file}: no report could be made. {failed}")
        self._done += 1
        if self._draws and time.monotonic() - self._drawn >= PAUSE:
            self._draw()

    def end(self, outputs: "Outputs") -> None:
        """Say what is left to say."""
        remarks = outputs.folders.remarks() if outputs.folders else ()
        for line in (*self._screen.rest(), *self._reading.rest(), *remarks):
            self._say(line)

    def _say(self, line: str) -> None:
        """Say a line where the bar stood."""
        self._hide()
        say(line)

    def _hide(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            console = Console(file=sys.stderr, markup=False, highlight=False, emoji=False)
            columns = (TextColumn("Scored"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=console, auto_refresh=False, transient=True)
            self._bar.add_task("", total=self._total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=self._done)
        self._bar.refresh()
