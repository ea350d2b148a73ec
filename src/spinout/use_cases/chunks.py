"""Find the work of a batch, cut it into chunks small enough to hand over, and tell what was left out."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path, PurePath
from typing import TypeVar

from msgspec import Struct, field

from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.identities import Identity, identity
from spinout.inputs.documents import (
    FORMATS,
    JSON_LINES,
    MOST_BYTES,
    MOST_PACKED,
    Document,
    Format,
    at_top,
    form_of_workbook,
    format_of,
    read_several,
    read_sheet,
)
from spinout.inputs.form_tables import titled
from spinout.inputs.tables import Row, table_of, without_rows
from spinout.reports.cohort.tables import FIXED
from spinout.storage import StorageError, exists, is_folder, lines_given, read_bytes, read_lines, searched
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
    """The files of a batch's folders that are not read. `writing` are the files that the batch writes."""

    writing: frozenset[Identity] = frozenset()
    others: Names = field(default_factory=Names)
    """Files whose ending is not known."""
    own: Names = field(default_factory=Names)
    """Files that the program wrote before."""
    locks: Names = field(default_factory=Names)
    """What a spreadsheet keeps beside a workbook while it is open."""

    def is_written(self, path: str) -> bool:
        """Whether a file is one that the batch writes; then it is noted."""
        found = bool(self.writing) and identity(path) in self.writing
        if found:
            self.own.add(path)
        return found


def read_of(paths: Iterable[str], output: str | None) -> Iterator[str]:
    """What a batch of some paths may read that its output must not be: of a folder the files that are no own ones."""
    own = output is None or format_of(output) is None or written_before(output)
    for path in paths:
        if not is_folder(path):
            yield path
        elif not own:
            yield from (found for found in searched(path, FORMATS) if isinstance(found, str))


def written_before(path: str) -> bool:
    """Whether a file is one that the program wrote, by how it begins; a file that is not there may be written."""
    kind = format_of(path)
    try:
        if kind is None or not kind.table:
            return bool(OWN_LINE.match(read_bytes(path, most=OWN_HEAD)))
        source = read_lines(path, most=MOST_BYTES) if kind.by_line else read_bytes(path, most=MOST_PACKED)
        first = next((row for row in read_sheet(path, kind, source).rows if not row.blank), None)
        return first is not None and _own_headings(first)
    except StorageError:
        return not exists(path)


def _own_headings(headings: Row) -> bool:
    return any(headings.cells[: len(begins)] == begins for begins in OWN_HEADINGS)


def given_twice(paths: Iterable[str]) -> list[str]:
    """Of the paths that a batch is given, those that lead to what another leads to, or stand in such a folder."""
    found: list[str] = []
    known: set[Path] = set()
    above: set[Path] = set()
    for path in paths:
        place = Path(os.path.abspath(path))
        if place in known | above or not known.isdisjoint(place.parents):
            found.append(path)
        known.add(place)
        above.update(place.parents)
    return found


def own_output(path: str, problems: Iterable[Problem]) -> bool:
    """Whether a file that cannot be scored is one that the program wrote as JSON, be it in several lines."""
    if any(problem.code is Code.OWN_OUTPUT for problem in problems):
        return True
    return any(problem.code is Code.JSON_SYNTAX for problem in problems) and bool(
        OWN_LINE.match(read_bytes(path, most=OWN_HEAD))
    )


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
    sheet: str | None = None,
) -> Iterator[Chunk]:
    """The chunks of files and folders, each of at most `size` documents, and of standard input, of `size_given`.

    What a folder holds and is not read is noted in `skipped`; a file that is named is always read.
    """
    noted = Skipped() if skipped is None else skipped
    for (alone, of_folder), some in groupby(_found(paths, noted), lambda pair: (_holds_one(pair[0]), pair[1])):
        if alone:
            for packed in _packed((str(file) for file, _ in some), size, len):
                yield Files(packed, of_folder)
            continue
        for file, _ in some:
            if isinstance(file, Unreadable):
                yield file
            else:
                own = noted.own if of_folder else None
                given = size_given if file == STDIN else size
                yield from _chunks_in(file, questionnaire, given, own, sheet)


