"""Read JSON and JSON Lines strictly, with line and column of every key and value."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from msgspec.structs import replace

from spinout.core.problems import Code, Path, Problem, ProblemList
from spinout.core.wording import did_you_mean, found, number_from, shortened, too_long
from spinout.inputs.documents import (
    MOST_DEPTH,
    REFUSED_CHARACTERS,
    Document,
    Flaw,
    LineStarts,
    Places,
    at_top,
    broken,
    key_twice,
    number_too_long,
    refused_character,
    text_of,
    told_if_unreadable,
)

BLANKS = re.compile(r"[ \t\r\n]*")
WORD = re.compile(r"[-+.\w]+")
WORDS = {"true": True, "false": False, "null": None}
NO_NUMBER = re.compile(r"-?(NaN|Infinity)|-?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+")
BROKEN_TEXTS = {
    "Invalid \\": ("A backslash begins no known escape here.", "Write a backslash itself as two of them."),
    "Unterminated": ("The quotes that open here are never closed.", "Close them; a text ends in its own line."),
    "": ("The text in quotes is broken by a line end or a tab.", "Close the quotes; write \\n or \\t."),
}
"""Message and hint for a text in quotes that cannot be read, by how the words of the standard library begin."""


@told_if_unreadable
def read_json(name: str, raw: bytes) -> Document:
    """Read the one JSON document of a file's bytes, with all that is wrong with it."""
    text = text_of(name, raw)
    if isinstance(text, Document):
        return text
    if not text.strip():
        return broken(name, at_top(Code.NO_DOCUMENT, "The file is empty.", "Write a document in it."))
    scanner = _Scanner(name, text)
    try:
        data = scanner.document()
    except _StopError as stop:
        return broken(name, stop.args[0])
    return Document(name, data, scanner.places, scanner.problems.every, raw=raw)


class _StopError(Exception):
    """The text cannot be read on; carries the problem."""


