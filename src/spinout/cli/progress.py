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


class BatchProgress:
    """Passes results on: to the counts, to stdout or the screen, and to what is written."""

    def __init__(self, tally: "Tally", bar: "ProgressBar", *, as_json: bool) -> None:
        from spinout.cli.screens.pages import ProblemScreen

        self._tally = tally
        self._bar = bar
        self._as_json = as_json
        self._screen = ProblemScreen()
        self._guessed = ""
        """The file whose encoding was last said to be a guess."""

    def tell(self, result: "Result", outputs: "Outputs") -> None:
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
        if self._as_json and result.json is not None:
            result_line(result.json)
        failed = outputs.take(result)
        if failed is not None:
            self._say(f"{result.file}: no report could be made. {failed}")
        self._bar.step()

    def end(self, outputs: "Outputs") -> None:
        """Say what is left to say."""
        for line in (*self._screen.rest(), *(outputs.folders.remarks() if outputs.folders else ())):
            self._say(line)

    def _say(self, line: str) -> None:
        self._bar.hide()
        say(line)


WAIT = 1.0
"""Seconds before anything is shown."""
PAUSE = 0.2
"""Seconds between two drawings."""


class ProgressBar:
    """Counts documents, where stderr is a terminal that can redraw a line.

    `total` is asked then; it gives None where that is not known beforehand.
    """

    def __init__(self, total: Callable[[], int | None]) -> None:
        self._wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._total = total() if self._wanted else None
        self._done = 0
        self._drawn = time.monotonic() + WAIT - PAUSE
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hide()

    def step(self) -> None:
        """Another document is done."""
        self._done += 1
        now = time.monotonic()
        if not self._wanted or now - self._drawn < PAUSE:
            return
        self._drawn = now
        if self._bar is None:
            self._bar = self._begun()
        self._bar.update(self._bar.task_ids[0], completed=self._done)
        self._bar.refresh()

    def hide(self) -> None:
        """Take the bar away, so that a line can be said where it stood."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _begun(self) -> "Bar":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(file=sys.stderr, markup=False, highlight=False, emoji=False)
        columns = TextColumn("Scored"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        bar = Progress(*columns, console=console, auto_refresh=False, transient=True)
        bar.add_task("", total=self._total)
        bar.start()
        return bar
