"""What the text of a cell means as an answer to a question: an option, several, a number, a day. Nothing is guessed."""

import re
from contextlib import suppress
from datetime import date
from functools import lru_cache

from msgspec import Struct

from spinout.core.answers import DONT_KNOW
from spinout.core.conditions import Measure
from spinout.core.kinds import Wrong
from spinout.core.kinds.base import Kind
from spinout.core.labels import options_meant, plain_label
from spinout.core.wording import found, listed, number_from, too_long
from spinout.inputs.exports.maps import NOT_APPLICABLE, UNANSWERED, UNDECIDED, MappedColumn, TableSettings

DONT_KNOW_WORDS = frozenset(
    [
        "don't know",
        "do not know",
        "dont know",
        "dont-know",
        "dont_know",
        "don't know yet",
        "i don't know",
        "i do not know",
    ]
)
TICKS = {
    **dict.fromkeys(("1", "y", "yes", "true", "x", "on", "checked", "selected", "1.0"), True),
    **dict.fromkeys(("0", "n", "no", "false", "off", "unchecked", "not selected", "0.0", "n/a"), False),
}
"""What a column of one option says of it, in plain form."""
SHORT_WORDS = {"y": "yes", "n": "no", "true": "yes", "false": "no"}
APART = re.compile("[^a-z0-9]+")
MOST_PIECES = 200
COMMA_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+)(?:,[0-9]+)?\s*%?", re.ASCII)
POINT_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\s*%?", re.ASCII)
IN_FIGURES = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})(?:[ ,T]+[0-9].*)?", re.ASCII | re.DOTALL)
IN_WORDS = (
    re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]{3,9})\.?,? (?P<year>[0-9]{4})(?:[ ,T].*)?"),
    re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})(?:[ ,T].*)?"),
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class NoMeaning(Struct, frozen=True):
    """Why a text gives no answer."""

    why: str


class CellMeaning(Struct, frozen=True):
    """What a text means: a value as a file holds it, or `state`, one of WITHOUT_VALUE; and the text of an option."""

    value: object = None
    state: str = ""
    other: str = ""


NOTHING = CellMeaning(state=UNANSWERED)


def meaning_of(kind: Kind, text: str, column: MappedColumn, settings: TableSettings) -> CellMeaning | NoMeaning:
    """What a cell that is filled says of a question that is one thing."""
    word = plain_label(text)
    told = _mapped(kind, word, column, settings)
    if told is not None:
        return told
    if Measure.MEMBERS in kind.measures:
        return _several(kind, text, column, settings)
    options = options_named(kind, text)
    if len(options) == 1:
        return _taken(kind, kind.read_words(options[0]))
    if options:
        return NoMeaning(f"It may mean {listed(options)}.")
    if word in DONT_KNOW_WORDS:
        return CellMeaning(state=DONT_KNOW)
    if column.rest and (takes := [option.id for option in kind.options if option.other]):
        return CellMeaning(takes[0], other=text)
    return _read(kind, text, settings)


def _mapped(kind: Kind, word: str, column: MappedColumn, settings: TableSettings) -> CellMeaning | NoMeaning | None:
    """What the map says of a text; None where it says nothing."""
    target = column.values.get(word)
    if target is None:
        return NOTHING if word in settings.unanswered and not options_named(kind, word) else None
    if target == UNDECIDED:
        return NoMeaning("The map leaves undecided what it means.")
    if target in (DONT_KNOW, NOT_APPLICABLE, UNANSWERED):
        return CellMeaning(state=target)
    read = [target] if Measure.MEMBERS in kind.measures else kind.read_words(target)
    return _taken(kind, read)


def _taken(kind: Kind, raw: object) -> CellMeaning | NoMeaning:
    read = kind.read(raw)
    return NoMeaning(f"{read.message} {read.hint}".strip()) if isinstance(read, Wrong) else CellMeaning(raw)


def _read(kind: Kind, text: str, settings: TableSettings) -> CellMeaning | NoMeaning:
    """A number, a day, or the text itself."""
    raw: object = text
    if Measure.ORDER in kind.measures:
        raw = number_in_text(text, settings.decimal)
        if raw is None:
            raw = text
    read = kind.read(raw)
    if not isinstance(read, Wrong):
        return CellMeaning(raw)
    day = day_in(text, settings.dates)
    if day is not None and not isinstance(kind.read(day), Wrong):
        return CellMeaning(day)
    if (
        day is None
        and settings.dates is None
        and IN_FIGURES.fullmatch(text)
        and not isinstance(kind.read("2000-01-01"), Wrong)
    ):
        return NoMeaning(f"Found {found(text)}. Whether the day or the month stands first is not known: give --dates.")
    return NoMeaning(f"{read.message} {read.hint}".strip())


# options


@lru_cache(maxsize=4096)
def options_named(kind: Kind, text: str) -> tuple[str, ...]:
    """The ids of the options that a text may mean, by id, label, a name made of the id, or a short yes and no."""
    meant = options_meant(kind, text)
    if meant:
        return meant
    ids = [str(pick.id) for pick in kind.picks()]
    name = named(text)
    by_name = tuple(ident for ident in ids if name and named(ident) == name and len(text) <= len(ident) + 2)
    if by_name:
        return by_name
    word = SHORT_WORDS.get(plain_label(text))
    return (word,) if word in ids else ()


def named(text: str) -> str:
    """An id as all tools can write it: letters and digits, in small letters, the rest one sign."""
    return APART.sub("_", text.casefold()).strip("_")


