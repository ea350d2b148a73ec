"""Every way to complete the answers, one after another (contract, section 4: the score is a range; section 6)."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Any

from msgspec import Struct

from oracle_conditions import ORDERINGS, Truth, World, every_comparison, is_shown
from oracle_form import ANSWERED, Entries, Entry, Form, Question


class Piece(Struct, frozen=True):
    """The shares of one part of a split between two marks, which are among them or not."""

    low: Fraction
    high: Fraction
    closed: bool


def completions(form: Form, entries: Entries, among: Collection[str] | None = None) -> Iterator[World]:
    """Every complete world that the answers allow (section 4).

    Questions are taken in file order, so that what a `show_if` names is settled before it is asked. A
    question that is shown and open takes every allowed answer in turn, with evidence. All else stays as the
    file has it: `not applicable` is never assumed, and what is hidden takes no answer. Where `among` is given,
    nobody looks at other questions: one answer stands for all of theirs.

    Without evidence a scale counts at a level that it may count at with evidence too, so evidence is no choice.
    """
    allowed = {
        question.id: answers if among is None or question.id in among else answers[:1]
        for question in form.questions
        if entries[question.id].is_open
        for answers in [allowed_answers(form, question)]
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
    if question.type == "split":
        return telling_splits(form, question)
    # A text or a date has no score, and conditions look only at whether it is answered (section 3).
    return ["2026-01-01" if question.type == "date" else "Any text"]


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


def telling_splits(form: Form, question: Question) -> list[dict[str, Fraction]]:
    """A split of 100 for every way in which conditions tell the shares of its parts from one another."""
    parts = [part["id"] for part in question.raw["parts"]]
    ways = product(*(pieces(set(compared_numbers(form, question, part))) for part in parts))
    found = (shares_of(way) for way in ways)
    return [dict(zip(parts, shares, strict=True)) for shares in found if shares is not None]


def pieces(marks: set[Fraction]) -> list[Piece]:
    """The stretches from 0 to 100 in which no condition tells one share from another: marks and what lies between."""
    if not marks:
        return [Piece(Fraction(0), Fraction(100), closed=True)]
    ordered = sorted({Fraction(0), *(mark for mark in marks if 0 <= mark <= 100), Fraction(100)})
    points = [Piece(mark, mark, closed=True) for mark in ordered]
    return points + [Piece(low, high, closed=False) for low, high in pairwise(ordered)]


def shares_of(way: tuple[Piece, ...]) -> list[Fraction] | None:
    """One share from each piece, 100 together; `None` where there are none."""
    least, greatest = sum(piece.low for piece in way), sum(piece.high for piece in way)
    if not least <= 100 <= greatest:
        return None
    if 100 in (least, greatest) and not all(piece.closed for piece in way):
        return None  # it would take a mark that the piece leaves out
    # Each part goes the same share of its way, so that none reaches its end before all do.
    far = Fraction(100 - least, greatest - least) if greatest > least else Fraction(0)
    return [piece.low + far * (piece.high - piece.low) for piece in way]


def compared_numbers(form: Form, question: Question, part: str | None = None) -> Iterator[Fraction]:
    """Every number that some condition compares the question, or a part of it, with."""
    for comparison in every_comparison(form):
        if comparison["question"] != question.id or comparison.get("part") != part:
            continue
        for name in ("is", "is_not", *ORDERINGS):
            if name in comparison:
                value = comparison[name]
                yield from (Fraction(each) for each in (value if isinstance(value, list) else [value]))


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
