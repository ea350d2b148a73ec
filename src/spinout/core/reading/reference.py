"""Read reference data and what a report must know about the subject."""

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.cursor import NOTHING, Cursor, fields_of
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.questionnaire import (
    ANY_STAGE,
    COMPARATOR_STATUSES,
    OTHERWISE,
    SUPPORT_STATUSES,
    Comparator,
    ComparatorChoice,
    Heading,
    HeadingName,
    Match,
    Note,
    Paper,
    PaperPicture,
    Reference,
    Rules,
    Saying,
    SideBySide,
    Source,
    Support,
    TitleBlockLine,
    Verdict,
)
from spinout.core.reading.conditions import Scope, Setting, condition_from
from spinout.core.reading.slots import heading_slots, listed_slots, shape_of
from spinout.core.slots import DATE, LINE

SHOWS = (
    "verdict", "gates", "score", "recommendations", "results", "suggestion", "pictures", "plan", "implications",
    "evidence", "scores", "answers", "checks", "comparators", "other-comparators", "lessons", "support", "sources",
    "ladder", "proposal", "withheld", "tests", "steps", "power", "dissents", "unknown", "method", "robustness",
)  # fmt: skip
ANSWER_IN_TEXT = re.compile(r"\{([a-z0-9-]+\.[a-z0-9-]+)\}")
CONDITION_WORDS = ("gate", "evidence", "score", "fact", "open_score")
MATCH_FIELDS = ("service_types", "members")
Made = TypeVar("Made", bound=Struct)


def source_codes(cursor: Cursor | None) -> frozenset[str] | None:
    """The codes that a file of sources defines; None where there is no such file."""
    return None if cursor is None else frozenset(key for key, _ in cursor["sources"].entries())


def reference_from(places: Mapping[str, Cursor], scope: Scope, rules: Rules) -> Reference:
    """Read all reference data, each part from its place, where it has one."""
    paper = _paper(places.get("paper", NOTHING), scope, rules)
    comparators = places.get("comparators", NOTHING)
    for match in () if paper is None or paper.comparators is None else paper.comparators.match:
        options = _options(match.question, scope)
        for item in comparators["comparators"].items(what="comparator") if options else ():
            for place in item[match.field].items():
                place.word(options, code=Code.UNKNOWN_OPTION, what="option")
    return Reference(
        comparators=tuple(_comparators(comparators, scope)),
        support=tuple(_support(places.get("support", NOTHING), scope)),
        sources=_sources(places.get("sources", NOTHING)),
        paper=paper,
    )


def _options(question: str, scope: Scope) -> list[str]:
    kind = scope.types.get(question)
    return [] if kind is None else [option.id for option in kind.options]


def _each(cursor: Cursor, kind: type[Struct], scope: Scope, what: str) -> Iterator[tuple[str, Cursor]]:
    """The mappings of a list that Structs are made of, each with its id; sources may stand in each."""
    for ident, item in cursor.identified(*fields_of(kind, "sources"), what=what):
        scope.codes(item)
        yield ident, item


def _made(kind: type[Made], item: Cursor, /, **read: Any) -> Made:
    """A Struct of what was read, and of the texts under the names of its other fields."""
    return kind(**{name: item[name].text() for name in kind.__struct_fields__ if name not in read}, **read)


def _sources(cursor: Cursor) -> Mapping[str, Source]:
    """The sources by their codes."""
    cursor.fields(("sources",), ("sources",))
    known, needed = fields_of(Source)
    cursor["sources"].fields(key for key, _ in cursor["sources"].entries())
    return MappingProxyType(
        {
            code: _made(Source, item, code=code, verified=item["verified"].flag())
            for code, item in cursor["sources"].entries()
            if item.fields(known[1:], needed[1:])
        }
    )


def _comparators(cursor: Cursor, scope: Scope) -> Iterator[Comparator]:
    cursor.fields(("comparators",), ("comparators",))
    for ident, item in _each(cursor["comparators"], Comparator, scope, "comparator"):
        service_types, members = (
            tuple(each.identifier() or "" for each in item[name].items()) for name in MATCH_FIELDS
        )
        yield _made(
            Comparator,
            item,
            id=ident,
            status=item["status"].word(COMPARATOR_STATUSES, what="status"),
            service_types=service_types,
            members=members,
            sources=scope.codes(item),
            named_in_seed=item["named_in_seed"].flag(),
        )


def _support(cursor: Cursor, scope: Scope) -> Iterator[Support]:
    cursor.fields(("support",), ("support",))
    for ident, item in _each(cursor["support"], Support, scope, "entry"):
        status = item["status"].word(SUPPORT_STATUSES, what="status")
        yield _made(Support, item, id=ident, status=status, sources=scope.codes(item))


