"""Every answer in words, section by section, and what is not known.

An answer that is marked exempt is never put into words: it is left out, and counted.
"""

from msgspec import Struct

from spinout.core.assessment import Assessment
from spinout.core.conditions import State
from spinout.core.questionnaire import Section
from spinout.core.standings import Standing
from spinout.reports.figures import open_points

LEFT_OUT = "Left out of this report"
STATES = {
    State.ANSWERED: "Answered",
    State.UNKNOWN: "Don't know",
    State.UNANSWERED: "Not answered",
    State.NOT_APPLICABLE: "Does not apply",
    State.HIDDEN: "Not asked",
}
MAY_NOT_BE_ASKED = "It is not known yet whether this question applies."


class AnswerLine(Struct, frozen=True):
    """One question and what was said to it; each text is None where there is none."""

    id: str
    ask: str
    state: str
    words: str
    counted: str | None
    evidence: str | None
    note: str | None
    pending: str | None


class AnswerSection(Struct, frozen=True):
    """The answers of one section."""

    id: str
    title: str
    lines: tuple[AnswerLine, ...]
    not_asked: tuple[str, ...]


class OpenLine(Struct, frozen=True):
    """A question without an answer; `points` of the overall score hang on it."""

    id: str
    ask: str
    section: str
    state: str
    points: str
    pending: str | None


def words_of(standing: Standing) -> str:
    """What was said to a question, in words."""
    answer = standing.answer
    if standing.state is State.HIDDEN:
        return "Not asked with these answers"
    if answer.exempt:
        return LEFT_OUT
    if standing.state is State.ANSWERED and answer.value is not None:
        return standing.question.type.words(answer.value)
    if standing.state is State.NOT_APPLICABLE:
        return f"Does not apply: {answer.reason}"
    return STATES[standing.state]


def counted_lower(standing: Standing) -> str | None:
    """Where an answer counts one level lower for want of evidence, that in words."""
    value, effective = standing.answer.value, standing.effective
    if standing.state is not State.ANSWERED or effective is None or effective == value or standing.answer.exempt:
        return None
    assert isinstance(effective, int)
    return f"It counts as level {effective}, because no evidence is given."


def pending_words(standing: Standing) -> str | None:
    """Where it is open whether a question is asked at all, that in words."""
    return MAY_NOT_BE_ASKED if standing.pending and standing.shown else None


def answer_sections(assessment: Assessment) -> tuple[AnswerSection, ...]:
    """Every section with its answers; questions that are not asked stand apart, by their words."""
    return tuple(_section(section, assessment) for section in assessment.questionnaire.sections)


def _section(section: Section, assessment: Assessment) -> AnswerSection:
    found = [assessment.standings[question.id] for question in section.questions]
    return AnswerSection(
        section.id,
        section.title,
        tuple(_line(s) for s in found if s.shown),
        tuple(s.question.ask for s in found if not s.shown),
    )


def _line(standing: Standing) -> AnswerLine:
    question, answer = standing.question, standing.answer
    return AnswerLine(
        question.id,
        question.ask,
        standing.state.value,
        words_of(standing),
        counted_lower(standing),
        None if answer.exempt else answer.evidence,
        None if answer.exempt else answer.note,
        pending_words(standing),
    )


def is_left_out(standing: Standing) -> bool:
    """Whether an answer was taken out of what is told, so that nothing is known of it here."""
    return standing.answer.exempt and standing.state is State.UNANSWERED


def open_lines(assessment: Assessment) -> tuple[OpenLine, ...]:
    """What has no answer, the most points first, then in file order."""
    points = {c.question: c.open for c in assessment.contributions}
    found = [s for s in assessment.standings.values() if s.open and not is_left_out(s)]
    found.sort(key=lambda standing: -points[standing.question.id])
    return tuple(
        OpenLine(
            s.question.id,
            s.question.ask,
            assessment.questionnaire.section(s.question.section).title,
            STATES[s.state],
            open_points(points[s.question.id]),
            pending_words(s),
        )
        for s in found
    )
