"""Sentences of the paper that hang on answers: what is proposed, and what stands where they do not bear a heading."""

from collections.abc import Iterator, Mapping

from spinout.core.conditions import Condition, State, Truth, comparisons
from spinout.core.questionnaire import Heading, Saying
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.statuses import Status
from spinout.reports.view.resolutions import values_of
from spinout.reports.view.slots import NAMED, filled
from spinout.reports.view.words import is_left_out, told_of


def proposal(assessment: Assessment) -> tuple[str, ...]:
    """What is proposed, in the words of the paper: of each group the first sentence that the answers bear."""
    paper = assessment.questionnaire.reference.paper
    groups = () if paper is None else paper.proposal
    said = (next(_said(group, assessment), None) for group in groups)
    return tuple(sentence for sentence in said if sentence is not None)


def _said(group: tuple[Saying, ...], assessment: Assessment) -> Iterator[str]:
    """The sentences of a group that can be said: their conditions hold, and all that they name is answered."""
    values = values_of(assessment)
    for saying in group:
        if saying.when is not None and _truth(saying.when, assessment) is not Truth.TRUE:
            continue
        names = {ident: assessment.statuses[ident] for ident in NAMED.findall(saying.text) if "." in ident}
        if all(status.state is State.ANSWERED and not status.answer.exempt for status in names.values()):
            yield filled(saying.text, {**values, **{ident: _in_sentence(s) for ident, s in names.items()}})


def _in_sentence(status: Status) -> str:
    """An answer within a sentence: what is named there begins small, but for a word in capitals."""
    return "; ".join(map(_small, told_of(status).split("; ")))


def _small(text: str) -> str:
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def otherwise(assessment: Assessment, heading: Heading) -> str | None:
    """What stands in place of a heading's answers, where these do not bear it; None where they do.

    What is not known, not answered or left out is told as that, and never as if it were not so.
    """
    if heading.only_if is None:
        return None
    truth = _truth(heading.only_if, assessment)
    return None if truth is Truth.TRUE else heading.otherwise.get(_why(heading.only_if, truth, assessment.statuses))


def _truth(condition: Condition, assessment: Assessment) -> Truth:
    criteria = {result.criterion.id: result.state for result in assessment.rules.criteria}
    return condition.truth(assessment.statuses, criteria)


def _why(condition: Condition, truth: Truth, statuses: Mapping[str, Status]) -> str:
    """Why a condition does not hold, as OTHERWISE names it."""
    if truth is Truth.FALSE:
        return "falls-short"
    named = [statuses[comparison.question] for comparison in comparisons(condition)]
    if any(is_left_out(status) for status in named):
        return "left-out"
    return "not-known" if any(status.state is State.UNKNOWN for status in named) else "not-answered"
