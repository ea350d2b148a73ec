"""The score under every way that what is shown may still turn out, as sums that a plan can raise."""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from msgspec import Struct

from spinout.core.scoring.completions import Completions, Line
from spinout.core.scoring.contributions import shares_among
from spinout.core.scoring.scores import HUNDRED, ZERO, least_outer

Points = Mapping[str, Fraction]
"""The score of each question that counts, 0 to 1."""


class Bar(Struct, frozen=True):
    """What one world asks for: a coefficient for each question's score, and the sum to reach."""

    coefficients: Mapping[str, Fraction]
    needed: Fraction


class Worlds:
    """The least score of answers whose deciders stay as they are: of every world, or a bound where they are too many.

    With `mirrored`, every score is turned round, and so is the least one: 100 less the greatest. Sums are of whole
    numbers, and kept from one set of scores to the next: of all that a plan tries few differ.
    """

    def __init__(self, completions: Completions, *, mirrored: bool = False) -> None:
        def end(line: Line) -> Fraction:
            return 1 - line.span.high if mirrored else line.span.low

        self.exact = completions.enumerable
        self._completions = completions
        deciders = completions.cells
        self._fixed = {line.question.id: end(line) for line in completions.counted if line.question.id in deciders}
        every = [lines for w in completions.worlds if (lines := completions.lines(w))] if self.exact else []
        shares = [shares_among(completions.questionnaire, [line.question.id for line in lines]) for lines in every]
        self._scale = lcm(*{below for world in shares for _, below in world.values()})
        self._scores = {i: ZERO for line in completions.counted if (i := line.question.id) not in deciders}
        self._columns = {ident: [0] * len(every) for ident in self._scores}
        """For each question that may move the part that its score has in each world."""
        sums = [ZERO] * len(every)
        for world, lines in enumerate(every):
            for line in lines:
                above, below = shares[world][line.question.id]
                part = above * (self._scale // below)
                if line.question.id in deciders:
                    sums[world] += part * end(line)
                else:
                    self._columns[line.question.id][world] = part
        self._unit = lcm(*[one.denominator for one in sums])
        self._sums = [int(one * self._unit) for one in sums]

    def low(self, scores: Points) -> Fraction | None:
        """The least overall score; None where nothing is assessed in any world."""
        if not self.exact:
            bound = self._bound(scores)
            return None if bound is None else bound[0]
        for ident, before in self._scores.items():
            if scores[ident] != before:
                self._move(ident, scores[ident])
        return Fraction(HUNDRED * min(self._sums), self._scale * self._unit) if self._sums else None

    def missed(self, scores: Points, bar: int) -> Bar | None:
        """What the world asks for that misses a bar by most; None where none does."""
        low = self.low(scores)
        if low is None or low >= bar:
            return None
        points = self._points(scores)
        return Bar(points, bar - low + sum((more * scores[ident] for ident, more in points.items()), ZERO))

    def _move(self, ident: str, score: Fraction) -> None:
        """Take another score of a question into the sums of every world."""
        unit = lcm(self._unit, score.denominator)
        more, rise = unit // self._unit, int((score - self._scores[ident]) * unit)
        self._sums = [one * more + part * rise for one, part in zip(self._sums, self._columns[ident], strict=True)]
        self._unit, self._scores[ident] = unit, score

    def _bound(self, scores: Points) -> tuple[Fraction, list[str]] | None:
        """The same where there are too many worlds, and what counts then: what may not be shown counts as it suits."""
        counted = (line.question.id for line in self._completions.counted)
        return least_outer(self._completions, {i: self._fixed[i] if i in self._fixed else scores[i] for i in counted})

    def _points(self, scores: Points) -> Mapping[str, Fraction]:
        """The points of each question that may move for a full score, where the overall score is least."""
        if self.exact:
            world = self._sums.index(min(self._sums))
            parts = {ident: (column[world], self._scale) for ident, column in self._columns.items() if column[world]}
        else:
            _, counted = self._bound(scores) or (ZERO, [])
            every = shares_among(self._completions.questionnaire, counted)
            parts = {ident: share for ident, share in every.items() if ident not in self._fixed}
        return {ident: Fraction(HUNDRED * above, below) for ident, (above, below) in parts.items()}
