"""Scores as a report prints them, and how firm their bands are. Nothing is scored here."""

from msgspec import Struct

from spinout.core.assessment import Assessment, points
from spinout.core.insight.words import robustness_in_words
from spinout.core.questionnaire import Section
from spinout.core.scores import ScoreRange
from spinout.reports.answer_lines import is_left_out
from spinout.reports.figures import figure, shown


class SectionLine(Struct, frozen=True):
    """A section's range. `low` and `high` are whole points, None where it is not assessed."""

    id: str
    title: str
    weight: str
    score: str
    low: int | None
    high: int | None


class ScoreView(Struct, frozen=True):
    """The overall range, its bands, and each section's range."""

    score: str
    low: int | None
    high: int | None
    bands: str | None
    bar: str | None
    counts: str
    remarks: tuple[str, ...]
    sections: tuple[SectionLine, ...]
    robustness: tuple[str, ...]


def score_view(assessment: Assessment) -> ScoreView:
    """The score's part of a report."""
    scores, stage = assessment.scores, assessment.stage
    overall = scores.overall
    return ScoreView(
        shown(overall),
        None if overall is None else points(overall.low),
        None if overall is None else points(overall.high),
        _bands(assessment),
        f"{assessment.bar} or more" if stage is not None and assessment.bar else None,
        _counts(assessment),
        tuple(_remarks(assessment, overall)),
        tuple(_section_line(s, scores.sections[s.id]) for s in assessment.questionnaire.sections),
        robustness_in_words(assessment.robustness),
    )


def _bands(assessment: Assessment) -> str | None:
    bands = assessment.bands
    if bands is None:
        return None
    return bands.low.label if bands.low == bands.high else f"{bands.low.label} to {bands.high.label}"


def _counts(assessment: Assessment) -> str:
    counts = assessment.counts
    parts = [f"{counts.answered} of {counts.shown} questions are answered"]
    if counts.unknown:
        parts.append(f"{counts.unknown} {'is' if counts.unknown == 1 else 'are'} “don't know”")
    left_out = sum(1 for s in assessment.standings.values() if is_left_out(s))
    unanswered = counts.unanswered - left_out
    if unanswered:
        parts.append(f"{unanswered} {'has' if unanswered == 1 else 'have'} no answer")
    if left_out:
        parts.append(f"{left_out} {'is' if left_out == 1 else 'are'} left out of this report")
    if counts.not_applicable:
        parts.append(f"{counts.not_applicable} {'does' if counts.not_applicable == 1 else 'do'} not apply")
    text = ", ".join(parts)
    return f"{text}. Not asked with these answers: {counts.hidden}." if counts.hidden else f"{text}."


def _remarks(assessment: Assessment, overall: ScoreRange | None) -> list[str]:
    if overall is None:
        return ["Nothing that carries a score has counted, so there is no score."]
    remarks = []
    if overall.low != overall.high:
        remarks.append(
            "The range runs from the worst to the best that the open questions could still make of it. "
            "It narrows as they are answered."
        )
    if not overall.exact:
        remarks.append("Too much is open for an exact range. The true one lies inside this one.")
    if assessment.counts.not_applicable:
        remarks.append("What does not apply leaves both sides of the sum. It neither helps nor harms.")
    return remarks


def _section_line(section: Section, score: ScoreRange | None) -> SectionLine:
    return SectionLine(
        section.id,
        section.title,
        figure(section.weight) if section.weight else "not scored",
        shown(score),
        None if score is None else points(score.low),
        None if score is None else points(score.high),
    )
