"""What the rules make of the answers: criteria, classifications and checks.

Which outcomes of a classification some completion gives is found without trying every completion.
What is known is taken out of each condition once. For each outcome a goal is set: what is left of its
condition, and none before it. What the goal hangs on is answered, one open question after the other,
until it is true or false whatever else is said. A question's answers are put together where nothing
that is left tells them apart.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from msgspec import Struct

from spinout.core.conditions import (
    ANSWERED,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    CriterionIs,
    Not,
    Observed,
    State,
    Supposed,
    Truth,
    criteria_named,
)
from spinout.core.kinds import Value
from spinout.core.questionnaire import Check, Classification, Criterion, Outcome, Questionnaire, Rules
from spinout.core.scoring.completions import MOST_COMBINATIONS
from spinout.core.scoring.statuses import Status


class CriterionResult(Struct, frozen=True):
    """A criterion and whether it holds."""

    criterion: Criterion
    state: Truth


class ClassificationResult(Struct, frozen=True):
    """A classification's one outcome, or the outcomes that some completion of the answers gives.

    `exact` is False where some of these may be given by none, as there were too many to try.
    """

    classification: Classification
    possible: tuple[Outcome, ...]
    exact: bool

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None where it cannot be told."""
        return self.possible[0] if len(self.possible) == 1 else None


class RuleResults(Struct, frozen=True):
    """Everything that the rules say."""

    criteria: tuple[CriterionResult, ...] = ()
    classifications: tuple[ClassificationResult, ...] = ()
    checks: tuple[Check, ...] = ()


# Python 3.11 takes long to look up a member of an enumeration, and these are looked at for every comparison.
_TRUE, _UNKNOWN = Truth.TRUE, Truth.UNKNOWN

Rest = bool | Condition
"""What is left of a condition where what is known is taken out: what it says, or the parts that are not known."""


class Known(Struct):
    """What is known of conditions where some open questions are answered besides.

    `before` gives what was left of a criterion, by its id, or of what shows a question, by its, when less
    was known. Comparisons with the questions of `moving` are left as if nothing were known of them.
    """

    statuses: Mapping[str, Status]
    before: Callable[[str], Rest]
    given: Mapping[str, Value] = {}
    moving: Container[str] = ()
    rests: dict[str, Rest] = {}

    def with_answer(self, ident: str, value: Value) -> "Known":
        """The same with one more answer."""
        return Known(self.statuses, self.named, {**self.given, ident: value})

    def left_of(self, condition: Condition) -> Rest:
        """What is left of a condition here."""
        match condition:
            case Comparison():
                if condition.question in self.moving:
                    return condition
                truth = condition.of(self._observed(condition.question, condition.operator))
                return condition if truth is _UNKNOWN else truth is _TRUE
            case CriterionIs():
                rest = self.named(condition.criterion)
                return rest if isinstance(rest, bool) else condition
            case Not():
                rest = self.left_of(condition.of)
                return not rest if isinstance(rest, bool) else Not(rest)
            case AllOf() | AnyOf():
                return self._left_of_parts(condition, ends=isinstance(condition, AnyOf))

    def _left_of_parts(self, condition: AllOf | AnyOf, *, ends: bool) -> Rest:
        """The same of several, which one part alone ends."""
        kept: list[Condition] = []
        for part in condition.of:
            rest = self.left_of(part)
            if not isinstance(rest, bool):
                kept.append(rest)
            elif rest is ends:
                return ends
        return type(condition)(tuple(kept)) if kept else not ends

    def named(self, ident: str) -> Rest:
        """What is left of a criterion, or of what shows a question."""
        if ident not in self.rests:
            before = self.before(ident)
            self.rests[ident] = before if isinstance(before, bool) else self.left_of(before)
        return self.rests[ident]

    def hangs_on(self, rest: Condition) -> Iterator[Comparison]:
        """The comparisons that what is left hangs on, each after those that decide whether its question is asked."""
        match rest:
            case Comparison(question):
                yield from self._through(self._shown(question))
                yield rest
            case CriterionIs(criterion):
                yield from self._through(self.named(criterion))
            case Not(inner):
                yield from self.hangs_on(inner)
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    yield from self.hangs_on(part)

    def _through(self, rest: Rest) -> Iterator[Comparison]:
        return iter(()) if isinstance(rest, bool) else self.hangs_on(rest)

    def _shown(self, ident: str) -> Rest:
        return not self.statuses[ident].pending or self.named(ident)

    def _observed(self, ident: str, operator: str) -> Observed:
        """What an operator sees of a question; whether that is answered stays as it is."""
        status = self.statuses[ident]
        if operator == ANSWERED or not (status.pending or ident in self.given):
            return status
        shown = self._shown(ident)
        if shown is False:
            return Supposed(State.HIDDEN)
        value = self.given.get(ident)
        if value is None:
            return Supposed(status.state, status.effective, shown is not True)
        return Supposed(State.ANSWERED, value, shown is not True)


