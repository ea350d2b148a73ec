"""The verdict in words, with its conditions, the facts to find, and every gate of the stage."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import Comparison, State
from spinout.core.questionnaire import Clause, Decision, Stage, Verdict, in_words
from spinout.core.scoring.assessment import Assessment, Rung, stage_of
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted, ended
from spinout.reports.view.words import (
    LEFT_OUT,
    REQUIREMENT,
    TOLD,
    counted_lower,
    is_left_out,
    is_settled_elsewhere,
    joined,
    shown,
    told_of,
    verb,
    words_of,
)

SCORE = "Overall score"
"""The title of the condition that is no gate."""
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
    because: str | None = None


class Fact(Struct, frozen=True):
    """Something to find out before the verdict can be told: a condition of its own, numbered on from the others."""

    number: int
    question: str | None
    title: str
    why: str
    needed: str
    next_step: str | None
    because: str | None = None


class GateLine(Struct, frozen=True):
    """One gate of the stage; `number` is that of its condition."""

    question: str
    title: str
    needed: str
    answered: str
    state: str
    state_words: str
    number: int | None


FEW = 20
"""With more conditions than these nobody need name their owners and dates, and no other heading tells them again."""
VERDICTS = {
    Verdict.READY: ("met", "Ready"),
    Verdict.CONDITIONS: ("not-met", "Not ready"),
    Verdict.CANNOT_TELL: ("unknown", "Cannot tell yet"),
    Verdict.TOO_EARLY: ("not-met", "Too early"),
}
"""The mark of a verdict where each stage has one, and its words there."""


class StageLine(Struct, frozen=True):
    """One stage of the ladder. `needs` says in short what is open, and is empty where nothing is."""

    stage: str
    label: str
    asked: bool
    state: str
    words: str
    needs: str
    bar: str


class DecisionView(Struct, frozen=True):
    """The verdict at a stage and all that it rests on; `askable` says what can be asked for now instead.

    `other` is there where the answers ask for another decision than this one.
    """

    verdict: str
    words: str
    stage: str
    askable: str | None
    not_stated: str | None
    other: str | None
    reasons: tuple[str, ...]
    conditions: tuple[Condition, ...]
    facts: tuple[Fact, ...]
    gates: tuple[GateLine, ...]
    ladder: tuple[StageLine, ...]

    @property
    def to_meet(self) -> tuple[Condition | Fact, ...]:
        """All that stands among the conditions, in the order of its numbers."""
        return tuple(sorted((*self.conditions, *self.facts), key=lambda each: each.number))

    @property
    def crowded(self) -> bool:
        """Whether there are so many conditions that the paper tells each in one place alone."""
        return len(self.to_meet) > FEW


def decision_view(
    assessment: Assessment,
    due: str | None = None,
    numbers: Mapping[str | None, int] = MappingProxyType({}),
    *,
    numbered: bool = False,
) -> DecisionView | None:
    """The decision's part of a report; None where the questionnaire decides nothing.

    `due` says who is to be heard before it. `numbers` are those that conditions have in the published report, by their
    questions: they keep them, and others are numbered on. With `numbered` levels have their numbers, for those who type
    them.
    """
    decision, stage, verdict = assessment.questionnaire.decision, assessment.stage, assessment.verdict
    if decision is None or stage is None or verdict is None:
        return None
    conditions, now = _conditions(assessment, decision, numbered=numbered), assessment.askable
    facts = _facts(assessment, len(conditions) + 1, numbered=numbered)
    if numbers:
        conditions, facts = _kept(conditions, facts, numbers)
    return DecisionView(
        verdict.value,
        in_words(verdict, stage.label),
        stage.label,
        None if now is None or now == stage else f"What can be asked for now: {now.label}",
        None if assessment.stated else NOT_STATED,
        _asked_otherwise(assessment, stage),
        (*_reasons(assessment, decision, verdict), *([due] if due else [])),
        conditions,
        facts,
        tuple(_gate_lines(assessment, (*conditions, *facts), numbered=numbered)),
        tuple(_stage_line(rung, assessment) for rung in assessment.ladder),
    )


def _kept(
    conditions: tuple[Condition, ...], facts: tuple[Fact, ...], numbers: Mapping[str | None, int]
) -> tuple[tuple[Condition, ...], tuple[Fact, ...]]:
    """The same under the numbers that they have elsewhere; those that have none there come after all of them."""
    new = count(max(numbers.values()) + 1)
    conditions = tuple(replace(each, number=numbers.get(each.question) or next(new)) for each in conditions)
    facts = tuple(replace(each, number=numbers.get(each.question) or next(new)) for each in facts)
    return (
        tuple(sorted(conditions, key=lambda each: each.number)),
        tuple(sorted(facts, key=lambda each: each.number)),
    )


def _asked_otherwise(assessment: Assessment, stage: Stage) -> str | None:
    """That the answers ask for another decision, where they do."""
    asked, stated = stage_of(assessment.questionnaire, assessment.statuses, None)
    if asked is None or not stated or asked == stage:
        return None
    return f"The answers ask for another decision: {asked.label}. This is judged for: {stage.label}."


def _stage_line(rung: Rung, assessment: Assessment) -> StageLine:
    stage = rung.stage
    needs = ", ".join(_lacks(rung, assessment))
    bar = str(stage.ready_from) if stage.ready_from else "None"
    return StageLine(stage.id, stage.label, stage == assessment.stage, *VERDICTS[rung.verdict], needs, bar)


def _lacks(rung: Rung, assessment: Assessment) -> Iterator[str]:
    """What keeps a stage from being ready, in short."""
    bar, score = rung.stage.ready_from, assessment.scores.overall
    unknown = [gate for gate in rung.gates if gate.state is GateState.UNKNOWN]
    left_out = sum(is_settled_elsewhere(gate, assessment.statuses) for gate in unknown)
    not_met = sum(gate.state is GateState.NOT_MET for gate in rung.gates)
    told = ((not_met, "not met"), (len(unknown) - left_out, "not known"), (left_out, "left out"))
    yield from (f"{number} {words}" for number, words in told if number)
    if bar and (score is None or score.low < bar):
        yield f"score {'below' if score is not None and score.high < bar else 'perhaps below'} {bar}"


MORE_NEEDED = "; other answers may ask for more"


def needed(gate: Gate, clauses: Iterable[Clause], *, numbered: bool = False) -> str:
    """What clauses of a gate ask of an answer, each thing once.

    Those that hang on answers not known are told where there are no others.
    """
    every, kind = tuple(clauses), gate.question.type
    sure = gate.sure(every)
    told = kind.clause if numbered else kind.told_clause
    words = "; and ".join(dict.fromkeys(map(told, _together([each.needs for each in sure or every]))))
    return f"{words}{MORE_NEEDED}" if sure and len(sure) < len(every) else words


def _together(asked: list[Comparison]) -> Iterator[Comparison]:
    """The same comparisons, those that each forbid some answers made into one, in place of the first."""
    forbidding = [each for each in asked if each.forbids]
    forbidden = dict.fromkeys(value for each in forbidding if isinstance(each.given, tuple) for value in each.given)
    for each in asked:
        if each not in forbidding:
            yield each
        elif each is forbidding[0]:
            yield replace(each, given=tuple(forbidden))


def _conditions(assessment: Assessment, decision: Decision, *, numbered: bool) -> tuple[Condition, ...]:
    found = [
        _condition(number, gate, assessment.statuses[gate.question.id], decision, numbered=numbered)
        for number, gate in enumerate(assessment.standing(GateState.NOT_MET), start=1)
    ]
    if assessment.below_bar:
        partly = "" if assessment.complete else ". Even the best answers to what is open would not reach it."
        found.append(
            Condition(
                len(found) + 1,
                "score",
                None,
                SCORE,
                f"{assessment.bar} or more",
                f"{shown(assessment.scores.overall)}{partly}",
                None,
                None,
            )
        )
    return tuple(found)


def _condition(number: int, gate: Gate, status: Status, decision: Decision, *, numbered: bool) -> Condition:
    question = gate.question
    return Condition(
        number,
        "evidence" if gate.evidence_missing else "gate",
        question.id,
        question.title,
        needed(gate, gate.unmet, numbered=numbered),
        words_of(status) if numbered else told_of(status),
        _lacking(gate, status, numbered=numbered),
        question.step_from(status.effective),
        question.id in decision.too_early_any_of,
        gate.because,
    )


def _lacking(gate: Gate, status: Status, *, numbered: bool) -> str | None:
    """What is said of evidence: that it alone is missing, or that the answer counts lower without it."""
    if not gate.evidence_missing:
        return counted_lower(status, numbered=numbered)
    wanted = f" What would do: {gate.question.evidence}" if gate.question.evidence else ""
    return (
        "Only the evidence is missing. The answer is high enough, but without evidence it counts one level "
        f"lower.{wanted}"
    )


def _facts(assessment: Assessment, first: int, *, numbered: bool) -> tuple[Fact, ...]:
    """What is not known and a gate or the score hangs on, numbered from `first` on."""
    statuses = assessment.statuses
    unknown = [g for g in assessment.standing(GateState.UNKNOWN) if not is_settled_elsewhere(g, statuses)]
    found = [
        Fact(
            number,
            gate.question.id,
            gate.question.title,
            _why_unknown(statuses[gate.question.id]),
            needed(gate, gate.unmet, numbered=numbered),
            gate.question.step_from(statuses[gate.question.id].effective),
            gate.because,
        )
        for number, gate in enumerate(unknown, start=first)
    ]
    if assessment.bar_open and any(s.open and not is_left_out(s) for s in statuses.values()):
        found.append(
            Fact(
                len(found) + first,
                None,
                SCORE,
                f"{shown(assessment.scores.overall)}, with answers still open.",
                f"{assessment.bar} or more, at its lowest",
                "Answer enough of the open questions to tell.",
            )
        )
    return tuple(found)


def _why_unknown(status: Status) -> str:
    if status.state is State.ANSWERED:
        return "What is there falls short, and it is not known yet whether this applies."
    return f"{TOLD[status.state]}{', and may not apply' if status.pending else ''}."


def _gate_lines(assessment: Assessment, to_meet: tuple[Condition | Fact, ...], *, numbered: bool) -> Iterator[GateLine]:
    """Every gate in file order, but for a condition that comes before all else."""
    numbers = {each.question: each.number for each in to_meet}
    first = {each.question for each in to_meet if isinstance(each, Condition) and each.first}
    for gate in sorted(assessment.gates, key=lambda gate: gate.question.id not in first):
        yield _gate_line(gate, assessment, numbers.get(gate.question.id), numbered=numbered)


def _gate_line(gate: Gate, assessment: Assessment, number: int | None, *, numbered: bool) -> GateLine:
    status = assessment.statuses[gate.question.id]
    said = words_of(status) if numbered else told_of(status)
    state, words = gate.state.value, GATE_STATES[gate.state]
    if is_settled_elsewhere(gate, assessment.statuses):
        state, words = "left-out", LEFT_OUT
    if gate.evidence_missing:
        words = f"{words}: only the evidence is missing"
    return GateLine(
        gate.question.id,
        gate.question.title,
        needed(gate, gate.asked or gate.clauses, numbered=numbered),
        ". ".join(filter(None, (said, counted_lower(status, numbered=numbered)))),
        state,
        words,
        number,
    )


def _reasons(assessment: Assessment, decision: Decision, verdict: Verdict) -> Iterator[str]:
    """Why the verdict is what it is."""
    gates, bar, score = assessment.gates, assessment.bar, shown(assessment.scores.overall)
    if verdict is Verdict.READY:
        if gates:
            yield f"Every {REQUIREMENT} of this decision is met or does not apply."
        if bar:
            yield f"The score, {score}, reaches the {bar} needed."
        return
    not_met, unknown = assessment.standing(GateState.NOT_MET), assessment.standing(GateState.UNKNOWN)
    for gate in not_met if verdict is Verdict.TOO_EARLY else ():
        if gate.question.id in decision.too_early_any_of:
            yield f"This comes before all else and is not met: {ended(gate.question.title)}"
    left_out = sum(is_settled_elsewhere(gate, assessment.statuses) for gate in unknown)
    numbers = {"not met": len(not_met), "not known": len(unknown) - left_out, "left out of this report": left_out}
    told = [f"{number} {verb(number, 'is', 'are')} {words}" for words, number in numbers.items() if number]
    if told:
        yield f"Of {counted(len(gates), REQUIREMENT)} of this decision, {joined(told)}."
    if verdict is Verdict.TOO_EARLY:
        yield from _too_many(not_met, decision)
    if assessment.below_bar:
        yield f"The score, {score}, is below the {bar} needed."
    if assessment.bar_open:
        yield f"It is not known whether the score reaches the {bar} needed."


def _too_many(not_met: tuple[Gate, ...], decision: Decision) -> Iterator[str]:
    lacking = sum(1 for gate in not_met if not gate.evidence_missing)
    if decision.too_early_gates is not None and lacking >= decision.too_early_gates:
        yield (
            f"{lacking} of those not met lack more than evidence. From {decision.too_early_gates} on it is too early "
            "for this decision."
        )
