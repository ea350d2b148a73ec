"""The verdict in words, with its conditions, the facts to find, and every gate of the stage.

Conditions are numbered once, here: gates not met in file order, and last a score below the bar.
"""

from msgspec import Struct

from spinout.core.assessment import Assessment
from spinout.core.conditions import State
from spinout.core.gates import Gate, GateState
from spinout.core.questionnaire import Decision
from spinout.core.standings import Standing
from spinout.core.verdicts import Verdict, in_words
from spinout.reports.answer_lines import LEFT_OUT, MAY_NOT_BE_ASKED, STATES, counted_lower, is_left_out, words_of
from spinout.reports.clauses import clause
from spinout.reports.figures import counted, shown

GATE_STATES = {
    GateState.MET: "Met",
    GateState.NOT_MET: "Not met",
    GateState.UNKNOWN: "Not known",
    GateState.NOT_APPLICABLE: "Does not apply",
}

NOT_STATED = "The answers do not say which decision is asked for, so the first was taken."


class Condition(Struct, frozen=True):
    """Something to meet before the decision can be taken.

    `kind` is `gate`, `evidence` (nothing but evidence is missing) or `score`.
    """

    number: int
    kind: str
    question: str | None
    title: str
    needed: str
    answered: str
    lacking: str | None
    next_step: str | None
    first: bool = False


class Fact(Struct, frozen=True):
    """Something to find out before the verdict can be told."""

    number: int
    question: str | None
    title: str
    why: str
    needed: str
    next_step: str | None


class GateLine(Struct, frozen=True):
    """One gate of the stage; `number` is that of its condition."""

    question: str
    title: str
    needed: str
    answered: str
    state: str
    state_words: str
    number: int | None


class DecisionView(Struct, frozen=True):
    """The verdict at a stage and all that it rests on."""

    verdict: str
    words: str
    stage: str
    not_stated: str | None
    reasons: tuple[str, ...]
    conditions: tuple[Condition, ...]
    facts: tuple[Fact, ...]
    gates: tuple[GateLine, ...]


def decision_view(assessment: Assessment) -> DecisionView | None:
    """The decision's part of a report; None where the questionnaire decides nothing."""
    decision, stage, verdict = assessment.questionnaire.decision, assessment.stage, assessment.verdict
    if decision is None or stage is None or verdict is None:
        return None
    conditions = _conditions(assessment, decision)
    numbers = {condition.question: condition.number for condition in conditions}
    return DecisionView(
        verdict.value,
        in_words(verdict, stage.label),
        stage.label,
        None if assessment.stated else NOT_STATED,
        tuple(_reasons(assessment, decision, verdict)),
        conditions,
        _facts(assessment),
        tuple(_gate_line(gate, assessment, numbers.get(gate.question.id)) for gate in assessment.gates),
    )


def _conditions(assessment: Assessment, decision: Decision) -> tuple[Condition, ...]:
    not_met = [gate for gate in assessment.gates if gate.state is GateState.NOT_MET]
    found = [_condition(number, gate, assessment, decision) for number, gate in enumerate(not_met, start=1)]
    if assessment.below_bar:
        found.append(_score_condition(len(found) + 1, assessment))
    return tuple(found)


def _condition(number: int, gate: Gate, assessment: Assessment, decision: Decision) -> Condition:
    question, standing = gate.question, assessment.standings[gate.question.id]
    return Condition(
        number,
        "evidence" if gate.evidence_missing else "gate",
        question.id,
        question.ask,
        clause(gate.needs, question.type),
        words_of(standing),
        _lacking(gate, standing),
        question.next_step,
        question.id in decision.too_early_any_of,
    )


def _lacking(gate: Gate, standing: Standing) -> str | None:
    """What is said of evidence: that it alone is missing, or that the answer counts lower without it."""
    if not gate.evidence_missing:
        return counted_lower(standing)
    wanted = f" What would do: {gate.question.evidence}" if gate.question.evidence else ""
    return (
        "Only the evidence is missing. The answer is high enough, but without evidence it counts one level "
        f"lower.{wanted}"
    )


def _score_condition(number: int, assessment: Assessment) -> Condition:
    partly = "" if assessment.complete else " Even the best answers to what is open would not reach it."
    return Condition(
        number,
        "score",
        None,
        "The score is below the bar for this stage.",
        f"a score of {assessment.bar} or more",
        f"{shown(assessment.scores.overall)}.{partly}" if partly else shown(assessment.scores.overall),
        None,
        f"Raise the score to {assessment.bar} or more.",
    )


