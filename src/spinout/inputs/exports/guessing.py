"""Guess a map for a table: what each column is, how sure that is, what its values mean. It decides nothing alone."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import Measure
from spinout.core.kinds import Wrong
from spinout.core.kinds.base import Kind
from spinout.core.labels import plain_label
from spinout.core.questionnaire import Questionnaire
from spinout.inputs.exports.cells import APART, IN_FIGURES, named
from spinout.inputs.exports.grids import Grid
from spinout.inputs.exports.guessed_values import MOST_VALUES, GuessedColumn, with_values
from spinout.inputs.exports.habits import PLAIN, Habits, Own, tool_of
from spinout.inputs.exports.headings import (
    BY_WORDS,
    UNDECIDED_COLUMN,
    Guess,
    HeadingReader,
    QuestionNames,
    Sure,
    bare_heading,
    by_values,
    questions_with,
    without_number,
)
from spinout.inputs.exports.maps import NOBODY, TableMap, TableSettings

HABITS = "the habits of"
SAID_OF_ALL = frozenset(["yes", "no", "not sure", "not decided", "other", "others", "none", "none of these"])
"""Labels that say nothing of what was asked."""
EMPTY_COLUMN = Guess("ignore", "", Sure.SURE, "it is empty")
COMMA_DECIMAL = re.compile(r"-?\d+,\d{1,2}%?")
POINT_DECIMAL = re.compile(r"-?\d+\.\d+%?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class GuessedMap(Struct, frozen=True):
    """A guessed map: the tool that wrote the table, how it is written, and its columns."""

    tool: Habits
    settings: TableSettings
    columns: tuple[GuessedColumn, ...]
    why_dates: str = ""

    def table_map(self, *, only_plain: bool = False) -> TableMap:
        """As it would be read from its file; `only_plain` takes nothing that is but a guess."""
        words = tuple(map(plain_label, self.settings.unanswered))
        columns = tuple(column.mapped(only_plain=only_plain) for column in self.columns)
        dates = None if only_plain and self.why_dates.startswith(Sure.GUESS) else self.settings.dates
        return TableMap(columns, replace(self.settings, unanswered=words, dates=dates))

    def counts(self) -> Mapping[Sure, int]:
        """How many columns are how sure; columns that are left out say nothing of answers."""
        return Counter(column.guess.sure for column in self.columns)


def guessed(grid: Grid, questionnaire: Questionnaire) -> GuessedMap:
    """What the columns of a table most likely mean."""
    tool = tool_of([heading.text for heading in grid.headings])
    guesses = _by_parts([*_headings(grid, questionnaire, tool)], questionnaire)
    guesses = _one_each(_by_options(_by_values(guesses, grid, questionnaire, tool), grid, questionnaire), grid)
    settings = TableSettings(grid.sheet or None, grid.header_row, unanswered=tool.unanswered)
    settings = replace(
        settings, separator=tool.separator.strip() or " ", decimal=_decimal(guesses, grid, questionnaire)
    )
    dates, why = _dates(guesses, grid, questionnaire, tool)
    settings = replace(settings, dates=dates)
    reading = replace(settings, unanswered=tuple(map(plain_label, settings.unanswered)))
    columns = [with_values(column, grid, questionnaire, reading, tool) for column in guesses]
    return GuessedMap(tool, settings, tuple(columns), why)


def recognised(texts: Sequence[str], names: QuestionNames) -> int:
    """How many cells of a row look like headings: what a tool, a questionnaire or a person's form has there."""
    tool = tool_of(texts)
    known = (tool.own_of(text) or names.by_name(text) or names.asked_alike(text) for text in texts if text)
    return sum(map(bool, known))


def _headings(grid: Grid, questionnaire: Questionnaire, tool: Habits) -> Iterator[GuessedColumn]:
    """Every column by its heading; dates of sending count once."""
    reader = HeadingReader(questionnaire, tool, [heading.text for heading in grid.headings])
    dated = False
    for heading in grid.headings:
        own = tool.own_of(heading.text)
        guess = None
        if own is None:
            guess = reader.read(heading.text)
            own = PLAIN.own_of(heading.text) if guess.sure is Sure.UNDECIDED else None
        if own is not None:
            guess = _own(own, tool, dated=dated)
            if own is Own.DATE and _has_no_day(grid.seen_in(heading.number), tool):
                guess = Guess("ignore", "", Sure.SURE, f"{HABITS} {tool.name}, which kept no dates")
            dated = dated or guess.use == "header"
        assert guess is not None
        perhaps = f"an option of {guess.about}" if guess.use == "undecided" and guess.about else ""
        if guess.use == "question" and guess.part is None and questionnaire.questions[guess.about].type.parts:
            guess, perhaps = UNDECIDED_COLUMN, f"one part of {guess.about}"
        empty = guess.sure is Sure.UNDECIDED and not grid.seen_in(heading.number, 1)
        guess = EMPTY_COLUMN if empty else guess
        yield GuessedColumn(heading, guess, perhaps=perhaps)


