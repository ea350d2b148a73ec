"""The short way to a summary: what each answer adds, summed in one whole number, and read off it.

What an answer adds is worked out once by the functions that assess single documents, and so is
what a condition says of some truths. The short way is for documents in which what is shown does
not hang on an open question; of all others it gives None, and they are assessed in full. A test
holds that both ways say the same.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

from spinout.core.answers import NO_ANSWER, Answer
from spinout.core.conditions import Comparison, Sight, State, compared
from spinout.core.gates import GateState, gate_of, too_early, verdict_for
from spinout.core.questionnaire import Question, Questionnaire, Stage
from spinout.core.standings import Standing, standing_of
from spinout.core.summaries.certain import first_true
from spinout.core.summaries.layout import MOST_REMEMBERED, TRUTHS, Watch, layout_of
from spinout.core.summaries.score_sums import ScoreSums
from spinout.core.summaries.summary import Bounds, Summary
from spinout.core.truth import Truth
from spinout.core.verdicts import Verdict

HUNDRED = 100
_CODES = {truth: code for code, truth in enumerate(TRUTHS)}
NOT_MET, UNKNOWN, LACKS_EVIDENCE = 1, 2, 3
"""What two bits say of a gate; 0 is met, or not applicable."""
GATES_AT_ONCE = 4
OPEN_AT_ONCE = 8
"""How many gates, and how many questions, are looked up together."""

Gates = tuple[tuple[str, ...], int, int, bool]
"""Those not met; how many are unknown; how many lack more than evidence; whether one must come first."""


class Ledger:
    """What answers come to at one stage of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire, stage: Stage | None, *, stated: bool = True) -> None:
        self._questionnaire = questionnaire
        self._stage, self._stated = stage, stated
        self._layout = layout_of(questionnaire, stage)
        self._blank = {ident: self._added(question, NO_ANSWER) for ident, question in questionnaire.questions.items()}
        self.blank = sum(self._blank.values())
        """The sum of a document without answers, where everything is shown."""
        self._bands = tuple(questionnaire.band(Fraction(points)) for points in range(HUNDRED + 1))
        self._hidden: dict[int, tuple[str, ...]] = {}
        self._gates: dict[tuple[int, int], Gates] = {}
        self._scores = ScoreSums(questionnaire, self._layout)
        self._open: dict[tuple[int, int], tuple[str, ...]] = {}
        self._idents = tuple(questionnaire.questions)

    def added_by(self, question: Question, answer: Answer) -> int:
        """What an answer changes in the sum of a document without it; it may be negative."""
        return self._added(question, answer) - self._blank[question.id]

    def added_by_share(self, question: Question, part: str, share: int) -> int:
        """What the share of one part of a split changes, by the conditions that look at that part."""
        sight = standing_of(question, Answer(value={part: share}), Truth.TRUE).sight
        return self._truths_added(
            [(c, at) for c, at in self._layout.slots[question.id].truths if c.part == part], sight
        )

    def thresholds(self, question: Question) -> set[Fraction]:
        """The numbers that conditions on a number compare it with."""
        slots = self._layout.slots[question.id]
        looked_at = [comparison for comparison, _ in slots.truths]
        if slots.needs is not None:
            looked_at.append(slots.needs)
        given = (n for c in looked_at for n in (c.given if isinstance(c.given, tuple) else (c.given,)))
        return {Fraction(n) for n in given if isinstance(n, int | Decimal | Fraction)}

    def is_gate(self, question: Question) -> bool:
        """Whether a question is essential at this stage."""
        return self._layout.slots[question.id].needs is not None

    def summary(self, total: int, added_by: Callable[[str], int]) -> Summary | None:
        """What a document comes to, by the sum of what its answers add; None where it must be assessed in full.

        `added_by` gives again what the answer to one question has added, 0 where there is none.
        """
        layout = self._layout
        deciding, deciding_mask = layout.deciding
        if not layout.hidden_may_stay_open and (total >> deciding) & deciding_mask:
            return None
        if layout.shows:
            for ident in self._hidden_by(total):
                total -= self._blank[ident] + added_by(ident)
        if (total >> deciding) & deciding_mask:
            return None
        still_open = self._named_in(total, layout.open_at)
        sections, score = self._scores.of(total)
        bands = None
        if score is not None:
            low, high = self._bands[score.low.points], self._bands[score.high.points]
            bands = None if low is None or high is None else (low, high)
        gates = self._gates_in(total)
        return Summary(
            self._stage,
            self._stated,
            self._verdict(score, gates),
            score,
            bands,
            sections,
            gates[0],
            gates[1],
            still_open,
            self._named_in(total, layout.unknown_at) if still_open else (),
            self._outcomes(total),
        )

    def _added(self, question: Question, answer: Answer) -> int:
        """What a question that is shown puts into the sum."""
        standing, slots = standing_of(question, answer, Truth.TRUE), self._layout.slots[question.id]
        total = self._truths_added(slots.truths, standing.sight)
        if standing.open:
            total += 1 << slots.open
            if standing.state is State.UNKNOWN:
                total += 1 << slots.unknown
            if slots.decides is not None:
                total += 1 << slots.decides
        if slots.needs is not None and slots.gate is not None:
            total += _gate_bits(standing, slots.needs) << slots.gate
        place = slots.section
        if place is not None and standing.state is not State.NOT_APPLICABLE:
            low, high = question.extremes if standing.score is None else (standing.score, standing.score)
            unit = slots.weight * self._layout.score_unit
            total += (slots.weight << place.weight) + (int(low * unit) << place.low) + (int(high * unit) << place.high)
        return total

    @staticmethod
    def _truths_added(truths: Iterable[tuple[Comparison, int]], sight: Sight) -> int:
        """What the truths of comparisons put into the sum, each in all its places."""
        return sum(_CODES[compared(comparison, sight)] * places for comparison, places in truths)

    def _hidden_by(self, total: int) -> tuple[str, ...]:
        """The questions that are not asked, by the truths of what decides it; all of these are known here."""
        at, mask = self._layout.shows_at
        key = (total >> at) & mask
        known = self._hidden.get(key)
        if known is not None:
            return known
        hidden: list[str] = []
        for ident, watch in self._layout.shows.items():
            if watch.truth(total, {}) is Truth.FALSE:
                hidden.append(ident)
                # Nothing that is said of a hidden question is true.
                for _, places in self._layout.slots[ident].truths:
                    total &= ~(3 * places)
        if len(self._hidden) < MOST_REMEMBERED:
            self._hidden[key] = tuple(hidden)
        return tuple(hidden)

    def _named_in(self, total: int, at: int) -> tuple[str, ...]:
        """The questions whose bits are set from a place on, in file order."""
        bits = (total >> at) & ((1 << len(self._idents)) - 1)
        return self._named(bits, 0, self._idents) if bits else ()

    def _named(self, bits: int, at: int, idents: tuple[str, ...]) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        while bits:
            key = (at, bits & ((1 << OPEN_AT_ONCE) - 1))
            part = self._open.get(key)
            if part is None:
                named = idents[at : at + OPEN_AT_ONCE]
                part = self._open[key] = tuple(ident for i, ident in enumerate(named) if key[1] >> i & 1)
            found += part
            bits >>= OPEN_AT_ONCE
            at += OPEN_AT_ONCE
        return found

    # gates and rules

    def _gates_in(self, total: int) -> Gates:
        layout = self._layout
        bits = (total >> layout.gates_at) & ((1 << 2 * len(layout.gates)) - 1)
        for at, watch in layout.gate_conditions:
            bits = _where_it_applies(bits, at - layout.gates_at, watch.truth(total, {}))
        not_met: tuple[str, ...] = ()
        unknown = lacking = at = 0
        backing_missing = False
        while bits:
            part = self._gates_of(at, bits & ((1 << 2 * GATES_AT_ONCE) - 1))
            not_met += part[0]
            unknown += part[1]
            lacking += part[2]
            backing_missing = backing_missing or part[3]
            bits >>= 2 * GATES_AT_ONCE
            at += GATES_AT_ONCE
        return not_met, unknown, lacking, backing_missing

    def _gates_of(self, at: int, bits: int) -> Gates:
        """What some bits say of the gates from one on."""
        known = self._gates.get((at, bits))
        if known is not None:
            return known
        decision = self._questionnaire.decision
        first = () if decision is None else decision.too_early_any_of
        states = [(ident, bits >> 2 * i & 3) for i, ident in enumerate(self._layout.gates[at : at + GATES_AT_ONCE])]
        not_met = tuple(ident for ident, state in states if state in (NOT_MET, LACKS_EVIDENCE))
        made = self._gates[(at, bits)] = (
            not_met,
            sum(1 for _, state in states if state == UNKNOWN),
            sum(1 for _, state in states if state == NOT_MET),
            any(ident in first for ident in not_met),
        )
        return made

    def _verdict(self, score: Bounds | None, gates: Gates) -> Verdict | None:
        decision, stage = self._questionnaire.decision, self._stage
        if decision is None or stage is None:
            return None
        not_met, unknown, lacking, backing_missing = gates
        bar = stage.ready_from
        return verdict_for(
            too_early=too_early(decision, lacking=lacking, backing_missing=backing_missing),
            not_met=bool(not_met),
            unknown=unknown > 0,
            may_reach=score is None or score.high.over >= bar * score.high.under,
            reaches=bar == 0 if score is None else score.low.over >= bar * score.low.under,
        )

    def _outcomes(self, total: int) -> tuple[str | None, ...]:
        """The outcome of each classification; None where it cannot be told."""
        if not total & self._layout.unknown_in_rules:
            return tuple([first_true(outcomes, total) for outcomes in self._layout.certain_outcomes])
        criteria: dict[str, Truth] = {}
        for ident, watch in self._layout.criteria:
            criteria[ident] = watch.truth(total, criteria)
        return tuple(_outcome(outcomes, total, criteria) for outcomes in self._layout.outcomes)


def _outcome(outcomes: tuple[tuple[str, Watch | None], ...], total: int, criteria: dict[str, Truth]) -> str | None:
    """The first outcome that is true where all before it are false."""
    unknown = False
    for ident, watch in outcomes:
        found = Truth.TRUE if watch is None else watch.truth(total, criteria)
        if found is Truth.TRUE:
            return None if unknown else ident
        unknown = unknown or found is Truth.UNKNOWN
    return None


def _gate_bits(standing: Standing, needs: Comparison) -> int:
    """What a gate that applies says of a question that is shown."""
    gate = gate_of(standing.question, needs, standing, Truth.TRUE)
    if gate.state is GateState.NOT_MET:
        return LACKS_EVIDENCE if gate.evidence_missing else NOT_MET
    return UNKNOWN if gate.state is GateState.UNKNOWN else 0


def _where_it_applies(bits: int, at: int, applies: Truth) -> int:
    """The bits of all gates, after what is said of whether one of them applies."""
    if applies is Truth.FALSE:
        return bits & ~(3 << at)
    if applies is Truth.UNKNOWN and bits >> at & 3:
        return bits & ~(3 << at) | UNKNOWN << at
    return bits
