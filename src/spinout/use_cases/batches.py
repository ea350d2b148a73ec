"""Hand out the work of a batch, do it here or in other processes, and collect the results in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing, suppress
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar, assert_never

from msgspec import Struct

from spinout.core.problems import Code, Problem, Warning
from spinout.inputs.documents import Document
from spinout.inputs.json import read_json_lines
from spinout.inputs.tables import Row, Table, table_of
from spinout.reports.cohort import tables as cohort_csv
from spinout.reports.cohort.entries import CohortEntry, Header, Summary, entry_of, header_of, summary_of
from spinout.reports.data.objects import assessment_object, json_text, problems_object
from spinout.storage import StorageError
from spinout.use_cases.assessments import Assessed, Refused, Unreadable, assess_document, documents_in
from spinout.use_cases.chunks import Chunk, Files, Lines, Rows, Skipped, chunks_of, own_output, shown
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

if TYPE_CHECKING:
    from spinout.use_cases.reports import Made, SingleReports


T = TypeVar("T")
TOLD = frozenset({
    Code.OTHER_ENCODING, Code.COMMENT_IN_TEXT, Code.SHARE_OF_ONE, Code.OTHER_SHEETS, Code.HIDDEN_ROW, Code.NOT_READ,
    Code.ROWS_MISSING, Code.OTHER_FORM,
})  # fmt: skip
"""Warnings about how a file was read, which a batch tells on its screen too."""


class Work(Struct, frozen=True):
    """What whoever does a chunk of work must know, small enough to be sent with each."""

    questions: str
    """Where the questionnaire is loaded from."""
    sha256: str
    """What its digest must be there."""
    stage: str | None = None
    sheet: str | None = None
    """The sheet to read of each workbook."""
    as_json: bool = False
    as_row: bool = False
    as_entry: bool = False
    reports: "SingleReports | None" = None
    """What the report on each service is, where one is wanted."""


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
    own: bool = False
    """Whether the program wrote this file itself: one that was found in a folder is passed over."""


def result_of(found: Assessed | Refused | Unreadable, loaded: Loaded, work: Work) -> Result:
    """What is passed on of one document."""
    match found:
        case Assessed():
            return Result(
                found.file,
                found.line,
                header_of(found.assessment.answers),
                summary_of(found.assessment),
                tuple(w for w in found.assessment.answers.warnings if w.code in TOLD),
                json=json_text(assessment_object(found.assessment, **found.origin(loaded))) if work.as_json else None,
                row=cohort_csv.row(found.assessment, file=found.file, line=found.line) if work.as_row else None,
                entry=entry_of(found.assessment, file=found.file, line=found.line) if work.as_entry else None,
                reports=None if work.reports is None else work.reports.made_of(found, loaded),
            )
        case Unreadable(file, message):
            # Whoever counts lines finds one for it too; what a person is told is the message.
            made = result_of(Refused(file, (Problem(Code.CANNOT_READ, message, file=file),)), loaded, work)
            return made._replace(problems=(), unreadable=message)
        case Refused(file, problems, line):
            row = cohort_csv.problem_row(loaded.questionnaire, file=file, line=line, problems=problems)
            told = json_text(problems_object(file, problems, line)) if work.as_json else None
            return Result(file, line, problems=problems, json=told, row=row if work.as_row else None)
        case _:
            assert_never(found)


def do_chunk(chunk: Chunk, work: Work) -> tuple[Result, ...]:
    """Do a chunk of work, here or in another process. Raises StorageError where the questionnaire differs."""
    return tuple(results_of(chunk, work))


def results_of(chunk: Chunk, work: Work) -> Iterator[Result]:
    """What became of each document of a chunk."""
    loaded = _loaded(work)
    for found, own in each_in(chunk, loaded, lambda document: assess_document(document, loaded, work.stage)):
        yield Result(found.file, own=True) if own else result_of(found, loaded, work)


def each_in(
    chunk: Chunk, loaded: Loaded, taken: Callable[[Document], T | Refused]
) -> Iterator[tuple[T | Refused | Unreadable, bool]]:
    """What is made of each document of a chunk by `taken`; and whether it is a file that spinout wrote itself.

    Of files that were searched for, the program's own are told as that alone. The questionnaire is one that was
    loaded in this process.
    """
    _KNOWN.setdefault(loaded.sha256, loaded)
    match chunk:
        case Files(paths, searched):
            for path in paths:
                for each in _each_of(path, loaded, taken):
                    yield each, searched and isinstance(each, Refused) and own_output(path, each.problems)
        case Lines(file, lines):
            for number, raw in lines:
                for document in read_json_lines(file, (raw,), number):
                    yield taken(document), False
        case Rows(file, headings, rows):
            table = _table(file, headings, loaded.sha256)
            for row in rows:
                yield taken(table.document(row)), False
        case Refused() | Unreadable():
            yield chunk, False
        case _:
            assert_never(chunk)


def _each_of(path: str, loaded: Loaded, taken: Callable[[Document], T]) -> Iterator[T | Unreadable]:
    try:
        for document in documents_in(path, loaded.questionnaire, name=shown(path)):
            yield taken(document)
    except StorageError as error:
        yield Unreadable(error.path, error.message)


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


CHUNK, SLOW_CHUNK = 32, 4
"""How many documents are handed over at a time, and how many where a report on one takes long."""


class Help(Struct, frozen=True):
    """Other processes to hand work to: how they are had, how many, and after how many documents."""

    executor: Callable[[], Executor]
    workers: int
    after: int = 0


def run_batch(
    paths: Iterable[str], loaded: Loaded, work: Work, helpers: Help | None = None, skipped: Skipped | None = None
) -> Generator[Result, None, None]:
    """What became of every document of files, of folders and of standard input, in order.

    Nothing stops the rest. With help, the first documents are done here, so that a small batch does
    not wait for processes to start; where a report on one takes long, none is. What a folder holds and
    is not read, or is no file of answers but one that the program wrote, is noted in `skipped`.
    """
    noted = Skipped() if skipped is None else skipped
    with closing(_every_result(paths, loaded, work, helpers, noted)) as results:
        for result in results:
            if result.own:
                noted.own.add(result.file)
            else:
                yield result


def _every_result(
    paths: Iterable[str], loaded: Loaded, work: Work, helpers: Help | None, skipped: Skipped
) -> Generator[Result, None, None]:
    _KNOWN[loaded.sha256] = loaded
    slow = work.reports is not None and work.reports.slow
    size = SLOW_CHUNK if slow else CHUNK
    # What is written to standard input one by one is answered one by one.
    given = 1 if helpers is None else size
    chunks = chunks_of(paths, loaded.questionnaire, size=size, size_given=given, skipped=skipped, sheet=work.sheet)
    alone = None if helpers is None else 0 if slow else -(-helpers.after // size)
    for chunk in islice(chunks, alone):
        yield from results_of(chunk, work)
    first = next(chunks, None)
    if helpers is None or first is None:
        return
    executor = helpers.executor()
    try:
        yield from _handed_over(chain((first,), chunks), work, executor, helpers.workers)
    finally:
        executor.shutdown(wait=False)


def _handed_over(chunks: Iterator[Chunk], work: Work, executor: Executor, workers: int) -> Iterator[Result]:
    """The results of chunks in their order; the work of processes that died is done here."""
    under_way: deque[tuple[Chunk, Future[tuple[Result, ...]] | None]] = deque()
    while True:
        while len(under_way) < 2 * workers + 2 and (chunk := next(chunks, None)) is not None:
            future = None
            with suppress(BrokenExecutor):
                future = executor.submit(do_chunk, chunk, work)
            under_way.append((chunk, future))
        if not under_way:
            return
        chunk, future = under_way.popleft()
        done = None
        with suppress(BrokenExecutor):
            done = None if future is None else future.result()
        yield from results_of(chunk, work) if done is None else done
