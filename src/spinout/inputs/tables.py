"""Turn the rows of a table into documents of plain data, with a place for every cell.

Where the rows come from is the business of the readers of CSV and XLSX. Cells are text here;
what the text means as an answer is for the question's type to say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW
from spinout.core.cursor import ID_FORM
from spinout.core.problems import Code, Path, Problem, Warning
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import HEADER
from spinout.core.wording import did_you_mean, found, listed, number_from, seen, shortened, too_long
from spinout.inputs.documents import MOST_BYTES, REFUSED_CHARACTERS, Document, Place, Places, broken, refused_character

BESIDE = ("evidence", "note", "not_applicable", "other")
MARK = "#"


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


class AnswerColumns(Struct, frozen=True):
    """The columns of one question, by their index; `question` is None where it is no longer asked."""

    ident: str
    question: Question | None
    answer: int | None
    parts: tuple[tuple[str, int], ...]
    beside: tuple[tuple[str, int], ...]


class Columns(Struct, frozen=True):
    """The columns of a table that was understood."""

    headings: tuple[str, ...]
    header: tuple[tuple[str, int], ...]
    answers: tuple[AnswerColumns, ...]
    paths: tuple[Path, ...]
    """For each column the path of its cells; empty for a column without a name."""


def columns_of(
    headings: Sequence[str], questionnaire: Questionnaire, *, name: str, row: int
) -> Columns | tuple[Problem, ...]:
    """Understand the headings of a table that stand in a row, or say what is wrong with them."""
    names = tuple(heading.strip() for heading in headings)
    known = dict(_known(questionnaire)) | dict(_parts_no_longer_asked(names, questionnaire))
    problems = tuple(_problems(names, known, questionnaire, name=name, row=row))
    if problems:
        return problems
    meanings = [known.get(heading) for heading in names]
    return Columns(
        names,
        tuple((m.field, i) for i, m in enumerate(meanings) if m is not None and m.question is None),
        tuple(_grouped(meanings, questionnaire)),
        tuple(() if m is None else m.path for m in meanings),
    )


def refused_in_cell(character: str) -> tuple[Code, str, str]:
    """Code, message and hint for a character that no cell may hold; a byte that is no letter is one too."""
    if "\udc80" <= character <= "\udcff":
        return (
            Code.NOT_UTF_8,
            f"Found the byte 0x{ord(character) - 0xDC00:02X}, which is no letter here.",
            "Save the table as CSV UTF-8.",
        )
    return refused_character(character)


def _known(questionnaire: Questionnaire) -> Iterator[tuple[str, Meaning]]:
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


def _parts_no_longer_asked(names: Sequence[str], questionnaire: Questionnaire) -> Iterator[tuple[str, Meaning]]:
    """Headings of parts of a split that is removed; what parts it had is not known any more."""
    for name in names:
        ident, _, part = name.rpartition(".")
        if ident in questionnaire.removed and ID_FORM.match(part):
            yield name, Meaning("answer", ident, part)


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
    for number, heading in enumerate(names, start=1):
        place = {"file": name, "line": row, "column": number, "column_name": heading}
        match = REFUSED_CHARACTERS.search(heading)
        if match:
            yield Problem(*refused_in_cell(match.group()), **place)  # type: ignore[arg-type]
            continue
        if not heading:
            continue
        if heading in first:
            message = f"The column {found(heading)} stands here a second time; it is column {first[heading]} too."
            yield Problem(Code.COLUMN_TWICE, message, "Keep one of the two.", **place)  # type: ignore[arg-type]
        elif heading not in known:
            hint = _hint(heading, known, questionnaire)
            yield Problem(Code.UNKNOWN_COLUMN, f"There is no column {found(heading)}.", hint, **place)  # type: ignore[arg-type]
        first.setdefault(heading, number)
    if "questionnaire" not in first:
        yield Problem(
            Code.MISSING_FIELD,
            'The column "questionnaire" is missing.',
            f"Add it, and write {questionnaire.id} in each row.",
            file=name,
            line=row,
            column=1,
        )


def _hint(heading: str, known: Mapping[str, Meaning], questionnaire: Questionnaire) -> str:
    if "\t" in heading:
        return "The columns are parted by tabs: save the table as CSV, with commas or semicolons."
    if heading.lower().startswith("sep="):
        return "Take this line out: the headings' line tells the delimiter."
    question = questionnaire.questions.get(heading)
    if question is not None and question.type.parts:
        parts = listed((f"{heading}.{part.id}" for part in question.type.parts), most=30)
        return f"A split has a column for each part: {parts}."
    ident, mark, _ = heading.rpartition(MARK)
    if mark and ident in questionnaire.questions:
        return f"Beside {shortened(ident)} may stand: {listed(f'{ident}{MARK}{word}' for word in BESIDE)}."
    asked = questionnaire.questions
    near = did_you_mean(heading, [word for word, m in known.items() if m.question is None or m.question in asked])
    return near or f"The columns: {listed(HEADER)}, and the questions' ids (spinout questions)."


def _grouped(meanings: Sequence[Meaning | None], questionnaire: Questionnaire) -> Iterator[AnswerColumns]:
    asked = _asked(questionnaire)
    indexes: dict[str, list[tuple[Meaning, int]]] = {}
    for index, meaning in enumerate(meanings):
        if meaning is not None and meaning.question is not None:
            indexes.setdefault(meaning.question, []).append((meaning, index))
    for ident, placed in indexes.items():
        answers = [index for meaning, index in placed if meaning.field == "answer" and meaning.part is None]
        yield AnswerColumns(
            ident,
            asked[ident],
            answers[0] if answers else None,
            tuple((m.part, i) for m, i in placed if m.field == "answer" and m.part is not None),
            tuple((m.field, i) for m, i in placed if m.field != "answer"),
        )


SEPARATOR = "\x1f"
"""Between the cells of a row, in what its digest is of."""
MOST_REMEMBERED = 1024
"""How many different cells of a column are remembered; what is beyond is read again."""


class Row(Struct, frozen=True):
    """A row of a table: its number in the file, from 1, and its cells as text.

    A byte that is no letter stands in a cell as half of a surrogate pair.
    """

    number: int
    cells: tuple[str, ...]
    problem: Problem | None = None
    """Why the row has no cells that could be read."""
    guessed: bool = False
    """Whether letters of it were read as Windows-1252."""
    cut: tuple[int, ...] = ()
    """The cells, from 0, whose number was so long that its last digits are lost."""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.problem is None and not any(map(seen, self.cells))


class Table:
    """A table whose headings were understood; makes a document of each row."""

    def __init__(self, name: str, columns: Columns) -> None:
        self.name = name
        self.columns = columns
        self._width = len(columns.headings)
        self._remembered: dict[int, dict[str, object]] = {
            c.answer: {} for c in columns.answers if c.answer is not None and c.question is not None
        }

    def document(self, row: Row) -> Document:
        """The document of a row."""
        if row.problem is not None:
            return replace(broken(self.name, replace(row.problem, line=row.number)), line=row.number)
        cells = row.cells
        short = self._width - len(cells)
        padded = cells + ("",) * short if short > 0 else cells
        problems = self._problems_of_form(row.number, cells)
        data: dict[str, Any] = {field: text for field, i in self.columns.header if (text := seen(padded[i]))}
        answers: dict[str, Any] = {}
        for columns in self.columns.answers:
            given = self._given(columns, padded, row.number, problems)
            if given is not None:
                answers[columns.ident] = given
        told = {problem.column for problem in problems if problem.code is Code.NUMBER_TOO_LONG}
        problems += [self._problem(row.number, i, *_cut(cells[i])) for i in row.cut if i + 1 not in told]
        data["answers"] = answers
        return Document(
            self.name,
            data,
            lambda: self._places(row.number),
            tuple(problems),
            line=row.number,
            raw=SEPARATOR.join(cells).encode("utf-8", "surrogateescape"),
            warnings=(_guessed(row.number),) if row.guessed else (),
        )

    def given(self, columns: AnswerColumns, cells: tuple[str, ...]) -> tuple[Any, list[Problem]]:
        """What the columns of one question say in a row that has all its cells, and what is wrong with their form."""
        problems: list[Problem] = []
        return self._given(columns, cells, 0, problems), problems

    def _given(self, columns: AnswerColumns, cells: tuple[str, ...], row: int, problems: list[Problem]) -> Any:
        """What the columns of one question say; None where they say nothing."""
        beside = {field: text for field, i in columns.beside if (text := seen(cells[i]))}
        value: object = None
        if columns.question is None:
            own = [i for i in (columns.answer, *(i for _, i in columns.parts)) if i is not None]
            value = next(filter(None, (seen(cells[i]) for i in own)), None)
        elif columns.parts:
            value = self._split(columns, cells, row, problems)
        elif columns.answer is not None and (text := seen(cells[columns.answer])):
            value = self._value(columns, text, row, problems)
        if not beside:
            # In the long form a cell that was refused for its form is not complained of again.
            return {"answer": value} if problems or isinstance(value, dict) else value
        return beside if value is None else {"answer": value, **beside}

    def _value(self, columns: AnswerColumns, text: str, row: int, problems: list[Problem]) -> object:
        assert columns.answer is not None
        assert columns.question is not None
        remembered = self._remembered[columns.answer]
        if text in remembered:
            return remembered[text]
        value = _read(columns.question, text)
        if not isinstance(value, str | list) and too_long(text):
            problems.append(self._problem(row, columns.answer, *_too_long(text)))
            return text
        if len(remembered) < MOST_REMEMBERED and len(text) < 100:
            remembered[text] = value
        return value

    def _split(self, columns: AnswerColumns, cells: tuple[str, ...], row: int, problems: list[Problem]) -> object:
        """The parts of a split that are given; unknown where one of its cells says so."""
        shares: dict[str, object] = {}
        for part, index in columns.parts:
            text = seen(cells[index])
            if not text:
                continue
            if text.casefold() == DONT_KNOW:
                return DONT_KNOW
            number = number_from(text)
            if number is not None and too_long(text):
                problems.append(self._problem(row, index, *_too_long(text)))
            shares[part] = text if number is None else number
        return shares or None

    def _problems_of_form(self, row: int, cells: tuple[str, ...]) -> list[Problem]:
        """Cells that hold what no text may hold, or that stand under no heading."""
        problems = []
        whole = "\n".join(cells)
        if REFUSED_CHARACTERS.search(whole):
            problems = [
                self._problem(row, index, *refused_in_cell(match.group()))
                for index, cell in enumerate(cells)
                if (match := REFUSED_CHARACTERS.search(cell))
            ]
        if len(whole) > MOST_BYTES // 4 and len(whole.encode("utf-8", "surrogateescape")) > MOST_BYTES:
            problems.append(replace(too_big(row), file=self.name))
        for index, cell in enumerate(cells):
            if seen(cell) and (index >= self._width or not self.columns.headings[index]):
                message = f"Found {found(cell)} in column {index + 1}, which has no heading."
                hint = "Give the column a heading, or empty the cell; text with the delimiter in it stands in quotes."
                problems.append(replace(self._problem(row, index, Code.NO_COLUMN, message, hint), column_name=None))
        return problems

    def _problem(self, row: int, index: int, code: Code, message: str, hint: str) -> Problem:
        known = index < self._width
        path = self.columns.paths[index] if known else ()
        question = str(path[1]) if len(path) > 1 else None
        heading = self.columns.headings[index] if known else None
        return Problem(code, message, hint, question, path, False, self.name, row, index + 1, heading)  # noqa: FBT003

    def _places(self, row: int) -> Places:
        values: dict[Path, Place] = {}
        for index, path in enumerate(self.columns.paths):
            if path:
                values[path] = (row, index + 1)
                values.setdefault(path[:2], (row, index + 1))
                values.setdefault(path[:3], (row, index + 1))
        values[()] = values[("questionnaire",)]
        return Places(values, {}, self.columns.headings)


def documents_of(name: str, rows: Iterable[Row], questionnaire: Questionnaire) -> Iterator[Document]:
    """A document for each row that is not blank, under the headings of the first such row."""
    found_row = False
    table: Table | None = None
    for row in rows:
        if row.blank:
            continue
        if table is None:
            made = table_of(name, row, questionnaire)
            if isinstance(made, Document):
                yield made
                return
            table = made
        else:
            found_row = True
            yield table.document(row)
    if not found_row:
        yield without_rows(name, empty=table is None)


def table_of(name: str, heading: Row, questionnaire: Questionnaire) -> Table | Document:
    """A table under its headings, or a broken document that says what is wrong with them."""
    if heading.problem is not None:
        return broken(name, heading.problem)
    columns = columns_of(heading.cells, questionnaire, name=name, row=heading.number)
    if isinstance(columns, Columns):
        return Table(name, columns)
    return replace(broken(name, columns[0]), problems=columns)


def without_rows(name: str, *, empty: bool = False) -> Document:
    """A broken document: there is nothing below the headings, or nothing at all."""
    return broken(
        name,
        Problem(
            Code.NO_DOCUMENT,
            "The table is empty." if empty else "The table has no row below its headings.",
            "Write headings into its first row, and below them a row for each service."
            if empty
            else "Write a row for each service.",
            line=1,
            column=1,
        ),
    )


def too_big(row: int) -> Problem:
    """A row holds more than one document may."""
    return Problem(
        Code.TOO_BIG,
        f"The row has more than {MOST_BYTES:,} bytes.",
        "Shorten it, and check that its quotes are closed; a row holds one assessment.",
        line=row,
        column=1,
    )


def _read(question: Question, text: str) -> object:
    """The text of a cell as what a file would hold; a split is read part by part."""
    if text.casefold() == DONT_KNOW:
        return DONT_KNOW
    return question.type.read_words(text)


def _too_long(text: str) -> tuple[Code, str, str]:
    return Code.NUMBER_TOO_LONG, f"The number {shortened(text)} has more than 15 digits.", "Round it."


def _cut(text: str) -> tuple[Code, str, str]:
    code, message, hint = _too_long(text)
    return code, message, f"{hint} Where it is no number, format the cell as text, and type it again."


def _guessed(row: int) -> Warning:
    return Warning(
        Code.OTHER_ENCODING,
        f"Row {row} is not in UTF-8. Its letters were read as Windows-1252; save the table as CSV UTF-8 to be sure.",
    )
