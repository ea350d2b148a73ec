"""The screen of a questionnaire: sections, questions, and gates by stage; and the same as JSON."""

from typing import Any

from spinout.cli.screens.pages import Page
from spinout.core.questionnaire import Question
from spinout.reports.view.questionnaire import Asked, QuestionnaireView
from spinout.use_cases.questionnaires import Loaded


def show_questionnaire(view: QuestionnaireView, *, options: bool) -> None:
    """Show what a questionnaire asks; with `options` all that may be answered."""
    page = Page()
    page.text(f"{view.title} ({view.version})", view.size)
    if view.stages:
        page.heading("Decisions that can be asked for, and what each needs")
    for stage in view.stages:
        page.text(f"{stage.id}: {stage.label}; {stage.needs}", indent=2)
    for section in view.sections:
        page.heading(f"{section.title} ({section.id}): {section.size}")
        for question in section.questions:
            page.text(f"{question.title} ({question.id})", indent=2)
            page.text(question.marks, question.ask, indent=4)
            if options:
                _options(page, question)
    page.show()


def _options(page: Page, question: Asked) -> None:
    """What may be answered, as it stands in a file, and what a gate asks of it."""
    page.text(question.help or None, indent=4)
    for offered in question.offered:
        meaning = f" ({offered.help})" if offered.help else ""
        page.text(f"{offered.id}: {offered.label}{meaning}", indent=6, mark="- ")
    page.text(question.answer, question.applies_not, question.evidence, *question.gates, indent=4)


def questions_object(loaded: Loaded, stage: str | None) -> dict[str, Any]:
    """The same as an object of JSON, with all that may be answered."""
    from spinout.reports.data.objects import number, told, told_all

    found = loaded.questionnaire
    return {
        "schema": "spinout.questionnaire/1",
        **told(found, "id", "title", "version"),
        "sha256": loaded.sha256,
        "stages": told_all(() if found.decision is None else found.decision.stages, "id", "label", "ready_from"),
        "respondents": told_all(found.respondents, "id", "label"),
        "sections": [
            {
                **told(section, "id", "title"),
                "weight": number(section.weight),
                "questions": [_object(q) for q in section.questions if stage is None or stage in q.essential],
            }
            for section in found.sections
        ],
    }


def _object(question: Question) -> dict[str, Any]:
    from spinout.reports.data.objects import number, told, told_all

    kind = question.type
    return {
        **told(question, "id", "title", "ask", "plain", "audience", "why", "help"),
        "type": kind.name,
        "weight": 0 if question.weight is None else number(question.weight),
        "conditional": question.show_if is not None,
        "options": told_all(kind.picks(), "id", "label", "help"),
        "parts": told_all(kind.parts, "id", "label"),
        "allowed": kind.allowed(),
        **told(question, "not_applicable", "evidence"),
        "essential": list(question.essential),
        "gates": [
            {
                "stage": stage,
                "needs": kind.clause(clause.needs),
                "conditional": clause.only_if is not None,
                "because": clause.because,
            }
            for stage, clauses in question.essential.items()
            for clause in clauses
        ],
    }
