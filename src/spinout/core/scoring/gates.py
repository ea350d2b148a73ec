"""Gates at a stage, and the verdict that they give with the score."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from spinout.core.conditions import Comparison, Seen, State, Truth, truth_of
from spinout.core.questionnaire import Decision, Question, Questionnaire, Stage, Verdict
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.standings import Standing


class GateState(StrEnum):
    """Whether a gate is open."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Gate(Struct, frozen=True):
    """One question that is essential at a stage; `evidence_missing` where that alone is lacking."""

    question: Question
    needs: Comparison
    state: GateState
    evidence_missing: bool = False


def gates_at(questionnaire: Questionnaire, standings: Mapping[str, Standing], stage: str) -> tuple[Gate, ...]:
    """The gates of a stage, in file order."""
    return tuple(
        gate_of(question, question.essential[stage], standings[question.id], applies(question, standings))
        for question in questionnaire.questions.values()
        if stage in question.essential
    )


def gate_of(question: Question, needs: Comparison, standing: Standing, applies: Truth) -> Gate:
    """One gate, by where its question stands and by what its `essential_if` says."""
    if standing.state in (State.HIDDEN, State.NOT_APPLICABLE) or applies is Truth.FALSE:
        return Gate(question, needs, GateState.NOT_APPLICABLE)
    if standing.effective is None:
        return Gate(question, needs, GateState.UNKNOWN)
    if needs.holds_for(standing.effective):
        return Gate(question, needs, GateState.MET)
    if standing.pending or applies is Truth.UNKNOWN:
        return Gate(question, needs, GateState.UNKNOWN)
    value = standing.answer.value
    assert value is not None
    return Gate(question, needs, GateState.NOT_MET, needs.holds_for(question.effective(value, evidence=True)))


def verdict_of(decision: Decision, stage: Stage, gates: Iterable[Gate], score: ScoreRange | None) -> Verdict:
    """The first verdict that fits, of the table in section 5 of the contract."""
    every = tuple(gates)
    not_met = [gate for gate in every if gate.state is GateState.NOT_MET]
    return verdict_for(
        too_early=too_early(
            decision,
            lacking=sum(1 for gate in not_met if not gate.evidence_missing),
            backing_missing=any(gate.question.id in decision.too_early_any_of for gate in not_met),
        ),
        not_met=bool(not_met),
        unknown=any(gate.state is GateState.UNKNOWN for gate in every),
        may_reach=score is None or score.high >= stage.ready_from,
        reaches=stage.ready_from == 0 if score is None else score.low >= stage.ready_from,
    )


def too_early(decision: Decision, *, lacking: int, backing_missing: bool) -> bool:
    """Whether so many gates are not met, those that lack only evidence left out, or one that must come first."""
    many = decision.too_early_gates is not None and lacking >= decision.too_early_gates
    return many or backing_missing


def verdict_for(*, too_early: bool, not_met: bool, unknown: bool, may_reach: bool, reaches: bool) -> Verdict:
    """The first verdict that fits what is known of the gates and of the score's two ends."""
    if too_early:
        return Verdict.TOO_EARLY
    if not_met or not may_reach:
        return Verdict.CONDITIONS
    return Verdict.CANNOT_TELL if unknown or not reaches else Verdict.READY


def applies(question: Question, sights: Seen) -> Truth:
    """What a question's `essential_if` says of whether its gates apply."""
    return Truth.TRUE if question.essential_if is None else truth_of(question.essential_if, sights)
