"""Which outcomes of a classification some completion of the answers gives, found without trying every completion.

For each outcome a goal is set: its condition, and none before it. What the goal hangs on is
answered, one open question after the other, until the goal is true or false whatever else is
said. A question's answers are put together where no condition that matters here tells them apart.
"""

from collections.abc import Iterable, Iterator, Mapping

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
    Sighted,
    State,
    Truth,
    compared,
)
from spinout.core.kinds import Value
from spinout.core.questionnaire import Outcome, Questionnaire
from spinout.core.scoring.completions import MOST_COMBINATIONS
from spinout.core.scoring.standings import Standing


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
            case Not(inner):
                return _SWAPPED[self.truth(inner)]
            case AllOf(parts):
                return min((self.truth(part) for part in parts), key=_ORDER.index, default=Truth.TRUE)
            case AnyOf(parts):
                return max((self.truth(part) for part in parts), key=_ORDER.index, default=Truth.FALSE)

    def look(self, comparison: Comparison) -> Truth:
        """What one comparison says; whether something is answered stays as it is."""
        ident = comparison.question
        now = comparison.operator == ANSWERED
        return compared(comparison, self.standings[ident] if now else self.sight(ident))

    def sight(self, ident: str) -> Sighted:
        """What is seen of a question."""
        standing = self.standings[ident]
        if not standing.pending and ident not in self.given:
            return standing
        found = self.seen.get(ident)
        if found is None:
            shown = self.shown(standing)
            if shown is Truth.FALSE:
                found = Sight(State.HIDDEN)
            elif ident in self.given:
                found = Sight(State.ANSWERED, self.given[ident], shown is Truth.UNKNOWN)
            else:
                found = Sight(standing.state, standing.effective, shown is Truth.UNKNOWN)
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


_ORDER = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)
_SWAPPED = {Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN, Truth.TRUE: Truth.FALSE}


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
            cells = self._world.questionnaire.questions[ident].type.cells(tuple(self._asked[ident]))
            if cells is None:
                raise TooMany
            self._cells[ident] = tuple(cell.sample for cell in cells if cell.sample is not None)
        return self._cells[ident]
