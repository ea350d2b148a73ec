"""Criteria, and classifications by every completion (contract, section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from oracle_completions import completions
from oracle_conditions import World, comparisons_in, criteria_in, truth
from oracle_form import Form, Raw


def with_criteria(world: World) -> World:
    """A criterion may name earlier criteria, so they are settled in order."""
    for criterion in world.form.rules("criteria"):
        value = truth(criterion["when"], world)
        world = replace(world, criteria={**world.criteria, criterion["id"]: value})
    return world


def classify(classification: Raw, world: World) -> dict[str, Any]:
    """What some completion gives is possible; where all give one outcome, it is the result."""
    named = bearing_on(world.form, [outcome["when"] for outcome in classification["outcomes"] if "when" in outcome])
    found = {
        outcome_of(classification, with_criteria(replace(complete, before=world)))
        for complete in completions(world.form, world.entries, named)
    }
    possible = [outcome["id"] for outcome in classification["outcomes"] if outcome["id"] in found]
    settled = possible[0] if len(possible) == 1 else "cannot-tell"
    return {"id": classification["id"], "outcome": settled, "possible": possible, "exact": True}


def outcome_of(classification: Raw, complete: World) -> str:
    """The first outcome whose condition is true; in a complete world none is unknown."""
    for outcome in classification["outcomes"]:
        value = True if outcome.get("otherwise") else truth(outcome["when"], complete)
        assert value is not None
        if value:
            return str(outcome["id"])
    raise AssertionError("The last outcome is `otherwise: true`.")


def bearing_on(form: Form, conditions: list[Raw]) -> set[str]:
    """The questions that conditions look at, also by criteria, and those that a `show_if` of these names."""
    named = {each for condition in conditions for each in _questions_in(form, condition)}
    for question in reversed(form.questions):  # a `show_if` names earlier questions only
        if question.id in named and "show_if" in question.raw:
            named |= set(_questions_in(form, question.raw["show_if"]))
    return named


def _questions_in(form: Form, condition: Raw) -> Iterator[str]:
    # What `answered` says stands already.
    yield from (each["question"] for each in comparisons_in(condition) if "answered" not in each)
    for name in criteria_in(condition):
        criterion = next(each for each in form.rules("criteria") if each["id"] == name)
        yield from _questions_in(form, criterion["when"])
