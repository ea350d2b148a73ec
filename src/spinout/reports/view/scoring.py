"""Scores in words: how they are worked out, how firm their bands are, who holds the votes. Nothing is scored."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from spinout.core.conditions import State
from spinout.core.questionnaire import Question, Questionnaire, Section
from spinout.core.scoring.assessment import Assessment, points
from spinout.core.scoring.power import GroupPower
from spinout.core.scoring.robustness import Robustness, Shift
from spinout.core.scoring.scores import HUNDRED, End, ScoreRange, SectionSum, Term, ends_of
from spinout.core.scoring.standings import Standing
from spinout.core.wording import as_written, ended, figure
from spinout.reports.view.words import counted, exact_figure, is_left_out, shown

NOT_COUNTED = "not counted"


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
    scores = assessment.scores
    if scores.overall is None:
        return None
    if not scores.low_ways:
        return Arithmetic((), None, ("Too much is open for sums at the ends of the range. Answer more first.",))
    low, high = ends_of(assessment.questionnaire, scores)
    single = low == high
    ends: tuple[End, ...] = (low,) if single else (low, high)
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


def _term_row(question: Question, terms: Sequence[Term | None], assessment: Assessment) -> AdditionRow:
    cells: list[str] = []
    for term in terms:
        if term is None:
            cells += (NOT_COUNTED, NOT_COUNTED)
        else:
            cells += _product(term.weight, term.score)
    is_open = assessment.standings[question.id].open
    return AdditionRow(question.title, figure(question.weight or Fraction(0)), tuple(cells), open=is_open)


# there are few weights, and few scores that an answer may have
@lru_cache(maxsize=2048)
def _product(weight: Fraction, score: Fraction) -> tuple[str, str]:
    return exact_figure(score), exact_figure(weight * score)


def _total(part: SectionSum, label: str) -> str:
    title = f"Section score{label}"
    score = part.score
    if score is None:
        return f"{title}: nothing counts, so it is not assessed."
    sums = f"{figure(part.numerator)} ÷ {figure(part.denominator)} × 100"
    return f"{title}: {sums} = {figure(score)}, shown as {points(score)}."


def _apart(assessment: Assessment, section: Section, counted_here: Sequence[Question]) -> tuple[str, ...]:
    """Questions with a weight that no end counts, and why."""
    found = []
    counted_ids = {question.id for question in counted_here}
    for question in section.questions:
        if question.weight and question.id not in counted_ids:
            found.append(f"{ended(question.title)} {_why_apart(assessment.standings[question.id])}")
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
        if section.weight and any(part.denominator for part in parts):
            weight = figure(section.weight) if by_sections else "each question its own"
            rows.append(AdditionRow(section.title, weight, _overall_cells(parts, by_sections=by_sections)))
    totals = tuple(
        _overall_total(end, label, by_sections=by_sections) for end, label in zip(ends, _labels(len(ends)), strict=True)
    )
    return Addition("overall", "Overall score", _columns(len(ends)), tuple(rows), totals)


def _overall_cells(parts: list[SectionSum], *, by_sections: bool) -> tuple[str, ...]:
    cells: list[str] = []
    for part in parts:
        score = part.score
        if score is None:
            cells += (NOT_COUNTED, NOT_COUNTED)
        elif by_sections:
            cells += (figure(score), figure(part.weight * score))
        else:
            cells += (figure(score), figure(part.numerator))
    return tuple(cells)


def _overall_total(end: End, label: str, *, by_sections: bool) -> str:
    counting = [part for part in end if part.weight and part.denominator]
    if by_sections:
        numerator = sum((part.weight * (part.score or Fraction(0)) for part in counting), Fraction(0))
        denominator = sum((part.weight for part in counting), Fraction(0))
        scale = Fraction(1)
    else:
        numerator = sum((part.numerator for part in counting), Fraction(0))
        denominator = sum((part.denominator for part in counting), Fraction(0))
        scale = Fraction(HUNDRED)
    score = scale * numerator / denominator
    times = "" if by_sections else " × 100"
    sums = f"{figure(numerator)} ÷ {figure(denominator)}{times}"
    return f"Overall score{label}: {sums} = {figure(score)}, shown as {points(score)}."


def method(questionnaire: Questionnaire) -> tuple[str, ...]:
    """What a reader must know to follow the scores."""
    return tuple(_sentences(questionnaire))


def _sentences(questionnaire: Questionnaire) -> Iterator[str]:
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
            "A gate is a question that a stage needs. The verdict is “ready” only if every gate is met or does not "
            "apply and even the lowest score reaches the bar. A high score does not make up for a gate."
        )
        yield (
            "The plan is the least effort that leads there. Of plans with the same effort, it is the one that "
            "changes the earliest questions least."
        )


AT_LOW = "At the lowest score still possible: "
AT_HIGH = "At the highest score still possible: "
ASSUMPTION = "If each group votes as one: "


def robustness_in_words(robustness: Robustness | None) -> tuple[str, ...]:
    """One sentence where both ends of the range are alike, else one for each; none where it is not defined."""
    if robustness is None:
        return ()
    if robustness.low == robustness.high:
        return (_shift_in_words(robustness.low),)
    return (
        AT_LOW + _lower_first(_shift_in_words(robustness.low)),
        AT_HIGH + _lower_first(_shift_in_words(robustness.high)),
    )


def _lower_first(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _shift_in_words(shift: Shift) -> str:
    least = min((share for share in (shift.up, shift.down) if share is not None), default=None)
    if least is None:
        return "No other weights for the sections can change the band."
    if not least:
        return "The score stands on the edge of its band: the least shift of weight can lower the band."
    direction = ""
    if shift.up is None:
        direction = ", and then it falls"
    elif shift.down is None:
        direction = ", and then it rises"
    if least < Fraction(1, HUNDRED):
        return f"It takes less than 1 of every 100 points of weight to change the band{direction}."
    return f"The band changes only if {_of_every_hundred(least)} of weight move{direction}."


def _of_every_hundred(share: Fraction) -> str:
    points = HUNDRED * share
    whole = points.numerator // points.denominator
    return f"{whole} of every 100 points" if points == whole else f"more than {whole} of every 100 points"


# voting power


def power_in_words(groups: Sequence[GroupPower], labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Who holds the votes: the assumption, then what it means; `labels` names the groups."""
    names = {group.group: (labels or {}).get(group.group, group.group) for group in groups}
    voting = [group for group in groups if group.share]
    sentences = [_main_sentence(voting, names)]
    if len(voting) > 2 and not _equal(voting) and not _alone(voting):
        powerless = [group for group in voting if not group.banzhaf]
        sentences += [*_vetoes(voting, names), *_listing(powerless, names, "votes, but can never decide one")]
    sentences += _listing([group for group in groups if not group.share], names, "no votes")
    return (ASSUMPTION + sentences[0], *sentences[1:])


