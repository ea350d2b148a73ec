"""What a line does at a question, beside its answer and at the header, and what comes next."""

from types import MappingProxyType

from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW, NO_ANSWER, Answer
from spinout.core.conditions import State as Stands
from spinout.core.interview.clashes import clash_messages
from spinout.core.interview.extents import read_extent
from spinout.core.interview.navigation import forward
from spinout.core.interview.reviews import end_list, range_messages, settled_message, so_far_messages, value_said
from spinout.core.interview.route import decision_to_ask, next_in_section, next_open, settled, statuses_of
from spinout.core.interview.states import (
    BY_NAME,
    Asking,
    Extent,
    InterviewState,
    Message,
    MessageKind,
    Moment,
    Onward,
    Pending,
    Place,
    Turn,
    next_missing,
    read_typed,
    shown,
    wrong,
)
from spinout.core.kinds.options import Meant, NotTaken
from spinout.core.questionnaire import Question
from spinout.core.scoring.statuses import Status, own_state
from spinout.core.wording import ended, found

Messages = tuple[Message, ...]


def to(moment: Moment, place: Place, messages: Messages = ()) -> Turn:
    """From a moment to another place."""
    return Turn(replace(moment, place=place), messages)


def go_on(state: InterviewState, moment: Moment, messages: Messages = ()) -> Turn:
    """From a question that is dealt with to what comes next."""
    place = moment.place
    assert place.about is not None
    if place.back is not None:
        return to(moment, place.back, messages)
    if place.onward is Onward.REVIEW:
        return to(moment, Place(Asking.REVIEW, home=place.home), messages)
    if moment.ahead:
        return go_forward(state, moment, messages)
    if place.onward is Onward.SECTION:
        following = next_in_section(state, moment, place.about)
        if following is not None:
            return to(moment, Place(Asking.QUESTION, following, Onward.SECTION), messages)
    return ask_next(state, moment, messages, after=place.about)


def go_forward(state: InterviewState, moment: Moment, messages: Messages = ()) -> Turn:
    """From where *back* led on the same way again; at its end to what comes next."""
    there = forward(state, moment)
    if there.place.asking is Asking.REVIEW:
        return to_end(state, there, messages)
    if there.place != moment.place:
        return Turn(there, messages)
    return ask_next(state, there, messages, after=None if moment.place.about in BY_NAME else moment.place.about)


def ask_next(state: InterviewState, moment: Moment, messages: Messages = (), *, after: str | None = None) -> Turn:
    """To the next open question, else to the end; a section that is left says where things stand.

    How much is to be asked is asked first, and before that which decision is meant.
    """
    if moment.extent is None:
        decision = decision_to_ask(state, moment)
        return to(moment, Place(Asking.EXTENT) if decision is None else Place(Asking.QUESTION, decision), messages)
    unless = settled(state, moment)
    if unless is not None:
        return to_end(state, moment, (*messages, settled_message(state, moment, unless)))
    following = next_open(state, moment, after)
    if following is None:
        nothing = Message(MessageKind.TEXT, ("There is no further question to ask now.",))
        return to_end(state, moment, (*messages, nothing, *range_messages(state, moment)))
    if after is not None and _section_ends(state, moment, after, following):
        messages = (*messages, *so_far_messages(state, moment))
    return to(moment, Place(Asking.QUESTION, following), messages)


def extent(state: InterviewState, text: str) -> Turn:
    """Take how much is to be asked."""
    said = read_extent(text)
    if isinstance(said, NotTaken):
        return wrong(state, *said.lines)
    return ask_next(state, replace(state.moment, extent=said))


def _section_ends(state: InterviewState, moment: Moment, after: str, following: str) -> bool:
    """Whether a section is left; of the essentials, which go to and fro, whether it is done."""
    questions = state.questionnaire.questions
    section = questions[after].section
    if questions[following].section == section:
        return False
    if moment.extent is Extent.EVERYTHING:
        return True
    found = statuses_of(state, moment)
    return all(found[q.id].state is not Stands.UNANSWERED for q in state.questionnaire.section(section).questions)


def to_end(state: InterviewState, moment: Moment, messages: Messages = ()) -> Turn:
    """To the review that stands at the end."""
    at_end = replace(moment, place=Place(Asking.REVIEW))
    return Turn(at_end, (*messages, end_list(state, at_end)))


def go_home(state: InterviewState, moment: Moment) -> Turn:
    """Back to what was asked when a list was called."""
    home = moment.place.home
    if home in BY_NAME:
        return to(moment, Place(Asking.HEADER, home))
    if home is not None and statuses_of(state, moment)[home].shown:
        return to(moment, Place(Asking.QUESTION, home))
    return ask_next(state, moment, after=home)


