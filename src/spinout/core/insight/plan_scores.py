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


class Piece(Struct, frozen=True):
    """What some questions put into a mean: all weights, and what deciders among them put in at either end."""

    total: int
    low: Fraction
    high: Fraction
    terms: tuple[tuple[str, int], ...]
    """The questions that may move, and their weights."""


View = tuple[int, tuple[int, ...]]
"""A mean in some worlds, and the pieces that count in it."""


class _Enumerated:
    """Each world by itself; whole numbers inside, since a plan looks at all of them many times."""

    exact = True

    def __init__(self, completions: Completions) -> None:
        questionnaire = completions.questionnaire
        self._counting = questionnaire.counting
        self._deciders = completions.cells
        self._by_questions = questionnaire.overall == "questions"
        self._weights = (1,) if self._by_questions else questionnaire.section_weights
        self._pieces: list[Piece] = []
        self._views: dict[View, int] = {}
        self._worlds: dict[int, list[tuple[int, ...]]] = {}
        """The views of each world, by the weight of all means in it."""
        for world in dict.fromkeys(self._worlds_in(completions)):
            views = [self._views.setdefault(view, len(self._views)) for view in world]
            self._worlds.setdefault(sum([self._weights[mean] for mean, _ in world]), []).append(tuple(views))
        totals = [sum([self._pieces[piece].total for piece in pieces]) for _, pieces in self._views]
        self._common = lcm(*totals)
        self._factors = [
            (HUNDRED * self._weights[mean] * (self._common // total), pieces)
            for (mean, pieces), total in zip(self._views, totals, strict=True)
        ]
        self._lows = _PlanSums(self._pieces, [piece.low for piece in self._pieces])
        self._highs = _PlanSums(self._pieces, [piece.high for piece in self._pieces])

    def _worlds_in(self, completions: Completions) -> Iterable[tuple[View, ...]]:
        """What counts in each world: one view of each mean that something counts in."""
        worlds = completions.worlds  # which makes the parts
        always = self._pieces_of(completions.sure)
        parts = [self._pieces_of(part) for part in completions.parts]
        for world in worlds:
            inside = {mean: [piece] for mean, piece in always.items()}
            for part in world:
                for mean, piece in parts[part].items():
                    inside.setdefault(mean, []).append(piece)
            if inside:
                yield tuple([(mean, tuple(pieces)) for mean, pieces in sorted(inside.items())])

    def _pieces_of(self, lines: Iterable[Line]) -> Mapping[int, int]:
        """What lines put into each mean: that of their section, or the one of all questions."""
        inside: dict[int, list[Line]] = {}
        for line in lines:
            inside.setdefault(0 if self._by_questions else self._counting[line.question.id][0], []).append(line)
        places = {}
        for mean, those in inside.items():
            places[mean] = len(self._pieces)
            self._pieces.append(self._piece(those))
        return places

    def _piece(self, lines: Sequence[Line]) -> Piece:
        weighed = [(line.question.id, self._counting[line.question.id][1], line.span) for line in lines]
        fixed = [(weight, span) for ident, weight, span in weighed if ident in self._deciders]
        return Piece(
            sum([weight for _, weight, _ in weighed]),
            sum((weight * span.low for weight, span in fixed), ZERO),
            sum((weight * span.high for weight, span in fixed), ZERO),
            tuple([(ident, weight) for ident, weight, _ in weighed if ident not in self._deciders]),
        )

    def _values(self, sums: "_PlanSums", scores: Points) -> tuple[list[int], int]:
        """What each view puts into 100 times the sum of means, and the scale of these numbers."""
        inside, unit = sums.of(scores)
        return [factor * sum([inside[piece] for piece in pieces]) for factor, pieces in self._factors], (
            unit * self._common
        )

    def low(self, scores: Points) -> Fraction | None:
        lowest = self._lowest(scores)
        return None if lowest is None else lowest[0]

    def high(self, scores: Points) -> Fraction | None:
        values, scale = self._values(self._highs, scores)
        best = {whole: max([sum([values[v] for v in world]) for world in ws]) for whole, ws in self._worlds.items()}
        return max((Fraction(value, scale * whole) for whole, value in best.items()), default=None)

    def _lowest(self, scores: Points) -> tuple[Fraction, tuple[int, ...]] | None:
        """The least overall score and its world."""
        values, scale = self._values(self._lows, scores)
        least = {whole: min([(sum([values[v] for v in w]), w) for w in ws]) for whole, ws in self._worlds.items()}
        return min(((Fraction(value, scale * whole), world) for whole, (value, world) in least.items()), default=None)

    def missed(self, scores: Points, bar: int) -> Bar | None:
        lowest = self._lowest(scores)
        if lowest is None or lowest[0] >= bar:
            return None
        every = list(self._views)
        views = [every[view] for view in lowest[1]]
        whole = sum([self._weights[mean] for mean, _ in views])
        coefficients: dict[str, Fraction] = {}
        needed = Fraction(bar)
        for mean, places in views:
            pieces = [self._pieces[place] for place in places]
            factor = Fraction(HUNDRED * self._weights[mean], whole * sum([piece.total for piece in pieces]))
            coefficients |= {ident: factor * weight for piece in pieces for ident, weight in piece.terms}
            needed -= factor * sum((piece.low for piece in pieces), ZERO)
        return Bar(coefficients, needed)


class _PlanSums:
    """The sum of weight times score of each piece, kept from one set of scores to the next.

    Of all the scores that a plan is tried with few differ from those before, and only these are summed anew.
    """

    def __init__(self, pieces: Sequence[Piece], ends: Sequence[Fraction]) -> None:
        self._unit = lcm(*[end.denominator for end in ends])
        self._sums = [_whole(end, self._unit) for end in ends]
        self._terms: dict[str, list[tuple[int, int]]] = {}
        for place, piece in enumerate(pieces):
            for ident, weight in piece.terms:
                self._terms.setdefault(ident, []).append((place, weight))
        self._scores = dict.fromkeys(self._terms, ZERO)

    def of(self, scores: Points) -> tuple[Sequence[int], int]:
        """The sums, and the scale of these numbers."""
        changed = {i: scores[i] for i, before in self._scores.items() if i in scores and scores[i] != before}
        unit = lcm(self._unit, *[score.denominator for score in changed.values()])
        if unit != self._unit:
            self._sums = [value * (unit // self._unit) for value in self._sums]
            self._unit = unit
        for ident, score in changed.items():
            rise = _whole(score, unit) - _whole(self._scores[ident], unit)
            self._scores[ident] = score
            for place, weight in self._terms[ident]:
                self._sums[place] += weight * rise
        return self._sums, self._unit


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
