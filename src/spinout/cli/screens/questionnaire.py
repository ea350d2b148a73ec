"""The screen of a questionnaire: sections, questions, and gates by stage; and the same as JSON."""

from typing import Any

from spinout.cli.screens.pages import Page, named
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.wording import counted, figure
from spinout.use_cases.questionnaires import Loaded


def show_questionnaire(questionnaire: Questionnaire, stage: str | None, *, options: bool) -> None:
    """Show the whole questionnaire, or only what is essential at a stage; with `options` all that may be answered."""
    page = Page()
    page.text(f"{questionnaire.title} ({questionnaire.id}, version {questionnaire.version})")
    scored = sum(1 for q in questionnaire.questions.values() if q.weight is not None)
    sections, questions = len(questionnaire.sections), len(questionnaire.questions)
    page.text(f"{counted(sections, 'section')}, {counted(questions, 'question')}, {scored} of them scored.")
    _stages(page, questionnaire)
    for section in questionnaire.sections:
        asked = [q for q in section.questions if stage is None or stage in q.essential]
        if asked:
            weight = f"weight {figure(section.weight)}" if section.weight else "not scored"
            page.heading(f"{section.title} ({section.id}): {counted(len(section.questions), 'question')}, {weight}")
        for question in asked:
            page.text(named(question), indent=2)
            page.text(f"{_marks(question)}.", question.ask if question.ask != question.title else None, indent=4)
            if options:
                _options(page, question)
    page.show()


def _stages(page: Page, questionnaire: Questionnaire) -> None:
    if questionnaire.decision is None:
        return
    page.heading("Decisions that can be asked for, and what each needs")
    for stage in questionnaire.decision.stages:
        gates = sum(1 for q in questionnaire.questions.values() if stage.id in q.essential)
        needs = f"a score of {stage.ready_from} or more, and {gates} essential questions"
        page.text(f"{stage.id}: {stage.label}; {needs}", indent=2)


def _marks(question: Question) -> str:
    marks = [question.type.name.capitalize()]
    if question.weight is not None:
        marks.append(f"weight {figure(question.weight)}")
    if question.show_if is not None:
        marks.append("asked only where other answers make it apply")
    if question.essential:
        marks.append(f"essential at {', '.join(question.essential)}")
    return "; ".join(marks)


def _options(page: Page, question: Question) -> None:
    """What may be answered, as it stands in a file, and what a gate asks of it."""
    kind = question.type
    page.text(question.help or None, indent=4)
    offered = [(pick.id, pick.label, pick.help) for pick in kind.picks()]
    offered += [(part.id, part.label, part.help) for part in kind.parts]
    for ident, label, meaning in offered:
        page.text(f"{ident}: {label}" + (f" ({meaning})" if meaning else ""), indent=6, mark="- ")
    page.text(
        None if kind.picks() else f"Answer: {kind.allowed()}.",
        "Or that it does not apply, with a reason." if question.not_applicable else None,
        f"What counts as evidence: {question.evidence}" if question.evidence else None,
        indent=4,
    )
    gates: dict[str, list[str]] = {}
    for stage, clauses in question.essential.items():
        for clause in clauses:
            only = ", where other answers make it so" if clause.only_if is not None else ""
            gates.setdefault(f"{only}: {kind.clause(clause.needs)}. {clause.because or ''}", []).append(stage)
    for words, stages in gates.items():
        page.text(f"Essential at {', '.join(stages)}{words}", indent=4)


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
