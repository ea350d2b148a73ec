"""Read a workbook form back: rows by their ids, columns by their headings, options by their words.

Sheets may be renamed, rows sorted and columns moved; what stands where nothing is read is told. A formula in a cell
that is filled in is refused, whatever result is stored beside it: a form holds what somebody meant.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from spinout.core.problems import Code, Path, Problem, ProblemList, Warning
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import HEADER
from spinout.core.wording import counted, found, listed, seen
from spinout.core.workbook_rows import (
    FORM,
    LISTS,
    MARKS,
    READ,
    START,
    SUM,
    FormColumn,
    digest_asked,
    respondent_meant,
)
from spinout.inputs.cell_texts import ERROR_VALUES
from spinout.inputs.documents import MOST_BYTES, REFUSED_CHARACTERS, Document, Flaw, Places, at_top, broken
from spinout.inputs.form_answers import AnswerReading, Filled
from spinout.inputs.form_cells import FormDocument, SheetCell
from spinout.inputs.rows import Row
from spinout.inputs.tables import refused_in_cell
from spinout.inputs.xlsx import SheetEntry, Workbook, sheet_names
from spinout.inputs.xlsx.package import SMALLER, UnreadableWorkbookError, refuse_lock

MOST_ROWS, MOST_ABOVE, MOST_TOLD = 10_000, 100, 50
"""How far down a form's sheet may go, how far down its headings may stand, and how many asides are told."""
FIELDS = {heading.value.casefold(): field for heading, field in READ.items()}
KNOWN = {heading.value.casefold() for heading in FormColumn} | {"what"}
ANSWER, ID, WHAT = FormColumn.ANSWER.value.casefold(), FormColumn.ID.value.casefold(), "what"
CALCULATED = "Type what is meant in its place."


class FormSheet(Struct):
    """A sheet of a form: its name, the columns by their headings, and the rows below."""

    name: str
    columns: dict[str, int]
    """The index of each column that is known, by its heading."""
    rows: list[Row]

    @property
    def starts(self) -> bool:
        """Whether it is the first, below whose fields stands how to fill it in."""
        return WHAT in self.columns


class Marks(Struct, frozen=True):
    """What the hidden sheet says: some words by their names, and the ids of the questions on each sheet."""

    words: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[tuple[str, str], ...] = ()


def form_document(name: str, raw: bytes, questionnaire: Questionnaire) -> Document | None:
    """The document of a workbook form; None where the workbook is none."""
    names = {each.casefold() for each in sheet_names(raw)}
    if not names & {START.casefold(), MARKS.casefold()}:
        return None
    try:
        refuse_lock(name)
        book = Workbook(raw)
        sheets = [sheet for entry in book.entries if (sheet := _form_sheet(book, entry)) is not None]
        if not sheets:
            return None
        if book.macros:
            hint = "Save it as XLSX, without macros. No macro was run."
            return broken(name, at_top(Code.HOLDS_MACROS, "The workbook holds macros, which no form has.", hint))
        return _FormReading(name, raw, book, sheets, questionnaire).document()
    except UnreadableWorkbookError as error:
        return broken(name, error.problem)


def _form_sheet(book: Workbook, entry: SheetEntry) -> FormSheet | None:
    """The rows of a sheet below the headings of a form; None where there are no such headings."""
    if entry.name in (MARKS, LISTS):
        return None
    made: FormSheet | None = None
    for row in book.rows_of(entry, MOST_ROWS):
        if made is not None:
            made.rows.append(row)
        elif row.number > MOST_ABOVE:
            break
        elif {ANSWER, ID} <= (headings := {cell.strip().casefold() for cell in row.cells}):
            for heading in headings & KNOWN:
                if [cell.strip().casefold() for cell in row.cells].count(heading) > 1:
                    message = f"The heading {found(heading)} stands twice in row {row.number} of {found(entry.name)}."
                    raise UnreadableWorkbookError(message, "Keep one of the two columns.", code=Code.COLUMN_TWICE)
            places = {cell.strip().casefold(): place for place, cell in enumerate(row.cells)}
            made = FormSheet(entry.name, {name: place for name, place in places.items() if name in KNOWN}, [])
    return made


