"""How many points of the overall score hang on each question."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from spinout.core.conditions import State
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.scores import ZERO
from spinout.core.scoring.standings import Standing


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


def contributions(questionnaire: Questionnaire, standings: Mapping[str, Standing]) -> tuple[Contribution, ...]:
    """The contribution of every question, in file order; what is shown stays as it is.

    A question that does not count contributes nothing. A pending one counts as shown.
    """
    every = shares_among(questionnaire, _counted(questionnaire, standings))
    found = []
    for ident, standing in standings.items():
        share = every.get(ident)
        if share is None:
            found.append(Contribution(ident, ZERO, ZERO))
            continue
        least, greatest = standing.question.extremes
        gain = _points(share, greatest, least if standing.score is None else standing.score)
        found.append(Contribution(ident, gain, gain if standing.score is None else ZERO))
    return tuple(found)


def _points(share: tuple[int, int], greatest: Fraction, score: Fraction) -> Fraction:
    """100 * share * (greatest - score), reduced once."""
    above, below = share
    high, under_high = greatest.as_integer_ratio()
    low, under_low = score.as_integer_ratio()
    gap = high * under_low - low * under_high
    return Fraction(100 * above * gap, below * under_high * under_low) if gap else ZERO


def shares_of(questionnaire: Questionnaire, standings: Mapping[str, Standing]) -> Mapping[str, Fraction]:
    """The share of the whole weight of each question that counts, 1 together; pending ones count."""
    shares = shares_among(questionnaire, _counted(questionnaire, standings))
    return {ident: Fraction(*share) for ident, share in shares.items()}


def _counted(questionnaire: Questionnaire, standings: Mapping[str, Standing]) -> Iterable[str]:
    left_out = (State.HIDDEN, State.NOT_APPLICABLE)
    return [ident for ident in questionnaire.counting if standings[ident].state not in left_out]


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
