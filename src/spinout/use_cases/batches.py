"""Assess every document of many files, in order, alone or with the help of other processes.

Work is cut into pieces that any executor with the interface of `concurrent.futures` can be given:
this machine's processes, or a cluster's. What comes back is what a batch passes on, and no more,
so that nothing grows with the batch but the few pieces that are under way.
"""

import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from spinout.core.problems import Code, Problem, Warning
from spinout.core.summaries.documents import DocumentSummaries
from spinout.core.summaries.stages import Ledgers
from spinout.core.summaries.summary import Header, Summary, header_of, summary_of
from spinout.inputs.documents import Document
from spinout.inputs.json_documents import read_json_lines
from spinout.inputs.table_summaries import TableSummaries
from spinout.inputs.tables import Row, Table, table_of
from spinout.reports import cohort_csv
from spinout.reports.cohort_entries import CohortEntry, entry_of
from spinout.reports.objects import assessment_object, problems_object
from spinout.storage import StorageError
from spinout.use_cases.assessments import Assessed, Refused, Unreadable, assess_document, files_in
from spinout.use_cases.documents import documents_in, holds_several
from spinout.use_cases.passed_over import PassedOver
from spinout.use_cases.pieces import STDIN, Files, Lines, Piece, Rows, pieces_of, shown
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

if TYPE_CHECKING:
    from spinout.use_cases.single_reports import Made, SingleReports

PIECE = 32
"""How many documents are handed over at a time."""


@dataclass(frozen=True, slots=True)
class Work:
    """What whoever does a piece of work must know, small enough to be sent with each."""

    questions: str
    """Where the questionnaire is loaded from."""
    sha256: str
    """What its digest must be there."""
    stage: str | None = None
    as_json: bool = False
    as_row: bool = False
    as_entry: bool = False
    reports: "SingleReports | None" = None
    """What the report on each service is, where one is wanted."""

    @property
    def only_summaries(self) -> bool:
        """Whether a summary of each document is all that is wanted."""
        return not self.as_json and not self.as_entry and self.reports is None


class Result(NamedTuple):
    """What became of one document: a summary, or problems, or why its file could not be read."""

    file: str
    line: int | None = None
    header: Header | None = None
    summary: Summary | None = None
    warnings: tuple[Warning, ...] = ()
    """Those about how the file was read."""
    problems: tuple[Problem, ...] = ()
    unreadable: str | None = None
    json: str | None = None
    """The line of JSON Lines, with its end, where it was asked for."""
    row: bytes | None = None
    """The line of the table, with its end, where it was asked for."""
    entry: CohortEntry | None = None
    """What a cohort keeps of it, where it was asked for."""
    reports: "Made | None" = None
    """The reports on it, where they were asked for."""


@dataclass(frozen=True, slots=True)
class Help:
    """Other processes to hand work to: how they are had, how many, and after how many documents."""

    executor: Callable[[], Executor]
    workers: int
    after: int = 0


