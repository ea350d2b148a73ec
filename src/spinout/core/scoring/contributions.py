"""How many points of the overall score hang on each question."""

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from spinout.core.conditions import State
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.scores import ZERO, total
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
    shares = shares_of(questionnaire, standings)
    known: dict[tuple[int, int, int], Fraction] = {}
    found = []
    for ident, standing in standings.items():
        share = shares.get(ident)
        if share is None:
            found.append(Contribution(ident, ZERO, ZERO))
            continue
        (least, greatest), score = standing.question.extremes, standing.score
        now = least if score is None else score
        # Many questions have the same share and scores, and then these are mostly the same objects. That
        # is soon told, where comparing fractions takes as long as the sum.
        key = id(share), id(greatest), id(now)
        gain = known.get(key)
        if gain is None:
            gain = known[key] = _points(share, greatest, now)
        found.append(Contribution(ident, gain, gain if score is None else ZERO))
    return tuple(found)


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
    weights = _weights(questionnaire, standings)
    totals = {ident: total(inside.values()) for ident, inside in weights.items()}
    if questionnaire.overall == "questions":
        one = 1 / total(totals.values()) if totals else ZERO
        of_weight = dict.fromkeys(totals, one)
    else:
        sections = total(questionnaire.section(ident).weight for ident in totals)
        of_weight = {ident: questionnaire.section(ident).weight / sections / whole for ident, whole in totals.items()}
    shares: dict[str, Fraction] = {}
    for section, inside in weights.items():
        made: dict[int, Fraction] = {}  # by the weight itself, which takes less long than by its value
        for ident, weight in inside.items():
            if wanted is not None and ident not in wanted:
                continue
            share = made.get(id(weight))
            if share is None:
                share = made[id(weight)] = of_weight[section] * weight
            shares[ident] = share
    return shares


def _weights(questionnaire: Questionnaire, standings: Mapping[str, Standing]) -> Mapping[str, Mapping[str, Fraction]]:
    """The weights of the questions that count, by section, in file order."""
    scored = {section.id for section in questionnaire.sections if section.weight}
    left_out = (State.HIDDEN, State.NOT_APPLICABLE)
    weights: dict[str, dict[str, Fraction]] = {}
    for ident, standing in standings.items():
        weight, section = standing.question.weight, standing.question.section
        if weight and section in scored and standing.state not in left_out:
            weights.setdefault(section, {})[ident] = weight
    return weights