def known_of(questionnaire: Questionnaire, statuses: Mapping[str, Status]) -> Known:
    """What is known of the conditions of rules by where the questions stand."""
    rests = {criterion.id: criterion.when for criterion in questionnaire.rules.criteria}

    def before(ident: str) -> Rest:
        condition = rests.get(ident) or questionnaire.questions[ident].show_if
        assert condition is not None
        return condition

    return Known(statuses, before)


def apply_rules(questionnaire: Questionnaire, statuses: Mapping[str, Status]) -> RuleResults:
    """Apply all rules to where the questions stand."""
    rules, known = questionnaire.rules, known_of(questionnaire, statuses)
    return RuleResults(
        tuple(CriterionResult(criterion, _told(known.named(criterion.id))) for criterion in rules.criteria),
        tuple(classified(classification, known) for classification in rules.classifications),
        _fired(rules.checks, known),
    )


def checks_of(questionnaire: Questionnaire, statuses: Mapping[str, Status]) -> tuple[Check, ...]:
    """The checks that say something, where nothing else of the rules is asked for."""
    return _fired(questionnaire.rules.checks, known_of(questionnaire, statuses))


def _fired(checks: tuple[Check, ...], known: Known) -> tuple[Check, ...]:
    return tuple(check for check in checks if known.left_of(check.when) is True)


def _told(rest: Rest) -> Truth:
    if isinstance(rest, bool):
        return Truth.TRUE if rest else Truth.FALSE
    return Truth.UNKNOWN


def classified(classification: Classification, known: Known) -> ClassificationResult:
    """The outcomes that may hold, up to and including the first that does, of these what some completion gives."""
    before: list[Condition] = []
    goals: list[tuple[Outcome, Condition]] = []
    for outcome in classification.outcomes:
        rest = True if outcome.when is None else known.left_of(outcome.when)
        if rest is False:
            continue
        if isinstance(rest, bool):
            goals.append((outcome, AllOf(tuple(before))))
            break
        goals.append((outcome, AllOf((*before, rest))))
        before.append(Not(rest))
    search = _Search(known, before)
    found = [(outcome, search.reaches(goal)) for outcome, goal in goals]
    possible = tuple(outcome for outcome, reached in found if reached is not False)
    return ClassificationResult(classification, possible, all(reached is not None for _, reached in found))


class TooMany(Exception):  # noqa: N818 - it is no mistake
    """There are too many combinations to try."""


class _Search:
    """Looks for completions that reach a goal; `conditions` are all that matter here."""

    _left: int

    def __init__(self, known: Known, conditions: Sequence[Condition]) -> None:
        self._known = known
        self._asked: dict[str, dict[Comparison, None]] = {}
        for comparison in known.hangs_on(AllOf(tuple(conditions))):
            self._asked.setdefault(comparison.question, {})[comparison] = None
        self._cells: dict[str, tuple[Value, ...]] = {}

    def reaches(self, goal: Condition) -> bool | None:
        """Whether some completion reaches a goal; None where there are too many to tell."""
        self._left = MOST_COMBINATIONS
        try:
            return self._reached(self._known, goal)
        except TooMany:
            return None

    def _reached(self, known: Known, goal: Condition) -> bool:
        rest = known.left_of(goal)
        if isinstance(rest, bool):
            self._left -= 1
            if self._left < 0:
                raise TooMany
            return rest
        # the first is of a question that is asked for sure, and so open: else it would be known
        ident = next(known.hangs_on(rest)).question
        return any(self._reached(known.with_answer(ident, value), rest) for value in self._answers(ident))

    def _answers(self, ident: str) -> tuple[Value, ...]:
        if ident not in self._cells:
            cells = self._known.statuses[ident].question.type.cells(tuple(self._asked[ident]))
            if cells is None:
                raise TooMany
            self._cells[ident] = tuple(cell.sample for cell in cells if cell.sample is not None)
        return self._cells[ident]


def criteria_of(outcome: Outcome, rules: Rules) -> tuple[Criterion, ...]:
    """The criteria that an outcome's condition names, itself or through others, in file order."""
    by_id = {criterion.id: criterion for criterion in rules.criteria}
    waiting = list(criteria_named(outcome.when)) if outcome.when is not None else []
    found: set[str] = set()
    while waiting:
        ident = waiting.pop()
        if ident not in found:
            found.add(ident)
            waiting.extend(criteria_named(by_id[ident].when))
    return tuple(criterion for criterion in rules.criteria if criterion.id in found)
