"""The wording of a comparison as a clause: what an answer must be for it to hold.

This is the one place that puts operators into words. The answers' own words come from the
question's type.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from spinout.core.conditions import Comparison
from spinout.core.operators import ANSWERED
from spinout.core.question_types import QuestionType, Scale, Split
from spinout.core.question_types.choices import Multi
from spinout.reports.figures import figure

ORDER: Mapping[str, str] = {
    "at_least": "{} or more",
    "at_most": "{} or less",
    "more_than": "more than {}",
    "less_than": "less than {}",
}


def clause(comparison: Comparison, kind: QuestionType) -> str:
    """What a comparison asks of an answer, such as "level 3 or more (3: Agreed)"."""
    name = comparison.operator
    if name == ANSWERED:
        return "any answer" if comparison.given is True else "no answer"
    if name in ORDER:
        return _order(comparison, kind)
    return CHOSEN[name](_each(comparison, kind))


def _order(comparison: Comparison, kind: QuestionType) -> str:
    words, given = ORDER[comparison.operator], comparison.given
    assert isinstance(given, int | Decimal | Fraction)
    if comparison.count_of is not None and isinstance(kind, Multi):
        labels = [option.label for option in kind.options if option.id in comparison.count_of]
        return f"{words.format(figure(Fraction(given)))} of these: {'; '.join(labels)}"
    if comparison.part is not None and isinstance(kind, Split):
        label = next(part.label for part in kind.parts if part.id == comparison.part)
        return f"{label}: {words.format(figure(Fraction(given)))}"
    if isinstance(kind, Scale):
        return f"{words.format(f'level {given}')} ({kind.words(int(given))})"
    return words.format(_number(Fraction(given), kind))


def _number(given: Fraction, kind: QuestionType) -> str:
    """A threshold with its unit; a fraction without an end has no unit to go with it."""
    whole = int(given) if given.denominator == 1 else Decimal(given.numerator) / Decimal(given.denominator)
    return kind.words(whole)


def _each(comparison: Comparison, kind: QuestionType) -> list[str]:
    assert isinstance(comparison.given, tuple)
    if isinstance(kind, Multi):
        return [kind.words((ident,)) for ident in comparison.given]
    return [kind.words(value) for value in comparison.given]


def _is(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"one of these: {'; '.join(words)}"


def _is_not(words: list[str]) -> str:
    return f"anything but: {words[0]}" if len(words) == 1 else f"none of these: {'; '.join(words)}"


def _includes(words: list[str]) -> str:
    return f"this among those chosen: {words[0]}" if len(words) == 1 else f"all of these: {'; '.join(words)}"


def _includes_any(words: list[str]) -> str:
    return _includes(words) if len(words) == 1 else f"at least one of these: {'; '.join(words)}"


CHOSEN: Mapping[str, Callable[[list[str]], str]] = {
    "is": _is,
    "is_not": _is_not,
    "includes": _includes,
    "includes_any": _includes_any,
    "includes_all": _includes,
}
