"""Read sections and their questions, in two steps: first what each is, then what each refers to."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from spinout.core.conditions import Comparison, Condition
from spinout.core.cursor import Cursor
from spinout.core.kinds import KINDS, Kind
from spinout.core.problems import Code
from spinout.core.questionnaire import EFFORTS, Question, Section
from spinout.core.reading.conditions import Scope, Setting, condition_from, own_comparison, registered
from spinout.core.wording import did_you_mean, found, listed

SECTION_FIELDS = ("id", "title", "intro", "weight", "questions")
QUESTION_FIELDS = (
    "id", "ask", "why", "help", "type", "weight", "show_if", "essential", "essential_if", "evidence",
    "evidence_needed", "not_applicable", "next_step", "effort", "sources",
)  # fmt: skip


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
    seen: dict[str, Cursor] = {}
    drafts = []
    for cursor in cursors:
        if not cursor.fields(SECTION_FIELDS, needed=("id", "title", "questions")):
            continue
        ident = cursor.identifier_of("id")
        registered(cursor, seen, ident)
        drafts.append(DraftSection(ident or "", cursor, tuple(_draft_questions(cursor, ident or ""))))
    return tuple(drafts)


def _draft_questions(section: Cursor, section_id: str) -> Iterable[DraftQuestion]:
    seen: dict[str, Cursor] = {}
    for cursor in section.list_of("questions", least=1, what="question"):
        if not isinstance(cursor.value, dict):
            cursor.fields(QUESTION_FIELDS)
            continue
        own = cursor.identifier_of("id")
        cursor = cursor.about(f"{section_id}.{own}") if own and section_id else cursor
        kind = _type_of(cursor)
        if registered(cursor, seen, own):
            yield DraftQuestion(f"{section_id}.{own}", cursor, kind)


def _type_of(cursor: Cursor) -> Kind | None:
    name = cursor.word_of("type", KINDS, what="type of question")
    if name is None:
        every = frozenset().union(*(kind.fields for kind in KINDS.values()))
        cursor.fields((*QUESTION_FIELDS, *sorted(every)), needed=("id", "ask", "type"))
        return None
    kind = KINDS[name]
    complete = all(cursor.child(field) for field in kind.needed)
    cursor.fields((*QUESTION_FIELDS, *sorted(kind.fields)), needed=("id", "ask", "type", *sorted(kind.needed)))
    return kind.from_fields(cursor) if complete else None


def sections_from(
    drafts: Iterable[DraftSection], scope: Scope, stages: Iterable[str] | None, *, top_needs_evidence: bool
) -> tuple[Section, ...]:
    """Read everything else of the sections; `stages` is None where nothing is decided."""
    stage_ids = None if stages is None else tuple(stages)
    sections = []
    for draft in drafts:
        read = [
            _question(q, draft.id, scope, stage_ids, top_needs_evidence=top_needs_evidence) for q in draft.questions
        ]
        weight = _weight(draft.cursor)
        sections.append(
            Section(
                draft.id,
                draft.cursor.text_of("title") or "",
                tuple(q for q in read if q is not None),
                Fraction(1) if weight is None else weight,
                draft.cursor.text_of("intro"),
            )
        )
    return tuple(sections)


def _weight(cursor: Cursor) -> Fraction | None:
    return cursor.number_of("weight", low=0)


def _question(
    draft: DraftQuestion, section: str, scope: Scope, stages: tuple[str, ...] | None, *, top_needs_evidence: bool
) -> Question | None:
    cursor = draft.cursor
    show_if = _condition(cursor, "show_if", Setting(scope, before=draft.id, answered=False, splits=False))
    essential = _essential(draft, scope, stages)
    essential_if = _condition(cursor, "essential_if", Setting(scope, answered=False))
    weight = _question_weight(cursor, draft.type)
    texts = {name: cursor.text_of(name) for name in ("ask", "why", "help", "evidence", "next_step")}
    effort = cursor.word_of("effort", EFFORTS, what="effort")
    evidence_needed = cursor.flag_of("evidence_needed", default=True)
    not_applicable = cursor.flag_of("not_applicable", default=False)
    sources = scope.codes(cursor)
    if draft.type is None:
        return None
    ladder = draft.type.top is not None and draft.type.top >= 2
    return Question(
        id=draft.id,
        section=section,
        ask=texts["ask"] or "",
        type=draft.type,
        weight=weight,
        why=texts["why"],
        help=texts["help"],
        show_if=show_if,
        essential=essential,
        essential_if=essential_if,
        evidence=texts["evidence"],
        evidence_counts=top_needs_evidence and evidence_needed and ladder,
        not_applicable=not_applicable,
        next_step=texts["next_step"],
        effort=effort or "medium",
        sources=sources,
    )


def _condition(cursor: Cursor, name: str, setting: Setting) -> Condition | None:
    child = cursor.child(name)
    return None if child is None else condition_from(child, setting)


def _essential(draft: DraftQuestion, scope: Scope, stages: tuple[str, ...] | None) -> dict[str, Comparison]:
    child = draft.cursor.child("essential")
    if child is None:
        return {}
    if stages is None:
        child.report(Code.UNKNOWN_STAGE, "There are no stages, so there can be no gates.", "Add a `decision`.")
        return {}
    if not isinstance(child.value, dict):
        child.fields(stages)
    if not stages:  # none could be read, which is told where they stand
        return {}
    gates = {}
    setting = Setting(scope, answered=False)
    for stage, place in child.entries():
        if stage not in stages:
            near = did_you_mean(stage, stages) or f"Stages: {listed(stages)}."
            place.report(Code.UNKNOWN_STAGE, f"There is no stage {found(stage)}.", near, at_key=True)
            continue
        gate = own_comparison(place, setting, draft.id)
        if gate is not None:
            gates[stage] = gate
    return gates


def _question_weight(cursor: Cursor, kind: Kind | None) -> Fraction | None:
    """The weight of a scored question, else None; a weight without a score is told."""
    weight = _weight(cursor)
    if kind is None:
        return None
    if kind.scored:
        return Fraction(1) if weight is None else weight
    if weight:
        place = cursor.child("weight") or cursor
        place.report(
            Code.WEIGHT_WITHOUT_SCORE,
            f"The weight is {found(place.value)}, and no answer of this question has a score.",
            "Give its answers scores, or leave the weight out.",
        )
    return None
