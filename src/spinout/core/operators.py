"""The operators of conditions: one table with a row for each.

A row says what the operator needs of a question's type, and how an answer compares with the
value that the condition gives. `answered` looks at no value and is told apart by its name.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from spinout.core.question_types.base import Measure

ANSWERED = "answered"


class Operator(Struct, frozen=True):
    """What an operator looks at, and its comparison: `holds(answer, given)`."""

    name: str
    measures: frozenset[Measure]
    holds: Callable[[Any, Any], bool]


def _is(answer: object, given: tuple[object, ...]) -> bool:
    return answer in given


def _is_not(answer: object, given: tuple[object, ...]) -> bool:
    return answer not in given


def _includes_any(answer: tuple[str, ...], given: tuple[str, ...]) -> bool:
    return any(option in answer for option in given)


def _includes_all(answer: tuple[str, ...], given: tuple[str, ...]) -> bool:
    return all(option in answer for option in given)


_IDENTITY = frozenset({Measure.IDENTITY})
_ORDER = frozenset({Measure.ORDER, Measure.PARTS, Measure.COUNT})
_MEMBERS = frozenset({Measure.MEMBERS})

OPERATORS: Mapping[str, Operator] = {
    row.name: row
    for row in (
        Operator("is", _IDENTITY, _is),
        Operator("is_not", _IDENTITY, _is_not),
        Operator("at_least", _ORDER, operator.ge),
        Operator("at_most", _ORDER, operator.le),
        Operator("more_than", _ORDER, operator.gt),
        Operator("less_than", _ORDER, operator.lt),
        Operator("includes", _MEMBERS, _includes_all),
        Operator("includes_any", _MEMBERS, _includes_any),
        Operator("includes_all", _MEMBERS, _includes_all),
    )
}
