"""From a row of a table and a map to a document of answers, and all that did not find its way into it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct, field

from spinout.core.answers import DONT_KNOW
from spinout.core.kinds import Value, Wrong
from spinout.core.kinds.base import percentage_in
from spinout.core.labels import plain_label
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.wording import listed
from spinout.inputs.exports.cells import (
    DONT_KNOW_WORDS,
    TICKS,
    CellMeaning,
    NoMeaning,
    day_in,
    meaning_of,
    number_in_text,
    ticked,
)
from spinout.inputs.exports.grids import Grid, GridHeading, GridRow, refused_in
from spinout.inputs.exports.maps import NOBODY, NOT_APPLICABLE, UNANSWERED, UNDECIDED, MappedColumn, TableMap

HUNDRED = 100

DATE = "date"
"""The field of the header that is a day."""


class LeftOut(Struct, frozen=True):
    """A cell that went nowhere, and why; the heading's number is 0 where it is the whole row."""

    row: int
    heading: GridHeading
    value: str
    why: str
    question: str | None = None


class MadeRow(Struct, frozen=True):
    """The document that a row gives, and what of it was left out."""

    number: int
    data: dict[str, Any]
    left_out: tuple[LeftOut, ...]
    personal: int = 0
    """How many personal cells were left out."""
    foreign: str | None = None
    """The questionnaire that the row names, where that is another one."""


class _Given(Struct):
    """What the columns of one question say in a row."""

    value: object = None
    state: str = ""
    chosen: list[str] = field(default_factory=list)
    parts: dict[str, object] = field(default_factory=dict)
    unknown: bool = False
    """Whether a column of its own says that it is not known."""
    failed: bool = False
    """Whether a cell of its answer gave none, so that it stays unanswered."""
    beside: dict[str, tuple[GridHeading, str]] = field(default_factory=dict)
    heading: GridHeading = GridHeading(0, "")
    text: str = ""


class RowMaker:
    """Makes documents of the rows of a table."""

    def __init__(self, grid: Grid, table_map: TableMap, questionnaire: Questionnaire, *, keep: bool) -> None:
        self._questionnaire = questionnaire
        self._settings = table_map.settings
        self._columns = table_map.columns
        self._keep = keep
        self._headings = grid.headings
        mapped = {column.heading.number for column in table_map.columns}
        self._unmapped = tuple(heading for heading in grid.headings if heading.number not in mapped)

    def made(self, row: GridRow) -> MadeRow:
        """The document of a row."""
        return _RowReading(row, self._questionnaire, self._settings.constants).made(self._columns, self._unmapped, self)

    def meaning(self, question: Question, text: str, column: MappedColumn) -> CellMeaning | NoMeaning:
        """What a cell says of a question."""
        return meaning_of(question.type, text, column, self._settings)

    def number(self, text: str) -> object | None:
        """A number as it is written in this table."""
        return number_in_text(text, self._settings.decimal)

    def day(self, text: str) -> str | None:
        """A day as it is written in this table."""
        return day_in(text, self._settings.dates)

    @property
    def reason(self) -> str | None:
        """Why something does not apply, where a row does not say it."""
        return self._settings.reason

    def is_unanswered(self, text: str) -> bool:
        """Whether a text says that nothing was answered."""
        return plain_label(text) in self._settings.unanswered

    @property
    def keeps(self) -> bool:
        """Whether personal columns are kept."""
        return self._keep


