"""Conditions in three values (contract, section 3): `True`, `False`, and `None` for unknown."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from oracle_form import ANSWERED, HIDDEN, NOT_APPLICABLE, Entries, Form, Question, Raw, counted_value, yes_or_no

Truth = bool | None

ORDERINGS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
}


class World(Struct, frozen=True):
    """A questionnaire, what is answered, and what is shown: `True`, `False` (hidden) or `None` (pending).

    `before` is the world as it stands now, where this one is a completion of it that rules look at: `answered`
    keeps the truth that it has there (section 6).
    """

    form: Form
    entries: Entries
    shown: Mapping[str, Truth]
    criteria: Mapping[str, Truth] = field(default_factory=dict)
    before: World | None = None


def states(world: World) -> dict[str, str]:
    """Section 2: a question is hidden where its `show_if` is false, else its answer tells its state."""
    return {
        question.id: HIDDEN if world.shown[question.id] is False else world.entries[question.id].state
        for question in world.form.questions
    }


def truth(condition: Raw, world: World) -> Truth:
    """The truth of a whole condition (section 3)."""
    if "all" in condition:
        return kleene_all(truth(part, world) for part in condition["all"])
    if "any" in condition:
        return kleene_any(truth(part, world) for part in condition["any"])
    if "not" in condition:
        return kleene_not(truth(condition["not"], world))
    if "criterion" in condition:
        return world.criteria[condition["criterion"]]
    return comparison(condition, world)


def kleene_all(parts: Iterable[Truth]) -> Truth:
    """False where one is false, else unknown where one is unknown, else true (section 3: Kleene)."""
    values = list(parts)
    if False in values:
        return False
    return None if None in values else True


def kleene_any(parts: Iterable[Truth]) -> Truth:
    """True where one is true, else unknown where one is unknown, else false (section 3: Kleene)."""
    values = list(parts)
    if True in values:
        return True
    return None if None in values else False


def kleene_not(value: Truth) -> Truth:
    """The opposite; unknown stays unknown (section 3: Kleene)."""
    return None if value is None else not value


def comparison(condition: Raw, world: World) -> Truth:
    """One comparison with one question (section 3), by the state that the question is in."""
    if "answered" in condition and world.before is not None:
        return comparison(condition, world.before)
    question = world.form.question(condition["question"])
    entry, shown = world.entries[question.id], world.shown[question.id]
    if shown is False or entry.state == NOT_APPLICABLE:
        return False  # for every operator, `is_not` and `answered` included
    if "answered" in condition:
        return (entry.state == ANSWERED) is condition["answered"]  # the answer alone; never unknown
    if entry.state != ANSWERED:
        return None
    holds = compare(condition, question, counted_value(world.form, question, entry))
    if shown is None and holds:
        return None  # pending: hidden in the end, it would be false
    return holds


def compare(condition: Raw, question: Question, value: Any) -> bool:
    """Whether one operator fits a value (section 3, the table); also for a gate's own condition."""
    if "is" in condition:
        return is_one_of(condition["is"], question, value)
    if "is_not" in condition:
        return not is_one_of(condition["is_not"], question, value)
    if "includes" in condition:
        return condition["includes"] in value
    if "includes_any" in condition:
        return any(option in value for option in condition["includes_any"])
    if "includes_all" in condition:
        return all(option in value for option in condition["includes_all"])
    name = next(name for name in ORDERINGS if name in condition)
    return ORDERINGS[name](measured(condition, value), Fraction(condition[name]))


def is_one_of(wanted: Any, question: Question, value: Any) -> bool:
    """Section 3: `is` takes one value or a list of values."""
    candidates = wanted if isinstance(wanted, list) else [wanted]
    if question.type == "yes-no":
        return any(yes_or_no(candidate) is value for candidate in candidates)
    if question.type == "choice":
        return value in candidates
    return any(Fraction(candidate) == Fraction(value) for candidate in candidates)


def measured(condition: Raw, value: Any) -> Fraction:
    """What an ordering looks at: a part of a split, a count of chosen options, or the value itself."""
    if "part" in condition:
        return Fraction(value[condition["part"]])
    if "count_of" in condition:
        return Fraction(sum(1 for option in condition["count_of"] if option in value))
    return Fraction(value)


def shown_of(form: Form, entries: Entries) -> dict[str, Truth]:
    """Whether each question is shown, hidden or pending; a `show_if` names earlier ones only (section 3)."""
    shown: dict[str, Truth] = {}
    for question in form.questions:
        shown[question.id] = is_shown(question, World(form, entries, shown))
    return shown


def is_shown(question: Question, world: World) -> Truth:
    """A question without a `show_if` is always shown."""
    return truth(question.raw["show_if"], world) if "show_if" in question.raw else True


class Clause(Struct, frozen=True):
    """One clause of a gate: what must be true for it to hold, and what each stage that it names needs."""

    conditions: tuple[Raw, ...]
    needs: Mapping[str, Raw]


def clauses_of(question: Question) -> list[Clause]:
    """The clauses of a gate as written; one mapping is one clause, and `essential_if` an `if` on every one."""
    written = question.raw.get("essential") or []
    shared = (question.raw["essential_if"],) if "essential_if" in question.raw else ()
    return [
        Clause(
            conditions=(*shared, clause["if"]) if "if" in clause else shared,
            needs={stage: need for stage, need in clause.items() if stage not in ("if", "because", "sources")},
        )
        for clause in (written if isinstance(written, list) else [written])
    ]


def every_comparison(form: Form) -> Iterator[Raw]:
    """Every comparison that stands anywhere in the questionnaire, with its `question` filled in."""
    for question in form.questions:
        if "show_if" in question.raw:
            yield from comparisons_in(question.raw["show_if"])
        for clause in clauses_of(question):
            for condition in clause.conditions:
                yield from comparisons_in(condition)
            for own in clause.needs.values():
                yield {"question": question.id, **own}
    for rule in [*form.rules("criteria"), *form.rules("checks")]:
        yield from comparisons_in(rule["when"])
    for classification in form.rules("classifications"):
        for outcome in classification["outcomes"]:
            if "when" in outcome:
                yield from comparisons_in(outcome["when"])


def comparisons_in(condition: Raw) -> Iterator[Raw]:
    """The comparisons inside one condition."""
    for part in [*condition.get("all", []), *condition.get("any", [])]:
        yield from comparisons_in(part)
    if "not" in condition:
        yield from comparisons_in(condition["not"])
    if "question" in condition:
        yield condition


def criteria_in(condition: Raw) -> Iterator[str]:
    """The criteria that one condition names."""
    for part in [*condition.get("all", []), *condition.get("any", [])]:
        yield from criteria_in(part)
    if "not" in condition:
        yield from criteria_in(condition["not"])
    if "criterion" in condition:
        yield condition["criterion"]
