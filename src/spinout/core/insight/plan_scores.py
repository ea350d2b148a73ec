"""The score under every way that what is shown may still turn out, as sums that a plan can raise."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Protocol

from msgspec import Struct

from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.completions import Choice, Completions, Line
from spinout.core.scoring.scores import HUNDRED, total, weighted_total

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


def worlds_of(questionnaire: Questionnaire, completions: Completions, pending: Iterable[str]) -> Worlds:
    """The worlds of answers whose deciding questions stay as they are."""
    if completions.enumerable:
        return _Enumerated(questionnaire, completions)
    return _Outer(questionnaire, completions, frozenset(pending))


def _groups(questionnaire: Questionnaire) -> dict[str, tuple[int, Fraction]]:
    """For each section the mean that its questions are in, and that mean's weight in the whole."""
    if questionnaire.overall == "questions":
        return {section.id: (0, Fraction(1)) for section in questionnaire.sections}
    return {section.id: (place, section.weight) for place, section in enumerate(questionnaire.sections)}


class _Enumerated:
    """Each world by itself; whole numbers inside, since a plan looks at all of them many times."""

    exact = True

    def __init__(self, questionnaire: Questionnaire, completions: Completions) -> None:
        self._groups = _groups(questionnaire)
        self._weights = dict(self._groups.values())
        places: dict[View, int] = {}
        worlds: dict[tuple[int, ...], Fraction] = {}
        always = self._by_mean(completions.free_lines)
        fixed = {place: places.setdefault(self._view(place, lines, {}), len(places)) for place, lines in always.items()}
        seen: dict[tuple[int, ...], int] = {}
        """The view of what counts in a mean, by the objects that stand for it."""
        for choice, counted in completions.worlds():
            here = dict(fixed)
            for place, lines in self._by_mean(counted).items():
                known = (place, *map(id, lines))
                if known not in seen:
                    view = self._view(place, [*always.get(place, ()), *lines], choice)
                    seen[known] = places.setdefault(view, len(places))
                here[place] = seen[known]
            key = tuple(here[place] for place in sorted(here))
            if key and key not in worlds:
                worlds[key] = sum((self._weights[place] for place in here), Fraction(0))
        self._views_seen = tuple(places)
        self._worlds: dict[Fraction, list[tuple[int, ...]]] = {}
        for key, whole in worlds.items():
            self._worlds.setdefault(whole, []).append(key)
        self._scaled = Scaled(self._views_seen)

    def _view(self, place: int, lines: Sequence[Line], choice: Choice) -> View:
        return view_of(self._weights[place], lines, choice)

    def _by_mean(self, lines: Iterable[Line]) -> dict[int, list[Line]]:
        """What counts, put together by the mean that it is in."""
        inside: dict[int, list[Line]] = {}
        for line in lines:
            inside.setdefault(self._groups[line.question.section][0], []).append(line)
        return inside

    def low(self, scores: Points) -> Fraction | None:
        lowest = self._lowest(scores)
        return None if lowest is None else lowest[0]

    def high(self, scores: Points) -> Fraction | None:
        parts, scale = self._scaled.parts(scores, high=True)
        ends = [
            Fraction(
                max(sum([parts[place] for place in key]) for key in keys) * whole.denominator, scale * whole.numerator
            )
            for whole, keys in self._worlds.items()
        ]
        return max(ends, default=None)

    def _lowest(self, scores: Points) -> tuple[Fraction, tuple[int, ...]] | None:
        """The least overall score and its world."""
        parts, scale = self._scaled.parts(scores, high=False)
        ends = []
        for whole, keys in self._worlds.items():
            value, world = min((sum([parts[place] for place in key]), key) for key in keys)
            ends.append((Fraction(value * whole.denominator, scale * whole.numerator), world))
        return min(ends, default=None)

    def missed(self, scores: Points, bar: int) -> Bar | None:
        lowest = self._lowest(scores)
        if lowest is None or lowest[0] >= bar:
            return None
        views = [self._views_seen[place] for place in lowest[1]]
        whole = sum((view.weight for view in views), Fraction(0))
        factors = [HUNDRED * view.weight / whole / view.total for view in views]
        each = list(zip(factors, views, strict=True))
        coefficients = {ident: factor * weight for factor, view in each for ident, weight in view.terms}
        constant = sum((factor * view.low for factor, view in each), Fraction(0))
        return Bar(coefficients, bar - constant)