def run_batch(
    paths: Iterable[str],
    loaded: Loaded,
    work: Work,
    helpers: Help | None = None,
    passed_over: PassedOver | None = None,
) -> Generator[Result, None, None]:
    """What became of every document of files, of folders and of standard input, in order.

    Nothing stops the rest. With help, the first documents are done here, so that a small batch
    does not wait for processes to start.
    """
    _KNOWN[loaded.sha256] = loaded
    # What is written to standard input one by one is answered one by one.
    pieces = pieces_of(
        paths,
        loaded.questionnaire,
        size=PIECE,
        size_given=1 if helpers is None else PIECE,
        passed_over=passed_over,
    )
    alone = None if helpers is None else -(-helpers.after // PIECE)
    for piece in islice(pieces, alone):
        yield from results_of(piece, work)
    first = next(pieces, None)
    if helpers is None or first is None:
        return
    executor = helpers.executor()
    try:
        yield from _handed_over(chain((first,), pieces), work, executor, helpers.workers)
    finally:
        executor.shutdown(wait=False)


def documents_expected(paths: Iterable[str]) -> int | None:
    """How many documents there will be; None where files hold several, or standard input is read."""
    count = 0
    for path in paths:
        for file in files_in(path):
            if isinstance(file, Unreadable):
                continue
            if path == STDIN or holds_several(file):
                return None
            count += 1
    return count


def _handed_over(pieces: Iterator[Piece], work: Work, executor: Executor, workers: int) -> Iterator[Result]:
    """The results of pieces in their order; the work of processes that died is done here."""
    under_way: deque[tuple[Piece, Future[tuple[Result, ...]] | None]] = deque()
    while True:
        while len(under_way) < 2 * workers + 2 and (piece := next(pieces, None)) is not None:
            under_way.append((piece, _submitted(executor, piece, work)))
        if not under_way:
            return
        piece, future = under_way.popleft()
        yield from _done(piece, future, work)


def _submitted(executor: Executor, piece: Piece, work: Work) -> Future[tuple[Result, ...]] | None:
    try:
        return executor.submit(do_piece, piece, work)
    except BrokenExecutor:
        return None


def _done(piece: Piece, future: Future[tuple[Result, ...]] | None, work: Work) -> Iterable[Result]:
    if future is not None:
        try:
            return future.result()
        except BrokenExecutor:
            pass
    return results_of(piece, work)


def do_piece(piece: Piece, work: Work) -> tuple[Result, ...]:
    """Do a piece of work, here or in another process. Raises StorageError where the questionnaire differs."""
    return tuple(results_of(piece, work))


def results_of(piece: Piece, work: Work) -> Iterator[Result]:
    """What became of each document of a piece."""
    loaded = _loaded(work)
    match piece:
        case Files(paths):
            for path in paths:
                yield from _results_in(path, loaded, work)
        case Lines(file, lines):
            for number, raw in lines:
                for document in read_json_lines(file, (raw,), number):
                    yield _result_in(document, loaded, work)
        case Rows(file, headings, rows):
            table = _table(file, headings, loaded.sha256)
            short = _short_rows(file, headings, work.sha256, work.stage) if work.only_summaries else None
            for row in rows:
                found = None if short is None else short.of(row)
                if found is not None:
                    yield _summarised(found, file, row.number, loaded, work)
                else:
                    yield result_of(assess_document(table.document(row), loaded, work.stage), loaded, work)
        case Refused() | Unreadable():
            yield result_of(piece, loaded, work)
        case _:
            assert_never(piece)


def _results_in(path: str, loaded: Loaded, work: Work) -> Iterator[Result]:
    try:
        for document in documents_in(path, loaded.questionnaire, name=shown(path)):
            yield _result_in(document, loaded, work)
    except StorageError as error:
        yield result_of(Unreadable(error.path, error.message), loaded, work)


def _result_in(document: Document, loaded: Loaded, work: Work) -> Result:
    """What became of a document: by the short way where a summary is all that is wanted and it can be had."""
    if work.only_summaries and document.whole and not document.problems and not document.warnings:
        found = _short_way(work.sha256, work.stage).of(document.data)
        if found is not None:
            return _summarised(found, document.name, document.line, loaded, work)
    return result_of(assess_document(document, loaded, work.stage), loaded, work)


def _summarised(found: tuple[Header, Summary], file: str, line: int | None, loaded: Loaded, work: Work) -> Result:
    return Result(file, line, *found, row=_row(*found, loaded, file, line) if work.as_row else None)


def result_of(found: Assessed | Refused | Unreadable, loaded: Loaded, work: Work) -> Result:
    """What is passed on of one document."""
    match found:
        case Assessed():
            header, summary = header_of(found.assessment.answers), summary_of(found.assessment)
            return Result(
                found.file,
                found.line,
                header,
                summary,
                tuple(w for w in found.assessment.answers.warnings if w.code is Code.OTHER_ENCODING),
                json=_json_of(found, loaded) if work.as_json else None,
                row=_row(header, summary, loaded, found.file, found.line) if work.as_row else None,
                entry=entry_of(found.assessment, file=found.file, line=found.line) if work.as_entry else None,
                reports=None if work.reports is None else work.reports.made_of(found, loaded),
            )
        case Refused(file, problems, line):
            return _refused(file, line, problems, loaded, work)
        case Unreadable(file, message):
            # Whoever counts lines finds one for it too; what a person is told is the message.
            made = _refused(file, None, (Problem(Code.CANNOT_READ, message, file=file),), loaded, work)
            return made._replace(problems=(), unreadable=message)
        case _:
            assert_never(found)


def _refused(file: str, line: int | None, problems: tuple[Problem, ...], loaded: Loaded, work: Work) -> Result:
    return Result(
        file,
        line,
        problems=problems,
        json=_line(problems_object(file, problems, line)) if work.as_json else None,
        row=cohort_csv.problem_row(loaded.questionnaire, file=file, line=line, problems=problems)
        if work.as_row
        else None,
    )


def _row(header: Header, summary: Summary, loaded: Loaded, file: str, line: int | None) -> bytes:
    return cohort_csv.row(loaded.questionnaire, header, summary, file=file, line=line)


def _json_of(found: Assessed, loaded: Loaded) -> str:
    return _line(
        assessment_object(
            found.assessment,
            questionnaire_sha256=loaded.sha256,
            file=found.file,
            sha256=found.sha256,
            line=found.line,
        )
    )


def _line(made: dict[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False) + "\n"


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


@lru_cache(maxsize=4)
def _short_way(sha256: str, stage: str | None) -> DocumentSummaries:
    return DocumentSummaries(Ledgers(_KNOWN[sha256].questionnaire, stage))


@lru_cache(maxsize=4)
def _short_rows(file: str, headings: Row, sha256: str, stage: str | None) -> TableSummaries:
    return TableSummaries(_table(file, headings, sha256), Ledgers(_KNOWN[sha256].questionnaire, stage))
