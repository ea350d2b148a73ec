"""The only part that opens files: reads bytes, lists folders, writes a file whole or not at all."""

import contextlib
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Self
from zlib import crc32

from spinout.core.wording import visible
from spinout.identities import is_kept, missing_part, near_name
from spinout.rights import give_rights, protected

UNFINISHED = ".part"
"""The ending of a file that is still written, and takes its place when it is whole."""
NOT_WHOLE = ".not-whole"
"""The ending, after its own, of a file that was to become whole and did not."""
MOST_OF_NAME = 40
_NAME = re.compile(
    rf"\..{{0,{MOST_OF_NAME}}}\.(?P<where>[0-9a-f]{{8}})-(?P<process>\d+)-\w+{re.escape(UNFINISHED)}", re.DOTALL
)


def remove_unfinished(path: str | Path) -> None:
    """Take away what a program that was killed left beside a file while it wrote that."""
    target = Path(os.path.realpath(path))
    with contextlib.suppress(OSError):
        for name in os.listdir(target.parent):
            if name.startswith(_start(target.name)) and name.endswith(UNFINISHED):
                os.unlink(target.parent / name)


# a folder may get thousands of files, and is looked through for the first of them
@lru_cache(maxsize=64)
def remove_abandoned(folder: Path) -> None:
    """Take away what programs that were killed left unfinished in a folder."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            found = _NAME.fullmatch(name)
            if found is not None and found["where"] == _where() and not runs(int(found["process"])):
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


def _start(target: str) -> str:
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


BUFFER = 64 * 1024
NO_NAME = "\0"
"""A character that no file's name has."""
NAME = re.compile(f"[^{NO_NAME}]+")
RETRY_AFTER = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds to wait before a file is replaced again; Windows locks a file while another program reads it."""


class StorageError(Exception):
    """A file or folder could not be read or written; says which, why, and what to do."""

    def __init__(self, path: str | Path, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = str(path)
        self.message = message

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """As what it was made of, so that it may come from another process."""
        return type(self), (self.path, self.message)


class FileExistsAlready(StorageError):  # noqa: N818 - it reads as what happened
    """A file stands where one was to be written, and nobody said to replace it."""


CHANGED = "The file was changed by somebody else after it was read here. It was not overwritten."


class ChangedMeanwhile(StorageError):  # noqa: N818 - it reads as what happened
    """A file is not as it was when it was read, so it was not overwritten."""


def read_bytes(path: str | Path, *, most: int | None = None, plain: bool = False) -> bytes:
    """The bytes of a file, at most `most` and one more, so that a caller can tell that it is longer.

    A pipe is waited for, as it is where somebody named it; with `plain` it is refused. Raises StorageError
    where the file cannot be read.
    """
    with _told(path), _opened(path, plain=plain) as file:
        # Room is made for all that is asked for at once, and few files are as long as they may be.
        few = BUFFER if most is None else min(BUFFER, most + 1)
        first = file.read(few)
        return first if len(first) < few else first + file.read(-1 if most is None else most + 1 - few)


def read_lines(path: str | Path, *, most: int) -> Iterator[bytes]:
    """The lines of a file, each at most `most` bytes and one more; what is beyond is passed over.

    Raises StorageError where the file cannot be read.
    """
    with _told(path), _opened(path) as file:
        yield from _lines(file, most)


def _opened(path: str | Path, *, plain: bool = False) -> BinaryIO:
    """A file to read, or a pipe; a device may never come to an end. Raises StorageError, OSError or ValueError."""
    mode = os.stat(path).st_mode
    if plain and stat.S_ISFIFO(mode):
        raise StorageError(path, "This is a pipe, and no file. Put a file in its place.")
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        raise StorageError(path, "This is a device, and no file. Name a file.")
    return open(path, "rb", buffering=BUFFER)


def lines_given(*, most: int) -> Iterator[bytes]:
    """The lines of standard input, cut as those of a file are. Raises StorageError."""
    with _told("-"):
        yield from _lines(sys.stdin.buffer, most)


def _lines(file: BinaryIO, most: int) -> Iterator[bytes]:
    while line := file.readline(most + 2):
        ended = line.endswith(b"\n")
        while not ended:
            rest = file.readline(BUFFER)
            ended = not rest or rest.endswith(b"\n")
        yield line


def is_folder(path: str | Path) -> bool:
    """Whether a path is a folder."""
    return os.path.isdir(path)


def exists(path: str | Path) -> bool:
    """Whether anything stands at a path."""
    return os.path.lexists(path)


def make_folder(path: str | Path) -> None:
    """Make a folder, and those above it, where there is none. Raises StorageError."""
    above = Path(os.path.realpath(path))
    while not above.exists() and above != above.parent:
        above = above.parent
    if os.name != "nt" and not is_folder(path) and protected(above):
        raise StorageError(path, f"The folder {above} is write-protected. Allow writing to it, or name another.")
    with _told(path):
        os.makedirs(path, exist_ok=True)


def found_in(folder: str | Path, endings: Iterable[str]) -> Iterator[str]:
    """The files below a folder, as `searched` finds them. Raises StorageError for a folder that cannot be read."""
    for found in searched(folder, endings):
        if isinstance(found, StorageError):
            raise found
        yield found


def files_beside(folder: str | Path, endings: tuple[str, ...]) -> Iterator[str]:
    """The files in a folder with one of the endings, by their names; none where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(name for name in _kept(entries, endings, None) if not name.endswith("/"))
    except OSError:
        return
    yield from (os.path.join(folder, name) for name in names)


