"""Turn the rows of a table into documents of plain data, with a place for every cell.

Where the rows come from is the business of the readers of CSV and XLSX. Cells are text here;
what the text means as an answer is for the question's type to say.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW
from spinout.core.cursor import ID_FORM
from spinout.core.kinds.yes_no import YES_NO
from spinout.core.labels import plain_label
from spinout.core.problems import Code, Path, Problem, ProblemList, Warning
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import HEADER
from spinout.core.wording import counted, found, listed, meant_id, number_from, seen, shortened, too_long
from spinout.core.workbook_rows import NOT_KNOWN, respondent_meant
from spinout.inputs.cell_texts import ERROR_VALUES, from_cell
from spinout.inputs.documents import (
    MOST_BYTES,
    REFUSED_CHARACTERS,
    Document,
    Flaw,
    Place,
    Places,
    at_top,
    broken,
    number_too_long,
    refused_character,
)
from spinout.inputs.exports.habits import PLAIN, tool_of
from spinout.inputs.form_tables import titled, value_in_words
from spinout.inputs.rows import Row, TableSheet

__all__ = ["Row", "Table", "TableSheet", "documents_of", "table_of"]

BESIDE = ("evidence", "note", "not_applicable", "other", "exempt")
FLAG = "exempt"
"""The one of those that is no text."""
MARK = "#"
NEEDED = "questionnaire"
"""The column that every table has."""
DELIMITER_LINE = "sep="
"""How a line begins that tells Excel which delimiter follows."""
MOST_ABOVE = 20
"""So many rows are looked through for headings that do not stand first."""


class Meaning(Struct, frozen=True):
    """Where a column's cells belong in a document: a header field, or an answer and which part of it."""

    field: str
    question: str | None = None
    part: str | None = None

    @property
    def path(self) -> Path:
        """The path of the cell's value in the document."""
        if self.question is None:
            return (self.field,)
        return ("answers", self.question, self.field) + (() if self.part is None else (self.part,))


def refused_in_cell(character: str) -> Flaw:
    """What is wrong with a character that no cell may hold; a byte that is no letter is one too."""
    if "\udc80" <= character <= "\udcff":
        message = f"Found the byte 0x{ord(character) - 0xDC00:02X}, which is no letter here."
        return Code.NOT_UTF_8, message, "Save the table as CSV UTF-8."
    return refused_character(character)


def _known(names: Sequence[str], questionnaire: Questionnaire) -> Iterator[tuple[str, Meaning]]:
    """Every heading that is understood."""
    for field in HEADER:
        yield field, Meaning(field)
    for ident, question in _asked(questionnaire).items():
        parts = () if question is None else question.type.parts
        for part in parts:
            yield f"{ident}.{part.id}", Meaning("answer", ident, part.id)
        if not parts:
            yield ident, Meaning("answer", ident)
        for field in BESIDE:
            yield f"{ident}{MARK}{field}", Meaning(field, ident)
    for name in names:
        # Parts of a split that is removed; what parts it had is not known any more.
        ident, _, removed = name.rpartition(".")
        if ident in questionnaire.removed and ID_FORM.match(removed):
            yield name, Meaning("answer", ident, removed)


def _asked(questionnaire: Questionnaire) -> Mapping[str, Question | None]:
    """Questions by every id that answers may stand under: present, renamed and removed ones."""
    return {
        **dict.fromkeys(questionnaire.removed),
        **{old: questionnaire.questions.get(new) for old, new in questionnaire.renamed.items()},
        **questionnaire.questions,
    }


def _problems(
    names: Sequence[str], known: Mapping[str, Meaning], questionnaire: Questionnaire, *, name: str, row: int
) -> Iterator[Problem]:
    first: dict[str, int] = {}
    unknown = 0
    for number, heading in enumerate(names, start=1):
        flaw = None
        match = REFUSED_CHARACTERS.search(heading)
        if match:
            flaw = refused_in_cell(match.group())
        elif heading in first:
            message = f"The column {found(heading)} stands here a second time; it is column {first[heading]} too."
            flaw = (Code.COLUMN_TWICE, message, "Keep one of the two.")
        elif heading and heading not in known:
            unknown += 1
            hint = _hint(heading, known, questionnaire) if unknown <= MOST_NEAREST else ""
            flaw = (Code.UNKNOWN_COLUMN, f"There is no column {found(heading)}.", hint)
        if flaw is not None:
            yield Problem(*flaw, file=name, line=row, column=number, column_name=heading)
        if heading and not match:
            first.setdefault(heading, number)
    if NEEDED not in first:
        hint = f"Add it, and write {questionnaire.id} in each row."
        yield at_top(Code.MISSING_FIELD, f'The column "{NEEDED}" is missing.', hint, row, file=name)


