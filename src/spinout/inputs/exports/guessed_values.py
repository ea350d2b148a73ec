"""Guess what the texts in a column mean: where no label, id or number says it plainly, a map lists them."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW
from spinout.core.conditions import Measure
from spinout.core.kinds.base import Kind
from spinout.core.labels import plain_label
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import nearest
from spinout.inputs.exports.cells import NoMeaning, meaning_of, options_named, ticked
from spinout.inputs.exports.grids import Grid, GridHeading
from spinout.inputs.exports.habits import Habits
from spinout.inputs.exports.headings import BY_WORDS, UNDECIDED_COLUMN, WORDS, Guess, Sure
from spinout.inputs.exports.maps import UNANSWERED, UNDECIDED, MappedColumn, TableSettings

SEPARATORS = (";", ", ", " ", "|", "\n")
CODE = re.compile(r"(?:a|ao|l|o)?0*([1-9]\d{0,2})")
NOT_SURE = frozenset(
    ["not sure", "unsure", "not certain", "no idea", "unknown", "not known", "can't say", "cannot say"]
)
NO_USE = frozenset(["n/a", "na", "not applicable", "does not apply", "not relevant"])
MOST_VALUES, LONGEST_VALUE = 40, 200
"""So many values of a column are written into a map, and how long they may be there."""
NEAR_LABEL = 0.85
LONG_WORD = 4


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
            one_of = guess.about if guess.option is not None or guess.part is not None else ""
            return MappedColumn(self.heading, "undecided", one_of)
        sure = {plain_label(v.text): UNDECIDED if only_plain else v.means for v in self.values}
        values = sure if guess.use in ("question", "header") else {}
        return MappedColumn(
            self.heading, guess.use, guess.about, guess.part, guess.option, values, self.separator,
            self.rest and not only_plain,
        )  # fmt: skip


def with_values(
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
    counted = _counted_from_one(kind, texts) or _levels_in_doubt(kind, guess, texts) if guess.option is None else None
    if counted:
        known = {value.text for value in counted}
        applies = questionnaire.questions[guess.about].not_applicable
        rest = (text for text in texts if text not in known and _fits(text) and _is_lost(column, kind, text, settings))
        others = [_guessed_value(kind, text, tool, applies=applies) for text in rest]
        return replace(column, values=(*counted, *others)[:MOST_VALUES])
    lost = [text for text in texts if _is_lost(column, kind, text, settings)]
    if guess.by.startswith(BY_WORDS) and lost and len(lost) == len(texts):
        # what is asked in nearly these words, and never answered so, is something else
        return replace(column, guess=UNDECIDED_COLUMN, separator=None, perhaps=guess.about)
    if guess.by.startswith(BY_WORDS) and not kind.picks():
        # any number answers what is asked in nearly these words
        column = replace(column, guess=replace(guess, sure=Sure.GUESS))
    takes_text = any(option.other for option in kind.options) and guess.option is None
    applies = questionnaire.questions[guess.about].not_applicable
    if takes_text and 0 < len(lost) < len(texts) and tool.others_in_cell:
        odd = [piece for piece in _windows(lost[:MOST_VALUES], column, kind, settings) if _is_no_other(kind, piece)]
        values = [_guessed_value(kind, piece, tool, applies=applies) for piece in dict.fromkeys(odd)]
        return replace(column, rest=True, values=tuple(values[:MOST_VALUES]), more=len(values[MOST_VALUES:]))
    if not kind.picks():
        return column
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
            named_there = named_there or [
                each.id for each in questionnaire.respondents if spoken & _long_words(each.label)
            ]
            if near is not None:
                values.append(GuessedValue(text, words.get(near, near), "a guess, near to its name"))
            elif len(named_there) == 1:
                values.append(GuessedValue(text, named_there[0], "a guess, by a word of it"))
            else:
                values.append(GuessedValue(text, UNDECIDED, ""))
    return replace(column, values=tuple(values))


def _long_words(label: str) -> set[str]:
    """The words of a label that say something, without an s behind them."""
    return {word.rstrip("s") for word in WORDS.findall(plain_label(label)) if len(word) > LONG_WORD}


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


def _windows(lost: Sequence[str], column: GuessedColumn, kind: Kind, settings: TableSettings) -> Iterator[str]:
    """The texts, or what several options may be of each: pieces, and pieces together, as a label may be parted too."""
    if Measure.MEMBERS not in kind.measures:
        yield from (" ".join(text.split()) for text in lost)
        return
    sign = (column.separator or settings.separator or ";").strip()
    longest = max(pick.label.count(sign) if sign else len(pick.label.split()) for pick in kind.picks()) + 1
    for text in lost:
        pieces = text.split(sign or None)[:MOST_VALUES]
        for size in range(1, longest + 1):
            for start in range(len(pieces) - size + 1):
                window = " ".join((sign or " ").join(pieces[start : start + size]).split())
                if window and not options_named(kind, window):
                    yield window


def _is_no_other(kind: Kind, text: str) -> bool:
    """Whether a text is hardly another answer in a person's own words: nearly a label, or that there is none."""
    word = plain_label(text)
    if not _fits(text) or word in NOT_SURE | NO_USE:
        return _fits(text)
    labels = [plain_label(pick.label) for pick in kind.picks()]
    return len(WORDS.findall(word)) > 1 and nearest(word, labels, likeness=NEAR_LABEL) is not None


def _counted_from_one(kind: Kind, texts: Sequence[str]) -> list[GuessedValue] | None:
    """The levels or options that numbers or codes mean which run from 1, where they seem to; None where not."""
    picks = kind.picks()
    matches = [CODE.fullmatch(text.strip().casefold()) for text in texts]
    codes = [int(match[1]) for match in matches if match is not None]
    if (
        not picks
        or not codes
        or min(codes) > len(picks)
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
    beyond = UNDECIDED, f"perhaps {DONT_KNOW}: it stands behind the options"
    return [
        GuessedValue(text, *((str(picks[code - 1].id), why) if (code := int(match[1])) <= len(picks) else beyond))
        for text, match in sorted(zip(texts, matches, strict=True), key=lambda row: row[0])
        if match is not None
    ]


def _levels_in_doubt(kind: Kind, guess: Guess, texts: Sequence[str]) -> list[GuessedValue]:
    """Numbers in a column that its words name, which may count levels from 0 or from 1: nobody chose the ends."""
    levels = {str(pick.id) for pick in kind.picks()} if kind.top is not None else set()
    by_name = guess.by in ("its id", "its name", "its code")
    bare = sorted(levels.intersection(texts))
    if by_name or "0" in bare:
        return []
    why = "a guess: a level, counted from 0. If the form counts from 1, write one less"
    return [GuessedValue(text, text, why) for text in bare]


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
