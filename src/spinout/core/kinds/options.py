"""Options with ids and labels, and parts, which have the same shape: how they are read, named and chosen from."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct

from spinout.core.conditions import Value
from spinout.core.cursor import MOST_TO_CHOOSE_FROM, Cursor
from spinout.core.problems import Code, Path
from spinout.core.wording import MOST_DIGITS, did_you_mean, found, listed, nearest, number_from, too_long

COMMAS = re.compile(r"[,;]")
APART = re.compile(r"[\s,/|+&]+")
"""What parts words of which each is the id of an option."""
THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.|\Z)")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class Wrong(Struct, frozen=True):
    """Why a value is no answer to a question: what was found, and what is allowed."""

    code: Code
    message: str
    hint: str
    at: Path = ()
    """Which part of the value is wrong; all of it where it is empty."""


class Option(Struct, frozen=True):
    """One thing that can be chosen."""

    id: str
    label: str
    score: Fraction | None = None
    exclusive: bool = False
    help: str | None = None
    other: bool = False
    """Whether a text may stand beside it."""


_EXTRAS: Mapping[str, Callable[[Cursor], Any]] = {
    "score": Cursor.score,
    "exclusive": Cursor.flag,
    "other": Cursor.flag,
    "help": Cursor.text,
}


def options_from(cursor: Cursor, name: str, *, extra: Collection[str] = ()) -> tuple[Option, ...]:
    """Read a list of `{id, label}` with the extra fields named; none where anything is told of them."""
    told = cursor.problems.told
    known, options, others = ("id", "label", *sorted(extra)), [], []
    for ident, item in cursor[name].identified(known, known[:2], least=1, most=MOST_TO_CHOOSE_FROM, what="option"):
        given = {name: _EXTRAS[name](item[name]) for name in extra}
        options.append(Option(ident, item["label"].line() or "", **given))
        if options[-1].other:
            others.append(item)
    for item in others[1:2]:
        item.report(Code.REPEATED, "A second option takes a text of its own.", "Keep `other: true` at one option.")
    return tuple(options) if cursor.problems.told == told else ()


def unknown_option(options: Sequence[Option], *strangers: object, at: Path = ()) -> Wrong:
    """Why one or more values are none of the options, with those whose id or label is nearest."""
    near = [_several_in(s, options) or _near_option(s, options) for s in strangers[:3]]
    message = (
        f"Found {found(strangers[0])}, which is none of the options."
        if len(strangers) == 1
        else f"These are none of the options: {listed(map(found, strangers))}."
    )
    allowed = f"Allowed: {listed((option.id for option in options), most=30)}."
    return Wrong(Code.UNKNOWN_OPTION, message, " ".join(filter(None, [*dict.fromkeys(near), allowed])), at)


def _several_in(raw: object, options: Sequence[Option]) -> str:
    """What to do where the ids of several options stand in one text."""
    known = {option.id for option in options}
    words = APART.split(raw.strip().casefold()) if isinstance(raw, str) else []
    if not 2 <= len(words) <= len(known) or not known.issuperset(words):
        return ""
    return f"These are {len(words)} options. Part them by semicolons in a table, or write a list: [{', '.join(words)}]."


def _near_option(raw: object, options: Sequence[Option]) -> str:
    if not isinstance(raw, str):
        return ""
    if not raw:
        return "Take out the comma or semicolon with nothing behind it."
    label = nearest(raw, [option.label for option in options])
    if label is not None and label.casefold() == raw.strip().casefold() and not _names(raw, options):
        return f"This is a label: write its id, {next(option.id for option in options if option.label == label)}."
    by_label = [option.id for option in options if option.label == label]
    return did_you_mean(raw, [option.id for option in options]) or (f'Did you mean "{by_label[0]}"?' if label else "")


def _names(raw: str, options: Sequence[Option]) -> bool:
    """Whether a text is the id of an option but for its case."""
    return any(option.id.casefold() == raw.strip().casefold() for option in options)


def option_id(raw: object) -> object:
    """An option id may look like a number; it is taken as it is written."""
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


def any_case(text: str, options: tuple[Option, ...]) -> str:
    """The option id that a text is in any case, else the text."""
    folded = text.casefold()
    return next((option.id for option in options if option.id.casefold() == folded), text)


# what is typed


class NotTaken(Struct, frozen=True):
    """Why a line was not taken: what was found, and what is allowed."""

    lines: tuple[str, ...]


def refused(*lines: str) -> NotTaken:
    """A refusal; blank lines are left out."""
    return NotTaken(tuple(line for line in lines if line))


class Meant(Struct, frozen=True):
    """An answer that was typed in another form, such as seats where percentages belong, and what it is taken as.

    `plain` is a line that gives the same answer; where there is one, the person is asked before it is kept.
    """

    value: Value
    lines: tuple[str, ...]
    plain: str | None = None


class Pick(Struct, frozen=True):
    """One thing to choose: the number it is shown with, its id, its label, and what it means."""

    key: str
    id: str
    label: str
    help: str | None = None


def picks_of(options: Sequence[Option]) -> tuple[Pick, ...]:
    """Options numbered from 1; by their ids, where an id is a number that would mislead."""
    misleads = any(option.id.isdigit() and option.id != str(place) for place, option in enumerate(options, 1))
    return tuple(
        Pick(option.id if misleads else str(place), option.id, option.label, option.help)
        for place, option in enumerate(options, 1)
    )


def one_of(text: str, picks: Sequence[Pick]) -> Pick | NotTaken:
    """The one pick that a text means: by number, then id, then label, then the first whole words of one label."""
    word = _folded(text)
    numbered = word.rstrip(".)")
    tries = (
        [pick for pick in picks if pick.key == numbered],
        [pick for pick in picks if pick.id.casefold() == word],
        [pick for pick in picks if _folded(pick.label) == word],
        [pick for pick in picks if words_in(pick.label) == words_in(text) != () and word[0].isalnum()],
        [pick for pick in picks if begins_with(pick.label, text)],
    )
    for hits in tries:
        if len(hits) == 1:
            return hits[0]
        if hits:
            return refused(f"{found(text)} may mean {_said(hits)}.", "Type the number.")
    names = [name for pick in picks for name in (pick.label, pick.id) if not name.isdigit()]
    cut = [pick for pick in picks if word and _folded(pick.label).startswith(word)]
    return refused(
        f"Found {found(text)}, which is none of these.",
        f"Whole words are needed: is it {_said(cut)}?" if cut else did_you_mean(text, names),
        f"Allowed: {_keys(picks)}, or the first words of one.",
    )


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in any case, without what stands between them."""
    return tuple(WORD.findall(_folded(text)))


