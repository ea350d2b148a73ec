"""What a `show_if` says, read from docs/questionnaire-format.md and apart from spinout: true, false, or not known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Truth = bool | None
"""None is not known."""


@dataclass(frozen=True)
class Given:
    """What conditions see of a question: whether it is shown, its answer, and whether it applies.

    Of a scale the answer is the level that counts. No answer is None.
    """

    shown: Truth
    answer: Any = None
    applies: bool = True


def truth(condition: Mapping[str, Any], given: Mapping[str, Given]) -> Truth:
    """What a condition says of the answers to earlier questions."""
    if "all" in condition:
        return _all([truth(part, given) for part in condition["all"]])
    if "any" in condition:
        return _not(_all([_not(truth(part, given)) for part in condition["any"]]))
    if "not" in condition:
        return _not(truth(condition["not"], given))
    one = given[condition["question"]]
    if one.shown is False or not one.applies:
        return False
    if one.answer is None:
        return None
    held = _holds(condition, one.answer)
    return held if one.shown or not held else None


def _all(parts: list[Truth]) -> Truth:
    return False if False in parts else None if None in parts else True


def _not(part: Truth) -> Truth:
    return None if part is None else not part


def operator_of(condition: Mapping[str, Any]) -> tuple[str, Any]:
    """The operator of a comparison, and what it compares with."""
    return next((key, value) for key, value in condition.items() if key in OPERATORS)


def _holds(condition: Mapping[str, Any], answer: Any) -> bool:
    operator, wanted = operator_of(condition)
    if "count_of" in condition:
        answer = len({*answer} & {*condition["count_of"]})
    return OPERATORS[operator](answer, wanted)


def listed(value: Any) -> list[str]:
    """One value or several, as several."""
    return value if isinstance(value, list) else [value]


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda answer, wanted: str(answer) in listed(wanted),
    "is_not": lambda answer, wanted: str(answer) not in listed(wanted),
    "at_least": lambda answer, wanted: Decimal(answer) >= Decimal(wanted),
    "at_most": lambda answer, wanted: Decimal(answer) <= Decimal(wanted),
    "more_than": lambda answer, wanted: Decimal(answer) > Decimal(wanted),
    "less_than": lambda answer, wanted: Decimal(answer) < Decimal(wanted),
    "includes": lambda answer, wanted: wanted in answer,
    "includes_any": lambda answer, wanted: bool({*answer} & {*wanted}),
    "includes_all": lambda answer, wanted: {*answer} >= {*wanted},
}
