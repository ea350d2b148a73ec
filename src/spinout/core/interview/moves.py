"""Going on: what comes after a question, the end, the way back from a list, and what an answer hides."""

from collections.abc import Mapping

from msgspec.structs import replace

from spinout.core.conditions import State as Stands
from spinout.core.interview.headers import BY_NAME
from spinout.core.interview.results import quick_message, range_line
from spinout.core.interview.reviews import review_list, value_said
from spinout.core.interview.route import assessed, next_in_section, next_open, settled, standings_of
from spinout.core.interview.states import Asking, Kind, Message, Moment, Onward, Outcome, Place, State
from spinout.core.standings import Standing, own_state

Messages = tuple[Message, ...]


def go_on(state: State, moment: Moment, messages: Messages = ()) -> Outcome:
    """From a question that is dealt with to what comes next."""
    place = moment.place
    assert place.about is not None
    if place.onward is Onward.REVIEW:
        return Outcome(replace(moment, place=Place(Asking.REVIEW, home=place.home)), messages)
    if place.onward is Onward.SECTION:
        following = next_in_section(state, moment, place.about)
        if following is not None:
            return Outcome(replace(moment, place=Place(Asking.QUESTION, following, Onward.SECTION)), messages)
    return ask_next(state, moment, messages, after=place.about)


def ask_next(state: State, moment: Moment, messages: Messages = (), *, after: str | None = None) -> Outcome:
    """To the next open question, else to the end; a section that is left says where the range stands."""
    if settled(state, moment):
        return to_end(state, moment, (*messages, quick_message(state, moment)))
    following = next_open(state, moment, after)
    if following is None:
        return to_end(state, moment, (*messages, Message(Kind.TEXT, ("There is no further question to ask now.",))))
    if after is not None and _section_ends(state, moment, after, following):
        messages = (*messages, Message(Kind.RESULT, (range_line(assessed(state, moment)),)))
    return Outcome(replace(moment, place=Place(Asking.QUESTION, following)), messages)


def _section_ends(state: State, moment: Moment, after: str, following: str) -> bool:
    """Whether a section is left; in a quick interview, which goes to and fro, whether it is done."""
    questions = state.questionnaire.questions
    section = questions[after].section
    if questions[following].section == section:
        return False
    if not state.settings.quick:
        return True
    found = standings_of(state, moment)
    return all(found[q.id].state is not Stands.UNANSWERED for q in state.questionnaire.section(section).questions)


def to_end(state: State, moment: Moment, messages: Messages = ()) -> Outcome:
    """To the review that stands at the end."""
    at_end = replace(moment, place=Place(Asking.REVIEW))
    return Outcome(
        at_end,
        (*messages, Message(Kind.RESULT, (range_line(assessed(state, at_end)),)), review_list(state, at_end)),
    )


def go_home(state: State, moment: Moment) -> Outcome:
    """Back to what was asked when a list was called."""
    home = moment.place.home
    if home in BY_NAME:
        return Outcome(replace(moment, place=Place(Asking.HEADER, home)))
    if home is not None and standings_of(state, moment)[home].shown:
        return Outcome(replace(moment, place=Place(Asking.QUESTION, home)))
    return ask_next(state, moment, after=home)


def hidden_and_shown(state: State, moment: Moment) -> Messages:
    """Which questions an answer has hidden, and which it has brought back, with their answers."""
    before, after = standings_of(state), standings_of(state, moment)
    hidden = [a for ident, a in after.items() if _went(before[ident], a)]
    back = [a for ident, a in after.items() if a.shown and not before[ident].shown]
    messages: list[Message] = []
    if hidden:
        lines = ["No longer asked with this answer:", *map(_hidden_line, hidden)]
        if any(_given(standing) for standing in hidden):
            lines.append("Their answers are kept and do not count. They come back when you change this one back.")
        messages.append(Message(Kind.TEXT, tuple(lines)))
    if back:
        messages.append(Message(Kind.TEXT, ("Asked with this answer:", *map(_shown_line, back))))
    return tuple(messages)


def _went(before: Standing, after: Standing) -> bool:
    """Hidden now, and either certain to be asked before or holding an answer."""
    return before.shown and not after.shown and (not before.pending or _given(after))


def _given(standing: Standing) -> bool:
    return own_state(standing.answer) is not Stands.UNANSWERED


def _hidden_line(standing: Standing) -> str:
    kept = f" Kept: {value_said(standing.question, standing.answer)}" if _given(standing) else ""
    return f"  {standing.question.ask}{kept}"


def _shown_line(standing: Standing) -> str:
    back = f" Back: {value_said(standing.question, standing.answer)}" if _given(standing) else ""
    return f"  {standing.question.ask}{back}"


def open_skipped(state: State, moment: Moment) -> int:
    """How many questions were skipped in this sitting and are still unanswered."""
    found: Mapping[str, Standing] = standings_of(state, moment)
    return sum(1 for ident in moment.passed if found[ident].state is Stands.UNANSWERED)
