"""A comparison as the plain object of `compare --json`. Field names are a promise; docs/comparing.md has them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from spinout.core.assessment import Assessment
from spinout.core.insight.carrying import Lost, Reworded
from spinout.core.insight.cautions import Caution
from spinout.core.insight.comparison import (
    ClassificationAt,
    Comparison,
    CriterionAt,
    GateAt,
    Moved,
    Said,
    SectionAt,
    Shift,
    shift,
)
from spinout.core.insight.questionnaire_changes import QuestionnaireChanges
from spinout.core.scores import ScoreRange
from spinout.reports.objects import plain_value

COMPARISON_SCHEMA = "spinout.comparison/1"

T = TypeVar("T")


def comparison_object(
    documents: Iterable[dict[str, Any]], steps: Iterable[Comparison], cautions: Iterable[Caution]
) -> dict[str, Any]:
    """Documents in their order, and what moved on each step from one to the next."""
    return {
        "schema": COMPARISON_SCHEMA,
        "documents": list(documents),
        "steps": [_step(place, comparison) for place, comparison in enumerate(steps)],
        "warnings": caution_objects(cautions),
    }


def document_object(
    assessment: Assessment, *, questionnaire_sha256: str, file: str, sha256: str, line: int | None = None
) -> dict[str, Any]:
    """One document among several: what it is, and what came of it."""
    answers, questionnaire, bands = assessment.answers, assessment.questionnaire, assessment.bands
    return {
        "file": file,
        "sha256": sha256,
        **({} if line is None else {"line": line}),
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version, "sha256": questionnaire_sha256},
        "version": answers.version,
        "service": answers.service,
        "organisation": answers.organisation,
        "date": answers.date,
        "completed_by": answers.completed_by,
        "respondent": answers.respondent,
        "complete": assessment.complete,
        "stage": None if assessment.stage is None else assessment.stage.id,
        "verdict": None if assessment.verdict is None else assessment.verdict.value,
        "score": score_object(assessment.scores.overall),
        "band": None if bands is None else {"low": bands.low.id, "high": bands.high.id},
        "gates_not_met": [gate.question.id for gate in assessment.gates if gate.state == "not-met"],
        "warnings": [{"code": w.code.value, "question": w.question, "message": w.message} for w in assessment.warnings],
    }


def score_object(score: ScoreRange | None) -> dict[str, Any] | None:
    """A range; None where nothing was assessed."""
    return None if score is None else {"low": float(score.low), "high": float(score.high), "exact": score.exact}


def caution_objects(cautions: Iterable[Caution]) -> list[dict[str, Any]]:
    """Cautions in the shape of an assessment's warnings."""
    return [{"code": c.code.value, "question": None, "message": c.message} for c in cautions]


def _step(place: int, comparison: Comparison) -> dict[str, Any]:
    return {
        "old": place,
        "new": place + 1,
        "moved": comparison.moved,
        "stage": _moved(comparison.stage, lambda stage: None if stage is None else stage.id),
        "verdict": _moved(comparison.verdict, lambda verdict: None if verdict is None else verdict.value),
        "score": {**_moved(comparison.score, score_object), **_shifts(comparison.score)},
        "band": _moved(comparison.band, lambda band: None if band is None else {"low": band[0], "high": band[1]}),
        "sections": _each("id", comparison.sections, _section),
        "gates": _each("question", comparison.gates, _gate),
        "criteria": _each("id", comparison.criteria, _criterion),
        "classifications": _each("id", comparison.classifications, _classification),
        "answers": _each("question", comparison.answers, _said),
        "questionnaire": _questionnaire(comparison.questionnaire),
        "lost": [_lost(lost) for lost in comparison.lost],
        "reworded": [_reworded(reworded) for reworded in comparison.reworded],
        "warnings": caution_objects(comparison.cautions),
    }


def _each(
    key: str, found: Mapping[str, Moved[T | None]], look: Callable[[T], dict[str, Any] | None]
) -> list[dict[str, Any]]:
    """One object for each id; null at a point where it does not exist."""
    return [
        {key: ident, **_moved(moved, lambda thing: None if thing is None else look(thing))}
        for ident, moved in found.items()
    ]


def _moved(moved: Moved[T], look: Callable[[T], Any]) -> dict[str, Any]:
    causes = [
        name for name, moves in (("questionnaire", moved.by_questionnaire), ("service", moved.by_service)) if moves
    ]
    return {"old": look(moved.old), "between": look(moved.between), "new": look(moved.new), "causes": causes}


def _shifts(score: Moved[ScoreRange | None]) -> dict[str, Any]:
    return {
        "by_questionnaire": _shift(shift(score.old, score.between)),
        "by_service": _shift(shift(score.between, score.new)),
    }


def _shift(found: Shift | None) -> dict[str, float] | None:
    return None if found is None else {"low": float(found.low), "high": float(found.high)}


def _section(section: SectionAt) -> dict[str, Any]:
    return {"assessed": section.score is not None, "score": score_object(section.score)}


def _gate(gate: GateAt) -> dict[str, Any]:
    return {"state": gate.state.value, "evidence_missing": gate.evidence_missing}


def _criterion(criterion: CriterionAt) -> dict[str, Any]:
    return {"state": criterion.state.value}


def _classification(found: ClassificationAt) -> dict[str, Any]:
    outcome = found.possible[0] if len(found.possible) == 1 else "cannot-tell"
    return {"outcome": outcome, "possible": list(found.possible)}


def _said(said: Said) -> dict[str, Any]:
    kind = said.standing.question.type
    score = said.standing.score
    return {
        "state": said.state.value,
        "answer": None if said.value is None else plain_value(kind.plain(said.value)),
        "effective": said.effective if kind.name == "scale" else None,
        "score": None if score is None else float(score),
        "reason": said.reason,
        "evidence": said.evidence,
    }


def _questionnaire(changes: QuestionnaireChanges) -> dict[str, Any]:
    return {
        "changed": bool(changes),
        "new": list(changes.new),
        "removed": list(changes.removed),
        "gone": list(changes.gone),
        "renamed": [{"old": old, "new": new} for old, new in changes.renamed],
        "questions": [{"question": c.question, "aspects": [a.value for a in c.aspects]} for c in changes.changed],
        "whole": [aspect.value for aspect in changes.whole],
    }


def _lost(lost: Lost) -> dict[str, Any]:
    return {
        "question": lost.question,
        "to": lost.to,
        "code": lost.why.value,
        "answer": lost.words,
        "message": lost.message,
    }


def _reworded(reworded: Reworded) -> dict[str, Any]:
    return {"question": reworded.question, "old": reworded.before, "new": reworded.after}