def _hint(heading: str, known: Mapping[str, Meaning], questionnaire: Questionnaire) -> str:
    if "\t" in heading:
        return "The columns are parted by tabs: save the table as CSV, with commas or semicolons."
    if heading.lower().startswith(DELIMITER_LINE):
        return "Take this line out: the headings' line tells the delimiter."
    question = questionnaire.questions.get(heading)
    if question is not None and question.type.parts:
        parts = listed((f"{heading}.{part.id}" for part in question.type.parts), most=30)
        return f"A split has a column for each part: {parts}."
    ident, mark, _ = heading.rpartition(MARK)
    if mark and ident in questionnaire.questions:
        return f"Beside {shortened(ident)} may stand: {listed(f'{ident}{MARK}{word}' for word in BESIDE)}."
    asked = questionnaire.questions
    names = [word for word, m in known.items() if MARK not in word and (m.question is None or m.question in asked)]
    near = meant_id(heading.partition(MARK)[0], [name for name in names if ("." in name) == ("." in heading)])
    return near or f"The columns: {COLUMNS}."


REPAIR = "Mend the formula, or write what is meant; empty the cell where nothing is known."
COLUMNS = f"{listed(HEADER)}, and the questions' ids (spinout questions)"
MOST_NEAREST = 300
"""So many unknown columns are told with the nearest name, which takes time to find."""
SEPARATOR = "\x1f"
"""Between the cells of a row, in what its digest is of."""
GUESSED = "Row {} is not in UTF-8. Its letters were read as Windows-1252; save the table as CSV UTF-8 to be sure."
MOST_REMEMBERED = 1024
"""How many different cells of a column are remembered; what is beyond is read again."""


class AnswerColumns(Struct):
    """The columns of one question, each by its name and index; `question` is None where it is no longer asked."""

    ident: str
    question: Question | None
    own: list[tuple[str, int]]
    """The column of the answer, or those of its parts."""
    beside: list[tuple[str, int]]


