"""How quickly a person answers in this session, and how long the rest takes at that pace."""

from statistics import median

from msgspec.structs import replace

from spinout.core.conditions import State as Stands
from spinout.core.interview.states import AT_QUESTION, InterviewState, Pace
from spinout.core.scoring.statuses import own_state

LEAST = 5
"""So many answers must have been given before anything is said of a pace."""
MINUTE = 60
FINE, COARSE = 10, 5
"""From so many minutes on they are told in steps of so many."""


def paced(before: InterviewState, after: InterviewState, now: float | None) -> InterviewState:
    """The state after a line, with the seconds that its answer took; `now` is a clock's, or None without one.

    What a person reads, looks up and types beside an answer is a part of it. A question that had an answer
    before is none of the pace, nor is what comes before the first question.
    """
    if now is None:
        return after
    pace = before.pace
    given = len(_dealt_with(after) - _dealt_with(before))
    if given and pace.since is not None and before.place.asking in AT_QUESTION:
        return replace(after, pace=Pace((*pace.seconds, now - pace.since), now))
    begins = pace.since is None or before.place.asking not in AT_QUESTION
    return replace(after, pace=Pace(pace.seconds, now if begins or given else pace.since))


def _dealt_with(state: InterviewState) -> set[str]:
    return {i for i, answer in state.answers.answers.items() if own_state(answer) is not Stands.UNANSWERED}


def time_left(pace: Pace, questions: int) -> str | None:
    """How long some questions take at a pace, in words; None while too little is known of it."""
    if len(pace.seconds) < LEAST:
        return None
    minutes = median(pace.seconds) * questions / MINUTE
    whole = round(minutes) if minutes < FINE else COARSE * round(minutes / COARSE)
    return f"about {whole} minutes left" if whole > 1 else "about a minute left"