class _FormReading:
    """Gathers what is filled in on all sheets, and makes the document of it."""

    def __init__(
        self, name: str, raw: bytes, book: Workbook, sheets: list[FormSheet], questionnaire: Questionnaire
    ) -> None:
        self._name, self._raw, self._book, self._sheets = name, raw, book, sheets
        self._questionnaire = questionnaire
        self._names = tuple(entry.name for entry in book.entries)
        self._problems = ProblemList(name)
        self._asides: list[str] = []
        self._filled: dict[str, dict[str, Filled]] = {}
        """By the id of a row: what stands in each of its fields."""
        self._places: dict[str, dict[str, SheetCell]] = {}
        """By the id of a row: where each of its fields stands, filled or not."""
        self._ids: dict[str, SheetCell] = {}
        self._hidden: list[str] = []
        self._left = MOST_BYTES

    def document(self) -> Document:
        """The document of what is filled in."""
        marks = self._marks()
        for sheet in self._sheets:
            for row in sheet.rows:
                self._read_row(sheet, row)
        header = self._header(marks)
        reading = AnswerReading(self._questionnaire, self._problems, self._filled, self._places)
        answers = reading.answers()
        cells = reading.cells | {(field,): self._places[field]["answer"] for field in HEADER if field in self._places}
        keys: dict[Path, SheetCell] = {("answers", ident): cell for ident, cell in self._ids.items()}
        self._headings_gone(marks)
        warnings = (*self._warnings(marks), *(Warning(Code.NOT_READ, message) for message in self._told_asides()))
        return FormDocument(
            self._name,
            {**header, "answers": answers},
            lambda: Places({}, {}),
            self._problems.every,
            raw=self._raw,
            warnings=warnings,
            cells=cells,
            keys=keys,
            sheets=self._names,
        )

    def _marks(self) -> Marks:
        """What the hidden sheet says, where it is still there."""
        entry = next((each for each in self._book.entries if each.name.casefold() == MARKS.casefold()), None)
        rows = [] if entry is None else [row.cells for row in self._book.rows_of(entry, MOST_ROWS)]
        pairs = [(cells[0].strip(), cells[1].strip()) for cells in rows if len(cells) > 1]
        if not pairs or pairs[0][0] != FORM:
            return Marks()
        own = {"questionnaire", "version", "sha256", "asked"}
        words = {name: text for name, text in pairs[1:5] if name in own}
        return Marks(words, tuple(pair for pair in pairs[1 + len(words) :]))

    # rows

    def _read_row(self, sheet: FormSheet, row: Row) -> None:
        if row.problem is not None:
            raise UnreadableWorkbookError(row.problem.message, row.problem.hint, code=row.problem.code, row=row.number)
        place = sheet.columns[ID]
        ident = seen(row.cells[place]) if place < len(row.cells) else ""
        texts = {name: row.cells[at] for name, at in sheet.columns.items() if name in FIELDS and at < len(row.cells)}
        filled = {name: text for name, text in texts.items() if seen(text)}
        if not ident:
            self._without_id(sheet, row, filled)
            return
        if row.warnings and filled:
            self._hidden.append(SheetCell(sheet.name, row.number, 1).name)
        self._beyond(sheet, row)
        key = ident.casefold()
        first = key not in self._ids
        if first:
            self._ids[key] = SheetCell(sheet.name, row.number, place + 1)
            self._places[key] = {
                FIELDS[name]: SheetCell(sheet.name, row.number, at + 1)
                for name, at in sheet.columns.items()
                if name in FIELDS
            }
        for name, text in filled.items():
            self._take(key, FIELDS[name], Filled(text, SheetCell(sheet.name, row.number, sheet.columns[name] + 1)), row)

    def _take(self, key: str, name: str, given: Filled, row: Row) -> None:
        """Keep what stands in a cell, or say why nothing can be made of it."""
        question = None if key in HEADER else ".".join(key.partition("#")[0].split(".")[:2])
        if key.endswith(SUM):
            if given.cell.column - 1 not in row.formulas and not row.flaws:
                self._aside(given.cell, given.text, "where what the parts come to is shown")
            return
        flaw = _flaw_in(given, row)
        if flaw is not None:
            self._tell(given.cell, flaw, question)
            given = Filled(given.text, given.cell, refused=True)
        self._left -= len(given.text)
        if self._left < 0:
            raise UnreadableWorkbookError(
                f"The answers have more than {MOST_BYTES:,} letters.", SMALLER, code=Code.TOO_BIG
            )
        before = self._filled.setdefault(key, {}).setdefault(name, given)
        if before is not given:
            message = f"A row with the id {found(key)} stands twice; this was filled in at {before.cell.name} already."
            self._tell(given.cell, (Code.ANSWERED_TWICE, message, "Keep one of the two rows."), question)

    def _without_id(self, sheet: FormSheet, row: Row, filled: Mapping[str, str]) -> None:
        """Tell of a row that belongs to no question."""
        if filled:
            name, text = next(iter(filled.items()))
            cell = SheetCell(sheet.name, row.number, sheet.columns[name] + 1)
            message = f"Found {found(text)} in a row without an id, so that nobody can tell what it answers."
            hint = f"Move it to the row of its question, or write the question's id in the column {FormColumn.ID}."
            self._tell(cell, (Code.ROW_WITHOUT_ID, message, hint), None)
        elif not sheet.starts:
            at, text = (
                next((n, cell) for n, cell in enumerate(row.cells) if seen(cell))
                if any(map(seen, row.cells))
                else (0, "")
            )
            if text:
                self._aside(SheetCell(sheet.name, row.number, at + 1), text, "in a row without an id")

    def _beyond(self, sheet: FormSheet, row: Row) -> None:
        """Tell of cells under no heading that is known."""
        known = set(sheet.columns.values())
        for at, text in enumerate(row.cells):
            if at not in known and seen(text):
                self._aside(SheetCell(sheet.name, row.number, at + 1), text, "under no heading of the form")

    def _aside(self, cell: SheetCell, text: str, where: str) -> None:
        self._asides.append(f"{cell.name}: {found(text)} stands {where}. It was not read.")

    def _told_asides(self) -> Iterator[str]:
        yield from self._asides[:MOST_TOLD]
        if len(self._asides) > MOST_TOLD:
            yield f"And {len(self._asides) - MOST_TOLD:,} more cells stand where nothing is read."

    def _tell(self, cell: SheetCell, flaw: Flaw, question: str | None) -> None:
        self._problems.add(told_at(cell, flaw, question))

    # what is said of the whole

    def _header(self, marks: Marks) -> dict[str, str]:
        """The fields of the header; the questionnaire and its version as the hidden sheet says, where no row does."""
        given = {name: self._filled.pop(name, {}).get("answer") for name in HEADER}
        texts = {name: seen(each.text) for name, each in given.items() if each is not None and not each.refused}
        header = {name: marks.words[name] for name in ("questionnaire", "version") if name in marks.words} | texts
        if "respondent" in header:
            header["respondent"] = respondent_meant(self._questionnaire, header["respondent"])
        return header

    def _headings_gone(self, marks: Marks) -> None:
        """Tell of a sheet of the form whose headings are gone, so that none of it can be read."""
        known = {sheet.name for sheet in self._sheets}
        for name in dict.fromkeys(sheet for sheet, _ in marks.questions):
            if name in self._names and name not in known:
                message = f"The headings {FormColumn.ANSWER} and {FormColumn.ID} are gone, so nothing here can be read."
                hint = "Copy the row of headings back from a blank form."
                self._tell(SheetCell(name, 1, 1), (Code.NO_HEADINGS, message, hint), None)

    def _warnings(self, marks: Marks) -> Iterator[Warning]:
        asked = self._questionnaire
        same = (marks.words.get("questionnaire"), marks.words.get("version")) == (asked.id, asked.version)
        if same and "asked" in marks.words and marks.words["asked"] != digest_asked(asked):
            message = "The form was made from other questions than these, under the same version"
            yield Warning(Code.OTHER_FORM, f"{message}. Its words may have meant something else.")
        gone = [ident for _, ident in marks.questions if ident.casefold() not in self._ids]
        if gone:
            rows = "question has" if len(gone) == 1 else "questions have"
            message = f"{len(gone)} {rows} no row in the form any more, and no answer: {listed(gone)}."
            yield Warning(Code.ROWS_MISSING, message)
        own = {sheet.name for sheet in self._sheets} | {sheet for sheet, _ in marks.questions} | {MARKS, LISTS}
        others = [entry for entry in self._book.entries if entry.name not in own and self._book.holds(entry)]
        if others:
            names = listed(f"{each.name}{'' if each.shown else ' (hidden)'}" for each in others)
            message = (
                f"There is something in {counted(len(others), 'sheet')} that {'is' if len(others) == 1 else 'are'}"
            )
            yield Warning(Code.OTHER_SHEETS, f"{message} no part of the form, and not read: {names}.")
        if self._hidden:
            message = f"Rows are hidden, and read all the same: {listed(self._hidden)}."
            yield Warning(Code.HIDDEN_ROW, message)


def _flaw_in(given: Filled, row: Row) -> Flaw | None:
    """Why nothing can be made of a cell, whatever it was to say."""
    at = given.cell.column - 1
    own = next((flaw for index, flaw in row.flaws if index == at and flaw[0] is not Code.NUMBER_TOO_LONG), None)
    if own is not None:
        return own
    if at in row.formulas:
        message = f"The cell holds a formula, which shows {found(given.text)}. A form takes no formula for an answer."
        return Code.FORMULA_IN_ANSWER, message, CALCULATED
    match = REFUSED_CHARACTERS.search(given.text)
    if match is not None:
        return refused_in_cell(match.group())
    if seen(given.text).upper() in ERROR_VALUES:
        return Code.ERROR_VALUE, f"The cell shows the error {seen(given.text)}.", CALCULATED
    return None


def told_at(cell: SheetCell, flaw: Flaw, question: str | None, *path: str | int) -> Problem:
    """A problem at a cell."""
    return Problem(*flaw, question, path, line=cell.row, column=cell.column, cell=cell.name)