def _facts(assessment: Assessment) -> tuple[Fact, ...]:
    gates = [gate for gate in assessment.gates if gate.state is GateState.UNKNOWN]
    unknown = [gate for gate in gates if not is_left_out(assessment.standings[gate.question.id])]
    found = [
        Fact(
            number,
            gate.question.id,
            gate.question.ask,
            _why_unknown(assessment.standings[gate.question.id]),
            clause(gate.needs, gate.question.type),
            gate.question.next_step,
        )
        for number, gate in enumerate(unknown, start=1)
    ]
    if _score_open(assessment) and any(s.open and not is_left_out(s) for s in assessment.standings.values()):
        found.append(
            Fact(
                len(found) + 1,
                None,
                "Does the score reach the bar for this stage?",
                f"The score so far: {shown(assessment.scores.overall).lower()}.",
                f"a score of {assessment.bar} or more, at its lowest",
                "Answer enough of the open questions to tell.",
            )
        )
    return tuple(found)


def _score_open(assessment: Assessment) -> bool:
    """Whether it hangs on open answers that the score reaches the bar."""
    overall = assessment.scores.overall
    if overall is None:
        return assessment.bar > 0
    return overall.low < assessment.bar <= overall.high


def _why_unknown(standing: Standing) -> str:
    if standing.state is State.ANSWERED:
        what = "question" if standing.pending else "gate"
        return f"The answer falls short, and it is not known yet whether this {what} applies."
    said = f"{STATES[standing.state]}."
    return f"{said} {MAY_NOT_BE_ASKED}" if standing.pending else said


def _gate_line(gate: Gate, assessment: Assessment, number: int | None) -> GateLine:
    standing = assessment.standings[gate.question.id]
    state, words = gate.state.value, GATE_STATES[gate.state]
    if is_left_out(standing) and gate.state is GateState.UNKNOWN:
        state, words = "left-out", LEFT_OUT
    if gate.evidence_missing:
        words = f"{words}: only the evidence is missing"
    lower = counted_lower(standing)
    answered = words_of(standing)
    return GateLine(
        gate.question.id,
        gate.question.ask,
        clause(gate.needs, gate.question.type),
        f"{answered}. {lower}" if lower else answered,
        state,
        words,
        number,
    )


# why the verdict is what it is


def _reasons(assessment: Assessment, decision: Decision, verdict: Verdict) -> list[str]:
    if verdict is Verdict.READY:
        return _ready_reasons(assessment)
    reasons = _too_early_reasons(assessment, decision) if verdict is Verdict.TOO_EARLY else []
    open_gates = sum(1 for gate in assessment.gates if gate.state is GateState.NOT_MET)
    open_ones = [gate for gate in assessment.gates if gate.state is GateState.UNKNOWN]
    left_out = sum(1 for gate in open_ones if is_left_out(assessment.standings[gate.question.id]))
    unknown = len(open_ones) - left_out
    if open_gates:
        reasons.append(f"{_of_gates(open_gates, assessment)} not met.")
    if unknown:
        reasons.append(f"{_of_gates(unknown, assessment)} not known.")
    if left_out:
        reasons.append(f"{_of_gates(left_out, assessment)} left out of this report.")
    if assessment.below_bar:
        reasons.append(f"The score, {shown(assessment.scores.overall)}, is below the {assessment.bar} needed.")
    if _score_open(assessment):
        reasons.append(f"It is not known whether the score reaches the {assessment.bar} needed.")
    return reasons


def _of_gates(number: int, assessment: Assessment) -> str:
    verb = "is" if number == 1 else "are"
    return f"{number} of {counted(len(assessment.gates), 'gate')} for this stage {verb}"


def _ready_reasons(assessment: Assessment) -> list[str]:
    reasons = ["Every gate for this stage is met or does not apply."] if assessment.gates else []
    if assessment.bar:
        reasons.append(f"The score, {shown(assessment.scores.overall)}, reaches the {assessment.bar} needed.")
    return reasons


def _too_early_reasons(assessment: Assessment, decision: Decision) -> list[str]:
    not_met = [gate for gate in assessment.gates if gate.state is GateState.NOT_MET]
    reasons = [
        f"This comes before all else and is not met: {gate.question.ask}"
        for gate in not_met
        if gate.question.id in decision.too_early_any_of
    ]
    lacking = sum(1 for gate in not_met if not gate.evidence_missing)
    if decision.too_early_gates is not None and lacking >= decision.too_early_gates:
        reasons.append(
            f"{counted(lacking, 'gate lacks', 'gates lack')} more than evidence. "
            f"With {decision.too_early_gates} or more, it is too early for the decision."
        )
    return reasons
