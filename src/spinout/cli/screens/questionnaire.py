"""The screen of a questionnaire: sections, questions, and gates by stage."""

from collections.abc import Iterator
from typing import Any

from spinout.core.questionnaire import Question, Questionnaire
from spinout.reports.view.words import counted
from spinout.use_cases.questionnaires import Loaded


def questionnaire_lines(questionnaire: Questionnaire, stage: str | None) -> Iterator[str]:
    """The whole questionnaire, or only what is essential at a stage."""
    yield f"{questionnaire.title} ({questionnaire.id}, version {questionnaire.version})"
    scored = sum(1 for q in questionnaire.questions.values() if q.weight is not None)
    sections, questions = len(questionnaire.sections), len(questionnaire.questions)
    yield f"{counted(sections, 'section')}, {counted(questions, 'question')}, {scored} of them scored."
    yield from _stages(questionnaire)
    for section in questionnaire.sections:
        asked = [q for q in section.questions if stage is None or stage in q.essential]
        if not asked:
            continue
        weight = f"weight {_number(section.weight)}" if section.weight else "not scored"
        yield ""
        yield f"{section.title} ({section.id}): {counted(len(section.questions), 'question')}, {weight}"
        for question in asked:
            yield f"  {question.id} ({_marks(question)})"
            yield f"    {question.ask}"


def _stages(questionnaire: Questionnaire) -> Iterator[str]:
    if questionnaire.decision is None:
        return
    yield ""
    yield "Decisions that can be asked for, and what each needs:"
    for stage in questionnaire.decision.stages:
        gates = sum(1 for q in questionnaire.questions.values() if stage.id in q.essential)
        yield f"  {stage.id}: {stage.label}; a score of {stage.ready_from} or more, and {gates} essential questions"


def _marks(question: Question) -> str:
    marks = [question.type.name]
    if question.weight is not None:
        marks.append(f"weight {_number(question.weight)}")
    if question.show_if is not None:
        marks.append("asked only where other answers make it apply")
    if question.essential:
        marks.append(f"essential at {', '.join(question.essential)}")
    return "; ".join(marks)


def _number(value: Any) -> str:
    return str(value) if value.denominator == 1 else str(float(value))


def questionnaire_object(loaded: Loaded, stage: str | None) -> dict[str, Any]:
    """The same as an object of JSON."""
    from spinout.reports.data.objects import number

    found = loaded.questionnaire
    return {
        "schema": "spinout.questionnaire/1",
        "id": found.id,
        "title": found.title,
        "version": found.version,
        "sha256": loaded.sha256,
        "stages": [
            {"id": s.id, "label": s.label, "ready_from": s.ready_from}
            for s in (found.decision.stages if found.decision is not None else ())
        ],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "weight": number(section.weight),
                "questions": [
                    {
                        "id": q.id,
                        "ask": q.ask,
                        "type": q.type.name,
                        "weight": 0 if q.weight is None else number(q.weight),
                        "essential": list(q.essential),
                    }
                    for q in section.questions
                    if stage is None or stage in q.essential
                ],
            }
            for section in found.sections
        ],
    }
