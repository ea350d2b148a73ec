"""The processes of this machine that help with a batch, and that never outlive who started them.

Each of them watches one end of a pipe whose other end only the process of the person holds. It
ends when that closes: because it was told to, or because that process is gone, however it went.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import Pipe, active_children
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
SLOWEST = 2.0
"""Seconds to wait for processes that were told to end."""
_held: list[Connection] = []
"""The ends that this process holds as long as the others are to live."""


class Processes(ProcessPoolExecutor):
    """Processes that leave Ctrl-C to the one that started them, and end with it."""

    def __init__(self, workers: int) -> None:
        watched, held = Pipe(duplex=False)
        _held.append(held)
        super().__init__(workers, initializer=_begin, initargs=(watched,))

    def submit(self, fn: Callable[Given, Made], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Made]:
        """Hand work over; a process that this starts hears no Ctrl-C before it is ready for one."""
        with _without_interrupts():
            return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; where nobody waits, what has not begun is called off."""
        super().shutdown(wait, cancel_futures=cancel_futures or not wait)


def end_processes() -> None:
    """End all processes that help, whatever they are at."""
    _let_go()
    until = monotonic() + SLOWEST
    for process in active_children():
        process.join(max(0.0, until - monotonic()))


def _let_go() -> None:
    while _held:
        _held.pop().close()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(watched: Connection) -> None:
    """What each process does before its first work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    # A process that was forked has a copy of the end that only its parent may hold.
    _let_go()
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: Any) -> None:
    with suppress(EOFError, OSError):
        watched.recv_bytes()
    os._exit(0)