def _paper(cursor: Cursor, scope: Scope, rules: Rules) -> Paper | None:
    if not cursor.fields(*fields_of(Paper, "sources")):
        return None
    scope.codes(cursor)
    setting = Setting(scope, criteria=tuple(c.id for c in rules.criteria))
    results, ids = cursor["results"], [c.id for c in rules.classifications]
    results.fields(*fields_of(SideBySide, "sources"))
    scope.codes(results)
    together = results["classifications"].words(ids, code=Code.UNKNOWN_CLASSIFICATION, what="classification")
    seen: set[str] = set()
    """The ids of slots, which are one list for all of the paper."""
    return Paper(
        notes=tuple(_made(Note, item, id=ident) for ident, item in _each(cursor["notes"], Note, scope, "note")),
        pages_at_most=cursor["pages_at_most"].whole(low=1),
        title_block=tuple(_title_block(cursor["title_block"], scope, seen)),
        headings=tuple(_headings(cursor["headings"], setting, seen)),
        appendices=tuple(_headings(cursor["appendices"], setting, seen)),
        implications=tuple(_headings(cursor["implications"], setting, seen, "implications.")),
        results=_made(SideBySide, results, classifications=together) if results else None,
        suggestion=cursor["suggestion"].word(ids, code=Code.UNKNOWN_CLASSIFICATION, what="classification"),
        pictures=tuple(_pictures(cursor["pictures"], scope)),
        comparators=_choice(cursor["comparators"], scope),
        proposal=tuple(_proposal(cursor["proposal"], setting)),
        recommendations=_recommendations(cursor["recommendations"], scope.stages),
        condition=_condition_words(cursor["condition"], scope),
        not_cited=tuple(each.text() or "" for each in cursor["not_cited"].items(what="kind of source")),
        slots=listed_slots(cursor["slots"], scope, seen),
    )


def _title_block(cursor: Cursor, scope: Scope, seen: set[str]) -> Iterator[TitleBlockLine]:
    for item in cursor.items(what="line"):
        if item.fields(*fields_of(TitleBlockLine, "sources")):
            scope.codes(item)
            yield _made(
                TitleBlockLine,
                item,
                id=item["id"].registered(item["id"].text(), seen),
                shape=shape_of(item, (LINE, DATE), LINE),
                needed=item["needed"].flag(default=True),
            )


def _headings(cursor: Cursor, setting: Setting, seen: set[str], prefix: str = "") -> Iterator[Heading]:
    """The headings of a list, each with its slots; under a prefix they are boxes, each a slot of its own."""
    for ident, item in _each(cursor, Heading, setting.scope, "heading"):
        if bool(item["only_if"]) != bool(item["otherwise"]):
            item.report(Code.MISSING_FIELD, "`only_if` and `otherwise` go together.", "Add the one that is missing.")
        heading = _made(
            Heading,
            item,
            id=ident,
            shows=item["shows"].words(SHOWS, what="thing to show"),
            questions=setting.scope.questions(item["questions"].items()),
            only_if=condition_from(item["only_if"], setting),
            otherwise=_otherwise(item["otherwise"]),
            on_request=item["on_request"].flag(),
            slots=(),
            needed=item["needed"].flag(default=True),
        )
        yield replace(heading, slots=heading_slots(heading, item, setting.scope, seen, prefix))


def _pictures(cursor: Cursor, scope: Scope) -> Iterator[PaperPicture]:
    for ident, item in _each(cursor, PaperPicture, scope, "picture"):
        kind = item["kind"].word(("bars", "votes"), what="kind of picture")
        places = item["questions"].items(least=1, what="question")
        questions = scope.questions(places)
        if kind == "votes" and not all(each is None or each.votes for each in map(scope.types.get, questions)):
            message = "A picture of votes needs a split with `votes: true`."
            places[0].report(Code.OPERATOR_MISFIT, message, "Name that question.")
        yield _made(PaperPicture, item, id=ident, kind=kind, questions=questions)


def _choice(cursor: Cursor, scope: Scope) -> ComparatorChoice | None:
    """How comparators are chosen; None where nothing says so."""
    if not cursor.fields(*fields_of(ComparatorChoice, "sources")):
        return None
    scope.codes(cursor)
    matches = []
    for item in cursor["match"].items(least=1, what="match"):
        if item.fields(*fields_of(Match)):
            question = scope.question(item["question"])
            name = item["field"].word(MATCH_FIELDS, what="field of a comparator")
            if question and name:
                matches.append(Match(question, name))
    return ComparatorChoice(
        tuple(matches),
        cursor["at_most"].whole(low=1) or 1,
        cursor["always_one_with_status"].words(COMPARATOR_STATUSES, what="status"),
        cursor["text"].text() or "",
    )


