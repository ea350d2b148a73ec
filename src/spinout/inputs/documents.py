"""A document as it was read, with the place of each value, and the formats of files by the ending of the name."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.problems import Code, Path, Problem, Warning, in_file_order
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import listed

if TYPE_CHECKING:
    from spinout.inputs.tables import Row

MOST_BYTES = 2_000_000
MOST_DEPTH = 50
REFUSED_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line ends, and halves of surrogate pairs."""

LINE_END = re.compile("\r\n?|\n")

Place = tuple[int, int]
"""Line and column, both from 1."""


class Places(Struct, frozen=True):
    """Where the values and the keys of a document stand, by path."""

    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    headings: tuple[str, ...] = ()
    """The names of a table's columns, in which places are rows and columns."""

    def of(self, path: Path, *, at_key: bool) -> Place:
        """The place of a value or key; of what encloses it where it has none of its own."""
        if at_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


class Document(Struct, frozen=True):
    """Plain data, with the problems of its form; places are worked out when they are asked for.

    `whole` is False where the form is so broken that there is no data to read.
    """

    name: str
    data: object
    find_places: Callable[[], Places]
    problems: tuple[Problem, ...] = ()
    whole: bool = True
    line: int | None = None
    """The line of a file of several documents."""
    raw: bytes = b""
    """What the document's digest is of: the file's bytes, the line without its end, or the row's cells."""
    warnings: tuple[Warning, ...] = ()

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """These problems and the document's own, with line and column, in file order."""
        found = [p for p in problems if not any(_says_the_same(own, p) for own in self.problems)]
        if not found:
            return in_file_order(self.problems)
        places = self.find_places()
        return in_file_order([*self.problems, *(_at(p, places) for p in found)])


def _says_the_same(own: Problem, problem: Problem) -> bool:
    """Whether a value that was refused for its form is complained of again."""
    return not own.at_key and problem.path[: len(own.path)] == own.path and bool(own.path)


def _at(problem: Problem, places: Places) -> Problem:
    line, column = places.of(problem.path, at_key=problem.at_key)
    heading = places.headings[column - 1] if column <= len(places.headings) else None
    hint = "Fill this cell." if places.headings and problem.code is Code.MISSING_FIELD else problem.hint
    return replace(problem, hint=hint, line=line, column=column, column_name=heading)


def broken(name: str, problem: Problem) -> Document:
    """A document that could not be read at all."""
    return Document(name, None, lambda: Places({}, {}), (replace(problem, file=name),), whole=False)


