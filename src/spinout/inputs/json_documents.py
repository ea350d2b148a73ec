"""Read JSON and JSON Lines strictly.

The standard library reads a text that has nothing doubtful in it. Where something is doubtful
(a duplicate key, a number that may not be written so, nesting, syntax), the text is read again
by a scanner that knows places, and that one alone says what is wrong.
"""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NoReturn

from msgspec.structs import replace

from spinout.core.problems import Code, Problem
from spinout.core.scalars import number_from, too_long
from spinout.inputs.documents import MOST_DEPTH, Document, Places, broken, text_of
from spinout.inputs.json_places import scan

DOUBTFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]|\\\\u[dD][89a-fA-F]|\\\\u00(?:[0189]|7[fF])|\\\\[bf]"
)
"""Characters that may be refused, raw or as escapes."""
LINE_ENDS_AND_TABS = str.maketrans("\r\n\t", "   ")


class _DoubtError(Exception):
    """The fast reading met something that the scanner must judge."""


def read_json(name: str, raw: bytes) -> Document:
    """Read the one JSON document of a file's bytes."""
    text = text_of(name, raw)
    if isinstance(text, Document):
        return text
    if not text.strip():
        return broken(
            name, Problem(Code.NO_DOCUMENT, "The file is empty.", "Write a document in it.", line=1, column=1)
        )
    if _plain(text) or not DOUBTFUL.search(text):
        try:
            data = _DECODER.decode(text)
        except (_DoubtError, ValueError, RecursionError):
            pass
        else:
            if text.count("[") + text.count("{") <= MOST_DEPTH or not _deep(data):
                return Document(name, data, lambda: scan(name, text).places, raw=raw)
    return _scanned(name, text)


def _plain(text: str) -> bool:
    """Whether nothing in a text can be doubtful; several times as fast as the search for what is."""
    if "\\" in text:
        return False
    if text.isascii():
        # The decoder refuses all others itself.
        return "\x7f" not in text
    return text.isprintable() or text.translate(LINE_ENDS_AND_TABS).isprintable()


SPREAD = "In .jsonl each document stands on one line. A document over several lines belongs in a .json file of its own."


def _scanned(name: str, text: str) -> Document:
    scanned = scan(name, text)
    if scanned.fatal is not None:
        return broken(name, scanned.fatal)
    return Document(name, scanned.data, lambda: scanned.places, tuple(scanned.problems))


def read_json_lines(name: str, lines: Iterable[bytes], start: int = 1) -> Iterator[Document]:
    """Read a document from each line that is not blank; places count lines of the file from `start`."""
    found = False
    for number, raw in enumerate(lines, start=start):
        if not raw.strip() or (number == 1 and raw.strip() == b"\xef\xbb\xbf"):
            continue
        found = True
        line = raw.rstrip(b"\r\n")
        document = read_json(name, line)
        if line.strip() == b"{":
            document = replace(document, problems=tuple(replace(p, hint=SPREAD) for p in document.problems))
        yield replace(_on_line(document, number), raw=line)
    if not found:
        yield broken(
            name,
            Problem(
                Code.NO_DOCUMENT, "The file has no document.", "Write one document in each line.", line=1, column=1
            ),
        )


def _on_line(document: Document, number: int) -> Document:
    """The same document, its places moved down to its line."""

    def find_places() -> Places:
        places = document.find_places()
        return Places(
            {path: (number, column) for path, (_, column) in places.values.items()},
            {path: (number, column) for path, (_, column) in places.keys.items()},
        )

    problems = tuple(replace(p, line=number) for p in document.problems)
    return replace(document, line=number, find_places=find_places, problems=problems)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _DoubtError
    return made


class _ShortNumbers(dict[str, int]):
    """The whole numbers that answers are mostly made of, so that few are read by our own code."""

    def __missing__(self, text: str) -> int | Decimal:
        return _number(text)


def _number(text: str) -> int | Decimal:
    number = number_from(text)
    if number is None or too_long(text):
        raise _DoubtError
    return number


def _refuse(_word: str) -> NoReturn:
    raise _DoubtError


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs,
    parse_float=_number,
    parse_int=_ShortNumbers({str(number): number for number in range(101)}).__getitem__,
    parse_constant=_refuse,
)


def _deep(data: object) -> bool:
    """Whether the nesting is deeper than is read."""
    level: list[object] = [data]
    for _ in range(MOST_DEPTH):
        level = [child for value in level for child in _children(value) if isinstance(child, dict | list)]
        if not level:
            return False
    return True


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
