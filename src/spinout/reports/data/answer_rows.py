"""Answers as a long table for analysts: a row for each question of each document, those not asked too."""

from collections.abc import Iterator

from spinout.core.answers import DONT_KNOW, Answers
from spinout.core.conditions import State
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.statuses import Status, statuses
from spinout.core.wording import as_written, visible

LONG_HEADINGS = (
    "file", "line", "service", "organisation", "respondent", "completed_by", "date",
    "question", "section", "title", "state", "answer", "in_words", "effective", "score",
    "evidence", "note", "reason", "other", "exempt",
)  # fmt: skip
NUMBERS = frozenset({"line", "effective", "score"})
"""The columns that hold numbers and nothing else."""


def long_rows(
    questionnaire: Questionnaire, answers: Answers, *, file: str, line: int | None
) -> Iterator[tuple[str | None, ...]]:
    """The rows of one document, in file order, each with a text for every heading; None where there is none."""
    header = (answers.service, answers.organisation, answers.respondent, answers.completed_by, answers.date)
    document = (visible(file), None if line is None else str(line), *header)
    found = statuses(questionnaire, answers)
    for section in questionnaire.sections:
        for question in section.questions:
            status = found[question.id]
            answer = status.answer
            yield (
                *document,
                question.id,
                section.title,
                question.title,
                status.state.value,
                *_said(status),
                None if status.score is None else str(float(status.score)),
                answer.evidence,
                answer.note,
                answer.reason,
                answer.other,
                "yes" if answer.exempt else "no",
            )


def _said(status: Status) -> tuple[str | None, str | None, str | None]:
    """The answer by its ids, in words, and the level that counts; of a hidden question the one that was kept."""
    kind, value = status.question.type, status.answer.value
    if status.answer.unknown:
        return DONT_KNOW, "Don't know", None
    if value is None:
        return None, "Does not apply" if status.state is State.NOT_APPLICABLE else None, None
    shares = kind.plain(value)
    written = kind.cell_words(value)
    if kind.parts and isinstance(shares, dict):
        written = "; ".join(f"{part.id}: {kind.cell_words(shares[part.id])}" for part in kind.parts)
    counted = status.effective if kind.top is not None else None
    return written, kind.words(value), as_written(counted) if isinstance(counted, int) else None
