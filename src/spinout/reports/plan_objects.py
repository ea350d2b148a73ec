"""A plan as the plain object of `--json`. Field names are a promise."""

from typing import Any

from spinout.core.insight.plan import Move, Plan, Position
from spinout.reports.objects import plain_value

PLAN_SCHEMA = "spinout.plan/1"


def plan_object(plan: Plan) -> dict[str, Any]:
    """Everything that a plan says; `moves` stand in the order to show them."""
    return {
        "schema": PLAN_SCHEMA,
        "stage": plan.stage.id,
        "reachable": plan.reachable,
        "provisional": plan.provisional,
        "first": list(plan.first),
        "effort": plan.effort,
        "moves": [_move(move) for move in plan.moves],
        "after": _position(plan.after),
    }


def _move(move: Move) -> dict[str, Any]:
    kind = move.question.type
    return {
        "question": move.question.id,
        "from": None if move.before is None else plain_value(kind.plain(move.before)),
        "to": plain_value(kind.plain(move.to)),
        "evidence": move.evidence,
        "effort": move.effort,
        "gate": move.gate,
    }


def _position(position: Position) -> dict[str, Any]:
    score = position.score
    return {
        "score": None if score is None else {"low": float(score.low), "high": float(score.high)},
        "verdict": position.verdict.value,
    }
