"""Which program is at a file: an unfinished file's name tells its writer, and a writer that was killed is known.

Looks at names and processes. It opens no file, and takes none away but those that were abandoned.
"""

import contextlib
import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from zlib import crc32

UNFINISHED = ".part"
"""The ending of a file that is still written, and takes its place when it is whole."""
MOST_OF_NAME = 40
_NAME = re.compile(
    rf"\..{{0,{MOST_OF_NAME}}}\.(?P<where>[0-9a-f]{{8}})-(?P<process>\d+)-\w+{re.escape(UNFINISHED)}", re.DOTALL
)


def own_start(target: str) -> str:
    """How the names of those begin that this process writes."""
    return f"{_unfinished_start(target)}{_where()}-{os.getpid()}-"


def remove_unfinished(path: str | Path) -> None:
    """Take away what a program that was killed left beside a file while it wrote that."""
    target = Path(os.path.realpath(path))
    with contextlib.suppress(OSError):
        for name in os.listdir(target.parent):
            if name.startswith(_unfinished_start(target.name)) and name.endswith(UNFINISHED):
                os.unlink(target.parent / name)


# a folder may get thousands of files, and is looked through for the first of them
@lru_cache(maxsize=64)
def remove_abandoned(folder: Path) -> None:
    """Take away what programs that were killed left unfinished in a folder."""
    with contextlib.suppress(OSError):
        for name in filter(_is_abandoned, os.listdir(folder)):
            with contextlib.suppress(OSError):
                os.unlink(folder / name)


def runs(process: int) -> bool:
    """Whether a process of this machine runs."""
    if process <= 0:
        return False
    if sys.platform == "win32":
        # os.kill would end the process there.
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, 0, process)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _is_abandoned(name: str) -> bool:
    """Whether a file of this name was left unfinished by a process of this machine that has ended."""
    found = _NAME.fullmatch(name)
    return found is not None and found["where"] == _where() and not runs(int(found["process"]))


def _unfinished_start(target: str) -> str:
    """How the names of all unfinished files begin that are to take the place of one of this name."""
    return f".{target[:MOST_OF_NAME]}."


@lru_cache(maxsize=1)
def _where() -> str:
    """A mark of the machine, and of the container, in which a process has its number."""
    machine = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    try:
        numbers = os.readlink("/proc/self/ns/pid")
    except OSError:
        numbers = ""
    return f"{crc32(f'{machine} {numbers}'.encode('utf-8', 'surrogateescape')):08x}"
