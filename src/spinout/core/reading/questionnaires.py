"""Read a whole questionnaire from the documents that it is written in, with what it decides by and its rules."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from spinout.core.conditions import Measure
from spinout.core.cursor import NOTHING, Cursor, fields_of
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.questionnaire import (
    Band,
    Check,
    Classification,
    Criterion,
    Decision,
    Outcome,
    Question,
    Questionnaire,
    Reference,
    Respondent,
    Rules,
    Section,
    Stage,
    bare,
)
from spinout.core.reading.answers import QUESTIONNAIRE, kind_of
from spinout.core.reading.conditions import Scope, Setting, condition_from
from spinout.core.reading.reference import reference_from, source_codes
from spinout.core.reading.sections import CLAUSE_WORDS, Evidence, draft_sections, sections_from
from spinout.core.wording import found, is_blank, listed


def bands_from(scoring: Cursor) -> tuple[Band, ...]:
    """Read bands: the first starts at 0, each starts above the one before."""
    bands: list[Band] = []
    fields = ("id", "label", "from")
    for ident, item in scoring["bands"].identified(fields, fields, what="band"):
        label, start = item["label"].line(), item["from"].whole(low=0, high=100)
        if start is None:
            continue
        if not bands and start != 0:
            item["from"].report(Code.BANDS_ORDER, f"The first band starts at {start}.", "Let it start at 0.")
        elif bands and start <= bands[-1].start:
            message = f"This band starts at {start}, not above the one before."
            item["from"].report(Code.BANDS_ORDER, message, "Put them in rising order.")
        bands.append(Band(ident, label or "", start))
    return tuple(bands)


def stage_ids(decision: Cursor) -> tuple[str, ...] | None:
    """The ids of the stages as far as they can be read; None where nothing is decided."""
    if not isinstance(decision.value, dict):
        return None
    return tuple(str(item.get("id")) for item in _mappings(decision["stages"]))


def _mappings(cursor: Cursor) -> Iterator[dict[str, object]]:
    """The mappings of a list, whatever else stands in it."""
    items = cursor.value if isinstance(cursor.value, list) else []
    return (item for item in items if isinstance(item, dict))


def decision_from(cursor: Cursor, scope: Scope) -> Decision | None:
    """Read the decision; None where there is none."""
    if not cursor.fields(("asked_by", "stages", "too_early"), needed=("asked_by", "stages")):
        return None
    stages = []
    for ident, item in cursor["stages"].identified(*fields_of(Stage), least=1, what="stage"):
        if ident in CLAUSE_WORDS:
            message = f"Found {found(ident)}, which is reserved."
            item["id"].report(Code.BAD_ID, message, "Clauses use this word; take another.")
        ready_from = item["ready_from"].whole(low=0, high=100)
        stages.append(Stage(ident, item["label"].line() or "", ready_from or 0, item["voices"].flag()))
    early = cursor["too_early"]
    early.fields(("open_gates", "any_of"))
    gates, any_of = early["open_gates"].whole(low=1), scope.questions(early["any_of"].items(what="question"))
    return Decision(_asked_by(cursor, scope) or "", tuple(stages), gates, any_of)


def _asked_by(cursor: Cursor, scope: Scope) -> str | None:
    child = cursor["asked_by"]
    ident = scope.question(child)
    kind = None if ident is None else scope.types[ident]
    if kind is None:
        return ident
    options, wanted = {option.id for option in kind.options}, set(stage_ids(cursor) or ())
    if Measure.IDENTITY not in kind.measures or not kind.options:
        what, hint = f"{ident} is of type {kind.name}.", "The question that asks for the stage is a choice."
    elif wanted and options != wanted:
        what = f"The options of {ident} are not exactly the stages; these differ: {listed(sorted(options ^ wanted))}."
        hint = "Give the question one option for each stage, with the same ids."
    else:
        return ident
    child.report(Code.STAGE_OPTIONS, what, hint)
    return None


def respondents_from(top: Cursor, scope: Scope) -> tuple[Respondent, ...]:
    """Read who may answer, and for which option of a question each speaks."""
    return tuple(
        Respondent(ident, item["label"].line() or "", _group(item["speaks_for"], scope))
        for ident, item in top["respondents"].identified(*fields_of(Respondent), least=1, what="respondent")
    )


def _group(cursor: Cursor, scope: Scope) -> tuple[str, tuple[str, ...]] | None:
    """A question with options, and one or more of them; None where there is none, or it is wrong, which is told."""
    cursor.fields(("question", "option"), needed=("question", "option"))
    question = scope.question(cursor["question"])
    kind = None if question is None else scope.types[question]
    if question is None or kind is None:
        return None
    if not kind.options:
        message = f"{question} has no options."
        cursor["question"].report(Code.OPERATOR_MISFIT, message, "Name a choice or a multi.")
        return None
    named = cursor["option"]
    several = named.items(least=1, what="option") if isinstance(named.value, list) else [named]
    known = [each.id for each in kind.options]
    options = (each.word(known, code=Code.UNKNOWN_OPTION, what="option") for each in several)
    return question, tuple(option for option in options if option is not None)


def trimmed(data: object) -> object:
    """The data with every text of several lines without the space around it."""
    if isinstance(data, dict):
        return {key: trimmed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [trimmed(item) for item in data]
    return data.strip() if isinstance(data, str) and "\n" in data and not is_blank(data) else data


def rules_from(cursors: Iterable[Cursor], scope: Scope) -> Rules:
    """Read all files of rules together: a criterion may be named from any of them."""
    files = [cursor for cursor in cursors if cursor.fields(*fields_of(Rules))]
    setting = Setting(scope, criteria=tuple(dict.fromkeys(_ids(files, "criteria"))))
    return Rules(
        tuple(_criteria(files, scope)),
        tuple(
            Classification(ident, item["title"].line() or "", tuple(_outcomes(item, setting)))
            for ident, item in _places(files, "classifications", Classification)
        ),
        tuple(
            Check(ident, when, item["message"].text() or "", scope.codes(item))
            for ident, item in _places(files, "checks", Check)
            if (when := condition_from(item["when"], setting)) is not None
        ),
    )


def _places(files: Iterable[Cursor], name: str, kind: type[Struct]) -> Iterator[tuple[str, Cursor]]:
    """The mappings of that name in all files, each with its id, which no other has."""
    seen: set[str] = set()
    for item in (item for file in files for item in file[name].items()):
        if item.fields(*fields_of(kind)) and (ident := item["id"].registered(item["id"].identifier(), seen)):
            yield ident, item


def _ids(files: Iterable[Cursor], name: str) -> Iterator[str]:
    """The ids that stand in the files, readable or not."""
    for item in (item for file in files for item in _mappings(file[name])):
        if isinstance(ident := item.get("id"), str):
            yield ident


def _criteria(files: list[Cursor], scope: Scope) -> Iterator[Criterion]:
    places = list(_places(files, "criteria", Criterion))
    ids = [ident for ident, _ in places]
    for index, (ident, item) in enumerate(places):
        when = condition_from(item["when"], Setting(scope, criteria=ids[:index], later_criteria=ids[index:]))
        label, next_step, sources = item["label"].line() or "", item["next_step"].text(), scope.codes(item)
        if when is not None:
            yield Criterion(ident, label, when, next_step, sources)


def _outcomes(cursor: Cursor, setting: Setting) -> Iterator[Outcome]:
    fields = ("id", "label", "when", "otherwise", "explain", "sources")
    last = len(cursor["outcomes"].items()) - 1
    for ident, item in cursor["outcomes"].identified(fields, fields[:2], least=1, what="outcome"):
        otherwise, when = item["otherwise"].flag(), condition_from(item["when"], setting)
        told: tuple[str, str] | None = None
        if item.path[-1] != last:
            if otherwise or not item["when"]:
                told = (
                    "Only the last outcome is `otherwise: true`; each before it has a `when`.",
                    "Give it a `when`, or move it to the end.",
                )
        elif not otherwise:
            told = "The last outcome is not `otherwise: true`.", "End with one that takes all the rest."
        elif item["when"]:
            told = "An outcome has `when` or `otherwise`, not both.", "Leave one out."
        if told is not None:
            item.report(Code.OUTCOME_ORDER, *told)
        explain, sources = item["explain"].text(), setting.scope.codes(item)
        yield Outcome(ident, item["label"].line() or "", when, explain, sources)


TOP_FIELDS = (
    "id", "title", "version", "language", "scoring", "decision", "sections", "rules", "reference", "respondents",
    "renamed", "removed",
)  # fmt: skip


class Documents(Struct, frozen=True):
    """The data of a questionnaire: the main file's, and that of each file that it names."""

    main: str
    data: Mapping[str, object]


