"""The score: a range over every way to complete the answers, in exact arithmetic; and what of it hangs on a question.

With few enough combinations of what is shown, each is tried, and the bounds are exact. Beyond
that an outer range is given: each question that may be shown or not is taken in or left out as
it suits the bound, which no completion can pass.

Sums are of whole numbers: weights are made whole once for a questionnaire, scores for a document.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm

from msgspec import Struct

from spinout.core.questionnaire import Questionnaire, Section
from spinout.core.scoring.completions import LEFT_OUT, Completions, Line, World
from spinout.core.scoring.statuses import Status

ZERO = Fraction(0)
HUNDRED = 100


class ScoreRange(Struct, frozen=True):
    """The least and the greatest score, 0 to 100; `exact` is False for a proven outer range."""

    low: Fraction
    high: Fraction
    exact: bool = True


Combinations = tuple[tuple[Fraction | None, ...], ...]
"""The different ways to reach one end of the range, each a score for each section; None is not assessed."""


class Scores(Struct, frozen=True):
    """The overall range and each section's; None is not assessed.

    `low_lines` and `high_lines` are what counts where the overall score is least and greatest. Several
    completions may reach an end with other scores for the sections; `low_combinations` and
    `high_combinations` have each.
    """

    overall: ScoreRange | None
    sections: Mapping[str, ScoreRange | None]
    low_lines: tuple[Line, ...] = ()
    high_lines: tuple[Line, ...] = ()
    low_combinations: Combinations = ()
    high_combinations: Combinations = ()


def scores_of(questionnaire: Questionnaire, statuses: Mapping[str, Status]) -> Scores:
    """The scores of a document of answers."""
    return scores_over(Completions(questionnaire, statuses))


def scores_over(completions: Completions) -> Scores:
    """The scores over every completion, or an outer range where there are too many."""
    if not completions.enumerable:
        return _outer(completions)
    every = _Sums(completions)
    low, low_world, low_combinations = every.end(LOW, min)
    high, high_world, high_combinations = every.end(HIGH, max)
    sections = {
        section.id: _between(every.section_end(place, LOW, min), every.section_end(place, HIGH, max))
        for place, section in enumerate(completions.questionnaire.sections)
    }
    return Scores(
        _between(low, high),
        sections,
        completions.lines(low_world),
        completions.lines(high_world),
        low_combinations,
        high_combinations,
    )


Total = tuple[int, int, int]
"""A section in one completion: the sums of weight times the least and the greatest score, and of the weights."""
LOW, HIGH, WEIGHT = 0, 1, 2
NOTHING: Total = (0, 0, 0)
Pick = Callable[[Iterable[Fraction]], Fraction]


class _Sums:
    """The different sums of one document: what always counts once, and beside it what a completion changes."""

    def __init__(self, completions: Completions) -> None:
        questionnaire = completions.questionnaire
        self._places = questionnaire.counting
        self._weights = questionnaire.section_weights
        self._by_questions = questionnaire.overall == "questions"
        worlds = completions.worlds  # which makes the parts
        lines = [line for part in (completions.sure, *completions.parts) for line in part]
        self._unit = lcm(*{end.denominator for line in lines for end in (line.span.low, line.span.high)})
        sure = self._added(completions.sure)
        parts = [self._added(part) for part in completions.parts]
        self._worlds: dict[tuple[Total, ...], World] = {}
        """The sums of each section, with the first completion that has them."""
        for world in worlds:
            sums = dict(sure)
            for part in world:
                for place, more in parts[part].items():
                    sums[place] = _plus(sums.get(place, NOTHING), more)
            key = tuple([sums.get(place, NOTHING) for place in range(len(self._weights))])
            self._worlds.setdefault(key, world)

    def _added(self, lines: Iterable[Line]) -> Mapping[int, Total]:
        """The sums of some lines, by the place of the section."""
        sums: dict[int, Total] = {}
        for line in lines:
            place, weight = self._places[line.question.id]
            low, under_low = line.span.low.as_integer_ratio()
            high, under_high = line.span.high.as_integer_ratio()
            more = weight * low * (self._unit // under_low), weight * high * (self._unit // under_high), weight
            sums[place] = _plus(sums.get(place, NOTHING), more)
        return sums

    def end(self, end: int, pick: Pick) -> tuple[Fraction | None, World, Combinations]:
        """The overall score at one end, the first completion that has it, and every way to reach it."""
        overall = {sums: score for sums in self._worlds if (score := self._overall(sums, end)) is not None}
        if not overall:
            return None, (), ()
        best = pick(overall.values())
        reached = [sums for sums, score in overall.items() if score == best]
        combinations = dict.fromkeys(tuple([self._section(one, end) for one in sums]) for sums in reached)
        return best, self._worlds[reached[0]], tuple(combinations)

    def section_end(self, place: int, end: int, pick: Pick) -> Fraction | None:
        """The score of a section at one end, over the completions in which something counts in it."""
        totals = {sums[place] for sums in self._worlds}
        known = [score for one in totals if (score := self._section(one, end)) is not None]
        return pick(known) if known else None

    def _section(self, total: Total, end: int) -> Fraction | None:
        return Fraction(HUNDRED * total[end], self._unit * total[WEIGHT]) if total[WEIGHT] else None

    def _overall(self, sums: tuple[Total, ...], end: int) -> Fraction | None:
        counted = [(weight, one) for weight, one in zip(self._weights, sums, strict=True) if one[WEIGHT]]
        if not counted:
            return None
        if self._by_questions:
            above, below = sum([one[end] for _, one in counted]), sum([one[WEIGHT] for _, one in counted])
        else:
            common = lcm(*[one[WEIGHT] for _, one in counted])
            above = sum([weight * one[end] * (common // one[WEIGHT]) for weight, one in counted])
            below = common * sum([weight for weight, _ in counted])
        return Fraction(HUNDRED * above, self._unit * below)


def _plus(one: Total, other: Total) -> Total:
    return one[LOW] + other[LOW], one[HIGH] + other[HIGH], one[WEIGHT] + other[WEIGHT]


def _between(low: Fraction | None, high: Fraction | None) -> ScoreRange | None:
    return None if low is None or high is None else ScoreRange(low, high)


# the arithmetic, for whoever wants to follow it


class Term(Struct, frozen=True):
    """One question in the arithmetic: weight times score."""

    question: str
    weight: Fraction
    score: Fraction


class SectionSum(Struct, frozen=True, dict=True):
    """A section's arithmetic at one end of the range; not assessed where nothing counts."""

    section: str
    weight: Fraction
    terms: tuple[Term, ...]

    @cached_property
    def numerator(self) -> Fraction:
        """The sum of weight times score."""
        return sum((term.weight * term.score for term in self.terms), ZERO)

    @cached_property
    def denominator(self) -> Fraction:
        """The sum of the weights."""
        return sum((term.weight for term in self.terms), ZERO)

    @cached_property
    def score(self) -> Fraction | None:
        """The section's score, 0 to 100; None where it is not assessed."""
        return HUNDRED * self.numerator / self.denominator if self.terms else None


