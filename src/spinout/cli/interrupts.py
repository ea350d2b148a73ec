"""Ctrl-C while something is written: what has begun is finished first, so that it stands whole."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self


class Interrupts:
    """Turns Ctrl-C into KeyboardInterrupt, but never in the middle of what is `held`."""

    def __init__(self) -> None:
        self._held = False
        self._wanted = False
        self._before: Any = None

    def __enter__(self) -> Self:
        self._before = signal.getsignal(signal.SIGINT)
        # A shell starts what runs in the background with Ctrl-C switched off, and so it stays.
        if self._before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._before)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Put Ctrl-C off until the block is done; a second one waits no longer."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._wanted:
            raise KeyboardInterrupt

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._held and not self._wanted:
            self._wanted = True
        else:
            raise KeyboardInterrupt
