"""What settles a verdict or a classification that cannot be told, and the order of questions that does it soonest."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import SOME_EVIDENCE, Answers
from spinout.core.conditions import Comparison, Condition, comparisons, criteria_named
from spinout.core.kinds import Value
from spinout.core.questionnaire import Classification, Decision, Outcome, Questionnaire, Stage, Verdict
from spinout.core.scoring.assessment import Assessment, assess, stage_of
from spinout.core.scoring.completions import Completions
from spinout.core.scoring.contributions import contributions, shares_of
from spinout.core.scoring.gates import Gate, GateState, gate_of, gates_at, looked_at
from spinout.core.scoring.rules import Known, classified, known_of
from spinout.core.scoring.scores import ScoreRange, scores_over
from spinout.core.scoring.standings import Standing, following, standings

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
    """The questions that decide whether gates apply: in the conditions of clauses or behind a `show_if`."""
    for gate in gates:
        for clause in gate.clauses:
            yield from _behind(questionnaire, clause.only_if)
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
    return _settled_by_score(questionnaire, chosen, gates, found)


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
    needs = tuple(clause.needs for clause in gate.asked)
    if value is not None:
        counted = question.effective(value, evidence=True) if with_evidence else standing.effective
        return counted is None or not all(need.holds_for(counted) for need in needs)
    cells = question.type.cells(needs)
    return cells is None or any(
        cell.sample is not None and not all(need.holds_for(cell.sample) for need in needs) for cell in cells
    )


def _settled_by_score(
    questionnaire: Questionnaire,
    stage: Stage,
    gates: tuple[Gate, ...],
    found: Mapping[str, Standing],
) -> bool:
    """Whether the score settles the verdict, where no gate that is known fails and it cannot become too early."""
    unknown = unknown_gates(gates)
    if stage.ready_from == 0:
        return not unknown
    completions = Completions(questionnaire, found)
    score = scores_over(completions).overall
    if score is None:
        return not unknown
    if not _on_one_side(score, stage.ready_from) or not _always_assessed(completions):
        return False
    return score.high < stage.ready_from or not unknown


def _on_one_side(score: ScoreRange, bar: int) -> bool:
    return score.high < bar or score.low >= bar


def _always_assessed(completions: Completions) -> bool:
    """Whether something counts in every completion; without a score no bar is reached or missed."""
    if any(line.question.id not in completions.unsure for line in completions.counted):
        return True
    return completions.enumerable and all(map(completions.lines, completions.worlds))


def settles_verdict(questionnaire: Questionnaire, answers: Answers, stage: str | None = None) -> tuple[str, ...]:
    """The open questions that bear on a verdict that cannot be told, in triage order; else none.

    Raises KeyError where there is no such stage.
    """
    return Settling.of(assess(questionnaire, answers, stage)).verdict


def settles_classification(
    questionnaire: Questionnaire, answers: Answers, classification: Classification, stage: str | None = None
) -> tuple[str, ...]:
    """The open questions that bear on a classification that cannot be told, in triage order; else none."""
    found = standings(questionnaire, answers)
    chosen, stated = stage_of(questionnaire, found, stage)
    gates = () if chosen is None else gates_at(questionnaire, found, chosen.id)
    return Settling(questionnaire, found, chosen, gates, stated=stated).classification(classification)


class Settling(Struct, frozen=True, dict=True):
    """What settles the results of one document of answers, of what was worked out of it before.

    `stated` says whether anybody stated the stage. `score` and `told` are the overall score and the verdict.
    """

    questionnaire: Questionnaire
    standings: Mapping[str, Standing]
    stage: Stage | None
    gates: tuple[Gate, ...]
    stated: bool = True
    score: ScoreRange | None = None
    told: Verdict | None = None

    @classmethod
    def of(cls, assessment: Assessment, *, stated: bool | None = None) -> "Settling":
        """The same of an assessment."""
        return cls(
            assessment.questionnaire,
            assessment.standings,
            assessment.stage,
            assessment.gates,
            assessment.stated if stated is None else stated,
            assessment.scores.overall,
            assessment.verdict,
        )

    @cached_property
    def verdict(self) -> tuple[str, ...]:
        """The open questions that bear on a verdict that cannot be told, in triage order; else none.

        Those whose answer changes what is known of a gate; and, where the bar lies inside the range,
        those on which points of the score hang.
        """
        if self.stage is None or self.told is not Verdict.CANNOT_TELL:
            return ()
        bearing = self._on_gates(unknown_gates(self.gates))
        if self.score is not None and self.score.low < self.stage.ready_from:
            bearing |= {ident for ident, points in self._effects.items() if points}
        return tuple(ident for ident in self._order if ident in bearing)

    def classification(self, classification: Classification) -> tuple[str, ...]:
        """The open questions that bear on a classification that cannot be told, in triage order; else none.

        Where no answer by itself changes what is possible, all that its conditions look at are named.
        """
        left = self._left(classification)
        possible = self._possible(left, self.standings)
        if len(possible) == 1:
            return ()
        # an outcome that is false so far may become true: `answered` looks at silence
        candidates = self._open_asked(self._conditions(left.outcomes))
        bearing = self._bearing(candidates, lambda after: self._possible(left, after))
        named = self._open_asked(self._conditions(o for o in left.outcomes if o.id in possible))
        return tuple(ident for ident in self._order if ident in (bearing or set(named)))

    @cached_property
    def _sure(self) -> Known:
        """What no further answer changes: whatever does not look at what is open, or may be shown or hidden by it."""
        opened = [ident for ident, standing in self.standings.items() if standing.open]
        followers = self.questionnaire.followers
        return replace(
            known_of(self.questionnaire, self.standings), moving={*opened, *(f for i in opened for f in followers[i])}
        )

    def _left(self, classification: Classification) -> Classification:
        """A classification with what is left of each outcome's condition; without what cannot be any more."""
        rests = [(o, True if o.when is None else self._sure.left_of(o.when)) for o in classification.outcomes]
        outcomes = [replace(o, when=None if rest is True else rest) for o, rest in rests if rest is not False]
        return replace(classification, outcomes=tuple(outcomes))

    def _possible(self, left: Classification, found: Mapping[str, Standing]) -> tuple[str, ...]:
        return tuple(outcome.id for outcome in classified(left, Known(found, self._sure.named)).possible)

    def _conditions(self, outcomes: Iterable[Outcome]) -> Iterator[Condition]:
        """What is left of the conditions of outcomes, and of the criteria that they name."""
        waiting = [o.when for o in outcomes if o.when is not None]
        seen: set[str] = set()
        while waiting:
            condition = waiting.pop()
            yield condition
            for ident in criteria_named(condition):
                rest = self._sure.named(ident)
                if ident not in seen and not isinstance(rest, bool):
                    seen.add(ident)
                    waiting.append(rest)

    @cached_property
    def _effects(self) -> Mapping[str, Fraction]:
        return effects(self.questionnaire, self.standings)

    @cached_property
    def _order(self) -> tuple[str, ...]:
        return triage_of(self.questionnaire, self.standings, self.gates, self._effects, stated=self.stated)

    def _open_asked(self, conditions: Iterable[Condition]) -> Mapping[str, tuple[Comparison, ...]]:
        """What conditions ask of the questions that are open."""
        made = _asked(self.questionnaire, conditions)
        return {ident: asked for ident, asked in made.items() if self.standings[ident].open}

    def _on_gates(self, gates: tuple[Gate, ...]) -> set[str]:
        """The open questions whose answer changes the state of one of these gates."""
        questions = self.questionnaire.questions
        conditions: list[Condition] = [clause.needs for gate in gates for clause in gate.clauses]
        conditions += [comparison for gate in gates for comparison in looked_at(gate.clauses)]
        near = {gate.question.id for gate in gates} | set(deciders(self.questionnaire, gates))
        conditions += [c for ident in near if (c := questions[ident].show_if) is not None]

        def states(after: Mapping[str, Standing]) -> tuple[GateState, ...]:
            return tuple(gate_of(g.question, g.stage, after[g.question.id], after).state for g in gates)

        return self._bearing(self._open_asked(conditions), states)

    def _bearing(
        self,
        candidates: Mapping[str, tuple[Comparison, ...]],
        look: Callable[[Mapping[str, Standing]], tuple[object, ...]],
    ) -> set[str]:
        """Those of some open questions one of whose answers changes what is seen."""
        now = look(self.standings)

        def changes(ident: str, value: Value) -> bool:
            given = replace(self.standings[ident].answer, value=value, unknown=False, evidence=SOME_EVIDENCE)
            return look({**self.standings, **following(self.questionnaire, self.standings, ident, given)}) != now

        def bears(ident: str, made: tuple[Comparison, ...]) -> bool:
            """Whether one does; taken to be so where there are too many to try."""
            cells = self.questionnaire.questions[ident].type.cells(made)
            return cells is None or any(cell.sample is not None and changes(ident, cell.sample) for cell in cells)

        return {ident for ident, made in candidates.items() if bears(ident, made)}


def _asked(questionnaire: Questionnaire, conditions: Iterable[Condition]) -> Mapping[str, tuple[Comparison, ...]]:
    """What conditions ask of each question, with what decides whether these are shown."""
    waiting = list(conditions)
    asked: dict[str, list[Comparison]] = {}
    while waiting:
        for comparison in comparisons(waiting.pop()):
            show_if = questionnaire.questions[comparison.question].show_if
            if comparison.question not in asked and show_if is not None:
                waiting.append(show_if)
            asked.setdefault(comparison.question, []).append(comparison)
    return {ident: tuple(dict.fromkeys(made)) for ident, made in asked.items()}
