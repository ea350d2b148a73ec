"""Numbers as a report prints them. Scores are worked out elsewhere; here they become text."""

from fractions import Fraction

from spinout.core.assessment import points
from spinout.core.scores import ScoreRange

PLACES = 4
NOT_ASSESSED = "Not assessed"


def shown(score: ScoreRange | None) -> str:
    """A range in whole points rounded down; both ends where they are shown apart."""
    if score is None:
        return NOT_ASSESSED
    low, high = points(score.low), points(score.high)
    return str(low) if low == high else f"{low} to {high}"


def figure(number: Fraction) -> str:
    """A number in digits: exact where it ends, else cut off and marked as going on."""
    above, below = number.as_integer_ratio()
    if below == 1:
        return str(above)
    cut, going_on = divmod(above * 10**PLACES, below)
    whole, rest = divmod(cut, 10**PLACES)
    if not going_on:
        return f"{whole}.{rest:0{PLACES}d}".rstrip("0")
    return f"{whole}.{rest:0{PLACES}d}…"


def exact_figure(number: Fraction) -> str:
    """A number for a calculator: where its digits do not end, the fraction and the digits."""
    text = figure(number)
    return f"{number.numerator}/{number.denominator} ({text})" if text.endswith("…") else text


def about_percent(share: Fraction) -> str:
    """A share of 1 as a whole percentage, in words where it is less than one."""
    percent = 100 * share
    if 0 < percent < 1:
        return "less than 1%"
    return f"{int(percent)}%" if percent.denominator == 1 else f"about {int(percent + Fraction(1, 2))}%"


def open_points(amount: Fraction) -> str:
    """Points that hang on a question, rounded down."""
    if not amount:
        return "none"
    if amount < 1:
        return "less than 1"
    return str(points(amount))


def tenths(amount: Fraction) -> str:
    """Points with one decimal, rounded down; whole ones without, and less than a tenth in words."""
    if amount.denominator == 1:
        return str(amount)
    if amount < Fraction(1, 10):
        return "less than 0.1"
    whole, tenth = divmod(int(amount * 10), 10)
    return f"{whole}.{tenth}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 gate", "2 gates"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
