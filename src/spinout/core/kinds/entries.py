"""How an answer is given on a form, whatever the form is: by choosing, by a number, by shares, a day or words."""

from enum import StrEnum, auto
from fractions import Fraction

from msgspec import Struct


class Way(StrEnum):
    """What somebody does to answer."""

    ONE = auto()  # choose one of the picks
    SEVERAL = auto()  # choose one or more of the picks
    NUMBER = auto()
    SHARES = auto()  # give each part a number, 100 together
    DAY = auto()
    WORDS = auto()


class Entry(Struct, frozen=True):
    """The way of a question; for a number its limits, whether it is whole, and its unit."""

    way: Way
    low: Fraction | None = None
    high: Fraction | None = None
    whole: bool = False
    unit: str | None = None
