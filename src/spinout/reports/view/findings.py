"""What the rules make of the answers: classifications side by side, checks, and voting power."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from spinout.core.conditions import Truth, comparisons
from spinout.core.insight.settling import Settling
from spinout.core.questionnaire import Criterion, Outcome
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.rules import ClassificationResult, criteria_of
from spinout.core.wording import as_written
from spinout.reports.view.scoring import power_in_words
from spinout.reports.view.words import about_percent, is_left_out, words_of

CRITERION_STATES = {Truth.TRUE: "Met", Truth.FALSE: "Not met", Truth.UNKNOWN: "Not known"}
CANNOT_TELL = "Cannot tell yet"
MOST_POSSIBLE, MOST_SETTLING = 4, 3
"""So many are named where a result is told in short."""


class CriterionLine(Struct, frozen=True):
    """A criterion that decided; a next step only where it is not met."""

    id: str
    label: str
    state: str
    state_words: str
    next_step: str | None
    sources: tuple[str, ...]


class DecidingAnswer(Struct, frozen=True):
    """An answer that an outcome looks at itself."""

    question: str
    ask: str
    words: str


NOT_EXACT = "Too much is open to try every way to answer, so not all that is listed need be possible."


class ResultView(Struct, frozen=True):
    """One classification: its outcome, or those still possible and what would settle it."""

    id: str
    title: str
    label: str
    settled: bool
    explain: str | None
    possible: tuple[str, ...]
    settled_by: tuple[str, ...]
    criteria: tuple[CriterionLine, ...]
    further: tuple[CriterionLine, ...]
    """Criteria that only outcomes further down look at."""
    answers: tuple[DecidingAnswer, ...]
    sources: tuple[str, ...]
    in_short: tuple[str, ...]
    """Sentences for a line that has no room for the lists."""


class Results(Struct, frozen=True):
    """Classifications that stand side by side and are never joined."""

    title: str
    text: str | None
    results: tuple[ResultView, ...]


class CheckLine(Struct, frozen=True):
    """A message for answers that do not fit each other, or that ask for care."""

    message: str
    sources: tuple[str, ...]


class PowerLine(Struct, frozen=True):
    """One group's share of the votes, and of the power by either index."""

    label: str
    share: str
    banzhaf: str
    shapley_shubik: str


class PowerView(Struct, frozen=True):
    """Who holds the votes of one question, and what it comes to in words."""

    question: str
    ask: str
    groups: tuple[PowerLine, ...]
    remarks: tuple[str, ...]


def results_view(assessment: Assessment, settling: Settling | None = None) -> Results | None:
    """The classifications that the paper names, else all but the suggestion; None where there are none."""
    paper = assessment.questionnaire.reference.paper
    found = {result.classification.id: result for result in assessment.rules.classifications}
    named = None if paper is None else paper.results
    suggestion = None if paper is None else paper.suggestion
    ids = [ident for ident in found if ident != suggestion] if named is None else list(named.classifications)
    if not ids:
        return None
    return Results(
        "Results" if named is None else named.title,
        None if named is None else named.text,
        tuple(_result(found[ident], assessment, settling) for ident in ids),
    )


def suggestion_view(assessment: Assessment, settling: Settling | None = None) -> ResultView | None:
    """The classification that stands apart; None where there is none."""
    paper = assessment.questionnaire.reference.paper
    if paper is None or paper.suggestion is None:
        return None
    found = {result.classification.id: result for result in assessment.rules.classifications}
    return _result(found[paper.suggestion], assessment, settling)


def _result(result: ClassificationResult, assessment: Assessment, settling: Settling | None) -> ResultView:
    outcome = result.outcome
    deciding, others = _criteria(result, assessment)
    looking = _looking(result)
    possible = () if outcome is not None else tuple(possible.label for possible in result.possible)
    settled_by = _settled_by(result, assessment, settling)
    return ResultView(
        result.classification.id,
        result.classification.title,
        CANNOT_TELL if outcome is None else outcome.label,
        outcome is not None,
        outcome.explain if outcome is not None else None if result.exact else NOT_EXACT,
        possible,
        settled_by,
        tuple(_criterion(criterion, assessment) for criterion in deciding),
        tuple(_criterion(criterion, assessment) for criterion in others),
        _answers(looking, assessment),
        () if outcome is None else outcome.sources,
        tuple(_in_short(possible, settled_by)),
    )


