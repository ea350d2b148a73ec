"""What the rules make of the answers: classifications side by side, checks, and voting power."""

from collections.abc import Iterator

from msgspec import Struct

from spinout.core.conditions import Truth, comparisons
from spinout.core.insight.settling import Settling
from spinout.core.questionnaire import Classification, Questionnaire, Reference
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.rules import ClassificationResult, CriterionResult, criteria_of
from spinout.core.wording import as_written, ended
from spinout.reports.view.scoring import power_in_words
from spinout.reports.view.words import about_percent, is_left_out, label_of, told_of

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
    label: str


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


def compared(questionnaire: Questionnaire) -> tuple[Classification, ...]:
    """The classifications that stand side by side: those that the paper names, else all but its suggestion."""
    paper = questionnaire.reference.paper
    every = {classification.id: classification for classification in questionnaire.rules.classifications}
    if paper is not None and paper.results is not None:
        return tuple(every[ident] for ident in paper.results.classifications)
    apart = None if paper is None else paper.suggestion
    return tuple(classification for ident, classification in every.items() if ident != apart)


def results_view(assessment: Assessment, settling: Settling | None = None) -> Results | None:
    """The classifications compared; None where there are none."""
    paper = assessment.questionnaire.reference.paper
    named = None if paper is None else paper.results
    shown = tuple(_result(one.id, assessment, settling) for one in compared(assessment.questionnaire))
    if not shown:
        return None
    return Results("Results", None, shown) if named is None else Results(named.title, named.text, shown)


def suggestion_view(assessment: Assessment, settling: Settling | None = None) -> ResultView | None:
    """The classification that stands apart; None where there is none."""
    paper = assessment.questionnaire.reference.paper
    return None if paper is None or paper.suggestion is None else _result(paper.suggestion, assessment, settling)


def _result(ident: str, assessment: Assessment, settling: Settling | None) -> ResultView:
    rules, reference = assessment.rules, assessment.questionnaire.reference
    result = next(result for result in rules.classifications if result.classification.id == ident)
    outcome, outcomes = result.outcome, result.classification.outcomes
    named = [{criterion.id for criterion in criteria_of(one, assessment.questionnaire.rules)} for one in outcomes]
    # an outcome decided up to the last one possible, as all before it had to be looked at
    decided = set().union(*named[: outcomes.index(result.possible[-1]) + 1])
    others = set().union(*named) - decided
    possible = () if outcome is not None else tuple(possible.label for possible in result.possible)
    settled_by = _settled_by(result, assessment, settling)
    return ResultView(
        ident,
        result.classification.title,
        CANNOT_TELL if outcome is None else outcome.label,
        outcome is not None,
        outcome.explain if outcome is not None else None if result.exact else NOT_EXACT,
        possible,
        settled_by,
        tuple(_criterion(found, reference) for found in rules.criteria if found.criterion.id in decided),
        tuple(_criterion(found, reference) for found in rules.criteria if found.criterion.id in others),
        _answers(result, assessment),
        () if outcome is None else assessment.questionnaire.reference.cited(outcome.sources),
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
        asks = "; ".join(settled_by[:MOST_SETTLING])
        yield ended(f"It hangs on: {asks}{f'; and {more} more' if more > 0 else ''}")


def _settled_by(result: ClassificationResult, assessment: Assessment, settling: Settling | None) -> tuple[str, ...]:
    """The questions that settle a result that cannot be told, those that settle most first."""
    if result.outcome is not None:
        return ()
    statuses = assessment.statuses
    found = (settling or Settling(assessment, stated=True)).classification(result.classification)
    return tuple(statuses[ident].question.title for ident in found if not is_left_out(statuses[ident]))


def _criterion(found: CriterionResult, reference: Reference) -> CriterionLine:
    criterion, state = found.criterion, found.state
    return CriterionLine(
        criterion.id,
        criterion.label,
        state.value,
        CRITERION_STATES[state],
        None if state is Truth.TRUE else criterion.next_step,
        reference.cited(criterion.sources),
    )


def _answers(result: ClassificationResult, assessment: Assessment) -> tuple[DecidingAnswer, ...]:
    """The answers, in file order, that the outcome reached names itself, or all outcomes where it takes the rest."""
    if result.outcome is None:
        return ()
    looking = result.classification.outcomes if result.outcome.when is None else (result.outcome,)
    named = {c.question for outcome in looking if outcome.when is not None for c in comparisons(outcome.when)}
    return tuple(
        DecidingAnswer(ident, status.question.title, told_of(status), label_of(status.question.title))
        for ident, status in assessment.statuses.items()
        if ident in named
    )


def check_lines(assessment: Assessment) -> tuple[CheckLine, ...]:
    """The checks that fired, in file order."""
    cited = assessment.questionnaire.reference.cited
    return tuple(CheckLine(check.message, cited(check.sources)) for check in assessment.rules.checks)


def power_views(assessment: Assessment) -> tuple[PowerView, ...]:
    """Who holds the votes, for each such answer that is not left out."""
    views = []
    for power in assessment.power:
        status = assessment.statuses[power.question]
        labels = {part.id: part.label for part in status.question.type.parts}
        lines = tuple(
            PowerLine(
                labels[g.group], f"{as_written(g.share)}%", about_percent(g.banzhaf), about_percent(g.shapley_shubik)
            )
            for g in power.groups
        )
        if not status.answer.exempt:
            remarks = power_in_words(power.groups, labels)
            views.append(PowerView(power.question, status.question.title, lines, remarks))
    return tuple(views)
