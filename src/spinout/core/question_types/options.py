"""Options with ids and labels, and the parts of a split, which have the same shape."""

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types.base import Wrong
from spinout.core.wording import did_you_mean, found, listed, nearest


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
