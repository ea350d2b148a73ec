"""What the rules make of the answers: criteria, classifications and checks."""

from collections.abc import Mapping
from dataclasses import dataclass

from spinout.core.conditions import Condition, Sight, State, comparisons, criteria_named, truth_of
from spinout.core.questionnaire import Check, Classification, Criterion, Outcome, Rules
from spinout.core.truth import Truth


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion and whether it holds."""

    criterion: Criterion
    state: Truth


@dataclass(frozen=True, slots=True)
class ClassificationResult:
    """A classification's one outcome, or the outcomes still possible where it cannot be told.

    `settled_by` names the open questions that the unknown outcomes hang on, in file order.
    """

    classification: Classification
    possible: tuple[Outcome, ...]
    settled_by: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None where it cannot be told."""
        return self.possible[0] if len(self.possible) == 1 else None


@dataclass(frozen=True, slots=True)
class RuleResults:
    """Everything that the rules say."""

    criteria: tuple[CriterionResult, ...] = ()
    classifications: tuple[ClassificationResult, ...] = ()
    checks: tuple[Check, ...] = ()


def apply_rules(rules: Rules, sights: Mapping[str, Sight]) -> RuleResults:
    """Apply all rules to what is seen of the questions."""
    truths: dict[str, Truth] = {}
    for criterion in rules.criteria:
        truths[criterion.id] = truth_of(criterion.when, sights, truths)
    named = _Named({criterion.id: criterion for criterion in rules.criteria}, sights, truths)
    return RuleResults(
        tuple(CriterionResult(criterion, truths[criterion.id]) for criterion in rules.criteria),
        tuple(_classified(c, named) for c in rules.classifications),
        tuple(check for check in rules.checks if truth_of(check.when, sights, truths) is Truth.TRUE),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    criteria: Mapping[str, Criterion]
    sights: Mapping[str, Sight]
    truths: Mapping[str, Truth]

    def truth(self, condition: Condition | None) -> Truth:
        """What a condition says; an outcome without one takes the rest."""
        return Truth.TRUE if condition is None else truth_of(condition, self.sights, self.truths)

    def questions(self, condition: Condition) -> set[str]:
        """The questions that a condition looks at, itself or through criteria."""
        found = {comparison.question for comparison in comparisons(condition)}
        for ident in criteria_named(condition):
            found |= self.questions(self.criteria[ident].when)
        return found


def _classified(classification: Classification, named: _Named) -> ClassificationResult:
    possible: list[Outcome] = []
    unsettled: set[str] = set()
    for outcome in classification.outcomes:
        truth = named.truth(outcome.when)
        if truth is Truth.FALSE:
            continue
        possible.append(outcome)
        if truth is Truth.TRUE:
            break
        if outcome.when is not None:
            unsettled |= named.questions(outcome.when)
    settled_by = tuple(i for i, sight in named.sights.items() if i in unsettled and (_open(sight) or sight.pending))
    return ClassificationResult(classification, tuple(possible), settled_by if len(possible) > 1 else ())


def _open(sight: Sight) -> bool:
    return sight.state in (State.UNKNOWN, State.UNANSWERED)


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
