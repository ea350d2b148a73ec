"""How much of the sections' weight would have to move for the band to change.

Moving a share of weight from a section that scores s to one that scores t moves the overall
score by that share times (t - s). The cheapest way up therefore takes weight from the lowest
section first and gives it to the highest, and the way down is its mirror image.
"""

from collections.abc import Sequence
from fractions import Fraction
from operator import mul

from msgspec import Struct

from spinout.core.questionnaire import Questionnaire, whole
from spinout.core.scoring.scores import HUNDRED, Combinations, Scores


class Shift(Struct, frozen=True):
    """The least share of weight, 0 to 1, that changes the band; None where no shift can."""

    up: Fraction | None
    down: Fraction | None


class Robustness(Struct, frozen=True):
    """The shifts at either end of the range."""

    low: Shift
    high: Shift


def robustness(questionnaire: Questionnaire, scores: Scores) -> Robustness | None:
    """How firmly the bands stand; None where it is not defined."""
    overall = scores.overall
    if questionnaire.overall == "questions" or not questionnaire.bands or overall is None or not overall.exact:
        return None
    low = _least(questionnaire, scores.low_combinations, overall.low)
    if scores.high_combinations == scores.low_combinations:
        return Robustness(low, low)
    return Robustness(low, _least(questionnaire, scores.high_combinations, overall.high))


def _least(questionnaire: Questionnaire, combinations: Combinations, score: Fraction) -> Shift:
    """The least shift of all the ways to reach one end of the range."""
    shifts = [_shift(questionnaire, sections, score) for sections in combinations]
    return Shift(
        min((shift.up for shift in shifts if shift.up is not None), default=None),
        min((shift.down for shift in shifts if shift.down is not None), default=None),
    )


def _shift(questionnaire: Questionnaire, sections: Sequence[Fraction | None], score: Fraction) -> Shift:
    parts = [
        (section.weight, found)
        for section, found in zip(questionnaire.sections, sections, strict=True)
        if section.weight and found is not None
    ]
    starts = [band.start for band in questionnaire.bands]
    above = [start for start in starts if start > score]
    up = least_share(parts, Fraction(above[0])) if above else None
    # the first band starts at 0; at the edge itself a band still holds: there must be a section below it to go on
    own = max(start for start in starts if start <= score)
    mirrored = [(weight, HUNDRED - section) for weight, section in parts]
    passes = any(section < own for _, section in parts)
    down = least_share(mirrored, Fraction(HUNDRED - own)) if passes else None
    return Shift(up, down)


def least_share(parts: Sequence[tuple[Fraction, Fraction]], target: Fraction) -> Fraction | None:
    """The least share of the weight to move so that the mean reaches a target; None where it cannot.

    `parts` are (weight, score). All of them are made whole first, so that only the result is a fraction.
    """
    weights = whole(weight for weight, _ in parts)
    *scores, goal = whole([*(score for _, score in parts), target])
    best, every = max(scores), sum(weights)
    if best < goal:
        return None
    moved, lacking = 0, goal * every - sum(map(mul, weights, scores))
    for score, weight in sorted(zip(scores, weights, strict=True)):
        if lacking <= 0:
            break
        gain = best - score
        if lacking < weight * gain:
            return Fraction(moved * gain + lacking, every * gain)
        moved += weight
        lacking -= weight * gain
    return Fraction(moved, every)
