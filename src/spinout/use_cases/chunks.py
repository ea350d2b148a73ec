"""Find the work of a batch, cut it into chunks small enough to hand over, and tell what was left out."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import PurePath
from typing import TypeVar

from msgspec import Struct, field

from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.inputs.documents import JSON_LINES, MOST_BYTES, Document, Format, format_of, read_lines, read_rows
from spinout.inputs.tables import Row, table_of, without_rows
from spinout.reports.cohort.tables import FIXED
from spinout.storage import StorageError, lines_given, read_bytes, same_file
from spinout.storage import read_lines as stored_lines
from spinout.use_cases.assessments import Refused, Unreadable, files_in, holds_several

MOST_NAMES = 3
"""So many files are named, and the rest counted."""
OWN_LINE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:\s*"spinout\.')
"""How the program's own JSON begins, and each line of its JSON Lines."""
OWN_HEAD = 200
"""So many bytes of a file are looked at for that."""
OWN_HEADINGS = (FIXED[:4], ("About", "Text"))
"""How the headings of its own tables begin: that of a batch, and the first sheet of a cohort's workbook."""


class Names(Struct):
    """Some files: how many, and the names of the first."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, path: str) -> None:
        """Count a file."""
        self.count += 1
        if len(self.names) < MOST_NAMES:
            self.names.append(path)

    def in_words(self) -> str:
        """The names, and how many more."""
        more = self.count - len(self.names)
        return ", ".join(self.names) + (f" and {more} more" if more else "")


class Skipped(Struct):
    """The files of a batch's folders that are not read. `writing` is the file that the batch writes."""

    writing: str | None = None
    others: Names = field(default_factory=Names)
    """Files whose ending is not known."""
    own: Names = field(default_factory=Names)
    """Files that the program wrote before."""

    def is_written(self, path: str) -> bool:
        """Whether a file is the one that the batch writes; then it is noted."""
        found = self.writing is not None and same_file(path, self.writing)
        if found:
            self.own.add(path)
        return found


def given_twice(paths: Iterable[str]) -> list[str]:
    """Of the paths that a batch is given, those that lead to what another leads to, or stand in such a folder."""
    found: list[str] = []
    known: set[str] = set()
    above: set[str] = set()
    for path in paths:
        place, *folders = _with_folders(path)
        if place in known or place in above or not known.isdisjoint(folders):
            found.append(path)
        known.add(place)
        above.update(folders)
    return found


def own_headings(cells: tuple[str, ...]) -> bool:
    """Whether a table is one that the program writes."""
    return any(cells[: len(own)] == own for own in OWN_HEADINGS)


def own_line(raw: bytes) -> bool:
    """Whether a line of JSON Lines, or a file of JSON, begins as those that the program writes."""
    return OWN_LINE.match(raw) is not None


def own_output(path: str, problems: Iterable[Problem]) -> bool:
    """Whether a file that cannot be scored is one that the program wrote as JSON, be it in several lines."""
    if any(problem.code is Code.OWN_OUTPUT for problem in problems):
        return True
    return any(problem.code is Code.JSON_SYNTAX for problem in problems) and own_line(read_bytes(path, most=OWN_HEAD))


def _with_folders(path: str) -> tuple[str, ...]:
    """A path in full, and the folders above it, the nearest first."""
    found = [os.path.abspath(path)]
    while (above := os.path.dirname(found[-1])) != found[-1]:
        found.append(above)
    return tuple(found)


Item = TypeVar("Item")
STDIN = "-"
"""The path that stands for JSON Lines on standard input."""
MOST_OF_A_CHUNK = 4 * MOST_BYTES
"""How many bytes are handed over at a time, but for the last document."""


class Files(Struct, frozen=True):
    """Files that hold one document each; `searched` where they were found in a folder, and not named."""

    paths: tuple[str, ...]
    searched: bool = False


class Lines(Struct, frozen=True):
    """Lines of a file of JSON Lines, with their numbers."""

    file: str
    lines: tuple[tuple[int, bytes], ...]


class Rows(Struct, frozen=True):
    """Rows of a table, under its headings."""

    file: str
    headings: Row
    rows: tuple[Row, ...]


Chunk = Files | Lines | Rows | Refused | Unreadable
"""Work to be done, or something that cannot be done and is told in its place."""


