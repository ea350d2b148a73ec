"""What a respondent is asked who is not the lead: their questions alone, in plain words."""

from msgspec.structs import replace

from spinout.core.conditions import comparisons
from spinout.core.questionnaire import Question, Questionnaire, Rules


def short_form(questionnaire: Questionnaire, respondent: str | None) -> Questionnaire:
    """The questionnaire as it is put to a respondent; the very same where they are asked everything.

    In a short form nothing is decided and no evidence is asked for, and a condition on a question that is
    not in it is left out.
    """
    asked = questionnaire.asked_of(respondent)
    if len(asked) == len(questionnaire.questions):
        return questionnaire
    sections = []
    for section in questionnaire.sections:
        questions = tuple(_plain(question, asked) for question in section.questions if question.id in asked)
        if questions:
            sections.append(replace(section, questions=questions, intro=None))
    return replace(questionnaire, sections=tuple(sections), decision=None, rules=Rules())


def _plain(question: Question, asked: frozenset[str]) -> Question:
    condition = question.show_if
    inside = condition is not None and all(each.question in asked for each in comparisons(condition))
    return replace(
        question,
        ask=question.plain or question.ask,
        show_if=condition if inside else None,
        essential={},
        evidence=None,
        evidence_counts=False,
    )