def searched(
    folder: str | Path, endings: Iterable[str], skipped: Callable[[str], None] | None = None
) -> Iterator[str | StorageError]:
    """The files below a folder with one of the endings, in the order of their POSIX paths.

    Hidden files and folders, links to folders, and what is no file (a pipe, a socket, a device)
    are left out; files with other endings are told to `skipped`. A folder that cannot be read
    is told in its place. Only the names of one folder, and of those above it, are held at a time.
    """
    try:
        with os.scandir(folder) as entries:
            # One text, since a hundred thousand names by themselves take five times the room.
            kept = NO_NAME.join(sorted(_kept(entries, tuple(endings), skipped)))
    except OSError as error:
        yield StorageError(error.filename or folder, _why(error))
        return
    for match in NAME.finditer(kept):
        name = match.group()
        path = os.path.join(folder, name.removesuffix("/"))
        if name.endswith("/"):
            yield from searched(path, endings, skipped)
        else:
            yield path


def _kept(
    entries: Iterable["os.DirEntry[str]"], endings: tuple[str, ...], skipped: Callable[[str], None] | None
) -> Iterator[str]:
    """The names that are looked at; a folder's ends in the slash that sorts its files among the others."""
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield f"{entry.name}/"
        elif entry.name.lower().endswith(endings):
            if _may_be_read(entry):
                yield entry.name
        elif skipped is not None and not entry.is_dir():
            skipped(entry.path)


def _may_be_read(entry: "os.DirEntry[str]") -> bool:
    """Whether an entry is a file: a pipe would be waited for. A link that leads nowhere is told when it is opened."""
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))
    except OSError:
        return True


def write_whole(path: str | Path, content: bytes, *, force: bool = False, unless_changed: str | None = None) -> None:
    """Write a file so that it stands whole or not at all.

    `unless_changed` is the SHA-256 that the file must still have. Raises FileExistsAlready where it
    stands already and `force` is not given, ChangedMeanwhile where it has another digest, else
    StorageError.
    """
    with whole_file(path, force=force) as file:
        file.write(content)
        if unless_changed is None:
            return
        from hashlib import sha256  # it loads a large library, which help needs not wait for

        if sha256(read_bytes(path)).hexdigest() != unless_changed:
            raise ChangedMeanwhile(path, CHANGED)


def write_first(path: str | Path, content: bytes) -> bool:
    """Write a small file only where none stands, and say whether that was so. Raises StorageError."""
    with _told(path):
        try:
            file = open(path, "xb")  # noqa: SIM115 - closed below, where what was not written whole is taken away
        except FileExistsError:
            return False
        try:
            with file:
                file.write(content)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(path)
            raise
    return True


def write_aside(stem: str, content: bytes, before: str | None = None) -> str | None:
    """Keep a text that could not be written to its place: in the person's folder, else in that for temporary files.

    Only the person may read it. `before` is where an earlier one is, which it replaces. Gives back where it
    is; None where neither folder takes it.
    """
    import tempfile

    if before is not None:
        with contextlib.suppress(StorageError):
            write_whole(before, content, force=True)
            return before
    for folder in (os.path.expanduser("~"), tempfile.gettempdir()):
        with contextlib.suppress(OSError):
            handle, path = tempfile.mkstemp(
                prefix=f"spinout-unsaved-{stem[:MOST_OF_NAME]}-", suffix=".yaml", dir=folder
            )
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(handle)
            except OSError:
                os.unlink(path)
                raise
            return path
    return None


def remove(path: str | Path) -> None:
    """Take a file away; nothing happens where there is none. Raises StorageError."""
    with _told(path), contextlib.suppress(FileNotFoundError):
        os.unlink(path)


class NewFile:
    """A file that is written piece by piece, and takes its place when it is whole."""

    def __init__(self, path: str | Path, file: BinaryIO) -> None:
        self.path = path
        self._file = file
        self.whole = True
        """Whether all that was to be written is written; a writer that was stopped sets it to False."""
        self.left: str | None = None
        """Where what is not whole was left, once the file is closed."""

    def write(self, content: bytes) -> None:
        """Write a piece. Raises StorageError."""
        with _told(self.path):
            self._file.write(content)


