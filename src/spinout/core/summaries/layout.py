"""Where each thing that answers add up to stands in one whole number.

A summary is made of sums: of weights and scores in each section, of gates that are not met, of
truths of comparisons. Each has some bits of its own, wide enough for the largest sum, so that
adding two numbers adds all of them at once and none runs over into the next.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm, prod

from spinout.core.answers import Answers
from spinout.core.completions import MOST_COMBINATIONS, Completions
from spinout.core.conditions import All, Comparison, Condition, comparisons, criteria_named, truth_by
from spinout.core.question_types.base import Probe
from spinout.core.questionnaire import Question, Questionnaire, Stage
from spinout.core.summaries.certain import Holds, holds_of
from spinout.core.truth import Truth

TRUTHS = (Truth.FALSE, Truth.TRUE, Truth.UNKNOWN)
"""By the two bits that a truth is written with."""
MOST_REMEMBERED = 512
"""How many different findings are remembered of a condition, or of a section; what is beyond is found again."""
MOST_ANSWERS = 1024
"""How many different answers are remembered of a question."""


class Watch:
    """A condition, and the bits in which the truths of its comparisons stand.

    What the condition says of some bits is worked out once, as everywhere, and remembered.
    """

    def __init__(self, condition: Condition, shift: int) -> None:
        self.condition = condition
        self.comparisons = tuple(dict.fromkeys(comparisons(condition)))
        self.criteria = tuple(dict.fromkeys(criteria_named(condition)))
        self.shift = shift
        self.mask = (1 << 2 * len(self.comparisons)) - 1
        self._remembered: dict[int, Truth] = {}

    @property
    def end(self) -> int:
        """The first bit after its own."""
        return self.shift + 2 * len(self.comparisons)

    def slots(self) -> Iterator[tuple[Comparison, int]]:
        """Each comparison with the place of its truth."""
        for index, comparison in enumerate(self.comparisons):
            yield comparison, self.shift + 2 * index

    def truth(self, total: int, criteria: dict[str, Truth]) -> Truth:
        """What the condition says, by the sum of a document and the criteria that were found."""
        key = (total >> self.shift) & self.mask
        for named in self.criteria:
            key = key << 2 | TRUTHS.index(criteria[named])
        known = self._remembered.get(key)
        return self._worked_out(key, total, criteria) if known is None else known

    def _worked_out(self, key: int, total: int, criteria: dict[str, Truth]) -> Truth:
        seen = {comparison: TRUTHS[(total >> place) & 3] for comparison, place in self.slots()}
        found = truth_by(self.condition, seen.__getitem__, criteria)
        if len(self._remembered) < MOST_REMEMBERED:
            self._remembered[key] = found
        return found


Criteria = tuple[tuple[str, Watch], ...]
Outcomes = tuple[tuple[tuple[str, Watch | None], ...], ...]
"""The outcomes of each classification, in order, each with its condition; the last has none."""


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """Where a section's three sums stand, one behind the other: weight times score at worst and at best, and weight."""

    low: int
    high: int
    weight: int
    most_sum: int
    most_weight: int
    """Masks of the sums."""
    most: int
    """Mask of all three."""


@dataclass(frozen=True, slots=True)
class Slots:
    """What one question may add, and where."""

    open: int
    unknown: int
    section: SectionPlace | None = None
    weight: int = 0
    gate: int | None = None
    needs: Comparison | None = None
    decides: int | None = None
    """Where open questions that a `show_if` names are counted."""
    truths: tuple[tuple[Comparison, int], ...] = ()
    """Comparisons with the lowest bits of all the places in which their truths stand."""


@dataclass(frozen=True)
class Layout:
    """The places of everything, for one questionnaire at one stage.

    `score_unit` parts make a score of 1, and `weight_unit` parts a weight of 1, so that all sums are whole.
    """

    slots: dict[str, Slots]
    sections: tuple[SectionPlace | None, ...]
    score_unit: int
    weight_unit: int
    gates: tuple[str, ...]
    gates_at: int
    open_at: int
    unknown_at: int
    deciding: tuple[int, int]
    """Shift and mask of the count of open questions that a `show_if` names."""
    shows: dict[str, Watch]
    shows_at: tuple[int, int]
    """Shift and mask of all that decides what is shown."""
    gate_conditions: tuple[tuple[int, Watch], ...]
    criteria: Criteria
    outcomes: Outcomes
    certain_outcomes: tuple[tuple[tuple[str, Holds], ...], ...]
    """The same where nothing that they look at is unknown."""
    unknown_in_rules: int
    """The bits that say that something is."""
    hidden_may_stay_open: bool
    """Whether hidden questions that decide what is shown may be open, and the range be exact all the same."""


@dataclass(slots=True)
class _Bits:
    """Hands out bits from the lowest up."""

    used: int = 0

    def take(self, width: int) -> int:
        at = self.used
        self.used += width
        return at


@dataclass(slots=True)
class _Watching:
    """Gives conditions their bits, and notes which question has to write where."""

    bits: _Bits
    truths: dict[str, dict[Comparison, int]] = field(default_factory=dict)

    def watch(self, condition: Condition) -> Watch:
        watch = Watch(condition, self.bits.used)
        self.bits.used = watch.end
        for comparison, place in watch.slots():
            places = self.truths.setdefault(comparison.question, {})
            places[comparison] = places.get(comparison, 0) | 1 << place
        return watch


