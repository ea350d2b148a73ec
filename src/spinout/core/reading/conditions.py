"""Read conditions: exactly one operator each, on questions, options, levels and parts that exist."""

from collections.abc import Collection, Mapping
from functools import cached_property

from msgspec import Struct, field

from spinout.core.conditions import ANSWERED, OPERATORS, AllOf, AnyOf, Comparison, Condition, CriterionIs, Not
from spinout.core.cursor import Cursor
from spinout.core.kinds import Kind, Measure, Wrong
from spinout.core.problems import Code
from spinout.core.wording import allowed as allowed_words
from spinout.core.wording import found, listed


class Scope(Struct, frozen=True, dict=True):
    """The questions by id, in file order, and the codes of sources.

    A question's type is None where it could not be read: it may be named, and what is said of
    it is not judged, so that one mistake is told once. `sources` is None where there are none
    to hold codes against.
    """

    types: Mapping[str, Kind | None]
    sources: frozenset[str] | None
    respondents: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each question."""
        return {ident: place for place, ident in enumerate(self.types)}

    def question(self, cursor: Cursor) -> str | None:
        """The id of a question that exists, else None and a problem."""
        ident = cursor.text()
        if ident is None or ident in self.types:
            return ident
        hint = cursor.near_id(ident, self.types) or "Name it by its section, a dot and its own id."
        cursor.report(Code.UNKNOWN_QUESTION, f"There is no question {found(ident)}.", hint)
        return None

    def questions(self, cursors: list[Cursor]) -> tuple[str, ...]:
        """The ids of questions that exist; those that do not are told."""
        return tuple(ident for ident in map(self.question, cursors) if ident is not None)

    def codes(self, cursor: Cursor) -> tuple[str, ...]:
        """Codes of sources that are defined; those that are not are told."""
        codes = []
        for item in cursor["sources"].items(what="source code"):
            code, defined = item.text(), self.sources or frozenset()
            if code is not None and code not in defined:
                hint = item.near(code, defined) or "Define it in the file of sources."
                item.report(Code.UNKNOWN_SOURCE, f"The source {found(code)} is not defined.", hint)
            codes.append(code or "")
        return tuple(codes)


EVERY_OPERATOR = (*OPERATORS, ANSWERED)
LOOKS = ("part", "count_of")
HEADS = ("all", "any", "not", "criterion")


class Setting(Struct, frozen=True):
    """Where a condition stands, and so what it may name.

    `before` limits it to earlier questions; `criteria` are those it may name, None where it may
    name none; `answered` and `splits` say whether that operator and that type may be used.
    """

    scope: Scope
    before: str | None = None
    criteria: Collection[str] | None = None
    later_criteria: Collection[str] = field(default_factory=tuple)
    answered: bool = True
    splits: bool = True


def condition_from(cursor: Cursor, setting: Setting) -> Condition | None:
    """Read a condition; None where there is none, or where it is wrong, which is told."""
    if not isinstance(cursor.value, dict):
        hint = "Write {question: ID, OPERATOR: VALUE}, or all, any or not with conditions in it."
        _bad(cursor, f"Found {found(cursor.value)} where a condition belongs.", hint)
        return None
    head = next((key for key in HEADS if key in cursor.value), None)
    if head is None:
        return _comparison(cursor, setting)
    child = cursor[head]
    if len(cursor.value) != 1:
        beside = f"A condition with `{head}` has nothing beside it; found {listed(map(str, cursor.value))}."
        _bad(cursor, beside, "Put the conditions together under one `all` or `any`.")
    elif not child:
        _bad(cursor, f"`{head}` is empty.", "Write a condition in it.")
    elif head == "criterion":
        return _criterion(child, setting)
    elif head == "not":
        inner = condition_from(child, setting)
        return None if inner is None else Not(inner)
    else:
        parts = [condition_from(item, setting) for item in child.items(least=1, what="condition")]
        return (AllOf if head == "all" else AnyOf)(tuple(part for part in parts if part is not None))
    return None


def _bad(cursor: Cursor, message: str, hint: str) -> None:
    cursor.report(Code.BAD_CONDITION, message, hint)


def own_comparison(cursor: Cursor, setting: Setting, question: str) -> Comparison | None:
    """Read a gate: one operator on the answer of the question that it stands at."""
    if not isinstance(cursor.value, dict):
        _bad(cursor, f"Found {found(cursor.value)} where a condition belongs.", "Write {at_least: 3}.")
    elif "question" in cursor.value:
        _bad(cursor, "A gate looks at its own question and names none.", "Leave `question` out.")
    elif heads := [head for head in HEADS if head in cursor.value]:
        _bad(
            cursor,
            f"A gate is one comparison; `{heads[0]}` has no place in it.",
            "Write {at_least: 3}. What hangs on other questions belongs in the clause's `if`.",
        )
    else:
        return _on_question(cursor, setting, question)
    return None


def _criterion(child: Cursor, setting: Setting) -> Condition | None:
    ident, known = child.text(), setting.criteria
    if ident is None:
        return None
    if known is None:
        _bad(child, "A condition here may not name a criterion.", "Name questions.")
    elif ident in setting.later_criteria and ident not in known:
        message = f"The criterion {found(ident)} does not stand before this one."
        child.report(Code.LATER_CRITERION, message, "Move it up.")
    elif ident not in known:
        hint = child.near(ident, known) or allowed_words(known)
        child.report(Code.UNKNOWN_CRITERION, f"There is no criterion {found(ident)}.", hint)
    return CriterionIs(ident)


def _comparison(cursor: Cursor, setting: Setting) -> Condition | None:
    child = cursor["question"]
    if not child:
        _operator(cursor, setting)
        cursor.report(Code.MISSING_FIELD, "The condition names no question.", "Add `question: section.question`.")
    question, order = setting.scope.question(child), setting.scope.order
    if question is None:
        return None
    if setting.before is not None and order[question] >= order[setting.before]:
        child.report(
            Code.LATER_QUESTION,
            f"{question} does not stand before {setting.before}.",
            "Whether a question is shown may hang on earlier questions only.",
        )
        return None
    return _on_question(cursor, setting, question)


def _on_question(cursor: Cursor, setting: Setting, question: str) -> Comparison | None:
    name = _operator(cursor, setting)
    kind = setting.scope.types[question]
    if name is None or kind is None or not _fits(cursor, setting, kind, name):
        return None
    value = cursor[name]
    if not value:
        _bad(cursor, f"`{name}` is empty.", "Give it a value.")
        return None
    if name == ANSWERED:
        if not isinstance(value.value, bool):
            _bad(value, f"Found {found(value.value)}.", "Write `answered: true` or `false`.")
        return Comparison(question, name, value.value)
    part = cursor["part"].word([p.id for p in kind.parts], code=Code.UNKNOWN_PART, what="part")
    count_of = _options(cursor["count_of"], kind) if cursor["count_of"] else None
    return Comparison(question, name, _given(value, kind, name, counted=count_of is not None), part, count_of)


def _operator(cursor: Cursor, setting: Setting) -> str | None:
    """The one operator of a condition; None where it is not one that may stand here, which is told."""
    assert isinstance(cursor.value, dict)
    allowed = [name for name in EVERY_OPERATOR if setting.answered or name != ANSWERED]
    used = [str(name) for name in cursor.value if name in EVERY_OPERATOR]
    unknown = [name for name in cursor.value if name not in (*EVERY_OPERATOR, *LOOKS, "question")]
    hint = f"Allowed: {listed(allowed)}."
    if unknown and not used:
        near = cursor.near(unknown[0], (*allowed, "question", *HEADS))
        _bad(cursor, f"There is no operator {found(unknown[0])}.", f"{near} {hint}".lstrip())
    elif len(used) != 1:
        what = f"{len(used)} operators: {listed(used)}" if used else "none"
        _bad(cursor, f"A condition has exactly one operator; found {what}.", hint)
    elif unknown:
        cursor.fields(("question", *EVERY_OPERATOR, *LOOKS))
    elif used[0] not in allowed:
        cursor.report(Code.OPERATOR_MISFIT, "`answered` may be used in rules and checks only.", hint)
    else:
        return used[0]
    return None


def _fits(cursor: Cursor, setting: Setting, kind: Kind, name: str) -> bool:
    """Whether an operator, with what it looks at, goes with a type."""
    of_type = f"a question of type {kind.name}"
    looks = [look for look in LOOKS if cursor[look]]
    if not setting.splits and not kind.measures - {Measure.PARTS}:
        message, hint = f"Whether a question is shown may not hang on {of_type}.", "Name a question of another type."
    elif name == ANSWERED:
        if not looks:
            return True
        message, hint = f"`answered` has no {looks[0]}.", f"Leave `{looks[0]}` out."
    elif not (wanted := OPERATORS[name].measures & kind.measures):
        fitting = [op for op, row in OPERATORS.items() if row.measures & kind.measures]
        message = f"`{name}` does not go with {of_type}."
        hint = f"Allowed: {listed([*fitting, ANSWERED] if setting.answered else fitting)}."
    else:
        needed, example = _LOOKS.get(next(iter(wanted)), ("", ""))
        if looks == [needed] * bool(needed):
            return True
        message = f"`{name}` on {of_type} " + (
            f"needs `{needed}` beside it." if needed else f"takes no `{listed(looks)}`."
        )
        hint = example or f"Leave `{listed(looks)}` out."
    cursor.report(Code.OPERATOR_MISFIT, message, hint)
    return False


_LOOKS = {
    Measure.PARTS: ("part", "Write {question: ID, part: ID, at_least: 25}."),
    Measure.COUNT: ("count_of", "Write {question: ID, count_of: [option, ...], at_least: 2}."),
}
"""What stands beside an operator that measures so, and how."""


def _options(child: Cursor, kind: Kind) -> tuple[str, ...]:
    ids = [option.id for option in kind.options]
    words = child.words(ids, least=1, code=Code.UNKNOWN_OPTION, what="option")
    if len(set(words)) != len(words):
        child.report(Code.REPEATED, "An option stands in the list twice.", "Name each option once.")
    return words


def _given(value: Cursor, kind: Kind, name: str, *, counted: bool) -> object:
    """The value that a comparison is made with."""
    row = OPERATORS[name]
    if Measure.ORDER in row.measures:
        return value.number() if counted or kind.top is None else _constant(value, kind)
    if Measure.MEMBERS in row.measures:
        if not row.single:
            return _options(value, kind)
        return (value.word([option.id for option in kind.options], code=Code.UNKNOWN_OPTION, what="option"),)
    items = value.items(least=1, what="value") if isinstance(value.value, list) else [value]
    return tuple(_constant(item, kind) for item in items)


def _constant(item: Cursor, kind: Kind) -> object:
    constant = kind.constant(item.value)
    if isinstance(constant, Wrong):
        item.report(constant.code, constant.message, constant.hint)
    return constant