@contextlib.contextmanager
def whole_file(path: str | Path, *, force: bool = False, keep: bool = False) -> Iterator[NewFile]:
    """A file to write piece by piece, which takes its place when all is written.

    With `keep`, what was written before it went wrong is left beside its place, under its name and NOT_WHOLE;
    else it is taken away. Raises FileExistsAlready where the file stands already and `force` is not given,
    else StorageError; what goes wrong in the block is passed on as it is.
    """
    check_writable(path, force=force)
    if not is_kept(path):
        with _told(path):
            device = open(path, "wb")  # noqa: SIM115 - closed below, where the block's own errors are not taken for its
        try:
            yield NewFile(path, device)
            with _told(path):
                device.flush()
        finally:
            with contextlib.suppress(OSError):
                device.close()
        return
    with _replacing(path, Path(os.path.realpath(path)), keep=keep) as file:
        yield file


def check_writable(path: str | Path, *, force: bool = False) -> None:
    """Refuse a place that no file can be written to, before anything is.

    A file whose rights forbid writing is not replaced, though its folder would allow it, and though root may.
    Raises FileExistsAlready where a file stands there and `force` is not given, else StorageError.
    """
    check_folder(path)
    if not force and exists(path):
        raise FileExistsAlready(path, "The file stands already. Give --force to replace it.")
    if is_folder(path):
        raise StorageError(path, "This is a folder. Name a file.")
    if not is_kept(path):
        return
    if protected(path):
        raise StorageError(path, "The file is write-protected. Allow writing to it, or name another.")
    folder = Path(os.path.realpath(path)).parent
    if os.name != "nt" and protected(folder):
        raise StorageError(path, f"The folder {folder} is write-protected. Allow writing to it, or name another.")


def check_folder(path: str | Path) -> None:
    """Refuse a place in a folder that is not there. Raises StorageError."""
    folder = Path(os.path.realpath(path) if os.path.islink(path) else path).parent
    if not is_folder(folder):
        meant = _meant(missing_part(folder))
        raise StorageError(path, f"There is no folder {folder}. {meant or 'Make it first, or name another.'}")


@contextlib.contextmanager
def _replacing(path: str | Path, target: Path, *, keep: bool) -> Iterator[NewFile]:
    import tempfile

    with _told(path):
        remove_abandoned(target.parent)
        handle, temporary = tempfile.mkstemp(
            prefix=f"{_start(target.name)}{_where()}-{os.getpid()}-", suffix=UNFINISHED, dir=target.parent
        )
    beside = f"{target}{NOT_WHOLE}"
    shown = beside if os.path.islink(path) else f"{path}{NOT_WHOLE}"
    file = os.fdopen(handle, "wb")
    made = NewFile(path, file)
    try:
        try:
            yield made
            with _told(path):
                file.flush()
                os.fsync(handle)
        finally:
            with contextlib.suppress(OSError):
                file.close()
        with _told(path):
            give_rights(temporary, target)
            _replace(temporary, str(target) if made.whole else beside)
    except BaseException:
        with contextlib.suppress(OSError):
            if keep and os.path.getsize(temporary):
                give_rights(temporary, target)
                os.replace(temporary, beside)
                made.left = shown
            else:
                os.unlink(temporary)
        raise
    if not made.whole:
        made.left = shown
    elif keep:
        with contextlib.suppress(OSError):
            os.unlink(beside)


def _replace(temporary: str, target: str) -> None:
    """Put a file in the place of another; try again where it is held for a moment."""
    for seconds in RETRY_AFTER:
        with contextlib.suppress(PermissionError):
            os.replace(temporary, target)
            return
        time.sleep(seconds)
    os.replace(temporary, target)


@contextlib.contextmanager
def _told(path: str | Path) -> Iterator[None]:
    """Tell what goes wrong with a path as a StorageError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise StorageError(path, _missing(path) if isinstance(error, FileNotFoundError) else _why(error)) from error


def _missing(path: str | Path) -> str:
    """That nothing stands at a path, or which folder on its way is not there, and what was meant if that is near."""
    part = missing_part(path)
    what = "There is no such file or folder." if part == Path(path) else f"There is no folder {part}."
    return f"{what} {_meant(part) or 'Check the path.'}"


def _meant(part: Path) -> str:
    """What stands near a path that is not there, in quotes where it has a blank, as it is typed; empty for nothing."""
    near = near_name(part)
    if near is None:
        return ""
    return f'Did you mean "{visible(near)}"?' if " " in near else f"Did you mean {visible(near)}?"


def _why(error: OSError | ValueError) -> str:
    """What went wrong in words that say what to do."""
    kinds = (each for each in WHY if isinstance(error, each))
    if (kind := next(kinds, None)) is not None:
        return WHY[kind]
    if not isinstance(error, OSError):
        return "The path cannot be used. Check it."
    return "The disk is full. Make room and try again." if error.errno == 28 else f"{error.strerror or error}."


WHY = {
    PermissionError: "No permission. Check who may read and write here, and whether another program holds it open.",
    IsADirectoryError: "This is a folder. Name a file in it.",
    NotADirectoryError: "A part of the path is a file, not a folder. Check the path.",
}
