"""Copies of what comes with the program: templates to make one's own, examples to try."""

from pathlib import Path

from spinout.resources import shipped
from spinout.storage import FileExistsAlready, exists, found_in, make_folder, read_bytes, write_whole

NOT_COPIED = (".py", ".pyc")
FORM = "form"
"""The folder, in that of templates, of the web form, of which nobody has one of their own: page and script are one."""


def shipped_names(kind: str) -> tuple[str, ...]:
    """The names of the shipped files of a kind, `templates` or `examples`, in their folders."""
    folder = shipped(kind)
    names = (Path(path).relative_to(folder) for path in found_in(folder, ("",)))
    return tuple(name.as_posix() for name in names if name.suffix not in NOT_COPIED and name.parts[0] != FORM)


def copy_shipped(kind: str, folder: Path, *, force: bool = False) -> tuple[str, ...]:
    """Copy the shipped files of a kind into a folder, and give back the paths that were written.

    Nothing is written where one of them stands already and `force` is not given. Raises StorageError.
    """
    names = shipped_names(kind)
    for name in names:
        if exists(folder / name) and not force:
            raise FileExistsAlready(folder / name, "The file stands already. Give --force to replace it.")
    for name in names:
        make_folder((folder / name).parent)
        write_whole(folder / name, read_bytes(shipped(kind) / name), force=force)
    return tuple(str(folder / name) for name in names)
