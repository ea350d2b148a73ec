"""The formats of files, by the ending of the name, and where each is read.

The table holds names and where to import from, so that a command loads no reader that it does
not need.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.questionnaire import Questionnaire
from spinout.inputs.documents import Document, unknown_kind

if TYPE_CHECKING:
    from spinout.inputs.tables import Row


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


_YAML = Format("YAML", "spinout.inputs.yaml_documents", "read_yaml")
JSON_LINES = Format("JSON Lines", "spinout.inputs.json_documents", "read_json_lines", several=True, by_line=True)
FORMATS: Mapping[str, Format] = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Format("JSON", "spinout.inputs.json_documents", "read_json"),
    ".jsonl": JSON_LINES,
    ".csv": Format("CSV", "spinout.inputs.csv_documents", "csv_rows", several=True, by_line=True, table=True),
    ".xlsx": Format("XLSX", "spinout.inputs.xlsx_documents", "xlsx_rows", several=True, table=True),
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
