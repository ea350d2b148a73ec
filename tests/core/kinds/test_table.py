"""The table of types, and what becomes of one that leaves something out."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

import spinout.core.kinds
from spinout.core.conditions import Comparison, Measure, Value
from spinout.core.kinds import KINDS
from spinout.core.kinds.base import Kind, table_of
from spinout.core.kinds.text import Text


def test_every_type_stands_under_its_name() -> None:
    """The contract's nine types, in its order."""
    names = ["scale", "choice", "multi", "yes-no", "number", "percent", "split", "text", "date"]
    assert [(name, kind.name) for name, kind in KINDS.items()] == [(name, name) for name in names]


class Colour(Kind, frozen=True):
    """A type that says little of itself."""

    name: ClassVar[str] = "colour"
    fields: ClassVar[frozenset[str]] = frozenset({"scores"})
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.IDENTITY, Measure.ORDER})

    def words(self, value: Value) -> str:
        """Its name."""
        return str(value)

    def samples(self, asked: Sequence[Comparison]) -> Iterable[Value]:  # noqa: ARG002
        """One."""
        return ("red",)

    def how(self) -> str:
        """In a word."""
        return "Type a colour."


def test_no_type_is_looked_for_outside_its_module() -> None:
    """Outside `core/kinds` nothing asks which type it has, by its class or by its name."""
    classes = "|".join(kind.__name__ for kind in KINDS.values())
    names = "|".join(KINDS)
    switch = re.compile(
        rf"isinstance\([^)]*\b({classes})\b|case ({classes})\(|kinds\.\w+ import [^\n]*\b({classes})\b"
        rf"|(name [=!]=|case) \"({names})\""
    )
    source = Path(spinout.core.kinds.__file__).parents[2]
    files = [path for path in source.rglob("*.py") if path.parent.name != "kinds"]
    found = {path.name: match.group() for path in files if (match := switch.search(path.read_text(encoding="utf-8")))}
    assert found == {}


def test_a_type_that_leaves_something_out_is_told() -> None:
    """A class that lacks methods is named with all of them, as when the program is imported."""
    with pytest.raises(TypeError) as raised:
        table_of(Text, Colour)  # type: ignore[type-abstract]
    assert str(raised.value) == (
        "The type of question Colour leaves out: allowed, entry, from_fields, quantity, read, score, scoring. "
        "Give its class each of them; the class Kind says what they are for."
    )


class Rank(Text, frozen=True):
    """A text with an order, which does not say how much one is."""

    name: ClassVar[str] = "rank"
    measures: ClassVar[frozenset[Measure]] = frozenset({Measure.ORDER})


def test_a_type_owes_what_its_conditions_look_at() -> None:
    """What has an order says how much an answer is."""
    with pytest.raises(TypeError, match="Rank leaves out: quantity"):
        table_of(Rank)
