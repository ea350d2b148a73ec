"""Read JSON and JSON Lines strictly, with line and column of every key and value."""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NoReturn

from msgspec import Struct, field
from msgspec.structs import replace

from spinout.core.problems import Code, Path, Problem
from spinout.core.wording import did_you_mean, found, number_from, shortened, too_long
from spinout.inputs.documents import (
    MOST_DEPTH,
    REFUSED_CHARACTERS,
    Document,
    LineStarts,
    Places,
    broken,
    refused_character,
    text_of,
)

BLANKS = re.compile(r"[ \t\r\n]*")
WORD = re.compile(r"[-+.\w]+")
WORDS = {"true": True, "false": False, "null": None}


class Scanned(Struct):
    """What a scan found; `fatal` is the problem that it could not get past."""

    data: Any = None
    places: Places = field(default_factory=lambda: Places({}, {}))
    problems: list[Problem] = field(default_factory=list)
    fatal: Problem | None = None


def scan(name: str, text: str) -> Scanned:
    """Scan the one JSON document of a text."""
    scanner = _Scanner(name, text)
    try:
        scanner.document()
    except _StopError as stop:
        return Scanned(fatal=stop.problem)
    return Scanned(scanner.data, Places(scanner.values, scanner.keys), scanner.problems)


class _StopError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Scanner:
    """Reads a text from `at` on; the nesting is bounded, so recursion is too."""

    def __init__(self, name: str, text: str) -> None:
        self.values: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self.data: Any = None
        self._name = name
        self._text = text
        self._lines = LineStarts(text)
        self._at = 0

    def document(self) -> None:
        """Read the value that is the whole text."""
        self._skip()
        self.data = self._value((), 1)
        self._skip()
        if self._at != len(self._text):
            raise self._stopped(
                "Something stands after the end of the document.",
                "Take it out. Several documents belong in a .jsonl file, each in a line of its own.",
            )

    def _skip(self) -> None:
        match = BLANKS.match(self._text, self._at)
        assert match is not None
        self._at = match.end()

    def _value(self, path: Path, depth: int) -> Any:
        start = self._at
        self.values.setdefault(path, self._lines.place(start))
        character = self._text[start : start + 1]
        if character in ("{", "[") and character:
            if depth > MOST_DEPTH:
                raise self._stopped(f"The nesting is deeper than {MOST_DEPTH}.", "Flatten it.", code=Code.TOO_DEEP)
            return self._object(path, depth) if character == "{" else self._list(path, depth)
        if character == '"':
            text = self._string()
            self._check(text, path, start)
            return text
        return self._word(path)

    def _object(self, path: Path, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        first: dict[str, int] = {}
        self._at += 1
        self._skip()
        while self._next_is("}", first=not first):
            start = self._at
            if self._text[start : start + 1] != '"':
                raise self._stopped(
                    "A key in double quotes was expected.", 'Write "key": value; no comma before the end.'
                )
            key = self._string()
            self._check(key, (*path, key), start, at_key=True)
            again = key in first
            if again:
                self._problem(
                    Code.DUPLICATE_KEY,
                    f"The key {found(key)} stands here a second time; it stood in line {first[key]}.",
                    "Keep one of the two.",
                    (*path, key),
                    start,
                    at_key=True,
                )
            first.setdefault(key, self._lines.place(start)[0])
            self.keys.setdefault((*path, key), self._lines.place(start))
            self._skip()
            if self._text[self._at : self._at + 1] != ":":
                raise self._stopped("A colon was expected after the key.", 'Write "key": value.')
            self._at += 1
            self._skip()
            value = self._value((*path, key), depth + 1)
            made.setdefault(key, value)
            self._skip()
        return made

    def _list(self, path: Path, depth: int) -> list[Any]:
        made: list[Any] = []
        self._at += 1
        self._skip()
        while self._next_is("]", first=not made):
            made.append(self._value((*path, len(made)), depth + 1))
            self._skip()
        return made

    def _next_is(self, end: str, *, first: bool) -> bool:
        """Whether another item follows; passes over the comma, or over the end."""
        character = self._text[self._at : self._at + 1]
        if character == end:
            self._at += 1
            return False
        if first:
            return True
        if not character:
            raise self._stopped(f"The file ends, and a {end} is missing.", "Close what was opened.")
        if character != ",":
            raise self._stopped(
                f"A comma or {end} was expected.", "Put commas between items, and close what was opened."
            )
        self._at += 1
        self._skip()
        return True

    def _string(self) -> str:
        try:
            text, self._at = scanstring(self._text, self._at + 1, True)  # noqa: FBT003 - it takes no keyword
        except JSONDecodeError as error:
            self._at = min(error.pos, len(self._text))
            raise self._stopped(*_broken_text(error.msg)) from None
        return str(text)

    def _word(self, path: Path) -> Any:
        start = self._at
        match = WORD.match(self._text, start)
        word = match.group() if match else ""
        self._at = start + len(word)
        if word in WORDS:
            return WORDS[word]
        number = number_from(word)
        if number is not None and not too_long(word):
            return number
        if number is not None:
            self._problem(
                Code.NUMBER_TOO_LONG,
                f"The number {shortened(word)} has more than 15 digits.",
                "Round it; or put it in quotes, if it is a reference and no number.",
                path,
                start,
            )
            return word
        if re.fullmatch(r"-?(NaN|Infinity)|-?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+", word):
            self._problem(
                Code.JSON_NUMBER,
                f"Found {shortened(word)}, which is no number here.",
                "Write a number's digits without an exponent; null where there is no number.",
                path,
                start,
            )
            return word
        self._at = start
        if not path and word:
            raise self._stopped(f"Found {found(word)} where {{ belongs.", "Give a file of YAML a name in .yaml.")
        near = did_you_mean(word, WORDS)
        raise self._stopped(
            f"Found {found(word)} where a value was expected." if word else "A value was expected here.",
            f"{near} Write text in double quotes, a number, true, false or null; no comma before the end.".strip(),
        )

    def _check(self, text: str, path: Path, start: int, *, at_key: bool = False) -> None:
        match = REFUSED_CHARACTERS.search(text)
        if match is not None:
            code, message, hint = refused_character(match.group())
            self._problem(code, message, hint, path, start, at_key=at_key)

    def _problem(self, code: Code, message: str, hint: str, path: Path, start: int, *, at_key: bool = False) -> None:
        line, column = self._lines.place(start)
        self.problems.append(Problem(code, message, hint, None, path, at_key, self._name, line, column))

    def _stopped(self, message: str, hint: str, *, code: Code = Code.JSON_SYNTAX) -> _StopError:
        """Why the text cannot be read on from here."""
        line, column = self._lines.place(self._at)
        here = self._text[self._at : self._at + 1]
        if REFUSED_CHARACTERS.match(here):
            code, message, hint = refused_character(here)
        elif here in ("/", "#"):
            message, hint = "A comment stands here; JSON has none.", "Take it out, or write the file in YAML."
        return _StopError(Problem(code, message, hint, line=line, column=column))


def _broken_text(said: str) -> tuple[str, str]:
    """Message and hint for a text in quotes that cannot be read, by what the standard library says."""
    if said.startswith("Invalid \\"):
        return "A backslash begins no known escape here.", "Write a backslash itself as two of them."
    if said.startswith("Unterminated"):
        return "The quotes that open here are never closed.", "Close them; a text ends in its own line."
    return "The text in quotes is broken by a line end or a tab.", "Close the quotes; write \\n or \\t."


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
