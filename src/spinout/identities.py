"""Which file a path leads to, whatever it is called: what a command reads is never written to, nor one file twice."""

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePath
from unicodedata import normalize

from spinout.core.wording import nearest


def files_below(path: str | Path) -> Iterator[str]:
    """A path itself where it is no folder, else every file below that, hidden ones too."""
    if not os.path.isdir(path):
        yield str(path)
        return
    for folder, _, names in os.walk(path):
        for name in names:
            yield os.path.join(folder, name)


Identity = tuple[int | str, ...]
STDIN, STDOUT = 0, 1
STREAMS = {STDIN: "stdin", STDOUT: "stdout"}
"""What open files that have numbers of their own are called."""


def identity(path: str | Path | int) -> Identity:
    """What tells a file from every other, whatever it is called: links lead to one, and so do letters of either case.

    One that is not there yet is known by its folder and its name, in which case does not count: what are two
    files here may be one on another disk. An open file may be given by its number.
    """
    with contextlib.suppress(OSError, ValueError):
        there = os.stat(path)
        if there.st_ino:
            return there.st_dev, there.st_ino
    try:
        real = os.path.realpath(str(path))
    except (OSError, ValueError):
        return (str(path),)
    folder, name = os.path.split(real)
    return (*identity(folder), normalize("NFC", name).casefold()) if name else (real,)


def is_kept(path: str | Path | int) -> bool:
    """Whether a file keeps what is written to it, or would; a device and a pipe keep nothing."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


class FilesInUse:
    """The files that a command reads, and those that it writes: no file that it writes may be another of them."""

    def __init__(self, read: Iterable[str | Path | int] = ()) -> None:
        self._read = {identity(path): _name(path) for path in read if is_kept(path)}
        self._written: dict[Identity, str] = {}

    def claim(self, path: str | Path | int) -> str | None:
        """Take a file to write to; gives back why it cannot be one, where that is so."""
        if not is_kept(path):
            return None
        found = identity(path)
        if found in self._read:
            same = self._read[found]
            return f"The command reads this file{_as_other(path, same)}. Name another one."
        if found in self._written:
            same = self._written[found]
            return f"The command writes this file already{_as_other(path, same)}. Name another one."
        self._written[found] = _name(path)
        return None

    def written(self, path: str | Path) -> None:
        """Note a file that was claimed, and stands now: it is told by another mark than before."""
        self._written[identity(path)] = str(path)


def _name(path: str | Path | int) -> str:
    return STREAMS[path] if isinstance(path, int) else str(path)


def _as_other(path: str | Path | int, same: str) -> str:
    return "" if str(path) == same else f", as {same}"


MOST_LOOKED_AT = 2_000
"""Of the files beside one that is not there, so many are looked at to find what was meant."""


def missing_part(path: str | Path) -> Path:
    """The first part of a path that is not there: a folder on the way, or what it names itself."""
    part = Path(path)
    while not os.path.isdir(part.parent) and part.parent != part:
        part = part.parent
    return part


def near_name(path: str | Path) -> str | None:
    """What stands beside a path that is not there and was most likely meant; None where nothing is near.

    A file with another ending is the nearest. Hidden files are not named.
    """
    from difflib import get_close_matches

    named = PurePath(path)
    stems: dict[str, list[str]] = {}
    with contextlib.suppress(OSError, ValueError), os.scandir(Path(path).parent) as entries:
        for entry in islice(entries, MOST_LOOKED_AT):
            if not entry.name.startswith((".", "~$")):
                stems.setdefault(PurePath(entry.name).stem.casefold(), []).append(entry.name)
    stem = named.stem.casefold()
    near = stem if stem in stems else nearest(named.name, stems) or nearest(stem, stems)
    names = [] if near is None else get_close_matches(named.name, sorted(stems[near]), n=1, cutoff=0)
    return str(named.with_name(names[0])) if names and names[0] != named.name else None
