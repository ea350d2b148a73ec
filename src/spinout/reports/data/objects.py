"""Assessments, problems and plans as the plain objects of `--json`. Field names are a promise."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict, replace

from spinout.core.conditions import State
from spinout.core.insight.voices import Hearing, hearing_of
from spinout.core.problems import Problem
from spinout.core.scoring.assessment import Assessment, Power, Rung
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.robustness import Shift
from spinout.core.scoring.rules import ClassificationResult
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.standings import Standing
from spinout.reports.view.publication import Beside, Subject, exempt_answers, for_data
from spinout.reports.view.references import provenance

if TYPE_CHECKING:
    from spinout.core.insight.plan import Move, Plan, Position

ASSESSMENT_SCHEMA = "spinout.assessment/1"
PROBLEMS_SCHEMA = "spinout.problems/1"
_STATES = {state: state.value for state in State}
_HIDDEN = State.HIDDEN
_AS_IT_IS = frozenset({bool, int, str})
"""What an answer may be and JSON has as it is."""


def assessment_object(
    assessment: Assessment,
    *,
    questionnaire_sha256: str,
    file: str,
    sha256: str,
    line: int | None = None,
    others: Sequence[Beside] = (),
) -> dict[str, Any]:
    """Everything that is said of one document of answers, and who was heard beside it."""
    answers, questionnaire = assessment.answers, assessment.questionnaire
    bands = assessment.bands
    return {
        "schema": ASSESSMENT_SCHEMA,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "sha256": questionnaire_sha256,
        },
        "answers": {"file": file, "sha256": sha256} | ({} if line is None else {"line": line}),
        "service": answers.service,
        "organisation": answers.organisation,
        "date": answers.date,
        "completed_by": answers.completed_by,
        "respondent": answers.respondent,
        "lessons": [{"question": lesson.question, "text": lesson.text} for lesson in answers.lessons],
        "complete": assessment.complete,
        "counts": asdict(assessment.counts),
        "score": _overall(assessment.scores.overall),
        "band": None if bands is None else {"low": bands.low.id, "high": bands.high.id},
        "stage": None if assessment.stage is None else assessment.stage.id,
        "verdict": None if assessment.verdict is None else assessment.verdict.value,
        "hearing": _hearing(hearing_of(assessment, [other.assessment for other in others]), others),
        "gates": [_gate(gate) for gate in assessment.gates],
        "stages": [_rung(rung) for rung in assessment.ladder],
        "sections": _sections(assessment),
        "questions": [_question(standing) for standing in assessment.standings.values()],
        "criteria": [{"id": r.criterion.id, "state": r.state.value} for r in assessment.rules.criteria],
        "classifications": [_classification(result) for result in assessment.rules.classifications],
        "contributions": [
            {"question": c.question, "gain": _float(c.gain), "open": _float(c.open)} for c in assessment.contributions
        ],
        "robustness": _robustness(assessment),
        "power": [_power(power) for power in assessment.power],
        "checks": [{"id": check.id, "message": check.message} for check in assessment.rules.checks],
        "warnings": [{"code": w.code.value, "question": w.question, "message": w.message} for w in assessment.warnings],
    }


def _hearing(hearing: Hearing | None, others: Sequence[Beside]) -> dict[str, Any] | None:
    if hearing is None:
        return None
    return {
        "lead": hearing.lead.id,
        "heard": [{"respondent": each.respondent.id, "files": each.files} for each in hearing.heard],
        "not_heard": [each.id for each in hearing.unheard],
        "stated": hearing.stated,
        "due": hearing.due,
        "files": [
            {"respondent": other.assessment.answers.respondent, "file": other.file, "sha256": other.sha256}
            | ({} if other.line is None else {"line": other.line})
            for other in others
        ],
        "differ": [
            {
                "question": dissent.lead.question.id,
                "lead": _said(dissent.lead),
                "others": [{"respondent": reply.respondent.id} | _said(reply.standing) for reply in dissent.others],
            }
            for dissent in hearing.dissents
        ],
    }


def _said(standing: Standing) -> dict[str, Any]:
    """An answer without what stands beside it."""
    value = standing.answer.value
    plain = None if value is None else plain_value(standing.question.type.plain(value))
    return {"state": _STATES[standing.state], "answer": plain}


def problems_object(file: str, problems: tuple[Problem, ...], line: int | None = None) -> dict[str, Any]:
    """What stands in the place of an assessment where a file cannot be scored."""
    return {
        "schema": PROBLEMS_SCHEMA,
        "file": file,
        **({} if line is None else {"line": line}),
        "problems": [
            {
                "code": p.code.value,
                "file": p.file or file,
                "line": p.line,
                "column": p.column,
                "question": p.question,
                "message": p.message,
                "hint": p.hint,
            }
            for p in problems
        ],
    }


def number(value: Fraction | int | Decimal) -> int | float:
    """A number of JSON: whole where it is whole."""
    if isinstance(value, int):
        return value
    above, below = value.as_integer_ratio()
    return above if below == 1 else above / below


def _float(value: Fraction) -> float:
    """The nearest float; several times as fast as asking the fraction for it."""
    above, below = value.as_integer_ratio()
    return above / below


def _overall(score: ScoreRange | None) -> dict[str, Any] | None:
    ends = _ends(score)
    return None if ends is None or score is None else {**ends, "exact": score.exact}


def _ends(score: ScoreRange | None) -> dict[str, Any] | None:
    return None if score is None else {"low": _float(score.low), "high": _float(score.high)}


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "question": gate.question.id,
        "state": gate.state.value,
        "evidence_missing": gate.evidence_missing,
        "unmet": [clause.number for clause in gate.unmet],
    }


def _rung(rung: Rung) -> dict[str, Any]:
    states = Counter(gate.state for gate in rung.gates)
    return {
        "id": rung.stage.id,
        "verdict": rung.verdict.value,
        "gates": {state.value.replace("-", "_"): states[state] for state in GateState},
    }


def _sections(assessment: Assessment) -> list[dict[str, Any]]:
    found = []
    weightless = assessment.questionnaire.overall == "questions"
    for section in assessment.questionnaire.sections:
        score = assessment.scores.sections[section.id]
        found.append(
            {
                "id": section.id,
                "weight": None if weightless and section.weight else number(section.weight),
                "assessed": score is not None,
                "score": _ends(score),
            }
        )
    return found


def _question(standing: Standing) -> dict[str, Any]:
    question, answer, state, score = standing.question, standing.answer, standing.state, standing.score
    value: object = answer.value
    if answer.value is not None and answer.value.__class__ not in _AS_IT_IS:
        value = plain_value(question.type.plain(answer.value))
    return {
        "id": question.id,
        "state": _STATES[state],
        "answer": value,
        "effective": standing.effective if question.type.top is not None else None,
        "score": None if score is None else _float(score),
        "weight": 0 if question.weight is None else number(question.weight),
        "evidence": answer.evidence,
        "note": answer.note,
        "reason": answer.reason,
        "other": answer.other,
        "exempt": answer.exempt,
        "pending": standing.pending and state is not _HIDDEN,
    }


def plain_value(value: object) -> object:
    """An answer as JSON has it, its exact decimals turned into numbers."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Mapping):
        return {key: plain_value(part) for key, part in value.items()}
    return value