def _main_sentence(voting: Sequence[GroupPower], names: Mapping[str, str]) -> str:
    shares = f"with {_and([as_written(group.share) for group in voting])} in a hundred"
    strong = _alone(voting)
    if len(voting) == 1:
        return f"one group ({names[voting[0].group]}) has every vote."
    if strong is not None:
        return f"{shares}, {_alone_in_words(voting, strong, names)}"
    if _equal(voting):
        return f"{shares}, {_equal_in_words(len(voting))}"
    return f"{shares}, they share the power like this: {_and([f'{names[g.group]} {_about(g)}' for g in voting])}."


def _equal(voting: Sequence[GroupPower]) -> bool:
    return len({(group.banzhaf, group.shapley_shubik) for group in voting}) == 1


def _alone(voting: Sequence[GroupPower]) -> GroupPower | None:
    """The group that wins every vote by itself."""
    return next((group for group in voting if group.banzhaf == 1), None)


def _alone_in_words(voting: Sequence[GroupPower], strong: GroupPower, names: Mapping[str, str]) -> str:
    if len(voting) == 2:
        place = "second" if strong is voting[0] else "first"
        other = voting[1] if strong is voting[0] else voting[0]
        return f"the {place} group ({names[other.group]}) can never win alone or decide a vote."
    return f"one group ({names[strong.group]}) wins every vote alone, and no other can decide one."


def _equal_in_words(count: int) -> str:
    if count == 2:
        return "neither group can win without the other."
    if count == 3:
        return "each group has the same power: any two outvote the third."
    return "each group has the same power."


def _about(group: GroupPower) -> str:
    """Both indices as whole per cents: one number where they round alike, else from one to the other."""
    ends = sorted({round(100 * group.banzhaf), round(100 * group.shapley_shubik)})
    if ends == [0]:
        return "none" if not group.banzhaf else "under 1%"
    return f"about {ends[0]}%" if len(ends) == 1 else f"about {ends[0]}% to {ends[-1]}%"


def _vetoes(voting: Sequence[GroupPower], names: Mapping[str, str]) -> list[str]:
    whole = sum((Fraction(group.share) for group in voting), Fraction(0))
    return [
        f"Nothing passes without one group ({names[group.group]}), but it cannot win alone."
        for group in voting
        if 2 * Fraction(group.share) == whole
    ]


def _listing(groups: Sequence[GroupPower], names: Mapping[str, str], what: str) -> list[str]:
    """A sentence that names groups; none where there are none."""
    if not groups:
        return []
    head = "This group has" if len(groups) == 1 else "These groups have"
    return [f"{head} {what}: {_and([names[group.group] for group in groups])}."]


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


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
        tuple(_section_line(s, assessment) for s in assessment.questionnaire.sections),
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


def _section_line(section: Section, assessment: Assessment) -> SectionLine:
    score = assessment.scores.sections[section.id]
    weight = figure(section.weight) if assessment.questionnaire.overall == "sections" else ""
    return SectionLine(
        section.id,
        section.title,
        weight if section.weight else "not scored",
        shown(score),
        None if score is None else points(score.low),
        None if score is None else points(score.high),
    )
