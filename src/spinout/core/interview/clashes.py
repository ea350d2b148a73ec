"""The points to check that answers give rise to, told as soon as an answer does, and how to change either."""

from collections.abc import Iterator

from spinout.core.conditions import State as Stands
from spinout.core.conditions import comparisons
from spinout.core.interview.route import review_numbers, statuses_of
from spinout.core.interview.states import InterviewState, Message, MessageKind, Moment
from spinout.core.questionnaire import Check
from spinout.core.scoring.rules import checks_of
from spinout.core.wording import ended


def clash_messages(state: InterviewState, moment: Moment) -> tuple[Message, ...]:
    """What a moment gives rise to that the answers before it did not."""
    before = {check.id for check in points_to_check(state, state.moment)}
    new = (check for check in points_to_check(state, moment) if check.id not in before)
    return tuple(Message(MessageKind.CLASH, tuple(_lines(state, moment, check))) for check in new)


def points_to_check(state: InterviewState, moment: Moment) -> tuple[Check, ...]:
    """The checks of the questionnaire that say something of the answers."""
    return checks_of(state.questionnaire, statuses_of(state, moment))


def _lines(state: InterviewState, moment: Moment, check: Check) -> Iterator[str]:
    yield check.message
    numbers = changed_by(state, moment, check)
    questions = state.questionnaire.questions
    ways = [f":l q{number} for {ended(questions[ident].title)}" for ident, number in numbers.items()]
    yield f"To change an answer: {' '.join(ways)}"


def changed_by(state: InterviewState, moment: Moment, check: Check) -> dict[str, int]:
    """The answers that a check looks at, with the numbers of their questions."""
    found = statuses_of(state, moment)
    numbers = review_numbers(found)
    looked_at = dict.fromkeys(each.question for each in comparisons(check.when))
    return {i: numbers[i] for i in looked_at if found[i].state is not Stands.UNANSWERED and found[i].shown}
