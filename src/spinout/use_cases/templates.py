"""Templates of reports: find the user's and the shipped ones, copy the shipped ones, check a Word file."""

from pathlib import Path
from typing import TYPE_CHECKING

from spinout.reports.environments import Templates
from spinout.resources import shipped
from spinout.storage import (
    FileExistsAlready,
    StorageError,
    exists,
    found_in,
    is_folder,
    make_folder,
    read_bytes,
    write_whole,
)

if TYPE_CHECKING:
    from spinout.reports.template_fields import UnknownField

MOST_BYTES = 20_000_000
"""A Word template may be as long as this."""
NOT_COPIED = (".py", ".pyc")


def templates_at(own: Path | None = None, word: Path | None = None) -> Templates:
    """The shipped templates, and before them those of the user's folder; and a Word file to fill in.

    Raises StorageError where the folder or the file cannot be read.
    """
    if own is not None and not is_folder(own):
        raise StorageError(own, "There is no such folder. Start one with: spinout templates --copy DIR")
    folder = None if own is None else Path(own).resolve()
    if word is None:
        return Templates(shipped("templates"), folder)
    return Templates(shipped("templates"), folder, _word_file(word), word.name)


def shipped_names() -> tuple[str, ...]:
    """The names of the shipped templates, in their folders."""
    folder = shipped("templates")
    names = (Path(path).relative_to(folder) for path in found_in(folder, ("",)))
    return tuple(name.as_posix() for name in names if name.suffix not in NOT_COPIED)


def copy_templates(folder: Path, *, force: bool = False) -> tuple[str, ...]:
    """Copy the shipped templates into a folder, and give back the paths that were written.

    Nothing is written where one of them stands already and `force` is not given. Raises StorageError.
    """
    names = shipped_names()
    for name in names:
        if exists(folder / name) and not force:
            raise FileExistsAlready(folder / name, "The file stands already. Give --force to replace it.")
    for name in names:
        make_folder((folder / name).parent)
        write_whole(folder / name, read_bytes(shipped("templates") / name), force=force)
    return tuple(str(folder / name) for name in names)


def check_word_template(path: Path) -> "tuple[UnknownField, ...]":
    """The fields of a Word template that do not exist.

    Raises StorageError, BrokenTemplate, and MissingExtra where Word files cannot be read.
    """
    from spinout.reports.word import template_problems

    return tuple(template_problems(Templates(shipped("templates"), None, _word_file(path), path.name)))


def _word_file(path: Path) -> bytes:
    content = read_bytes(path, most=MOST_BYTES)
    if len(content) > MOST_BYTES:
        raise StorageError(path, "The file is too big to be a Word template.")
    return content