def chunks_of(
    paths: Iterable[str],
    questionnaire: Questionnaire,
    *,
    size: int,
    size_given: int,
    skipped: Skipped | None = None,
) -> Iterator[Chunk]:
    """The chunks of files and folders, each of at most `size` documents, and of standard input, of `size_given`.

    What a folder holds and is not read is noted in `skipped`; a file that is named is always read.
    """
    noted = Skipped() if skipped is None else skipped
    waiting: list[str] = []
    of_folder = False
    for path in paths:
        for file in files_in(path, noted.others.add) if path != STDIN else (path,):
            if isinstance(file, str) and file != path and noted.is_written(file):
                continue
            alone = isinstance(file, str) and not _of_several(file)
            searched = file != path
            if waiting and (not alone or len(waiting) >= size or searched != of_folder):
                yield Files(tuple(waiting), of_folder)
                waiting.clear()
            of_folder = searched
            if isinstance(file, Unreadable):
                yield file
            elif alone:
                waiting.append(file)
            else:
                own = noted.own if searched else None
                yield from _chunks_in(file, questionnaire, size_given if file == STDIN else size, own)
    if waiting:
        yield Files(tuple(waiting), of_folder)


def documents_expected(paths: Iterable[str]) -> int | None:
    """How many documents there will be; None where files hold several, or standard input is read."""
    count = 0
    for path in paths:
        for file in files_in(path):
            if isinstance(file, Unreadable):
                continue
            if path == STDIN or holds_several(file):
                return None
            count += 1
    return count


def shown(path: str) -> str:
    """A path as results name it."""
    folder, _, name = path.rpartition(os.sep)
    if not folder or name in ("", "."):
        return PurePath(path).as_posix()
    above = _shown_folder(folder)
    return name if above == "." else f"{above}/{name}"


@lru_cache(maxsize=64)
def _shown_folder(path: str) -> str:
    """A folder as results name it: worked out once for all its files."""
    return PurePath(path).as_posix()


def _of_several(file: str) -> bool:
    kind = format_of(file)
    return file == STDIN or (kind is not None and kind.several)


def _chunks_in(file: str, questionnaire: Questionnaire, size: int, own: Names | None) -> Iterator[Chunk]:
    """The chunks of a file that holds several documents; one that the program wrote is noted in `own`."""
    kind = JSON_LINES if file == STDIN else format_of(file)
    assert kind is not None
    try:
        if kind.table:
            yield from _row_chunks(file, kind, questionnaire, size, own)
        else:
            yield from _line_chunks(file, kind, size, own)
    except StorageError as error:
        yield Unreadable(error.path, error.message)


def _line_chunks(file: str, kind: Format, size: int, own: Names | None) -> Iterator[Chunk]:
    lines = lines_given(most=MOST_BYTES) if file == STDIN else stored_lines(file, most=MOST_BYTES)
    numbered: Iterator[tuple[int, bytes]] = (
        (n, raw) for n, raw in enumerate(lines, start=1) if raw.strip() and raw.strip() != b"\xef\xbb\xbf"
    )
    found = False
    if own is not None:
        first = next(numbered, None)
        if first is not None and own_line(first[1]):
            own.add(file)
            return
        numbered = chain(() if first is None else (first,), numbered)
    for chunk in _packed(numbered, size, lambda line: len(line[1])):
        found = True
        yield Lines(shown(file), chunk)
    if not found:
        yield _refused(next(read_lines(shown(file), kind, ())))


def _row_chunks(file: str, kind: Format, questionnaire: Questionnaire, size: int, own: Names | None) -> Iterator[Chunk]:
    name = shown(file)
    source = stored_lines(file, most=MOST_BYTES) if kind.by_line else read_bytes(file)
    rows = (row for row in read_rows(name, kind, source) if not row.blank)
    headings = next(rows, None)
    if headings is None:
        yield _refused(without_rows(name, empty=True))
        return
    if own_headings(headings.cells):
        if own is not None:
            own.add(file)
        else:
            yield Refused(name, (_own_table(name),))
        return
    table = table_of(name, headings, questionnaire)
    if isinstance(table, Document):
        yield _refused(table)
        return
    found = False
    for chunk in _packed(rows, size, lambda row: sum(map(len, row.cells))):
        found = True
        yield Rows(name, headings, chunk)
    if not found:
        yield _refused(without_rows(name))


def _own_table(name: str) -> Problem:
    return Problem(
        Code.OWN_OUTPUT,
        "spinout wrote this table; it is none of answers.",
        "Give the files of answers that it was made from.",
        file=name,
        line=1,
        column=1,
    )


def _refused(document: Document) -> Refused:
    return Refused(document.name, document.problems, document.line)


def _packed(items: Iterable[Item], size: int, length: Callable[[Item], int]) -> Iterator[tuple[Item, ...]]:
    """Items put together, at most `size` and no more once they are long enough."""
    packed: list[Item] = []
    weight = 0
    for item in items:
        packed.append(item)
        weight += length(item) if size > 1 else 0
        if len(packed) >= size or weight > MOST_OF_A_CHUNK:
            yield tuple(packed)
            packed.clear()
            weight = 0
    if packed:
        yield tuple(packed)
