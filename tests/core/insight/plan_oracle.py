"""The plan by brute force: every combination of moves on plain data, each looked at by the oracle (section 7).

It knows nothing of the engine. `best_plan` gives the least effort and, of equal plans, the one that changes
the earliest questions least; `None` where no combination of moves is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from oracle import gate, gates_at, look, stage_of, states
from oracle_completions import allowed_answers, completions
from oracle_conditions import World, clauses_of, compare, shown_of
from oracle_form import (
    ANSWERED,
    HIDDEN,
    NOT_APPLICABLE,
    Entry,
    Form,
    Question,
    Raw,
    counted_value,
    effective,
)
from oracle_gates import is_gate
from oracle_scores import is_scored, range_of, result, score_of

EFFORTS = {"small": 1, "medium": 2, "large": 4}


class OracleMove(Struct, frozen=True):
    """One way to leave or to change a question: what it costs, how much of a change it is, and the entry."""

    effort: int
    change: tuple[Any, ...]
    entry: Entry
    evidence: bool = False


Found = tuple[int, dict[str, tuple[Any, bool]]]


def best_plan(questionnaire: Raw, answers: Raw, stage: str | None = None) -> Found | None:
    """Effort and, for each question that moves, its new answer and whether evidence is attached."""
    world = look(questionnaire, answers)
    chosen = stage_of(world, stage)
    spared = first_of(world, chosen)
    best: tuple[int, list[tuple[Any, ...]], list[OracleMove]] | None = None
    for moves in combinations(world, chosen):
        effort = sum(move.effort for move in moves)
        change = [move.change for move in moves]
        if best is not None and (effort, change) >= best[:2]:
            continue
        if is_enough(moved(world, moves), chosen, spared):
            best = (effort, change, moves)
    if best is None:
        return None
    changed = {
        question.id: (move.entry.value, move.evidence)
        for question, move in zip(world.form.questions, best[2], strict=True)
        if move.effort
    }
    return best[0], changed


def size(questionnaire: Raw, answers: Raw, stage: str | None = None) -> int:
    """How much work the brute force would be: combinations of moves times completions."""
    world = look(questionnaire, answers)
    total = 1
    for question in world.form.questions:
        total *= len(list(moves_of(question, world, stage_of(world, stage))))
        if not world.entries[question.id].is_open:
            continue
        total *= len(allowed_answers(world.form, question))
    return total


def first_of(world: World, stage: str | None) -> list[str]:
    """Of the questions that stay as they are: those open, and those whose gate is not met."""
    return [
        question.id
        for question in world.form.questions
        if stays(question, world.form)
        and states(world)[question.id] != HIDDEN
        and (
            world.entries[question.id].is_open
            or (is_gate(question, stage) and gate(question, stage, world) in ("not-met", "unknown"))
        )
    ]


def is_enough(world: World, stage: str | None, spared: list[str]) -> bool:
    """Every gate is met, those listed first left out, and the lowest score reaches the bar."""
    for each in gates_at(world, stage):
        if each["question"] not in spared and each["state"] not in ("met", "not-applicable"):
            return False
    bar = next(s.get("ready_from", 0) for s in world.form.raw["decision"]["stages"] if s["id"] == stage)
    if bar == 0:
        return True
    reach = range_of(result(each).overall for each in completions(world.form, world.entries))
    return reach is not None and reach.low >= bar


def moved(world: World, moves: list[OracleMove]) -> World:
    """The world with the moves made."""
    entries = {q.id: move.entry for q, move in zip(world.form.questions, moves, strict=True)}
    return World(world.form, entries, shown_of(world.form, entries))


def combinations(world: World, stage: str | None) -> Iterator[list[OracleMove]]:
    """One move of every question, in file order."""
    every = [list(moves_of(question, world, stage)) for question in world.form.questions]

    def extend(done: list[OracleMove]) -> Iterator[list[OracleMove]]:
        if len(done) == len(every):
            yield done
            return
        for move in every[len(done)]:
            yield from extend([*done, move])

    return extend([])


def moves_of(question: Question, world: World, stage: str | None) -> Iterator[OracleMove]:
    """Leave it, and every change that section 7 allows."""
    entry = world.entries[question.id]
    yield OracleMove(0, (0,), entry)
    if stays(question, world.form) or states(world)[question.id] in (HIDDEN, NOT_APPLICABLE):
        return
    if question.type == "scale":
        yield from raises(question, world.form, entry)
        return
    needs = [clause.needs[stage] for clause in clauses_of(question) if stage is not None and stage in clause.needs]
    # A gate whose clauses all hold, whatever their `if`, needs nothing.
    lacking = entry.state != ANSWERED or not all(compare(need, question, entry.value) for need in needs)
    for value in allowed_answers(world.form, question):
        greater = is_scored(question) and score_of(question, value) > least_score(question, world.form, entry)
        needed = lacking and any(compare(need, question, value) for need in needs)
        if value != entry.value and (greater or needed):
            change = (1, *rank(question, world.form, entry, value))
            yield OracleMove(effort_of(question), change, replace(entry, state=ANSWERED, value=value))


def raises(question: Question, form: Form, entry: Entry) -> Iterator[OracleMove]:
    """A scale goes up; with evidence or without."""
    now = entry.value if entry.state == ANSWERED else None
    for level in range(0 if now is None else now, len(question.raw["levels"])):
        steps = max(level, 1) if now is None else level - now
        higher = replace(entry, state=ANSWERED, value=level)
        if steps:
            yield OracleMove(steps * effort_of(question), (1, level, 0), higher)
        # Evidence is attached only where the level counts one lower without it.
        if effective(form, question, higher) != level:
            attached = replace(higher, evidence="given")
            yield OracleMove(steps * effort_of(question) + 1, (1, level, 1), attached, evidence=True)


def rank(question: Question, form: Form, entry: Entry, value: Any) -> tuple[Any, ...]:
    """How much of a change an answer is, least first, where the effort is the same."""
    if question.type in ("number", "percent"):
        starts = value in row_starts(question, form)
        far = abs(Fraction(value) - Fraction(entry.value)) if not starts and entry.state == ANSWERED else 0
        return (not starts, far, Fraction(value))
    score = score_of(question, value) if is_scored(question) else Fraction(0)
    if question.type == "multi":
        order = [option["id"] for option in question.raw["options"]]
        now = set(entry.value or [])
        places = tuple(sorted(order.index(option) for option in value))
        return (len(set(value) ^ now), score, places)
    if question.type == "yes-no":
        return (score, not value)
    return (score, [option["id"] for option in question.raw["options"]].index(value))


def row_starts(question: Question, form: Form) -> list[Fraction]:
    """The lowest allowed number of every score row."""
    numbers = [Fraction(n) for n in allowed_answers(form, question)]
    starts = [[n for n in numbers if n >= Fraction(row["from"])] for row in question.raw.get("score") or []]
    return [min(row) for row in starts if row]


def least_score(question: Question, form: Form, entry: Entry) -> Fraction:
    """What it counts for at least."""
    if entry.state == ANSWERED:
        return score_of(question, counted_value(form, question, entry))
    return min(score_of(question, value) for value in allowed_answers(form, question))


def effort_of(question: Question) -> int:
    """Section 1: medium where nothing is said."""
    return EFFORTS[question.raw.get("effort", "medium")]


def stays(question: Question, form: Form) -> bool:
    """The question that asks for the stage, and those that a `show_if` names."""
    named = {each for other in form.questions for each in questions_in(other.raw.get("show_if") or {})}
    return question.id in named or question.id == form.raw["decision"]["asked_by"]


def questions_in(condition: Raw) -> Iterator[str]:
    """The questions that a condition names."""
    for part in [*condition.get("all", []), *condition.get("any", [])]:
        yield from questions_in(part)
    if "not" in condition:
        yield from questions_in(condition["not"])
    if "question" in condition:
        yield condition["question"]
