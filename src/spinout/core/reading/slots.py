"""Read the places of a paper that an officer fills, as the paper declares them."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from spinout.core.cursor import Cursor, fields_of
from spinout.core.problems import Code
from spinout.core.questionnaire import Heading
from spinout.core.reading.conditions import Scope
from spinout.core.slots import COLUMN_SHAPES, IN_LISTS, SHAPES, TABLE, TEXT, WITH_EXEMPT, Slot, SlotColumn

FIELDS = ("id", "label", "shape", "prompt", "needed", "columns", "role", "questions")


def heading_slots(heading: Heading, item: Cursor, scope: Scope, seen: set[str], prefix: str) -> tuple[Slot, ...]:
    """The slots of a heading: the one that `officer` asks for, and those of its list; a box is a slot in any case."""
    made: list[Slot] = []
    if prefix or heading.officer is not None:
        ident = item["id"].registered(f"{prefix}{heading.id}", seen)
        slot = Slot(ident, heading.title, TEXT, needed=heading.needed, questions=heading.questions)
        said = heading.officer
        made.append(replace(slot, role=said) if prefix else replace(slot, prompt=said))
    for slot in _slots(item["slots"], scope, seen, f"{prefix}{heading.id}." if prefix else ""):
        made.append(slot if slot.questions else replace(slot, questions=heading.questions))
    return tuple(made)


def listed_slots(cursor: Cursor, scope: Scope, seen: set[str]) -> Mapping[str, tuple[Slot, ...]]:
    """The slots of the recommendations, of each condition and of the restricted part, each under its prefix."""
    cursor.fields(IN_LISTS)
    return MappingProxyType(
        {name: tuple(_slots(place, scope, seen, f"{name}.")) for name, place in cursor.entries() if name in IN_LISTS}
    )


def shape_of(item: Cursor, allowed: Iterable[str], otherwise: str) -> str:
    """The shape that a slot says it has."""
    return item["shape"].word(allowed, what="shape of a slot") or otherwise


def _slots(cursor: Cursor, scope: Scope, seen: set[str], prefix: str) -> Iterator[Slot]:
    for item in cursor.items(what="slot"):
        if not item.fields((*FIELDS, "sources"), ("id", "label")):
            continue
        scope.codes(item)
        ident, shape = item["id"].identifier(), shape_of(item, SHAPES, TEXT)
        columns = tuple(_columns(item["columns"]))
        if (shape == TABLE) != bool(item["columns"]):
            item.report(
                Code.MISSING_FIELD, "`columns` and the shape `table` go together.", "Add the one that is missing."
            )
        needed, needed_at = _needed(item["needed"], scope)
        yield Slot(
            item["id"].registered(None if ident is None else f"{prefix}{ident}", seen),
            item["label"].line() or "",
            shape,
            item["prompt"].line(),
            needed,
            columns,
            item["role"].line(),
            scope.questions(item["questions"].items()),
            needed_at=needed_at,
        )


def _needed(cursor: Cursor, scope: Scope) -> tuple[bool, tuple[str, ...]]:
    """Whether a slot is needed in any paper, and else at which stages."""
    if not isinstance(cursor.value, list):
        return cursor.flag(), ()
    return False, cursor.words((*scope.stages, WITH_EXEMPT), least=1, what="stage")


def _columns(cursor: Cursor) -> Iterator[SlotColumn]:
    for ident, item in cursor.identified(*fields_of(SlotColumn), least=1, what="column"):
        yield SlotColumn(ident, item["label"].line() or "", shape_of(item, COLUMN_SHAPES, TEXT))