def hidden_and_shown(state: InterviewState, moment: Moment) -> Messages:
    """Which questions an answer has hidden, and which it has brought back, with their answers."""
    before, after = statuses_of(state), statuses_of(state, moment)
    hidden = [a for ident, a in after.items() if _went(before[ident], a)]
    back = [a for ident, a in after.items() if a.shown and not before[ident].shown]
    messages: list[Message] = []
    if hidden:
        lines = ["No longer asked with this answer:", *(_line(each, "Kept") for each in hidden)]
        if any(_given(status) for status in hidden):
            lines.append("Their answers are kept and do not count. They come back when you change this one back.")
        messages.append(Message(MessageKind.TEXT, tuple(lines)))
    if back:
        messages.append(Message(MessageKind.TEXT, ("Asked with this answer:", *(_line(each, "Back") for each in back))))
    return tuple(messages)


def _went(before: Status, after: Status) -> bool:
    """Hidden now, and either certain to be asked before or holding an answer."""
    return before.shown and not after.shown and (not before.pending or _given(after))


def _given(status: Status) -> bool:
    return own_state(status.answer) is not Stands.UNANSWERED


def _line(status: Status, word: str) -> str:
    answer = f" {word}: {value_said(status.question, status.answer)}" if _given(status) else ""
    return f"  {ended(status.question.title)}{answer}"


INSTEAD = "Or :d if you don't know, :s to skip it, :b to go back, ? for help."
REMOVES = "-"
BESIDE = {Asking.EVIDENCE: "Evidence", Asking.NOTE: "Note", Asking.OTHER: "Your words"}
ASKED_FOR = {Asking.EVIDENCE: "the evidence is named", Asking.OTHER: "your own words belong"}


def answer(state: InterviewState, text: str) -> Turn:
    """Take a typed answer; nothing typed keeps the present one."""
    question, present = state.question, state.answers.of(state.question.id)
    if not text:
        return _keep(state)
    if text.casefold() == DONT_KNOW:
        return dont_know(state, text)
    value = read_typed(question.type, text)
    if isinstance(value, NotTaken):
        in_words = any(map(str.isalpha, text)) and question.type.measures
        return wrong(state, *value.lines, INSTEAD if in_words else "")
    said: Messages = ()
    # A number says itself: its words stand right above, and `:b` shows it again.
    by_number = text.isdigit() and any(text == pick.key for pick in question.type.picks())
    if isinstance(value, Meant):
        if value.plain is not None:
            asked = Message(MessageKind.TEXT, (*value.lines, "Enter keeps it. Or type it anew."))
            return Turn(state.moment, (asked,), held=Pending(value.plain))
        said = (Message(MessageKind.TEXT, value.lines),)
        value = value.value
    # The text of an option goes with the option.
    other = present.other if question.takes_text(value) else None
    given = replace(present, value=value, unknown=False, reason=None, other=other)
    return _give(state, given, said if by_number else (*said, _taken(question, given)))


def _taken(question: Question, given: Answer) -> Message:
    return Message(MessageKind.TAKEN, (value_said(question, given),))


def _keep(state: InterviewState) -> Turn:
    if own_state(state.answers.of(state.question.id)) is not Stands.UNANSWERED:
        return go_on(state, state.moment)
    if state.moment.ahead:
        return go_on(state, state.moment, (Message(MessageKind.TEXT, ("Still without an answer.",)),))
    allowed = "Type an answer, :s to skip it for now, or :d if you don't know."
    return wrong(state, "There is no answer yet to keep.", allowed)


def _give(state: InterviewState, given: Answer, messages: Messages = ()) -> Turn:
    """Put an answer in, say what it changes, and go on; an option's own text is asked for, lacking evidence once."""
    question = state.question
    moment = with_answer(state.moment, question.id, given)
    messages = (*messages, *hidden_and_shown(state, moment), *clash_messages(state, moment))
    if question.takes_text(given.value):
        return Turn(replace(moment, place=replace(moment.place, asking=Asking.OTHER, once=True)), messages)
    if (
        given.value is not None
        and not question.backed(given.evidence)
        and question.id not in moment.nudged
        and question.effective(given.value, evidence=False) != given.value
    ):
        place = replace(moment.place, asking=Asking.EVIDENCE, once=True)
        return Turn(replace(moment, place=place, nudged=moment.nudged | {question.id}), messages)
    return replace(go_on(state, moment, messages), gave=question.id)


def with_answer(moment: Moment, ident: str, given: Answer) -> Moment:
    """The moment with one answer changed; an empty answer leaves no trace."""
    answers = {**moment.answers.answers, ident: given}
    if given == NO_ANSWER:
        del answers[ident]
    return replace(moment, answers=replace(moment.answers, answers=MappingProxyType(answers)))


