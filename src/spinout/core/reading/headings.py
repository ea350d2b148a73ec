"""Read how somebody's own paper names and orders the headings."""

from collections.abc import Iterable, Iterator

from spinout.core.cursor import Cursor
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.reference import HeadingName, Paper

FIELDS = ("title", "order")
HINT = "Write a list of headings, each with an `id` and a `title`, or a mapping of ids to titles."


def headings_from(data: object, paper: Paper | None) -> tuple[tuple[HeadingName, ...], tuple[Problem, ...]]:
    """The headings named, in the order wanted, and all that is wrong with them.

    A list stands in its order; in a mapping `order` is a whole number, and what has none keeps the
    mapping's order after those that have.
    """
    problems = ProblemList()
    cursor = Cursor(data, problems)
    known = () if paper is None else tuple(h.id for h in (*paper.headings, *paper.appendices))
    if isinstance(data, list):
        found = list(_listed(cursor.items(what="heading"), known))
    elif isinstance(data, dict):
        found = list(_mapped(cursor, known))
    else:
        cursor.report(Code.WRONG_TYPE, "A list or a mapping of headings belongs here.", HINT)
        found = []
    return tuple(found), tuple(problems.found)


def _listed(items: Iterable[Cursor], known: tuple[str, ...]) -> Iterator[HeadingName]:
    seen: set[str] = set()
    for item in items:
        if not item.fields(("id", "title"), needed=("id",)):
            continue
        place = item.child("id")
        ident = None if place is None else place.word(known, what="heading of this paper")
        title = item.text_of("title")
        if ident is None or place is None:
            continue
        if ident in seen:
            place.report(Code.REPEATED, f'The heading "{ident}" stands here twice.', "Keep one of them.")
        seen.add(ident)
        yield HeadingName(ident, title)


def _mapped(cursor: Cursor, known: tuple[str, ...]) -> Iterator[HeadingName]:
    found: list[tuple[int, HeadingName]] = []
    orders: list[int] = []
    for key, place in cursor.entries():
        ident = Cursor(key, cursor.problems, place.path).word(known, what="heading of this paper")
        if isinstance(place.value, dict):
            title, order = _fields(place)
        else:
            title, order = place.text(), None
        if ident is not None:
            found.append((len(known) if order is None else order, HeadingName(ident, title)))
        orders += () if order is None else (order,)
    yield from (name for _, name in sorted(found, key=lambda pair: pair[0]))


def _fields(place: Cursor) -> tuple[str | None, int | None]:
    if not place.fields(FIELDS):
        return None, None
    return place.text_of("title"), place.whole_of("order", low=1)
