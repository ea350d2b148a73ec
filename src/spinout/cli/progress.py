"""How far a long batch is, on stderr: only at a terminal, and only after a second."""

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

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
