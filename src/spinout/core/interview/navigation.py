"""Looking back and going forward again, which change no answer, and undoing, which does."""

from collections.abc import Iterator

from msgspec.structs import replace

from spinout.core.answers import NO_ANSWER, Answers
from spinout.core.conditions import State as Stands
from spinout.core.interview.reviews import review_list, value_said
from spinout.core.interview.route import statuses_of
from spinout.core.interview.states import (
    AT_QUESTION,
    BY_NAME,
    FIELDS,
    Asking,
    InterviewState,
    Message,
    MessageKind,
    Moment,
    Onward,
    Place,
    Turn,
    Undo,
    shown,
    wrong,
)
from spinout.core.scoring.statuses import own_state
from spinout.core.wording import ended


def back(state: InterviewState) -> Turn:
    """To the question or the line of the header before, with its answer as it stands."""
    place = state.place
    match place.asking:
        case Asking.EVIDENCE | Asking.NOTE | Asking.REASON | Asking.OTHER:
            there = place.back or replace(place, asking=Asking.QUESTION, once=False)
            return Turn(replace(state.moment, place=there))
        case Asking.LESSONS:
            return _to_review(state, Place(Asking.REVIEW))
        case Asking.SECTIONS | Asking.REVIEW if place.home is not None:
            return Turn(replace(state.moment, place=_home(place.home)))
    if place.onward is Onward.REVIEW:
        return _to_review(state, Place(Asking.REVIEW, home=place.home))
    trail = [each for each in state.moment.trail if _is_asked(state, each.about)]
    before = trail.pop() if trail else _before(state, place.about)
    if before is None:
        return wrong(state, "This is the first question. Nothing comes before it.")
    moment = replace(state.moment, place=before, trail=tuple(trail), ahead=(*state.moment.ahead, place))
    return Turn(moment, back=True)


def _to_review(state: InterviewState, place: Place) -> Turn:
    moment = replace(state.moment, place=place)
    return Turn(moment, (review_list(state, moment),))


def _home(home: str) -> Place:
    return Place(Asking.HEADER if home in BY_NAME else Asking.QUESTION, home)


def _is_asked(state: InterviewState, about: str | None) -> bool:
    return about in BY_NAME or (about is not None and statuses_of(state)[about].shown)


def _before(state: InterviewState, about: str | None) -> Place | None:
    """What comes before in file order, the header first; None at the top."""
    questions = [ident for ident, status in statuses_of(state).items() if status.shown or ident == about]
    every = [*(field.name for field in FIELDS), *questions]
    at = every.index(about) if about in every else len(every)
    return _home(every[at - 1]) if at else None


def forward(state: InterviewState, moment: Moment) -> Moment:
    """From where *back* led to the next place ahead that is still asked; the same moment where none is."""
    there = replace(state, moment=moment)
    ahead = list(moment.ahead)
    while ahead:
        place = ahead.pop()
        if place.asking is Asking.REVIEW or _is_asked(there, place.about):
            return replace(moment, place=place, ahead=tuple(ahead))
    return replace(moment, ahead=())


def trailed(before: Moment, turn: Turn) -> Moment:
    """The moment that a turn made, with the place that was left behind it on the trail."""
    after, left = turn.moment, before.place
    if turn.back or left.about == after.place.about or left.back is not None or after.place.back is not None:
        return after
    trail = after.trail
    if left.about is not None:
        asking = Asking.QUESTION if left.asking in AT_QUESTION else left.asking
        onward = Onward.OPEN if left.onward is Onward.REVIEW else left.onward
        trail = (*trail, Place(asking, left.about, onward))
    if trail and trail[-1].about == after.place.about:
        trail = trail[:-1]
    return replace(after, trail=trail)


def undo(state: InterviewState) -> tuple[InterviewState, tuple[Message, ...]] | None:
    """The state with the last change undone, or done again; None where nothing was changed in this session."""
    if state.undo is None:
        return None
    now, then, again = state.answers, state.undo.moment.answers, state.undo.again
    after = replace(state, moment=state.undo.moment, undo=Undo(state.moment, again=not again), just=None)
    words = ("Given back", "Stands no longer") if again else ("Stands again", "Taken away")
    lines = [f"{words[0]}: {line}" for line in changes(state, then, now)]
    lines += [f"{words[1]}: {line}" for line in changes(state, now, then)]
    lines = lines if again else lines[::-1]
    lines = lines or ["Given back." if again else "Taken away."]
    lines.append(f":undo again {'takes it away' if again else 'gives it back'}.")
    return after, (Message(MessageKind.TAKEN, tuple(lines)),)


def changes(state: InterviewState, answers: Answers, others: Answers) -> Iterator[str]:
    """What stands in some answers and not in others, each in a line by the question's title."""
    for field in FIELDS:
        text = getattr(answers, field.name)
        if text is not None and text != getattr(others, field.name):
            yield f"{field.word.capitalize()}: {shown(text)}"
    for ident, answer in answers.answers.items():
        other = others.of(ident)
        stands = own_state(answer) is not Stands.UNANSWERED
        question = state.questionnaire.questions.get(ident)
        if answer == other or question is None:
            continue
        bare, bare_other = (replace(each, evidence=None, note=None) for each in (answer, other))
        said = [value_said(question, answer)] if stands and bare != bare_other else []
        said += [f"Evidence: {shown(answer.evidence)}"] if answer.evidence not in (None, other.evidence) else []
        said += [f"Note: {shown(answer.note)}"] if answer.note not in (None, other.note) else []
        if said:
            yield f"{ended(question.title)} {'. '.join(said)}"
    yield from (f"Lesson: {shown(lesson.text)}" for lesson in answers.lessons if lesson not in others.lessons)


def taken_away(state: InterviewState) -> list[str]:
    """The titles of the questions whose answer an undo took away and nobody gave again."""
    if state.undo is None or not state.undo.again:
        return []
    before = state.undo.moment.answers
    lost = [i for i, each in before.answers.items() if own_state(each) is not Stands.UNANSWERED]
    questions = state.questionnaire.questions
    gone = [i for i in lost if own_state(state.answers.answers.get(i, NO_ANSWER)) is Stands.UNANSWERED]
    return [questions[ident].title for ident in gone if ident in questions]
