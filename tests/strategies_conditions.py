"""Hypothesis strategies for valid conditions (contract, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from oracle_form import Question, Raw

ORDERINGS = ("at_least", "at_most", "more_than", "less_than")


@st.composite
def conditions(
    draw: st.DrawFn,
    questions: Sequence[Question],
    criteria: Sequence[str] = (),
    *,
    answered: bool = False,
    depth: int = 2,
) -> dict[str, Any]:
    """A condition on these questions and criteria; `answered` only where the place allows it."""
    # Of one comparison most; of nested ones some.
    shape = draw(st.sampled_from(["one", "one", "one", "all", "any", "not"])) if depth else "one"
    deeper = conditions(questions, tuple(criteria), answered=answered, depth=max(depth - 1, 0))
    if shape == "not":
        return {"not": draw(deeper)}
    if shape in ("all", "any"):
        return {shape: draw(st.lists(deeper, min_size=1, max_size=3))}
    if len(criteria) > 0 and draw(st.booleans()):
        return {"criterion": draw(st.sampled_from(criteria))}
    # A text or a date knows `answered` alone.
    fit = [question for question in questions if answered or question.type not in ("text", "date")]
    assume(fit)  # a form of texts and dates alone gives conditions nothing else to look at
    question = draw(st.sampled_from(fit))
    if question.type in ("text", "date") or (answered and draw(st.integers(0, 4)) == 0):
        return {"question": question.id, "answered": draw(st.booleans())}
    return {"question": question.id, **draw(own_conditions(question))}


@st.composite
def own_conditions(draw: st.DrawFn, question: Question) -> dict[str, Any]:
    """One operator that the type allows, and what it looks at."""
    if question.type in ("choice", "yes-no"):
        return draw(_membership(question))
    if question.type == "multi":
        return draw(_multi(question))
    if question.type == "split":
        part = draw(st.sampled_from([part["id"] for part in question.raw["parts"]]))
        return {"part": part, draw(st.sampled_from(ORDERINGS)): draw(st.sampled_from([0, 25, 40, 50, 100]))}
    if draw(st.integers(0, 2)) == 0:
        return draw(_membership(question))
    return {draw(st.sampled_from(ORDERINGS)): draw(_values(question))}


def point_on(raw: Raw) -> st.SearchStrategy[int | Decimal]:
    """A valid answer to a number or percent; the limits and the edges of score rows come up often."""
    is_percent = raw["type"] == "percent"
    low = 0 if is_percent else raw.get("min", -5)
    high = 100 if is_percent else raw.get("max", low + 15)
    edges = [low, high, *(row["from"] for row in raw.get("score") or [])]
    whole = st.one_of(st.sampled_from(edges), st.integers(low, high))
    if raw.get("integer"):
        return whole
    # A minus before nothing is no number that anybody writes.
    return st.one_of(whole, st.decimals(low, high, places=1).map(lambda number: number or 0))


@st.composite
def _membership(draw: st.DrawFn, question: Question) -> dict[str, Any]:
    values = _values(question)
    several = st.lists(values, min_size=1, max_size=2, unique_by=_sameness)
    return {draw(st.sampled_from(["is", "is_not"])): draw(st.one_of(values, several))}


@st.composite
def _multi(draw: st.DrawFn, question: Question) -> dict[str, Any]:
    ids = [option["id"] for option in question.raw["options"]]
    some = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
    name = draw(st.sampled_from(["includes", "includes_any", "includes_all", "count_of"]))
    if name == "includes":
        return {"includes": some[0]}
    if name == "count_of":
        return {"count_of": some, draw(st.sampled_from(ORDERINGS)): draw(st.integers(0, len(some)))}
    return {name: some}


def _sameness(value: Any) -> Any:
    """`yes` and `true` are one value; so are 3 and 3.0, which are equal as they stand."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _values(question: Question) -> st.SearchStrategy[Any]:
    raw = question.raw
    if question.type == "scale":
        return st.integers(0, len(raw["levels"]) - 1)
    if question.type == "choice":
        return st.sampled_from([option["id"] for option in raw["options"]])
    if question.type == "yes-no":
        return st.sampled_from(["yes", "no", True, False])
    return point_on(raw)