def _has_no_day(texts: Sequence[str], tool: Habits) -> bool:
    """Whether all that stands in a column is what a tool writes in the place of a day."""
    return bool(tool.no_day and texts) and all(text.startswith(tool.no_day) for text in texts)


def _own(own: Own, tool: Habits, *, dated: bool) -> Guess:
    by = f"{HABITS} {tool.name}" if tool is not PLAIN else "its heading"
    match own:
        case Own.DATE if not dated:
            return Guess("header", "date", Sure.SURE, by)
        case Own.COMPLETED_BY:
            return Guess("personal", "completed_by", Sure.SURE, by)
        case Own.PERSONAL:
            return Guess("personal", NOBODY, Sure.SURE, by)
    return Guess("ignore", "", Sure.SURE, by)


def _by_parts(columns: list[GuessedColumn], questionnaire: Questionnaire) -> list[GuessedColumn]:
    """The parts of a split whose labels alone stand over columns side by side, as of a grid in Microsoft Forms."""
    texts = [without_number(column.heading.text) for column in columns]
    for ident, question in questionnaire.questions.items():
        labels = [bare_heading(part.label) for part in question.type.parts]
        places = [place for place in range(len(texts)) if labels and texts[place : place + len(labels)] == labels]
        if len(places) != 1 or any(column.guess.about == ident and column.guess.part for column in columns):
            continue
        for place, part in enumerate(question.type.parts, start=places[0]):
            guess = Guess("question", ident, Sure.LIKELY, "its label, beside those of the other parts", part=part.id)
            columns[place] = replace(columns[place], guess=guess, perhaps="")
    return columns


def _by_values(
    columns: list[GuessedColumn], grid: Grid, questionnaire: Questionnaire, tool: Habits
) -> list[GuessedColumn]:
    """Columns whose headings say nothing, by the options that stand in them; and who answers, by who may."""
    labels = by_values(questionnaire)
    who = {plain_label(word) for each in questionnaire.respondents for word in (each.id, each.label)}
    taken = {column.guess.about for column in columns if column.guess.use == "question"}
    has_respondent = any(column.guess.target[:2] == ("header", "respondent") for column in columns)
    made = []
    for column in columns:
        if column.guess.sure is not Sure.UNDECIDED:
            made.append(column)
            continue
        values = grid.seen_in(column.heading.number, MOST_VALUES)
        if not has_respondent and who and values and {plain_label(value) for value in values} <= who:
            has_respondent = True
            made.append(replace(column, guess=Guess("header", "respondent", Sure.LIKELY, "its values")))
            continue
        pieces = {p.strip() for value in values for p in _parted(value, tool.separator, labels) if p.strip()}
        every = [*questions_with(labels, pieces)]
        idents = [ident for ident in every if ident not in taken]
        told = any(plain_label(piece) not in SAID_OF_ALL for piece in pieces)
        if len(idents) == 1 and told and not column.guess.about:
            sure = Sure.LIKELY if len(pieces) > 1 and len(every) == 1 else Sure.GUESS
            made.append(replace(column, guess=Guess("question", idents[0], sure, "its values")))
            taken.add(idents[0])
        else:
            made.append(replace(column, perhaps=column.perhaps or ", ".join(idents[:4])))
    return made


def _parted(value: str, separator: str, labels: Mapping[str, frozenset[str]]) -> list[str]:
    return [value] if plain_label(value) in labels else value.split(separator.strip() or separator)


def _by_options(columns: list[GuessedColumn], grid: Grid, questionnaire: Questionnaire) -> list[GuessedColumn]:
    """Where a question has a column and one for each option too, the latter count: they can be read in one way only."""
    below = ("question", "undecided")
    for ident in {c.guess.about for c in columns if c.guess.option is not None or c.guess.use == "undecided"} - {""}:
        own = [column for column in columns if column.guess.about == ident and column.guess.use in below]
        whole = [column for column in own if column.guess.option is None and column.guess.use == "question"]
        kind = questionnaire.questions[ident].type
        if whole and whole[0].guess.by.startswith(BY_WORDS):
            near = whole[0].heading.number
            columns = [
                replace(c, guess=UNDECIDED_COLUMN, perhaps=ident) if c.heading.number == near else c for c in columns
            ]
            continue
        missing = {option.id for option in kind.options} - {column.guess.option for column in own}
        if not whole:
            continue
        said = {word for value in grid.seen_in(whole[0].heading.number) for word in APART.split(value.casefold())}
        all_there = not any(named(i) in said or i in said for i in missing) and not _labelled(
            kind, missing, whole, grid
        )
        all_there = all_there and len(own) > len(whole) + sum(column.guess.use == "undecided" for column in own)
        out = whole if all_there else [column for column in own if column not in whole]
        why = "the columns of its options say the same" if all_there else f"column {whole[0].heading.number} says it"
        numbers = {column.heading.number for column in out}
        columns = [
            replace(c, guess=Guess("ignore", "", Sure.SURE, why)) if c.heading.number in numbers else c for c in columns
        ]
    return columns


