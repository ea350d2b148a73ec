"""What an answer and a figure are called: the one place that puts them in words."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from spinout.core.conditions import State, Value
from spinout.core.questionnaire import Band
from spinout.core.scoring.assessment import Assessment, points
from spinout.core.scoring.gates import Gate, GateState, looked_at
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.statuses import Status
from spinout.core.wording import ended, figure

NOT_ASSESSED = "Not assessed"


def shown(score: ScoreRange | None) -> str:
    """A range in whole points rounded down; both ends where they are shown apart."""
    return NOT_ASSESSED if score is None else between(points(score.low), points(score.high))


def between(low: int, high: int) -> str:
    """Both ends of a range, once where they are shown alike."""
    return str(low) if low == high else f"{low} to {high}"


def ends(score: ScoreRange | None) -> tuple[int | None, int | None]:
    """Both ends of a range in whole points; None where nothing is assessed."""
    return (None, None) if score is None else (points(score.low), points(score.high))


def band_words(low: Band, high: Band) -> str:
    """The bands at both ends of a range, once where they are one."""
    return low.label if low == high else f"{low.label} to {high.label}"


def exact_figure(number: Fraction) -> str:
    """A number for a calculator: where its digits do not end, the fraction and the digits."""
    text = figure(number)
    return f"{number.numerator}/{number.denominator} ({text})" if text.endswith("…") else text


def about_percent(share: Fraction) -> str:
    """A share of 1 as a whole percentage, in words where it is less than one."""
    percent = 100 * share
    if 0 < percent < 1:
        return "less than 1%"
    return f"{int(percent)}%" if percent.denominator == 1 else f"about {int(percent + Fraction(1, 2))}%"


def open_points(amount: Fraction) -> str:
    """Points that hang on a question, rounded down."""
    return str(points(amount)) if amount >= 1 else "less than 1" if amount else "none"


def tenths(amount: Fraction) -> str:
    """Points with one decimal, rounded down; whole ones without, and less than a tenth in words."""
    if amount.denominator == 1:
        return str(amount)
    if amount < Fraction(1, 10):
        return "less than 0.1"
    whole, tenth = divmod(int(amount * 10), 10)
    return f"{whole}.{tenth}"


def joined(words: Sequence[str]) -> str:
    """Words in a sentence: "one, two and three"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def verb(number: int, one: str, many: str) -> str:
    """The form of a verb that goes with a number of things."""
    return one if number == 1 else many


LEFT_OUT = "Left out of this report"
STATES = {
    State.ANSWERED: "Answered",
    State.UNKNOWN: "Don't know",
    State.UNANSWERED: "Not answered",
    State.NOT_APPLICABLE: "Does not apply",
    State.HIDDEN: "Not asked",
}
TOLD = {**STATES, State.UNKNOWN: "Not known", State.HIDDEN: "Does not arise"}
"""The same as statements, for people who did not answer."""
REQUIREMENT = "requirement"
"""What papers call a gate: in English an open gate is one that lets people through."""
MAY_NOT_BE_ASKED = "It is not known yet whether this applies."


class AnswerLine(Struct, frozen=True):
    """One question and what was said to it; each text is None where there is none."""

    id: str
    ask: str
    label: str
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


def words_of(status: Status) -> str:
    """What was said to a question, in the words of whoever answers: a level has its number."""
    return _words(status, status.question.type.words, STATES)


def told_of(status: Status) -> str:
    """What is there, as a statement for people who did not answer: a level by its words alone, a day in full."""
    return _words(status, status.question.type.told, TOLD)


def label_of(title: str) -> str:
    """A title as it stands before what is said of it; one that is a question has its mark already."""
    return title if title.endswith("?") else f"{title}:"


def _words(status: Status, said: Callable[[Value], str], states: Mapping[State, str]) -> str:
    answer = status.answer
    if status.state is State.HIDDEN:
        return f"{states[State.HIDDEN]} with these answers"
    if answer.exempt:
        return LEFT_OUT
    if status.state is State.ANSWERED and answer.value is not None:
        words = said(answer.value)
        return f"{words}: {answer.other}" if answer.other else words
    if status.state is State.NOT_APPLICABLE:
        return f"Does not apply: {answer.reason}"
    return states[status.state]


def counted_lower(status: Status, *, numbered: bool = False) -> str | None:
    """Where an answer counts one level lower for want of evidence, that in words, or by its number."""
    value, effective = status.answer.value, status.effective
    if status.state is not State.ANSWERED or effective is None or effective == value or status.answer.exempt:
        return None
    if numbered:
        return f"It counts as level {effective}, because no evidence is given."
    return f"Without evidence it counts as: {ended(status.question.type.told(effective))}"


def pending_words(status: Status) -> str | None:
    """Where it is open whether a question is asked at all, that in words."""
    return MAY_NOT_BE_ASKED if status.pending and status.shown else None


def answer_sections(assessment: Assessment) -> tuple[AnswerSection, ...]:
    """Every section with its answers; questions that are not asked stand apart, by their words."""
    sections = []
    for section in assessment.questionnaire.sections:
        found = [assessment.statuses[question.id] for question in section.questions]
        lines = tuple(_line(s) for s in found if s.shown)
        not_asked = tuple(s.question.title for s in found if not s.shown)
        sections.append(AnswerSection(section.id, section.title, lines, not_asked))
    return tuple(sections)


def _line(status: Status) -> AnswerLine:
    answer = status.answer
    return AnswerLine(
        status.question.id,
        status.question.title,
        label_of(status.question.title),
        status.state.value,
        told_of(status),
        counted_lower(status),
        None if answer.exempt else answer.evidence,
        None if answer.exempt else answer.note,
        pending_words(status),
    )


def is_left_out(status: Status) -> bool:
    """Whether an answer was taken out of what is told, so that nothing is known of it here."""
    return status.answer.exempt and status.state is State.UNANSWERED


def is_settled_elsewhere(gate: Gate, statuses: Mapping[str, Status]) -> bool:
    """Whether a gate is unknown because of what was taken out: its own answer, or one that says whether it applies."""
    own = statuses[gate.question.id]
    if gate.state is not GateState.UNKNOWN:
        return False
    named = {comparison.question for comparison in looked_at(gate.perhaps)}
    return is_left_out(own) or (own.state is State.ANSWERED and any(is_left_out(statuses[ident]) for ident in named))


def open_lines(assessment: Assessment) -> tuple[OpenLine, ...]:
    """What has no answer, the most points first, then in file order."""
    points = {c.question: c.open for c in assessment.contributions}
    found = [s for s in assessment.statuses.values() if s.open and not is_left_out(s)]
    found.sort(key=lambda status: -points[status.question.id])
    return tuple(
        OpenLine(
            s.question.id,
            s.question.title,
            assessment.questionnaire.section(s.question.section).title,
            TOLD[s.state],
            open_points(points[s.question.id]),
            pending_words(s),
        )
        for s in found
    )