def begins_with(label: str, text: str) -> bool:
    """Whether a label begins with the whole words of a text; a letter or half a word begins none."""
    words = words_in(text)
    return words != () and text.lstrip()[0].isalnum() and words_in(label)[: len(words)] == words


def _said(picks: Sequence[Pick]) -> str:
    return listed((f"{pick.key} ({pick.label})" for pick in picks), most=5)


def several_of(text: str, picks: Sequence[Pick]) -> list[str] | NotTaken:
    """The ids of several picks: `1,3`, `1 3`, ids, or labels parted by commas."""
    whole = one_of(text, picks)
    if isinstance(whole, Pick):
        return [whole.id]
    parts = [part.strip() for part in COMMAS.split(text) if part.strip()]
    if len(parts) < 2 and not _all_named(text, picks):
        return whole
    chosen: list[str] = []
    for part in parts:
        # A part of a sentence is not guessed to be an option: only its number or id will do.
        for piece in part.split() if _all_named(part, picks) else [part]:
            pick = one_of(piece, picks)
            if isinstance(pick, NotTaken):
                return pick
            chosen.append(pick.id)
    return chosen


def _all_named(text: str, picks: Sequence[Pick]) -> bool:
    """Whether a text has several words, and each is the number or the id of a pick."""
    words = text.split()
    return len(words) > 1 and all(any(w.casefold() in (p.key, p.id.casefold()) for p in picks) for w in words)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("\u2019", "'").split())


def _keys(picks: Sequence[Pick]) -> str:
    keys = [pick.key for pick in picks]
    if len(keys) > 1 and keys[0].isdigit() and keys == [str(n) for n in range(int(keys[0]), int(keys[0]) + len(keys))]:
        return f"a number from {keys[0]} to {keys[-1]}"
    return listed(keys, most=30)


def typed_number(text: str, ending: str | None) -> int | Decimal | NotTaken:
    """The number that a text writes; what may stand behind it is left out."""
    if ending and text.casefold().endswith(ending.casefold()):
        text = text[: -len(ending)].rstrip()
    number = number_from(text)
    if number is None:
        plain = text.replace(",", "" if THOUSANDS.match(text) else ".")
        near = f"Did you mean {plain}?" if plain != text and number_from(plain) is not None else ""
        return refused(f"Found {found(text)}, where a number belongs.", near)
    return refused(f"Found a number of more than {MOST_DIGITS} digits.") if too_long(text) else number
