"""Which column of a table means what: a map, as it is read from its file with all that is wrong with it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct, field

from spinout.core.answers import DONT_KNOW
from spinout.core.cursor import Cursor
from spinout.core.kinds import Wrong
from spinout.core.labels import options_meant, plain_label
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import HEADER
from spinout.core.wording import allowed, found, listed
from spinout.inputs.exports.grids import MOST_HEADINGS, Grid, GridHeading

NOT_APPLICABLE, UNANSWERED, UNDECIDED = "not-applicable", "unanswered", "undecided"
WITHOUT_VALUE = (DONT_KNOW, NOT_APPLICABLE, UNANSWERED, UNDECIDED)
"""What a value may mean beside an answer."""
FIELDS = HEADER
"""The fields of the header, all of which a table may hold."""
ABOUT_QUESTIONS = ("question", "evidence", "note", "other", "not_applicable", "dont_know")
WITHOUT_MORE = ("ignore", "undecided")
USES = (*ABOUT_QUESTIONS, "header", "personal", *WITHOUT_MORE)
NOBODY = "none"
"""A personal column for which a file of answers has no place."""
DATES = ("dmy", "mdy", "ymd")
DECIMALS = ("point", "comma")
TICKED = ("yes", "no")
SETTINGS = ("sheet", "header_row", "dates", "decimal", "separator", "unanswered", "reason", "constants")
BESIDE = ("column", "number", "part", "option", "values", "separator", "rest")


class MappedColumn(Struct, frozen=True):
    """What one column means: `use` is one of USES, `about` the question's id or the field of the header.

    An undecided column that is about a question leaves it unanswered wherever it is filled.

    `values` has what texts mean, by their plain form. With `rest`, what matches no option is the text of the one
    that takes a text.
    """

    heading: GridHeading
    use: str
    about: str = ""
    part: str | None = None
    option: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None
    rest: bool = False


class TableSettings(Struct, frozen=True):
    """How a table is written, and what holds for all its rows. None where nothing was said."""

    sheet: str | None = None
    header_row: int | None = None
    dates: str | None = None
    decimal: str | None = None
    separator: str | None = None
    unanswered: tuple[str, ...] = ()
    reason: str | None = None
    constants: Mapping[str, str] = field(default_factory=dict)


class TableMap(Struct, frozen=True):
    """The columns of a table that are mapped, in its order, and how it is written."""

    columns: tuple[MappedColumn, ...]
    settings: TableSettings


def settings_of(data: object) -> TableSettings:
    """Where the table stands, as far as a map says it rightly; what is wrong is told when the map is read."""
    top = Cursor(data, ProblemList())
    row = top["header_row"].value
    sheet = top["sheet"].value
    return TableSettings(
        sheet if isinstance(sheet, str) else None,
        row if isinstance(row, int) and not isinstance(row, bool) and row > 0 else None,
    )


def map_from(
    data: object, questionnaire: Questionnaire, grid: Grid, name: str
) -> tuple[TableMap | None, tuple[Problem, ...]]:
    """Read a map for a table; None with problems where anything in it is wrong."""
    problems = ProblemList(name)
    top = Cursor(data, problems)
    made = None
    if top.fields(("table", *SETTINGS, "columns"), ("columns",)):
        made = _MapReading(questionnaire, grid).read(top)
    return (None, problems.every) if problems else (made, ())


class _MapReading:
    """The questionnaire and the table that a map is held against."""

    def __init__(self, questionnaire: Questionnaire, grid: Grid) -> None:
        self._questionnaire = questionnaire
        self._by_text: dict[str, list[GridHeading]] = {}
        self._by_number = {heading.number: heading for heading in grid.headings}
        for heading in grid.headings:
            self._by_text.setdefault(heading.text, []).append(heading)
        self._reasons: set[str] = set()
        """The questions that have a column for why they do not apply."""

    def read(self, top: Cursor) -> TableMap:
        """The whole map, which is a mapping."""
        items = top["columns"].items(most=MOST_HEADINGS, what="column")
        self._reasons = {str(item["not_applicable"].value) for item in items if item["not_applicable"]}
        settings = self._settings(top)
        columns = [column for item in items if (column := self._column(item, settings)) is not None]
        self._check_twice(columns, items)
        return TableMap(tuple(sorted(columns, key=lambda column: column.heading.number)), settings)

    def _settings(self, top: Cursor) -> TableSettings:
        constants = top["constants"]
        if constants:
            constants.fields(FIELDS)
        texts = {
            name: text for name, entry in constants.entries() if entry.value is not None and (text := entry.text())
        }
        if "respondent" in texts:
            self._check_respondent(constants["respondent"])
        words = [item.text() for item in top["unanswered"].items()] if top["unanswered"] else []
        return TableSettings(
            _text(top["sheet"]),
            top["header_row"].whole(low=1),
            top["dates"].word(DATES, what="order of dates") if top["dates"] else None,
            top["decimal"].word(DECIMALS, what="decimal sign") if top["decimal"] else None,
            _separator(top["separator"]),
            tuple(plain_label(word) for word in words if word),
            _text(top["reason"]),
            MappingProxyType(texts),
        )

    def _check_respondent(self, cursor: Cursor) -> None:
        known = [each.id for each in self._questionnaire.respondents]
        if known:
            cursor.word(known, code=Code.UNKNOWN_RESPONDENT, what="respondent")

    def _column(self, item: Cursor, settings: TableSettings) -> MappedColumn | None:
        if not item.fields((*BESIDE, *USES)):
            return None
        heading = self._heading(item)
        uses = [use for use in USES if item[use]]
        if len(uses) != 1:
            what = f"These stand together: {listed(uses)}." if uses else "The column says nothing of what it is."
            code = Code.TOO_MANY if uses else Code.MISSING_FIELD
            item.report(code, what, f"Write one of: {listed(USES)}.")
            return None
        use = uses[0]
        if use == "question" and (ident := self._question(item[use])) is not None:
            return self._of_question(item, heading, self._questionnaire.questions[ident], settings)
        if use in ABOUT_QUESTIONS and use != "question":
            return MappedColumn(heading, use, self._question(item[use]) or "")
        if use == "header":
            about = item[use].word(FIELDS, what="field of the header") or ""
            return MappedColumn(heading, use, about, values=self._header_values(item["values"], about))
        if use == "personal":
            about = item[use].word((NOBODY, *FIELDS), what="field of the header") or ""
            return MappedColumn(heading, use, about)
        if use == UNDECIDED and item[use].value not in (True, "yes"):
            return MappedColumn(heading, use, self._question(item[use]) or "")
        if use in WITHOUT_MORE:
            item[use].word(("yes",), what="answer") if item[use].value is not True else None
        return MappedColumn(heading, use)

    def _heading(self, item: Cursor) -> GridHeading:
        """The column of the table that is meant, by its number where that is given."""
        nothing = GridHeading(0, "")
        text, number = item["column"].line(), item["number"].whole(low=1)
        if number is not None:
            heading = self._by_number.get(number)
            if heading is None or (text is not None and text != _on_a_line(heading)):
                there = "no such column" if heading is None else f"the heading {found(heading.text)}"
                item["number"].report(Code.UNKNOWN_COLUMN, f"The table has {there} there.", "Correct the number.")
            return heading or nothing
        if text is None:
            item.report(Code.MISSING_FIELD, "The column has neither a heading nor a number.", "Add `column: ...`.")
            return nothing
        same = [heading for heading in self._by_number.values() if _on_a_line(heading) == text]
        if len(same) > 1:
            numbers = listed(str(heading.number) for heading in same)
            message = f"The heading {found(text)} stands over several columns: {numbers}."
            item["column"].report(Code.COLUMN_TWICE, message, "Say which with `number: ...` beside it.")
        elif not same:
            near = item.near(text, [_on_a_line(each) for each in self._by_number.values()][:300])
            item["column"].report(Code.UNKNOWN_COLUMN, f"The table has no column {found(text)}.", near)
        return same[0] if same else nothing

    def _question(self, cursor: Cursor) -> str | None:
        ident = cursor.text()
        questions = self._questionnaire.questions
        if ident is None or ident in questions:
            return ident
        hint = cursor.near_id(ident, questions) or "The questions and their ids: spinout questions."
        cursor.report(Code.UNKNOWN_QUESTION, f"There is no question {found(ident)}.", hint)
        return None

    def _of_question(
        self, item: Cursor, heading: GridHeading, question: Question, settings: TableSettings
    ) -> MappedColumn:
        item = item.about(question.id)
        kind = question.type
        parts, options = [part.id for part in kind.parts], [option.id for option in kind.options]
        part = item["part"].word(parts, code=Code.UNKNOWN_PART, what="part") if item["part"] else None
        option = item["option"].word(options, code=Code.UNKNOWN_OPTION, what="option") if item["option"] else None
        if parts and not item["part"]:
            item.report(Code.MISSING_FIELD, "A split has a column for each part.", f"Add `part:`. {allowed(parts)}")
        rest = item["rest"].flag() if item["rest"] else False
        if rest and not any(each.other for each in kind.options):
            item["rest"].report(Code.OTHER_REFUSED, "No option of the question takes a text.", "Take the line out.")
        values = self._values(item["values"], question, settings, ticked=option is not None)
        return MappedColumn(heading, "question", question.id, part, option, values, _separator(item["separator"]), rest)

    def _values(self, place: Cursor, question: Question, settings: TableSettings, *, ticked: bool) -> Mapping[str, str]:
        made: dict[str, str] = {}
        for key, cursor in _mapping(place):
            text = cursor.text()
            if text is None:
                continue
            if ticked:
                text = cursor.word((*TICKED, *WITHOUT_VALUE), what="answer")
            elif text not in WITHOUT_VALUE:
                text = self._target(text, cursor, question)
            elif text == NOT_APPLICABLE:
                self._check_applies(cursor, question, settings)
            made[plain_label(key)] = text or UNDECIDED
        return MappingProxyType(made)

    def _target(self, text: str, cursor: Cursor, question: Question) -> str | None:
        """The option's id, or what else is an answer."""
        kind = question.type
        picks = kind.picks()
        if picks:
            meant = options_meant(kind, text)
            if len(meant) == 1:
                return meant[0]
            ids = (*(str(pick.id) for pick in picks), *WITHOUT_VALUE)
            hint = f"{cursor.near(text, ids)} {allowed(ids)}".lstrip()
            cursor.report(Code.UNKNOWN_OPTION, f"Found {found(text)}, which is no option.", hint)
            return None
        read = kind.read(kind.read_words(text)) if not kind.parts else None
        if isinstance(read, Wrong):
            cursor.report(read.code, read.message, read.hint)
        return text

    def _check_applies(self, cursor: Cursor, question: Question, settings: TableSettings) -> None:
        if not question.not_applicable:
            hint = f"Write {DONT_KNOW} or {UNANSWERED}."
            cursor.report(Code.NOT_APPLICABLE_REFUSED, "This question always applies.", hint)
        elif settings.reason is None and question.id not in self._reasons:
            hint = "Add a line `reason: ...` at the top that says why, or where it was said."
            cursor.report(Code.BLANK_REASON, "What does not apply needs a reason.", hint)

    def _header_values(self, place: Cursor, about: str) -> Mapping[str, str]:
        made: dict[str, str] = {}
        for key, cursor in _mapping(place):
            if about == "respondent" and cursor.value not in (UNDECIDED, UNANSWERED):
                self._check_respondent(cursor)
            made[plain_label(key)] = cursor.text() or UNDECIDED
        return MappingProxyType(made)

    def _check_twice(self, columns: list[MappedColumn], items: list[Cursor]) -> None:
        """Tell where two columns give the same, or one column stands twice."""
        taken: dict[tuple[str, ...], int] = {}
        for column in columns:
            number = column.heading.number
            if not number:
                continue
            keys: list[tuple[str, ...]] = [("column", str(number))]
            if column.use in (*ABOUT_QUESTIONS, "header"):
                keys.append((column.use, column.about, column.part or "", column.option or ""))
            for key in keys:
                if key in taken:
                    message = f"The columns {taken[key]} and {number} are both {' '.join(filter(None, key))}."
                    if key[0] == "column":
                        message = f"Column {number} stands here twice."
                    items[0].report(Code.COLUMN_TWICE, message, "Keep one, and write `ignore: yes` for the other.")
                taken.setdefault(key, number)


def _mapping(place: Cursor) -> Iterator[tuple[str, Cursor]]:
    if place and not isinstance(place.value, dict):
        place.report(Code.NOT_A_MAPPING, f"Found {found(place.value)} where values belong.", "Write `text: option`.")
    return place.entries()


def _text(cursor: Cursor) -> str | None:
    return cursor.text() if cursor else None


def _separator(cursor: Cursor) -> str | None:
    """What parts several options; a blank is one too."""
    if cursor and isinstance(cursor.value, str) and cursor.value and not cursor.value.strip():
        return " "
    return _text(cursor)


def _on_a_line(heading: GridHeading) -> str:
    """A heading as a map has it: on one line."""
    return heading.text if heading.text.isprintable() else " ".join(heading.text.split())
