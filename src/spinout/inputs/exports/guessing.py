"""Guess a map for a table: what each column is, how sure that is, what its values mean. It decides nothing alone."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW
from spinout.core.conditions import Measure
from spinout.core.kinds import Wrong
from spinout.core.kinds.base import Kind
from spinout.core.labels import plain_label
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import nearest
from spinout.inputs.exports.cells import APART, IN_FIGURES, NoMeaning, meaning_of, named, options_named, ticked
from spinout.inputs.exports.grids import Grid, GridHeading
from spinout.inputs.exports.habits import PLAIN, Habits, Own, tool_of
from spinout.inputs.exports.headings import (
    BY_WORDS,
    UNDECIDED_COLUMN,
    WORDS,
    Guess,
    HeadingReader,
    QuestionNames,
    Sure,
    by_values,
    questions_with,
)
from spinout.inputs.exports.maps import NOBODY, UNANSWERED, UNDECIDED, MappedColumn, TableMap, TableSettings

HABITS = "the habits of"
SEPARATORS = (";", ", ", " ", "|", "\n")
CODE = re.compile(r"(?:a|ao|l|o)?0*([1-9]\d{0,2})")
COMMA_DECIMAL = re.compile(r"-?\d+,\d{1,2}%?")
POINT_DECIMAL = re.compile(r"-?\d+\.\d+%?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
NOT_SURE = frozenset(
    ["not sure", "unsure", "not certain", "no idea", "unknown", "not known", "can't say", "cannot say"]
)
NO_USE = frozenset(["n/a", "na", "not applicable", "does not apply", "not relevant"])
MOST_VALUES, LONGEST_VALUE = 40, 200
"""So many values of a column are written into a map, and how long they may be there."""
NEAR_LABEL = 0.85


class GuessedValue(Struct, frozen=True):
    """What a text in a column means, and why that is thought; `undecided` where nothing is."""

    text: str
    means: str
    why: str


class GuessedColumn(Struct, frozen=True):
    """A column with what it may mean, and its values that have no plain meaning; `perhaps` is what else it may be."""

    heading: GridHeading
    guess: Guess
    values: tuple[GuessedValue, ...] = ()
    separator: str | None = None
    rest: bool = False
    perhaps: str = ""
    more: int = 0
    """How many values without a meaning are not listed."""

    def mapped(self, *, only_plain: bool) -> MappedColumn:
        """The column of a map; `only_plain` takes nothing that is but a guess."""
        guess = self.guess
        if only_plain and guess.sure is Sure.GUESS:
            return MappedColumn(self.heading, "undecided")
        sure = {plain_label(v.text): UNDECIDED if only_plain else v.means for v in self.values}
        values = sure if guess.use in ("question", "header") else {}
        return MappedColumn(
            self.heading, guess.use, guess.about, guess.part, guess.option, values, self.separator,
            self.rest and not only_plain,
        )  # fmt: skip


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
        return TableMap(columns, replace(self.settings, unanswered=words))

    def counts(self) -> Mapping[Sure, int]:
        """How many columns are how sure; columns that are left out say nothing of answers."""
        return Counter(column.guess.sure for column in self.columns)


def guessed(grid: Grid, questionnaire: Questionnaire) -> GuessedMap:
    """What the columns of a table most likely mean."""
    tool = tool_of([heading.text for heading in grid.headings])
    guesses = [*_headings(grid, questionnaire, tool)]
    guesses = _one_each(_by_options(_by_values(guesses, grid, questionnaire, tool), grid, questionnaire), grid)
    settings = TableSettings(grid.sheet or None, grid.header_row, unanswered=tool.unanswered)
    settings = replace(
        settings, separator=tool.separator.strip() or " ", decimal=_decimal(guesses, grid, questionnaire)
    )
    dates, why = _dates(guesses, grid, questionnaire, tool)
    settings = replace(settings, dates=dates)
    reading = replace(settings, unanswered=tuple(map(plain_label, settings.unanswered)))
    columns = [_with_values(column, grid, questionnaire, reading, tool) for column in guesses]
    return GuessedMap(tool, settings, tuple(columns), why)


def recognised(texts: Sequence[str], questionnaire: Questionnaire) -> int:
    """How many cells of a row look like headings: what a tool, a questionnaire or a person's form has there."""
    tool = tool_of(texts)
    names = QuestionNames(questionnaire)
    known = (tool.own_of(text) or names.by_name(text) or names.asked_alike(text) for text in texts if text)
    return sum(map(bool, known))