class Table:
    """A table whose headings were understood; makes a document of each row."""

    def __init__(
        self,
        name: str,
        headings: tuple[str, ...],
        known: Mapping[str, Meaning],
        questionnaire: Questionnaire,
        warnings: tuple[Warning, ...] = (),
        of_form: tuple[str, str] | None = None,
    ) -> None:
        self.name = name
        self._of_form = of_form
        self._questionnaire = questionnaire
        self._ident = questionnaire.id
        self._ident_column = headings.index(NEEDED)
        self._headings = headings
        self._warnings = warnings
        self._paths: list[Path] = []
        """For each column the path of its cells; empty for a column without a name."""
        self._header: list[tuple[str, int]] = []
        self._answers: dict[str, AnswerColumns] = {}
        self._remembered: defaultdict[int, dict[str, object]] = defaultdict(dict)
        asked = _asked(questionnaire)
        for index, meaning in enumerate(map(known.get, headings)):
            self._paths.append(() if meaning is None else meaning.path)
            if meaning is None:
                continue
            ident = meaning.question
            if ident is None:
                self._header.append((meaning.field, index))
                continue
            columns = self._answers.setdefault(ident, AnswerColumns(ident, asked[ident], [], []))
            into = columns.own if meaning.field == "answer" else columns.beside
            into.append((meaning.part or meaning.field, index))

    def document(self, row: Row) -> Document:
        """The document of a row."""
        taken = swallowed(row, self._ident, self._ident_column)
        problem = row.problem if taken is None else self._problem(row.number, *taken)
        if problem is not None:
            return replace(broken(self.name, replace(problem, line=row.number)), line=row.number)
        cells = row.cells
        padded = cells + ("",) * (len(self._headings) - len(cells))
        problems = ProblemList(self.name)
        self._check_form(row, problems)
        data: dict[str, Any] = {field: from_cell(text) for field, i in self._header if (text := seen(padded[i]))}
        if self._of_form is not None:
            data = dict(zip(("questionnaire", "version"), self._of_form, strict=True)) | data
            if "respondent" in data:
                data["respondent"] = respondent_meant(self._questionnaire, data["respondent"])
        answers: dict[str, Any] = {}
        for columns in self._answers.values():
            given = self._given(columns, padded, row.number, problems)
            if given is not None:
                answers[columns.ident] = given
        # Where a number is asked for, its length is told already.
        told = {problem.column for problem in problems.found if problem.code is Code.NUMBER_TOO_LONG}
        for index, flaw in row.flaws:
            if flaw[0] is Code.NUMBER_TOO_LONG and index + 1 not in told:
                problems.add(self._problem(row.number, index, flaw))
        data["answers"] = answers
        guessed = (Warning(Code.OTHER_ENCODING, GUESSED.format(row.number)),) if row.guessed else ()
        return Document(
            self.name,
            data,
            lambda: self._places(row.number),
            problems.every,
            line=row.number,
            raw=SEPARATOR.join(cells).encode("utf-8", "surrogateescape"),
            warnings=(*self._warnings, *row.warnings, *guessed),
        )

    def _given(self, columns: AnswerColumns, cells: tuple[str, ...], row: int, problems: ProblemList) -> Any:
        """What the columns of one question say; None where they say nothing."""
        beside = {field: _beside(field, text) for field, i in columns.beside if (text := seen(cells[i]))}
        question, value = columns.question, None
        if question is None:
            value = next(filter(None, (seen(cells[i]) for _, i in columns.own)), None)
        elif question.type.parts:
            value = self._split(columns, cells, row, problems)
        elif columns.own and (text := seen(cells[columns.own[0][1]])):
            value = self._value(question, columns.own[0][1], text, row, problems)
        if not beside:
            # In the long form a cell that was refused for its form is not complained of again.
            return {"answer": value} if problems or isinstance(value, dict) else value
        return beside if value is None else {"answer": value, **beside}

    def _value(self, question: Question, index: int, text: str, row: int, problems: ProblemList) -> Any:
        """The text of a cell as what a file would hold."""
        remembered = self._remembered[index]
        if text in remembered:
            return remembered[text]
        words = from_cell(text) if question.type.own_words else text
        if self._of_form is not None:
            value = value_in_words(question.type, words)
        else:
            value = DONT_KNOW if text.casefold() == DONT_KNOW else question.type.read_words(words)
        if not isinstance(value, str | list) and too_long(text):
            problems.add(self._problem(row, index, number_too_long(text, "Round it.")))
            return text
        if len(remembered) < MOST_REMEMBERED and len(text) < 100:
            remembered[text] = value
        return value

    def _split(self, columns: AnswerColumns, cells: tuple[str, ...], row: int, problems: ProblemList) -> Any:
        """The parts of a split that are given; unknown where one of its cells says so."""
        shares: dict[str, object] = {}
        for part, index in columns.own:
            text = seen(cells[index])
            if not text:
                continue
            if text.casefold() == DONT_KNOW or (self._of_form is not None and plain_label(text) in NOT_KNOWN):
                return DONT_KNOW
            number = number_from(text)
            if number is not None and too_long(text):
                problems.add(self._problem(row, index, number_too_long(text, "Round it.")))
            shares[part] = text if number is None else number
        return shares or None

    def _check_form(self, given: Row, problems: ProblemList) -> None:
        """Tell of cells that hold what no text may hold, that show an error, or that stand under no heading."""
        row, cells = given.number, given.cells
        flawed = {index for index, _ in given.flaws}
        for index, own in given.flaws:
            if own[0] is not Code.NUMBER_TOO_LONG:
                problems.add(self._problem(row, index, own))
        whole = "\n".join(cells)
        refused, fails = REFUSED_CHARACTERS.search(whole) is not None, "#" in whole
        if len(whole) > MOST_BYTES // 4 and len(whole.encode("utf-8", "surrogateescape")) > MOST_BYTES:
            problems.add(too_big(row))
        for index, cell in enumerate(cells) if refused or fails else ():
            flaw = None if index in flawed else _flaw_in(cell, refused=refused, fails=fails)
            if flaw is not None and problems.full:
                problems.told += 1
            elif flaw is not None:
                problems.add(self._problem(row, index, flaw))
        for index, cell in enumerate(cells):
            if (index < len(self._headings) and self._headings[index]) or not seen(cell):
                continue
            if problems.full:
                problems.told += 1
            else:
                message = f"Found {found(cell)} in column {index + 1}, which has no heading."
                hint = "Give the column a heading, or empty the cell; text with the delimiter in it stands in quotes."
                problem = self._problem(row, index, (Code.NO_COLUMN, message, hint))
                problems.add(replace(problem, column_name=None))

    def _problem(self, row: int, index: int, flaw: Flaw) -> Problem:
        known = index < len(self._headings)
        path = self._paths[index] if known else ()
        question = str(path[1]) if len(path) > 1 else None
        heading = self._headings[index] if known else None
        return Problem(*flaw, question, path, False, self.name, row, index + 1, heading)  # noqa: FBT003

    def _places(self, row: int) -> Places:
        values: dict[Path, Place] = {}
        for column, path in enumerate(self._paths, start=1):
            if path:
                values[path] = (row, column)
                values.setdefault(path[:2], (row, column))
                values.setdefault(path[:3], (row, column))
        values[()] = values[("questionnaire",)]
        return Places(values, {}, self._headings)


