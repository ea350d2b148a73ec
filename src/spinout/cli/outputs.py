"""The one look at where a command writes, before it writes anything."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from spinout.cli.streams import say
from spinout.identities import STDIN, STDOUT, FilesInUse, files_below
from spinout.resources import shipped
from spinout.rights import lost_by_replacing
from spinout.storage import check_writable, exists, is_folder
from spinout.use_cases.copies import copy_shipped, shipped_names
from spinout.use_cases.interviews import lock_path


def check_outputs(
    outputs: Iterable[tuple[str, str | Path | None]],
    inputs: Iterable[str | Path | None],
    *,
    force: bool = False,
) -> FilesInUse:
    """See that files can be written where they are to be, and that nothing is lost by it.

    `outputs` are files, each with the option that names it; `inputs` are the files and folders that the command
    reads. Ends the command where an output is one of those, or two are one file, whatever they are called.
    Raises StorageError where one cannot be written. Says what the file that is replaced had and the new one
    will not have. Gives back what is claimed, for outputs whose names come later.
    """
    named = [(option, path) for option, path in outputs if path is not None and str(path) != "-"]
    claims = FilesInUse(_read(path for path in inputs if path is not None))
    claims.claim(STDOUT)
    for option, path in named:
        wrong = claims.claim(path)
        if wrong is not None:
            raise typer.BadParameter(f"{path}: {wrong}", param_hint=option)
    for _, path in named:
        check_writable(path, force=force)
    for _, path in named:
        for sentence in lost_by_replacing(path):
            say(f"{path}: {sentence}")
    return claims


def copied(kind: str, folder: Path, *, force: bool) -> tuple[str, ...]:
    """Copy what comes with the program, `templates` or `examples`, into a folder; the paths that were written."""
    there = [("--copy", file) for name in shipped_names(kind) if exists(file := folder / name)]
    check_outputs(there, (shipped(kind),), force=force)
    return copy_shipped(kind, folder, force=force)


def told_whole(path: str) -> str:
    """A file that was written, by its whole path: it is to be found and opened."""
    return str(Path(path).absolute())


def _read(inputs: Iterable[str | Path]) -> Iterator[str | Path | int]:
    """All files that are read, and the lock of each file of answers: somebody may be at work on it."""
    for path in inputs:
        if str(path) == "-":
            yield STDIN
        elif is_folder(path):
            yield from files_below(path)
        else:
            yield path
            yield lock_path(path)
