"""Read a whole questionnaire from the documents that it is written in, with what it decides by and its rules."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import PurePosixPath

from msgspec import Struct

from spinout.core.conditions import Condition, Measure
from spinout.core.cursor import Cursor
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.questionnaire import (
    Band,
    Check,
    Classification,
    Criterion,
    Decision,
    Outcome,
    Questionnaire,
    Reference,
    Respondent,
    Rules,
    Stage,
    bare,
)
from spinout.core.reading.answers import QUESTIONNAIRE, kind_of
from spinout.core.reading.conditions import Scope, Setting, condition_from, registered
from spinout.core.reading.reference import (
    check_matches,
    comparators_from,
    paper_from,
    source_codes,
    sources_from,
    support_from,
)
from spinout.core.reading.sections import CLAUSE_WORDS, Evidence, draft_sections, sections_from
from spinout.core.wording import found, is_blank, listed


def bands_from(scoring: Cursor) -> tuple[Band, ...]:
    """Read bands: the first starts at 0, each starts above the one before."""
    bands: list[Band] = []
    seen: dict[str, Cursor] = {}
    before = Fraction(-1)
    for item in scoring.list_of("bands", what="band"):
        if not item.fields(("id", "label", "from"), needed=("id", "label", "from")):
            continue
        ident, label = item.identifier_of("id"), item.line_of("label")
        start = item.whole_of("from", low=0, high=100)
        registered(item, seen, ident)
        if ident is None or label is None or start is None:
            continue
        place = item.child("from") or item
        if not bands and start != 0:
            place.report(Code.BANDS_ORDER, f"The first band starts at {start}.", "Let it start at 0.")
        elif start <= before:
            place.report(
                Code.BANDS_ORDER,
                f"This band starts at {start}, not above the one before.",
                "Put them in rising order.",
            )
        before = Fraction(start)
        bands.append(Band(ident, label, start))
    return tuple(bands)


def stage_ids(decision: Cursor | None) -> tuple[str, ...] | None:
    """The ids of the stages as far as they can be read; None where nothing is decided."""
    if decision is None or not isinstance(decision.value, dict):
        return None
    stages = decision.value.get("stages")
    ids = [item.get("id") for item in stages if isinstance(item, dict)] if isinstance(stages, list) else []
    return tuple(str(ident) for ident in ids)


def decision_from(cursor: Cursor, scope: Scope) -> Decision | None:
    """Read the decision; None where it is wrong, which is told."""
    if not cursor.fields(("asked_by", "stages", "too_early"), needed=("asked_by", "stages")):
        return None
    stages = _stages(cursor)
    asked_by = _asked_by(cursor, scope)
    early = cursor.child("too_early")
    gates, any_of = (None, ()) if early is None else _too_early(early, scope)
    if asked_by is None or not stages:
        return None
    return Decision(asked_by, stages, gates, any_of)


def _stages(cursor: Cursor) -> tuple[Stage, ...]:
    stages = []
    seen: dict[str, Cursor] = {}
    for item in cursor.list_of("stages", least=1, what="stage"):
        if not item.fields(("id", "label", "ready_from", "voices"), needed=("id", "label")):
            continue
        ident, label = item.identifier_of("id"), item.line_of("label")
        if ident in CLAUSE_WORDS:
            place = item.child("id") or item
            place.report(
                Code.BAD_ID, f"Found {found(ident)}, which is reserved.", "Clauses use this word; take another."
            )
        ready_from = item.whole_of("ready_from", low=0, high=100)
        if registered(item, seen, ident) and ident is not None and label is not None:
            stages.append(Stage(ident, label, ready_from or 0, item.flag_of("voices", default=False)))
    return tuple(stages)


def _asked_by(cursor: Cursor, scope: Scope) -> str | None:
    child = cursor.child("asked_by")
    ident = None if child is None else scope.question(child)
    if child is None or ident is None:
        return None
    kind = scope.types[ident]
    if kind is None:
        return ident
    if Measure.IDENTITY not in kind.measures or not kind.options:
        child.report(
            Code.STAGE_OPTIONS,
            f"{ident} is of type {kind.name}.",
            "The question that asks for the stage is a choice.",
        )
        return None
    options, wanted = {option.id for option in kind.options}, set(stage_ids(cursor) or ())
    if wanted and options != wanted:
        differ = listed(sorted(options ^ wanted))
        child.report(
            Code.STAGE_OPTIONS,
            f"The options of {ident} are not exactly the stages; these differ: {differ}.",
            "Give the question one option for each stage, with the same ids.",
        )
        return None
    return ident


def _too_early(cursor: Cursor, scope: Scope) -> tuple[int | None, tuple[str, ...]]:
    if not cursor.fields(("open_gates", "any_of")):
        return None, ()
    gates = cursor.whole_of("open_gates", low=1)
    return gates, scope.questions(cursor.list_of("any_of", what="question"))


def respondents_from(top: Cursor, scope: Scope) -> tuple[Respondent, ...]:
    """Read who may answer, and for which option of a question each speaks."""
    respondents = []
    seen: dict[str, Cursor] = {}
    for item in top.list_of("respondents", least=1, what="respondent"):
        if not item.fields(("id", "label", "speaks_for"), needed=("id", "label")):
            continue
        ident, label, child = item.identifier_of("id"), item.line_of("label"), item.child("speaks_for")
        speaks_for = None if child is None else _group(child, scope)
        if registered(item, seen, ident) and ident is not None and label is not None:
            respondents.append(Respondent(ident, label, speaks_for))
    return tuple(respondents)


def _group(cursor: Cursor, scope: Scope) -> tuple[str, tuple[str, ...]] | None:
    """A question with options, and one or more of them; None where it is wrong, which is told."""
    if not cursor.fields(("question", "option"), needed=("question", "option")):
        return None
    place = cursor.child("question")
    question = None if place is None else scope.question(place)
    kind = None if question is None else scope.types[question]
    if place is None or question is None or kind is None:
        return None
    if not kind.options:
        place.report(Code.OPERATOR_MISFIT, f"{question} has no options.", "Name a choice or a multi.")
        return None
    named = cursor.child("option")
    several = [] if named is None else named.items(least=1) if isinstance(named.value, list) else [named]
    known = [each.id for each in kind.options]
    options = [each.word(known, code=Code.UNKNOWN_OPTION, what="option") for each in several]
    return question, tuple(option for option in options if option is not None)


def trimmed(data: object) -> object:
    """The data with every text of several lines without the space around it."""
    if isinstance(data, dict):
        return {key: trimmed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [trimmed(item) for item in data]
    return data.strip() if isinstance(data, str) and "\n" in data and not is_blank(data) else data


RULE_FIELDS = ("criteria", "classifications", "checks")


class _Place(Struct, frozen=True):
    """An item of rules with its id, once it is known to be a mapping with what it needs."""

    id: str
    cursor: Cursor


def rules_from(cursors: Iterable[Cursor], scope: Scope) -> Rules:
    """Read all files of rules together: a criterion may be named from any of them."""
    files = [cursor for cursor in cursors if cursor.fields(RULE_FIELDS)]
    criteria = tuple(_criteria(files, scope))
    known = [criterion.id for criterion in criteria]
    named = known + [i for i in _ids(files, "criteria") if i not in known]
    setting = Setting(scope, criteria=tuple(named))
    classifications = tuple(_classification(p, setting) for p in _places(files, "classifications", _CLASSIFICATION))
    checks = tuple(_checks(files, setting))
    return Rules(criteria, classifications, checks)


_CRITERION = (("id", "label", "when", "next_step", "sources"), ("id", "label", "when"))
_CLASSIFICATION = (("id", "title", "outcomes"), ("id", "title", "outcomes"))
_OUTCOME = (("id", "label", "when", "otherwise", "explain", "sources"), ("id", "label"))
_CHECK = (("id", "when", "message", "sources"), ("id", "when", "message"))


def _places(files: Iterable[Cursor], name: str, fields: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[_Place]:
    known, needed = fields
    seen: dict[str, Cursor] = {}
    for file in files:
        for item in file.list_of(name):
            if not item.fields(known, needed=needed):
                continue
            ident = item.identifier_of("id")
            if registered(item, seen, ident) and ident is not None:
                yield _Place(ident, item)


def _ids(files: Iterable[Cursor], name: str) -> Iterator[str]:
    """The ids that stand in the files, readable or not."""
    for file in files:
        child = file.child(name)
        for item in child.value if child is not None and isinstance(child.value, list) else []:
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield item["id"]


def _criteria(files: list[Cursor], scope: Scope) -> Iterator[Criterion]:
    places = list(_places(files, "criteria", _CRITERION))
    for index, place in enumerate(places):
        setting = Setting(
            scope,
            criteria=[p.id for p in places[:index]],
            later_criteria=[p.id for p in places[index:]],
        )
        when = _when(place.cursor, setting)
        if when is not None:
            yield Criterion(
                place.id,
                place.cursor.line_of("label") or "",
                when,
                place.cursor.text_of("next_step"),
                scope.codes(place.cursor),
            )


def _when(cursor: Cursor, setting: Setting) -> Condition | None:
    child = cursor.child("when")
    return None if child is None else condition_from(child, setting)


def _classification(place: _Place, setting: Setting) -> Classification:
    cursor = place.cursor
    items = cursor.list_of("outcomes", least=1, what="outcome")
    seen: dict[str, Cursor] = {}
    outcomes = []
    for index, item in enumerate(items):
        if not item.fields(_OUTCOME[0], needed=_OUTCOME[1]):
            continue
        outcome = _outcome(item, setting, last=index == len(items) - 1)
        if outcome is not None and registered(item, seen, outcome.id):
            outcomes.append(outcome)
    return Classification(place.id, cursor.line_of("title") or "", tuple(outcomes))


def _outcome(item: Cursor, setting: Setting, *, last: bool) -> Outcome | None:
    ident, label = item.identifier_of("id"), item.line_of("label")
    otherwise = item.flag_of("otherwise", default=False)
    when = _when(item, setting)
    if last and not otherwise:
        item.report(
            Code.OUTCOME_ORDER,
            "The last outcome is not `otherwise: true`.",
            "End with one that takes all the rest.",
        )
        return None
    if not last and (otherwise or item.child("when") is None):
        item.report(
            Code.OUTCOME_ORDER,
            "Only the last outcome is `otherwise: true`; each before it has a `when`.",
            "Give it a `when`, or move it to the end.",
        )
        return None
    if last and item.child("when") is not None:
        item.report(Code.OUTCOME_ORDER, "An outcome has `when` or `otherwise`, not both.", "Leave one out.")
        return None
    if ident is None or label is None or (when is None and not last):
        return None
    return Outcome(ident, label, when, item.text_of("explain"), setting.scope.codes(item))


def _checks(files: list[Cursor], setting: Setting) -> Iterator[Check]:
    for place in _places(files, "checks", _CHECK):
        when = _when(place.cursor, setting)
        if when is not None:
            yield Check(place.id, when, place.cursor.text_of("message") or "", setting.scope.codes(place.cursor))


TOP_FIELDS = (
    "id", "title", "version", "language", "scoring", "decision", "sections", "rules", "reference", "respondents",
    "renamed", "removed",
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
        self._data = {name: trimmed(data) for name, data in documents.data.items()}
        self._lists = {name: ProblemList(name) for name in documents.data}
        self._read: set[str] = {documents.main}
        self._top = Cursor(self._data[documents.main], self._lists[documents.main])

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
        scope = Scope(types, source_codes(places.get("sources")), tuple(dict.fromkeys(_ids([top], "respondents"))))
        scoring = self._scoring()
        decision = top.child("decision")
        sections = sections_from(drafts, scope, stage_ids(decision), scoring.evidence)
        rules = rules_from(self._named("rules", "file"), scope)
        renamed, removed = self._history(scope)
        return Questionnaire(
            id=top.identifier_of("id") or "",
            title=top.line_of("title") or "",
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
            respondents=respondents_from(top, scope),
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
        if scoring is None or not scoring.fields(("overall", "top_level_needs_evidence", "no_evidence", "bands")):
            return _Scoring()
        return _Scoring(
            scoring.word_of("overall", ("sections", "questions")) or "sections",
            Evidence(
                scoring.flag_of("top_level_needs_evidence", default=False),
                frozenset(bare(item.text() or "") for item in scoring.list_of("no_evidence", what="word")),
            ),
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
    evidence: Evidence = Evidence()
    bands: tuple[Band, ...] = ()
