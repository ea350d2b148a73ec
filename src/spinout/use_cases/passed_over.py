"""What a search through folders leaves out, so that it can be told: other endings, and what spinout wrote itself."""

import os
import re
from collections.abc import Iterable

from msgspec import Struct, field

from spinout.core.problems import Code, Problem
from spinout.reports.cohort_csv import FIXED
from spinout.storage import read_bytes, same_file

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


class PassedOver(Struct):
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
