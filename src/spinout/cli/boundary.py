"""The one error boundary: whatever goes wrong ends here, as a sentence and an exit code."""

import contextlib
import errno
import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, Self

from spinout import __version__
from spinout.cli.streams import StdoutError, prepare, say
from spinout.storage import StorageError

OBJECTS_BEFORE_A_SEARCH = 100_000
"""So many new objects make Python search for garbage that goes round in circles; else it is 700.

A program that starts makes many and throws none away, so that the searches are in vain. A report makes some
55,000, and one search through as many takes as long as Python to start.
"""


class ExitCode(IntEnum):
    """What scripts may rely on."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    STORAGE = 3
    DEFECT = 4
    INTERRUPTED = 130
    READER_LEFT = 141
    """What a shell gives for a program whose reader has gone; scripts with `pipefail` know it."""


SHORTAGES = frozenset({errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EIO, errno.EROFS})
"""What a system lacks or refuses: no fault of the program, wherever in it that shows."""


def run() -> int:
    """Run the command line and give back the exit code."""
    gc.set_threshold(OBJECTS_BEFORE_A_SEARCH)
    prepare()
    if sys.stdout is None:
        say("stdout is closed, so nothing can be written.")
        return ExitCode.STORAGE
    try:
        return _run()
    except StorageError as error:
        say(f"{error.path}: {error.message}")
        return ExitCode.STORAGE
    except KeyboardInterrupt:
        say("Interrupted.")
        return ExitCode.INTERRUPTED
    except StdoutError as error:
        if error.reader_left:
            return ExitCode.READER_LEFT
        say(str(error))
        return ExitCode.STORAGE
    except Exception as error:
        if isinstance(error, OSError) and error.errno in SHORTAGES:
            say(f"The system does not give what is needed: {error.strerror}.")
            return ExitCode.STORAGE
        for line in defect(error).split("\n"):
            say(line)
        return ExitCode.DEFECT


def _run() -> int:
    from spinout.cli.app import program
    from spinout.cli.usage import UsageError, show_usage_error

    words = sys.argv[1:]
    try:
        done = program(words)(prog_name="spinout", standalone_mode=False)
        code = done if isinstance(done, int) else ExitCode.DONE
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else ExitCode.DONE
    except UsageError as error:
        show_usage_error(error, words)
        return ExitCode.USAGE
    sys.stdout.flush()
    return code


def defect(error: Exception) -> str:
    """What is said of a defect: where it is, and nothing that the person wrote.

    With SPINOUT_DEBUG in the environment its traceback stands before that. Messages of exceptions quote what
    they met, so that it may hold text of an answer.
    """
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
    line = f"This is a defect of spinout {__version__} itself: {type(error).__name__} at {place}."
    report = "Your files were not changed by it. Please report {}, with the command that you gave."
    if os.environ.get("SPINOUT_DEBUG", "0") in ("", "0"):
        return f"{line} SPINOUT_DEBUG=1 in the environment shows more.\n{report.format('this line')}"
    return (
        f"{''.join(traceback.format_exception(error))}{line}\n{report.format('it')} "
        "The traceback may hold text of your answers: read it before you pass it on."
    )


PATIENCE = 3.0
"""Seconds in which pressing again changes nothing: what was finished is written meanwhile."""
ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""What is sent by a program that ends others, by a machine that shuts down and by a terminal that is closed."""
STOPPING = (signal.SIGINT, *ENDING)
"""Those, and what a terminal sends for Ctrl-C."""


def heed_signals() -> None:
    """Make all of STOPPING end the program as Ctrl-C does, so that nothing is left half written."""
    for number in ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


class Ended(KeyboardInterrupt):
    """The terminal was closed, or the program was told to end; nobody may be there to read."""


class Interrupts:
    """Turns Ctrl-C into KeyboardInterrupt once, and what else ends a program into Ended; never amid what is `held`.

    People press it twice, and what ends a program sends more than one signal. So a further one
    counts only where what was begun takes longer than anybody should wait.
    """

    def __init__(self) -> None:
        self._held = False
        self._wanted: KeyboardInterrupt | None = None
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

    def __exit__(self, *_: object) -> None:
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
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            raise wanted

    def _interrupt(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        first = self._last is None
        if self._last is not None and now - self._last <= PATIENCE:
            return
        self._last = now
        made = Ended() if number in ENDING else KeyboardInterrupt()
        if not (first and self._held):
            raise made
        self._wanted = made


def leave(code: int) -> NoReturn:
    """End the process at once, with all that was written: nothing of other processes is waited for."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError, KeyboardInterrupt, StdoutError):
            stream.flush()
    os._exit(code)
