"""Answers as the cells of a wide table, a row for each document, which the reader of tables reads back the same."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from spinout.core.answers import DONT_KNOW, Answer, Answers, plain_header
from spinout.core.conditions import Measure
from spinout.core.problems import Code
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import HEADER
from spinout.core.wording import NUMBER_FORM, found, seen
from spinout.inputs.cell_texts import as_cell
from spinout.inputs.documents import MOST_BYTES, Flaw
from spinout.inputs.tables import BESIDE, FLAG, MARK

MOST_DIGITS = 15
"""So many digits a spreadsheet keeps of a number."""
NO_WORDS = frozenset({"questionnaire", "date"})
"""The fields of the header that are nobody's own words."""

Cells = list[tuple[int, str]]
"""The filled cells of a row: the index of the column, and the text."""


class TableColumn(Struct, frozen=True):
    """A column that is written: under which heading, and what stands in it.

    `numbers`: numbers; `words`: texts that may be anything; `kept`: it is written where no row has anything in it.
    """

    heading: str
    numbers: bool = False
    words: bool = False
    kept: bool = True


class WideTable:
    """The columns of a questionnaire in its order, and the row of each document under them.

    Each answer has its column, so that what is open can be filled in; what stands beside answers has one where any
    document has it.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self.columns = tuple(_columns(questionnaire))
        self._index = {column.heading: index for index, column in enumerate(self.columns)}

    def cells(self, answers: Answers) -> Cells:
        """The row of a document; blanks around a text are left out, as the reader does."""
        row = [(self._index[name], cell) for name, text in self._given(answers) if (cell := seen(text))]
        return sorted(row)

    def _given(self, answers: Answers) -> Iterator[tuple[str, str]]:
        """Each heading with its text."""
        for name, text in plain_header(self._questionnaire, answers).items():
            yield name, text or ""
        for ident, answer in answers.answers.items():
            yield from _answer(self._questionnaire.questions[ident], answer)


def _columns(questionnaire: Questionnaire) -> Iterator[TableColumn]:
    for name in HEADER:
        yield TableColumn(name, words=name not in NO_WORDS)
    for ident, question in questionnaire.questions.items():
        kind = question.type
        for part in kind.parts:
            yield TableColumn(f"{ident}.{part.id}", numbers=True)
        if not kind.parts:
            yield TableColumn(ident, numbers=Measure.ORDER in kind.measures, words=kind.own_words)
        for name in BESIDE:
            yield TableColumn(f"{ident}{MARK}{name}", words=name != FLAG, kept=False)


def _answer(question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
    ident, kind = question.id, question.type
    first = f"{ident}.{kind.parts[0].id}" if kind.parts else ident
    if answer.unknown:
        yield first, DONT_KNOW
    elif answer.value is not None and kind.parts:
        shares = kind.plain(answer.value)
        assert isinstance(shares, dict)
        for part in kind.parts:
            yield f"{ident}.{part.id}", kind.cell_words(shares[part.id])
    elif answer.value is not None:
        yield first, kind.cell_words(answer.value)
    beside = (answer.evidence, answer.note, answer.reason, answer.other, "yes" if answer.exempt else None)
    for name, text in zip(BESIDE, beside, strict=True):
        if text is not None:
            yield f"{ident}{MARK}{name}", text


def spaces_lost(answers: Answers) -> int:
    """How many texts of a document have blanks around them, which no table keeps."""
    texts: list[object] = [answers.service, answers.organisation, answers.completed_by, answers.version]
    for answer in answers.answers.values():
        texts += (answer.value, answer.evidence, answer.note, answer.reason, answer.other)
    return sum(isinstance(text, str) and text != text.strip() for text in texts)


Unfit = tuple[str | None, Flaw]
"""The heading of a column in which a text cannot stand, None of a whole row, and why."""


def unfit_for_csv(columns: Sequence[TableColumn], cells: Cells, ident: str) -> Unfit | None:
    """Why a row would not be read back from CSV; None where it is. `ident` is that of the questionnaire."""
    size = 0
    for index, text in cells:
        size += len(text.encode("utf-8")) + text.count('"') + 3
        if ident in text and any(line.startswith(f"{ident},") for line in text.splitlines()[1:]):
            message = f"A line of the text begins with {found(ident + ',')}, as a row of answers in CSV does."
            hint = "Write the table as XLSX, or put a word before it."
            return columns[index].heading, (Code.SWALLOWED_LINES, message, hint)
    if size > MOST_BYTES:
        message = f"The row would have more than {MOST_BYTES:,} bytes."
        return None, (Code.TOO_BIG, message, "Keep it as a file of its own, or shorten its texts.")
    return None


def unfit_for_xlsx(columns: Sequence[TableColumn], cells: Cells, most: int) -> Unfit | None:
    """Why a row does not fit into a workbook, a cell of which holds so many characters; None where it does."""
    for index, text in cells:
        if len(text) > most // 2 and len(text.encode("utf-16-le")) > 2 * most:
            message = f"The text has {len(text):,} characters, and a cell of a workbook holds {most:,}."
            return columns[index].heading, (Code.TOO_BIG, message, "Write the table as CSV, or shorten the text.")
    return None


def cell_written(column: TableColumn, text: str, *, runs: bool) -> str | float:
    """What is written into a cell; `runs` says whether formulas of the format run, in which all cells are text.

    A number is one where a spreadsheet keeps all of its digits.
    """
    if column.numbers and not runs and NUMBER_FORM.match(text) and len(text) <= MOST_DIGITS and text != "-0":
        number = float(text)
        if f"{number:.16G}" == text:
            return number
    return as_cell(text, runs=runs) if column.words else text