def dont_know(state: InterviewState, _text: str = "") -> Turn:
    """Say that the answer is not known."""
    present = state.answers.of(state.question.id)
    given = replace(present, value=None, unknown=True, reason=None, other=None)
    return _give(_at(state, Asking.QUESTION), given, (_taken(state.question, given),))


def skip(state: InterviewState, _text: str = "") -> Turn:
    """Leave a question for now; what stands there already stays."""
    moment = replace(state.moment, passed=state.moment.passed | {state.question.id})
    return go_on(state, moment, (Message(MessageKind.TAKEN, ("Skipped for now.",)),))


def not_applicable(state: InterviewState, text: str) -> Turn:
    """Ask for the reason why a question does not apply, where that may be said."""
    if not state.question.not_applicable:
        allowed = "Answer it, or type :d if you don't know, :s to skip it for now."
        return wrong(state, "This question always applies.", allowed)
    return to_text(state, text, Asking.REASON)


def to_text(state: InterviewState, text: str, asking: Asking) -> Turn:
    """Ask for a reason, evidence or a note, or take what stands behind the command.

    Evidence and a note belong to the question that was answered just before, where one was.
    """
    there = _at(state, asking)
    if state.just is not None and asking is not Asking.REASON and state.place.asking not in BESIDE:
        there = replace(state, moment=replace(state.moment, place=Place(asking, state.just, back=state.place)))
    if not text:
        return Turn(there.moment)
    return reason(there, text) if asking is Asking.REASON else beside(there, text)


def reason(state: InterviewState, text: str) -> Turn:
    """Take the reason why a question does not apply."""
    if not text:
        return wrong(state, "Found no reason.", "Say in a few words why it does not apply, or :s to leave it.")
    present = state.answers.of(state.question.id)
    given = replace(present, value=None, unknown=False, reason=text, other=None)
    return _give(_at(state, Asking.QUESTION), given, (_taken(state.question, given),))


def beside(state: InterviewState, text: str) -> Turn:
    """Take the evidence, a note, or the text of an option that has one.

    What was not called for is never a bare small number, which is more likely the next answer.
    """
    asking = state.place.asking
    if not text:
        return leave_text(state)
    if asking in ASKED_FOR and text.isdigit() and len(text) <= 2:
        return wrong(state, f"Found {found(text)} where {ASKED_FOR[asking]}.", "Say it in words, or Enter.")
    there = _at(state, Asking.QUESTION)
    kept = None if text == REMOVES else text
    answer = replace(state.answers.of(state.question.id), **{asking.value: kept})
    moment = with_answer(there.moment, state.question.id, answer)
    done = "taken out" if kept is None else "kept"
    lines = [f"{BESIDE[asking]} {done} for: {state.question.title}"]
    before = getattr(state.answers.of(state.question.id), asking.value)
    if before not in (None, kept):
        lines.append(f"Before: {shown(before)}")
    said = (Message(MessageKind.TAKEN, tuple(lines)), *hidden_and_shown(state, moment))
    messages = (*said, *clash_messages(state, moment))
    return _leave(there, moment, messages, state.place)


def leave_text(state: InterviewState, _text: str = "") -> Turn:
    """Leave a reason, evidence or a note as it was."""
    there = _at(state, Asking.QUESTION)
    return _leave(there, there.moment, (), state.place)


def _leave(state: InterviewState, moment: Moment, messages: Messages, text: Place) -> Turn:
    """From a text beside an answer on, where it was asked for; else to where the person was."""
    if text.once or text.back is not None:
        return replace(go_on(state, moment, messages), gave=text.about)
    return Turn(moment, messages)


def _at(state: InterviewState, asking: Asking) -> InterviewState:
    """The same question, its answer or what stands beside it."""
    return replace(state, moment=replace(state.moment, place=replace(state.place, asking=asking, once=False)))


def header(state: InterviewState, text: str) -> Turn:
    """Take a line of the header."""
    field = BY_NAME[state.place.about or ""]
    if not text and getattr(state.answers, field.name) is None and not state.moment.ahead:
        return wrong(state, "Found nothing.", "Type it, or :s to leave it open for now.")
    if not text:
        return after_header(state, state.moment)
    moment = replace(state.moment, answers=replace(state.answers, **{field.name: text}))
    said = Message(MessageKind.TAKEN, (f"{field.word.capitalize()}: {shown(text)}",))
    return after_header(state, moment, (said,))


def after_header(state: InterviewState, moment: Moment, messages: tuple[Message, ...] = ()) -> Turn:
    """From a line of the header to the next one that is missing, else to the questions."""
    if moment.place.onward is Onward.REVIEW:
        return to(moment, Place(Asking.REVIEW, home=moment.place.home), messages)
    if moment.ahead:
        return go_forward(state, moment, messages)
    following = next_missing(moment.answers, moment.place.about)
    if following is not None:
        return to(moment, Place(Asking.HEADER, following), messages)
    return ask_next(state, moment, messages)
