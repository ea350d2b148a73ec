"""Where a batch finds help: the processes of this machine, which never outlive who started them, or a cluster."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import Pipe, active_children, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from spinout.reports.formats import MissingExtra
from spinout.storage import StorageError
from spinout.use_cases.batches import Help

Given = ParamSpec("Given")
Made = TypeVar("Made")
SLOWEST = 2.0
"""Seconds to wait for processes that were told to end."""
TO_ALL = {getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)}
"""What a terminal sends to every process that was started in it."""
_held: list[Connection] = []
"""The ends that this process holds as long as the others are to live."""


class Processes(ProcessPoolExecutor):
    """Processes that leave Ctrl-C and a closed terminal to the one that started them, and end with it."""

    def __init__(self, workers: int) -> None:
        watched, held = Pipe(duplex=False)
        _held.append(held)
        super().__init__(workers, _context(), initializer=_begin, initargs=(watched,))

    def submit(self, fn: Callable[Given, Made], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Made]:
        """Hand work over; a process that this starts hears no Ctrl-C before it is ready for one."""
        with _without_interrupts():
            return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Take no more work; where nobody waits, what has not begun is called off."""
        super().shutdown(wait, cancel_futures=cancel_futures or not wait)


def _context() -> BaseContext:
    """How processes are begun: as copies of this one while it has no threads, which takes a third of a second less.

    Else a copy could wait for ever for what another thread held when it was made, or does: the library that makes
    PDFs has threads from its first report on. It is then a copy of a process that has none.
    """
    usual = get_context()
    return get_context("forkserver") if usual.get_start_method() == "fork" and not _alone() else usual


def _alone() -> bool:
    """Whether this process has one thread; no, where that cannot be told. Those of libraries count too."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


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
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TO_ALL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(watched: Connection) -> None:
    """What each process does before its first work."""
    for number in TO_ALL:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TO_ALL)
    # A process that was forked has a copy of the end that only its parent may hold.
    _let_go()
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: Any) -> None:
    with suppress(EOFError, OSError):
        watched.recv_bytes()
    os._exit(0)


ALONE = 256
"""So many documents are done here first: few, so that a small batch waits for no process to start (docs/scale.md)."""
MOST_BY_ITSELF = 4
"""As many processes as are started without being asked for."""


def help_from(jobs: int | None, cluster: str | None) -> Help | None:
    """The help that was asked for; None to do all the work in this process.

    Raises MissingExtra where what clusters need is not installed, StorageError where none answers.
    """
    if cluster is not None:
        return _cluster(cluster)
    if jobs is None:
        # Not all processors of a machine may be ours.
        ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        workers = min(ours, MOST_BY_ITSELF)
        return Help(lambda: Processes(workers), workers, ALONE) if workers > 1 else None
    return Help(lambda: Processes(jobs), jobs) if jobs > 1 else None


def _cluster(address: str) -> Help:
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise MissingExtra("cluster", "A cluster") from error
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise StorageError(address, "No cluster answers there. Check the address, as in tcp://host:8786.") from error
    workers = sum(client.nthreads().values())
    # Chunks that are alike must not be taken for one another.
    return Help(lambda: client.get_executor(pure=False), max(1, workers))
