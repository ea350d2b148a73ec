"""Read the documents of a file, be it one, or one in each line or row."""

from collections.abc import Generator

from spinout.core.questionnaire import Questionnaire
from spinout.inputs.documents import MOST_BYTES, Document
from spinout.inputs.formats import format_of, read_document, read_lines, read_several
from spinout.storage import read_bytes
from spinout.storage import read_lines as stored_lines


def documents_in(
    path: str, questionnaire: Questionnaire | None, *, name: str | None = None
) -> Generator[Document, None, None]:
    """Every document of a file, under the name given or the path.

    A table needs the questionnaire that its columns name. Raises StorageError.
    """
    kind = format_of(path)
    shown = path if name is None else name
    if kind is None or not kind.several:
        yield read_document(shown, read_bytes(path, most=MOST_BYTES))
    elif kind.by_line:
        yield from read_lines(shown, kind, stored_lines(path, most=MOST_BYTES), questionnaire)
    else:
        yield from read_several(shown, kind, read_bytes(path), questionnaire)


def holds_several(path: str) -> bool:
    """Whether a file's format gives a document for each line or row."""
    kind = format_of(path)
    return kind is not None and kind.several
