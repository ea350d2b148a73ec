"""Answers chosen from a list: by number, by id, by label, or by the beginning of a label."""

import re
from collections.abc import Sequence

from msgspec import Struct

from spinout.core.interview.texts import Refused, refused
from spinout.core.question_types import QuestionType, Scale, Value, Wrong
from spinout.core.question_types.choices import YES_NO, Choice, Multi, YesNo
from spinout.core.question_types.options import Option
from spinout.core.wording import did_you_mean, found, listed

COMMAS = re.compile(r"[,;]")


class Pick(Struct, frozen=True):
    """One thing to choose: the number it is shown with, its id, and its label."""

    key: str
    id: str
    label: str


def one_of(text: str, picks: Sequence[Pick]) -> Pick | Refused:
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


def picks_of(options: Sequence[Option]) -> tuple[Pick, ...]:
    """Options numbered from 1; by their ids, where an id is a number that would mislead."""
    misleads = any(option.id.isdigit() and option.id != str(place) for place, option in enumerate(options, 1))
    return tuple(
        Pick(option.id if misleads else str(place), option.id, option.label) for place, option in enumerate(options, 1)
    )


def picks_for(kind: QuestionType) -> tuple[Pick, ...]:
    """What may be chosen; nothing where the type has no list."""
    match kind:
        case Scale():
            return tuple(Pick(str(level), str(level), label) for level, label in enumerate(kind.levels))
        case Choice() | Multi():
            return picks_of(kind.options)
        case YesNo():
            return (Pick("1", "yes", "Yes"), Pick("2", "no", "No"))
        case _:
            return ()


def read_one(kind: QuestionType, text: str) -> Value | Refused:
    """A level, an option, or yes or no."""
    if isinstance(kind, YesNo) and text.casefold() in YES_NO:
        return YES_NO[text.casefold()]
    pick = one_of(text, picks_for(kind))
    if isinstance(pick, Refused):
        return pick
    return _taken(kind, int(pick.id) if isinstance(kind, Scale) else pick.id)


def read_several(kind: QuestionType, text: str) -> Value | Refused:
    """Several options: `1,3`, `1 3`, ids, or labels parted by commas."""
    picks = picks_for(kind)
    whole = one_of(text, picks)
    if isinstance(whole, Pick):
        return _taken(kind, [whole.id])
    parts = [part for part in COMMAS.split(text) if part.strip()]
    if len(parts) < 2:
        words = text.split()
        # A part of a sentence is not guessed to be an option: only its number or id will do.
        if len(words) > 1 and all(any(_named(word, pick) for pick in picks) for word in words):
            parts = words
        else:
            return whole
    chosen: list[str] = []
    for part in parts:
        words = part.split()
        exact = len(words) > 1 and all(any(_named(word, pick) for pick in picks) for word in words)
        for piece in words if exact else [part.strip()]:
            pick = one_of(piece, picks)
            if isinstance(pick, Refused):
                return pick
            chosen.append(pick.id)
    return _taken(kind, chosen)


def _named(word: str, pick: Pick) -> bool:
    return word.casefold() in (pick.key, pick.id.casefold())


def _taken(kind: QuestionType, raw: object) -> Value | Refused:
    value = kind.read(raw)
    return refused(value.message, value.hint) if isinstance(value, Wrong) else value


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _keys(picks: Sequence[Pick]) -> str:
    keys = [pick.key for pick in picks]
    if len(keys) > 1 and all(later == str(int(keys[0]) + i) for i, later in enumerate(keys) if keys[0].isdigit()):
        return f"a number from {keys[0]} to {keys[-1]}" if keys[0].isdigit() else listed(keys, most=30)
    return listed(keys, most=30)