def _headings(grid: Grid, questionnaire: Questionnaire, tool: Habits) -> Iterator[GuessedColumn]:
    """Every column by its heading; dates of sending count once."""
    reader = HeadingReader(questionnaire, tool)
    dated = False
    for heading in grid.headings:
        own = tool.own_of(heading.text)
        guess = None
        if own is None:
            guess = reader.read(heading.text)
            own = PLAIN.own_of(heading.text) if guess.sure is Sure.UNDECIDED else None
        if own is not None:
            guess = _own(own, tool, dated=dated)
            dated = dated or own is Own.DATE
        assert guess is not None
        perhaps = ""
        if guess.use == "question" and guess.part is None and questionnaire.questions[guess.about].type.parts:
            guess, perhaps = UNDECIDED_COLUMN, f"one part of {guess.about}"
        empty = guess.sure is Sure.UNDECIDED and not grid.seen_in(heading.number, 1)
        guess = Guess("ignore", "", Sure.SURE, "it is empty") if empty else guess
        yield GuessedColumn(heading, guess, perhaps=perhaps)


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
        idents = [ident for ident in questions_with(labels, pieces) if ident not in taken]
        if len(idents) == 1:
            sure = Sure.LIKELY if len(pieces) > 1 else Sure.GUESS
            made.append(replace(column, guess=Guess("question", idents[0], sure, "its values")))
            taken.add(idents[0])
        else:
            made.append(replace(column, perhaps=column.perhaps or ", ".join(idents[:4])))
    return made


def _parted(value: str, separator: str, labels: Mapping[str, frozenset[str]]) -> list[str]:
    return [value] if plain_label(value) in labels else value.split(separator.strip() or separator)


def _by_options(columns: list[GuessedColumn], grid: Grid, questionnaire: Questionnaire) -> list[GuessedColumn]:
    """Where a question has a column and one for each option too, the latter count: they can be read in one way only."""
    for ident in {column.guess.about for column in columns if column.guess.option is not None}:
        own = [column for column in columns if column.guess.about == ident and column.guess.use == "question"]
        whole = [column for column in own if column.guess.option is None]
        kind = questionnaire.questions[ident].type
        missing = {option.id for option in kind.options} - {column.guess.option for column in own}
        if not whole:
            continue
        said = {word for value in grid.seen_in(whole[0].heading.number) for word in APART.split(value.casefold())}
        all_there = not any(named(i) in said or i in said for i in missing) and not _labelled(
            kind, missing, whole, grid
        )
        out = whole if all_there else [column for column in own if column.guess.option is not None]
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


# values


def _with_values(
    column: GuessedColumn, grid: Grid, questionnaire: Questionnaire, settings: TableSettings, tool: Habits
) -> GuessedColumn:
    """A column with what its values mean, where they do not say it themselves."""
    guess = column.guess
    texts = grid.seen_in(column.heading.number)
    if guess.use == "header" and guess.about == "respondent" and questionnaire.respondents:
        return _with_respondents(column, texts, questionnaire)
    if guess.use != "question" or guess.part is not None:
        return column
    kind = questionnaire.questions[guess.about].type
    several = Measure.MEMBERS in kind.measures and guess.option is None
    if several:
        column = replace(column, separator=_separator(column, kind, texts, settings))
    counted = _counted_from_one(kind, texts) if guess.option is None else None
    if counted is not None:
        known = {value.text for value in counted}
        applies = questionnaire.questions[guess.about].not_applicable
        rest = (text for text in texts if text not in known and _fits(text) and _is_lost(column, kind, text, settings))
        others = [_guessed_value(kind, text, tool, applies=applies) for text in rest]
        return replace(column, values=(*counted, *others)[:MOST_VALUES])
    lost = [text for text in texts if _is_lost(column, kind, text, settings)]
    if guess.by.startswith(BY_WORDS) and lost and len(lost) == len(texts):
        # what is asked in nearly these words, and never answered so, is something else
        return replace(column, guess=UNDECIDED_COLUMN, separator=None, perhaps=guess.about)
    takes_text = any(option.other for option in kind.options) and guess.option is None
    if takes_text and 0 < len(lost) < len(texts) and tool.others_in_cell:
        return replace(column, rest=True, separator=column.separator)
    if not kind.picks():
        return column
    applies = questionnaire.questions[guess.about].not_applicable
    pieces = [" ".join(text.split()) for text in _pieces_of(lost, column, kind, settings)]
    if guess.option is not None:
        values = [
            GuessedValue(text, UNDECIDED, "yes where it says that the option is chosen, else no") for text in pieces
        ]
    else:
        values = [_guessed_value(kind, text, tool, applies=applies) for text in pieces]
    listed_here = {value.text: value for value in values if _fits(value.text)}
    short = tuple(listed_here.values())[:MOST_VALUES]
    return replace(column, values=short, more=len(values) - len(short))


def _fits(text: str) -> bool:
    """Whether a text can stand in a map as what a value is known by."""
    return len(text) <= LONGEST_VALUE and text.isprintable()