def _labelled(kind: Kind, missing: set[str], whole: list[GuessedColumn], grid: Grid) -> bool:
    """Whether a label of an option that has no column stands in the column of the question."""
    labels = [plain_label(option.label) for option in kind.options if option.id in missing]
    return any(label in plain_label(value) for value in grid.seen_in(whole[0].heading.number) for label in labels)


def _one_each(columns: list[GuessedColumn], grid: Grid) -> list[GuessedColumn]:
    """Of columns that may give the same, the surest; the others are left undecided, with what they may be."""
    order = {Sure.SURE: 0, Sure.LIKELY: 1, Sure.GUESS: 2, Sure.UNDECIDED: 3}
    best: dict[tuple[str, str, str, str], GuessedColumn] = {}
    free = ("ignore", "undecided")
    empty = {each.heading.number for each in columns if not grid.seen_in(each.heading.number, 1)}

    def rank(column: GuessedColumn) -> tuple[int, int]:
        number = column.heading.number
        last = number in empty or _is_own_date(column)
        return order[column.guess.sure] + (len(order) if last else 0), number

    for column in sorted(columns, key=rank):
        if column.guess.use not in free and not (column.guess.use == "personal" and column.guess.about == NOBODY):
            best.setdefault(column.guess.target, column)
    made = []
    for column in columns:
        first = best.get(column.guess.target)
        if first is None or first is column or column.guess.use in free:
            made.append(column)
        elif column.guess.use == "personal":
            made.append(replace(column, guess=replace(column.guess, about=NOBODY)))
        elif _is_own_date(column):
            by = f"the date in column {first.heading.number}"
            made.append(replace(column, guess=Guess("ignore", "", Sure.SURE, by)))
        elif column.heading.number in empty:
            made.append(replace(column, guess=EMPTY_COLUMN))
        else:
            perhaps = f"{column.guess.about}, as column {first.heading.number}"
            made.append(replace(column, guess=UNDECIDED_COLUMN, perhaps=perhaps))
    return made


def _is_own_date(column: GuessedColumn) -> bool:
    """Whether it is the tool's own date of sending, which counts where the form asked for none."""
    return column.guess.about == "date" and column.guess.by.startswith(HABITS)


def _seen_of(columns: Sequence[GuessedColumn], grid: Grid, of: Sequence[str], dates: str = "") -> list[str]:
    """The texts in the columns of some questions, and of a field of the header."""
    return [
        text
        for column in columns
        if (column.guess.use == "question" and column.guess.about in of)
        or (dates and column.guess.target[:2] == ("header", dates))
        for text in grid.seen_in(column.heading.number)
    ]


def _decimal(columns: Sequence[GuessedColumn], grid: Grid, questionnaire: Questionnaire) -> str | None:
    """The decimal sign, where a number shows it."""
    questions = questionnaire.questions
    numbers = [
        i for i, q in questions.items() if (Measure.ORDER in q.type.measures and not q.type.picks()) or q.type.parts
    ]
    texts = _seen_of(columns, grid, numbers)
    if any(COMMA_DECIMAL.fullmatch(text) for text in texts):
        return "comma"
    return "point" if any(POINT_DECIMAL.fullmatch(text) for text in texts) else None


def _dates(
    columns: Sequence[GuessedColumn], grid: Grid, questionnaire: Questionnaire, tool: Habits
) -> tuple[str | None, str]:
    """The order of dates, and why; nothing where all dates can be read in one way only."""
    takes_days = [
        ident
        for ident, question in questionnaire.questions.items()
        if not isinstance(question.type.read("2000-01-01"), Wrong) and isinstance(question.type.read("-"), Wrong)
    ]
    found = [match for text in _seen_of(columns, grid, takes_days, "date") if (match := IN_FIGURES.fullmatch(text))]
    doubtful = [(int(match[1]), int(match[3])) for match in found if len(match[1]) < 3]
    if not doubtful:
        return None, ""
    day_first = any(first > 12 for first, _ in doubtful)
    month_first = any(second > 12 for _, second in doubtful)
    if day_first != month_first:
        return ("dmy" if day_first else "mdy"), "sure: a number above 12 stands where the day does"
    if day_first:
        return None, "undecided: dates are written in two orders"
    return (None, "undecided: dmy or mdy") if tool is PLAIN else (tool.dates, f"a guess: as {tool.name} writes them")
