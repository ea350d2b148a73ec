"""Do a piece of a batch's work, here or in another process, and remember there what the next piece needs too."""

from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from spinout.inputs.json_documents import read_json_lines
from spinout.inputs.tables import Row, Table, table_of
from spinout.storage import StorageError
from spinout.use_cases.assessments import Refused, Unreadable, assess_document
from spinout.use_cases.documents import documents_in
from spinout.use_cases.passed_over import own_output
from spinout.use_cases.pieces import Files, Lines, Piece, Rows, shown
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from spinout.use_cases.results import Result, Work, result_of


def do_piece(piece: Piece, work: Work) -> tuple[Result, ...]:
    """Do a piece of work, here or in another process. Raises StorageError where the questionnaire differs."""
    return tuple(results_of(piece, work))


def results_of(piece: Piece, work: Work) -> Iterator[Result]:
    """What became of each document of a piece."""
    loaded = _loaded(work)
    match piece:
        case Files():
            yield from _results_of_files(piece, loaded, work)
        case Lines(file, lines):
            for number, raw in lines:
                for document in read_json_lines(file, (raw,), number):
                    yield result_of(assess_document(document, loaded, work.stage), loaded, work)
        case Rows(file, headings, rows):
            table = _table(file, headings, loaded.sha256)
            for row in rows:
                yield result_of(assess_document(table.document(row), loaded, work.stage), loaded, work)
        case Refused() | Unreadable():
            yield result_of(piece, loaded, work)
        case _:
            assert_never(piece)


def _results_of_files(piece: Files, loaded: Loaded, work: Work) -> Iterator[Result]:
    """What became of files; of those that were searched for, the program's own are told as that alone."""
    for path in piece.paths:
        for result in _results_in(path, loaded, work):
            own = piece.searched and result.problems and own_output(path, result.problems)
            yield Result(result.file, own=True) if own else result


def _results_in(path: str, loaded: Loaded, work: Work) -> Iterator[Result]:
    try:
        for document in documents_in(path, loaded.questionnaire, name=shown(path)):
            yield result_of(assess_document(document, loaded, work.stage), loaded, work)
    except StorageError as error:
        yield result_of(Unreadable(error.path, error.message), loaded, work)


def remember(loaded: Loaded) -> None:
    """Spare this process loading a questionnaire that it has."""
    _KNOWN[loaded.sha256] = loaded


_KNOWN: dict[str, Loaded] = {}
"""The questionnaires that this process has loaded, by their digest."""


def _loaded(work: Work) -> Loaded:
    """The questionnaire of a batch, loaded once in each process."""
    if work.sha256 not in _KNOWN:
        loaded = load_questionnaire(work.questions)
        if not isinstance(loaded, Loaded) or loaded.sha256 != work.sha256:
            raise StorageError(
                work.questions,
                "This process finds another questionnaire here than the batch began with. "
                "Install the same version of spinout on each machine, or put the questionnaire where all can read it.",
            )
        _KNOWN[work.sha256] = loaded
    return _KNOWN[work.sha256]


@lru_cache(maxsize=4)
def _table(file: str, headings: Row, sha256: str) -> Table:
    """A table whose headings were understood before, understood once in each process."""
    table = table_of(file, headings, _KNOWN[sha256].questionnaire)
    assert isinstance(table, Table)
    return table
