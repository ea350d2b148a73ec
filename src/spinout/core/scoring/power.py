"""Who holds the votes: the power of blocks of votes at a simple majority.

Sources: J. F. Banzhaf, "Weighted voting doesn't work", Rutgers Law Review 19 (1965);
L. S. Shapley and M. Shubik, "A method for evaluating the distribution of power in a committee
system", American Political Science Review 48 (1954). Both take each group to vote as one block.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import factorial

from msgspec import Struct

from spinout.core.questionnaire import whole


class GroupPower(Struct, frozen=True):
    """A group's share of a hundred votes and its share of the power, by either index, 0 to 1."""

    group: str
    share: int | Decimal
    banzhaf: Fraction
    shapley_shubik: Fraction


def voting_power(shares: Mapping[str, int | Decimal]) -> tuple[GroupPower, ...]:
    """Both indices of each group, where strictly more than half of all votes wins.

    A group *swings* a coalition that wins with it and loses without it. Banzhaf's index is its
    share of all swings; Shapley and Shubik's is the share of the orders of arrival in which it
    swings. Groups with no votes swing nothing, so they are left out of the search. Coalitions of
    one size and one sum of votes are counted together, so that many groups take no longer than few.
    """
    voting = {group: Fraction(share) for group, share in shares.items() if share}
    votes = dict(zip(voting, whole(voting.values()), strict=True))
    # of whole votes, what is more than half of an odd number is more than half of the even one below it
    quota = sum(votes.values()) // 2
    swings = dict.fromkeys(shares, 0)
    orders = dict.fromkeys(shares, 0)
    for group, own in votes.items():
        others = [share for other, share in votes.items() if other != group]
        for (size, without), count in _coalitions(others, quota).items():
            if without <= quota < without + own:
                swings[group] += count
                orders[group] += count * factorial(size) * factorial(len(others) - size)
    every, arrivals = sum(swings.values()), factorial(len(votes))
    return tuple(
        GroupPower(group, share, Fraction(swings[group], every), Fraction(orders[group], arrivals))
        for group, share in shares.items()
    )


def _coalitions(shares: Iterable[int], most: int) -> Mapping[tuple[int, int], int]:
    """How many coalitions there are of each size and sum, up to the most votes that still lose."""
    counts = {(0, 0): 1}
    for share in shares:
        for (size, total), count in list(counts.items()):
            if total + share <= most:
                key = (size + 1, total + share)
                counts[key] = counts.get(key, 0) + count
    return counts