class _Scanner:
    """Reads a text from `at` on; the nesting is bounded, so recursion is too."""

    def __init__(self, name: str, text: str) -> None:
        self.problems = ProblemList(name)
        self._values: dict[Path, int] = {}
        self._keys: dict[Path, int] = {}
        self._name = name
        self._text = text
        self._at = 0

    def places(self) -> Places:
        """Line and column of every value and key; of a key that stands twice those of the first."""
        place = self._lines.place
        values, keys = ({path: place(start) for path, start in at.items()} for at in (self._values, self._keys))
        return Places(values, keys)

    @cached_property
    def _lines(self) -> LineStarts:
        return LineStarts(self._text)

    def document(self) -> Any:
        """Read the value that is the whole text."""
        data = self._value((), 1)
        if self._next():
            raise self._stopped(
                "Something stands after the end of the document.",
                "Take it out. Several documents belong in a .jsonl file, each in a line of its own.",
            )
        return data

    def _next(self) -> str:
        """The character after the blanks that stand here; none at the end."""
        blanks = BLANKS.match(self._text, self._at)
        assert blanks is not None
        self._at = blanks.end()
        return self._text[self._at : self._at + 1]

    def _value(self, path: Path, depth: int) -> Any:
        character = self._next()
        self._values.setdefault(path, self._at)
        if character not in ("{", "["):
            return self._string(path) if character == '"' else self._word(path)
        if depth > MOST_DEPTH:
            raise self._stopped(f"The nesting is deeper than {MOST_DEPTH}.", "Flatten it.", code=Code.TOO_DEEP)
        self._at += 1
        return self._object(path, depth) if character == "{" else self._list(path, depth)

    def _object(self, path: Path, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while self._another("}", first=not made):
            start = self._at
            if self._text[start : start + 1] != '"':
                raise self._stopped(
                    "A key in double quotes was expected.", 'Write "key": value; no comma before the end.'
                )
            key = self._string(path, at_key=True)
            below = (*path, key)
            first = self._keys.setdefault(below, start)
            if first != start:
                self._problem(key_twice(key, self._lines.place(first)[0]), below, start, at_key=True)
            if self._next() != ":":
                raise self._stopped("A colon was expected after the key.", 'Write "key": value.')
            self._at += 1
            made.setdefault(key, self._value(below, depth + 1))
        return made

    def _list(self, path: Path, depth: int) -> list[Any]:
        made: list[Any] = []
        while self._another("]", first=not made):
            made.append(self._value((*path, len(made)), depth + 1))
        return made

    def _another(self, end: str, *, first: bool) -> bool:
        """Whether another item follows; passes over the comma, or over the end."""
        character = self._next()
        if character == end:
            self._at += 1
        elif not first and not character:
            raise self._stopped(f"The file ends, and a {end} is missing.", "Close what was opened.")
        elif not first and character != ",":
            hint = "Put commas between items, and close what was opened."
            raise self._stopped(f"A comma or {end} was expected.", hint)
        elif not first:
            self._at += 1
            self._next()
        return character != end

    def _string(self, path: Path, *, at_key: bool = False) -> str:
        """A text in quotes: a value, or a key of what stands at the path."""
        start = self._at
        try:
            text, self._at = scanstring(self._text, start + 1, True)  # noqa: FBT003 - it takes no keyword
        except JSONDecodeError as error:
            self._at = min(error.pos, len(self._text))
            said = next(said for begins, said in BROKEN_TEXTS.items() if error.msg.startswith(begins))
            raise self._stopped(*said) from None
        match = REFUSED_CHARACTERS.search(text)
        if match is not None:
            self._problem(refused_character(match.group()), (*path, text) if at_key else path, start, at_key=at_key)
        return str(text)

    def _word(self, path: Path) -> Any:
        start = self._at
        match = WORD.match(self._text, start)
        word = match.group() if match else ""
        if word in WORDS:
            self._at += len(word)
            return WORDS[word]
        number = number_from(word)
        if number is not None or NO_NUMBER.fullmatch(word):
            self._at += len(word)
            if number is not None and not too_long(word):
                return number
            said = f"Found {shortened(word)}, which is no number here."
            hint = "Write a number's digits without an exponent; null where there is no number."
            flaw = (Code.JSON_NUMBER, said, hint) if number is None else number_too_long(word)
            self._problem(flaw, path, start)
            return word
        if not path and word:
            raise self._stopped(f"Found {found(word)} where {{ belongs.", "Give a file of YAML a name in .yaml.")
        near = did_you_mean(word, WORDS)
        raise self._stopped(
            f"Found {found(word)} where a value was expected." if word else "A value was expected here.",
            f"{near} Write text in double quotes, a number, true, false or null; no comma before the end.".strip(),
        )

    def _problem(self, flaw: Flaw, path: Path, start: int, *, at_key: bool = False) -> None:
        if self.problems.full:
            self.problems.told += 1
            return
        self.problems.add(Problem(*flaw, None, path, at_key, self._name, *self._lines.place(start)))

    def _stopped(self, message: str, hint: str, *, code: Code = Code.JSON_SYNTAX) -> _StopError:
        """Why the text cannot be read on from here."""
        here = self._text[self._at : self._at + 1]
        if REFUSED_CHARACTERS.match(here):
            code, message, hint = refused_character(here)
        elif here in ("/", "#"):
            message, hint = "A comment stands here; JSON has none.", "Take it out, or write the file in YAML."
        return _StopError(at_top(code, message, hint, *self._lines.place(self._at)))


SPREAD = "In .jsonl each document stands on one line. A document over several lines belongs in a .json file of its own."


def read_json_lines(name: str, lines: Iterable[bytes], start: int = 1) -> Iterator[Document]:
    """Read a document from each line that is not blank; places count lines of the file from `start`."""
    found = False
    for number, raw in enumerate(lines, start=start):
        if not raw.strip() or (number == 1 and raw.strip() == b"\xef\xbb\xbf"):
            continue
        found = True
        line = raw.rstrip(b"\r\n")
        document = read_json(name, line)
        said = {"hint": SPREAD} if line.strip() == b"{" else {}
        problems = tuple(replace(p, line=number, **said) for p in document.problems)
        yield replace(document, line=number, raw=line, problems=problems)
    if not found:
        yield broken(name, at_top(Code.NO_DOCUMENT, "The file has no document.", "Write one document in each line."))
