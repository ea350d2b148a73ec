"""The score under every way that what is shown may still turn out, as sums that a plan can raise."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Protocol

from msgspec import Struct

from spinout.core.scoring.completions import Completions, Line
from spinout.core.scoring.scores import HUNDRED, ZERO, SumPart, least_mean

Points = Mapping[str, Fraction]
"""The score of each question that counts, 0 to 1."""


class Bar(Struct, frozen=True):
    """What one world asks for: a coefficient for each question's score, and the sum to reach."""

    coefficients: Mapping[str, Fraction]
    needed: Fraction


class Worlds(Protocol):
    """Every world, or proven bounds where there are too many to try."""

    exact: bool

    def low(self, scores: Points) -> Fraction | None:
        """The least overall score; None where nothing is assessed in any world."""

    def high(self, scores: Points) -> Fraction | None:
        """The greatest overall score."""

    def missed(self, scores: Points, bar: int) -> Bar | None:
        """The world that misses a bar by most; None where none does."""


def worlds_of(completions: Completions) -> Worlds:
    """The worlds of answers whose deciding questions stay as they are."""
    return _Enumerated(completions) if completions.enumerable else _Outer(completions)


class View(Struct, frozen=True):
    """One mean in some worlds: its weight, and all weights in it; and what deciders put in at either end."""

    weight: int
    total: int
    low: Fraction
    high: Fraction
    terms: tuple[tuple[str, int], ...]
    """The questions that may move, and their weights."""


class _Enumerated:
    """Each world by itself; whole numbers inside, since a plan looks at all of them many times."""

    exact = True

    def __init__(self, completions: Completions) -> None:
        questionnaire = completions.questionnaire
        self._counting = questionnaire.counting
        self._deciders = completions.cells
        self._by_questions = questionnaire.overall == "questions"
        self._weights = (1,) if self._by_questions else questionnaire.section_weights
        self._views: list[View] = []
        found = dict.fromkeys(self._worlds_in(completions))
        self._worlds: dict[int, list[tuple[int, ...]]] = {}
        """The views of each world, by the weight of all means in it."""
        for world in found:
            self._worlds.setdefault(sum([self._views[view].weight for view in world]), []).append(world)
        self._lows, self._highs = (_Means(self._views, [_ends(view)[end] for view in self._views]) for end in (0, 1))

    def _worlds_in(self, completions: Completions) -> Iterable[tuple[int, ...]]:
        """What counts in each world: one view of each mean that something counts in."""
        worlds = completions.worlds  # which makes the parts
        always, parts = self._by_mean(completions.sure), [self._by_mean(part) for part in completions.parts]
        known: dict[tuple[int, tuple[int, ...]], int] = {}
        for world in worlds:
            inside: dict[int, list[int]] = {mean: [] for mean in always}
            for part in world:
                for mean in parts[part]:
                    inside.setdefault(mean, []).append(part)
            for mean, those in inside.items():
                if (mean, tuple(those)) not in known:
                    lines = [*always.get(mean, ()), *(line for part in those for line in parts[part][mean])]
                    known[mean, tuple(those)] = len(self._views)
                    self._views.append(self._view(mean, lines))
            if inside:
                yield tuple([known[mean, tuple(inside[mean])] for mean in sorted(inside)])

    def _by_mean(self, lines: Iterable[Line]) -> Mapping[int, list[Line]]:
        """What counts, put together by the mean that it is in: that of its section, or the one of all questions."""
        inside: dict[int, list[Line]] = {}
        for line in lines:
            place, _ = self._counting[line.question.id]
            inside.setdefault(0 if self._by_questions else place, []).append(line)
        return inside

    def _view(self, mean: int, lines: Sequence[Line]) -> View:
        weighed = [(self._counting[line.question.id][1], line) for line in lines]
        fixed = [(weight, line.span) for weight, line in weighed if line.question.id in self._deciders]
        return View(
            self._weights[mean],
            sum([weight for weight, _ in weighed]),
            sum((weight * span.low for weight, span in fixed), ZERO),
            sum((weight * span.high for weight, span in fixed), ZERO),
            tuple([(line.question.id, weight) for weight, line in weighed if line.question.id not in self._deciders]),
        )

    def low(self, scores: Points) -> Fraction | None:
        lowest = self._lowest(scores)
        return None if lowest is None else lowest[0]

    def high(self, scores: Points) -> Fraction | None:
        values, scale = self._highs.of(scores)
        best = {whole: max([sum([values[v] for v in world]) for world in ws]) for whole, ws in self._worlds.items()}
        return max((Fraction(value, scale * whole) for whole, value in best.items()), default=None)

    def _lowest(self, scores: Points) -> tuple[Fraction, tuple[int, ...]] | None:
        """The least overall score and its world."""
        values, scale = self._lows.of(scores)
        least = {whole: min([(sum([values[v] for v in w]), w) for w in ws]) for whole, ws in self._worlds.items()}
        return min(((Fraction(value, scale * whole), world) for whole, (value, world) in least.items()), default=None)

    def missed(self, scores: Points, bar: int) -> Bar | None:
        lowest = self._lowest(scores)
        if lowest is None or lowest[0] >= bar:
            return None
        views = [self._views[view] for view in lowest[1]]
        whole = sum([view.weight for view in views])
        each = [(Fraction(HUNDRED * view.weight, whole * view.total), view) for view in views]
        coefficients = {ident: factor * weight for factor, view in each for ident, weight in view.terms}
        return Bar(coefficients, bar - sum((factor * view.low for factor, view in each), ZERO))