def _proposal(cursor: Cursor, setting: Setting) -> Iterator[tuple[Saying, ...]]:
    """Groups of sentences; one that is alone needs no list."""
    for group in cursor.items(what="sentence"):
        alone = isinstance(group.value, dict)
        yield tuple(_sayings([group] if alone else group.items(least=1, what="sentence"), setting))


def _sayings(items: Iterable[Cursor], setting: Setting) -> Iterator[Saying]:
    for item in items:
        if item.fields(("text", "when", "sources"), ("text",)):
            setting.scope.codes(item)
            text = item["text"].text() or ""
            for ident in ANSWER_IN_TEXT.findall(text):
                setting.scope.question(Cursor(ident, item.problems, item["text"].path))
            yield Saying(text, condition_from(item["when"], setting))


def _recommendations(cursor: Cursor, stages: tuple[str, ...]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Texts for each verdict, a list for all stages, or lists by stage."""
    cursor.fields(list(Verdict))
    found = {}
    for verdict, place in cursor.entries():
        by_stage = {ANY_STAGE: place} if isinstance(place.value, list) else dict(place.entries())
        if isinstance(place.value, dict):
            place.fields((*stages, ANY_STAGE))
        found[verdict] = MappingProxyType(
            {stage: tuple(each.text() or "" for each in one.items(what="text")) for stage, one in by_stage.items()}
        )
    return MappingProxyType(found)


def _otherwise(cursor: Cursor) -> Mapping[str, str]:
    """A text for each reason; one text alone is for an answer that falls short."""
    if not isinstance(cursor.value, dict):
        text = cursor.text()
        return MappingProxyType({} if text is None else {OTHERWISE[0]: text})
    cursor.fields(OTHERWISE, OTHERWISE)
    return MappingProxyType({name: cursor[name].text() or "" for name in OTHERWISE})


def _condition_words(cursor: Cursor, scope: Scope) -> Mapping[str, str]:
    cursor.fields((*CONDITION_WORDS, "sources"))
    scope.codes(cursor)
    words = {name: cursor[name].text() for name in CONDITION_WORDS}
    return MappingProxyType({name: text for name, text in words.items() if text})


HINT = "Write a list of headings, each with an `id` and a `title`, or a mapping of ids to titles."


def headings_from(
    data: object, paper: Paper | None, name: str = ""
) -> tuple[tuple[HeadingName, ...], tuple[Problem, ...]]:
    """The headings named, in the order wanted, and all that is wrong with them, in the file of this name.

    A list stands in its order; in a mapping `order` is a whole number, and what has none keeps the
    mapping's order after those that have.
    """
    problems = ProblemList(name)
    cursor = Cursor(data, problems)
    known = () if paper is None else tuple(h.id for h in (*paper.headings, *paper.appendices))
    if isinstance(data, list):
        found = list(_listed(cursor.items(what="heading"), known))
    elif isinstance(data, dict):
        found = list(_mapped(cursor, known))
    else:
        cursor.report(Code.WRONG_TYPE, "A list or a mapping of headings belongs here.", HINT)
        found = []
    return tuple(found), problems.every


def _listed(items: Iterable[Cursor], known: tuple[str, ...]) -> Iterator[HeadingName]:
    seen: set[str] = set()
    for item in items:
        if item.fields(*fields_of(HeadingName)):
            ident = item["id"].word(known, what="heading of this paper")
            if ident in seen:
                item["id"].report(Code.REPEATED, f'The heading "{ident}" stands here twice.', "Keep one of them.")
            seen.add(ident or "")
            yield HeadingName(ident or "", item["title"].text())


def _mapped(cursor: Cursor, known: tuple[str, ...]) -> Iterator[HeadingName]:
    found: list[tuple[int, HeadingName]] = []
    for key, place in cursor.entries():
        ident = Cursor(key, cursor.problems, place.path).word(known, what="heading of this paper")
        order = None
        if isinstance(place.value, dict):
            place.fields(("title", "order"))
            order = place["order"].whole(low=1)
        title = place["title"].text() if isinstance(place.value, dict) else place.text()
        found.append((len(known) if order is None else order, HeadingName(ident or "", title)))
    return (name for _, name in sorted(found, key=itemgetter(0)))
