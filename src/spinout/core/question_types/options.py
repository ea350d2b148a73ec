"""Options with ids and labels, and the parts of a split, which have the same shape."""

from dataclasses import dataclass
from fractions import Fraction

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types.base import Wrong
from spinout.core.wording import did_you_mean, found, listed


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    id: str
    label: str
    score: Fraction | None = None
    exclusive: bool = False


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
            place.report(Code.DUPLICATE_ID, f"The id {found(option.id)} stands here twice.", "Give each its own id.")
            return None
        if option is not None:
            seen.add(option.id)
    return tuple(known) if len(known) == len(items) >= least else None


def _option(item: Cursor, extra: frozenset[str]) -> Option | None:
    if not item.fields(("id", "label", *sorted(extra)), needed=("id", "label")):
        return None
    ident, label = item.identifier_of("id"), item.text_of("label")
    score = item.number_of("score", low=0, high=1) if "score" in extra else None
    exclusive = item.flag_of("exclusive", default=False) if "exclusive" in extra else False
    return None if ident is None or label is None else Option(ident, label, score, exclusive)


def unknown_option(raw: object, options: tuple[Option, ...], *, code: Code = Code.UNKNOWN_OPTION) -> Wrong:
    """Why a value is none of the options, with the nearest one."""
    ids = [option.id for option in options]
    near = did_you_mean(raw, ids) if isinstance(raw, str) else ""
    return Wrong(
        code,
        f"Found {found(raw)}, which is none of the options.",
        " ".join(filter(None, [near, f"Allowed: {listed(ids, most=30)}."])),
    )
