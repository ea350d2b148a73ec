"""The formats of files, by the ending of the name, and where each is read.

The table holds names and where to import from, so that a command loads no reader that it does
not need.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from spinout.inputs.documents import Document, unknown_kind


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read: the module and function, and whether it takes lines or bytes."""

    name: str
    module: str
    function: str
    by_line: bool = False


_YAML = Format("YAML", "spinout.inputs.yaml_documents", "read_yaml")
FORMATS: Mapping[str, Format] = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Format("JSON", "spinout.inputs.json_documents", "read_json"),
    ".jsonl": Format("JSON Lines", "spinout.inputs.json_documents", "read_json_lines", by_line=True),
}


def format_of(name: str) -> Format | None:
    """The format of a file by its name's ending, in any case; None where it is not known."""
    dot = name.rfind(".")
    return FORMATS.get(name[dot:].lower()) if dot >= 0 else None


def read_document(name: str, raw: bytes) -> Document:
    """Read the one document of a file's bytes; broken where the format is not known."""
    kind = format_of(name)
    if kind is None or kind.by_line:
        return unknown_kind(name, (ending for ending, row in FORMATS.items() if not row.by_line))
    read = cast(Callable[[str, bytes], Document], getattr(import_module(kind.module), kind.function))
    return replace(read(name, raw), raw=raw)


def read_lines(name: str, kind: Format, lines: Iterable[bytes]) -> Iterator[Document]:
    """Read the documents of a file that holds one in each line."""
    read = cast(
        Callable[[str, Iterable[bytes]], Iterator[Document]], getattr(import_module(kind.module), kind.function)
    )
    yield from read(name, lines)