def _classification(result: ClassificationResult) -> dict[str, Any]:
    return {
        "id": result.classification.id,
        "outcome": "cannot-tell" if result.outcome is None else result.outcome.id,
        "possible": [outcome.id for outcome in result.possible],
        "exact": result.exact,
    }


def _robustness(assessment: Assessment) -> dict[str, Any] | None:
    found = assessment.robustness
    return None if found is None else {"low": _shift(found.low), "high": _shift(found.high)}


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "up": None if shift.up is None else _float(shift.up),
        "down": None if shift.down is None else _float(shift.down),
    }


def _power(power: Power) -> dict[str, Any]:
    return {
        "question": power.question,
        "groups": [
            {
                "id": group.group,
                "share": number(group.share),
                "banzhaf": _float(group.banzhaf),
                "shapley_shubik": _float(group.shapley_shubik),
            }
            for group in power.groups
        ],
    }


PLAN_SCHEMA = "spinout.plan/1"


def plan_object(plan: "Plan") -> dict[str, Any]:
    """Everything that a plan says; `moves` stand in the order to show them."""
    return {
        "schema": PLAN_SCHEMA,
        "stage": plan.stage.id,
        "reachable": plan.reachable,
        "provisional": plan.provisional,
        "exact": plan.exact,
        "first": list(plan.first),
        "effort": plan.effort,
        "moves": [_move(move) for move in plan.moves],
        "after": _position(plan.after),
    }


def _move(move: "Move") -> dict[str, Any]:
    kind = move.question.type
    return {
        "question": move.question.id,
        "from": None if move.before is None else plain_value(kind.plain(move.before)),
        "to": plain_value(kind.plain(move.to)),
        "evidence": move.evidence,
        "effort": move.effort,
        "gate": move.gate,
    }


def _position(position: "Position") -> dict[str, Any]:
    score = position.score
    return {
        "score": None if score is None else {"low": float(score.low), "high": float(score.high)},
        "verdict": position.verdict.value,
    }


def json_report(subject: Subject, templates: object) -> bytes:  # noqa: ARG001 - every format is given them
    """The assessment's object as UTF-8 text, without what the report must leave out.

    `report` says what was chosen, so that the report can be made again.
    """
    restricted = subject.choices.restricted
    shown = for_data(subject.assessment, subject.choices)
    found = assessment_object(
        shown,
        questionnaire_sha256=subject.questionnaire_sha256,
        file=subject.file,
        sha256=subject.sha256,
        line=subject.line,
        others=[replace(each, assessment=for_data(each.assessment, subject.choices)) for each in subject.others],
    )
    made_of = provenance(replace(subject, assessment=shown))
    found["report"] = {
        "program": made_of.program,
        "options": made_of.options,
        "left_out": 0 if restricted else len(exempt_answers(shown)),
    }
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()