class _Outer:
    """Bounds for too many worlds: what may be shown or not is taken in or left out as it suits."""

    exact = False

    def __init__(self, questionnaire: Questionnaire, completions: Completions, pending: frozenset[str]) -> None:
        self._pending = pending
        self._open = {ident: completions.spans[ident] for ident in completions.cells if ident in completions.spans}
        self._inside: dict[int, list[tuple[str, Fraction]]] = {}
        self._weights: dict[int, Fraction] = {}
        for section, (place, weight) in _groups(questionnaire).items():
            for question in completions.counted:
                if question.section == section and question.weight:
                    self._inside.setdefault(place, []).append((question.id, question.weight))
                    self._weights[place] = weight

    def low(self, scores: Points) -> Fraction | None:
        return self._bound(self._at_least(scores))[0]

    def high(self, scores: Points) -> Fraction | None:
        highest = {i: self._open[i].high if i in self._open else score for i, score in scores.items()}
        bound, _ = self._bound({ident: 1 - score for ident, score in highest.items()})
        return None if bound is None else HUNDRED - bound

    def missed(self, scores: Points, bar: int) -> Bar | None:
        bound, coefficients = self._bound(self._at_least(scores))
        if bound is None or bound >= bar:
            return None
        fixed = sum((c * self._open[i].low for i, c in coefficients.items() if i in self._open), Fraction(0))
        return Bar({i: c for i, c in coefficients.items() if i not in self._open}, bar - fixed)

    def _at_least(self, scores: Points) -> dict[str, Fraction]:
        """The scores, with the worst answer to each open question that decides what is shown."""
        return {i: self._open[i].low if i in self._open else score for i, score in scores.items()}

    def _bound(self, scores: Points) -> tuple[Fraction | None, dict[str, Fraction]]:
        """The least mean of means, and the points that each question taken in puts into it."""
        means: list[tuple[str, Fraction, Fraction, bool]] = []
        taken: dict[str, list[tuple[str, Fraction]]] = {}
        for place, terms in self._inside.items():
            known = [(i, w, scores[i], i not in self._pending) for i, w in terms if i in scores]
            if known:
                taken[str(place)] = least = _least_mean(known)
                weight = sum((w for _, w in least), Fraction(0))
                mean = sum((w * scores[i] for i, w in least), Fraction(0)) / weight
                means.append((str(place), self._weights[place], mean, any(sure for *_, sure in known)))
        if not means:
            return None, {}
        counted = _least_mean(means)
        whole = sum((w for _, w in counted), Fraction(0))
        coefficients = {
            ident: HUNDRED * weight / whole * own / sum((w for _, w in taken[place]), Fraction(0))
            for place, weight in counted
            for ident, own in taken[place]
        }
        return sum((c * scores[i] for i, c in coefficients.items()), Fraction(0)), coefficients


def _least_mean(parts: Iterable[tuple[str, Fraction, Fraction, bool]]) -> list[tuple[str, Fraction]]:
    """Of (id, weight, score, sure) those that make the least mean; the sure ones always count."""
    every = list(parts)
    taken = [(ident, weight) for ident, weight, _, sure in every if sure]
    weight = sum((w for _, w, _, sure in every if sure), Fraction(0))
    total = sum((w * score for _, w, score, sure in every if sure), Fraction(0))
    for ident, own, score, sure in sorted(every, key=lambda part: part[2]):
        if not sure and (not weight or score < total / weight):
            taken.append((ident, own))
            weight += own
            total += own * score
    return taken