def documents_of(name: str, sheet: TableSheet, questionnaire: Questionnaire) -> Iterator[Document]:
    """A document for each row that is not blank, under the headings of the first such row."""
    filled: Iterator[Row] = (row for row in sheet.rows if not row.blank)
    heading = next(filled, None)
    if heading is None:
        yield without_rows(name, sheet, questionnaire)
        return
    heading, filled = titled(heading, filled)
    table = table_of(name, heading, questionnaire, sheet)
    if isinstance(table, Document):
        yield table
        return
    row = next(filled, None)
    if row is None:
        yield without_rows(name)
    else:
        yield from map(table.document, chain((row,), filled))


def table_of(
    name: str, heading: Row, questionnaire: Questionnaire, sheet: TableSheet | None = None
) -> Table | Document:
    """A table under its headings, or a broken document that says what is wrong with them.

    `sheet` is looked through for other headings, where these are none.
    """
    taken = swallowed(heading, questionnaire.id)
    if taken is not None:
        return broken(name, at_top(*taken[1], heading.number, taken[0] + 1))
    if heading.problem is not None:
        return broken(name, heading.problem)
    names = tuple(cell.strip() for cell in heading.cells)
    known = dict(_known(names, questionnaire))
    if questionnaire.id in names and not any(map(known.get, names)):
        column = names.index(questionnaire.id) + 1
        message = f"Row {heading.number} holds answers, where headings belong."
        hint = f"Write headings above it: {COLUMNS}."
        return broken(name, at_top(Code.NO_HEADINGS, message, hint, heading.number, column))
    if (foreign := _export(names, known)) is not None:
        return broken(name, at_top(Code.EXPORT, *foreign, heading.number))
    problems = ProblemList(name)
    for index, flaw in heading.flaws:
        problems.add(Problem(*flaw, line=heading.number, column=index + 1, column_name=names[index]))
    for problem in _problems(names, known, questionnaire, name=name, row=heading.number):
        problems.add(problem)
    if not problems:
        # Of the headings it does not matter whether they show.
        told = tuple(warning for warning in heading.warnings if warning.code is not Code.HIDDEN_ROW)
        return Table(name, names, known, questionnaire, told, heading.of_form)
    meant = NEEDED in names or names[0].lower().startswith(DELIMITER_LINE)
    if sheet is not None and not meant and (place := _headings_elsewhere(sheet, known)):
        message = f'Row {heading.number} holds no headings: the column "{NEEDED}" is missing.'
        return broken(name, at_top(Code.MISSING_FIELD, message, place, heading.number))
    return broken(name, *problems.every)


LEAST_STRANGE = 5
"""From so many headings on that are none of a table of answers it is taken for an export."""


def _export(names: Sequence[str], known: Mapping[str, Meaning]) -> tuple[str, str] | None:
    """What is said of headings that a survey tool wrote, or some other program; None where they are ours."""
    strange = sum(bool(name) and name not in known for name in names)
    ours = NEEDED in names or any(name in known and known[name].question for name in names)
    tool = tool_of(names) if strange else PLAIN
    if tool is PLAIN and (ours or strange < LEAST_STRANGE):
        return None
    whose = f"those of {tool.name}" if tool is not PLAIN else "none of a table of answers"
    hint = "spinout import makes files of answers of it. Begin with: spinout import FILE --guess -o map.yaml"
    return f"The {len(names)} headings are {whose}.", hint


