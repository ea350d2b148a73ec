"""Means whose scores change a little at a time, summed in whole numbers: what the worlds of a plan are made of."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from msgspec import Struct

from spinout.core.completions import Line
from spinout.core.exact_sums import total, weighted_total
from spinout.core.scores import HUNDRED

Points = Mapping[str, Fraction]
"""The score of each question that counts, 0 to 1."""


class View(Struct, frozen=True):
    """One mean in one world: its weights, and what open deciding questions put in at either end."""

    weight: Fraction
    total: Fraction
    low: Fraction
    high: Fraction
    terms: tuple[tuple[str, Fraction], ...]


def view_of(weight: Fraction, lines: Sequence[Line], choice: Mapping[str, object]) -> View:
    """The view of a mean that some lines count in, where the questions of a choice are fixed."""
    own = [(line.question.weight or Fraction(0), line) for line in lines]
    fixed = [pair for pair in own if pair[1].question.id in choice]
    return View(
        weight,
        total(weight for weight, _ in own),
        weighted_total((weight, line.span.low) for weight, line in fixed),
        weighted_total((weight, line.span.high) for weight, line in fixed),
        tuple((line.question.id, weight) for weight, line in own if line.question.id not in choice),
    )


class Scaled:
    """The views with whole numbers for their weights: what each puts into 100 times the sum of means."""

    def __init__(self, views: Sequence[View]) -> None:
        by = lcm(*(n.denominator for v in views for n in (v.total, *(weight for _, weight in v.terms))))
        self._constants = lcm(*(n.denominator for v in views for n in (by * v.low, by * v.high)))
        totals = [_whole(view.total, by) for view in views]
        common = lcm(*totals)
        heavy = lcm(*(view.weight.denominator for view in views))
        self._scale = common * heavy
        self._factors = [
            HUNDRED * _whole(view.weight, heavy) * (common // total) for view, total in zip(views, totals, strict=True)
        ]
        self._ends = {
            high: [_whole(view.high if high else view.low, by * self._constants) for view in views]
            for high in (False, True)
        }
        terms: dict[str, list[tuple[int, int]]] = {}
        for place, view in enumerate(views):
            for ident, weight in view.terms:
                terms.setdefault(ident, []).append((place, _whole(weight, by)))
        self._sums = {high: _Sums(terms, len(views), self._constants) for high in (False, True)}

    def parts(self, scores: Points, *, high: bool) -> tuple[list[int], int]:
        """What each view puts in, and the scale of these numbers."""
        sums, scale = self._sums[high].of(scores)
        step = scale // self._constants
        rows = zip(self._factors, self._ends[high], sums, strict=True)
        return [factor * (end * step + inside) for factor, end, inside in rows], scale * self._scale


class _Sums:
    """For each view the sum of weight times score, kept from one set of scores to the next.

    Of all the scores that a plan is tried with few differ from those before, and only these are summed anew.
    """

    def __init__(self, terms: Mapping[str, Sequence[tuple[int, int]]], views: int, scale: int) -> None:
        self._terms = terms
        self._sums = [0] * views
        self._scale = scale
        self._scores: dict[str, Fraction] = {}
        self._wholes = dict.fromkeys(terms, 0)

    def of(self, scores: Points) -> tuple[list[int], int]:
        """The sums, and the scale of the scores in them."""
        before = self._scores
        changed = {i: score for i, score in scores.items() if before.get(i) is not score and i in self._terms}
        self._widen(lcm(self._scale, *[score.denominator for score in changed.values()]))
        for ident, score in changed.items():
            before[ident] = score
            whole = _whole(score, self._scale)
            rise = whole - self._wholes[ident]
            if rise:
                self._wholes[ident] = whole
                for place, weight in self._terms[ident]:
                    self._sums[place] += weight * rise
        return self._sums, self._scale

    def _widen(self, scale: int) -> None:
        if scale != self._scale:
            by = scale // self._scale
            self._scale = scale
            self._sums = [by * one for one in self._sums]
            self._wholes = {ident: by * whole for ident, whole in self._wholes.items()}


def _whole(number: Fraction, scale: int) -> int:
    return number.numerator * scale // number.denominator
