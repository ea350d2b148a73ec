"""Read conditions: exactly one operator each, on questions, options, levels and parts that exist."""

from collections.abc import Callable, Collection, Mapping

from msgspec import Struct, field

from spinout.core.conditions import ANSWERED, OPERATORS, AllOf, AnyOf, Comparison, Condition, CriterionIs, Not
from spinout.core.cursor import Cursor
from spinout.core.kinds import Kind, Measure, Wrong
from spinout.core.problems import Code
from spinout.core.wording import allowed as allowed_words
from spinout.core.wording import did_you_mean, found, listed


class Scope(Struct, frozen=True):
    """The questions by id, in file order, and the codes of sources.

    A question's type is None where it could not be read: it may be named, and what is said of
    it is not judged, so that one mistake is told once. `sources` is None where there are none
    to hold codes against.
    """

    types: Mapping[str, Kind | None]
    sources: frozenset[str] | None
    respondents: tuple[str, ...] = ()

    def order(self) -> Mapping[str, int]:
        """The place of each question in the file's order."""
        return {ident: place for place, ident in enumerate(self.types)}

    def question(self, cursor: Cursor) -> str | None:
        """The id of a question that exists, else None and a problem."""
        ident = cursor.text()
        if ident is None or ident in self.types:
            return ident
        cursor.report(
            Code.UNKNOWN_QUESTION,
            f"There is no question {found(ident)}.",
            cursor.near(ident, self.types) or "Name it by its section, a dot and its own id.",
        )
        return None

    def questions(self, cursors: list[Cursor]) -> tuple[str, ...]:
        """The ids of questions that exist; those that do not are told."""
        return tuple(ident for ident in map(self.question, cursors) if ident is not None)

    def codes(self, cursor: Cursor, name: str = "sources") -> tuple[str, ...]:
        """Codes of sources that are defined; those that are not are told."""
        codes = [(item, item.text()) for item in cursor.list_of(name, what="source code")]
        for item, code in codes:
            if code is not None and (self.sources is None or code not in self.sources):
                item.report(
                    Code.UNKNOWN_SOURCE,
                    f"The source {found(code)} is not defined.",
                    did_you_mean(code, self.sources or ()) or "Define it in the file of sources.",
                )
        return tuple(code for _, code in codes if code is not None)


def registered(cursor: Cursor, seen: dict[str, Cursor], ident: str | None) -> bool:
    """Keep an id once; tell where it stands a second time."""
    if ident is None:
        return False
    if ident in seen:
        place = cursor.child("id") or cursor
        place.report(Code.DUPLICATE_ID, f"The id {found(ident)} stands here a second time.", "Give each its own id.")
        return False
    seen[ident] = cursor
    return True


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
    """Read a condition; None where it is wrong, which is told."""
    if not isinstance(cursor.value, dict):
        cursor.report(
            Code.BAD_CONDITION,
            f"Found {found(cursor.value)} where a condition belongs.",
            "Write {question: ID, OPERATOR: VALUE}, or all, any or not with conditions in it.",
        )
        return None
    heads: dict[str, Callable[[Cursor, Setting], Condition | None]] = {
        "all": lambda c, s: _several(c, s, AllOf),
        "any": lambda c, s: _several(c, s, AnyOf),
        "not": _negated,
        "criterion": _criterion,
    }
    named = [key for key in heads if key in cursor.value]
    if not named:
        return _comparison(cursor, setting)
    if len(cursor.value) != 1:
        cursor.report(
            Code.BAD_CONDITION,
            f"A condition with `{named[0]}` has nothing beside it; found {listed(map(str, cursor.value))}.",
            "Put the conditions together under one `all` or `any`.",
        )
        return None
    child = cursor.child(named[0])
    if child is None:
        cursor.report(Code.BAD_CONDITION, f"`{named[0]}` is empty.", "Write a condition in it.")
        return None
    return heads[named[0]](child, setting)


