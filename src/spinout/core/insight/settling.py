"""What settles a verdict or a classification that cannot be told, and the order of questions that does it soonest."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import SOME_EVIDENCE
from spinout.core.conditions import Comparison, Condition, State, Truth, comparisons, criteria_named
from spinout.core.kinds import Value
from spinout.core.questionnaire import Classification, Decision, Outcome, Verdict
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.completions import Completions
from spinout.core.scoring.gates import Gate, GateState, gate_of, looked_at, too_early
from spinout.core.scoring.rules import Known, classified, known_of
from spinout.core.scoring.scores import HUNDRED, shares_of
from spinout.core.scoring.statuses import Status, following


class Settling(Struct, frozen=True, dict=True):
    """What settles the results of an assessment; `stated` where its stage is taken to be stated, whoever did so."""

    assessment: Assessment
    stated: bool = False

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The open questions that are asked, in the order that settles the verdict soonest."""
        found, decision = self.assessment.statuses, self.assessment.questionnaire.decision
        deciding = set(self._deciders(self._unknown))
        answered = [gate for gate in self._unknown if not found[gate.question.id].open]
        urgent = {gate.question.id for gate in self._unknown} | set(self._deciders(answered))
        stated = self.stated or self.assessment.stated
        asks = decision.asked_by if decision is not None and not stated else None

        def key(ident: str) -> tuple[bool, bool, Fraction, bool]:
            return ident != asks, ident not in urgent, -self._effects[ident], ident not in deciding

        return tuple(sorted((ident for ident, status in found.items() if status.open), key=key))

    @cached_property
    def essentials(self) -> tuple[str, ...]:
        """The unanswered questions that the gates hang on, in triage order; where none is left, those of the score."""
        found = self.assessment.statuses
        urgent = {gate.question.id for gate in self._unknown} | set(self._deciders(self._unknown))
        waiting = [ident for ident in self.order if found[ident].state is State.UNANSWERED]
        return tuple(i for i in waiting if i in urgent) or tuple(i for i in waiting if self._effects[i])

    @cached_property
    def verdict(self) -> tuple[str, ...]:
        """The open questions that bear on a verdict that cannot be told, in triage order; else none.

        Those whose answer changes what is known of a gate; and, where the bar lies inside the range,
        those on which points of the score hang.
        """
        assessment = self.assessment
        if assessment.verdict is not Verdict.CANNOT_TELL:
            return ()
        bearing = self._on_gates(self._unknown)
        if assessment.scores.overall is not None and assessment.scores.overall.low < assessment.bar:
            bearing |= {ident for ident, points in self._effects.items() if points}
        return tuple(ident for ident in self.order if ident in bearing)

    def classification(self, classification: Classification) -> tuple[str, ...]:
        """The open questions that bear on a classification that cannot be told, in triage order; else none.

        Where no answer by itself changes what is possible, all that its conditions look at are named.
        """
        left = self._left(classification)

        def possible(found: Mapping[str, Status]) -> tuple[str, ...]:
            return tuple(outcome.id for outcome in classified(left, Known(found, self._sure.named)).possible)

        now = possible(self.assessment.statuses)
        if len(now) == 1:
            return ()
        # an outcome that is false so far may become true: `answered` looks at silence
        bearing = self._bearing(self._open_asked(self._conditions(left.outcomes)), possible)
        if not bearing:
            bearing = set(self._open_asked(self._conditions(o for o in left.outcomes if o.id in now)))
        return tuple(ident for ident in self.order if ident in bearing)

    @property
    def is_settled(self) -> bool:
        """Whether no answers to the open questions can change the verdict, short of *does not apply*.

        True is proven; False may be too careful where one open question hides the gate of another, or decides
        in several clauses of one. Where nothing is decided, it is False while anything is open.
        """
        assessment, decision = self.assessment, self.assessment.questionnaire.decision
        if assessment.complete:
            return True
        if decision is None or (not assessment.asked and self._may_move(decision)):
            return False
        by_gates = self._settled_by_gates(decision)
        return self._settled_by_score() if by_gates is None else by_gates

    @cached_property
    def unless(self) -> tuple[str, ...] | None:
        """The questions said not to be known that alone can still change the verdict, in triage order.

        None where the unanswered ones can too, while what is not known stays so; empty where nothing can.
        What it says is proven; None may be too careful where something is pending, or it is too early so far.
        """
        assessment, decision = self.assessment, self.assessment.questionnaire.decision
        if self.is_settled:
            return ()
        if decision is None or assessment.verdict is Verdict.TOO_EARLY:
            return None
        moving = {decision.asked_by} if not assessment.asked and self._may_move(decision) else set()
        if any(self._waits(ident) for ident in moving):
            return None
        asked_of = [(gate, any(map(self._waits, self._open_asked(_looked_at_by(gate))))) for gate in self._unknown]
        waiting = [gate for gate, waits in asked_of if waits]
        held = [gate for gate, waits in asked_of if not waits]
        if self._becomes_too_early(decision, waiting):
            return None
        if assessment.not_met:
            bearing = self._found_out([gate for gate in held if self._may_fail(gate, with_evidence=False)])
        elif waiting or not self._score_stays(unsure=bool(held)):
            return None
        else:
            effects = self._effects.items() if assessment.bar_open else ()
            bearing = self._found_out(held) | {ident for ident, points in effects if points and not self._waits(ident)}
        return tuple(ident for ident in self.order if ident in bearing | moving)

    def _waits(self, ident: str) -> bool:
        """Whether a question is asked and nothing is said to it yet, not even that it is not known."""
        return self.assessment.statuses[ident].state is State.UNANSWERED

    def _found_out(self, gates: Iterable[Gate]) -> set[str]:
        """The open questions on which gates hang; all that their conditions look at where none does by itself."""
        found: set[str] = set()
        for gate in gates:
            found |= self._on_gates((gate,)) or set(self._open_asked(_looked_at_by(gate)))
        return found

    def _score_stays(self, *, unsure: bool) -> bool:
        """Whether the unanswered questions leave the verdict as it is by the score, where no gate is known to fail.

        `unsure` says that a gate hangs on what is not known, so that it cannot become ready.
        """
        assessment, score = self.assessment, self.assessment.scores.overall
        if assessment.bar == 0 or score is None:
            return unsure
        shares = shares_of(assessment.questionnaire, assessment.statuses)
        if any(status.pending and shares.get(ident) for ident, status in assessment.statuses.items()):
            return False
        if not _always_assessed(Completions(assessment.questionnaire, assessment.statuses)):
            return False
        if not assessment.bar_open:
            return True
        unknown = sum((points for i, points in self._effects.items() if not self._waits(i)), Fraction(0))
        never_below = score.low + unknown >= assessment.bar
        return never_below and (unsure or score.high - unknown < assessment.bar)

    def _may_move(self, decision: Decision) -> bool:
        """Whether another answer may still state another stage."""
        asking = self.assessment.statuses[decision.asked_by]
        if not self.assessment.stated:
            return asking.open and len(decision.stages) > 1
        return asking.pending and self.assessment.stage != decision.stages[0]

    def _settled_by_gates(self, decision: Decision) -> bool | None:
        """Whether the gates alone settle the verdict; None where they do not forbid that the score does.

        A gate that is not met stays so, whatever else is answered, and one that does not apply never
        will: what is known of a condition never turns round with further answers. But it may come to lack
        nothing but evidence, where the clause that asks for more falls away.
        """
        if self.assessment.verdict is Verdict.TOO_EARLY:
            not_met = [gate for gate in self.assessment.gates if gate.state is GateState.NOT_MET]
            return too_early(decision, sum(map(self._stays_lacking, not_met)), not_met)
        if self._becomes_too_early(decision, self._unknown):
            return False
        return True if self.assessment.not_met else None

    def _becomes_too_early(self, decision: Decision, gates: Iterable[Gate]) -> bool:
        """Whether it does where each of some gates that may fail does, besides those that are not met."""
        may_fail = [gate for gate in gates if self._may_fail(gate, with_evidence=False)]
        not_met = [gate for gate in self.assessment.gates if gate.state is GateState.NOT_MET]
        lacking = sum(1 for gate in may_fail if self._may_fail(gate, with_evidence=True))
        lacking += sum(1 for gate in not_met if not gate.evidence_missing)
        return too_early(decision, lacking, may_fail)

    def _stays_lacking(self, gate: Gate) -> bool:
        """Whether a gate that is not met lacks more than evidence, whatever else is answered."""
        found = self.assessment.statuses
        value = found[gate.question.id].answer.value
        sure = [c.needs for c in gate.asked if c.only_if is None or c.only_if.truth(found) is Truth.TRUE]
        return not all(needs.holds_for(value) for needs in sure)

    def _may_fail(self, gate: Gate, *, with_evidence: bool) -> bool:
        """Whether a gate that cannot be told may turn out not met; with evidence, for want of more than that."""
        question, status = gate.question, self.assessment.statuses[gate.question.id]
        needs, value = tuple(clause.needs for clause in gate.asked), status.answer.value
        if value is not None:
            counted = value if with_evidence else status.effective
            return counted is None or not all(need.holds_for(counted) for need in needs)
        cells = question.type.cells(needs)
        return cells is None or any(
            cell.sample is not None and not all(need.holds_for(cell.sample) for need in needs) for cell in cells
        )

    def _settled_by_score(self) -> bool:
        """Whether the score settles the verdict, where no gate that is known fails and it cannot become too early."""
        assessment = self.assessment
        if assessment.bar == 0 or assessment.scores.overall is None:
            return not self._unknown
        if assessment.bar_open or not _always_assessed(Completions(assessment.questionnaire, assessment.statuses)):
            return False
        return assessment.below_bar or not self._unknown

    @cached_property
    def _unknown(self) -> tuple[Gate, ...]:
        """The gates that cannot be told."""
        return tuple(gate for gate in self.assessment.gates if gate.state is GateState.UNKNOWN)

    def _deciders(self, gates: Iterable[Gate]) -> Iterable[str]:
        """The questions that decide whether gates apply: in the conditions of clauses or behind a `show_if`."""
        conditions = [
            c for gate in gates for c in (gate.question.show_if, *(clause.only_if for clause in gate.clauses))
        ]
        return self._asked(c for c in conditions if c is not None)

    @cached_property
    def _effects(self) -> Mapping[str, Fraction]:
        """For each question the points of the score that hang on its answer.

        Its own open points, and the whole weight of every question that waits to be shown by it.
        """
        found = self.assessment.statuses
        shares = shares_of(self.assessment.questionnaire, found)
        effect = {c.question: c.open for c in self.assessment.contributions}
        for ident, status in found.items():
            if status.pending and ident in shares and status.question.show_if is not None:
                for decider in self._open_asked([status.question.show_if]):
                    effect[decider] += HUNDRED * shares[ident]
        return effect

    @cached_property
    def _sure(self) -> Known:
        """What no further answer changes: whatever does not look at what is open, or may be shown or hidden by it."""
        questionnaire, found = self.assessment.questionnaire, self.assessment.statuses
        opened = [ident for ident, status in found.items() if status.open]
        behind = {other for ident in opened for other in questionnaire.followers[ident]}
        return replace(known_of(questionnaire, found), moving={*opened, *behind})

    def _left(self, classification: Classification) -> Classification:
        """A classification with what is left of each outcome's condition; without what cannot be any more."""
        rests = [(o, True if o.when is None else self._sure.left_of(o.when)) for o in classification.outcomes]
        outcomes = [replace(o, when=None if rest is True else rest) for o, rest in rests if rest is not False]
        return replace(classification, outcomes=tuple(outcomes))

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

    def _on_gates(self, gates: tuple[Gate, ...]) -> set[str]:
        """The open questions whose answer changes the state of one of these gates."""
        asked = self._open_asked(condition for gate in gates for condition in _looked_at_by(gate))

        def states(after: Mapping[str, Status]) -> tuple[GateState, ...]:
            return tuple(gate_of(g.question, g.stage, after[g.question.id], after).state for g in gates)

        return self._bearing(asked, states)

    def _bearing(
        self,
        candidates: Mapping[str, tuple[Comparison, ...]],
        look: Callable[[Mapping[str, Status]], tuple[object, ...]],
    ) -> set[str]:
        """Those of some open questions one of whose answers changes what is seen."""
        questionnaire, found = self.assessment.questionnaire, self.assessment.statuses
        now = look(found)

        def changes(ident: str, value: Value) -> bool:
            given = replace(found[ident].answer, value=value, unknown=False, evidence=SOME_EVIDENCE)
            return look({**found, **following(questionnaire, found, ident, given)}) != now

        def bears(ident: str, made: tuple[Comparison, ...]) -> bool:
            """Whether one does; taken to be so where there are too many to try."""
            cells = questionnaire.questions[ident].type.cells(made)
            return cells is None or any(cell.sample is not None and changes(ident, cell.sample) for cell in cells)

        return {ident for ident, made in candidates.items() if bears(ident, made)}

    def _open_asked(self, conditions: Iterable[Condition]) -> Mapping[str, tuple[Comparison, ...]]:
        """What conditions ask of the questions that are open."""
        made = self._asked(conditions)
        return {ident: asked for ident, asked in made.items() if self.assessment.statuses[ident].open}

    def _asked(self, conditions: Iterable[Condition]) -> Mapping[str, tuple[Comparison, ...]]:
        """What conditions ask of each question, with what decides whether these are shown."""
        waiting = list(conditions)
        asked: dict[str, list[Comparison]] = {}
        while waiting:
            for comparison in comparisons(waiting.pop()):
                show_if = self.assessment.questionnaire.questions[comparison.question].show_if
                if comparison.question not in asked and show_if is not None:
                    waiting.append(show_if)
                asked.setdefault(comparison.question, []).append(comparison)
        return {ident: tuple(dict.fromkeys(made)) for ident, made in asked.items()}


def _looked_at_by(gate: Gate) -> Iterator[Condition]:
    """The conditions that a gate hangs on."""
    yield from (clause.needs for clause in gate.clauses)
    yield from looked_at(gate.clauses)


def _always_assessed(completions: Completions) -> bool:
    """Whether something counts in every completion; without a score no bar is reached or missed."""
    if any(line.question.id not in completions.unsure for line in completions.counted):
        return True
    return completions.enumerable and all(map(completions.lines, completions.worlds))
