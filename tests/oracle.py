"""A plain, slow and independent reading of the contract, to hold the engine against (sections 1, 3 to 7).

`assess` gives the object of section 8 with exact fractions, but without `schema`, `questionnaire`, `answers`
and `warnings`. Every function can be checked against one passage of `design/format-and-scoring.md`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from oracle_completions import completions
from oracle_conditions import Truth, World, compare, shown_of, truth
from oracle_form import (
    ANSWERED,
    HIDDEN,
    NOT_APPLICABLE,
    UNANSWERED,
    UNKNOWN,
    Question,
    Raw,
    counted_value,
    effective,
    read_entries,
    read_form,
)
from oracle_scores import (
    Range,
    band_of,
    banzhaf,
    contribution,
    is_scored,
    range_of,
    result,
    robustness,
    score_of,
    shapley_shubik,
    weight_of,
)

__all__ = ["assess", "completions", "gate", "look", "states", "truth"]


def assess(questionnaire: Raw, answers: Raw, stage: str | None = None) -> dict[str, Any]:
    """The whole assessment of one answers file, in the shape of section 8."""
    world = look(questionnaire, answers)
    results = [result(each) for each in completions(world.form, world.entries)]
    overall = range_of(each.overall for each in results)
    chosen = stage_of(world, stage)
    gates = gates_at(world, chosen)
    return {
        **header(answers),
        "complete": all(state not in (UNANSWERED, UNKNOWN) for state in states(world).values()),
        "counts": counts_of(world),
        "score": None if overall is None else {**_pair(overall), "exact": True},
        "band": _bands(world, overall),
        "stage": chosen,
        "verdict": verdict(world, chosen, gates, overall),
        "gates": gates,
        "sections": [
            _section(section.id, section.weight, range_of(each.sections[place] for each in results))
            for place, section in enumerate(world.form.sections)
        ],
        "questions": [_question(question, world) for question in world.form.questions],
        "criteria": [
            {"id": criterion, "state": {True: "true", False: "false", None: "unknown"}[value]}
            for criterion, value in world.criteria.items()
        ],
        "classifications": [classify(each, world) for each in world.form.rules("classifications")],
        "contributions": [_contribution(question, world) for question in world.form.questions],
        "robustness": robustness(world.form, set(results)),
        "power": [_power(question, world) for question in world.form.questions if _has_votes(question, world)],
        "checks": [
            {"id": check["id"], "message": check["message"]}
            for check in world.form.rules("checks")
            if truth(check["when"], world) is True
        ],
    }


def look(questionnaire: Raw, answers: Raw) -> World:
    """The answers as they stand: what is shown, hidden or pending, and which criteria hold."""
    form = read_form(questionnaire)
    entries = read_entries(form, answers)
    return with_criteria(World(form, entries, shown_of(form, entries)))


def with_criteria(world: World) -> World:
    """Section 6: a criterion may name earlier criteria, so they are settled in order."""
    for criterion in world.form.rules("criteria"):
        value = truth(criterion["when"], world)
        world = replace(world, criteria={**world.criteria, criterion["id"]: value})
    return world


def header(answers: Raw) -> dict[str, Any]:
    """Sections 2 and 8: what the answers file says about itself."""
    keys = ("service", "organisation", "date", "completed_by", "respondent")
    return {**{key: answers.get(key) for key in keys}, "lessons": answers.get("lessons") or []}


def states(world: World) -> dict[str, str]:
    """Section 2: a question is hidden where its `show_if` is false, else its answer tells its state."""
    return {
        question.id: HIDDEN if world.shown[question.id] is False else world.entries[question.id].state
        for question in world.form.questions
    }


def counts_of(world: World) -> dict[str, int]:
    """Section 8: shown and hidden are all; pending questions are counted among the shown, and apart."""
    found = list(states(world).values())
    return {
        "shown": sum(1 for state in found if state != HIDDEN),
        "answered": found.count(ANSWERED),
        "unknown": found.count(UNKNOWN),
        "unanswered": found.count(UNANSWERED),
        "not_applicable": found.count(NOT_APPLICABLE),
        "hidden": found.count(HIDDEN),
        "pending": sum(1 for shown in world.shown.values() if shown is None),
    }


def stage_of(world: World, asked: str | None) -> str | None:
    """Section 5: the stage asked for, else the answer to `asked_by`, else the first stage."""
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
    """Section 5: each question that is essential at the stage, in file order."""
    return [
        {
            "question": question.id,
            "state": gate(question, stage, world),
            "evidence_missing": lacks_only_evidence(question, stage, world),
        }
        for question in world.form.questions
        if stage in (question.raw.get("essential") or {})
    ]


def gate(question: Question, stage: str | None, world: World) -> str:
    """The state of one gate (section 5)."""
    applies = truth(question.raw["essential_if"], world) if "essential_if" in question.raw else True
    entry, shown = world.entries[question.id], world.shown[question.id]
    if shown is False or entry.state == NOT_APPLICABLE or applies is False:
        return "not-applicable"
    if entry.state != ANSWERED:
        return "unknown"
    needed = question.raw["essential"][stage]
    if compare(needed, question, counted_value(world.form, question, entry)):
        return "met"  # also while pending, and while `essential_if` is unknown
    return "unknown" if shown is None or applies is None else "not-met"


def lacks_only_evidence(question: Question, stage: str | None, world: World) -> bool:
    """Section 5: the gate is not met, and this very answer would meet it if evidence were given.

    All else stays: where the level that then counts hides what an `essential_if` names, the gate
    would not be met but no longer apply, and evidence is all that it lacks there too (decision 0003).
    """
    if stage is None or gate(question, stage, world) != "not-met":
        return False
    entry = replace(world.entries[question.id], evidence="given")
    return compare(question.raw["essential"][stage], question, counted_value(world.form, question, entry))


def verdict(world: World, stage: str | None, gates: list[dict[str, Any]], overall: Range | None) -> str | None:
    """Section 5, the table of verdicts: the first that fits."""
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


def classify(classification: Raw, world: World) -> dict[str, Any]:
    """Section 6: the first true outcome, if every earlier one is false; else all that are still possible."""
    possible: list[str] = []
    for outcome in classification["outcomes"]:
        value = True if outcome.get("otherwise") else truth(outcome["when"], world)
        if value is not False:
            possible.append(outcome["id"])
        if value is True:
            break
    settled = possible[0] if len(possible) == 1 else "cannot-tell"
    return {"id": classification["id"], "outcome": settled, "possible": possible}


def _pair(found: Range) -> dict[str, Any]:
    return {"low": found.low, "high": found.high}


def _bands(world: World, overall: Range | None) -> dict[str, str] | None:
    if overall is None or not world.form.scoring.get("bands"):
        return None
    return {"low": band_of(world.form, overall.low), "high": band_of(world.form, overall.high)}


def _section(section_id: str, weight: Fraction, found: Range | None) -> dict[str, Any]:
    return {
        "id": section_id,
        "weight": weight,
        "assessed": found is not None,
        "score": None if found is None else _pair(found),
    }


def _question(question: Question, world: World) -> dict[str, Any]:
    """Section 8: of a hidden question the answer is the one kept in the file, but it has no score."""
    entry, state = world.entries[question.id], states(world)[question.id]
    has_score = state == ANSWERED and is_scored(question)
    return {
        "id": question.id,
        "state": state,
        "answer": entry.value,
        "effective": effective(world.form, question, entry),
        "score": score_of(question, counted_value(world.form, question, entry)) if has_score else None,
        "weight": weight_of(question),
        "evidence": entry.evidence,
        "note": entry.note,
        "reason": entry.reason,
        "exempt": entry.exempt,
        "pending": world.shown[question.id] is None,
    }


def _contribution(question: Question, world: World) -> dict[str, Any]:
    gain, still_open = contribution(question, world)
    return {"question": question.id, "gain": gain, "open": still_open}


def _has_votes(question: Question, world: World) -> bool:
    """Section 7: only a split of votes that is shown and answered has power to share."""
    return question.raw.get("votes") is True and states(world)[question.id] == ANSWERED


def _power(question: Question, world: World) -> dict[str, Any]:
    value = world.entries[question.id].value
    shares = {part["id"]: Fraction(value[part["id"]]) for part in question.raw["parts"]}
    by_turns, by_orders = banzhaf(shares), shapley_shubik(shares)
    groups = [
        {"id": part, "share": share, "banzhaf": by_turns[part], "shapley_shubik": by_orders[part]}
        for part, share in shares.items()
    ]
    return {"question": question.id, "groups": groups}
