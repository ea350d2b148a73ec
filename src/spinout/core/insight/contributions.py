"""How many points of the overall score hang on each question."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from spinout.core.conditions import State
from spinout.core.exact_sums import ZERO, total
from spinout.core.questionnaire import Questionnaire
from spinout.core.standings import Standing


@dataclass(frozen=True, slots=True)
class Contribution:
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
    shares = shares_of(questionnaire, standings)
    return tuple(_contribution(standing, shares.get(ident)) for ident, standing in standings.items())


def _contribution(standing: Standing, share: Fraction | None) -> Contribution:
    ident = standing.question.id
    if share is None:
        return Contribution(ident, ZERO, ZERO)
    (least, greatest), score = standing.question.extremes, standing.score
    if score is None:
        points = _points(share, greatest, least)
        return Contribution(ident, points, points)
    return Contribution(ident, _points(share, greatest, score), ZERO)


def _points(share: Fraction, greatest: Fraction, score: Fraction) -> Fraction:
    """100 * share * (greatest - score), reduced once."""
    above, below = share.as_integer_ratio()
    high, under_high = greatest.as_integer_ratio()
    low, under_low = score.as_integer_ratio()
    gap = high * under_low - low * under_high
    return Fraction(100 * above * gap, below * under_high * under_low) if gap else ZERO


def shares_of(
    questionnaire: Questionnaire, standings: Mapping[str, Standing], wanted: Container[str] | None = None
) -> Mapping[str, Fraction]:
    """The share of the whole weight of each question that counts, 1 together; pending ones count.

    `wanted` are the questions whose shares are asked for, where not those of all.
    """
    scored = {section.id for section in questionnaire.sections if section.weight}
    counted = [
        (standing.question, standing.question.weight)
        for standing in standings.values()
        if standing.question.weight
        and standing.question.section in scored
        and standing.state not in (State.HIDDEN, State.NOT_APPLICABLE)
    ]
    weights: dict[str, list[Fraction]] = {}
    for question, weight in counted:
        weights.setdefault(question.section, []).append(weight)
    asked = counted if wanted is None else [pair for pair in counted if pair[0].id in wanted]
    totals = {ident: total(inside) for ident, inside in weights.items()}
    if questionnaire.overall == "questions":
        whole = sum(totals.values(), ZERO)
        return {question.id: weight / whole for question, weight in asked}
    sections = sum((questionnaire.section(ident).weight for ident in totals), ZERO)
    of_weight = {ident: questionnaire.section(ident).weight / sections / whole for ident, whole in totals.items()}
    return {question.id: of_weight[question.section] * weight for question, weight in asked}
