"""Read sections and their questions, in two steps: first what each is, then what each refers to."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import AllOf, Condition
from spinout.core.cursor import Cursor
from spinout.core.kinds import KINDS, Kind, Wrong
from spinout.core.problems import Code
from spinout.core.questionnaire import EFFORTS, Clause, Question, Section
from spinout.core.reading.conditions import Scope, Setting, condition_from, own_comparison, registered
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
    drafts: Iterable[DraftSection], scope: Scope, stages: Iterable[str] | None, evidence: Evidence
) -> tuple[Section, ...]:
    """Read everything else of the sections; `stages` is None where nothing is decided."""
    stage_ids = None if stages is None else tuple(stages)
    sections = []
    for draft in drafts:
        read = [_question(q, draft.id, scope, stage_ids, evidence) for q in draft.questions]
        weight = _weight(draft.cursor)
        sections.append(
            Section(
                draft.id,
                draft.cursor.line_of("title") or "",
                tuple(q for q in read if q is not None),
                Fraction(1) if weight is None else weight,
                draft.cursor.text_of("intro"),
            )
        )
    return tuple(sections)


def _weight(cursor: Cursor) -> Fraction | None:
    return cursor.number_of("weight", low=0)


def _question(
    draft: DraftQuestion, section: str, scope: Scope, stages: tuple[str, ...] | None, backing: Evidence
) -> Question | None:
    cursor = draft.cursor
    show_if = _condition(cursor, "show_if", Setting(scope, before=draft.id, answered=False, splits=False))
    essential_if = _condition(cursor, "essential_if", Setting(scope, answered=False))
    essential = _essential(draft, scope, stages, essential_if)
    weight = _question_weight(cursor, draft.type)
    ask, title = cursor.line_of("ask") or "", _title(cursor)
    texts = {name: cursor.text_of(name) for name in ("plain", "why", "help", "evidence", "next_step")}
    next_steps = _next_steps(cursor, draft.type)
    audience = tuple(
        item.word(scope.respondents, code=Code.UNKNOWN_RESPONDENT, what="respondent") or ""
        for item in cursor.list_of("audience", least=1, what="respondent")
    )
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
        ask=ask,
        type=draft.type,
        weight=weight,
        title=title or ask,
        audience=audience,
        show_if=show_if,
        essential=essential,
        evidence_counts=backing.needed and evidence_needed and ladder,
        no_evidence=backing.says_nothing,
        not_applicable=not_applicable,
        next_steps=next_steps,
        effort=effort or "medium",
        sources=sources,
        **texts,
    )


def _title(cursor: Cursor) -> str | None:
    """What the question is called, where that is not how it is asked; a title that is too long is told."""
    child = cursor.child("title")
    title = None if child is None else child.line()
    if child is not None and title is not None and len(title) > LONGEST_TITLE:
        child.report(
            Code.TITLE_TOO_LONG,
            f"The title has {len(title)} characters.",
            f"Name it in up to {LONGEST_TITLE}; `ask` is the whole question.",
        )
    return title


def _next_steps(cursor: Cursor, kind: Kind | None) -> dict[int | str | bool, str]:
    """The next step from each level or answer named, a scale's in rising order."""
    child = cursor.child("next_steps")
    if child is None or kind is None:
        return {}
    if not isinstance(child.value, dict):
        child.fields(())
    steps: dict[int | str | bool, str] = {}
    for key, place in child.entries():
        text, answer = place.text(), kind.stepped_from(key)
        if answer is None:
            what = f"A question of type {kind.name} has one next step."
            child.report(Code.OPERATOR_MISFIT, what, "Write `next_step`.", at_key=True)
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


def _condition(cursor: Cursor, name: str, setting: Setting) -> Condition | None:
    child = cursor.child(name)
    return None if child is None else condition_from(child, setting)


def _essential(
    draft: DraftQuestion, scope: Scope, stages: tuple[str, ...] | None, essential_if: Condition | None
) -> dict[str, tuple[Clause, ...]]:
    """The clauses of the gate for each stage; one mapping is one clause."""
    child = draft.cursor.child("essential")
    if child is None:
        return {}
    if stages is None:
        child.report(Code.UNKNOWN_STAGE, "There are no stages, so there can be no gates.", "Add a `decision`.")
        return {}
    gates: dict[str, list[Clause]] = {}
    items = child.items(least=1, what="{stage: condition}") if isinstance(child.value, list) else [child]
    for number, item in enumerate(items):
        for stage, clause in _clause(item, draft.id, scope, stages):
            only_if = [condition for condition in (essential_if, clause.only_if) if condition is not None]
            made = AllOf(tuple(only_if)) if len(only_if) > 1 else only_if[0] if only_if else None
            gates.setdefault(stage, []).append(replace(clause, number=number, only_if=made))
    return {stage: tuple(clauses) for stage, clauses in gates.items()}


def _clause(item: Cursor, question: str, scope: Scope, stages: tuple[str, ...]) -> Iterator[tuple[str, Clause]]:
    """What one clause asks for at each stage that it names."""
    if not isinstance(item.value, dict):
        item.fields((*stages, *CLAUSE_WORDS))
    setting = Setting(scope, answered=False)
    only_if, because, sources = _condition(item, "if", setting), item.text_of("because"), scope.codes(item)
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
