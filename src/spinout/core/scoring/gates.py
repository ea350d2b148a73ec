"""Gates at a stage, and the verdict that they give with the score."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from spinout.core.conditions import Comparison, Seen, State, Truth, comparisons
from spinout.core.questionnaire import Clause, Decision, Question, Questionnaire, Stage, Verdict
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.statuses import Status


class GateState(StrEnum):
    """Whether a gate is open."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Gate(Struct, frozen=True):
    """One question that is essential at a stage; `evidence_missing` where that alone is lacking.

    `asked` are the clauses that must hold, `perhaps` those of them that hang on answers not known, and `unmet` those
    that fail or may fail.
    """

    question: Question
    stage: str
    state: GateState
    asked: tuple[Clause, ...] = ()
    unmet: tuple[Clause, ...] = ()
    evidence_missing: bool = False
    perhaps: tuple[Clause, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause for the stage, whether or not it is asked for."""
        return self.question.essential[self.stage]

    @property
    def because(self) -> str | None:
        """Why what is unmet is asked for, of what is asked for in any case where there is any of that."""
        told = self.sure(self.unmet) or self.unmet
        return " ".join(dict.fromkeys(clause.because for clause in told if clause.because)) or None

    def sure(self, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        """Those of some clauses that hang on nothing that is not known."""
        return tuple(clause for clause in clauses if clause not in self.perhaps)


def gates_at(questionnaire: Questionnaire, statuses: Mapping[str, Status], stage: str) -> tuple[Gate, ...]:
    """The gates of a stage, in file order."""
    return tuple(gate_of(question, stage, statuses[question.id], statuses) for question in questionnaire.gated[stage])


def gate_of(question: Question, stage: str, status: Status, observed: Seen) -> Gate:
    """One gate, by where its question stands and by what the conditions of its clauses say."""
    if status.state in (State.HIDDEN, State.NOT_APPLICABLE):
        return Gate(question, stage, GateState.NOT_APPLICABLE)
    asked: list[Clause] = []
    unmet: list[Clause] = []
    perhaps: list[Clause] = []
    sure, counted = False, status.effective
    for clause in question.essential[stage]:
        truth = Truth.TRUE if clause.only_if is None else clause.only_if.truth(observed)
        if truth is not Truth.FALSE:
            asked.append(clause)
            if truth is Truth.UNKNOWN:
                perhaps.append(clause)
            if counted is None or not clause.needs.holds_for(counted):
                unmet.append(clause)
                sure = sure or truth is Truth.TRUE
    every, failing, hanging = tuple(asked), tuple(unmet), tuple(perhaps)
    if not asked:
        return Gate(question, stage, GateState.NOT_APPLICABLE)
    if not unmet:
        return Gate(question, stage, GateState.MET, every, perhaps=hanging)
    if counted is None or status.pending or not sure:
        return Gate(question, stage, GateState.UNKNOWN, every, failing, perhaps=hanging)
    # whether the answer would meet every clause if its evidence were given, all else as it is
    full = status.answer.value
    backed = full is not None and full != counted and all(clause.needs.holds_for(full) for clause in asked)
    return Gate(question, stage, GateState.NOT_MET, every, failing, backed, hanging)


def looked_at(clauses: Iterable[Clause]) -> Iterator[Comparison]:
    """What decides which of some clauses apply."""
    for clause in clauses:
        if clause.only_if is not None:
            yield from comparisons(clause.only_if)


def verdict_of(decision: Decision, stage: Stage, gates: Iterable[Gate], score: ScoreRange | None) -> Verdict:
    """The first verdict that fits, of the table in section 5 of the contract."""
    every = tuple(gates)
    not_met = [gate for gate in every if gate.state is GateState.NOT_MET]
    lacking = sum(1 for gate in not_met if not gate.evidence_missing)
    if too_early(decision, lacking, not_met):
        return Verdict.TOO_EARLY
    if not_met or (score is not None and score.high < stage.ready_from):
        return Verdict.CONDITIONS
    reaches = stage.ready_from == 0 if score is None else score.low >= stage.ready_from
    unknown = any(gate.state is GateState.UNKNOWN for gate in every)
    return Verdict.CANNOT_TELL if unknown or not reaches else Verdict.READY


def too_early(decision: Decision, lacking: int, failing: Iterable[Gate]) -> bool:
    """Whether so many gates are not met, those that lack only evidence left out, or one fails that must come first."""
    many = decision.too_early_gates is not None and lacking >= decision.too_early_gates
    return many or any(gate.question.id in decision.too_early_any_of for gate in failing)