def _beside(field: str, text: str) -> str | bool:
    """What stands beside an answer; a flag is read in any case, and what is none is left for the answers' reader."""
    return YES_NO.get(text.casefold(), text) if field == FLAG else from_cell(text)


def _flaw_in(cell: str, *, refused: bool, fails: bool) -> Flaw | None:
    """What is wrong with a cell, of what is looked for."""
    match = REFUSED_CHARACTERS.search(cell) if refused else None
    if match is not None:
        return refused_in_cell(match.group())
    if fails and cell.lstrip()[:1] == "#" and seen(cell).upper() in ERROR_VALUES:
        return Code.ERROR_VALUE, f"The cell shows the error {seen(cell)}.", REPAIR
    return None


def swallowed(row: Row, ident: str, column: int = 0) -> tuple[int, Flaw] | None:
    """The cell of a row of CSV, from 0, in which a quote opens that took rows below into it, and what is wrong.

    Those rows have the id of the questionnaire in its column.
    """
    # a cell may hold line ends of other kinds than those that part the rows
    lines = [line for each in row.lines for line in each.splitlines(keepends=True)]
    taken = [n for n, line in enumerate(lines) if n and ident in line and _is_row(line, row.delimiter, ident, column)]
    if not taken:
        return None
    cells = next(csv.reader(lines[: taken[0]], delimiter=row.delimiter))
    message = f"A quote opens in this cell, and took {counted(len(taken), 'row')} below into it."
    hint = "Close the quote, or take it out; a quote within a cell is written twice."
    return len(cells) - 1, (Code.SWALLOWED_LINES, message, hint)


def _is_row(line: str, delimiter: str, ident: str, column: int) -> bool:
    """Whether a line has the id of the questionnaire in its column, and another cell."""
    cells = line.split(delimiter)
    return len(cells) > max(column, 1) and cells[column].rstrip("\r\n") == ident


def _headings_elsewhere(sheet: TableSheet, known: Mapping[str, Meaning]) -> str:
    """Where headings seem to stand, below in this sheet or in another, and what to do; empty where nowhere near."""
    for row in islice(sheet.rows, MOST_ABOVE):
        if _are_headings(row, known):
            within = f" of sheet {found(sheet.name)}" if sheet.name else ""
            return f"The headings seem to stand in row {row.number}{within}: take out the rows above it."
    for other in sheet.others():
        for number, row in enumerate(islice(other.rows, MOST_ABOVE)):
            if _are_headings(row, known):
                above = ", without the rows above it" if number else ""
                name = other.name if " " not in other.name else f'"{other.name}"'
                seem = f"The headings seem to stand in row {row.number} of sheet {found(other.name)}"
                return f"{seem}: give --sheet {shortened(name)}{above}."
    return ""


def _are_headings(row: Row, known: Mapping[str, Meaning]) -> bool:
    names = [cell.strip() for cell in row.cells]
    return NEEDED in names and sum(map(known.__contains__, names)) > len(names) // 2


def without_rows(name: str, sheet: TableSheet | None = None, questionnaire: Questionnaire | None = None) -> Document:
    """A broken document: there is nothing below the headings; or nothing at all in a sheet."""
    if sheet is None or questionnaire is None:
        message = "The table has no row below its headings."
        return broken(name, at_top(Code.NO_DOCUMENT, message, "Write a row for each service."))
    message = f"The sheet {found(sheet.name)} is empty." if sheet.name else "The table is empty."
    elsewhere = _headings_elsewhere(sheet, dict(_known((), questionnaire)))
    hint = elsewhere or "Write headings into its first row, and below them a row for each service."
    return broken(name, at_top(Code.NO_DOCUMENT, message, hint))


def too_big(row: int) -> Problem:
    """A row holds more than one document may."""
    hint = "Shorten it, and check that its quotes are closed; a row holds one assessment."
    return at_top(Code.TOO_BIG, f"The row has more than {MOST_BYTES:,} bytes.", hint, row)
