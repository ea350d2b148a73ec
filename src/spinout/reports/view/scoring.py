"""Scores in words: how they are worked out, how firm their bands are, who holds the votes. Nothing is scored."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from msgspec import Struct

from spinout.core.conditions import State
from spinout.core.questionnaire import Questionnaire, Section
from spinout.core.scoring.assessment import Assessment, points
from spinout.core.scoring.power import GroupPower
from spinout.core.scoring.robustness import Robustness, Shift
from spinout.core.scoring.scores import HUNDRED, End, ScoreRange, SectionSum, Term, ends_of
from spinout.core.scoring.statuses import Status
from spinout.core.wording import as_written, counted, ended, figure
from spinout.reports.view.words import (
    NOT_ASSESSED,
    REQUIREMENT,
    band_words,
    between,
    ends,
    exact_figure,
    is_left_out,
    joined,
    shown,
    verb,
)

NOT_COUNTED, TIMES = "not counted", " × 100"
REMARKS = (
    "Each score is from 0 to 1. Whole points are rounded down.",
    "“Lowest” and “highest” are the answers that give the lowest and the highest overall score. An open question "
    "counts there with the worst or the best answer still possible. A section's own range may be wider.",
)
"""The second is for sums at two ends."""


class AdditionRow(Struct, frozen=True):
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
    rows: tuple[AdditionRow, ...]
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
    scores, sections = assessment.scores, assessment.questionnaire.sections
    if scores.overall is None:
        return None
    if not scores.low_combinations:
        return Arithmetic((), None, ("Too much is open for sums at the ends of the range. Answer more first.",))
    low, high = ends_of(assessment.questionnaire, scores)
    both: tuple[End, ...] = (low,) if low == high else (low, high)
    added = tuple(
        _section_addition(assessment, section, sums)
        for section, *sums in zip(sections, *both, strict=True)
        if section.weight
    )
    return Arithmetic(added, _overall_addition(assessment, both), REMARKS[: len(both)])


def _labels(ends: Sequence[object]) -> tuple[str, ...]:
    return ("",) if len(ends) == 1 else (", lowest", ", highest")


def _columns(ends: Sequence[object]) -> tuple[str, ...]:
    return tuple(f"{head}{label}" for label in _labels(ends) for head in ("Score", "Weight × score"))


def _total(title: str, numerator: Fraction, denominator: Fraction, times: str) -> str:
    score = (HUNDRED if times else 1) * numerator / denominator
    return f"{title}: {figure(numerator)} ÷ {figure(denominator)}{times} = {figure(score)}, shown as {points(score)}."


def _section_addition(assessment: Assessment, section: Section, sums: list[SectionSum]) -> Addition:
    """A section's sum; told once where both ends are alike. Questions that no end counts stand apart."""
    if sums[0] == sums[-1]:
        sums = sums[:1]
    terms = [{term.question: term for term in part.terms} for part in sums]
    statuses = [assessment.statuses[question.id] for question in section.questions]
    counting = [status for status in statuses if any(status.question.id in found for found in terms)]
    apart = (status for status in statuses if status.question.weight and status not in counting)
    return Addition(
        section.id,
        section.title,
        _columns(sums),
        tuple(_term_row(s, [found.get(s.question.id) for found in terms]) for s in counting if not s.answer.exempt),
        tuple(
            f"Section score{label}: nothing counts, so it is not assessed."
            if part.score is None
            else _total(f"Section score{label}", part.numerator, part.denominator, TIMES)
            for part, label in zip(sums, _labels(sums), strict=True)
        ),
        tuple(map(_apart, apart)),
        _left_out([status for status in counting if status.answer.exempt]),
    )


def _left_out(found: Sequence[Status]) -> str | None:
    if not found:
        return None
    told = f"{counted(len(found), 'answer')} left out of this report"
    if all(map(is_left_out, found)):
        return f"{told}. The sums count the worst or the best answer."
    return f"{told}, but part of the sums."


def _term_row(status: Status, terms: Sequence[Term | None]) -> AdditionRow:
    cells = (
        (NOT_COUNTED, NOT_COUNTED)
        if term is None
        else (exact_figure(term.score), exact_figure(term.weight * term.score))
        for term in terms
    )
    weight = figure(status.question.weight or Fraction(0))
    return AdditionRow(status.question.title, weight, tuple(chain.from_iterable(cells)), open=status.open)


def _apart(status: Status) -> str:
    """A question that no end counts, and why."""
    why = "Not asked with these answers."
    if status.state is State.NOT_APPLICABLE:
        why = "Does not apply." if status.answer.exempt else f"Does not apply: {status.answer.reason}"
    return f"{ended(status.question.title)} {why}"


