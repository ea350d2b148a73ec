"""Comparisons and panels as the plain objects of `--json`. Field names are a promise; docs/comparing.md has them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from spinout.core.conditions import State
from spinout.core.insight.comparison import Caution, Moved, Said, ServiceComparison, shift
from spinout.core.insight.migration import QuestionnaireChanges
from spinout.core.insight.panels import Agreement, Panel, Voice
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.rules import ClassificationResult
from spinout.core.scoring.scores import ScoreRange
from spinout.reports.data.objects import (
    HEADER,
    band_object,
    plain_value,
    questionnaire_object,
    score_object,
    told,
    told_all,
)

COMPARISON_SCHEMA = "spinout.comparison/1"
PANEL_SCHEMA = "spinout.panel/1"

T = TypeVar("T")


def comparison_object(
    documents: Iterable[dict[str, Any]], steps: Iterable[ServiceComparison], cautions: Iterable[Caution]
) -> dict[str, Any]:
    """Documents in their order, and what moved on each step from one to the next."""
    return {
        "schema": COMPARISON_SCHEMA,
        "documents": list(documents),
        "steps": [_step(place, comparison) for place, comparison in enumerate(steps)],
        "warnings": _warnings(cautions),
    }


def document_object(
    assessment: Assessment, *, questionnaire_sha256: str, file: str, sha256: str, line: int | None = None
) -> dict[str, Any]:
    """One document among several: what it is, and what came of it."""
    return {
        "file": file,
        "sha256": sha256,
        **({} if line is None else {"line": line}),
        "questionnaire": questionnaire_object(assessment.questionnaire, questionnaire_sha256),
        **told(assessment.answers, "version", *HEADER),
        "complete": assessment.complete,
        "stage": None if assessment.stage is None else assessment.stage.id,
        "verdict": None if assessment.verdict is None else assessment.verdict.value,
        "score": score_object(assessment.scores.overall),
        "band": band_object(assessment),
        "gates_not_met": list(assessment.not_met),
        "warnings": told_all(assessment.warnings, "code", "question", "message"),
    }


def _warnings(cautions: Iterable[Caution]) -> list[dict[str, Any]]:
    """Cautions in the shape of an assessment's warnings."""
    return [{"code": c.code.value, "question": None, "message": c.message} for c in cautions]


def _step(place: int, comparison: ServiceComparison) -> dict[str, Any]:
    score = comparison.score
    return {
        "old": place,
        "new": place + 1,
        "moved": comparison.moved,
        "stage": _moved(comparison.stage, lambda stage: stage.id),
        "verdict": _moved(comparison.verdict, lambda verdict: verdict.value),
        "score": {
            **_moved(score, score_object),
            "by_questionnaire": _change(score.old, score.between),
            "by_service": _change(score.between, score.new),
        },
        "band": _moved(comparison.band, lambda band: {"low": band[0], "high": band[1]}),
        "sections": _each(
            "id", comparison.sections, lambda at: {"assessed": at.score is not None, "score": score_object(at.score)}
        ),
        "gates": _each("question", comparison.gates, lambda gate: told(gate, "state", "evidence_missing")),
        "criteria": _each("id", comparison.criteria, lambda criterion: told(criterion, "state")),
        "classifications": _each("id", comparison.classifications, _classification),
        "answers": _each("question", comparison.answers, _said),
        "questionnaire": _questionnaire(comparison.questionnaire),
        "lost": [
            told(lost, "question", "to", "exempt")
            | {"code": lost.why.value, "answer": lost.words, "message": lost.message}
            for lost in comparison.lost
        ],
        "reworded": [
            {"question": r.question, "old": r.before, "new": r.after, "exempt": r.exempt} for r in comparison.reworded
        ],
        "warnings": _warnings(comparison.cautions),
    }


def _each(key: str, found: Mapping[str, Moved[T | None]], look: Callable[[T], object]) -> list[dict[str, Any]]:
    """One object for each id."""
    return [{key: ident, **_moved(moved, look)} for ident, moved in found.items()]


def _moved(moved: Moved[T | None], look: Callable[[T], object]) -> dict[str, Any]:
    """The three points, null at one where the thing does not exist, and what moved it."""
    points = {"old": moved.old, "between": moved.between, "new": moved.new}
    causes = {"questionnaire": moved.by_questionnaire, "service": moved.by_service}
    return {
        **{name: None if thing is None else look(thing) for name, thing in points.items()},
        "causes": [name for name, moves in causes.items() if moves],
    }


def _change(old: ScoreRange | None, new: ScoreRange | None) -> dict[str, Any] | None:
    found = shift(old, new)
    return None if found is None else told(found, "low", "high")


def _classification(result: ClassificationResult) -> dict[str, Any]:
    outcome = "cannot-tell" if result.outcome is None else result.outcome.id
    return {"outcome": outcome, "possible": [outcome.id for outcome in result.possible]}


def _said(said: Said) -> dict[str, Any]:
    kind = said.status.question.type
    return {
        "state": said.state.value,
        "answer": plain_value(kind, said.value),
        "effective": said.effective if kind.top is not None else None,
        **told(said.status, "score"),
        **told(said, "reason", "evidence"),
        **told(said.status.answer, "exempt"),
    }


def _questionnaire(changes: QuestionnaireChanges) -> dict[str, Any]:
    return {
        "changed": bool(changes),
        **told(changes, "new", "removed", "gone"),
        "renamed": [{"old": old, "new": new} for old, new in changes.renamed],
        "questions": told_all(changes.changed, "question", "aspects"),
        **told(changes, "whole"),
    }


def panel_object(panel: Panel, documents: Iterable[dict[str, Any]], *, questionnaire_sha256: str) -> dict[str, Any]:
    """Everything that is said of a panel; `documents` are those of its members, in their order."""
    return {
        "schema": PANEL_SCHEMA,
        "questionnaire": questionnaire_object(panel.questionnaire, questionnaire_sha256),
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
        "agenda": [
            {
                "topic": item.topic.value,
                "question": item.agreement.question.id,
                **told(item.agreement, "spread", "points"),
                "respondent": item.agreement.only,
            }
            for item in panel.agenda
        ],
        "warnings": _warnings(panel.cautions),
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    kind, median = agreement.question.type, agreement.median
    return {
        "id": agreement.question.id,
        **told(agreement, "spread", "different", "evidence_only"),
        "median": None
        if median is None
        else {"low": plain_value(kind, median[0]), "high": plain_value(kind, median[1])},
        "counts": {state.value.replace("-", "_"): agreement.count(state) for state in State},
        **told(agreement, "points", "gate"),
        "decides": told(agreement.decides, "stage", "asked", "gates"),
        "among": [
            {"respondent": each.voices[0].respondent, "files": len(each.voices), **told(each, "spread")}
            for each in agreement.several
        ],
        "answers": [_voice(voice) for voice in agreement.voices],
    }


def _voice(voice: Voice) -> dict[str, Any]:
    status = voice.status
    kind, answer = status.question.type, status.answer
    return {
        "respondent": voice.name,
        "group": voice.respondent,
        **told(status, "state"),
        "answer": plain_value(kind, answer.value),
        "effective": status.effective if kind.top is not None else None,
        **told(answer, "evidence", "note", "reason", "exempt"),
        **told(voice, "gate"),
    }