class _Means:
    """What each view puts into 100 times the sum of means, kept from one set of scores to the next.

    Of all the scores that a plan is tried with few differ from those before, and only these are summed anew.
    """

    def __init__(self, views: Sequence[View], ends: Sequence[Fraction]) -> None:
        common = lcm(*[view.total for view in views])
        self._scale = common
        self._factors = [HUNDRED * view.weight * (common // view.total) for view in views]
        self._unit = lcm(*[end.denominator for end in ends])
        self._values = [f * _whole(end, self._unit) for f, end in zip(self._factors, ends, strict=True)]
        self._terms: dict[str, list[tuple[int, int]]] = {}
        for place, view in enumerate(views):
            for ident, weight in view.terms:
                self._terms.setdefault(ident, []).append((place, weight * self._factors[place]))
        self._scores = dict.fromkeys(self._terms, ZERO)

    def of(self, scores: Points) -> tuple[Sequence[int], int]:
        """What each view puts in, and the scale of these numbers."""
        changed = {i: scores[i] for i, before in self._scores.items() if i in scores and scores[i] != before}
        unit = lcm(self._unit, *[score.denominator for score in changed.values()])
        if unit != self._unit:
            self._values = [value * (unit // self._unit) for value in self._values]
            self._unit = unit
        for ident, score in changed.items():
            rise = _whole(score, unit) - _whole(self._scores[ident], unit)
            self._scores[ident] = score
            for place, factor in self._terms[ident]:
                self._values[place] += factor * rise
        return self._values, self._scale * self._unit


def _ends(view: View) -> tuple[Fraction, Fraction]:
    return view.low, view.high


def _whole(number: Fraction, unit: int) -> int:
    return number.numerator * (unit // number.denominator)


class _Outer:
    """Bounds for too many worlds: what may be shown or not is taken in or left out as it suits."""

    exact = False

    def __init__(self, completions: Completions) -> None:
        questionnaire = completions.questionnaire
        self._unsure = completions.unsure
        self._fixed = {
            line.question.id: line.span for line in completions.counted if line.question.id in completions.cells
        }
        self._inside: dict[int, list[tuple[str, int]]] = {}
        for line in completions.counted:
            place, weight = questionnaire.counting[line.question.id]
            mean = 0 if questionnaire.overall == "questions" else place
            self._inside.setdefault(mean, []).append((line.question.id, weight))
        self._weights = (1,) if questionnaire.overall == "questions" else questionnaire.section_weights

    def low(self, scores: Points) -> Fraction | None:
        bound, _ = self._bound({**scores, **{ident: span.low for ident, span in self._fixed.items()}})
        return bound

    def high(self, scores: Points) -> Fraction | None:
        highest = {**scores, **{ident: span.high for ident, span in self._fixed.items()}}
        bound, _ = self._bound({ident: 1 - score for ident, score in highest.items()})
        return None if bound is None else HUNDRED - bound

    def missed(self, scores: Points, bar: int) -> Bar | None:
        bound, coefficients = self._bound({**scores, **{ident: span.low for ident, span in self._fixed.items()}})
        if bound is None or bound >= bar:
            return None
        fixed = sum((c * self._fixed[i].low for i, c in coefficients.items() if i in self._fixed), ZERO)
        return Bar({i: c for i, c in coefficients.items() if i not in self._fixed}, bar - fixed)

    def _bound(self, scores: Points) -> tuple[Fraction | None, Mapping[str, Fraction]]:
        """The least mean of means, and the points that each question taken in puts into it."""
        taken: dict[int, list[tuple[str, int]]] = {}
        means: list[SumPart] = []
        for mean, inside in self._inside.items():
            parts = [SumPart(Fraction(weight), scores[ident], ident not in self._unsure) for ident, weight in inside]
            score, places = least_mean(parts)
            taken[mean] = [inside[place] for place in places]
            means.append(SumPart(Fraction(self._weights[mean]), score, any(part.sure for part in parts)))
        if not means:
            return None, {}
        bound, places = least_mean(means)
        whole = sum((means[place].weight for place in places), ZERO)
        coefficients: dict[str, Fraction] = {}
        for mean in [list(taken)[place] for place in places]:
            share = HUNDRED * self._weights[mean] / whole / sum([weight for _, weight in taken[mean]])
            coefficients |= {ident: share * weight for ident, weight in taken[mean]}
        return HUNDRED * bound, coefficients
