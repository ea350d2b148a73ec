"""Read a whole questionnaire from the documents that it is written in."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from spinout.core.cursor import Cursor
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.questionnaire import Band, Decision, Questionnaire, Rules
from spinout.core.reading.decisions import bands_from, decision_from, stage_ids
from spinout.core.reading.kinds import QUESTIONNAIRE, kind_of
from spinout.core.reading.paper import paper_from
from spinout.core.reading.reference import check_matches, comparators_from, source_codes, sources_from, support_from
from spinout.core.reading.rules import rules_from
from spinout.core.reading.scope import Scope
from spinout.core.reading.sections import draft_sections, sections_from
from spinout.core.reference import Reference
from spinout.core.wording import found

TOP_FIELDS = (
    "id", "title", "version", "language", "scoring", "decision", "sections", "rules", "reference", "renamed",
    "removed",
)  # fmt: skip
REFERENCE_FIELDS = ("comparators", "support", "sources", "paper")


class Documents(Struct, frozen=True):
    """The data of a questionnaire: the main file's, and that of each file that it names."""

    main: str
    data: Mapping[str, object]


def files_named(data: object) -> dict[tuple[str | int, ...], str]:
    """The files that a main document names, by the path of the name."""
    if not isinstance(data, dict):
        return {}
    named: dict[tuple[str | int, ...], str] = {}
    for field in ("sections", "rules"):
        items = data.get(field)
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, str):
                named[field, index] = item
    reference = data.get("reference")
    for field, item in reference.items() if isinstance(reference, dict) else ():
        if isinstance(item, str) and field in REFERENCE_FIELDS:
            named["reference", field] = item
    return named


def plain_name(name: str) -> str:
    """A file's name inside the folder: `./about.yaml` is `about.yaml`."""
    return PurePosixPath(name).as_posix()


def questionnaire_from(documents: Documents) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Read a questionnaire; None with problems where anything in it is wrong."""
    reader = _Reader(documents)
    questionnaire = reader.read()
    problems = reader.problems()
    return (None, problems) if problems or questionnaire is None else (questionnaire, ())


class _Reader:
    """Holds a list of problems for each document while they are read together."""

    def __init__(self, documents: Documents) -> None:
        self._data = documents.data
        self._lists = {name: ProblemList(name) for name in documents.data}
        self._read: set[str] = {documents.main}
        self._top = Cursor(documents.data[documents.main], self._lists[documents.main])

    def problems(self) -> tuple[Problem, ...]:
        """Every problem found, document by document."""
        return tuple(problem for found_in in self._lists.values() for problem in found_in.found)

    def read(self) -> Questionnaire | None:
        """Read everything; the result counts only where there are no problems."""
        top = self._top
        kind = kind_of(top.value)
        if kind is not None and kind != QUESTIONNAIRE:
            top.report(
                Code.SECTION_FILE,
                f"This file is {kind}, and no questionnaire.",
                "Give the folder of a questionnaire, or a questionnaire in one file.",
            )
            return None
        if not top.fields(TOP_FIELDS, needed=("id", "title", "version", "sections")):
            return None
        drafts = draft_sections(self._named("sections", "section", least=1))
        reference = top.child("reference")
        places = self._reference(reference)
        types = {question.id: question.type for draft in drafts for question in draft.questions}
        scope = Scope(types, source_codes(places.get("sources")))
        scoring = self._scoring()
        decision = top.child("decision")
        sections = sections_from(drafts, scope, stage_ids(decision), top_needs_evidence=scoring.top_needs_evidence)
        rules = rules_from(self._named("rules", "file"), scope)
        renamed, removed = self._history(scope)
        return Questionnaire(
            id=top.identifier_of("id") or "",
            title=top.text_of("title") or "",
            version=top.text_of("version") or "",
            sections=sections,
            language=top.text_of("language") or "en-GB",
            overall=scoring.overall,
            bands=scoring.bands,
            decision=self._decision(decision, scope),
            rules=rules,
            reference=self._reference_data(places, scope, rules),
            renamed=renamed,
            removed=removed,
        )

    def _named(self, field: str, what: str, *, least: int = 0) -> list[Cursor]:
        """The documents that a list names, each once, or the mappings that stand in it."""
        items = self._top.list_of(field, least=least, what=what)
        return [self._document(item) for item in items if self._first_time(item)]

    def _first_time(self, item: Cursor) -> bool:
        """Whether a file is named for the first time; tell where it is named again."""
        if not isinstance(item.value, str):
            return True
        name = plain_name(item.value)
        if name in self._read:
            item.report(Code.REPEATED, f"The file {found(item.value)} is named twice.", "Name each file once.")
            return False
        self._read.add(name)
        return True

    def _document(self, item: Cursor) -> Cursor:
        name = plain_name(item.value) if isinstance(item.value, str) else ""
        if name in self._data:
            return Cursor(self._data[name], self._lists[name])
        return item

    def _reference(self, reference: Cursor | None) -> dict[str, Cursor]:
        if reference is None or not reference.fields(REFERENCE_FIELDS):
            return {}
        given = [(name, item) for name, item in reference.entries() if item.value is not None]
        return {name: self._document(item) for name, item in given if self._first_time(item)}

    def _reference_data(self, places: dict[str, Cursor], scope: Scope, rules: Rules) -> Reference:
        sources, comparators = places.get("sources"), places.get("comparators")
        support, paper = places.get("support"), places.get("paper")
        data = Reference(
            comparators=() if comparators is None else comparators_from(comparators, scope),
            support=() if support is None else support_from(support, scope),
            sources={} if sources is None else sources_from(sources),
            paper=None if paper is None else paper_from(paper, scope, rules),
        )
        if comparators is not None and data.paper is not None and data.paper.comparators is not None:
            check_matches(comparators, data.paper.comparators.match, scope)
        return data

    def _scoring(self) -> "_Scoring":
        scoring = self._top.child("scoring")
        if scoring is None or not scoring.fields(("overall", "top_level_needs_evidence", "bands")):
            return _Scoring()
        return _Scoring(
            scoring.word_of("overall", ("sections", "questions")) or "sections",
            scoring.flag_of("top_level_needs_evidence", default=False),
            bands_from(scoring),
        )

    def _decision(self, decision: Cursor | None, scope: Scope) -> Decision | None:
        return None if decision is None else decision_from(decision, scope)

    def _history(self, scope: Scope) -> tuple[dict[str, str], frozenset[str]]:
        renamed: dict[str, str] = {}
        child = self._top.child("renamed")
        if child is not None and not isinstance(child.value, dict):
            child.fields(())
        for old, item in child.entries() if child is not None else ():
            if old in scope.types:
                item.report(
                    Code.RENAMED_CLASH,
                    f"{found(old)} is a question still.",
                    "Rename ids that are gone.",
                    at_key=True,
                )
            new = scope.question(item)
            if new is not None:
                renamed[old] = new
        removed = set()
        for item in self._top.list_of("removed", what="question id"):
            ident = item.text()
            if ident in scope.types or ident in renamed:
                item.report(
                    Code.RENAMED_CLASH,
                    f"{found(ident)} is a question still, or renamed.",
                    "List ids that are gone.",
                )
            if ident is not None:
                removed.add(ident)
        return renamed, frozenset(removed)


class _Scoring(Struct, frozen=True):
    overall: str = "sections"
    top_needs_evidence: bool = False
    bands: tuple[Band, ...] = ()