End = tuple[SectionSum, ...]
"""The arithmetic at one end of the range, a sum for each section."""


def ends_of(questionnaire: Questionnaire, scores: Scores) -> tuple[End, End]:
    """The arithmetic where the overall score is least, and where it is greatest."""

    def end(found: Mapping[str, Fraction]) -> End:
        def terms(section: Section) -> tuple[Term, ...]:
            return tuple(Term(q.id, q.weight or ZERO, found[q.id]) for q in section.questions if q.id in found)

        return tuple(SectionSum(each.id, each.weight, terms(each)) for each in questionnaire.sections)

    lows = {line.question.id: line.span.low for line in scores.low_lines}
    return end(lows), end({line.question.id: line.span.high for line in scores.high_lines})


# how many points hang on each question


class Contribution(Struct, frozen=True):
    """Points of 100 that a question could add at most, and points that its silence leaves open.

    For an open question the two are the same: its best answer against its worst.
    """

    question: str
    gain: Fraction
    open: Fraction


def largest(found: Iterable[Contribution], most: int = 10) -> tuple[Contribution, ...]:
    """Those with the most points to gain, greatest first and then in file order; none without any."""
    return tuple(sorted((c for c in found if c.gain), key=lambda c: -c.gain)[:most])


def contributions(questionnaire: Questionnaire, statuses: Mapping[str, Status]) -> tuple[Contribution, ...]:
    """The contribution of every question, in file order; what is shown stays as it is.

    A question that does not count contributes nothing. A pending one counts as shown.
    """
    every = shares_among(questionnaire, _counted(questionnaire, statuses))
    found = []
    for ident, status in statuses.items():
        gain = ZERO
        if ident in every:
            least, greatest = status.question.span.low, status.question.span.high
            gain = _points(every[ident], greatest, least if status.score is None else status.score)
        found.append(Contribution(ident, gain, gain if status.score is None else ZERO))
    return tuple(found)


