"""Gates, verdicts and the ladder of stages (contract, section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from oracle_conditions import Truth, World, clauses_of, compare, kleene_all, states, truth
from oracle_form import ANSWERED, HIDDEN, NOT_APPLICABLE, Question, Raw, counted_value
from oracle_scores import Range

MET = "met"
NOT_MET = "not-met"


class Demand(Struct, frozen=True):
    """A clause that names the stage and whose `if` is true or unknown: it must hold."""

    number: int
    need: Raw
    applies: Truth


def stage_of(world: World, asked: str | None) -> str | None:
    """The stage asked for, else the answer to `asked_by`, else the first stage."""
    decision = world.form.raw.get("decision")
    if not decision:
        return None
    if asked is not None:
        return asked
    question = decision["asked_by"]
    if states(world)[question] == ANSWERED:
        return str(world.entries[question].value)
    return str(decision["stages"][0]["id"])


def gates_at(world: World, stage: str | None) -> list[dict[str, Any]]:
    """Each question that is essential at the stage, in file order."""
    return [
        {
            "question": question.id,
            "state": gate(question, stage, world),
            "evidence_missing": lacks_only_evidence(question, stage, world),
            "unmet": unmet(question, stage, world),
        }
        for question in world.form.questions
        if is_gate(question, stage)
    ]


def is_gate(question: Question, stage: str | None) -> bool:
    """Whether one of its clauses names the stage."""
    return any(stage in clause.needs for clause in clauses_of(question))


def demands(question: Question, stage: str | None, world: World) -> list[Demand]:
    """Of the clauses that name the stage, those whose `if` is true or unknown."""
    found = [
        Demand(number, clause.needs[stage], kleene_all(truth(condition, world) for condition in clause.conditions))
        for number, clause in enumerate(clauses_of(question))
        if stage is not None and stage in clause.needs
    ]
    return [demand for demand in found if demand.applies is not False]


def failing(question: Question, stage: str | None, world: World) -> list[Demand]:
    """The demands that an answer does not fulfil."""
    value = counted_value(world.form, question, world.entries[question.id])
    return [each for each in demands(question, stage, world) if not compare(each.need, question, value)]


def gate(question: Question, stage: str | None, world: World) -> str:
    """The state of one gate, sentence by sentence."""
    state = states(world)[question.id]
    if state in (HIDDEN, NOT_APPLICABLE) or not demands(question, stage, world):
        return NOT_APPLICABLE
    if state != ANSWERED:
        return "unknown"
    fails = failing(question, stage, world)
    if not fails:
        return MET  # also while pending, and while an `if` is unknown
    if world.shown[question.id] is True and any(each.applies is True for each in fails):
        return NOT_MET
    return "unknown"


def unmet(question: Question, stage: str | None, world: World) -> list[int]:
    """Section 8: the clauses that fail or may fail; of an open question all that may have to hold."""
    state = states(world)[question.id]
    if state in (HIDDEN, NOT_APPLICABLE):
        return []
    found = failing(question, stage, world) if state == ANSWERED else demands(question, stage, world)
    return [each.number for each in found]


def lacks_only_evidence(question: Question, stage: str | None, world: World) -> bool:
    """The gate is not met, and with evidence for this very answer all that must hold would.

    All else stays: where the level that then counts hides what an `if` names, the gate would not be met but no
    longer apply, and evidence is all that it lacks there too (decision 0003).
    """
    if gate(question, stage, world) != NOT_MET:
        return False
    entry = replace(world.entries[question.id], evidence="A letter that says what it must.")
    value = counted_value(world.form, question, entry)
    return all(compare(each.need, question, value) for each in demands(question, stage, world))


def ladder(world: World, overall: Range | None) -> list[dict[str, Any]]:
    """Every stage, judged as if it were asked for, with the counts of its gates."""
    stages = (world.form.raw.get("decision") or {}).get("stages", [])
    return [_rung(str(stage["id"]), world, overall) for stage in stages]


def verdict(world: World, stage: str | None, gates: list[dict[str, Any]], overall: Range | None) -> str | None:
    """The table of verdicts: the first that fits."""
    if stage is None:
        return None
    decision = world.form.raw["decision"]
    bar = next(each.get("ready_from", 0) for each in decision["stages"] if each["id"] == stage)
    not_met = [each for each in gates if each["state"] == "not-met"]
    if is_too_early(decision.get("too_early") or {}, not_met):
        return "too-early"
    if not_met or (overall is not None and overall.high < bar):
        return "conditions"
    # With nothing assessed a bar of 0 is reached, and any other cannot be told.
    low: Truth = overall.low >= bar if overall is not None else bar == 0
    if any(each["state"] == "unknown" for each in gates) or not low:
        return "cannot-tell"
    return "ready"


def is_too_early(rule: Raw, not_met: list[dict[str, Any]]) -> bool:
    """Section 5: enough gates not met, not counting those that lack only evidence; or one of those named."""
    counted = [each for each in not_met if not each["evidence_missing"]]
    enough = "open_gates" in rule and len(counted) >= rule["open_gates"]
    return enough or any(each["question"] in rule.get("any_of", []) for each in not_met)


def _rung(stage: str, world: World, overall: Range | None) -> dict[str, Any]:
    gates = gates_at(world, stage)
    return {
        "id": stage,
        "verdict": verdict(world, stage, gates, overall),
        "gates": {name.replace("-", "_"): _count(name, gates) for name in (MET, NOT_MET, "unknown", NOT_APPLICABLE)},
    }


def _count(state: str, gates: Iterable[dict[str, Any]]) -> int:
    return sum(1 for each in gates if each["state"] == state)
