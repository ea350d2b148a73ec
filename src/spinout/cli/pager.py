"""A pager for long results: what `PAGER` names, else `less`; where there is none, the text is printed."""

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress

LESS = "FRX"
"""What `less` is told where the person told it nothing: leave at once where all fits, keep colours and the screen."""


def paged(text: str, *, wanted: bool = True) -> None:
    """Write text to stdout, through the pager where that is a terminal."""
    command = shlex.split(os.environ.get("PAGER") or "less", posix=os.name != "nt")
    able = wanted and sys.stdout.isatty() and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"
    if not able or not command or shutil.which(command[0]) is None:
        print(text)
        return
    sys.stdout.flush()
    with suppress(BrokenPipeError):
        _through(command, text)


def _through(command: list[str], text: str) -> None:
    environment = {**os.environ, "LESS": os.environ.get("LESS", LESS)}
    pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
    assert pager.stdin is not None
    with suppress(KeyboardInterrupt, OSError), pager.stdin:
        pager.stdin.write(f"{text}\n".encode(errors="backslashreplace"))
    while True:
        # Ctrl-C is the pager's: it ends a search in it, and not the program behind it.
        with suppress(KeyboardInterrupt):
            pager.wait()
            return