def _with_respondents(column: GuessedColumn, texts: Sequence[str], questionnaire: Questionnaire) -> GuessedColumn:
    known = {plain_label(word) for each in questionnaire.respondents for word in (each.id, each.label)}
    words = {plain_label(each.label): each.id for each in questionnaire.respondents}
    values = []
    for text in dict.fromkeys(" ".join(text.split()) for text in texts[:MOST_VALUES]):
        if plain_label(text) not in known and _fits(text):
            near = nearest(text, [*words, *words.values()], likeness=NEAR_LABEL)
            spoken = {word.rstrip("s") for word in WORDS.findall(plain_label(text))}
            named_there = [each.id for each in questionnaire.respondents if each.id.rstrip("s") in spoken]
            if near is not None:
                values.append(GuessedValue(text, words.get(near, near), "a guess, near to its name"))
            elif len(named_there) == 1:
                values.append(GuessedValue(text, named_there[0], "a guess, by a word of it"))
            else:
                values.append(GuessedValue(text, UNDECIDED, ""))
    return replace(column, values=tuple(values))


def _is_lost(column: GuessedColumn, kind: Kind, text: str, settings: TableSettings) -> bool:
    mapped = column.mapped(only_plain=False)
    if column.guess.option is not None:
        label = next(option.label for option in kind.options if option.id == column.guess.option)
        return isinstance(ticked(text, label, mapped), NoMeaning)
    return isinstance(meaning_of(kind, text, mapped, settings), NoMeaning)


def _separator(column: GuessedColumn, kind: Kind, texts: Sequence[str], settings: TableSettings) -> str | None:
    """What parts several options, where that is another sign than the table's; the one that leaves the least over."""
    usual = settings.separator or ";"
    usual = ", " if usual == "," else usual
    signs = dict.fromkeys((usual, *SEPARATORS))
    left = {
        sign: sum(_is_lost(replace(column, separator=sign), kind, t, settings) for t in texts[:50]) for sign in signs
    }
    best = min(left, key=left.__getitem__)
    return None if best == usual or left[best] == left[usual] else best


def _pieces_of(lost: Sequence[str], column: GuessedColumn, kind: Kind, settings: TableSettings) -> list[str]:
    """What of some texts has no meaning: the texts, or those of several options that are none."""
    if Measure.MEMBERS not in kind.measures or column.guess.option is not None:
        return list(lost)
    separator = column.separator or settings.separator or ";"
    pieces = (piece.strip() for text in lost for piece in (text.split(separator.strip() or None)))
    return [piece for piece in dict.fromkeys(pieces) if piece and len(options_named(kind, piece)) != 1]


def _counted_from_one(kind: Kind, texts: Sequence[str]) -> list[GuessedValue] | None:
    """The levels or options that numbers or codes mean which run from 1, where they seem to; None where not."""
    picks = kind.picks()
    matches = [CODE.fullmatch(text.strip().casefold()) for text in texts]
    codes = [int(match[1]) for match in matches if match is not None]
    if (
        not picks
        or not codes
        or max(codes) > len(picks)
        or any(options_named(kind, t) for t in texts if not t.isdigit())
    ):
        return None
    lettered = any(not text.strip().isdigit() for text, match in zip(texts, matches, strict=True) if match is not None)
    levels = kind.top is not None
    by_id = not lettered and all(options_named(kind, text) for text in texts)
    if by_id or (levels and "0" in {text.strip() for text in texts}):
        return None
    if not lettered and (not levels or max(codes) != len(picks)):
        return None
    why = "a guess, by the order of the options" if lettered else "likely: the numbers run from 1"
    return [
        GuessedValue(text, str(picks[int(match[1]) - 1].id), why)
        for text, match in sorted(zip(texts, matches, strict=True), key=lambda row: row[0])
        if match is not None
    ]


def _guessed_value(kind: Kind, text: str, tool: Habits, *, applies: bool) -> GuessedValue:
    """What a text without a plain meaning may mean."""
    word = plain_label(text)
    if word in NOT_SURE:
        return GuessedValue(text, DONT_KNOW, "a guess")
    if word in NO_USE:
        hint = "not-applicable, with a `reason:` above, if that is meant" if applies else UNANSWERED
        return GuessedValue(text, UNDECIDED, f"perhaps {hint}")
    labels = {plain_label(pick.label): str(pick.id) for pick in kind.picks()}
    near = nearest(word, labels, likeness=NEAR_LABEL)
    if near is not None and len(word) > 3:
        return GuessedValue(text, labels[near], "a guess, near to its label")
    begun = [ident for label, ident in labels.items() if label.startswith(word)]
    if len(begun) == 1 and len(word) > 5:
        return GuessedValue(text, begun[0], "a guess: its label begins so")
    if word == "-oth-" and (takes := [option.id for option in kind.options if option.other]):
        return GuessedValue(text, takes[0], f"likely: how {tool.name} writes another answer")
    far = nearest(word, labels)
    return GuessedValue(text, UNDECIDED, "" if far is None else f"perhaps {labels[far]}")
