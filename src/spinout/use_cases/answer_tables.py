"""Write many documents of answers as one table: a wide one that is read again, or a long one for analysts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from spinout.core.answers import Answers
from spinout.core.problems import Code, Warning
from spinout.core.questionnaire import Questionnaire
from spinout.inputs.csv import BYTE_ORDER_MARK, csv_line
from spinout.inputs.documents import Document, at_top
from spinout.inputs.table_writing import (
    Cells,
    TableColumn,
    Unfit,
    WideTable,
    cell_written,
    spaces_lost,
    unfit_for_csv,
    unfit_for_xlsx,
)
from spinout.inputs.xlsx.styles import MOST_CHARACTERS
from spinout.inputs.xlsx.writing import TooWideError, xlsx_table
from spinout.reports.data.answer_rows import LONG_HEADINGS, NUMBERS, long_rows
from spinout.scratch import Scratch
from spinout.storage import NewFile, StorageError
from spinout.use_cases.assessments import Refused, Unreadable, read_answers
from spinout.use_cases.batches import CHUNK, each_in
from spinout.use_cases.chunks import Skipped, chunks_of
from spinout.use_cases.questionnaires import Loaded

CSV, XLSX = ".csv", ".xlsx"
TABLES = (CSV, XLSX)
"""What a table is written as, by the ending of the file's name."""
SHEET = "Answers"
ROOM = 16
"""So many characters of a cell are left for marks."""


class TableDocument(Struct, frozen=True):
    """A document that stands in the table."""

    file: str
    line: int | None
    answers: Answers
    warnings: tuple[Warning, ...]
    """Those about how it was read."""


class TableCounts(Struct):
    """What came of all documents, and what of them no table holds."""

    documents: int = 0
    refused: int = 0
    unreadable: int = 0
    rows: int = 0
    columns: int = 0
    lessons: int = 0
    """How many documents have lessons."""
    paper: int = 0
    """How many have texts for the title block of a report."""
    spaces: int = 0
    """How many texts have blanks around them."""
    gone: Counter[str] = field(default_factory=Counter)
    """Questions that are no longer asked, by how many documents answer them."""


class WideRows:
    """The wide table: a row for each document."""

    def __init__(self, questionnaire: Questionnaire, ending: str) -> None:
        self._table = WideTable(questionnaire)
        self._ident = questionnaire.id
        self._ending = ending
        self.columns: Sequence[TableColumn] = self._table.columns

    def rows(self, document: TableDocument) -> list[Cells] | Refused:
        """The row of a document, or why it cannot stand in the table."""
        cells = self._table.cells(document.answers)
        if self._ending == CSV:
            wrong = unfit_for_csv(self.columns, cells, self._ident)
        else:
            wrong = unfit_for_xlsx(self.columns, cells, MOST_CHARACTERS - ROOM)
        return [cells] if wrong is None else _refused(document, wrong)


class LongRows:
    """The long table: a row for each question of each document."""

    def __init__(self, questionnaire: Questionnaire, ending: str) -> None:
        self._questionnaire = questionnaire
        self._ending = ending
        self.columns: Sequence[TableColumn] = tuple(
            TableColumn(name, numbers=name in NUMBERS, words=name not in NUMBERS) for name in LONG_HEADINGS
        )

    def rows(self, document: TableDocument) -> list[Cells] | Refused:
        """The rows of a document, or why they cannot stand in the table."""
        made = long_rows(self._questionnaire, document.answers, file=document.file, line=document.line)
        rows = [[(n, text) for n, text in enumerate(row) if text is not None] for row in made]
        for cells in rows if self._ending == XLSX else ():
            wrong = unfit_for_xlsx(self.columns, cells, MOST_CHARACTERS - ROOM)
            if wrong is not None:
                return _refused(document, wrong)
        return rows


def _refused(document: TableDocument, wrong: Unfit) -> Refused:
    heading, flaw = wrong
    problem = replace(at_top(*flaw, document.line or 1, file=document.file), column_name=heading)
    return Refused(document.file, (problem,), document.line)


def table_rows(questionnaire: Questionnaire, ending: str, *, long: bool) -> WideRows | LongRows:
    """How documents become rows."""
    return LongRows(questionnaire, ending) if long else WideRows(questionnaire, ending)


def documents_of_all(
    paths: Iterable[str], loaded: Loaded, skipped: Skipped, *, sheet: str | None = None
) -> Iterator[TableDocument | Refused | Unreadable]:
    """Every document of files and folders, found and read as a batch does."""

    def taken(document: Document) -> TableDocument | Refused:
        answers, problems = read_answers(document, loaded.questionnaire)
        if answers is None:
            return Refused(document.name, problems, document.line)
        return TableDocument(document.name, document.line, answers, answers.warnings)

    for chunk in chunks_of(paths, loaded.questionnaire, size=CHUNK, size_given=1, skipped=skipped, sheet=sheet):
        for found, own in each_in(chunk, loaded, taken):
            if own:
                skipped.own.add(found.file)
            else:
                yield found


def write_table(
    found: Iterable[TableDocument | Refused | Unreadable],
    layout: WideRows | LongRows,
    out: NewFile,
    ending: str,
    told: Callable[[TableDocument | Refused | Unreadable], None],
) -> TableCounts:
    """Write all documents; each is `told` as it comes, and so is one that cannot stand in the table.

    Nothing is kept in memory of a document that is done. Raises StorageError.
    """
    counts = TableCounts()
    used = {n for n, column in enumerate(layout.columns) if column.kept}
    with Scratch() as scratch:
        for each in found:
            rows = layout.rows(each) if isinstance(each, TableDocument) else each
            if isinstance(rows, Refused | Unreadable):
                told(rows)
                counts.refused += isinstance(rows, Refused)
                counts.unreadable += isinstance(rows, Unreadable)
                continue
            assert isinstance(each, TableDocument)
            told(each)
            _count(each, counts)
            for cells in rows:
                used.update(n for n, _ in cells)
                scratch.write(msgspec.json.encode(cells))
                counts.rows += 1
        columns = [(n, layout.columns[n]) for n in sorted(used)]
        counts.columns = len(columns)
        if counts.documents:
            _write(scratch.lines(), columns, out, ending)
    return counts


def _count(document: TableDocument, counts: TableCounts) -> None:
    answers = document.answers
    counts.documents += 1
    counts.lessons += bool(answers.lessons)
    counts.paper += bool(answers.paper)
    counts.spaces += spaces_lost(answers)
    counts.gone.update({w.question for w in answers.warnings if w.code is Code.REMOVED_QUESTION and w.question})


def _write(lines: Iterable[bytes], columns: Sequence[tuple[int, TableColumn]], out: NewFile, ending: str) -> None:
    headings = [column.heading for _, column in columns]
    place = {n: at for at, (n, _) in enumerate(columns)}
    runs = ending == CSV

    def row(line: bytes) -> list[str | float | None]:
        made: list[str | float | None] = [None] * len(columns)
        for n, text in msgspec.json.decode(line, type=list[tuple[int, str]]):
            made[place[n]] = cell_written(columns[place[n]][1], text, runs=runs)
        return made

    if runs:
        out.write(BYTE_ORDER_MARK + csv_line(headings))
        for line in lines:
            out.write(csv_line(row(line)))
        return
    wide = frozenset(at for at, (_, column) in enumerate(columns) if column.words)
    try:
        out.write(xlsx_table(SHEET, headings, map(row, lines), wide=wide))
    except TooWideError as error:
        raise StorageError(out.path, f"{error} End its name in {CSV}, or give fewer files.") from error
