"""The short way from a row of a table to its summary, with what each cell adds remembered by its column.

A row in which anything is not quite plain gives None: it is read and assessed in full, and that
way alone says what is wrong with it.
"""

import re
from collections.abc import Callable, Sequence
from operator import getitem, itemgetter

from spinout.core.answers import DONT_KNOW, Answer
from spinout.core.blankness import seen
from spinout.core.question_types.choices import Multi
from spinout.core.question_types.numbers import Number
from spinout.core.question_types.texts import FreeText
from spinout.core.questionnaire import Question
from spinout.core.summaries.alike import Thresholds, shares_of
from spinout.core.summaries.documents import DoubtError, checked_header, read_alone
from spinout.core.summaries.layout import MOST_ANSWERS
from spinout.core.summaries.ledger import Ledger
from spinout.core.summaries.stages import Ledgers
from spinout.core.summaries.summary import Header, Summary
from spinout.inputs.documents import MOST_BYTES
from spinout.inputs.table_columns import AnswerColumns
from spinout.inputs.tables import Row, Table

MOST_LETTERS = 100
MOST_LETTERS_OF_SEVERAL = 1000
"""Longer cells are not remembered; those with several options may be longer than others."""
Cells = Sequence[str]
SHARES = {str(share): share for share in range(101)}
"""The shares of a split as they are mostly written."""
PLAIN_NUMBER = re.compile("(?:0|[1-9][0-9]{0,14})", re.ASCII).fullmatch
"""A whole number that cannot be read in two ways."""


class TableSummaries:
    """Summaries of the rows of one table."""

    def __init__(self, table: Table, ledgers: Ledgers) -> None:
        self._table = table
        self._ledgers = ledgers
        self._ident = ledgers.questionnaire.id
        self._width = len(table.columns.headings)
        self._most_letters = MOST_BYTES // (4 * self._width)
        self._header = dict(table.columns.header)
        self._usable = ledgers.usable and all(table.columns.headings) and all(map(_as_asked, table.columns.answers))
        self._asking = next((c for c in table.columns.answers if c.ident == ledgers.asked_by), None)
        self._stages: dict[str, str | None] = {}
        self._sums: dict[str | None, _RowSums] = {}

    def of(self, row: Row) -> tuple[Header, Summary] | None:
        """The header and the summary of a row; None where it must be read and assessed in full."""
        cells = row.cells
        if not self._usable or row.problem is not None or row.guessed or row.cut or len(cells) != self._width:
            return None
        try:
            self.check("".join([cells[i] for i in self._header.values()]))
            header = checked_header({field: cells[i].strip() for field, i in self._header.items()}, self._ident)
            summary = self._at_stage(cells).summary(cells)
        except DoubtError:
            return None
        return None if summary is None else (header, summary)

    def check(self, cell: str) -> None:
        """Raises DoubtError for a cell that a row may not hold, or that is so long that rows must be measured."""
        if not cell.isprintable() or len(cell) > self._most_letters:
            raise DoubtError

    def _at_stage(self, cells: Cells) -> "_RowSums":
        stage = None if self._asking is None else self._stage_in(self._asking, cells)
        known = self._sums.get(stage)
        if known is None:
            known = self._sums[stage] = _RowSums(self, self._table, self._ledgers.at(stage))
        return known

    def _stage_in(self, asking: AnswerColumns, cells: Cells) -> str | None:
        cell = "" if asking.answer is None else cells[asking.answer]
        if asking.beside or cell not in self._stages:
            value = self.answer(asking, cells).value
            self._stages[cell] = value if isinstance(value, str) else None
        return self._stages[cell]

    def answer(self, columns: AnswerColumns, cells: Cells) -> Answer:
        """What the columns of one question say, read as in every table. Raises DoubtError where that is to be told."""
        for index in _indexes(columns):
            self.check(cells[index])
        raw, problems = self._table.given(columns, tuple(cells))
        if problems:
            raise DoubtError
        return Answer() if raw is None else read_alone(raw, _asked(columns))


class _RowSums:
    """What the cells of rows come to at one stage."""

    def __init__(self, rows: TableSummaries, table: Table, ledger: Ledger) -> None:
        self._ledger = ledger
        every = table.columns.answers
        alone = [c for c in every if c.answer is not None and not c.parts and not c.beside]
        self._several = [_Several(rows, c, ledger) for c in every if c not in alone]
        self._columns = [_column(rows, c, ledger, len(table.columns.headings)) for c in alone]
        self._pick = _picker([c.answer for c in alone if c.answer is not None])
        self._added_by: dict[str, Callable[[Cells], int]] = {
            **{several.ident: several.added for several in self._several},
            **{c.ident: _lookup(column, c.answer) for c, column in zip(alone, self._columns, strict=True)},
        }

    def summary(self, cells: Cells) -> Summary | None:
        """The summary of a row. Raises DoubtError where a cell must be read in full."""
        total = sum(map(getitem, self._columns, self._pick(cells)), self._ledger.blank)
        for several in self._several:
            total += several.added(cells)
        return self._ledger.summary(total, lambda ident: self._of(ident, cells))

    def _of(self, ident: str, cells: Cells) -> int:
        added = self._added_by.get(ident)
        return 0 if added is None else added(cells)


