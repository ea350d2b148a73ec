"""What changed between two versions of a questionnaire, question by question."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import All, Any, Comparison, Condition, CriterionIs, Not
from spinout.core.insight.carrying import successor
from spinout.core.question_types import QuestionType, Scale, Split
from spinout.core.question_types.choices import Choice, Multi, YesNo
from spinout.core.question_types.numbers import Number
from spinout.core.questionnaire import Check, Criterion, Decision, Outcome, Question, Questionnaire, Rules

Ruled = TypeVar("Ruled", Criterion, Outcome, Check)


class Aspect(StrEnum):
    """What may change about a question, or about the whole."""

    # a question
    WORDING = "wording"
    ANSWERS = "answers"  # what may be answered
    SCORES = "scores"
    WEIGHT = "weight"
    SECTION = "section"
    SHOWN = "shown"  # when it is asked
    GATES = "gates"
    # the whole
    SECTION_WEIGHTS = "section-weights"
    SCORING = "scoring"  # bands, and what the overall score is the mean of
    DECISION = "decision"
    RULES = "rules"


class QuestionChange(Struct, frozen=True):
    """What changed about a question that both versions ask, by its new id."""

    question: str
    aspects: tuple[Aspect, ...]


class QuestionnaireChanges(Struct, frozen=True):
    """What changed between two versions; `gone` are questions that the new one says nothing of."""

    new: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    changed: tuple[QuestionChange, ...] = ()
    whole: tuple[Aspect, ...] = ()

    def __bool__(self) -> bool:
        return self != QuestionnaireChanges()


def questionnaire_changes(old: Questionnaire, new: Questionnaire) -> QuestionnaireChanges:
    """What changed from one version to another, in file order."""
    pairs = {ident: successor(ident, new) for ident in old.questions}
    kept = {before: after for before, after in pairs.items() if after is not None}
    origins = {after: before for before, after in kept.items()}
    changes = (
        QuestionChange(ident, _aspects(old.questions[origins[ident]], question, kept))
        for ident, question in new.questions.items()
        if ident in origins
    )
    return QuestionnaireChanges(
        new=tuple(ident for ident in new.questions if ident not in origins),
        removed=tuple(ident for ident, after in pairs.items() if after is None and ident in new.removed),
        gone=tuple(ident for ident, after in pairs.items() if after is None and ident not in new.removed),
        renamed=tuple((before, after) for before, after in kept.items() if before != after),
        changed=tuple(change for change in changes if change.aspects),
        whole=_whole(old, new, kept),
    )


def _aspects(old: Question, new: Question, names: Mapping[str, str]) -> tuple[Aspect, ...]:
    different: Mapping[Aspect, bool] = {
        Aspect.WORDING: old.ask != new.ask,
        Aspect.ANSWERS: (_offered(old.type), old.not_applicable) != (_offered(new.type), new.not_applicable),
        Aspect.SCORES: (_scored(old.type), old.evidence_counts) != (_scored(new.type), new.evidence_counts),
        Aspect.WEIGHT: old.weight != new.weight,
        Aspect.SECTION: old.section != new.section,
        Aspect.SHOWN: _under(old.show_if, names) != new.show_if,
        Aspect.GATES: _gates(old, new.id, names) != _gates(new, new.id, {}),
    }
    return tuple(aspect for aspect, differs in different.items() if differs)


def _offered(kind: QuestionType) -> object:
    """What may be answered, with its labels."""
    match kind:
        case Scale():
            return kind.name, kind.levels
        case Choice() | Multi():
            return kind.name, tuple((option.id, option.label, option.exclusive) for option in kind.options)
        case Split():
            return kind.name, tuple((part.id, part.label) for part in kind.parts)
        case Number():
            return kind.name, kind.allowed(), kind.unit
        case _:
            return kind.name, kind.allowed()


def _scored(kind: QuestionType) -> object:
    """What answers score."""
    match kind:
        case Scale() | YesNo():
            return kind.scores
        case Choice():
            return tuple((option.id, option.score) for option in kind.options)
        case Multi() | Number():
            return kind.rows
        case _:
            return None


def _gates(question: Question, ident: str, names: Mapping[str, str]) -> object:
    needs = {stage: replace(needed, question=ident) for stage, needed in question.essential.items()}
    return needs, _under(question.essential_if, names)


def _under(condition: Condition | None, names: Mapping[str, str]) -> Condition | None:
    """A condition with questions under their new ids."""
    return None if condition is None else _moved(condition, names)


def _moved(condition: Condition, names: Mapping[str, str]) -> Condition:
    return _renamed(condition, lambda ident: names.get(ident, ident))


def _renamed(condition: Condition, name: Callable[[str], str]) -> Condition:
    match condition:
        case Comparison():
            return replace(condition, question=name(condition.question))
        case CriterionIs():
            return condition
        case All() | Any():
            return type(condition)(tuple(_renamed(part, name) for part in condition.of))
        case Not():
            return Not(_renamed(condition.of, name))


def _whole(old: Questionnaire, new: Questionnaire, names: Mapping[str, str]) -> tuple[Aspect, ...]:
    different: Mapping[Aspect, bool] = {
        Aspect.SECTION_WEIGHTS: _weights(old) != _weights(new),
        Aspect.SCORING: (old.overall, old.bands) != (new.overall, new.bands),
        Aspect.DECISION: _decision(old.decision, names) != new.decision,
        Aspect.RULES: _rules(old.rules, names) != new.rules,
    }
    return tuple(aspect for aspect, differs in different.items() if differs)


def _decision(decision: Decision | None, names: Mapping[str, str]) -> Decision | None:
    """A decision with questions under their new ids."""
    if decision is None:
        return None
    first = tuple(names.get(ident, ident) for ident in decision.too_early_any_of)
    return replace(decision, asked_by=names.get(decision.asked_by, decision.asked_by), too_early_any_of=first)


def _rules(rules: Rules, names: Mapping[str, str]) -> Rules:
    """Rules with questions under their new ids."""

    def moved(each: Ruled) -> Ruled:
        return each if each.when is None else replace(each, when=_moved(each.when, names))

    return Rules(
        tuple(map(moved, rules.criteria)),
        tuple(replace(each, outcomes=tuple(map(moved, each.outcomes))) for each in rules.classifications),
        tuple(map(moved, rules.checks)),
    )


def _weights(questionnaire: Questionnaire) -> object:
    return {section.id: section.weight for section in questionnaire.sections}
