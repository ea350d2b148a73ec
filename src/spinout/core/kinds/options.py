"""Options with ids and labels, and parts, which have the same shape: how they are read, named and chosen from."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.cursor import Cursor
from spinout.core.problems import Code, Path
from spinout.core.wording import MOST_DIGITS, did_you_mean, found, listed, nearest, number_from, too_long

COMMAS = re.compile(r"[,;]")


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


def options_from(
    cursor: Cursor, name: str, *, extra: frozenset[str] = frozenset(), least: int = 1
) -> tuple[Option, ...] | None:
    """Read a list of `{id, label}` with the extra fields named; None where one is wrong."""
    items = cursor.list_of(name, least=least, what="option")
    options = [_option(item, extra) for item in items]
    known = [option for option in options if option is not None]
    seen: set[str] = set()
    for item, option in zip(items, options, strict=True):
        if option is not None and option.id in seen:
            place = item.child("id") or item
            place.report(
                Code.DUPLICATE_ID, f"The id {found(option.id)} stands here a second time.", "Give each its own id."
            )
            return None
        if option is not None:
            seen.add(option.id)
    others = [item for item, option in zip(items, options, strict=True) if option is not None and option.other]
    if len(others) > 1:
        others[1].report(Code.REPEATED, "A second option takes a text of its own.", "Keep `other: true` at one option.")
        return None
    return tuple(known) if len(known) == len(items) >= least else None


def _option(item: Cursor, extra: frozenset[str]) -> Option | None:
    if not item.fields(("id", "label", *sorted(extra)), needed=("id", "label")):
        return None
    ident, label = item.identifier_of("id"), item.line_of("label")
    score = item.score_of("score") if "score" in extra else None
    exclusive, other = (
        item.flag_of(name, default=False) if name in extra else False for name in ("exclusive", "other")
    )
    if score is None and "score" in extra and item.child("score") is not None:
        return None
    return (
        None if ident is None or label is None else Option(ident, label, score, exclusive, item.text_of("help"), other)
    )


def unknown_option(raw: object, options: tuple[Option, ...]) -> Wrong:
    """Why a value is none of the options, with the one whose id or label is nearest."""
    return Wrong(
        Code.UNKNOWN_OPTION,
        f"Found {found(raw)}, which is none of the options.",
        " ".join(filter(None, [_near_option(raw, options), _allowed(options)])),
    )


def unknown_options(strangers: Sequence[tuple[int, object]], options: tuple[Option, ...]) -> Wrong:
    """Why items of a list are none of the options; it points at the first of them."""
    index, first = strangers[0]
    if len(strangers) == 1:
        return replace(unknown_option(first, options), at=(index,))
    near = [_near_option(item, options) for _, item in strangers[:3]]
    return Wrong(
        Code.UNKNOWN_OPTION,
        f"These are none of the options: {listed(found(item) for _, item in strangers)}.",
        " ".join(filter(None, [*dict.fromkeys(near), _allowed(options)])),
        (index,),
    )


def _allowed(options: tuple[Option, ...]) -> str:
    return f"Allowed: {listed((option.id for option in options), most=30)}."


def _near_option(raw: object, options: tuple[Option, ...]) -> str:
    if not isinstance(raw, str):
        return ""
    if not raw:
        return "Take out the comma or semicolon with nothing behind it."
    label = nearest(raw, [option.label for option in options])
    by_label = [option.id for option in options if option.label == label]
    return did_you_mean(raw, [option.id for option in options]) or (f'Did you mean "{by_label[0]}"?' if label else "")


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
    """The one pick that a text means: by number, then id, then label, then the beginning of one label."""
    word = _folded(text)
    numbered = word.rstrip(".)")
    tries = (
        [pick for pick in picks if pick.key == numbered],
        [pick for pick in picks if pick.id.casefold() == word],
        [pick for pick in picks if _folded(pick.label) == word],
        [pick for pick in picks if word and _folded(pick.label).startswith(word)],
    )
    for hits in tries:
        if len(hits) == 1:
            return hits[0]
        if hits:
            said = listed((f"{pick.key} ({pick.label})" for pick in hits), most=5)
            return refused(f"{found(text)} may mean {said}.", "Type the number.")
    return refused(
        f"Found {found(text)}, which is none of these.",
        did_you_mean(text, [name for pick in picks for name in (pick.label, pick.id) if not name.isdigit()]),
        f"Allowed: {_keys(picks)}, or the first words of one.",
    )


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
    return " ".join(text.casefold().split())


def _keys(picks: Sequence[Pick]) -> str:
    keys = [pick.key for pick in picks]
    if len(keys) > 1 and all(later == str(int(keys[0]) + i) for i, later in enumerate(keys) if keys[0].isdigit()):
        return f"a number from {keys[0]} to {keys[-1]}" if keys[0].isdigit() else listed(keys, most=30)
    return listed(keys, most=30)


def typed_number(text: str, ending: str | None) -> int | Decimal | NotTaken:
    """The number that a text writes; what may stand behind it is left out."""
    if ending and text.casefold().endswith(ending.casefold()):
        text = text[: -len(ending)].rstrip()
    number = number_from(text)
    if number is None:
        plain = text.replace(",", "")
        near = f"Did you mean {plain}?" if plain != text and number_from(plain) is not None else ""
        return refused(f"Found {found(text)}, where a number belongs.", near)
    return refused(f"Found a number of more than {MOST_DIGITS} digits.") if too_long(text) else number
