"""Answers as the plain data of a file: mappings, lists, texts and exact numbers (contract, section 2)."""

from collections.abc import Mapping
from typing import Any

from spinout.core.answers import DONT_KNOW, Answer, Answers
from spinout.core.questionnaire import Question, Questionnaire


def plain_document(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """A whole document of answers; what is not given is left out."""
    header = plain_header(questionnaire, answers)
    made: dict[str, Any] = {name: text for name, text in header.items() if text is not None}
    made["answers"] = {
        ident: plain_answer(question, answers.answers[ident])
        for ident, question in questionnaire.questions.items()
        if ident in answers.answers
    }
    if answers.paper:
        made["paper"] = dict(answers.paper)
    if answers.lessons:
        made["lessons"] = plain_lessons(answers)
    return made


def plain_header(questionnaire: Questionnaire, answers: Answers) -> dict[str, str | None]:
    """The fields of the header, in their order."""
    return {
        "questionnaire": questionnaire.id,
        "version": answers.version,
        "service": answers.service,
        "organisation": answers.organisation,
        "completed_by": answers.completed_by,
        "respondent": answers.respondent,
        "date": answers.date,
    }


def plain_answer(question: Question, answer: Answer) -> Any:
    """One answer: short where it is a value alone, else a mapping."""
    value = _plain_value(question, answer)
    beside = {
        "evidence": answer.evidence,
        "note": answer.note,
        "not_applicable": answer.reason,
        "exempt": True if answer.exempt else None,
    }
    given = {name: text for name, text in beside.items() if text is not None}
    if not given and not isinstance(value, dict):
        return value
    return ({} if value is None else {"answer": value}) | given


def plain_lessons(answers: Answers) -> list[dict[str, str]]:
    """What others could learn."""
    return [
        ({"question": lesson.question} if lesson.question else {}) | {"text": lesson.text} for lesson in answers.lessons
    ]


def _plain_value(question: Question, answer: Answer) -> Any:
    if answer.unknown:
        return DONT_KNOW
    if answer.value is None:
        return None
    if isinstance(answer.value, bool):
        return "yes" if answer.value else "no"
    plain = question.type.plain(answer.value)
    return dict(plain) if isinstance(plain, Mapping) else plain