def text_of(name: str, raw: bytes) -> str | Document:
    """The text of a file's bytes, or a broken document that says why there is none."""
    if len(raw) > MOST_BYTES:
        return broken(
            name,
            Problem(
                Code.TOO_BIG,
                f"The document has more than {MOST_BYTES:,} bytes.",
                "Shorten it; one document holds one assessment.",
                line=1,
                column=1,
            ),
        )
    if raw.isascii():
        return raw.decode("ascii")
    if raw[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        return broken(name, _not_utf_8("The file is in UTF-32.", 1, 1))
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return broken(name, _not_utf_8("The file is in UTF-16.", 1, 1))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts from after a byte order mark, in the bytes that it carries itself.
        before = error.object[: error.start].decode("utf-8") + "?"
        place = LineStarts(before).place(len(before) - 1)
        return broken(name, _not_utf_8(f"Found the byte 0x{error.object[error.start]:02X}, which is no UTF-8.", *place))
    return text


def _not_utf_8(message: str, line: int, column: int) -> Problem:
    return Problem(
        Code.NOT_UTF_8, message, 'Save the file as UTF-8 ("Encoding: UTF-8" in the editor).', line=line, column=column
    )


def refused_character(character: str) -> tuple[Code, str, str]:
    """Code, message and hint for a character that no text may hold."""
    if "\ud800" <= character <= "\udfff":
        return (
            Code.LONE_SURROGATE,
            f"Found U+{ord(character):04X}, half of a character.",
            "Write the character itself, or both halves.",
        )
    return (
        Code.CONTROL_CHARACTER,
        f"Found the control character U+{ord(character):04X}.",
        "Save the file as UTF-8, if it is in another encoding." if character == "\0" else "Take it out.",
    )


class LineStarts:
    """Turns offsets into a text to lines and columns, as editors count them.

    The end of a file is the end of its last line, so that every place points at a line that stands.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))]
        self._end = len(text.rstrip("\r\n"))

    def place(self, offset: int) -> Place:
        """Line and column of an offset, both from 1."""
        offset = min(offset, self._end)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def unknown_kind(name: str, known: Iterable[str]) -> Document:
    """A broken document: the ending of the file's name says nothing of its format."""
    return broken(
        name,
        Problem(
            Code.UNKNOWN_KIND,
            "The ending of the file's name names no format that is read.",
            f"Allowed: {listed(known)}.",
            line=1,
            column=1,
        ),
    )


class Format(Struct, frozen=True):
    """How a format is read: by which function, and what that takes and gives.

    `several` formats give a document for each line or row; `by_line` ones take the lines of a
    file, the others all its bytes. The function of a `table` gives rows, which become documents
    with the questionnaire that its columns name.
    """

    name: str
    module: str
    function: str
    several: bool = False
    by_line: bool = False
    table: bool = False


_YAML = Format("YAML", "spinout.inputs.yaml", "read_yaml")
JSON_LINES = Format("JSON Lines", "spinout.inputs.json", "read_json_lines", several=True, by_line=True)
FORMATS: Mapping[str, Format] = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Format("JSON", "spinout.inputs.json", "read_json"),
    ".jsonl": JSON_LINES,
    ".csv": Format("CSV", "spinout.inputs.csv", "csv_rows", several=True, by_line=True, table=True),
    ".xlsx": Format("XLSX", "spinout.inputs.xlsx", "xlsx_rows", several=True, table=True),
}


def format_of(name: str) -> Format | None:
    """The format of a file by its name's ending, in any case; None where it is not known."""
    dot = name.rfind(".")
    return FORMATS.get(name[dot:].lower()) if dot >= 0 else None


def read_document(name: str, raw: bytes) -> Document:
    """Read the one document of a file's bytes; broken where the format is not known."""
    kind = format_of(name)
    if kind is None or kind.several:
        return unknown_kind(name, (ending for ending, row in FORMATS.items() if kind is None or not row.several))
    read = cast(Callable[[str, bytes], Document], _reader(kind))
    document = read(name, raw)
    return document if document.raw is raw else replace(document, raw=raw)


def read_lines(
    name: str, kind: Format, lines: Iterable[bytes], questionnaire: Questionnaire | None = None
) -> Iterator[Document]:
    """Read the documents of a file of lines that holds several; a table needs the questionnaire."""
    if not kind.table:
        yield from _reader(kind)(name, lines)
        return
    from spinout.inputs.tables import documents_of

    assert questionnaire is not None
    yield from documents_of(name, read_rows(name, kind, lines), questionnaire)


def read_several(name: str, kind: Format, raw: bytes, questionnaire: Questionnaire | None) -> Iterator[Document]:
    """Read the documents of the bytes of a table, which needs the questionnaire."""
    from spinout.inputs.tables import documents_of

    assert questionnaire is not None
    yield from documents_of(name, read_rows(name, kind, raw), questionnaire)


def read_rows(name: str, kind: Format, source: Iterable[bytes] | bytes) -> "Iterator[Row]":
    """Read the rows of a table, the headings' among them, from its lines or its bytes."""
    assert kind.table
    yield from _reader(kind)(name, source)


def _reader(kind: Format) -> Callable[..., Any]:
    return cast(Callable[..., Any], getattr(import_module(kind.module), kind.function))