def _several(kind: Kind, text: str, column: MappedColumn, settings: TableSettings) -> CellMeaning | NoMeaning:
    """The options of a text that names several, each by its id or label; a label may hold what parts them."""
    whole = options_named(kind, text)
    separator = column.separator or settings.separator or ";"
    if plain_label(text) in DONT_KNOW_WORDS and not whole:
        return CellMeaning(state=DONT_KNOW)
    pieces = [piece for piece in _pieces(text, separator) if piece.strip()]
    if len(pieces) > MOST_PIECES:
        return NoMeaning(f"It has more than {MOST_PIECES} pieces.")
    ways = _ways(kind, pieces, separator, column, settings)
    if len({chosen for chosen, _ in ways}) > 1:
        return NoMeaning(f"It may be read in several ways, parted by {found(separator)}.")
    ((chosen, rest),) = ways[:1]
    if UNDECIDED in chosen:
        return NoMeaning("The map leaves undecided what a part of it means.")
    chosen -= {UNANSWERED}
    others = [option.id for option in kind.options if option.other]
    if rest and column.rest and others:
        chosen |= {others[0]}
    elif rest:
        return NoMeaning(f"No option is {listed((found(each)[1:-1] for each in rest), most=3)}.")
    if states := chosen & {DONT_KNOW, NOT_APPLICABLE}:
        if len(chosen) > 1:
            return NoMeaning(f"It says {listed(sorted(states))} beside options.")
        return CellMeaning(state=min(states))
    ids = [option.id for option in kind.options if option.id in chosen]
    if not ids:
        return NOTHING
    told = _taken(kind, ids)
    joined = f"{separator.strip()} ".join(rest)
    return CellMeaning(told.value, other=joined) if isinstance(told, CellMeaning) else told


def _pieces(text: str, separator: str) -> list[str]:
    return text.split() if separator == " " else text.split(separator.strip() or separator)


Way = tuple[frozenset[str], tuple[str, ...]]
"""The options of a text, and what of it is none."""


def _ways(kind: Kind, pieces: list[str], separator: str, column: MappedColumn, settings: TableSettings) -> list[Way]:
    """The ways to read pieces, joined where a label holds what parts them, that leave the least of them over."""
    best: list[tuple[int, list[Way]]] = [(0, [(frozenset(), ())])]
    glue = " " if separator == " " else separator.strip() or separator
    longest = max((_length(pick.label, separator) for pick in kind.picks()), default=1)
    longest = max(longest, *(_length(value, separator) for value in column.values), 1)
    for end in range(1, len(pieces) + 1):
        left, ways = best[end - 1]
        found_here: tuple[int, list[Way]] = left + 1, [(c, (*rest, pieces[end - 1].strip())) for c, rest in ways]
        for start in range(max(0, end - longest), end):
            named_here = _one(kind, glue.join(pieces[start:end]).strip(), column, settings)
            if named_here is None:
                continue
            over, before = best[start]
            made = [(chosen | {named_here}, rest) for chosen, rest in before]
            if over < found_here[0]:
                found_here = over, made
            elif over == found_here[0]:
                found_here = over, [*found_here[1], *made][:4]
        best.append((found_here[0], list({way[0]: way for way in found_here[1]}.values())))
    return best[-1][1]


def _length(label: str, separator: str) -> int:
    return len(_pieces(label, separator))


def _one(kind: Kind, text: str, column: MappedColumn, settings: TableSettings) -> str | None:
    """The option that a piece is; what it says instead of one; None where it is neither."""
    word = plain_label(text)
    if word in column.values:
        return column.values[word]
    options = options_named(kind, text)
    if len(options) == 1:
        return options[0]
    if options:
        return None
    if word in settings.unanswered:
        return UNANSWERED
    return DONT_KNOW if word in DONT_KNOW_WORDS else None


def ticked(text: str, label: str, column: MappedColumn) -> bool | NoMeaning:
    """Whether a column of one option says that it is chosen."""
    word = plain_label(text)
    target = column.values.get(word)
    if target == UNDECIDED:
        return NoMeaning("The map leaves undecided what it means.")
    if target is not None:
        return target == "yes"
    if word in TICKS:
        return TICKS[word]
    if word == plain_label(label):
        return True
    return NoMeaning(f"Found {found(text)}, which says neither that the option is chosen nor that it is not.")


# numbers and days


def number_in_text(text: str, decimal: str | None) -> object | None:
    """A number as a file holds it, with its percent sign where it has one; None where it is none.

    Thousands may be parted where it is known what the decimal sign is.
    """
    text = text.strip()
    if decimal == "comma" and COMMA_NUMBER.fullmatch(text):
        text = text.replace(".", "").replace(" ", "").replace(",", ".")
    elif decimal == "point" and POINT_NUMBER.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    if text.endswith("%"):
        digits = text[:-1].rstrip()
        return f"{digits}%" if number_from(digits) is not None and not too_long(digits) else None
    return None if too_long(text) else number_from(text)


def day_in(text: str, order: str | None) -> str | None:
    """A day as YYYY-MM-DD, without its time; None where a text writes none, or may mean two."""
    match = IN_FIGURES.fullmatch(text.strip())
    if match is not None:
        first, second, third = match[1], match[3], match[4]
        if len(first) == 4:
            return _day(first, second, third)
        if order == "ymd":
            return _day(first, second, third) if len(first) == 2 else None
        if order is None or len(third) not in (2, 4):
            return None
        return _day(third, second, first) if order == "dmy" else _day(third, first, second)
    folded = " ".join(text.casefold().split())
    for form in IN_WORDS:
        found_there = form.fullmatch(folded)
        if found_there is not None and found_there["month"][:3] in MONTHS:
            return _day(found_there["year"], str(MONTHS.index(found_there["month"][:3]) + 1), found_there["day"])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    with suppress(ValueError):
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)).isoformat()
    return None
