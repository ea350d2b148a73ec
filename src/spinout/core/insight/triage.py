"""The order of questions that settles the verdict soonest, and whether it is settled.

The order: where no stage is stated, the question that asks for it; then the open questions of
gates that cannot be told, with those that alone decide whether an answered gate applies; then the
rest. In each part the one comes first on whose answer the most points hang, and then file order.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from spinout.core.answers import Answers
from spinout.core.assessment import stage_of
from spinout.core.completions import Completions, probe_of
from spinout.core.conditions import Condition, State, comparisons
from spinout.core.gates import Gate, GateState, gates_at
from spinout.core.insight.contributions import contributions, shares_of
from spinout.core.question_types import Split
from spinout.core.questionnaire import Decision, Questionnaire, Stage
from spinout.core.scores import ScoreRange, scores_of
from spinout.core.standings import Standing, standings

HUNDRED = 100


def triage(questionnaire: Questionnaire, answers: Answers, stage: str | None = None) -> tuple[str, ...]:
    """The open questions that are asked, in the order that settles the verdict soonest.

    Raises KeyError where the questionnaire has no such stage.
    """
    found = standings(questionnaire, answers)
    chosen, stated = stage_of(questionnaire, found, stage)
    gates = () if chosen is None else gates_at(questionnaire, found, chosen.id)
    return triage_of(questionnaire, found, gates, effects(questionnaire, found), stated=stated)


def triage_of(
    questionnaire: Questionnaire,
    found: Mapping[str, Standing],
    gates: Iterable[Gate],
    effect: Mapping[str, Fraction],
    *,
    stated: bool,
) -> tuple[str, ...]:
    """The same of what was worked out before; `stated` says whether anybody stated the stage."""
    unknown = unknown_gates(gates)
    deciding = set(deciders(questionnaire, unknown))
    answered = [gate for gate in unknown if not found[gate.question.id].open]
    urgent = {gate.question.id for gate in unknown} | set(deciders(questionnaire, answered))
    asks = questionnaire.decision.asked_by if questionnaire.decision is not None and not stated else None

    def key(ident: str) -> tuple[bool, bool, Fraction, bool]:
        return ident != asks, ident not in urgent, -effect[ident], ident not in deciding

    return tuple(sorted((ident for ident, standing in found.items() if standing.open), key=key))


def effects(questionnaire: Questionnaire, found: Mapping[str, Standing]) -> Mapping[str, Fraction]:
    """For each question the points of the score that hang on its answer.

    Its own open points, and the whole weight of every question that waits to be shown by it.
    """
    shares = shares_of(questionnaire, found)
    effect = {c.question: c.open for c in contributions(questionnaire, found)}
    for ident, standing in found.items():
        if standing.pending and ident in shares:
            for decider in _behind(questionnaire, standing.question.show_if):
                if found[decider].open:
                    effect[decider] += HUNDRED * shares[ident]
    return effect


def unknown_gates(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """The gates that cannot be told."""
    return tuple(gate for gate in gates if gate.state is GateState.UNKNOWN)


def deciders(questionnaire: Questionnaire, gates: Iterable[Gate]) -> Iterator[str]:
    """The questions that decide whether gates apply: in `essential_if` or behind a `show_if`."""
    for gate in gates:
        yield from _behind(questionnaire, gate.question.essential_if)
        yield from _behind(questionnaire, gate.question.show_if)


def _behind(questionnaire: Questionnaire, condition: Condition | None) -> set[str]:
    """The questions that a condition looks at, and those that decide whether these are shown."""
    waiting = [condition]
    found: set[str] = set()
    while waiting:
        looked_at = waiting.pop()
        for comparison in comparisons(looked_at) if looked_at is not None else ():
            if comparison.question not in found:
                found.add(comparison.question)
                waiting.append(questionnaire.questions[comparison.question].show_if)
    return found


def settled(questionnaire: Questionnaire, answers: Answers, stage: str | None = None) -> bool:
    """Whether no answers to the open questions can change the verdict, short of *does not apply*.

    True is proven; False may be too careful where one open question hides the gate of another.
    Where nothing is decided there is no verdict to settle, so that is False while anything is open.
    Raises KeyError where the questionnaire has no such stage.
    """
    found = standings(questionnaire, answers)
    if not any(standing.open for standing in found.values()):
        return True
    chosen, stated = stage_of(questionnaire, found, stage)
    decision = questionnaire.decision
    if decision is None or chosen is None or (stage is None and _may_move(decision, chosen, found, stated=stated)):
        return False
    gates = gates_at(questionnaire, found, chosen.id)
    outlook = _outlook(decision, gates, found)
    if outlook is not None:
        return outlook
    return _settled_by_score(questionnaire, answers, chosen, gates, found)


def _may_move(decision: Decision, chosen: Stage, found: Mapping[str, Standing], *, stated: bool) -> bool:
    """Whether another answer may still state another stage."""
    asking = found[decision.asked_by]
    if not stated:
        return asking.open and len(decision.stages) > 1
    return asking.pending and chosen != decision.stages[0]


def _outlook(decision: Decision, gates: tuple[Gate, ...], found: Mapping[str, Standing]) -> bool | None:
    """Whether the gates alone settle the verdict; None where they do not forbid that the score does.

    A gate that is not met stays so, whatever else is answered, and one that does not apply never
    will: what is known of a condition never turns round with further answers.
    """
    not_met = [gate for gate in gates if gate.state is GateState.NOT_MET]
    lacking = sum(1 for gate in not_met if not gate.evidence_missing)
    most = decision.too_early_gates
    if any(g.question.id in decision.too_early_any_of for g in not_met) or (most is not None and lacking >= most):
        return True
    may_fail = [gate for gate in unknown_gates(gates) if _may_fail(gate, found[gate.question.id], with_evidence=False)]
    sure = [gate for gate in may_fail if _may_fail(gate, found[gate.question.id], with_evidence=True)]
    named = any(gate.question.id in decision.too_early_any_of for gate in may_fail)
    if named or (most is not None and lacking + len(sure) >= most):
        return False
    return True if not_met else None


def _may_fail(gate: Gate, standing: Standing, *, with_evidence: bool) -> bool:
    """Whether a gate that cannot be told may turn out not met; with evidence, for want of more than that."""
    question, value = standing.question, standing.answer.value
    if value is not None:
        counted = question.effective(value, evidence=True) if with_evidence else standing.effective
        return counted is None or not gate.needs.holds_for(counted)
    if isinstance(question.type, Split):
        return True
    return any(not gate.needs.holds_for(sample) for sample in question.type.samples(probe_of((gate.needs,))))


def _settled_by_score(
    questionnaire: Questionnaire,
    answers: Answers,
    stage: Stage,
    gates: tuple[Gate, ...],
    found: Mapping[str, Standing],
) -> bool:
    """Whether the score settles the verdict, where no gate that is known fails and it cannot become too early."""
    unknown = unknown_gates(gates)
    if stage.ready_from == 0:
        return not unknown
    score = scores_of(questionnaire, answers, found).overall
    if score is None:
        return not unknown
    if not _on_one_side(score, stage.ready_from) or not _always_assessed(questionnaire, answers, found):
        return False
    return score.high < stage.ready_from or not unknown


def _on_one_side(score: ScoreRange, bar: int) -> bool:
    return score.high < bar or score.low >= bar


def _always_assessed(questionnaire: Questionnaire, answers: Answers, found: Mapping[str, Standing]) -> bool:
    """Whether something counts in every completion; without a score no bar is reached or missed."""
    completions = Completions(questionnaire, answers)
    if any(not s.pending and s.state is not State.HIDDEN for s in (found[q.id] for q in completions.counted)):
        return True
    return completions.enumerable and all(completions.lines(choice) for choice in completions.choices())
