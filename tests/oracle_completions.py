"""Every way to complete the answers, one after another (contract, section 4: the score is a range)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from oracle_conditions import ORDERINGS, Truth, World, every_comparison, is_shown
from oracle_form import ANSWERED, Entries, Entry, Form, Question


def completions(form: Form, entries: Entries) -> Iterator[World]:
    """Every complete world that the answers allow (section 4).

    Questions are taken in file order, so that what a `show_if` names is settled before it is asked. A
    question that is shown and open takes every allowed answer in turn, with evidence. All else stays as the
    file has it: `not applicable` is never assumed, and what is hidden takes no answer.
    """
    allowed = {
        question.id: allowed_answers(form, question) for question in form.questions if entries[question.id].is_open
    }
    yield from _extend(World(form, {}, {}), entries, allowed)


def allowed_answers(form: Form, question: Question) -> list[Any]:
    """Every answer that the type allows (section 1); of numbers, one of each kind that is told apart."""
    raw = question.raw
    if question.type == "scale":
        return list(range(len(raw["levels"])))
    if question.type == "choice":
        return [option["id"] for option in raw["options"]]
    if question.type == "multi":
        return valid_choices(question)
    if question.type == "yes-no":
        return [False, True]
    if question.type in ("number", "percent"):
        return telling_numbers(form, question)
    # A split, text or date has no score and stands in no `show_if` (section 3): one answer stands for all.
    return [any_answer(question)]


def valid_choices(question: Question) -> list[list[str]]:
    """Section 1: one or more options, and an exclusive one only by itself."""
    options = question.raw["options"]
    free = [option["id"] for option in options if not option.get("exclusive")]
    alone = [[option["id"]] for option in options if option.get("exclusive")]
    together = [list(chosen) for size in range(1, len(free) + 1) for chosen in combinations(free, size)]
    return together + alone


def telling_numbers(form: Form, question: Question) -> list[Fraction]:
    """A number from every stretch in which no condition and no score row tells one number from another.

    The marks are the limits, the `from` of every score row and every number of a comparison that names the
    question. Taken are the marks themselves, a number between each two neighbours and, where there is no
    limit, one beyond the outermost mark.
    """
    raw = question.raw
    least = Fraction(0) if question.type == "percent" else _fraction(raw.get("min"))
    greatest = Fraction(100) if question.type == "percent" else _fraction(raw.get("max"))
    marks = {mark for mark in (least, greatest) if mark is not None}
    marks |= {Fraction(row["from"]) for row in raw.get("score") or []}
    marks |= set(compared_numbers(form, question))
    ordered = sorted(marks) or [Fraction(0)]
    numbers = {Fraction(n) for mark in ordered for n in range(math.floor(mark) - 1, math.ceil(mark) + 2)}
    if not raw.get("integer"):
        numbers = {*ordered, ordered[0] - 1, ordered[-1] + 1}
        numbers |= {(lower + upper) / 2 for lower, upper in pairwise(ordered)}
    return sorted(n for n in numbers if (least is None or n >= least) and (greatest is None or n <= greatest))


def compared_numbers(form: Form, question: Question) -> Iterator[Fraction]:
    """Every number that some condition compares the question with."""
    for comparison in every_comparison(form):
        if comparison["question"] != question.id:
            continue
        for name in ("is", "is_not", *ORDERINGS):
            if name in comparison:
                value = comparison[name]
                yield from (Fraction(each) for each in (value if isinstance(value, list) else [value]))


def any_answer(question: Question) -> Any:
    """An answer of a type that no score and no `show_if` looks at."""
    if question.type == "split":
        parts = question.raw["parts"]
        return {part["id"]: 100 if part is parts[0] else 0 for part in parts}
    return "2026-01-01" if question.type == "date" else "Any text"


def _extend(done: World, entries: Entries, allowed: dict[str, list[Any]]) -> Iterator[World]:
    """All completions of the questions that are not yet in `done`."""
    if len(done.entries) == len(done.form.questions):
        yield done
        return
    question = done.form.questions[len(done.entries)]
    shown: Truth = is_shown(question, done)
    entry = entries[question.id]
    candidates = [entry]
    if shown and entry.is_open:
        candidates = [Entry(ANSWERED, value, evidence="given") for value in allowed[question.id]]
    for candidate in candidates:
        yield from _extend(
            World(done.form, {**done.entries, question.id: candidate}, {**done.shown, question.id: shown}),
            entries,
            allowed,
        )


def _fraction(number: Any) -> Fraction | None:
    return None if number is None else Fraction(number)