def _in_short(possible: tuple[str, ...], settled_by: tuple[str, ...]) -> Iterator[str]:
    """What may still come out, and what that hangs on, where there is no room for every one."""
    if len(possible) > MOST_POSSIBLE:
        yield f"{len(possible)} outcomes are still possible."
    elif possible:
        yield f"Still possible: {'; '.join(possible)}."
    if settled_by:
        more = len(settled_by) - MOST_SETTLING
        asks = " ".join(settled_by[:MOST_SETTLING])
        yield f"It hangs on: {asks}{f' And {more} more.' if more > 0 else ''}"


def _settled_by(result: ClassificationResult, assessment: Assessment, settling: Settling | None) -> tuple[str, ...]:
    """The questions that settle a result that cannot be told, those that settle most first."""
    if result.outcome is not None:
        return ()
    standings = assessment.standings
    found = (settling or Settling.of(assessment, stated=True)).classification(result.classification)
    return tuple(standings[ident].question.title for ident in found if not is_left_out(standings[ident]))


def _deciding(result: ClassificationResult) -> tuple[Outcome, ...]:
    """The outcomes that decided: each up to the last one possible, as all before it had to be looked at."""
    outcomes = result.classification.outcomes
    return outcomes[: outcomes.index(result.possible[-1]) + 1]


def _looking(result: ClassificationResult) -> tuple[Outcome, ...]:
    """The outcomes whose answers are told: the one reached, or all where it takes the rest."""
    outcome = result.outcome
    if outcome is None:
        return ()
    return (outcome,) if outcome.when is not None else result.classification.outcomes


def _criteria(result: ClassificationResult, assessment: Assessment) -> tuple[list[Criterion], list[Criterion]]:
    """The criteria of the outcomes that decided, and those that only others name."""
    rules, outcomes = assessment.questionnaire.rules, result.classification.outcomes
    named = [{criterion.id for criterion in criteria_of(outcome, rules)} for outcome in outcomes]
    decided = set().union(*named[: len(_deciding(result))])
    others = set().union(*named) - decided
    return [c for c in rules.criteria if c.id in decided], [c for c in rules.criteria if c.id in others]


def _criterion(criterion: Criterion, assessment: Assessment) -> CriterionLine:
    state = next(r.state for r in assessment.rules.criteria if r.criterion is criterion)
    return CriterionLine(
        criterion.id,
        criterion.label,
        state.value,
        CRITERION_STATES[state],
        None if state is Truth.TRUE else criterion.next_step,
        criterion.sources,
    )


def _answers(outcomes: Iterable[Outcome], assessment: Assessment) -> tuple[DecidingAnswer, ...]:
    """The answers that the outcomes name themselves, in file order."""
    named = {c.question for outcome in outcomes if outcome.when is not None for c in comparisons(outcome.when)}
    return tuple(
        DecidingAnswer(ident, standing.question.title, words_of(standing))
        for ident, standing in assessment.standings.items()
        if ident in named
    )


def check_lines(assessment: Assessment) -> tuple[CheckLine, ...]:
    """The checks that fired, in file order."""
    return tuple(CheckLine(check.message, check.sources) for check in assessment.rules.checks)


def power_views(assessment: Assessment) -> tuple[PowerView, ...]:
    """Who holds the votes, for each such answer that is not left out."""
    views = []
    for power in assessment.power:
        question = assessment.questionnaire.questions[power.question]
        if assessment.standings[power.question].answer.exempt:
            continue
        labels = {part.id: part.label for part in question.type.parts}
        lines = tuple(
            PowerLine(
                labels[g.group], f"{as_written(g.share)}%", about_percent(g.banzhaf), about_percent(g.shapley_shubik)
            )
            for g in power.groups
        )
        views.append(PowerView(question.id, question.title, lines, power_in_words(power.groups, labels)))
    return tuple(views)
