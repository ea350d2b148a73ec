"""Read sections and their questions, in two steps: first what each is, then what each refers to."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import AllOf
from spinout.core.cursor import Cursor
from spinout.core.kinds import KINDS, Kind, Wrong
from spinout.core.problems import Code
from spinout.core.questionnaire import EFFORTS, Clause, Question, Section
from spinout.core.reading.conditions import Scope, Setting, condition_from, own_comparison
from spinout.core.wording import did_you_mean, found, listed

SECTION_FIELDS = ("id", "title", "intro", "weight", "questions")
QUESTION_FIELDS = (
    "id", "title", "ask", "plain", "audience", "why", "help", "type", "weight", "show_if", "essential", "essential_if",
    "evidence", "evidence_needed", "not_applicable", "next_step", "next_steps", "effort", "sources",
)  # fmt: skip
CLAUSE_WORDS = ("if", "because", "sources")
"""What stands beside the stages in a clause, and so is no stage's id."""
LONGEST_TITLE = 60


class Evidence(Struct, frozen=True):
    """What the questionnaire says of evidence: whether a top level needs it, and which says nothing."""

    needed: bool = False
    says_nothing: frozenset[str] = frozenset()


class DraftQuestion(Struct, frozen=True):
    """A question whose references are not read yet; `type` is None where it is wrong."""

    id: str
    cursor: Cursor
    type: Kind | None


class DraftSection(Struct, frozen=True):
    """A section whose questions' references are not read yet."""

    id: str
    cursor: Cursor
    questions: tuple[DraftQuestion, ...]


def draft_sections(cursors: Iterable[Cursor]) -> tuple[DraftSection, ...]:
    """Read which questions there are, and of what type."""
    seen: set[str] = set()
    drafts = []
    for cursor in cursors:
        if cursor.fields(SECTION_FIELDS, needed=("id", "title", "questions")):
            ident = cursor["id"].identifier()
            cursor["id"].registered(ident, seen)
            drafts.append(DraftSection(ident or "", cursor, tuple(_draft_questions(cursor, ident or ""))))
    return tuple(drafts)


def _draft_questions(section: Cursor, section_id: str) -> Iterator[DraftQuestion]:
    seen: set[str] = set()
    for cursor in section["questions"].items(least=1, what="question"):
        if not isinstance(cursor.value, dict):
            cursor.fields(QUESTION_FIELDS)
            continue
        own = cursor["id"].identifier()
        cursor = cursor.about(f"{section_id}.{own}") if own and section_id else cursor
        kind = _type_of(cursor)
        if cursor["id"].registered(own, seen):
            yield DraftQuestion(f"{section_id}.{own}", cursor, kind)


def _type_of(cursor: Cursor) -> Kind | None:
    """What the question's type says of it; None where anything is told of that."""
    needed = ("id", "ask", "type")
    name = cursor["type"].word(KINDS, what="type of question")
    if name is None:
        every = frozenset().union(*(kind.fields for kind in KINDS.values()))
        cursor.fields((*QUESTION_FIELDS, *sorted(every)), needed=needed)
        return None
    kind = KINDS[name]
    cursor.fields((*QUESTION_FIELDS, *sorted(kind.fields)), needed=(*needed, *sorted(kind.needed)))
    told = cursor.problems.told
    made = kind.from_fields(cursor) if all(cursor[field] for field in kind.needed) else None
    return made if cursor.problems.told == told else None


def sections_from(
    drafts: Iterable[DraftSection], scope: Scope, stages: tuple[str, ...] | None, evidence: Evidence
) -> tuple[Section, ...]:
    """Read everything else of the sections; `stages` is None where nothing is decided."""
    sections = []
    for draft in drafts:
        questions = [_question(q, draft.id, scope, stages, evidence) for q in draft.questions]
        weight = draft.cursor["weight"].number(low=0)
        sections.append(
            Section(
                draft.id,
                draft.cursor["title"].line() or "",
                tuple(question for question in questions if question is not None),
                Fraction(1) if weight is None else weight,
                draft.cursor["intro"].text(),
            )
        )
    return tuple(sections)


