"""Read what a report must know about the subject."""

from collections.abc import Mapping
from types import MappingProxyType

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types import Split
from spinout.core.questionnaire import Rules
from spinout.core.reading.conditions import Setting, condition_from
from spinout.core.reading.scope import Scope, registered
from spinout.core.reference import (
    COMPARATOR_STATUSES,
    ComparatorChoice,
    Heading,
    Match,
    Note,
    Paper,
    Picture,
    Results,
    TitleLine,
)
from spinout.core.verdicts import Verdict

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


def _title_block(cursor: Cursor, scope: Scope) -> tuple[TitleLine, ...]:
    lines = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of("title_block", what="line"):
        if item.fields(("id", "label", "text", "sources"), needed=("id", "label")):
            ident, label = item.text_of("id"), item.text_of("label")
            scope.codes(item)
            if registered(item, seen, ident) and ident and label:
                lines.append(TitleLine(ident, label, item.text_of("text")))
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


def _results(cursor: Cursor, scope: Scope, classifications: tuple[str, ...]) -> Results | None:
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
    return Results(child.text_of("title") or "", child.text_of("text") or "", tuple(i for i in ids if i))


def _pictures(cursor: Cursor, scope: Scope) -> tuple[Picture, ...]:
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
            pictures.append(Picture(ident, kind, item.text_of("title") or "", item.text_of("caption") or "", questions))
    return tuple(pictures)


def _holds_votes(scope: Scope, question: str) -> bool:
    kind = scope.types[question]
    return kind is None or (isinstance(kind, Split) and kind.votes)


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
