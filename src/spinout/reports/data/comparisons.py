"""Comparisons and panels as the plain objects of `--json`. Field names are a promise; docs/comparing.md has them."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from spinout.core.conditions import State
from spinout.core.insight.comparison import (
    Caution,
    ClassificationAt,
    CriterionAt,
    GateAt,
    Moved,
    Said,
    ScoreChange,
    SectionAt,
    ServiceComparison,
    shift,
)
from spinout.core.insight.migration import Lost, QuestionnaireChanges, Reworded
from spinout.core.insight.panels import AgendaItem, Agreement, Panel, Voice
from spinout.core.kinds import Kind, Value
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.scores import ScoreRange
from spinout.reports.data.objects import plain_value

COMPARISON_SCHEMA = "spinout.comparison/1"

T = TypeVar("T")


def comparison_object(
    documents: Iterable[dict[str, Any]], steps: Iterable[ServiceComparison], cautions: Iterable[Caution]
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


def _step(place: int, comparison: ServiceComparison) -> dict[str, Any]:
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


def _shift(found: ScoreChange | None) -> dict[str, float] | None:
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
        "effective": said.effective if kind.top is not None else None,
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


PANEL_SCHEMA = "spinout.panel/1"


def panel_object(panel: Panel, documents: Iterable[dict[str, Any]], *, questionnaire_sha256: str) -> dict[str, Any]:
    """Everything that is said of a panel; `documents` are those of its members, in their order."""
    questionnaire = panel.questionnaire
    return {
        "schema": PANEL_SCHEMA,
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version, "sha256": questionnaire_sha256},
        "respondents": [
            {"name": member.name, "group": member.respondent, "asked": len(member.asked), **document}
            for member, document in zip(panel.members, documents, strict=True)
        ],
        "groups": [{"respondent": name, "files": files} for name, files in panel.respondents.items()],
        "stages": [stage.id for stage in panel.stages],
        "score": score_object(panel.scores.overall),
        "sections": [
            {"id": ident, "assessed": score is not None, "score": score_object(score)}
            for ident, score in panel.scores.sections.items()
        ],
        "questions": [_agreement(agreement) for agreement in panel.widest],
        "known_to_one": [
            {"respondent": name, "questions": [a.question.id for a in panel.known_only_to(name)]}
            for name in panel.respondents
        ],
        "known_to_nobody": [agreement.question.id for agreement in panel.agreements if agreement.nobody_knows],
        "agenda": [_item(item) for item in panel.agenda],
        "warnings": caution_objects(panel.cautions),
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    kind = agreement.question.type
    return {
        "id": agreement.question.id,
        "spread": _float(agreement.spread),
        "different": agreement.different,
        "evidence_only": agreement.evidence_only,
        "median": None
        if agreement.median is None
        else dict(zip(("low", "high"), (_plain(kind, value) for value in agreement.median), strict=True)),
        "counts": {
            "answered": agreement.count(State.ANSWERED),
            "unknown": agreement.count(State.UNKNOWN),
            "unanswered": agreement.count(State.UNANSWERED),
            "not_applicable": agreement.count(State.NOT_APPLICABLE),
            "hidden": agreement.count(State.HIDDEN),
        },
        "points": float(agreement.points),
        "gate": agreement.gate,
        "decides": {
            "stage": agreement.decides.stage,
            "asked": list(agreement.decides.asked),
            "gates": list(agreement.decides.gates),
        },
        "among": [
            {"respondent": each.voices[0].respondent, "files": len(each.voices), "spread": _float(each.spread)}
            for each in agreement.several
        ],
        "answers": [_voice(voice, kind) for voice in agreement.voices],
    }


def _voice(voice: Voice, kind: Kind) -> dict[str, Any]:
    standing = voice.standing
    value = standing.answer.value
    return {
        "respondent": voice.name,
        "group": voice.respondent,
        "state": standing.state.value,
        "answer": None if value is None else _plain(kind, value),
        "effective": standing.effective if kind.top is not None else None,
        "evidence": standing.answer.evidence,
        "note": standing.answer.note,
        "reason": standing.answer.reason,
        "gate": None if voice.gate is None else voice.gate.value,
    }


def _item(item: AgendaItem) -> dict[str, Any]:
    agreement = item.agreement
    return {
        "topic": item.topic.value,
        "question": agreement.question.id,
        "spread": _float(agreement.spread),
        "points": float(agreement.points),
        "respondent": agreement.only,
    }


def _plain(kind: Kind, value: Value) -> object:
    return plain_value(kind.plain(value))


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
