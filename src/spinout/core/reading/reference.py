"""Read reference data and what a report must know about the subject."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from spinout.core.cursor import Cursor
from spinout.core.kinds.text import is_date
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.questionnaire import (
    COMPARATOR_STATUSES,
    SUPPORT_STATUSES,
    Comparator,
    ComparatorChoice,
    Heading,
    HeadingName,
    Match,
    Note,
    Paper,
    PaperPicture,
    Rules,
    SideBySide,
    Source,
    Support,
    TitleBlockLine,
    Verdict,
)
from spinout.core.reading.conditions import Scope, Setting, condition_from, registered
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
    return tuple(option.id for option in kind.options) if kind is not None and kind.options else None


def support_from(cursor: Cursor, scope: Scope) -> tuple[Support, ...]:
    """Read where help may be had."""
    if not cursor.fields(("support",), needed=("support",)):
        return ()
    entries = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of("support", what="entry"):
        if not item.fields((*SUPPORT_NEEDED, "status_note", "address", "read"), needed=SUPPORT_NEEDED):
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
                item.text_of("read"),
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


PAPER_FIELDS = (
    "notes", "pages_at_most", "title_block", "headings", "appendices", "implications", "results", "suggestion",
    "pictures", "comparators", "recommendations", "condition", "sources",
)  # fmt: skip
SHOWS = (
    "verdict", "gates", "score", "recommendations", "results", "suggestion", "pictures", "plan", "implications",
    "evidence", "scores", "answers", "checks", "comparators", "other-comparators", "lessons", "support", "sources",
)  # fmt: skip
CONDITION_WORDS = ("gate", "evidence", "score", "fact", "open_score")
MATCH_FIELDS = ("service_types", "members")
_HEADING = ("id", "title", "shows", "questions", "officer", "only_if", "otherwise", "sources")


def paper_from(cursor: Cursor, scope: Scope, rules: Rules) -> Paper | None:
    """Read the paper file; None where it is no mapping."""
    if not cursor.fields(PAPER_FIELDS):
        return None
    scope.codes(cursor)
    setting = Setting(scope, criteria=tuple(c.id for c in rules.criteria))
    classifications = tuple(c.id for c in rules.classifications)
    suggestion = cursor.word_of("suggestion", classifications, code=Code.UNKNOWN_CLASSIFICATION, what="classification")
    return Paper(
        notes=_notes(cursor, scope),
        pages_at_most=cursor.whole_of("pages_at_most", low=1),
        title_block=_title_block(cursor, scope),
        headings=_headings(cursor, "headings", setting),
        appendices=_headings(cursor, "appendices", setting),
        implications=_headings(cursor, "implications", setting),
        results=_results(cursor, scope, classifications),
        suggestion=suggestion,
        pictures=_pictures(cursor, scope),
        comparators=_comparators(cursor, scope),
        recommendations=_recommendations(cursor),
        condition=_condition_words(cursor, scope),
    )


def _notes(cursor: Cursor, scope: Scope) -> tuple[Note, ...]:
    notes = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of("notes", what="note"):
        if item.fields(("id", "text", "sources"), needed=("id", "text")):
            ident, text = item.identifier_of("id"), item.text_of("text")
            scope.codes(item)
            if registered(item, seen, ident) and ident and text:
                notes.append(Note(ident, text))
    return tuple(notes)


def _title_block(cursor: Cursor, scope: Scope) -> tuple[TitleBlockLine, ...]:
    lines = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of("title_block", what="line"):
        if item.fields(("id", "label", "text", "sources"), needed=("id", "label")):
            ident, label = item.text_of("id"), item.text_of("label")
            scope.codes(item)
            if registered(item, seen, ident) and ident and label:
                lines.append(TitleBlockLine(ident, label, item.text_of("text")))
    return tuple(lines)


def _headings(cursor: Cursor, name: str, setting: Setting) -> tuple[Heading, ...]:
    headings = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of(name, what="heading"):
        if not item.fields(_HEADING, needed=("id", "title")):
            continue
        ident = item.identifier_of("id")
        shows = [i.word(SHOWS, what="thing to show") for i in item.list_of("shows")]
        questions = setting.scope.questions(item.list_of("questions"))
        only_if = item.child("only_if")
        condition = None if only_if is None else condition_from(only_if, setting)
        otherwise = item.text_of("otherwise")
        if (only_if is None) != (item.child("otherwise") is None):
            item.report(Code.MISSING_FIELD, "`only_if` and `otherwise` go together.", "Add the one that is missing.")
        setting.scope.codes(item)
        if registered(item, seen, ident) and ident:
            headings.append(
                Heading(
                    ident,
                    item.text_of("title") or "",
                    tuple(show for show in shows if show),
                    questions,
                    item.text_of("officer"),
                    condition,
                    otherwise,
                )
            )
    return tuple(headings)


def _results(cursor: Cursor, scope: Scope, classifications: tuple[str, ...]) -> SideBySide | None:
    child = cursor.child("results")
    if child is None or not child.fields(
        ("title", "text", "classifications", "sources"), needed=("title", "text", "classifications")
    ):
        return None
    scope.codes(child)
    ids = [
        item.word(classifications, code=Code.UNKNOWN_CLASSIFICATION, what="classification")
        for item in child.list_of("classifications", what="classification")
    ]
    return SideBySide(child.text_of("title") or "", child.text_of("text") or "", tuple(i for i in ids if i))


def _pictures(cursor: Cursor, scope: Scope) -> tuple[PaperPicture, ...]:
    pictures = []
    seen: dict[str, Cursor] = {}
    needed = ("id", "kind", "title", "caption", "questions")
    for item in cursor.list_of("pictures", what="picture"):
        if not item.fields((*needed, "sources"), needed=needed):
            continue
        ident = item.identifier_of("id")
        kind = item.word_of("kind", ("bars", "votes"), what="kind of picture")
        places = item.list_of("questions", least=1, what="question")
        questions = scope.questions(places)
        scope.codes(item)
        if kind == "votes" and not all(_holds_votes(scope, q) for q in questions):
            places[0].report(
                Code.OPERATOR_MISFIT,
                "A picture of votes needs a split with `votes: true`.",
                "Name that question.",
            )
        if registered(item, seen, ident) and ident and kind:
            pictures.append(
                PaperPicture(ident, kind, item.text_of("title") or "", item.text_of("caption") or "", questions)
            )
    return tuple(pictures)


def _holds_votes(scope: Scope, question: str) -> bool:
    kind = scope.types[question]
    return kind is None or kind.votes


def _comparators(cursor: Cursor, scope: Scope) -> ComparatorChoice | None:
    child = cursor.child("comparators")
    known = ("match", "at_most", "always_one_with_status", "text")
    if child is None or not child.fields((*known, "sources"), needed=("match", "at_most")):
        return None
    scope.codes(child)
    matches = []
    for item in child.list_of("match", least=1, what="match"):
        if item.fields(("question", "field"), needed=("question", "field")):
            place = item.child("question")
            question = None if place is None else scope.question(place)
            name = item.word_of("field", MATCH_FIELDS, what="field of a comparator")
            if question and name:
                matches.append(Match(question, name))
    statuses = [i.word(COMPARATOR_STATUSES, what="status") for i in child.list_of("always_one_with_status")]
    return ComparatorChoice(
        tuple(matches),
        child.whole_of("at_most", low=1) or 1,
        tuple(s for s in statuses if s),
        child.text_of("text") or "",
    )


def _recommendations(cursor: Cursor) -> Mapping[str, tuple[str, ...]]:
    child = cursor.child("recommendations")
    if child is None or not child.fields([verdict.value for verdict in Verdict]):
        return {}
    return MappingProxyType(
        {
            verdict: tuple(text for text in (i.text() for i in place.items(what="text")) if text)
            for verdict, place in child.entries()
        }
    )


def _condition_words(cursor: Cursor, scope: Scope) -> Mapping[str, str]:
    child = cursor.child("condition")
    if child is None or not child.fields((*CONDITION_WORDS, "sources")):
        return {}
    scope.codes(child)
    words = {name: child.text_of(name) for name in CONDITION_WORDS}
    return MappingProxyType({name: text for name, text in words.items() if text})


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