def layout_of(questionnaire: Questionnaire, stage: Stage | None) -> Layout:
    """Give everything its place."""
    bits = _Bits()
    watching = _Watching(bits)
    questions = tuple(questionnaire.questions.values())
    gates = tuple(q for q in questions if stage is not None and stage.id in q.essential)
    score_unit = lcm(*(score.denominator for q in questions for score in _scores(q)))
    weight_unit = lcm(*(q.weight.denominator for q in questions if q.weight))
    sections = _section_places(questionnaire, bits, score_unit, weight_unit)
    deciders = {c.question for q in questions if q.show_if is not None for c in comparisons(q.show_if)}
    deciding_width = (len(deciders) + 1).bit_length()
    deciding_at = bits.take(deciding_width)
    gates_at = bits.take(2 * len(gates))
    open_at, unknown_at = bits.take(len(questions)), bits.take(len(questions))
    shows_at = bits.used
    shows = {q.id: watching.watch(q.show_if) for q in questions if q.show_if is not None}
    shows_mask = (1 << bits.used - shows_at) - 1
    gate_conditions = tuple(
        (gates_at + 2 * index, watching.watch(gate.essential_if))
        for index, gate in enumerate(gates)
        if gate.essential_if is not None
    )
    criteria, outcomes = _rules(questionnaire, watching)
    places = {section.id: place for section, place in zip(questionnaire.sections, sections, strict=True)}
    slots = {
        question.id: Slots(
            open=open_at + index,
            unknown=unknown_at + index,
            section=places[question.section] if question.weight else None,
            weight=int(question.weight * weight_unit) if question.weight else 0,
            gate=gates_at + 2 * gates.index(question) if question in gates else None,
            needs=question.essential.get(stage.id) if stage is not None else None,
            decides=deciding_at if question.id in deciders else None,
            truths=tuple(watching.truths.get(question.id, {}).items()),
        )
        for index, question in enumerate(questions)
    }
    return Layout(
        slots=slots,
        sections=sections,
        score_unit=score_unit,
        weight_unit=weight_unit,
        gates=tuple(gate.id for gate in gates),
        gates_at=gates_at,
        open_at=open_at,
        unknown_at=unknown_at,
        deciding=(deciding_at, (1 << deciding_width) - 1),
        shows=shows,
        shows_at=(shows_at, shows_mask),
        gate_conditions=gate_conditions,
        criteria=criteria,
        outcomes=outcomes,
        certain_outcomes=_certain(criteria, outcomes),
        unknown_in_rules=sum(2 << place for watch in _watches(criteria, outcomes) for _, place in watch.slots()),
        hidden_may_stay_open=_few_combinations(questionnaire, deciders),
    )


def _scores(question: Question) -> Iterator[Fraction]:
    """Every score that an answer may have."""
    if question.weight and question.type.scored:
        for sample in question.type.samples(Probe()):
            score = question.type.score(sample)
            if score is not None:
                yield score


def _section_places(
    questionnaire: Questionnaire, bits: _Bits, score_unit: int, weight_unit: int
) -> tuple[SectionPlace | None, ...]:
    places: list[SectionPlace | None] = []
    for section in questionnaire.sections:
        weight = sum((q.weight for q in section.questions if q.weight), Fraction(0))
        if not section.weight or not weight:
            places.append(None)
            continue
        wide = int(weight * weight_unit).bit_length()
        long = int(weight * weight_unit * score_unit).bit_length()
        places.append(
            SectionPlace(
                low=bits.take(long),
                high=bits.take(long),
                weight=bits.take(wide),
                most_sum=(1 << long) - 1,
                most_weight=(1 << wide) - 1,
                most=(1 << 2 * long + wide) - 1,
            )
        )
    return tuple(places)


def _rules(questionnaire: Questionnaire, watching: _Watching) -> tuple[Criteria, Outcomes]:
    """The criteria that outcomes go by, in order, and the outcomes of each classification."""
    rules = questionnaire.rules
    conditions = [o.when for c in rules.classifications for o in c.outcomes if o.when is not None]
    needed = _needed(conditions, {criterion.id: criterion.when for criterion in rules.criteria})
    criteria = tuple((c.id, watching.watch(c.when)) for c in rules.criteria if c.id in needed)
    outcomes = tuple(
        tuple((o.id, None if o.when is None else watching.watch(o.when)) for o in classification.outcomes)
        for classification in rules.classifications
    )
    return criteria, outcomes


def _watches(criteria: Criteria, outcomes: Outcomes) -> Iterator[Watch]:
    yield from (watch for _, watch in criteria)
    yield from (watch for classification in outcomes for _, watch in classification if watch is not None)


def _certain(criteria: Criteria, outcomes: Outcomes) -> tuple[tuple[tuple[str, Holds], ...], ...]:
    bits = {comparison: 1 << place for watch in _watches(criteria, outcomes) for comparison, place in watch.slots()}
    found: dict[str, Holds] = {}
    for ident, watch in criteria:
        found[ident] = holds_of(watch.condition, bits, found)
    return tuple(
        tuple((i, holds_of(All(()) if w is None else w.condition, bits, found)) for i, w in classification)
        for classification in outcomes
    )


def _needed(conditions: Sequence[Condition], criteria: dict[str, Condition]) -> set[str]:
    """The criteria that conditions name, themselves or through others."""
    waiting = [name for condition in conditions for name in criteria_named(condition)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(criteria_named(criteria[name]))
    return found


def _few_combinations(questionnaire: Questionnaire, deciders: Iterable[str]) -> bool:
    """Whether every combination of the questions that may be hidden, and decide what is shown, can be tried."""
    cells = Completions(questionnaire, Answers({})).cells
    hidden = [ident for ident in deciders if questionnaire.questions[ident].show_if is not None]
    return prod(len(cells[ident]) for ident in hidden if ident in cells) <= MOST_COMBINATIONS
