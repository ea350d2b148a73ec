"""Scores and their arithmetic in words, so that a calculator can follow."""

from fractions import Fraction

import pytest

from spinout.core.wording import figure
from spinout.reports.view.scoring import Addition, AdditionRow, arithmetic, score_view
from spinout.reports.view.words import about_percent, exact_figure, open_points
from stories import small


def test_arithmetic_at_both_ends() -> None:
    """Each end has its score and its product; what does not count says why."""
    sums = arithmetic(
        small(start__backing=1, start__plan=1, then__share={"not_applicable": "None."}, then__agreed="no")
    )
    assert sums is not None
    assert sums.sections == (
        Addition(
            "start",
            "To start with",
            ("Score", "Weight × score"),
            (AdditionRow("Who backs it?", "1", ("0.5", "0.5")), AdditionRow("Is there a plan?", "3", ("0.5", "1.5"))),
            ("Section score: 2 ÷ 4 × 100 = 50, shown as 50.",),
        ),
        Addition(
            "then",
            "And then",
            ("Score, lowest", "Weight × score, lowest", "Score, highest", "Weight × score, highest"),
            (
                AdditionRow("Is it agreed?", "1", ("0", "0", "0", "0")),
                AdditionRow("Which extra, if any?", "2", ("0", "0", "1", "2"), open=True),
            ),
            (
                "Section score, lowest: 0 ÷ 3 × 100 = 0, shown as 0.",
                "Section score, highest: 2 ÷ 3 × 100 = 66.6666…, shown as 66.",
            ),
            ("What share? Does not apply: None.",),
        ),
    )
    assert sums.overall is not None
    assert sums.overall.totals == (
        "Overall score, lowest: 100 ÷ 3 = 33.3333…, shown as 33.",
        "Overall score, highest: 166.6666… ÷ 3 = 55.5555…, shown as 55.",
    )


def test_score_is_a_range_in_whole_points() -> None:
    """Points are rounded down, and the bands of both ends are named."""
    view = score_view(small(start__backing=1, start__plan=1))
    assert (view.score, view.low, view.high, view.bands, view.bar) == ("33 to 66", 33, 66, "Low to High", "60 or more")
    assert [(s.title, s.weight, s.score) for s in view.sections] == [
        ("To start with", "2", "50"),
        ("And then", "1", "0 to 100"),
    ]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (figure(Fraction(3)), "3"),
        (figure(Fraction(13, 4)), "3.25"),
        (figure(Fraction(1, 3)), "0.3333…"),
        (figure(Fraction(1, 30000)), "0.0000…"),
        (exact_figure(Fraction(2, 3)), "2/3 (0.6666…)"),
        (about_percent(Fraction(1, 300)), "less than 1%"),
        (about_percent(Fraction(1, 4)), "25%"),
        (about_percent(Fraction(1, 7)), "about 14%"),
        (open_points(Fraction(1, 2)), "less than 1"),
        (open_points(Fraction(7, 2)), "3"),
        (open_points(Fraction(0)), "none"),
    ],
)
def test_figures(made: str, words: str) -> None:
    """Numbers are exact where they end, and marked where they go on."""
    assert made == words
