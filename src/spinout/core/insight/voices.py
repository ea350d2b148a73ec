"""Whose answers were heard beside the lead's, which of those who may join were not, and where they differ."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from spinout.core.conditions import State
from spinout.core.questionnaire import Questionnaire, Respondent, Verdict
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.statuses import Status


class Heard(Struct, frozen=True):
    """A respondent other than the lead, and how many documents of theirs were read."""

    respondent: Respondent
    files: int


class Reply(Struct, frozen=True):
    """What another respondent says to a question, and how far it lies from what the lead says, 0 to 1."""

    respondent: Respondent
    status: Status
    width: Fraction


class Dissent(Struct, frozen=True):
    """A question to which others gave another answer than the lead; `widest` is the reply farthest from it."""

    lead: Status
    others: tuple[Reply, ...]
    widest: Reply


class Hearing(Struct, frozen=True):
    """Who was heard on a service.

    `lead` gave the answers that are assessed, which alone decide its scores and its verdict. `unheard` are the
    respondents who may join and gave none; `stated` says whether the answers tell who may join: where they do
    not, all may. `dissents` stand the widest first. `due`: ready at a stage that needs those who were not heard.
    """

    lead: Respondent
    heard: tuple[Heard, ...]
    unheard: tuple[Respondent, ...]
    stated: bool
    dissents: tuple[Dissent, ...]
    due: bool


def hearing_of(lead: Assessment, others: Sequence[Assessment] = ()) -> Hearing | None:
    """Who was heard; None where the questionnaire names no respondents."""
    questionnaire = lead.questionnaire
    first = questionnaire.respondent(lead.answers.respondent)
    if first is None:
        return None
    files = Counter(other.answers.respondent for other in others)
    chosen = may_join(lead.statuses, questionnaire)
    unheard = tuple(
        each
        for each in speaking(questionnaire)
        if chosen[each.id] is not False and each.id != first.id and not files[each.id]
    )
    needed = lead.stage is not None and lead.stage.voices and lead.verdict is Verdict.READY
    return Hearing(
        first,
        tuple(Heard(each, files[each.id]) for each in questionnaire.respondents if files[each.id]),
        unheard,
        None not in chosen.values(),
        tuple(sorted(_dissents(lead, others), key=lambda dissent: -dissent.widest.width)) if others else (),
        needed and bool(unheard),
    )


def speaking(questionnaire: Questionnaire) -> tuple[Respondent, ...]:
    """The respondents who speak for groups that may join; where none says so, all but the first."""
    return tuple(each for each in questionnaire.respondents if each.speaks_for) or questionnaire.respondents[1:]


def may_join(statuses: Mapping[str, Status], questionnaire: Questionnaire) -> Mapping[str, bool | None]:
    """For each respondent who speaks for a group whether the answers name it; None where nobody says it."""
    return {each.id: _chosen(statuses, each) for each in speaking(questionnaire)}


def _chosen(statuses: Mapping[str, Status], respondent: Respondent) -> bool | None:
    """Whether answers name a group of a respondent among those who may join; None where nobody says it."""
    if respondent.speaks_for is None:
        return None
    question, options = respondent.speaks_for
    status = statuses[question]
    if status.state is not State.ANSWERED:
        return None
    value = status.answer.value
    return not set(options).isdisjoint(value if isinstance(value, tuple) else (value,))


def _dissents(lead: Assessment, others: Sequence[Assessment]) -> Iterator[Dissent]:
    """The questions that the lead and others answered, and not alike; other words in a free text are no dissent."""
    for ident, said in lead.statuses.items():
        replies = []
        for other in others:
            respondent, status = lead.questionnaire.respondent(other.answers.respondent), other.statuses[ident]
            width = _apart(said, status)
            if width is not None and respondent is not None:
                replies.append(Reply(respondent, status, width))
        widest = max(replies, key=lambda reply: reply.width, default=None)
        if widest is not None and widest.width:
            yield Dissent(said, tuple(replies), widest)


def _apart(one: Status, other: Status) -> Fraction | None:
    """How far two answers lie apart as they were given, 0 to 1; None where that cannot be said."""
    states = {one.state, other.state}
    if states == {State.ANSWERED, State.NOT_APPLICABLE}:
        return Fraction(1)
    if states != {State.ANSWERED} or one.answer.value is None or other.answer.value is None:
        return None
    return one.question.type.spread((one.answer.value, other.answer.value))
