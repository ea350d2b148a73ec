"""What the rules make of the answers: criteria, classifications and checks."""

from collections.abc import Mapping

from msgspec import Struct

from spinout.core.conditions import Truth, criteria_named, truth_of
from spinout.core.questionnaire import Check, Classification, Criterion, Outcome, Questionnaire, Rules
from spinout.core.scoring.outlook import possible_outcomes
from spinout.core.scoring.standings import Standing


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
    exact: bool = True

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None where it cannot be told."""
        return self.possible[0] if len(self.possible) == 1 else None


class RuleResults(Struct, frozen=True):
    """Everything that the rules say."""

    criteria: tuple[CriterionResult, ...] = ()
    classifications: tuple[ClassificationResult, ...] = ()
    checks: tuple[Check, ...] = ()


def apply_rules(questionnaire: Questionnaire, standings: Mapping[str, Standing]) -> RuleResults:
    """Apply all rules to where the questions stand."""
    rules = questionnaire.rules
    truths: dict[str, Truth] = {}
    for criterion in rules.criteria:
        truths[criterion.id] = truth_of(criterion.when, standings, truths)
    return RuleResults(
        tuple(CriterionResult(criterion, truths[criterion.id]) for criterion in rules.criteria),
        tuple(_classified(c, questionnaire, standings, truths) for c in rules.classifications),
        tuple(check for check in rules.checks if truth_of(check.when, standings, truths) is Truth.TRUE),
    )


def classified(
    classification: Classification, questionnaire: Questionnaire, standings: Mapping[str, Standing]
) -> ClassificationResult:
    """One classification alone."""
    truths: dict[str, Truth] = {}
    for criterion in questionnaire.rules.criteria:
        truths[criterion.id] = truth_of(criterion.when, standings, truths)
    return _classified(classification, questionnaire, standings, truths)


def _classified(
    classification: Classification,
    questionnaire: Questionnaire,
    standings: Mapping[str, Standing],
    truths: Mapping[str, Truth],
) -> ClassificationResult:
    """The unknown outcomes up to and including the first true one, of these what some completion gives."""
    open_ones: list[Outcome] = []
    for outcome in classification.outcomes:
        truth = Truth.TRUE if outcome.when is None else truth_of(outcome.when, standings, truths)
        if truth is not Truth.FALSE:
            open_ones.append(outcome)
        if truth is Truth.TRUE:
            break
    if len(open_ones) == 1:
        return ClassificationResult(classification, tuple(open_ones))
    return ClassificationResult(classification, *possible_outcomes(open_ones, questionnaire, standings))


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