class _Column(dict[str, int]):
    """What each cell of a question's only column adds, learned when it is first met."""

    def __init__(self, rows: TableSummaries, columns: AnswerColumns, ledger: Ledger, width: int) -> None:
        super().__init__()
        self._rows, self._columns, self._ledger = rows, columns, ledger
        self._blank = ("",) * width

    def __missing__(self, cell: str) -> int:
        added = self._learned(cell)
        if len(self) < MOST_ANSWERS and len(cell) <= MOST_LETTERS:
            self[cell] = added
        return added

    def _learned(self, cell: str) -> int:
        assert self._columns.answer is not None
        at = self._columns.answer
        cells = (*self._blank[:at], cell, *self._blank[at + 1 :])
        return self._ledger.added_by(_asked(self._columns), self._rows.answer(self._columns, cells))


class _TextColumn(_Column):
    """A column of texts, which are all alike; they are looked at and not remembered."""

    def __init__(self, rows: TableSummaries, columns: AnswerColumns, ledger: Ledger, width: int) -> None:
        super().__init__(rows, columns, ledger, width)
        self._text = ledger.added_by(_asked(columns), Answer(value="text"))

    def __missing__(self, cell: str) -> int:
        text = seen(cell)
        if text and text.casefold() != DONT_KNOW:
            self._rows.check(cell)
            return self._text
        return self._learned(cell)


class _NumberColumn(_Column):
    """A column of numbers, which count by the thresholds between which they lie."""

    def __init__(self, rows: TableSummaries, columns: AnswerColumns, ledger: Ledger, width: int) -> None:
        super().__init__(rows, columns, ledger, width)
        self._thresholds = Thresholds(_asked(columns), ledger)
        self._between: dict[int, int] = {}

    def __missing__(self, cell: str) -> int:
        if not PLAIN_NUMBER(cell):
            return super().__missing__(cell)
        place = self._thresholds.place(int(cell))
        added = self._between.get(place)
        if added is None:
            added = self._between[place] = self._learned(cell)
        return added


class _MultiColumn(_Column):
    """A column of several options, which count in any order."""

    def __missing__(self, cell: str) -> int:
        in_order = ";".join(sorted(cell.split(";")))
        if cell != in_order:
            return self[in_order]
        added = self._learned(cell)
        if len(self) < MOST_ANSWERS and len(cell) <= MOST_LETTERS_OF_SEVERAL:
            self[cell] = added
        return added


class _Several:
    """A question with several columns: the parts of a split, or what stands beside an answer."""

    def __init__(self, rows: TableSummaries, columns: AnswerColumns, ledger: Ledger) -> None:
        self.ident = columns.ident
        self._rows, self._columns, self._ledger = rows, columns, ledger
        self._said = [i for i in (columns.answer, *(i for _, i in columns.parts)) if i is not None]
        beside = dict(columns.beside)
        self._evidence, self._reason = beside.get("evidence"), beside.get("not_applicable")
        self._remembered: dict[tuple[object, ...], int] = {}
        self._shares = None if columns.answer is not None else shares_of(_asked(columns), ledger)

    def added(self, cells: Cells) -> int:
        """What the cells of one row add."""
        for _, index in self._columns.beside:
            self._rows.check(cells[index])
        if self._reason is not None and seen(cells[self._reason]):
            return self._learned(cells)
        if self._shares is not None:
            added = self._shares.added([(part, SHARES.get(cells[i], -1)) for part, i in self._columns.parts])
            if added is not None:
                return added
        evidence = self._evidence is not None and bool(seen(cells[self._evidence]))
        key = (*[cells[i] for i in self._said], evidence)
        known = self._remembered.get(key)
        if known is None:
            known = self._learned(cells)
            if len(self._remembered) < MOST_ANSWERS and sum(len(cells[i]) for i in self._said) <= MOST_LETTERS:
                self._remembered[key] = known
        return known

    def _learned(self, cells: Cells) -> int:
        return self._ledger.added_by(_asked(self._columns), self._rows.answer(self._columns, cells))


def _column(rows: TableSummaries, columns: AnswerColumns, ledger: Ledger, width: int) -> _Column:
    kinds: dict[type, type[_Column]] = {FreeText: _TextColumn, Number: _NumberColumn, Multi: _MultiColumn}
    return kinds.get(type(_asked(columns).type), _Column)(rows, columns, ledger, width)


def _asked(columns: AnswerColumns) -> Question:
    """The question that columns answer; they stand under its present id here."""
    assert columns.question is not None
    return columns.question


def _as_asked(columns: AnswerColumns) -> bool:
    """Whether the columns stand under the question's present id."""
    question: Question | None = columns.question
    return question is not None and question.id == columns.ident


def _indexes(columns: AnswerColumns) -> list[int]:
    own = [] if columns.answer is None else [columns.answer]
    return [*own, *(i for _, i in columns.parts), *(i for _, i in columns.beside)]


def _picker(indexes: list[int]) -> Callable[[Cells], Sequence[str]]:
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda cells: [cells[i] for i in indexes]


def _lookup(column: _Column, index: int | None) -> Callable[[Cells], int]:
    assert index is not None
    return lambda cells: column[cells[index]]
