"""Hypothesis strategies for what each type of question needs (contract, section 1, the table of types)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

SCORES = (0, Decimal("0.1"), Decimal("0.25"), "1/3", Decimal("0.5"), "2/3", Decimal("0.75"), 1)


def bodies(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """The keys that belong to one type."""
    return BODIES[kind]()


def scores() -> st.SearchStrategy[int | Decimal | str]:
    """A score between 0 and 1; some are fractions of two whole numbers."""
    return st.sampled_from(SCORES)


@st.composite
def scales(draw: st.DrawFn) -> dict[str, Any]:
    """Two to five levels; sometimes scores of its own, which never fall and may stand still."""
    count = draw(st.sampled_from([4, 3, 5, 2]))
    body: dict[str, Any] = {"levels": [f"Level {level}" for level in range(count)]}
    if draw(st.integers(0, 3)) == 3:
        helped = draw(st.integers(0, count - 1))
        body["levels"][helped] = {"label": f"Level {helped}", "help": "What it looks like."}
    if draw(st.booleans()):
        body["scores"] = sorted(draw(st.lists(scores(), min_size=count, max_size=count)), key=Fraction)
    if draw(st.integers(0, 3)) == 3:
        body["evidence_needed"] = draw(st.booleans())
    if draw(st.booleans()):
        body["effort"] = draw(st.sampled_from(["small", "medium", "large"]))
    return body


@st.composite
def choices(draw: st.DrawFn) -> dict[str, Any]:
    """Two to four options; all have a score or none has; one may take a text beside it."""
    options = draw(_options(4))
    if draw(st.booleans()):
        options = [{**option, "score": draw(scores())} for option in options]
    return {"options": options}


@st.composite
def multis(draw: st.DrawFn) -> dict[str, Any]:
    """Two to four options, the last perhaps exclusive; sometimes rows of scores, the last fitting all."""
    options = draw(_options(4))
    if draw(st.booleans()):
        options[-1]["exclusive"] = True
    body: dict[str, Any] = {"options": options}
    if draw(st.booleans()):
        ids = [option["id"] for option in options]
        rows = [draw(_multi_rows(ids)) for _ in range(draw(st.integers(0, 2)))]
        last = draw(st.sampled_from([{"from": 0}, {}]))
        body["score"] = [*rows, {**last, "score": draw(scores())}]
    return body


@st.composite
def yes_nos(draw: st.DrawFn) -> dict[str, Any]:
    """Sometimes other scores than 1 for yes and 0 for no."""
    return {"scores": {"yes": draw(scores()), "no": draw(scores())}} if draw(st.booleans()) else {}


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, Any]:
    """Limits on both sides, on one or on none; whole numbers or decimals; a scored one has its least."""
    body: dict[str, Any] = {}
    scored, low, width = draw(st.booleans()), draw(st.integers(-3, 3)), draw(st.integers(1, 10))
    if scored or draw(st.booleans()):
        body["min"] = low
    if draw(st.booleans()):
        body["max"] = low + width
    if draw(st.booleans()):
        body["integer"] = draw(st.booleans())
    if draw(st.booleans()):
        body["unit"] = "people"
    if scored:
        body["score"] = _rows(draw, low, low + width)
    return body


@st.composite
def percents(draw: st.DrawFn) -> dict[str, Any]:
    """From 0 to 100; sometimes rows of scores, which need neither rise nor stand in order."""
    return {"score": _rows(draw, 0, 100)} if draw(st.booleans()) else {}


@st.composite
def splits(draw: st.DrawFn) -> dict[str, Any]:
    """Two to four parts; sometimes blocks of votes."""
    parts = [{"id": part, "label": part} for part in ("w", "x", "y", "z")[: draw(st.integers(2, 4))]]
    return {"parts": parts, **({"votes": True} if draw(st.booleans()) else {})}


def _rows(draw: st.DrawFn, low: int, high: int) -> list[dict[str, Any]]:
    starts = {low, *draw(st.sets(st.integers(low, high), max_size=2))}
    return [{"from": start, "score": draw(scores())} for start in draw(st.permutations(sorted(starts)))]


@st.composite
def _options(draw: st.DrawFn, most: int) -> list[dict[str, Any]]:
    options: list[dict[str, Any]] = [
        {"id": option, "label": option} for option in ("a", "b", "c", "d")[: draw(st.integers(2, most))]
    ]
    if draw(st.integers(0, 2)) == 2:
        draw(st.sampled_from(options))["other"] = True
    if draw(st.integers(0, 3)) == 3:
        draw(st.sampled_from(options))["help"] = "What it looks like."
    return options


@st.composite
def _multi_rows(draw: st.DrawFn, ids: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if draw(st.booleans()):
        row["from"] = draw(st.integers(0, len(ids)))
    for key in ("includes_all", "includes_any"):
        if draw(st.integers(0, 2)) == 2:
            row[key] = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    # A row that asks for nothing would make every later one dead.
    return {**(row or {"from": 1}), "score": draw(scores())}


def _nothing() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(dict)


BODIES: dict[str, Callable[[], st.SearchStrategy[dict[str, Any]]]] = {
    "scale": scales,
    "choice": choices,
    "multi": multis,
    "yes-no": yes_nos,
    "number": numbers,
    "percent": percents,
    "split": splits,
    "text": _nothing,
    "date": _nothing,
}

# A scale is what a questionnaire mostly asks; the unscored types come less often.
TYPES = (*["scale"] * 6, *["choice", "multi", "yes-no", "number", "percent"] * 2, "split", "text", "date")