def own_comparison(cursor: Cursor, setting: Setting, question: str) -> Comparison | None:
    """Read a gate: one operator on the answer of the question that it stands at."""
    if not isinstance(cursor.value, dict):
        cursor.report(
            Code.BAD_CONDITION,
            f"Found {found(cursor.value)} where a condition belongs.",
            "Write {at_least: 3}.",
        )
        return None
    if "question" in cursor.value:
        cursor.report(Code.BAD_CONDITION, "A gate looks at its own question and names none.", "Leave `question` out.")
        return None
    heads = [head for head in HEADS if head in cursor.value]
    if heads:
        cursor.report(
            Code.BAD_CONDITION,
            f"A gate is one comparison; `{heads[0]}` has no place in it.",
            "Write {at_least: 3}. What hangs on other questions belongs in the clause's `if`.",
        )
        return None
    return _on_question(cursor, setting, question)


def _several(child: Cursor, setting: Setting, kind: type[AllOf] | type[AnyOf]) -> Condition | None:
    items = child.items(least=1, what="condition")
    parts = [condition_from(item, setting) for item in items]
    known = tuple(part for part in parts if part is not None)
    return kind(known) if items and len(known) == len(parts) else None


def _negated(child: Cursor, setting: Setting) -> Condition | None:
    inner = condition_from(child, setting)
    return None if inner is None else Not(inner)


def _criterion(child: Cursor, setting: Setting) -> Condition | None:
    ident = child.text()
    if ident is None:
        return None
    if setting.criteria is None:
        child.report(Code.BAD_CONDITION, "A condition here may not name a criterion.", "Name questions.")
        return None
    if ident in setting.criteria:
        return CriterionIs(ident)
    if ident in setting.later_criteria:
        child.report(
            Code.LATER_CRITERION, f"The criterion {found(ident)} does not stand before this one.", "Move it up."
        )
        return None
    child.report(
        Code.UNKNOWN_CRITERION,
        f"There is no criterion {found(ident)}.",
        did_you_mean(ident, setting.criteria) or allowed_words(setting.criteria),
    )
    return None


def _comparison(cursor: Cursor, setting: Setting) -> Condition | None:
    child = cursor.child("question")
    if child is None:
        _operator(cursor, setting)
        cursor.report(Code.MISSING_FIELD, "The condition names no question.", "Add `question: section.question`.")
        return None
    question = setting.scope.question(child)
    if question is None:
        return None
    if setting.before is not None:
        order = setting.scope.order()
        if order[question] >= order[setting.before]:
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
    if name is None or kind is None:
        return None
    if not _fits(cursor, setting, kind, name):
        return None
    value = cursor.child(name)
    if value is None:
        cursor.report(Code.BAD_CONDITION, f"`{name}` is empty.", "Give it a value.")
        return None
    if name == ANSWERED:
        if not isinstance(value.value, bool):
            value.report(Code.BAD_CONDITION, f"Found {found(value.value)}.", "Write `answered: true` or `false`.")
            return None
        return Comparison(question, name, value.value)
    part, count_of = _part(cursor, kind), _count_of(cursor, kind)
    if (cursor.child("part") and part is None) or (cursor.child("count_of") and count_of is None):
        return None
    given = _given(value, kind, name, count_of)
    return None if given is None else Comparison(question, name, given, part, count_of)


def _operator(cursor: Cursor, setting: Setting) -> str | None:
    allowed = [name for name in EVERY_OPERATOR if setting.answered or name != ANSWERED]
    assert isinstance(cursor.value, dict)
    used = [name for name in cursor.value if name in EVERY_OPERATOR]
    unknown = [name for name in cursor.value if name not in (*EVERY_OPERATOR, *LOOKS, "question")]
    if unknown and not used:
        near = did_you_mean(unknown[0], (*allowed, "question", *HEADS))
        cursor.report(
            Code.BAD_CONDITION,
            f"There is no operator {found(unknown[0])}.",
            f"{near} Allowed: {listed(allowed)}.".strip(),
        )
        return None
    if len(used) != 1:
        what = f"{len(used)} operators: {listed(used)}" if used else "none"
        cursor.report(
            Code.BAD_CONDITION,
            f"A condition has exactly one operator; found {what}.",
            f"Allowed: {listed(allowed)}.",
        )
        return None
    if unknown:
        cursor.fields(("question", *EVERY_OPERATOR, *LOOKS))
        return None
    if used[0] not in allowed:
        cursor.report(
            Code.OPERATOR_MISFIT,
            "`answered` may be used in rules and checks only.",
            f"Allowed: {listed(allowed)}.",
        )
        return None
    return str(used[0])


