"""Which outcomes of a classification some completion of the answers gives, found without trying every completion.

For each outcome a goal is set: its condition, and none before it. What the goal hangs on is
answered, one open question after the other, until the goal is true or false whatever else is
said. A question's answers are put together where no condition that matters here tells them apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, pairwise, product

from msgspec import Struct

from spinout.core.conditions import (
    ANSWERED,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    CriterionIs,
    Not,
    Sight,
    State,
    Truth,
    compared,
    truth_by,
)
from spinout.core.question_types import Split, Value
from spinout.core.questionnaire import Outcome, Question, Questionnaire
from spinout.core.scoring.completions import MOST_COMBINATIONS, probe_of
from spinout.core.scoring.standings import Standing

NONE, WHOLE = Fraction(0), Fraction(100)


class TooMany(Exception):  # noqa: N818 - it is no mistake
    """There are too many combinations to try."""


class World(Struct):
    """The answers with some of the open ones given; what is not given is not known."""

    questionnaire: Questionnaire
    standings: Mapping[str, Standing]
    criteria: Mapping[str, Condition]
    given: Mapping[str, Value]
    seen: dict[str, Sight]
    truths: dict[str, Truth]

    def with_answer(self, ident: str, value: Value) -> "World":
        """The same with one more answer."""
        return World(self.questionnaire, self.standings, self.criteria, {**self.given, ident: value}, {}, {})

    def truth(self, condition: Condition) -> Truth:
        """What a condition says here."""
        match condition:
            case Comparison():
                return self.look(condition)
            case CriterionIs(criterion):
                if criterion not in self.truths:
                    self.truths[criterion] = self.truth(self.criteria[criterion])
                return self.truths[criterion]
            case _:
                return truth_by(condition, self.look, _Criteria(self))

    def look(self, comparison: Comparison) -> Truth:
        """What one comparison says; whether something is answered stays as it is."""
        ident = comparison.question
        now = comparison.operator == ANSWERED
        return compared(comparison, self.standings[ident].sight if now else self.sight(ident))

    def sight(self, ident: str) -> Sight:
        """What is seen of a question."""
        standing = self.standings[ident]
        if not standing.pending and ident not in self.given:
            return standing.sight
        found = self.seen.get(ident)
        if found is None:
            shown = self.shown(standing)
            if shown is Truth.FALSE:
                found = Sight(State.HIDDEN)
            elif ident in self.given:
                found = Sight(State.ANSWERED, self.given[ident], shown is Truth.UNKNOWN)
            else:
                own = standing.sight
                found = Sight(own.state, own.value, shown is Truth.UNKNOWN)
            self.seen[ident] = found
        return found

    def shown(self, standing: Standing) -> Truth:
        """Whether a question is asked."""
        condition = standing.question.show_if
        return Truth.TRUE if condition is None or not standing.pending else self.truth(condition)

    def undecided(self, condition: Condition) -> Iterator[Comparison]:
        """The comparisons that a condition which is not known hangs on, and those that decide what is shown."""
        match condition:
            case Comparison(question):
                standing = self.standings[question]
                if standing.question.show_if is not None and self.shown(standing) is Truth.UNKNOWN:
                    yield from self.undecided(standing.question.show_if)
                yield condition
            case CriterionIs(criterion):
                yield from self.undecided(self.criteria[criterion])
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    if self.truth(part) is Truth.UNKNOWN:
                        yield from self.undecided(part)
            case Not(inner):
                yield from self.undecided(inner)


class _Criteria(dict[str, Truth]):
    """The truth of each criterion in a world, found where it is first asked for."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def __missing__(self, ident: str) -> Truth:
        return self._world.truth(CriterionIs(ident))


def possible_outcomes(
    outcomes: Iterable[Outcome],
    questionnaire: Questionnaire,
    standings: Mapping[str, Standing],
) -> tuple[tuple[Outcome, ...], bool]:
    """Of outcomes that may hold, in order, those that some completion gives; and whether that is proven of each."""
    criteria = {criterion.id: criterion.when for criterion in questionnaire.rules.criteria}
    world = World(questionnaire, standings, criteria, {}, {}, {})
    before: tuple[Condition, ...] = ()
    goals: list[tuple[Outcome, Condition]] = []
    for outcome in outcomes:
        goals.append((outcome, AllOf((*before, *(() if outcome.when is None else (outcome.when,))))))
        before += () if outcome.when is None else (Not(outcome.when),)
    search = _Search(world, before)
    found = [(outcome, search.reaches(goal)) for outcome, goal in goals]
    possible = tuple(outcome for outcome, reached in found if reached is not False)
    return possible, len(possible) == 1 or all(reached is not None for _, reached in found)