def _overall_addition(assessment: Assessment, ends: tuple[End, ...]) -> Addition:
    by_sections = assessment.questionnaire.overall == "sections"
    rows = []
    for section, *parts in zip(assessment.questionnaire.sections, *ends, strict=True):
        if section.weight and any(part.denominator for part in parts):
            weight = figure(section.weight) if by_sections else "each question its own"
            cells = (
                (NOT_COUNTED, NOT_COUNTED)
                if part.score is None
                else (figure(part.score), figure(part.weight * part.score if by_sections else part.numerator))
                for part in parts
            )
            rows.append(AdditionRow(section.title, weight, tuple(chain.from_iterable(cells))))
    totals = []
    for end, label in zip(ends, _labels(ends), strict=True):
        counting = [part for part in end if part.weight and part.denominator]
        if by_sections:
            sums = [(part.weight * (part.score or 0), part.weight) for part in counting]
        else:
            sums = [(part.numerator, part.denominator) for part in counting]
        numerator, denominator = (sum(column, Fraction(0)) for column in zip(*sums, strict=True))
        totals.append(_total(f"Overall score{label}", numerator, denominator, "" if by_sections else TIMES))
    return Addition("overall", "Overall score", _columns(ends), tuple(rows), tuple(totals))


def method(questionnaire: Questionnaire) -> Iterator[str]:
    """What a reader must know to follow the scores."""
    yield "Each answer that is scored has a score from 0 to 1. A question that does not apply counts nowhere."
    yield (
        "A section's score is the sum of weight times score, divided by the sum of the weights, times 100. "
        "A section with nothing to count is not assessed. It is never 0 and never 100."
    )
    if questionnaire.overall == "sections":
        yield "The overall score is the mean of the sections' scores, each with the section's weight."
    else:
        yield "The overall score is the mean of all questions, each with its own weight."
    yield (
        "The score is a range. Its ends are the lowest and the highest score over every way to answer the open "
        "questions. With all answered, it is one number."
    )
    if any(question.evidence_counts for question in questionnaire.questions.values()):
        yield "The top level of a scale counts one level lower where no evidence is given."
    yield "Scores are exact fractions. They are rounded down to whole points only when they are shown."
    if questionnaire.decision is not None:
        yield (
            f"A {REQUIREMENT} is what a decision needs. The verdict is “ready” only if every {REQUIREMENT} is met or "
            "does not apply, and even the lowest score is as high as the decision needs. A high score does not make up "
            f"for a {REQUIREMENT} that is not met."
        )
        yield (
            "The plan is the least effort that leads there. Of plans with the same effort, it is the one that "
            "changes the earliest questions least."
        )


ASSUMPTION = "If each group votes as one"


def robustness_in_words(robustness: Robustness | None) -> tuple[str, ...]:
    """One sentence where both ends of the range are alike, else one for each; none where it is not defined."""
    if robustness is None:
        return ()
    low, high = _shift_in_words(robustness.low), _shift_in_words(robustness.high)
    if robustness.low == robustness.high:
        return (low,)
    return tuple(
        f"At the {end} score still possible: {told[0].lower()}{told[1:]}"
        for end, told in (("lowest", low), ("highest", high))
    )


def _shift_in_words(shift: Shift) -> str:
    least = min((share for share in (shift.up, shift.down) if share is not None), default=None)
    if least is None:
        return "No other weights for the sections can change the band."
    if not least:
        return "The score stands on the edge of its band: the least shift of weight can lower the band."
    ways = {shift.up: ", and then it falls", shift.down: ", and then it rises"}
    direction = ways.get(None, "")
    whole, more = divmod(HUNDRED * least, 1)
    if not whole:
        return f"It takes less than 1 of every 100 points of weight to change the band{direction}."
    many = f"{'more than ' if more else ''}{whole} of every 100 points"
    return f"The band changes only if {many} of weight move{direction}."


# voting power


