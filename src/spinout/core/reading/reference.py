"""Read reference data: comparators, support and sources."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types.choices import Choice, Multi
from spinout.core.question_types.texts import is_date
from spinout.core.reading.scope import Scope, registered
from spinout.core.reference import COMPARATOR_STATUSES, SUPPORT_STATUSES, Comparator, Match, Source, Support
from spinout.core.wording import found

COMPARATOR_NEEDED = (
    "id", "name", "sector", "service_types", "members", "legal_form", "since", "status", "status_note",
    "as_at", "caveat", "what_to_learn", "sources",
)  # fmt: skip
SUPPORT_NEEDED = ("id", "who", "what", "status", "sources")
SOURCE_NEEDED = ("title", "kind", "verified")


def source_codes(cursor: Cursor | None) -> frozenset[str] | None:
    """The codes that a file of sources defines; None where there is no such file."""
    if cursor is None:
        return None
    child = cursor.child("sources")
    return frozenset(key for key, _ in child.entries()) if child is not None else frozenset()


def sources_from(cursor: Cursor) -> Mapping[str, Source]:
    """Read the sources by their codes."""
    if not cursor.fields(("sources",), needed=("sources",)):
        return {}
    sources = {}
    child = cursor.child("sources")
    for code, item in child.entries() if child is not None and child.fields(_keys(child)) else ():
        if item.fields((*SOURCE_NEEDED, "address"), needed=SOURCE_NEEDED):
            sources[code] = Source(
                code,
                item.text_of("title") or "",
                item.text_of("kind") or "",
                item.flag_of("verified", default=False),
                item.text_of("address"),
            )
    return MappingProxyType(sources)


def comparators_from(cursor: Cursor, scope: Scope) -> tuple[Comparator, ...]:
    """Read the comparators; the ids in what they match on are held against the paper's questions."""
    if not cursor.fields(("comparators",), needed=("comparators",)):
        return ()
    comparators = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of("comparators", what="comparator"):
        if not item.fields((*COMPARATOR_NEEDED, "named_in_seed"), needed=COMPARATOR_NEEDED):
            continue
        ident = item.identifier_of("id")
        if not registered(item, seen, ident):
            continue
        texts = {
            name: item.text_of(name) or ""
            for name in (
                "name",
                "sector",
                "legal_form",
                "since",
                "status_note",
                "as_at",
                "caveat",
                "what_to_learn",
            )
        }
        comparators.append(
            Comparator(
                id=ident or "",
                status=item.word_of("status", COMPARATOR_STATUSES, what="status") or "",
                service_types=_words(item, "service_types"),
                members=_words(item, "members"),
                sources=scope.codes(item),
                named_in_seed=item.flag_of("named_in_seed", default=False),
                **texts,
            )
        )
    return tuple(comparators)


def check_matches(cursor: Cursor, matches: Iterable[Match], scope: Scope) -> None:
    """Hold the ids in what comparators are matched on against the options of the question."""
    options = {match.field: _option_ids(scope, match.question) for match in matches}
    for item in cursor.list_of("comparators"):
        for name, known in options.items():
            for place in item.list_of(name) if known is not None else ():
                place.word(known or (), code=Code.UNKNOWN_OPTION, what="option")


def _option_ids(scope: Scope, question: str) -> tuple[str, ...] | None:
    kind = scope.types[question]
    return tuple(option.id for option in kind.options) if isinstance(kind, Choice | Multi) else None


def support_from(cursor: Cursor, scope: Scope) -> tuple[Support, ...]:
    """Read where help may be had."""
    if not cursor.fields(("support",), needed=("support",)):
        return ()
    entries = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of("support", what="entry"):
        if not item.fields((*SUPPORT_NEEDED, "status_note", "address", "checked_on"), needed=SUPPORT_NEEDED):
            continue
        ident = item.identifier_of("id")
        if not registered(item, seen, ident):
            continue
        entries.append(
            Support(
                ident or "",
                item.text_of("who") or "",
                item.text_of("what") or "",
                item.word_of("status", SUPPORT_STATUSES, what="status") or "",
                scope.codes(item),
                item.text_of("status_note"),
                item.text_of("address"),
                day_of(item, "checked_on"),
            )
        )
    return tuple(entries)


def day_of(cursor: Cursor, name: str) -> str | None:
    """A day that exists under a key, as YYYY-MM-DD."""
    child = cursor.child(name)
    text = None if child is None else child.text()
    if child is None or text is None or is_date(text):
        return text
    child.report(Code.BAD_DATE, f"Found {found(text)}, which is no date.", "Write a date as YYYY-MM-DD.")
    return None


def _keys(cursor: Cursor) -> tuple[str, ...]:
    return tuple(key for key, _ in cursor.entries())


def _words(item: Cursor, name: str) -> tuple[str, ...]:
    return tuple(text for text in (i.identifier() for i in item.list_of(name)) if text is not None)