class _RowReading:
    """One row while it is read."""

    def __init__(self, row: GridRow, questionnaire: Questionnaire, constants: Mapping[str, str]) -> None:
        self._row = row
        self._questionnaire = questionnaire
        self._header: dict[str, str] = dict(constants)
        self._given: dict[str, _Given] = {}
        self._left: list[LeftOut] = []
        self._personal = 0
        self._foreign: str | None = None

    def made(self, columns: tuple[MappedColumn, ...], unmapped: tuple[GridHeading, ...], maker: RowMaker) -> MadeRow:
        """Read all columns, and put together what they say."""
        for column in columns:
            number = column.heading.number
            if number in self._row.flaws and column.use != "ignore":
                self._lose(column, self._row.cells.get(number, ""), self._row.flaws[number])
            elif (text := self._row.cells.get(number)) is not None:
                self._take(column, text, maker)
        for heading in unmapped:
            if (text := self._row.cells.get(heading.number)) is not None:
                self._left.append(LeftOut(self._row.number, heading, text, "The map does not name this column."))
        answers = dict(self._answers(maker))
        order = self._questionnaire.order
        q = self._questionnaire
        data: dict[str, Any] = {"questionnaire": q.id, "version": self._header.get("version", q.version)}
        for name in ("service", "organisation", "completed_by", "respondent", DATE):
            if name in self._header:
                data[name] = self._header[name]
        data["answers"] = {ident: answers[ident] for ident in sorted(answers, key=order.__getitem__)}
        left = tuple(sorted(self._left, key=lambda each: each.heading.number))
        return MadeRow(self._row.number, data, left, self._personal, self._foreign)

    def _lose(self, column: MappedColumn, text: str, why: str) -> None:
        question = column.about if column.about in self._questionnaire.questions else None
        not_ticked = column.use == UNDECIDED and TICKS.get(plain_label(text)) is False
        if question is not None and column.use in ("question", UNDECIDED) and not not_ticked:
            self._of(question).failed = True
        self._left.append(LeftOut(self._row.number, column.heading, text, why, question))

    def _of(self, ident: str) -> _Given:
        return self._given.setdefault(ident, _Given())

    def _take(self, column: MappedColumn, text: str, maker: RowMaker) -> None:
        """Take a cell that is filled."""
        refused = refused_in(text)
        if column.use == "ignore":
            return
        if column.use == "personal" and not (maker.keeps and column.about != NOBODY):
            self._personal += 1
        elif refused is not None:
            self._lose(column, text, f"{refused[1]} {refused[2]}")
        elif column.use == "undecided":
            self._lose(column, text, "The map leaves undecided what this column is.")
        elif column.use == "question":
            self._take_answer(column, text, maker)
        elif column.use in ("header", "personal"):
            self._take_header(column, text, maker)
        elif column.use == "dont_know":
            self._take_unknown(column, text, maker)
        elif not maker.is_unanswered(text):
            self._of(column.about).beside[column.use] = (column.heading, text)

    def _take_unknown(self, column: MappedColumn, text: str, maker: RowMaker) -> None:
        """A column that says whether the answer is not known."""
        if maker.is_unanswered(text):
            return
        said = plain_label(text) in DONT_KNOW_WORDS or ticked(text, column.heading.text, column)
        if isinstance(said, NoMeaning):
            self._lose(column, text, said.why)
        elif said:
            given = self._of(column.about)
            given.unknown = True
            given.heading, given.text = (given.heading, given.text) if given.heading.number else (column.heading, text)

    def _take_header(self, column: MappedColumn, text: str, maker: RowMaker) -> None:
        name = column.about
        meant: str | None = column.values.get(plain_label(text), text)
        if meant == UNANSWERED or maker.is_unanswered(text):
            return
        why = ""
        if meant == UNDECIDED:
            why = "The map leaves undecided what it means."
        elif name == "questionnaire":
            self._foreign = None if text == self._questionnaire.id else text
        elif name == DATE:
            meant = maker.day(text)
            why = "" if meant else "It is no date, or may be two: give --dates dmy, mdy or ymd."
        elif name == "respondent" and (known := self._questionnaire.respondents):
            word = plain_label(meant or "")
            named = [each.id for each in known if word in (each.id.casefold(), plain_label(each.label))]
            meant = named[0] if len(named) == 1 else None
            why = "" if meant else f"No respondent is called so. There are: {listed(each.id for each in known)}."
        if why or meant is None:
            self._lose(column, text, why)
        else:
            self._header[name] = meant

    def _take_answer(self, column: MappedColumn, text: str, maker: RowMaker) -> None:
        question = self._questionnaire.questions[column.about]
        given = self._of(question.id)
        if column.option is not None:
            label = next(option.label for option in question.type.options if option.id == column.option)
            said = ticked(text, label, column)
            if isinstance(said, NoMeaning):
                self._lose(column, text, said.why)
            elif said:
                given.chosen.append(column.option)
                given.heading, given.text = column.heading, text
            return
        if column.part is not None:
            self._take_part(column, text, maker, given)
            return
        meant = maker.meaning(question, text, column)
        if isinstance(meant, NoMeaning):
            self._lose(column, text, meant.why)
            return
        given.value, given.state = meant.value, meant.state
        given.heading, given.text = column.heading, text
        if meant.other:
            given.beside.setdefault("other", (column.heading, meant.other))

    def _take_part(self, column: MappedColumn, text: str, maker: RowMaker, given: _Given) -> None:
        """A part of a split, which is a number; a word that means no number holds for the whole."""
        assert column.part is not None
        word = plain_label(text)
        target = column.values.get(word, DONT_KNOW if word in DONT_KNOW_WORDS else "")
        if target in (DONT_KNOW, NOT_APPLICABLE):
            given.state = target
        elif target == UNANSWERED or maker.is_unanswered(text):
            return
        elif (number := maker.number(target or text)) is not None:
            given.parts[column.part] = number
        else:
            self._lose(column, text, "It is no number.")
        given.heading, given.text = column.heading, text

    # what was given, as answers

    def _answers(self, maker: RowMaker) -> Iterator[tuple[str, object]]:
        for ident, given in self._given.items():
            question = self._questionnaire.questions[ident]
            value, state = (None, UNANSWERED) if given.failed else self._value(question, given)
            long = self._beside(question, given, value, state, maker)
            if state == DONT_KNOW and value is None:
                value = DONT_KNOW
            if value is None and not long:
                continue
            plain = not long and not isinstance(value, dict)
            yield ident, value if plain else {**({} if value is None else {"answer": value}), **long}

    def _value(self, question: Question, given: _Given) -> tuple[object, str]:
        """The value, or what it says instead."""
        raw = given.value
        others = [option.id for option in question.type.options if option.other]
        if raw is None and not given.state and "other" in given.beside and others and others[0] not in given.chosen:
            given.chosen.append(others[0])  # where its text has a column of its own, that is how it is chosen
            given.heading, given.text = given.beside["other"]
        if given.state in (DONT_KNOW, NOT_APPLICABLE):
            return None, given.state
        if given.chosen:
            raw = question.type.read_words(";".join(given.chosen))
        elif given.parts:
            raw = _whole(question, given.parts)
        if raw is None:
            return None, DONT_KNOW if given.unknown else UNANSWERED
        if given.unknown:
            why = "It is answered, and another column says that it is not known; neither was taken."
            self._left.append(LeftOut(self._row.number, given.heading, given.text, why, question.id))
            return None, UNANSWERED
        read = question.type.read(raw)
        if isinstance(read, Wrong):
            why = f"{read.message} {read.hint}".strip()
            self._left.append(LeftOut(self._row.number, given.heading, given.text, why, question.id))
            return None, UNANSWERED
        if isinstance(raw, list):
            raw = question.type.plain(read)
        return raw, ""

    def _beside(
        self, question: Question, given: _Given, value: object, state: str, maker: RowMaker
    ) -> dict[str, object]:
        """The texts that stand beside an answer; what cannot stand there is told."""
        long: dict[str, object] = {}
        for name, (heading, text) in given.beside.items():
            why = ""
            if name == "other" and not self._takes_text(question, value):
                why = "No option is chosen that takes a text."
            elif name == "not_applicable" and not question.not_applicable:
                why = "This question always applies."
            elif name == "not_applicable" and (value is not None or state == DONT_KNOW):
                why = "An answer and a reason why it does not apply stand together."
            if why:
                self._left.append(LeftOut(self._row.number, heading, text, why, question.id))
            else:
                long[name] = text
        if state == NOT_APPLICABLE and "not_applicable" not in long:
            if maker.reason is not None and question.not_applicable:
                long["not_applicable"] = maker.reason
            else:
                why = "It does not apply, and no reason is given."
                self._left.append(LeftOut(self._row.number, given.heading, given.text, why, question.id))
        return {name: long[name] for name in ("evidence", "note", "not_applicable", "other") if name in long}

    def _takes_text(self, question: Question, value: object) -> bool:
        read: Value | Wrong | None = None if value is None else question.type.read(value)
        return read is not None and not isinstance(read, Wrong) and question.takes_text(read)


def _whole(question: Question, parts: dict[str, object]) -> dict[str, object]:
    """All parts in their order; those that are blank are 0 where the others come to a hundred, and only then."""
    numbers = [percentage_in(number) for number in parts.values()]
    total = sum((Decimal(number) for number in numbers if number is not None), Decimal(0))
    if len(parts) < len(question.type.parts) and total == HUNDRED:
        return {part.id: parts.get(part.id, 0) for part in question.type.parts}
    return {part.id: parts[part.id] for part in question.type.parts if part.id in parts}