def files_named(data: object) -> dict[tuple[str | int, ...], str]:
    """The files that a main document names, by the path of the name."""
    top = Cursor(data, ProblemList())
    places = [place for field in ("sections", "rules") for place in top[field].items()]
    places += [place for field, place in top["reference"].entries() if field in Reference.__struct_fields__]
    return {place.path: place.value for place in places if isinstance(place.value, str)}


def plain_name(name: str) -> str:
    """A file's name inside the folder: `./about.yaml` is `about.yaml`."""
    return PurePosixPath(name).as_posix()


def questionnaire_from(documents: Documents) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Read a questionnaire; None with problems where anything in it is wrong."""
    reader = _Reader(documents)
    questionnaire = reader.read()
    problems = tuple(problem for found_in in reader.lists.values() for problem in found_in.every)
    return (None, problems) if problems or questionnaire is None else (questionnaire, ())


class _Reader:
    """Holds a list of problems for each document while they are read together."""

    def __init__(self, documents: Documents) -> None:
        self._data = {name: trimmed(data) for name, data in documents.data.items()}
        self.lists = {name: ProblemList(name) for name in documents.data}
        self._read: set[str] = {documents.main}
        self._top = Cursor(self._data[documents.main], self.lists[documents.main])

    def read(self) -> Questionnaire | None:
        """Read everything; the result counts only where there are no problems."""
        top = self._top
        if (kind := kind_of(top.value)) not in (None, QUESTIONNAIRE):
            top.report(
                Code.SECTION_FILE,
                f"This file is {kind}, and no questionnaire.",
                "Give the folder of a questionnaire, or a questionnaire in one file.",
            )
            return None
        if not top.fields(TOP_FIELDS, needed=("id", "title", "version", "sections")):
            return None
        drafts = draft_sections(self._named("sections", "section", least=1))
        places = self._reference(top["reference"])
        types = {question.id: question.type for draft in drafts for question in draft.questions}
        stages = stage_ids(top["decision"])
        named = tuple(dict.fromkeys(_ids([top], "respondents")))
        scope = Scope(types, source_codes(places.get("sources")), named, stages or ())
        scoring = top["scoring"]
        scoring.fields(("overall", "top_level_needs_evidence", "no_evidence", "bands"))
        no_evidence = [item.text() or "" for item in scoring["no_evidence"].items(what="word")]
        evidence = Evidence(scoring["top_level_needs_evidence"].flag(), frozenset(map(bare, no_evidence)))
        sections = sections_from(drafts, scope, stages, evidence)
        rules = rules_from(self._named("rules", "file"), scope)
        renamed, removed = self._history(scope)
        return Questionnaire(
            id=top["id"].identifier() or "",
            title=top["title"].line() or "",
            version=top["version"].text() or "",
            sections=sections,
            language=top["language"].text() or "en-GB",
            overall=scoring["overall"].word(("sections", "questions")) or "sections",
            bands=bands_from(scoring),
            decision=decision_from(top["decision"], scope),
            rules=rules,
            reference=reference_from(places, scope, rules),
            renamed=renamed,
            removed=removed,
            respondents=respondents_from(top, scope),
        )

    def _named(self, field: str, what: str, *, least: int = 0) -> list[Cursor]:
        """The documents that a list names, each once, or the mappings that stand in it."""
        return [document for item in self._top[field].items(least=least, what=what) if (document := self._first(item))]

    def _first(self, item: Cursor) -> Cursor:
        """The document that an item names for the first time, or the item; NOTHING where it is named again."""
        name = plain_name(item.value) if isinstance(item.value, str) else None
        if name in self._read:
            item.report(Code.REPEATED, f"The file {found(item.value)} is named twice.", "Name each file once.")
            return NOTHING
        if name is not None:
            self._read.add(name)
        return item if name not in self._data else Cursor(self._data[name], self.lists[name])

    def _reference(self, reference: Cursor) -> dict[str, Cursor]:
        if not reference.fields(Reference.__struct_fields__):
            return {}
        given = {name: item for name, item in reference.entries() if item.value is not None}
        return {name: document for name, item in given.items() if (document := self._first(item))}

    def _history(self, scope: Scope) -> tuple[dict[str, str], frozenset[str]]:
        renamed, removed = self._top["renamed"], self._top["removed"].items(what="question id")
        if not isinstance(renamed.value, dict):
            renamed.fields(())
        new: dict[str, str] = {}
        for old, item in renamed.entries():
            if old in scope.types:
                message = f"{found(old)} is a question still."
                item.report(Code.RENAMED_CLASH, message, "Rename ids that are gone.", at_key=True)
            ident = scope.question(item)
            if ident is not None:
                new[old] = ident
        gone = [(item, item.text() or "") for item in removed]
        for item, ident in gone:
            if ident in scope.types or ident in new:
                message = f"{found(ident)} is a question still, or renamed."
                item.report(Code.RENAMED_CLASH, message, "List ids that are gone.")
        return new, frozenset(ident for _, ident in gone)


LEADING_NUMBER = re.compile(r"([0-9]{1,3})(?![0-9%.,])", re.ASCII)


def advice_on(questionnaire: Questionnaire, documents: Documents) -> tuple[Problem, ...]:
    """Warnings to the author, each with its place."""
    found = []
    for section, cursor in zip(questionnaire.sections, _sections(documents), strict=True):
        _on_section(section, cursor, questionnaire)
        for question, place in zip(section.questions, cursor["questions"].items(), strict=True):
            _on_question(question, place.about(question.id), scored=bool(section.weight))
        found += cursor.problems.found
    return tuple(found)


def _sections(documents: Documents) -> Iterator[Cursor]:
    main = documents.data[documents.main]
    for item in Cursor(main, ProblemList(documents.main))["sections"].items():
        if isinstance(item.value, str):
            name = plain_name(item.value)
            yield Cursor(documents.data[name], ProblemList(name))
        else:
            yield Cursor(item.value, ProblemList(documents.main), item.path)


def _on_section(section: Section, cursor: Cursor, questionnaire: Questionnaire) -> None:
    hint = "Leave the weight out, or write 0 where the section is not to be scored."
    if section.weight and questionnaire.overall == "questions":
        _counts_nothing(cursor["weight"], "the overall score is the mean of all questions", hint)
    elif section.weight and not any(question.weight for question in section.questions):
        _counts_nothing(cursor["weight"], "no question in the section has a weight and a score", hint)


def _on_question(question: Question, cursor: Cursor, *, scored: bool) -> None:
    place = cursor["weight"]
    if question.weight and not scored:
        _counts_nothing(place, "the section has weight 0", "Leave it out, or give the section a weight.")
    elif question.weight and question.span.low == question.span.high:
        _counts_nothing(place or cursor, "every answer has the same score", "Give the answers scores that differ.")
    items = cursor["options" if question.type.top is None else "levels"].items()
    picks = question.type.picks()
    for pick, item in zip(picks, items, strict=False):
        # It may begin with the number by which another is chosen.
        match = LEADING_NUMBER.match(pick.label) if pick.key.isdigit() else None
        if match is not None and int(match[1]) != int(pick.key) and int(match[1]) <= len(picks):
            item.report(
                Code.LABEL_NUMBER,
                f"The label begins with {match[1]}, and it is shown and chosen as {pick.key}.",
                "Take the number out of the label.",
            )


def _counts_nothing(place: Cursor, why: str, hint: str) -> None:
    place.report(Code.WEIGHT_COUNTS_NOTHING, f"The weight counts nothing: {why}.", hint)
