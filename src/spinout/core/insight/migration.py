"""From one version of a questionnaire to another: answers carried over, and what changed question by question."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from spinout.core.answers import Answer, Answers
from spinout.core.conditions import Comparison, State
from spinout.core.kinds import Kind, Wrong
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.scoring.statuses import own_state


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
    found = new.renamed.get(ident, ident)
    return found if found in new.questions and ident not in new.removed else None


def carry(old: Questionnaire, answers: Answers, new: Questionnaire) -> Carried:
    """Read answers to one version under another; warnings of the first reading stay behind."""
    said = {i: answer for i, answer in answers.answers.items() if own_state(answer) is not State.UNANSWERED}
    came_from: dict[str | None, list[str]] = {}
    for ident in said:
        came_from.setdefault(successor(ident, new), []).append(ident)
    taken: dict[str, Answer] = {}
    lost: list[Lost] = []
    reworded: list[Reworded] = []
    for ident, answer in sorted(said.items(), key=lambda pair: old.order[pair[0]]):
        kind, to = old.questions[ident].type, successor(ident, new)
        made: Answer | tuple[Loss, str]
        if to is None:
            gone = Loss.GONE, "There is no such question any more."
            made = (Loss.REMOVED, "The question was removed.") if ident in new.removed else gone
        elif others := [other for other in came_from[to] if other != ident]:
            message = f"Several old answers belong here, also that to {others[0]}, and none was chosen."
            made = Loss.ANSWERED_TWICE, message
        else:
            made = _read(kind, answer, new.questions[to])
        if isinstance(made, tuple):
            lost.append(Lost(ident, to, made[0], _words(kind, answer), made[1], answer.exempt))
            continue
        assert to is not None
        taken[to] = made
        before, after = _words(kind, answer), _words(new.questions[to].type, made)
        if answer.value is not None and before != after:
            reworded.append(Reworded(to, before, after, answer.exempt))
    carried = replace(answers, answers=MappingProxyType(taken), version=new.version, lessons=(), warnings=())
    return Carried(carried, tuple(lost), tuple(reworded))


def _words(kind: Kind, answer: Answer) -> str:
    """What an answer says, in the words of its question."""
    if answer.value is not None:
        return kind.words(answer.value)
    return "Don't know" if answer.reason is None else f"Does not apply: {answer.reason}"


def _read(kind: Kind, answer: Answer, new: Question) -> Answer | tuple[Loss, str]:
    """An old answer as a question that is still asked takes it, or why it does not."""
    if answer.reason is not None and not new.not_applicable:
        return Loss.UNREADABLE, "It may no longer be said that the question does not apply."
    if answer.value is None:
        return answer
    if new.type.name != kind.name:
        return Loss.UNREADABLE, f"The question was of the type {kind.name} and is now of the type {new.type.name}."
    read = new.type.read(kind.plain(answer.value))
    return (Loss.UNREADABLE, read.message) if isinstance(read, Wrong) else replace(answer, value=read)


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
        stage: [(replace(c.needs, question=ident), _under(c.only_if, names)) for c in clauses]
        for stage, clauses in question.essential.items()
    }


def _under(thing: Any, names: Mapping[str, str]) -> Any:
    """The same with the questions of all conditions in it under their new ids."""
    match thing:
        case Comparison():
            return replace(thing, question=names.get(thing.question, thing.question))
        case tuple():
            return tuple(_under(part, names) for part in thing)
        case Struct():
            return replace(thing, **{name: _under(part, names) for name, part in asdict(thing).items()})
        case _:
            return thing


def _whole(old: Questionnaire, new: Questionnaire, names: Mapping[str, str]) -> tuple[Aspect, ...]:
    decision = old.decision
    if decision is not None:
        first = tuple(names.get(ident, ident) for ident in decision.too_early_any_of)
        asked_by = names.get(decision.asked_by, decision.asked_by)
        decision = replace(decision, asked_by=asked_by, too_early_any_of=first)
    different: Mapping[Aspect, bool] = {
        Aspect.SECTION_WEIGHTS: {s.id: s.weight for s in old.sections} != {s.id: s.weight for s in new.sections},
        Aspect.SCORING: (old.overall, old.bands) != (new.overall, new.bands),
        Aspect.DECISION: decision != new.decision,
        Aspect.RULES: _under(old.rules, names) != new.rules,
    }
    return tuple(aspect for aspect, differs in different.items() if differs)
