"""Conditions as XPath for an XLSForm, in three values: where one may still turn out, its question is asked.

A form of that kind knows true and false alone. So two things are said of each condition, that it is true for
certain, and that it is false for certain; where neither holds, it is unknown.
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby, pairwise
from typing import assert_never

from msgspec import Struct

from spinout.core.answers import DONT_KNOW
from spinout.core.conditions import AllOf, AnyOf, Comparison, Condition, CriterionIs, Measure, Not
from spinout.core.kinds import Wrong
from spinout.core.kinds.base import plain_number
from spinout.core.labels import safe_name
from spinout.core.questionnaire import Question
from spinout.core.wording import as_written
from spinout.forms.form import Form

NEVER = "false()"
ALWAYS = "true()"


class Certain(Struct, frozen=True):
    """An expression that holds where a condition is true for certain, and one where it is false."""

    true: str
    false: str


def relevant(form: Form, question: Question) -> str | None:
    """The expression that shows a question: it holds unless the condition is false; None where nothing hides it."""
    condition = form.condition(question)
    if condition is None:
        return None
    false = certain(form, condition).false
    return None if false == NEVER else f"not({false})"


def certain(form: Form, condition: Condition) -> Certain:
    """What can be said of a condition for certain."""
    match condition:
        case Comparison():
            return _comparison(form, condition)
        case AllOf() | AnyOf():
            parts = [certain(form, part) for part in condition.of]
            true, false = [part.true for part in parts], [part.false for part in parts]
            if isinstance(condition, AllOf):
                return Certain(every(true), some(false))
            return Certain(some(true), every(false))
        case Not():
            inner = certain(form, condition.of)
            return Certain(inner.false, inner.true)
        case CriterionIs():
            raise AssertionError("no question is asked by a criterion")
        case _:
            assert_never(condition)


def every(parts: Iterable[str]) -> str:
    """All of some expressions."""
    kept = list(dict.fromkeys(part for part in parts if part != ALWAYS))
    if NEVER in kept:
        return NEVER
    return " and ".join(_in_brackets(part, " or ") for part in kept) if len(kept) > 1 else (kept or [ALWAYS])[0]


def some(parts: Iterable[str]) -> str:
    """One at least of some expressions."""
    kept = list(dict.fromkeys(part for part in parts if part != NEVER))
    if ALWAYS in kept:
        return ALWAYS
    return " or ".join(_in_brackets(part, " and ") for part in kept) if len(kept) > 1 else (kept or [NEVER])[0]


def _in_brackets(part: str, word: str) -> str:
    return f"({part})" if word in part else part


def _comparison(form: Form, comparison: Comparison) -> Certain:
    question = form.questions.get(comparison.question)
    if question is None:  # it is not asked here, so nothing is known of it
        return Certain(NEVER, NEVER)
    holds, fails = _measured(question, comparison)
    applies_not = [f"{ref(question, 'not_applicable')} != ''"] if question.not_applicable else []
    condition = form.condition(question)
    shown = Certain(ALWAYS, NEVER) if condition is None else certain(form, condition)
    return Certain(every([shown.true, holds]), some([shown.false, *applies_not, fails]))


def ref(question: Question, beside: str | None = None) -> str:
    """The answer to a question, or what stands beside it, in an expression."""
    return f"${{{safe_name(question.id if beside is None else f'{question.id}#{beside}')}}}"


def _measured(question: Question, comparison: Comparison) -> tuple[str, str]:
    """Where a question's own answer makes a comparison true, and where false; neither where there is none."""
    measures = question.type.measures
    if not measures.isdisjoint({Measure.COUNT, Measure.MEMBERS}):
        return _counted(question, comparison)
    return _picked(question, comparison) if question.type.picks() else _ranged(question, comparison)


def _picked(question: Question, comparison: Comparison) -> tuple[str, str]:
    """By the options or levels one by one, as they count with evidence and without."""
    found: dict[bool, list[str]] = {True: [], False: []}
    kind, answer = question.type, ref(question)
    for pick in kind.picks():
        value = kind.read(kind.read_words(pick.id))
        assert not isinstance(value, Wrong)
        backed, bare = (
            comparison.holds_for(question.effective(value, evidence=evidence)) for evidence in (True, False)
        )
        chosen = f"{answer} = '{pick.id}'"
        if backed == bare:
            found[backed].append(chosen)
        else:
            found[backed].append(f"({chosen} and {ref(question, 'evidence')} != '')")
            found[bare].append(f"({chosen} and {ref(question, 'evidence')} = '')")
    return some(found[True]), some(found[False])


def _counted(question: Question, comparison: Comparison) -> tuple[str, str]:
    """By how many of some options are chosen."""
    among = comparison.given if comparison.count_of is None else comparison.count_of
    assert isinstance(among, tuple)
    among, answer = tuple(dict.fromkeys(among)), ref(question)
    says = [comparison.holds_for(among[:count]) for count in range(len(among) + 1)]
    answered = every([f"{answer} != ''", f"not(selected({answer}, '{DONT_KNOW}'))"])
    chosen = [f"selected({answer}, '{ident}')" for ident in among]
    holds, fails = (_so_many(chosen, [says == wanted for says in says]) for wanted in (True, False))
    return every([answered, holds]), every([answered, fails])


def _so_many(chosen: list[str], says: list[bool]) -> str:
    """That a number of expressions hold for which it is said."""
    most = len(chosen)
    if all(says):
        return ALWAYS
    if says == [False, *[True] * most]:
        return some(chosen)
    if says == [*[False] * most, True]:
        return every(chosen)
    if says == [True, *[False] * most]:
        return f"not({some(chosen)})"
    number = "(" + " + ".join(f"if({one}, 1, 0)" for one in chosen) + ")"
    return some(f"{number} = {count}" for count, said in enumerate(says) if said)


def _ranged(question: Question, comparison: Comparison) -> tuple[str, str]:
    """By the runs of numbers between those that it compares with."""
    answer, marks = ref(question), sorted(set(comparison.numbers))
    ends = [marks[0] - 1, *((low + high) / 2 for low, high in pairwise(marks)), marks[-1] + 1]
    steps = sorted([*marks, *ends])
    says = [comparison.holds_for(plain_number(step)) for step in steps]
    runs: dict[bool, list[str]] = {True: [], False: []}
    for said, places in groupby(range(len(steps)), key=says.__getitem__):
        run = list(places)
        first, last = run[0], run[-1]
        bounds = []
        if first > 0:  # a mark stands at each odd place, and belongs to what begins there
            bounds.append(_bound(answer, ">", steps, first))
        if last < len(steps) - 1:
            bounds.append(_bound(answer, "<", steps, last))
        runs[said].append(every(bounds) if first != last or first % 2 == 0 else f"{answer} = {_digits(steps[first])}")
    answered = f"{answer} != ''"
    return every([answered, some(runs[True])]), every([answered, some(runs[False])])


def _bound(answer: str, sign: str, steps: list[Fraction], place: int) -> str:
    """Where a run begins or ends: at a mark, which belongs to it, or beside one."""
    if place % 2:
        return f"{answer} {sign}= {_digits(steps[place])}"
    return f"{answer} {sign} {_digits(steps[place - 1 if sign == '>' else place + 1])}"


def _digits(number: Fraction) -> str:
    return as_written(plain_number(number))
