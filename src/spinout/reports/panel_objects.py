"""A panel as the plain object of `panel --json`. Field names are a promise; docs/comparing.md has them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from spinout.core.conditions import State
from spinout.core.insight.panels import AgendaItem, Agreement, Panel, Voice
from spinout.core.question_types import QuestionType, Value
from spinout.reports.comparison_objects import caution_objects, score_object
from spinout.reports.objects import plain_value

PANEL_SCHEMA = "spinout.panel/1"


def panel_object(panel: Panel, documents: Iterable[dict[str, Any]], *, questionnaire_sha256: str) -> dict[str, Any]:
    """Everything that is said of a panel; `documents` are those of its respondents, in their order."""
    questionnaire = panel.questionnaire
    return {
        "schema": PANEL_SCHEMA,
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version, "sha256": questionnaire_sha256},
        "respondents": [
            {"name": respondent.name, **document}
            for respondent, document in zip(panel.respondents, documents, strict=True)
        ],
        "stages": [stage.id for stage in panel.stages],
        "score": score_object(panel.scores.overall),
        "sections": [
            {"id": ident, "assessed": score is not None, "score": score_object(score)}
            for ident, score in panel.scores.sections.items()
        ],
        "questions": [_agreement(agreement) for agreement in panel.widest],
        "known_to_one": [
            {"respondent": r.name, "questions": [a.question.id for a in panel.known_only_to(r.name)]}
            for r in panel.respondents
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
        "answers": [_voice(voice, kind) for voice in agreement.voices],
    }


def _voice(voice: Voice, kind: QuestionType) -> dict[str, Any]:
    standing = voice.standing
    value = standing.answer.value
    return {
        "respondent": voice.respondent,
        "state": standing.state.value,
        "answer": None if value is None else _plain(kind, value),
        "effective": standing.effective if kind.name == "scale" else None,
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


def _plain(kind: QuestionType, value: Value) -> object:
    return plain_value(kind.plain(value))


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
