"""Small questionnaires and answers for cases worked by hand."""

from typing import Any

STAGE: dict[str, Any] = {
    "id": "stage",
    "ask": "Which decision?",
    "type": "choice",
    "options": [{"id": "go", "label": "Go"}],
}


def form(*questions: dict[str, Any], bar: int = 0, too_early: Any = None, **scoring: Any) -> dict[str, Any]:
    """One section `s1` of these questions beside the question that asks for the stage."""
    sections = [
        {"id": "s0", "title": "About", "weight": 0, "questions": [STAGE]},
        {"id": "s1", "title": "A section", "questions": list(questions)},
    ]
    decision: dict[str, Any] = {"asked_by": "s0.stage", "stages": [{"id": "go", "label": "Go", "ready_from": bar}]}
    if too_early:
        decision["too_early"] = too_early
    head = {"id": "sample", "title": "A sample", "version": "1", "sections": sections, "decision": decision}
    return {**head, **({"scoring": scoring} if scoring else {})}


def reply(**answers: Any) -> dict[str, Any]:
    """Answers to `s1`, with the stage stated."""
    named = {f"s1.{name}": answer for name, answer in answers.items()}
    return {"questionnaire": "sample", "version": "1", "answers": {"s0.stage": "go", **named}}


def scale(ident: str, **more: Any) -> dict[str, Any]:
    """A scale of five levels with an effort of one for each."""
    levels = [f"Level {level}" for level in range(5)]
    return {"id": ident, "ask": "How far?", "type": "scale", "levels": levels, "effort": "small", **more}