def _question(
    draft: DraftQuestion, section: str, scope: Scope, stages: tuple[str, ...] | None, backing: Evidence
) -> Question | None:
    cursor, kind = draft.cursor, draft.type
    weight, title, ask = _weight(cursor, kind), cursor["title"].line(), cursor["ask"].line() or ""
    if title is not None and len(title) > LONGEST_TITLE:
        cursor["title"].report(
            Code.TITLE_TOO_LONG,
            f"The title has {len(title)} characters.",
            f"Name it in up to {LONGEST_TITLE}; `ask` is the whole question.",
        )
    read: dict[str, Any] = {name: cursor[name].text() for name in ("plain", "why", "help", "evidence", "next_step")}
    read["show_if"] = condition_from(cursor["show_if"], Setting(scope, draft.id, answered=False, splits=False))
    read["essential"] = _essential(draft, scope, stages)
    read["next_steps"] = _next_steps(cursor["next_steps"], kind)
    read["audience"] = cursor["audience"].words(
        scope.respondents, least=1, code=Code.UNKNOWN_RESPONDENT, what="respondent"
    )
    read["effort"] = cursor["effort"].word(EFFORTS, what="effort") or "medium"
    read["not_applicable"] = cursor["not_applicable"].flag()
    read["sources"] = scope.codes(cursor)
    evidence_needed = cursor["evidence_needed"].flag(default=True)
    if kind is None:
        return None
    return Question(
        id=draft.id,
        section=section,
        ask=ask,
        type=kind,
        weight=weight,
        title=title or ask,
        evidence_counts=backing.needed and evidence_needed and (kind.top or 0) >= 2,
        no_evidence=backing.says_nothing,
        **read,
    )


def _next_steps(cursor: Cursor, kind: Kind | None) -> dict[int | str | bool, str]:
    """The next step from each level or answer named, a scale's in rising order."""
    steps: dict[int | str | bool, str] = {}
    if not isinstance(cursor.value, dict):
        cursor.fields(())
    if kind is None:
        return steps
    for key, place in cursor.entries():
        text, answer = place.text(), kind.stepped_from(key)
        if answer is None:
            what = f"A question of type {kind.name} has one next step."
            cursor.report(Code.OPERATOR_MISFIT, what, "Write `next_step`.", at_key=True)
            return {}
        if isinstance(answer, Wrong):
            place.report(answer.code, answer.message, answer.hint, at_key=True)
        elif answer in steps:
            place.report(
                Code.REPEATED, f"{found(key)} says the same as a key above it.", "Keep one of the two.", at_key=True
            )
        elif text is not None and isinstance(answer, int | str):
            steps[answer] = text
    return steps if kind.top is None else dict(sorted(steps.items()))


def _essential(draft: DraftQuestion, scope: Scope, stages: tuple[str, ...] | None) -> dict[str, tuple[Clause, ...]]:
    """The clauses of the gate for each stage; one mapping is one clause."""
    essential_if = condition_from(draft.cursor["essential_if"], Setting(scope, answered=False))
    child = draft.cursor["essential"]
    if stages is None:
        child.report(Code.UNKNOWN_STAGE, "There are no stages, so there can be no gates.", "Add a `decision`.")
        return {}
    gates: dict[str, list[Clause]] = {}
    items = child.items(least=1, what="{stage: condition}") if isinstance(child.value, list) or not child else [child]
    for number, item in enumerate(items):
        for stage, clause in _clause(item, draft.id, scope, stages):
            only_if = [condition for condition in (essential_if, clause.only_if) if condition is not None]
            made = AllOf(tuple(only_if)) if len(only_if) > 1 else next(iter(only_if), None)
            gates.setdefault(stage, []).append(replace(clause, number=number, only_if=made))
    return {stage: tuple(clauses) for stage, clauses in gates.items()}


def _clause(item: Cursor, question: str, scope: Scope, stages: tuple[str, ...]) -> Iterator[tuple[str, Clause]]:
    """What one clause asks for at each stage that it names."""
    if not isinstance(item.value, dict):
        item.fields((*stages, *CLAUSE_WORDS))
    setting = Setting(scope, answered=False)
    only_if, because, sources = condition_from(item["if"], setting), item["because"].text(), scope.codes(item)
    named = [(stage, place) for stage, place in item.entries() if stage not in CLAUSE_WORDS]
    if not named and isinstance(item.value, dict) and (item.value or item.path[-1] != "essential"):
        item.report(Code.MISSING_FIELD, "The clause names no stage.", f"Add one: {listed(stages)}.")
    for stage, place in named if stages else ():  # where none could be read, that is told where they stand
        if stage not in stages:
            near = did_you_mean(stage, stages) or f"Stages: {listed(stages)}."
            place.report(Code.UNKNOWN_STAGE, f"There is no stage {found(stage)}.", near, at_key=True)
            continue
        needs = own_comparison(place, setting, question)
        if needs is not None:
            yield stage, Clause(needs, only_if, because=because, sources=sources)


def _weight(cursor: Cursor, kind: Kind | None) -> Fraction | None:
    """The weight of a scored question, else None; a weight without a score is told."""
    weight = cursor["weight"].number(low=0)
    if kind is not None and kind.scored:
        return Fraction(1) if weight is None else weight
    if kind is not None and weight:
        cursor["weight"].report(
            Code.WEIGHT_WITHOUT_SCORE,
            f"The weight is {found(cursor['weight'].value)}, and no answer of this question has a score.",
            "Give its answers scores, or leave the weight out.",
        )
    return None