def _points(share: tuple[int, int], greatest: Fraction, score: Fraction) -> Fraction:
    """100 * share * (greatest - score), reduced once."""
    above, below = share
    high, under_high = greatest.as_integer_ratio()
    low, under_low = score.as_integer_ratio()
    gap = high * under_low - low * under_high
    return Fraction(100 * above * gap, below * under_high * under_low) if gap else ZERO


def shares_of(questionnaire: Questionnaire, statuses: Mapping[str, Status]) -> Mapping[str, Fraction]:
    """The share of the whole weight of each question that counts, 1 together; pending ones count."""
    shares = shares_among(questionnaire, _counted(questionnaire, statuses))
    return {ident: Fraction(*share) for ident, share in shares.items()}


def points_brought(questionnaire: Questionnaire, statuses: Mapping[str, Status]) -> Mapping[str, ScoreRange]:
    """Points of 100 that each question that counts brings to the overall score, an open one a range of them.

    What is shown stays as it is, and a pending question counts as shown.
    """
    found = {}
    for ident, share in shares_of(questionnaire, statuses).items():
        score, span = statuses[ident].score, statuses[ident].question.span
        low, high = (span.low, span.high) if score is None else (score, score)
        found[ident] = ScoreRange(HUNDRED * share * low, HUNDRED * share * high)
    return found


def _counted(questionnaire: Questionnaire, statuses: Mapping[str, Status]) -> Iterable[str]:
    return [ident for ident in questionnaire.counting if statuses[ident].state not in LEFT_OUT]


def shares_among(questionnaire: Questionnaire, idents: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """The share of the whole weight of each question where some count, as whole numbers, one above the other."""
    counted = {ident: questionnaire.counting[ident] for ident in idents}
    sums: dict[int, int] = {}
    for place, weight in counted.values():
        sums[place] = sums.get(place, 0) + weight
    if questionnaire.overall == "questions":
        every = sum(sums.values())
        return {ident: (weight, every) for ident, (_, weight) in counted.items()}
    sections = questionnaire.section_weights
    every = sum([sections[place] for place in sums])
    return {ident: (sections[place] * weight, every * sums[place]) for ident, (place, weight) in counted.items()}


# the outer range


def _outer(completions: Completions) -> Scores:
    """What is proven without trying each completion: what may be left out is, where that is further out."""

    def between(lines: Iterable[Line]) -> ScoreRange | None:
        every = tuple(lines)
        low = least_outer(completions, {line.question.id: line.span.low for line in every})
        high = least_outer(completions, {line.question.id: 1 - line.span.high for line in every})
        return None if low is None or high is None else ScoreRange(low[0], HUNDRED - high[0], exact=False)

    sections = completions.questionnaire.sections
    counted = completions.counted
    inside = {section.id: between(one for one in counted if one.question.section == section.id) for section in sections}
    return Scores(between(counted), inside)


def least_outer(completions: Completions, scores: Mapping[str, Fraction]) -> tuple[Fraction, list[str]] | None:
    """A bound below every completion's overall score, 0 to 100, by the score of each question that may count.

    With it, the questions that are taken to count there. None where there are none.
    """
    questionnaire = completions.questionnaire
    by_questions = questionnaire.overall == "questions"
    inside: dict[int, list[tuple[str, SumPart]]] = {}
    for ident, score in scores.items():
        place, weight = questionnaire.counting[ident]
        part = weight, score, ident not in completions.unsure
        inside.setdefault(0 if by_questions else place, []).append((ident, part))
    if not inside:
        return None
    taken: list[list[str]] = []
    means: list[SumPart] = []
    for place, named in inside.items():
        mean, places = _least_mean([part for _, part in named])
        taken.append([named[number][0] for number in places])
        means.append(
            (1 if by_questions else questionnaire.section_weights[place], mean, any(s for _, (_, _, s) in named))
        )
    least, places = _least_mean(means)
    return HUNDRED * least, [ident for number in places for ident in taken[number]]


SumPart = tuple[int, Fraction, bool]
"""A weight and a score, and whether they count in a mean for sure or may be left out."""


def _least_mean(parts: Sequence[SumPart]) -> tuple[Fraction, list[int]]:
    """The least mean, and what counts in it: what is not sure is taken in while it lies below the mean so far."""
    taken = [place for place, (_, _, sure) in enumerate(parts) if sure]
    every = sum([parts[place][0] for place in taken])
    above = sum((parts[place][0] * parts[place][1] for place in taken), ZERO)
    for place in sorted(range(len(parts)), key=lambda place: parts[place][1]):
        weight, score, sure = parts[place]
        if not sure and (not every or score * every < above):
            taken.append(place)
            every += weight
            above += weight * score
    return above / every, taken