class _Search:
    """Looks for completions that reach a goal; `conditions` are all that matter here."""

    def __init__(self, world: World, conditions: Iterable[Condition]) -> None:
        self._world = world
        self._asked: dict[str, dict[Comparison, None]] = {}
        self._gather(conditions)
        self._cells: dict[str, tuple[Value, ...]] = {}
        self._left = 0

    def _gather(self, conditions: Iterable[Condition]) -> None:
        """What is asked of each open question, by the parts of conditions that are not known."""
        for condition in conditions:
            if self._world.truth(condition) is Truth.UNKNOWN:
                for comparison in self._world.undecided(condition):
                    self._asked.setdefault(comparison.question, {})[comparison] = None

    def reaches(self, goal: Condition) -> bool | None:
        """Whether some completion reaches a goal; None where there are too many to tell."""
        self._left = MOST_COMBINATIONS
        try:
            return self._reached(self._world, goal)
        except TooMany:
            return None

    def _reached(self, world: World, goal: Condition) -> bool:
        truth = world.truth(goal)
        if truth is not Truth.UNKNOWN:
            self._left -= 1
            if self._left < 0:
                raise TooMany
            return truth is Truth.TRUE
        ident = next(c.question for c in world.undecided(goal) if self._is_free(c.question, world))
        return any(self._reached(world.with_answer(ident, value), goal) for value in self._answers(ident))

    def _is_free(self, ident: str, world: World) -> bool:
        return world.standings[ident].open and ident not in world.given

    def _answers(self, ident: str) -> tuple[Value, ...]:
        if ident not in self._cells:
            question = self._world.questionnaire.questions[ident]
            self._cells[ident], whole = told_apart(question, tuple(self._asked[ident]))
            if not whole:
                raise TooMany
        return self._cells[ident]


MOST_SAMPLES = 1 << 16


MOST_REMEMBERED = 4096
_Cells = tuple[tuple[Value, ...], bool]
_remembered: dict[tuple[int, ...], tuple[Question, tuple[Comparison, ...], _Cells]] = {}
"""By the very objects, which are kept so that no others take their places; comparing them would take longer."""


def told_apart(question: Question, made: tuple[Comparison, ...]) -> _Cells:
    """Allowed answers, one of each kind that comparisons tell apart; and whether these are all."""
    key = (id(question), *map(id, made))
    known = _remembered.get(key)
    if known is None:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        known = _remembered[key] = (question, made, _told_apart(question, made))
    return known[2]


def _told_apart(question: Question, made: tuple[Comparison, ...]) -> _Cells:
    kind = question.type
    samples = iter(_splits(kind, made) if isinstance(kind, Split) else kind.samples(probe_of(made)))
    cells: dict[tuple[bool, ...], Value] = {}
    for sample in islice(samples, MOST_SAMPLES):
        cells.setdefault(tuple(comparison.holds_for(sample) for comparison in made), sample)
    return tuple(cells.values()), next(samples, None) is None


class Run(Struct, frozen=True):
    """Shares that no comparison tells apart, between two ends that belong to it or do not."""

    low: Fraction
    high: Fraction
    with_low: bool = True
    with_high: bool = True

    @property
    def middle(self) -> Fraction:
        """A share that belongs to it."""
        return (self.low + self.high) / 2


def _splits(kind: Split, made: tuple[Comparison, ...]) -> Iterator[Value]:
    """A split of each kind: a run of shares for each part, where together they can be a hundred."""
    runs = [_runs(tuple(c for c in made if c.part == part.id)) for part in kind.parts]
    for chosen in product(*runs):
        low, high = sum((run.low for run in chosen), NONE), sum((run.high for run in chosen), NONE)
        lowest = low == WHOLE and all(run.with_low for run in chosen)
        highest = high == WHOLE and all(run.with_high for run in chosen)
        if low < WHOLE < high or lowest or highest:
            rise = (WHOLE - low) / (high - low) if high > low else NONE
            yield {p.id: run.low + rise * (run.high - run.low) for p, run in zip(kind.parts, chosen, strict=True)}  # type: ignore[misc]


def _runs(made: tuple[Comparison, ...]) -> list[Run]:
    """The runs of one part's shares."""
    marks = sorted({NONE, WHOLE, *(n for n in probe_of(made).numbers if NONE < n < WHOLE)})
    steps = [Run(mark, mark) for mark in marks]
    steps += [Run(low, high, with_low=False, with_high=False) for low, high in pairwise(marks)]
    runs: list[tuple[tuple[bool, ...], Run]] = []
    for step in sorted(steps, key=lambda step: step.middle):
        key = tuple(comparison.holds_for({comparison.part or "": step.middle}) for comparison in made)  # type: ignore[dict-item]
        if runs and runs[-1][0] == key:
            before = runs.pop()[1]
            step = Run(before.low, step.high, before.with_low, step.with_high)
        runs.append((key, step))
    return [run for _, run in runs]
