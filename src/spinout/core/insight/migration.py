"""From one version of a questionnaire to another: answers carried over, and what changed question by question."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answer, Answers
from spinout.core.conditions import AllOf, AnyOf, Comparison, Condition, CriterionIs, Not
from spinout.core.kinds import Wrong
from spinout.core.questionnaire import Check, Criterion, Decision, Outcome, Question, Questionnaire, Rules


class Loss(StrEnum):
    """Why an answer does not count in the other version."""

    REMOVED = "removed"  # the version says so
    GONE = "gone"  # there is no such question, and the version says nothing of it
    UNREADABLE = "unreadable"  # the question does not take this answer
    ANSWERED_TWICE = "answered-twice"  # two old questions became this one


class Lost(Struct, frozen=True):
    """An answer that does not count in the other version; `to` is the question's id there."""

    question: str
    to: str | None
    why: Loss
    words: str
    """What was said, in the words of the version that it was said in."""
    message: str
    exempt: bool = False


class Reworded(Struct, frozen=True):
    """An answer that is taken as it stands, though the other version has other words for it."""

    question: str
    before: str
    after: str
    exempt: bool = False


class Carried(Struct, frozen=True):
    """Answers as the other version reads them, and what did not come over as it was."""

    answers: Answers
    lost: tuple[Lost, ...] = ()
    reworded: tuple[Reworded, ...] = ()


def successor(ident: str, new: Questionnaire) -> str | None:
    """The id that a question has in another version; None where it is not asked there."""
    if ident in new.removed:
        return None
    found = new.renamed.get(ident, ident)
    return found if found in new.questions else None


def carry(old: Questionnaire, answers: Answers, new: Questionnaire) -> Carried:
    """Read answers to one version under another; warnings of the first reading stay behind."""
    came_from: dict[str, list[str]] = {}
    for ident in answers.answers:
        to = successor(ident, new)
        if to is not None and _said(answers.of(ident)):
            came_from.setdefault(to, []).append(ident)
    taken: dict[str, Answer] = {}
    lost: list[Lost] = []
    reworded: list[Reworded] = []
    for ident, question in old.questions.items():
        answer = answers.of(ident)
        if not _said(answer):
            continue
        to = successor(ident, new)
        trouble = _trouble(question, answer, new, came_from)
        if trouble is not None or to is None:
            lost.append(trouble or _not_asked(question, answer, new))
            continue
        taken[to] = _taken(question, answer, new.questions[to])
        reworded.extend(_reworded(question, answer, new.questions[to]))
    carried = replace(answers, answers=MappingProxyType(taken), version=new.version, lessons=(), warnings=())
    return Carried(carried, tuple(lost), tuple(reworded))


def _said(answer: Answer) -> bool:
    return answer.value is not None or answer.unknown or answer.reason is not None


def answer_words(question: Question, answer: Answer) -> str:
    """What an answer says, in the words of its question."""
    if answer.value is not None:
        return question.type.words(answer.value)
    if answer.reason is not None:
        return f"Does not apply: {answer.reason}"
    return "Don't know" if answer.unknown else "Not answered"


def _not_asked(question: Question, answer: Answer, new: Questionnaire) -> Lost:
    declared = question.id in new.removed
    why = Loss.REMOVED if declared else Loss.GONE
    message = "The question was removed." if declared else "There is no such question any more."
    return Lost(question.id, None, why, answer_words(question, answer), message, answer.exempt)


def _trouble(question: Question, answer: Answer, new: Questionnaire, came_from: Mapping[str, list[str]]) -> Lost | None:
    """Why a question that is still asked does not take an old answer; None where it does."""
    to = successor(question.id, new)
    if to is None:
        return None
    words = answer_words(question, answer)
    others = [ident for ident in came_from[to] if ident != question.id]
    if others:
        message = f"Several old answers belong here, also that to {others[0]}, and none was chosen."
        return Lost(question.id, to, Loss.ANSWERED_TWICE, words, message, answer.exempt)
    refusal = _refusal(question, answer, new.questions[to])
    return None if refusal is None else Lost(question.id, to, Loss.UNREADABLE, words, refusal, answer.exempt)


def _refusal(question: Question, answer: Answer, new: Question) -> str | None:
    if answer.reason is not None and not new.not_applicable:
        return "It may no longer be said that the question does not apply."
    if answer.value is None:
        return None
    if new.type.name != question.type.name:
        return f"The question was of the type {question.type.name} and is now of the type {new.type.name}."
    read = new.type.read(_plain(question, answer))
    return read.message if isinstance(read, Wrong) else None


def _taken(question: Question, answer: Answer, new: Question) -> Answer:
    if answer.value is None:
        return answer
    read = new.type.read(_plain(question, answer))
    assert not isinstance(read, Wrong)
    return replace(answer, value=read)


def _plain(question: Question, answer: Answer) -> object:
    """A value in the shape in which a file has it."""
    assert answer.value is not None
    return question.type.plain(answer.value)


def _reworded(question: Question, answer: Answer, new: Question) -> list[Reworded]:
    value = _taken(question, answer, new).value
    if answer.value is None or value is None:
        return []
    before, after = question.type.words(answer.value), new.type.words(value)
    return [] if before == after else [Reworded(new.id, before, after, answer.exempt)]


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
        Aspect.WORDING: (old.ask, old.title) != (new.ask, new.title),
        Aspect.ANSWERS: (old.type.offered, old.not_applicable) != (new.type.offered, new.not_applicable),
        Aspect.SCORES: (old.type.scoring, old.evidence_counts) != (new.type.scoring, new.evidence_counts),
        Aspect.WEIGHT: old.weight != new.weight,
        Aspect.SECTION: old.section != new.section,
        Aspect.SHOWN: _under(old.show_if, names) != new.show_if,
        Aspect.GATES: _gates(old, new.id, names) != _gates(new, new.id, {}),
    }
    return tuple(aspect for aspect, differs in different.items() if differs)


def _gates(question: Question, ident: str, names: Mapping[str, str]) -> object:
    return {
        stage: tuple((replace(c.needs, question=ident), _under(c.only_if, names)) for c in clauses)
        for stage, clauses in question.essential.items()
    }


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
        case AllOf() | AnyOf():
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
