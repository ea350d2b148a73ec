"""Three-valued truth after Kleene: true, false and unknown.

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64, strong tables.
"""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """What a condition says of the answers so far."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


def sure(value: bool) -> Truth:  # noqa: FBT001 - a conversion has one argument
    """Turn a plain boolean into a truth."""
    return Truth.TRUE if value else Truth.FALSE


def negation(truth: Truth) -> Truth:
    """Swap true and false; unknown stays unknown."""
    if truth is Truth.UNKNOWN:
        return truth
    return Truth.FALSE if truth is Truth.TRUE else Truth.TRUE


def conjunction(truths: Iterable[Truth]) -> Truth:
    """False where one is false, else unknown where one is unknown, else true."""
    result = Truth.TRUE
    for truth in truths:
        if truth is Truth.FALSE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """True where one is true, else unknown where one is unknown, else false."""
    result = Truth.FALSE
    for truth in truths:
        if truth is Truth.TRUE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result
