"""The one error boundary: whatever goes wrong ends here, as a sentence and an exit code."""

import gc
import sys
from enum import IntEnum
from pathlib import Path

from spinout import __version__
from spinout.cli.streams import prepare, say
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
    except OSError as error:
        what = error.filename or "Standard output"
        say(f"{what} could not be written: {error.strerror or type(error).__name__}.")
        return ExitCode.STORAGE
    except Exception as error:
        say(defect(error))
        return ExitCode.DEFECT


def _run() -> int:
    from spinout.cli.app import program

    try:
        program(sys.argv[1:])(prog_name="spinout")
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else ExitCode.DONE
        sys.stdout.flush()
        return code
    return ExitCode.DONE


def defect(error: Exception) -> str:
    """What is said of a defect: where it is, and nothing that the person wrote."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f"{Path(last.filename).name}:{last.lineno}" if last is not None else "an unknown place"
    return (
        f"This is a defect of spinout {__version__} itself: {type(error).__name__} at {place}.\n"
        "Your files were not changed by it. Please report this line, with the command that you gave."
    )
