"""The arithmetic of the scores as text, so that it can be checked by hand.

Nothing is scored here: the sums come from the core.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from spinout.core.assessment import Assessment, points
from spinout.core.conditions import State
from spinout.core.questionnaire import Question, Section
from spinout.core.scores import HUNDRED, End, SectionSum, Term
from spinout.core.standings import Standing
from spinout.reports.answer_lines import is_left_out
from spinout.reports.figures import counted, exact_figure, figure

NOT_COUNTED = "not counted"


class Row(Struct, frozen=True):
    """One line of a sum: its weight, and at each end its score and weight times score."""

    title: str
    weight: str
    cells: tuple[str, ...]
    open: bool = False


class Addition(Struct, frozen=True):
    """A weighted mean as a table and a sentence for each end; `columns` head the cells of its rows.

    `apart` is what was not counted, and why; `left_out` says how many rows the report leaves out.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[str, ...]
    apart: tuple[str, ...] = ()
    left_out: str | None = None


class Arithmetic(Struct, frozen=True):
    """How the scores were worked out at both ends of the range."""

    sections: tuple[Addition, ...]
    overall: Addition | None
    remarks: tuple[str, ...]


def arithmetic(assessment: Assessment) -> Arithmetic | None:
    """The sums behind the scores; None where nothing is assessed."""
    scores = assessment.scores
    if scores.overall is None:
        return None
    if not scores.low_end:
        return Arithmetic((), None, ("Too much is open for sums at the ends of the range. Answer more first.",))
    single = scores.low_end == scores.high_end
    ends = (scores.low_end,) if single else (scores.low_end, scores.high_end)
    sections = tuple(
        _section_addition(assessment, section, tuple(end[place] for end in ends))
        for place, section in enumerate(assessment.questionnaire.sections)
        if section.weight
    )
    return Arithmetic(sections, _overall_addition(assessment, ends), tuple(_arithmetic_remarks(single=single)))


def _labels(ends: int) -> tuple[str, ...]:
    return ("",) if ends == 1 else (", lowest", ", highest")


def _columns(ends: int) -> tuple[str, ...]:
    return tuple(f"{head}{label}" for label in _labels(ends) for head in ("Score", "Weight × score"))


def _arithmetic_remarks(*, single: bool) -> list[str]:
    remarks = ["Each score is from 0 to 1. Whole points are rounded down."]
    if not single:
        remarks.append(
            "“Lowest” and “highest” are the answers that give the lowest and the highest overall score. "
            "An open question counts there with the worst or the best answer still possible. "
            "A section's own range may be wider."
        )
    return remarks


def _section_addition(assessment: Assessment, section: Section, sums: tuple[SectionSum, ...]) -> Addition:
    """A section's sum; told once where both ends are alike."""
    if sums[0] == sums[-1]:
        sums = sums[:1]
    terms = [{term.question: term for term in part.terms} for part in sums]
    counting = [q for q in section.questions if any(q.id in found for found in terms)]
    told = [q for q in counting if not assessment.standings[q.id].answer.exempt]
    kept = [q for q in counting if assessment.standings[q.id].answer.exempt]
    return Addition(
        section.id,
        section.title,
        _columns(len(sums)),
        tuple(_term_row(q, [found.get(q.id) for found in terms], assessment) for q in told),
        tuple(_total(part, label) for part, label in zip(sums, _labels(len(sums)), strict=True)),
        _apart(assessment, section, counting),
        _left_out(kept, assessment),
    )


def _left_out(questions: Sequence[Question], assessment: Assessment) -> str | None:
    if not questions:
        return None
    if all(is_left_out(assessment.standings[question.id]) for question in questions):
        return (
            f"{counted(len(questions), 'answer')} left out of this report. The sums count the worst or the best answer."
        )
    return f"{counted(len(questions), 'answer')} left out of this report, but part of the sums."


def _term_row(question: Question, terms: Sequence[Term | None], assessment: Assessment) -> Row:
    cells: list[str] = []
    for term in terms:
        if term is None:
            cells += (NOT_COUNTED, NOT_COUNTED)
        else:
            cells += _product(term.weight, term.score)
    return Row(
        question.ask, figure(question.weight or Fraction(0)), tuple(cells), open=assessment.standings[question.id].open
    )


# there are few weights, and few scores that an answer may have
@lru_cache(maxsize=2048)
def _product(weight: Fraction, score: Fraction) -> tuple[str, str]:
    return exact_figure(score), exact_figure(weight * score)


def _total(part: SectionSum, label: str) -> str:
    title = f"Section score{label}"
    score = part.sum.score
    if score is None:
        return f"{title}: nothing counts, so it is not assessed."
    sums = f"{figure(part.sum.numerator)} ÷ {figure(part.sum.denominator)} × 100"
    return f"{title}: {sums} = {figure(score)}, shown as {points(score)}."


def _apart(assessment: Assessment, section: Section, counted_here: Sequence[Question]) -> tuple[str, ...]:
    """Questions with a weight that no end counts, and why."""
    found = []
    counted_ids = {question.id for question in counted_here}
    for question in section.questions:
        if question.weight and question.id not in counted_ids:
            found.append(f"{question.ask} {_why_apart(assessment.standings[question.id])}")
    return tuple(found)


def _why_apart(standing: Standing) -> str:
    if standing.state is State.NOT_APPLICABLE:
        return "Does not apply." if standing.answer.exempt else f"Does not apply: {standing.answer.reason}"
    return "Not asked with these answers."


def _overall_addition(assessment: Assessment, ends: tuple[End, ...]) -> Addition:
    by_sections = assessment.questionnaire.overall == "sections"
    rows = []
    for place, section in enumerate(assessment.questionnaire.sections):
        parts = [end[place] for end in ends]
        if section.weight and any(part.sum.denominator for part in parts):
            weight = figure(section.weight) if by_sections else "each question its own"
            rows.append(Row(section.title, weight, _overall_cells(parts, by_sections=by_sections)))
    totals = tuple(
        _overall_total(end, label, by_sections=by_sections) for end, label in zip(ends, _labels(len(ends)), strict=True)
    )
    return Addition("overall", "Overall score", _columns(len(ends)), tuple(rows), totals)


def _overall_cells(parts: list[SectionSum], *, by_sections: bool) -> tuple[str, ...]:
    cells: list[str] = []
    for part in parts:
        score = part.sum.score
        if score is None:
            cells += (NOT_COUNTED, NOT_COUNTED)
        elif by_sections:
            cells += (figure(score), figure(part.weight * score))
        else:
            cells += (figure(score), figure(part.sum.numerator))
    return tuple(cells)


def _overall_total(end: End, label: str, *, by_sections: bool) -> str:
    counting = [part for part in end if part.weight and part.sum.denominator]
    if by_sections:
        numerator = sum((part.weight * (part.sum.score or Fraction(0)) for part in counting), Fraction(0))
        denominator = sum((part.weight for part in counting), Fraction(0))
        scale = Fraction(1)
    else:
        numerator = sum((part.sum.numerator for part in counting), Fraction(0))
        denominator = sum((part.sum.denominator for part in counting), Fraction(0))
        scale = Fraction(HUNDRED)
    score = scale * numerator / denominator
    times = "" if by_sections else " × 100"
    sums = f"{figure(numerator)} ÷ {figure(denominator)}{times}"
    return f"Overall score{label}: {sums} = {figure(score)}, shown as {points(score)}."