def _fits(cursor: Cursor, setting: Setting, kind: Kind, name: str) -> bool:
    """Whether an operator, with what it looks at, goes with a type."""
    if not setting.splits and not kind.measures - {Measure.PARTS}:
        cursor.report(
            Code.OPERATOR_MISFIT,
            f"Whether a question is shown may not hang on a question of type {kind.name}.",
            "Name a question of another type.",
        )
        return False
    looks = [look for look in LOOKS if cursor.child(look) is not None]
    if name == ANSWERED:
        if looks:
            cursor.report(Code.OPERATOR_MISFIT, f"`answered` has no {looks[0]}.", f"Leave `{looks[0]}` out.")
        return not looks
    wanted = OPERATORS[name].measures & kind.measures
    if not wanted:
        fitting = [op for op, row in OPERATORS.items() if row.measures & kind.measures]
        cursor.report(
            Code.OPERATOR_MISFIT,
            f"`{name}` does not go with a question of type {kind.name}.",
            f"Allowed: {listed([*fitting, ANSWERED] if setting.answered else fitting)}.",
        )
        return False
    needs = {Measure.PARTS: ["part"], Measure.COUNT: ["count_of"]}.get(next(iter(wanted)), [])
    if looks != needs:
        say = f"needs `{needs[0]}` beside it" if needs else f"takes no `{listed(looks)}`"
        cursor.report(
            Code.OPERATOR_MISFIT,
            f"`{name}` on a question of type {kind.name} {say}.",
            _LOOK_HINTS.get(needs[0] if needs else "", f"Leave `{listed(looks)}` out."),
        )
        return False
    return True


_LOOK_HINTS = {
    "part": "Write {question: ID, part: ID, at_least: 25}.",
    "count_of": "Write {question: ID, count_of: [option, ...], at_least: 2}.",
}


def _part(cursor: Cursor, kind: Kind) -> str | None:
    if not kind.parts:
        return None
    return cursor.word_of("part", [part.id for part in kind.parts], code=Code.UNKNOWN_PART, what="part")


def _count_of(cursor: Cursor, kind: Kind) -> tuple[str, ...] | None:
    child = cursor.child("count_of")
    return None if child is None or Measure.COUNT not in kind.measures else _options(child, kind)


def _options(child: Cursor, kind: Kind) -> tuple[str, ...] | None:
    ids = [option.id for option in kind.options]
    items = child.items(least=1, what="option")
    words = [item.word(ids, code=Code.UNKNOWN_OPTION, what="option") for item in items]
    known = tuple(word for word in words if word is not None)
    if not items or len(known) != len(words):
        return None
    if len(set(known)) != len(known):
        child.report(Code.REPEATED, "An option stands in the list twice.", "Name each option once.")
        return None
    return known


def _given(value: Cursor, kind: Kind, name: str, count_of: tuple[str, ...] | None) -> object:
    """The value that a comparison is made with; None where it is wrong."""
    row = OPERATORS[name]
    if Measure.ORDER in row.measures:
        return _constant(value, kind) if count_of is None and kind.top is not None else value.number()
    if Measure.MEMBERS in row.measures:
        if not row.single:
            return _options(value, kind)
        one = value.word([o.id for o in kind.options], code=Code.UNKNOWN_OPTION, what="option")
        return None if one is None else (one,)
    items = value.items(least=1, what="value") if isinstance(value.value, list) else [value]
    constants = [_constant(item, kind) for item in items]
    return tuple(constants) if items and None not in constants else None


def _constant(item: Cursor, kind: Kind) -> object:
    constant = kind.constant(item.value)
    if not isinstance(constant, Wrong):
        return constant
    item.report(constant.code, constant.message, constant.hint)
    return None
