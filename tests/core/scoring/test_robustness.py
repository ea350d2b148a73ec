"""How firmly a band stands, who holds the votes, and the words for both."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forms import form, scale
from oracle_scores import banzhaf, shapley_shubik
from spinout.core.scoring.power import GroupPower, voting_power
from spinout.core.scoring.robustness import Robustness, Shift, least_share, robustness
from spinout.core.scoring.scores import Combinations, Contribution, ScoreRange, Scores, largest
from spinout.reports.view.scoring import power_in_words, robustness_in_words
from test_contract import read_questionnaire

Parts = list[tuple[int, int]]
"""Sections as (tenths of the whole weight, score)."""


def reached_by_search(parts: Parts, target: int, moved: int) -> bool:
    """Whether moving so many tenths of the weight, in any way at all, brings the mean to a target."""
    weights = [weight for weight, _ in parts]
    scores = [score for _, score in parts]
    return any(
        sum(w * s for w, s in zip(after, scores, strict=True)) >= target * 10
        for after in product(range(11), repeat=len(parts))
        if sum(after) == 10 and sum(max(0, before - now) for before, now in zip(weights, after, strict=True)) <= moved
    )


@st.composite
def sections(draw: st.DrawFn) -> Parts:
    """Two to four sections whose weights are tenths, 10 together."""
    count = draw(st.integers(2, 4))
    cuts = sorted(draw(st.lists(st.integers(0, 10), min_size=count - 1, max_size=count - 1)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 10], strict=True)]
    scores = st.sampled_from([0, 10, 25, 40, 50, 60, 75, 90, 100])
    return [(weight, draw(scores)) for weight in weights]


@settings(deadline=None, max_examples=150)
@given(sections(), st.sampled_from([20, 40, 50, 60, 80, 100]))
def test_the_least_shift_is_that_of_a_plain_search(parts: Parts, target: int) -> None:
    """Of every way to move whole tenths: none that moves less is enough, and the least share rounded up is."""
    share = least_share([(Fraction(weight, 10), Fraction(score)) for weight, score in parts], Fraction(target))
    enough = [moved for moved in range(11) if reached_by_search(parts, target, moved)]
    if share is None:
        assert enough == []
        return
    tenths = share * 10
    assert min(enough) == -(-tenths.numerator // tenths.denominator)


def test_a_least_shift_ends_with_what_is_lacking() -> None:
    """Neither one short of the target, nor beyond it where the best stands alone; none where it is reached."""
    half = Fraction(1, 2)
    assert least_share([(half, Fraction(49)), (half, Fraction(50))], Fraction(50)) == half
    assert least_share([(half, Fraction(50)), (half, Fraction(50))], Fraction(50)) == 0
    assert least_share([(half, Fraction(50)), (half, Fraction(60))], Fraction(40)) == 0


ALIKE, APART, BETWEEN = (
    (None, Fraction(low), Fraction(high)) for low, high in ((50, 50), (0, 100), (25, 75))
)  # section `s0` has no weight
TENTH, FIFTH = Fraction(1, 10), Fraction(1, 5)


def shifts(low: Combinations, high: Combinations, score: int = 50, bands: tuple[int, ...] = (0, 40, 60)) -> Robustness:
    """How firmly a band stands with two sections of one weight, reached in these ways."""
    named = [{"id": f"from{start}", "label": f"From {start}", "from": start} for start in bands]
    raw = form(scale("a"), bands=named)
    raw["sections"].append({"id": "s2", "title": "Another", "questions": [scale("a")]})
    here = ScoreRange(Fraction(score), Fraction(score))
    found = robustness(read_questionnaire(raw), Scores(here, {}, low_combinations=low, high_combinations=high))
    assert found is not None
    return found


@pytest.mark.parametrize("order", list(permutations([ALIKE, APART, BETWEEN])))
def test_the_least_shift_is_that_of_the_way_that_needs_least(order: Combinations) -> None:
    """Sections that are alike cannot move the mean of 50, those furthest apart move it by ten with a tenth."""
    assert shifts((ALIKE,), (ALIKE,)) == Robustness(Shift(None, None), Shift(None, None))
    assert shifts((BETWEEN,), order) == Robustness(Shift(FIFTH, FIFTH), Shift(TENTH, TENTH))


@pytest.mark.parametrize(
    ("low", "high", "shift"),
    [
        (0, 76, Shift(Fraction(2, 76), None)),  # in the lowest band, from which nothing leads down
        (20, 60, Shift(Fraction(1, 2), Fraction(0))),  # on the edge
        (40, 40, Shift(None, None)),  # on the edge, but nothing lies below it
        (60, 100, Shift(None, None)),  # in the highest, and nothing lies below it
        (50, 100, Shift(None, Fraction(3, 10))),
    ],
)
def test_the_shifts_of_a_band_lead_to_its_neighbours(low: int, high: int, shift: Shift) -> None:
    """By hand, of two sections of one weight; the bands start at 0, 40 and 60."""
    way: Combinations = ((None, Fraction(low), Fraction(high)),)
    assert shifts(way, way, (low + high) // 2) == Robustness(shift, shift)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=6).filter(any))
def test_power_is_that_of_every_order_and_coalition(votes: list[int]) -> None:
    """Counted together or one by one, both indices are the same."""
    shares = {f"g{place}": vote for place, vote in enumerate(votes)}
    exact = {group: Fraction(vote) for group, vote in shares.items()}
    by_turns, by_orders = banzhaf(exact), shapley_shubik(exact)
    assert voting_power(shares) == tuple(GroupPower(g, s, by_turns[g], by_orders[g]) for g, s in shares.items())


def test_many_groups_take_no_longer_than_few() -> None:
    """A hundred equal groups have a hundredth of the power each, without a look at every coalition."""
    shares = {f"g{place}": 1 for place in range(100)}
    assert {group.banzhaf for group in voting_power(shares)} == {Fraction(1, 100)}


NONE = Shift(None, None)


@pytest.mark.parametrize(
    ("low", "high", "sentences"),
    [
        (
            Shift(Fraction(14, 100), Fraction(1, 5)),
            None,
            ["The band changes only if 14 of every 100 points of weight move."],
        ),
        (
            Shift(Fraction(1, 7), None),
            None,
            ["The band changes only if more than 14 of every 100 points of weight move, and then it rises."],
        ),
        (
            Shift(None, Fraction(1, 200)),
            None,
            ["It takes less than 1 of every 100 points of weight to change the band, and then it falls."],
        ),
        (
            Shift(None, Fraction(0)),
            None,
            ["The score stands on the edge of its band: the least shift of weight can lower the band."],
        ),
        (NONE, None, ["No other weights for the sections can change the band."]),
        (
            NONE,
            Shift(Fraction(1, 2), None),
            [
                "At the lowest score still possible: no other weights for the sections can change the band.",
                "At the highest score still possible: "
                "the band changes only if 50 of every 100 points of weight move, and then it rises.",
            ],
        ),
    ],
)
def test_robustness_in_words(low: Shift, high: Shift | None, sentences: list[str]) -> None:
    """One sentence for each end of the range, and one alone where they are alike."""
    assert list(robustness_in_words(Robustness(low, high or low))) == sentences


def test_robustness_that_is_not_defined_has_no_words() -> None:
    """With the mean of all questions there is no weight of sections to move."""
    assert robustness_in_words(None) == ()


def says(**shares: int | Decimal) -> list[str]:
    """The words for a split of votes, each group labelled with a capital."""
    labels = {group: group.capitalize() for group in shares}
    return list(power_in_words(voting_power(shares), labels))


def test_power_in_words() -> None:
    """What a reader must know, and the assumption beside it."""
    assert says(users=40, staff=40, council=20) == [
        "If each group votes as one, with 40, 40 and 20 of every 100 votes, each group has the same power: "
        "any two outvote the third."
    ]
    assert says(users=51, staff=49) == [
        "If each group votes as one, with 51 and 49 of every 100 votes, the second group (Staff) can never win alone "
        "or decide a vote."
    ]
    assert says(users=50, staff=50) == [
        "If each group votes as one, with 50 and 50 of every 100 votes, neither group can win without the other."
    ]
    assert says(users=60, staff=30, council=10) == [
        "If each group votes as one, with 60, 30 and 10 of every 100 votes, one group (Users) wins every vote alone, "
        "and no other can decide one."
    ]
    assert says(users=50, staff=Decimal("30.5"), council=Decimal("19.5")) == [
        "If each group votes as one, with 50, 30.5 and 19.5 of every 100 votes, they share the power like this: "
        "Users about 60% to 67%, Staff about 17% to 20% and Council about 17% to 20%.",
        "Nothing passes without one group (Users), but it cannot win alone.",
    ]
    assert says(a=30, b=30, c=30, d=10) == [
        "If each group votes as one, with 30, 30, 30 and 10 of every 100 votes, they share the power like this: "
        "A about 33%, B about 33%, C about 33% and D none.",
        "This group has votes, but can never decide one: D.",
    ]
    assert says(a=25, b=25, c=25, d=25) == [
        "If each group votes as one, with 25, 25, 25 and 25 of every 100 votes, each group has the same power."
    ]
    assert says(users=100, staff=0, council=0) == [
        "One group (Users) has every vote.",
        "These groups have no votes: Staff and Council.",
    ]


def test_the_ten_largest_contributions() -> None:
    """The most to gain first, ties in file order, none without a gain."""
    found = [Contribution(f"q{n}", Fraction(n % 6), Fraction(0)) for n in range(24)]
    assert [c.question for c in largest(found)] == ["q5", "q11", "q17", "q23", "q4", "q10", "q16", "q22", "q3", "q9"]
    assert largest([Contribution("q", Fraction(0), Fraction(0))]) == ()