def power_in_words(groups: Sequence[GroupPower], labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Who holds the votes, and what that means where each group votes as one; `labels` names the groups."""
    names = {group.group: (labels or {}).get(group.group, group.group) for group in groups}
    voting = [group for group in groups if group.share]
    alone = next((group for group in voting if group.banzhaf == 1), None)
    alike = len({(group.banzhaf, group.shapley_shubik) for group in voting}) == 1
    sentences = [_main_sentence(voting, names, alone, alike=alike)]
    if len(voting) > 2 and not alike and alone is None:
        whole = sum((Fraction(group.share) for group in voting), Fraction(0))
        sentences += [
            f"Nothing passes without one group ({names[group.group]}), but it cannot win alone."
            for group in voting
            if 2 * Fraction(group.share) == whole
        ]
        powerless = [names[group.group] for group in voting if not group.banzhaf]
        sentences += _listing(powerless, "votes, but can never decide one")
    return (*sentences, *_listing([names[group.group] for group in groups if not group.share], "no votes"))


def _main_sentence(
    voting: Sequence[GroupPower], names: Mapping[str, str], alone: GroupPower | None, *, alike: bool
) -> str:
    if len(voting) == 1:
        return f"One group ({names[voting[0].group]}) has every vote."
    shares = f"{ASSUMPTION}, with {joined([as_written(group.share) for group in voting])} of every 100 votes"
    if alone is not None and len(voting) == 2:
        place, other = ("second", voting[1]) if alone is voting[0] else ("first", voting[0])
        return f"{shares}, the {place} group ({names[other.group]}) can never win alone or decide a vote."
    if alone is not None:
        return f"{shares}, one group ({names[alone.group]}) wins every vote alone, and no other can decide one."
    if not alike:
        told = joined([f"{names[group.group]} {_about(group)}" for group in voting])
        return f"{shares}, they share the power like this: {told}."
    if len(voting) == 2:
        return f"{shares}, neither group can win without the other."
    third = ": any two outvote the third" if len(voting) == 3 else ""
    return f"{shares}, each group has the same power{third}."


def _about(group: GroupPower) -> str:
    """Both indices as whole per cents: one number where they round alike, else from one to the other."""
    percents = sorted({round(100 * group.banzhaf), round(100 * group.shapley_shubik)})
    if percents == [0]:
        return "none" if not group.banzhaf else "under 1%"
    return f"about {percents[0]}%" if len(percents) == 1 else f"about {percents[0]}% to {percents[-1]}%"


def _listing(names: Sequence[str], what: str) -> list[str]:
    """A sentence that names groups; none where there are none."""
    return [f"{verb(len(names), 'This group has', 'These groups have')} {what}: {joined(names)}."] if names else []


class SectionLine(Struct, frozen=True):
    """A section's range. `low` and `high` are whole points, None where it is not assessed."""

    id: str
    title: str
    weight: str
    score: str
    low: int | None
    high: int | None


class ScoreView(Struct, frozen=True):
    """The overall range, its bands, and each section's range. `told` is the range with what it is counted in."""

    score: str
    told: str
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
    overall, bands = assessment.scores.overall, assessment.bands
    return ScoreView(
        shown(overall),
        _of_hundred(*ends(overall)),
        *ends(overall),
        None if bands is None else band_words(bands.low, bands.high),
        f"{assessment.bar} or more" if assessment.bar else None,
        _counts(assessment),
        tuple(_remarks(assessment, overall)),
        tuple(_section_line(s, assessment) for s in assessment.questionnaire.sections),
        robustness_in_words(assessment.robustness),
    )


def _of_hundred(low: int | None, high: int | None) -> str:
    """A score with what it is counted in; one that may still be anything is not known."""
    if low is None or high is None:
        return NOT_ASSESSED
    return "Not known yet" if (low, high) == (0, 100) else f"{between(low, high)} of 100"


def _counts(assessment: Assessment) -> str:
    counts = assessment.counts
    left_out = sum(map(is_left_out, assessment.statuses.values()))
    parts = (
        (counts.unknown, verb(counts.unknown, "is", "are"), "not known"),
        (counts.unanswered - left_out, verb(counts.unanswered - left_out, "has", "have"), "no answer"),
        (left_out, verb(left_out, "is", "are"), "left out of this report"),
        (counts.not_applicable, verb(counts.not_applicable, "does", "do"), "not apply"),
    )
    told = (f"{number} {form} {what}" for number, form, what in parts if number)
    answered = f"{counts.answered} of {counted(counts.shown, 'question')} {verb(counts.answered, 'is', 'are')} answered"
    text = ", ".join((answered, *told))
    return f"{text}. Not asked with these answers: {counts.hidden}." if counts.hidden else f"{text}."


def _remarks(assessment: Assessment, overall: ScoreRange | None) -> Iterator[str]:
    if overall is None:
        yield "Nothing that carries a score has counted, so there is no score."
        return
    if overall.low != overall.high:
        yield (
            "The range runs from the worst to the best that the open questions could still make of it. "
            "It narrows as they are answered."
        )
    if not overall.exact:
        yield "Too much is open for an exact range. The true one lies inside this one."
    if assessment.counts.not_applicable:
        yield "What does not apply leaves both sides of the sum. It neither helps nor harms."


def _section_line(section: Section, assessment: Assessment) -> SectionLine:
    score = assessment.scores.sections[section.id]
    weight = figure(section.weight) if assessment.questionnaire.overall == "sections" else ""
    weight = weight if section.weight else "not scored"
    return SectionLine(section.id, section.title, weight, shown(score), *ends(score))