def _found(paths: Iterable[str], skipped: Skipped) -> Iterator[tuple[str | Unreadable, bool]]:
    """The files to read, and whether each was searched for; what is passed over is noted."""
    for path in paths:
        for file in files_in(path, skipped.others.add, skipped.locks.add) if path != STDIN else (path,):
            if file == path or isinstance(file, Unreadable) or not skipped.is_written(file):
                yield file, file != path


def _holds_one(file: str | Unreadable) -> bool:
    return isinstance(file, str) and file != STDIN and not holds_several(file)


def documents_expected(paths: Iterable[str]) -> int | None:
    """How many documents there will be; None where files hold several, or standard input is read."""
    count = 0
    for file, _ in _found(paths, Skipped()):
        if not isinstance(file, Unreadable):
            if not _holds_one(file):
                return None
            count += 1
    return count


def shown(path: str) -> str:
    """A path as results name it."""
    return PurePath(path).as_posix()


def _chunks_in(
    file: str, questionnaire: Questionnaire, size: int, own: Names | None, sheet: str | None
) -> Iterator[Chunk]:
    """The chunks of a file that holds several documents; one that the program wrote is noted in `own`."""
    kind = JSON_LINES if file == STDIN else format_of(file)
    assert kind is not None
    try:
        if kind.table:
            yield from _row_chunks(file, kind, questionnaire, size, own, sheet)
        else:
            yield from _line_chunks(file, kind, size, own)
    except StorageError as error:
        yield Unreadable(error.path, error.message)


def _line_chunks(file: str, kind: Format, size: int, own: Names | None) -> Iterator[Chunk]:
    lines = lines_given(most=MOST_BYTES) if file == STDIN else read_lines(file, most=MOST_BYTES)
    numbered = ((n, raw) for n, raw in enumerate(lines, start=1) if raw.strip() not in (b"", b"\xef\xbb\xbf"))
    first = next(numbered, None)
    if first is None:
        yield _refused(next(read_several(shown(file), kind, ())))
    elif own is not None and OWN_LINE.match(first[1]):
        own.add(file)
    else:
        for chunk in _packed(chain((first,), numbered), size, lambda line: len(line[1])):
            yield Lines(shown(file), chunk)


def _row_chunks(
    file: str, kind: Format, questionnaire: Questionnaire, size: int, own: Names | None, wanted: str | None
) -> Iterator[Chunk]:
    name = shown(file)
    source = read_lines(file, most=MOST_BYTES) if kind.by_line else read_bytes(file, most=MOST_PACKED)
    if wanted is None and form_of_workbook(name, kind, source, questionnaire) is not None:
        yield Files((file,), own is not None)
        return
    sheet = read_sheet(name, kind, source, wanted)
    rows: Iterator[Row] = (row for row in sheet.rows if not row.blank)
    headings = next(rows, None)
    if headings is None:
        yield _refused(without_rows(name, sheet, questionnaire))
        return
    if _own_headings(headings):
        if own is not None:
            own.add(file)
        else:
            message = "spinout wrote this table; it is none of answers."
            hint = "Give the files of answers that it was made from."
            yield Refused(name, (at_top(Code.OWN_OUTPUT, message, hint, file=name),))
        return
    headings, rows = titled(headings, rows)
    table = table_of(name, headings, questionnaire, sheet)
    if isinstance(table, Document):
        yield _refused(table)
    elif (first := next(rows, None)) is None:
        yield _refused(without_rows(name))
    else:
        for chunk in _packed(chain((first,), rows), size, lambda row: sum(map(len, row.cells))):
            yield Rows(name, headings, chunk)


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
