"""Cut files into pieces of work that are small enough to hand over, in the order of the batch."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import PurePath
from typing import TypeVar

from msgspec import Struct

from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.inputs.documents import MOST_BYTES, Document
from spinout.inputs.formats import JSON_LINES, Format, format_of, read_lines, read_rows
from spinout.inputs.tables import Row, table_of, without_rows
from spinout.storage import StorageError, lines_given, read_bytes
from spinout.storage import read_lines as stored_lines
from spinout.use_cases.assessments import Refused, Unreadable, files_in
from spinout.use_cases.documents import holds_several
from spinout.use_cases.passed_over import Names, PassedOver, own_headings, own_line

Item = TypeVar("Item")
STDIN = "-"
"""The path that stands for JSON Lines on standard input."""
MOST_OF_A_PIECE = 4 * MOST_BYTES
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


Piece = Files | Lines | Rows | Refused | Unreadable
"""Work to be done, or something that cannot be done and is told in its place."""


def pieces_of(
    paths: Iterable[str],
    questionnaire: Questionnaire,
    *,
    size: int,
    size_given: int,
    passed_over: PassedOver | None = None,
) -> Iterator[Piece]:
    """The pieces of files and folders, each of at most `size` documents, and of standard input, of `size_given`.

    What a folder holds and is not read is noted in `passed_over`; a file that is named is always read.
    """
    noted = PassedOver() if passed_over is None else passed_over
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
                yield from _pieces_in(file, questionnaire, size_given if file == STDIN else size, own)
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


def _pieces_in(file: str, questionnaire: Questionnaire, size: int, own: Names | None) -> Iterator[Piece]:
    """The pieces of a file that holds several documents; one that the program wrote is noted in `own`."""
    kind = JSON_LINES if file == STDIN else format_of(file)
    assert kind is not None
    try:
        if kind.table:
            yield from _row_pieces(file, kind, questionnaire, size, own)
        else:
            yield from _line_pieces(file, kind, size, own)
    except StorageError as error:
        yield Unreadable(error.path, error.message)


def _line_pieces(file: str, kind: Format, size: int, own: Names | None) -> Iterator[Piece]:
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
    for piece in _packed(numbered, size, lambda line: len(line[1])):
        found = True
        yield Lines(shown(file), piece)
    if not found:
        yield _refused(next(read_lines(shown(file), kind, ())))


def _row_pieces(file: str, kind: Format, questionnaire: Questionnaire, size: int, own: Names | None) -> Iterator[Piece]:
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
    for piece in _packed(rows, size, lambda row: sum(map(len, row.cells))):
        found = True
        yield Rows(name, headings, piece)
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
        if len(packed) >= size or weight > MOST_OF_A_PIECE:
            yield tuple(packed)
            packed.clear()
            weight = 0
    if packed:
        yield tuple(packed)
