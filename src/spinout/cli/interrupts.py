"""Ctrl-C while something is written: what has begun is finished first, so that it stands whole."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, NoReturn, Self

PATIENCE = 3.0
"""Seconds in which pressing again changes nothing: what was finished is written meanwhile."""
STOPPING = (signal.SIGINT, signal.SIGTERM)
"""What a terminal sends for Ctrl-C, and what a program that ends others sends."""


class Interrupts:
    """Turns Ctrl-C into KeyboardInterrupt once, and never in the middle of what is `held`.

    People press it twice, and what ends a program sends more than one signal. So a further one
    counts only where what was begun takes longer than anybody should wait.
    """

    def __init__(self) -> None:
        self._held = False
        self._wanted = False
        self._last: float | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number in STOPPING:
            before = signal.getsignal(number)
            # A shell starts what runs in the background with Ctrl-C switched off, and so it stays.
            if before is not signal.SIG_IGN:
                self._before[number] = before
                signal.signal(number, self._interrupt)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        # Once it was pressed, the program is on its way out, and a second one must not tear that.
        if self._last is None:
            for number, before in self._before.items():
                signal.signal(number, before)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Put Ctrl-C off until the block is done."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._wanted:
            self._wanted = False
            raise KeyboardInterrupt

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        first, waited = self._last is None, self._last is not None and now - self._last > PATIENCE
        if not first and not waited:
            return
        self._last = now
        if first and self._held:
            self._wanted = True
        else:
            self._wanted = False
            raise KeyboardInterrupt


def leave(code: int) -> NoReturn:
    """End the process at once, with all that was written: nothing of other processes is waited for."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError, KeyboardInterrupt):
            stream.flush()
    os._exit(code)
