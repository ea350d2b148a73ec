"""Robustness and voting power in sentences for a person who decides and has not read the method.

Every sentence is true as it stands: shares are rounded so that "more than" and "about" hold.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from spinout.core.insight.power import GroupPower
from spinout.core.insight.robustness import Robustness, Shift
from spinout.core.scores import HUNDRED
from spinout.core.wording import as_written

AT_LOW = "At the lowest score still possible: "
AT_HIGH = "At the highest score still possible: "
ASSUMPTION = "If each group votes as one: "


def robustness_in_words(robustness: Robustness | None) -> tuple[str, ...]:
    """One sentence where both ends of the range are alike, else one for each; none where it is not defined."""
    if robustness is None:
        return ()
    if robustness.low == robustness.high:
        return (_shift_in_words(robustness.low),)
    return (
        AT_LOW + _lower_first(_shift_in_words(robustness.low)),
        AT_HIGH + _lower_first(_shift_in_words(robustness.high)),
    )


def _lower_first(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _shift_in_words(shift: Shift) -> str:
    least = min((share for share in (shift.up, shift.down) if share is not None), default=None)
    if least is None:
        return "No other weights for the sections can change the band."
    if not least:
        return "The score stands on the edge of its band: the least shift of weight can lower the band."
    direction = ""
    if shift.up is None:
        direction = ", and then it falls"
    elif shift.down is None:
        direction = ", and then it rises"
    if least < Fraction(1, HUNDRED):
        return f"It takes less than 1 of every 100 points of weight to change the band{direction}."
    return f"The band changes only if {_of_every_hundred(least)} of weight move{direction}."


def _of_every_hundred(share: Fraction) -> str:
    points = HUNDRED * share
    whole = points.numerator // points.denominator
    return f"{whole} of every 100 points" if points == whole else f"more than {whole} of every 100 points"


# voting power


def power_in_words(groups: Sequence[GroupPower], labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Who holds the votes: the assumption, then what it means; `labels` names the groups."""
    names = {group.group: (labels or {}).get(group.group, group.group) for group in groups}
    voting = [group for group in groups if group.share]
    sentences = [_main_sentence(voting, names)]
    if len(voting) > 2 and not _equal(voting) and not _alone(voting):
        powerless = [group for group in voting if not group.banzhaf]
        sentences += [*_vetoes(voting, names), *_listing(powerless, names, "votes, but can never decide one")]
    sentences += _listing([group for group in groups if not group.share], names, "no votes")
    return (ASSUMPTION + sentences[0], *sentences[1:])


def _main_sentence(voting: Sequence[GroupPower], names: Mapping[str, str]) -> str:
    shares = f"with {_and([as_written(group.share) for group in voting])} in a hundred"
    strong = _alone(voting)
    if len(voting) == 1:
        return f"one group ({names[voting[0].group]}) has every vote."
    if strong is not None:
        return f"{shares}, {_alone_in_words(voting, strong, names)}"
    if _equal(voting):
        return f"{shares}, {_equal_in_words(len(voting))}"
    return f"{shares}, they share the power like this: {_and([f'{names[g.group]} {_about(g)}' for g in voting])}."


def _equal(voting: Sequence[GroupPower]) -> bool:
    return len({(group.banzhaf, group.shapley_shubik) for group in voting}) == 1


def _alone(voting: Sequence[GroupPower]) -> GroupPower | None:
    """The group that wins every vote by itself."""
    return next((group for group in voting if group.banzhaf == 1), None)


def _alone_in_words(voting: Sequence[GroupPower], strong: GroupPower, names: Mapping[str, str]) -> str:
    if len(voting) == 2:
        place = "second" if strong is voting[0] else "first"
        other = voting[1] if strong is voting[0] else voting[0]
        return f"the {place} group ({names[other.group]}) can never win alone or decide a vote."
    return f"one group ({names[strong.group]}) wins every vote alone, and no other can decide one."


def _equal_in_words(count: int) -> str:
    if count == 2:
        return "neither group can win without the other."
    if count == 3:
        return "each group has the same power: any two outvote the third."
    return "each group has the same power."


def _about(group: GroupPower) -> str:
    """Both indices as whole per cents: one number where they round alike, else from one to the other."""
    ends = sorted({round(100 * group.banzhaf), round(100 * group.shapley_shubik)})
    if ends == [0]:
        return "none" if not group.banzhaf else "under 1%"
    return f"about {ends[0]}%" if len(ends) == 1 else f"about {ends[0]}% to {ends[-1]}%"


def _vetoes(voting: Sequence[GroupPower], names: Mapping[str, str]) -> list[str]:
    whole = sum((Fraction(group.share) for group in voting), Fraction(0))
    return [
        f"Nothing passes without one group ({names[group.group]}), but it cannot win alone."
        for group in voting
        if 2 * Fraction(group.share) == whole
    ]


def _listing(groups: Sequence[GroupPower], names: Mapping[str, str], what: str) -> list[str]:
    """A sentence that names groups; none where there are none."""
    if not groups:
        return []
    head = "This group has" if len(groups) == 1 else "These groups have"
    return [f"{head} {what}: {_and([names[group.group] for group in groups])}."]


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
