"""A plain, slow and independent reading of the contract, to hold the engine against (sections 1, 3 to 7).

`assess` gives the object of section 8 with exact fractions, but without `schema`, `questionnaire`, `answers`
and `warnings`. Every function can be checked against one passage of `design/format-and-scoring.md`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from oracle_classes import classify, with_criteria
from oracle_completions import completions
from oracle_conditions import World, shown_of, states, truth
from oracle_form import (
    ANSWERED,
    HIDDEN,
    NOT_APPLICABLE,
    UNANSWERED,
    UNKNOWN,
    Form,
    Question,
    Raw,
    Section,
    counted_value,
    effective,
    read_entries,
    read_form,
)
from oracle_gates import gate, gates_at, ladder, stage_of, verdict
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

__all__ = ["assess", "classify", "completions", "gate", "gates_at", "look", "stage_of", "states", "truth", "verdict"]


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
        "hearing": hearing(world, answers, chosen, verdict(world, chosen, gates, overall)),
        "gates": gates,
        "stages": ladder(world, overall),
        "sections": [
            _section(
                section.id, printed_weight(world.form, section), range_of(each.sections[place] for each in results)
            )
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


def header(answers: Raw) -> dict[str, Any]:
    """Sections 2 and 8: what the answers file says about itself."""
    keys = ("service", "organisation", "date", "completed_by", "respondent")
    return {**{key: answers.get(key) for key in keys}, "lessons": answers.get("lessons") or []}


def hearing(world: World, answers: Raw, stage: str | None, said: str | None) -> dict[str, Any] | None:
    """Sections 1 and 7: of one file alone, which respondents who may join have not been heard."""
    everybody = world.form.raw.get("respondents") or []
    if not everybody:
        return None
    lead = answers.get("respondent") or everybody[0]["id"]
    groups = [each for each in everybody if "speaks_for" in each] or everybody[1:]
    may_join = [_may_join(each, world) for each in groups]
    missing = [
        each["id"] for each, may in zip(groups, may_join, strict=True) if may is not False and each["id"] != lead
    ]
    stages = (world.form.raw.get("decision") or {}).get("stages") or []
    needed = any(each["id"] == stage and each.get("voices") for each in stages)
    return {
        "lead": lead,
        "heard": [],
        "not_heard": missing,
        "stated": None not in may_join,
        "due": said == "ready" and needed and bool(missing),
        "files": [],
        "differ": [],
    }


def _may_join(respondent: Raw, world: World) -> bool | None:
    """Whether one of their groups is chosen; `None` where nobody says it."""
    group = respondent.get("speaks_for")
    if group is None or states(world)[group["question"]] != ANSWERED:
        return None
    value, options = world.entries[group["question"]].value, group["option"]
    named = options if isinstance(options, list) else [options]
    return any(option in (value if isinstance(value, list | tuple | set | frozenset) else [value]) for option in named)


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


def printed_weight(form: Form, section: Section) -> Fraction | None:
    """Section 4: with `overall: questions` a weight other than 0 counts nothing, and is `null`."""
    return None if form.scoring.get("overall") == "questions" and section.weight else section.weight


def _pair(found: Range) -> dict[str, Any]:
    return {"low": found.low, "high": found.high}


def _bands(world: World, overall: Range | None) -> dict[str, str] | None:
    if overall is None or not world.form.scoring.get("bands"):
        return None
    return {"low": band_of(world.form, overall.low), "high": band_of(world.form, overall.high)}


def _section(section_id: str, weight: Fraction | None, found: Range | None) -> dict[str, Any]:
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
        "other": entry.other,
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
