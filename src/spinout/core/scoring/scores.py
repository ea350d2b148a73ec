"""The score: a range over every way to complete the answers, in exact arithmetic.

With few enough combinations of what is shown, each is tried, and the bounds are exact. Beyond
that an outer range is given: each question that may be shown or not is taken in or left out as
it suits the bound, which no completion can pass.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.conditions import State
from spinout.core.kinds import Span
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.scoring.completions import Completions, Line
from spinout.core.scoring.standings import Standing

ZERO = Fraction(0)
ONE = Fraction(1)


def total(numbers: Iterable[Fraction]) -> Fraction:
    """The sum of numbers; 0 where there are none."""
    sums: dict[int, int] = {}
    for number in numbers:
        above, below = number.as_integer_ratio()
        sums[below] = sums.get(below, 0) + above
    return _joined(sums)


def weighted_total(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of weight times number; 0 where there are none."""
    sums: dict[int, int] = {}
    for weight, number in pairs:
        above, below = weight.as_integer_ratio()
        over, under = number.as_integer_ratio()
        below *= under
        sums[below] = sums.get(below, 0) + above * over
    return _joined(sums)


def weighed(pairs: Iterable[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """The sum of weight times number and that of the weights, in one pass; 0 where there are none."""
    sums: dict[int, int] = {}
    weights: dict[int, int] = {}
    for weight, number in pairs:
        above, below = weight.as_integer_ratio()
        over, under = number.as_integer_ratio()
        weights[below] = weights.get(below, 0) + above
        below *= under
        sums[below] = sums.get(below, 0) + above * over
    return _joined(sums), _joined(weights)


def whole_numbers(numbers: Iterable[Fraction]) -> list[int]:
    """Numbers made whole by one factor for all, the least one."""
    parts = [number.as_integer_ratio() for number in numbers]
    common = lcm(*[below for _, below in parts])
    return [above * (common // below) for above, below in parts]


def _joined(sums: Mapping[int, int]) -> Fraction:
    """A sum of numerators by their denominators, so that only the result is reduced."""
    if not sums:
        return ZERO
    common = lcm(*sums)
    return Fraction(sum(above * (common // below) for below, above in sums.items()), common)


HUNDRED = 100


class ScoreRange(Struct, frozen=True):
    """The least and the greatest score, 0 to 100; `exact` is False for a proven outer range."""

    low: Fraction
    high: Fraction
    exact: bool = True


class Term(Struct, frozen=True):
    """One question in the arithmetic: weight times score."""

    question: str
    weight: Fraction
    score: Fraction


class Sum(Struct, frozen=True):
    """A section's sums: weight times score, and weight."""

    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)

    @property
    def score(self) -> Fraction | None:
        """The section's score, 0 to 100; None where it is not assessed."""
        above, below = self.numerator.as_integer_ratio()
        over, under = self.denominator.as_integer_ratio()
        return Fraction(HUNDRED * above * under, below * over) if over else None


class SectionSum(Struct, frozen=True):
    """A section's arithmetic at one end of the range; not assessed where nothing counts."""

    section: str
    weight: Fraction
    terms: tuple[Term, ...]
    sum: Sum


End = tuple[SectionSum, ...]
"""The arithmetic at one end of the range, a sum for each section."""
Sums = tuple[tuple[Sum, ...], ...]
"""The different ways to reach one end of the range, each a sum for each section."""


class Scores(Struct, frozen=True):
    """The overall range, each section's, and the arithmetic at both ends; None is not assessed.

    Several completions may reach an end with other scores for the sections; `low_sums` and
    `high_sums` have each of them, a sum for each section, and the arithmetic is of the first.
    """

    overall: ScoreRange | None
    sections: Mapping[str, ScoreRange | None]
    low_end: End = ()
    high_end: End = ()
    low_sums: Sums = ()
    high_sums: Sums = ()


def scores_of(questionnaire: Questionnaire, answers: Answers, standings: Mapping[str, Standing]) -> Scores:
    """The scores of a document of answers."""
    if not any(standing.open for standing in standings.values()):
        return complete_scores(questionnaire, standings)
    return scores_by_enumeration(questionnaire, Completions(questionnaire, answers), standings)


def complete_scores(questionnaire: Questionnaire, standings: Mapping[str, Standing]) -> Scores:
    """The scores where nothing shown is open: one pass, nothing to enumerate."""
    end = _end(questionnaire, ((s.question, s.score) for s in standings.values() if s.score is not None))
    sections = {part.section: _point(part.sum.score) for part in end}
    sums = tuple(part.sum for part in end)
    ways = (sums,)
    return Scores(_point(overall_of(questionnaire, sums)), sections, end, end, ways, ways)


def scores_by_enumeration(
    questionnaire: Questionnaire, completions: Completions, standings: Mapping[str, Standing]
) -> Scores:
    """The scores over every completion, or an outer range where there are too many."""
    if not completions.enumerable:
        return _outer(questionnaire, completions, standings)
    free = completions.free_lines
    lows, highs = _Extremes(questionnaire, free, _low, min), _Extremes(questionnaire, free, _high, max)
    for _, lines in completions.worlds():
        lows.take(lines)
        highs.take(lines)
    sections = {
        section.id: _between(lows.sections.get(section.id), highs.sections.get(section.id))
        for section in questionnaire.sections
    }
    return Scores(_between(lows.overall, highs.overall), sections, lows.end(), highs.end(), lows.sums, highs.sums)


def overall_of(questionnaire: Questionnaire, sums: Sequence[Sum]) -> Fraction | None:
    """The overall score of a sum for each section; None where nothing is assessed."""
    counted = [
        (section.weight, part)
        for section, part in zip(questionnaire.sections, sums, strict=True)
        if part.denominator and section.weight
    ]
    if questionnaire.overall == "questions":
        whole = Sum(total(part.numerator for _, part in counted), total(part.denominator for _, part in counted))
    else:
        means = ((weight, part.numerator / part.denominator) for weight, part in counted)
        whole = Sum(weighted_total(means), total(weight for weight, _ in counted))
    return whole.score


class _Extremes:
    """The least or the greatest of each score seen, and what the overall one was made of."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        free: Sequence[Line],
        side: Callable[[Span], Fraction],
        pick: Callable[[Fraction, Fraction], Fraction],
    ) -> None:
        self._questionnaire = questionnaire
        self._free = tuple(free)
        self._side = side
        self._pick = pick
        nothing = Sum()
        self._equal: dict[Sum, Sum] = {nothing: nothing}
        self._sums: dict[tuple[int, ...], tuple[list[Line], Sum]] = {}
        self._base = self._added({section.id: nothing for section in questionnaire.sections}, free)
        self._seen: set[tuple[int, ...]] = set()
        self._best: Sequence[Line] = ()
        self.overall: Fraction | None = None
        self.sections: dict[str, Fraction] = {}
        self.sums: Sums = ()

    def take(self, lines: Sequence[Line]) -> None:
        """Look at what counts in one completion beside what always does."""
        sums = self._added(self._base, lines)
        key = tuple(sums.values())
        seen = tuple(map(id, key))
        if seen in self._seen:
            return
        self._seen.add(seen)
        for section, part in sums.items():
            score = part.score
            if score is not None:
                self.sections[section] = self._pick(self.sections.get(section, score), score)
        overall = overall_of(self._questionnaire, key)
        if overall is None:
            return
        if overall == self.overall:
            self.sums = (*self.sums, key)
        elif self.overall is None or self._pick(self.overall, overall) == overall:
            self.overall, self._best, self.sums = overall, lines, (key,)

    def end(self) -> End:
        """The arithmetic of the overall score that was kept."""
        order = self._questionnaire.order
        lines = sorted([*self._free, *self._best], key=lambda line: order[line.question.id])
        return _end(self._questionnaire, ((line.question, self._side(line.span)) for line in lines))

    def _added(self, sums: Mapping[str, Sum], lines: Iterable[Line]) -> dict[str, Sum]:
        inside: dict[str, list[Line]] = {}
        for line in lines:
            if line.question.weight is not None:
                inside.setdefault(line.question.section, []).append(line)
        return {**sums, **{section: self._sum(sums[section], some) for section, some in inside.items()}}

    def _sum(self, before: Sum, lines: list[Line]) -> Sum:
        """A section's sum with some lines more, worked out once for the same lines; equal sums are one object."""
        key = tuple(map(id, lines))
        known = self._sums.get(key)
        if known is None:
            pairs = [(line.question.weight or ZERO, self._side(line.span)) for line in lines]
            made = Sum(
                weighted_total([(ONE, before.numerator), *pairs]),
                total([before.denominator, *(weight for weight, _ in pairs)]),
            )
            known = self._sums[key] = (lines, self._equal.setdefault(made, made))
        return known[1]


def _low(span: Span) -> Fraction:
    return span.low


def _high(span: Span) -> Fraction:
    return span.high


def _end(questionnaire: Questionnaire, scored: Iterable[tuple[Question, Fraction]]) -> End:
    """The arithmetic of questions and their scores, in file order."""
    terms: dict[str, list[Term]] = {section.id: [] for section in questionnaire.sections if section.weight}
    for question, score in scored:
        weight, inside = question.weight, terms.get(question.section)
        if weight and inside is not None:
            inside.append(Term(question.id, weight, score))
    return tuple(
        _section_sum(section.id, section.weight, terms.get(section.id, ())) for section in questionnaire.sections
    )


def _section_sum(section: str, weight: Fraction, terms: Sequence[Term]) -> SectionSum:
    return SectionSum(section, weight, tuple(terms), Sum(*weighed([(term.weight, term.score) for term in terms])))


def _point(score: Fraction | None) -> ScoreRange | None:
    return None if score is None else ScoreRange(score, score)


def _between(low: Fraction | None, high: Fraction | None) -> ScoreRange | None:
    return None if low is None or high is None else ScoreRange(low, high)


# the outer range


class _Part(Struct, frozen=True):
    """Something that counts for sure, or may be left out."""

    weight: Fraction
    span: Span
    sure: bool


def _outer(questionnaire: Questionnaire, completions: Completions, standings: Mapping[str, Standing]) -> Scores:
    parts: dict[str, list[_Part]] = {section.id: [] for section in questionnaire.sections}
    for question in completions.counted:
        standing = standings[question.id]
        if question.weight and standing.state is not State.HIDDEN:
            span = completions.spans[question.id]
            sure = not standing.pending and not completions.may_not_apply(question.id)
            parts[question.section].append(_Part(question.weight, span, sure))
    sections = {ident: _outer_mean(inside) for ident, inside in parts.items()}
    if questionnaire.overall == "questions":
        overall = _outer_mean([part for inside in parts.values() for part in inside])
    else:
        overall = _outer_mean(
            [
                _Part(questionnaire.section(ident).weight, span, any(part.sure for part in parts[ident]))
                for ident, span in sections.items()
                if span is not None
            ]
        )
    return Scores(_inexact(overall), {ident: _inexact(span) for ident, span in sections.items()})


def _inexact(span: Span | None) -> ScoreRange | None:
    return None if span is None else ScoreRange(HUNDRED * span.low, HUNDRED * span.high, exact=False)


def _outer_mean(parts: Sequence[_Part]) -> Span | None:
    """The least and the greatest weighted mean, parts that are not sure taken in or left out."""
    if not parts:
        return None
    low = _best_mean([(p.weight, p.span.low, p.sure) for p in parts])
    high = _best_mean([(p.weight, -p.span.high, p.sure) for p in parts])
    return Span(low, -high)


def _best_mean(parts: Sequence[tuple[Fraction, Fraction, bool]]) -> Fraction:
    """The least mean: an unsure part is taken in while it lies below the mean so far."""
    weight = sum((w for w, _, sure in parts if sure), Fraction(0))
    total = sum((w * s for w, s, sure in parts if sure), Fraction(0))
    for part_weight, score, sure in sorted(parts, key=lambda part: part[1]):
        if not sure and (not weight or score < total / weight):
            weight += part_weight
            total += part_weight * score
    return total / weight
