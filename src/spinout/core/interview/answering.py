"""What a line does at a question, the header, the section list, the review and the lessons, and what comes next."""

from types import MappingProxyType

from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW, NO_ANSWER, Answer, Lesson
from spinout.core.conditions import State as Stands
from spinout.core.interview.navigation import forward
from spinout.core.interview.reviews import (
    end_message,
    quick_message,
    range_messages,
    review_list,
    review_numbers,
    section_list,
    section_picks,
    value_said,
)
from spinout.core.interview.route import next_in_section, next_open, settled, shown_in, statuses_of
from spinout.core.interview.states import (
    BY_NAME,
    FIELDS,
    Asking,
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
from spinout.core.kinds.options import Meant, NotTaken, one_of
from spinout.core.scoring.statuses import Status, own_state
from spinout.core.wording import counted, did_you_mean, ended, found, listed, seen

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
    """To the next open question, else to the end; a section that is left says where the range stands."""
    if settled(state, moment):
        return to_end(state, moment, (*messages, quick_message(state, moment)))
    following = next_open(state, moment, after)
    if following is None:
        nothing = Message(MessageKind.TEXT, ("There is no further question to ask now.",))
        return to_end(state, moment, (*messages, nothing))
    if after is not None and _section_ends(state, moment, after, following):
        messages = (*messages, *range_messages(state, moment))
    return to(moment, Place(Asking.QUESTION, following), messages)


def _section_ends(state: InterviewState, moment: Moment, after: str, following: str) -> bool:
    """Whether a section is left; in a quick interview, which goes to and fro, whether it is done."""
    questions = state.questionnaire.questions
    section = questions[after].section
    if questions[following].section == section:
        return False
    if not state.settings.quick:
        return True
    found = statuses_of(state, moment)
    return all(found[q.id].state is not Stands.UNANSWERED for q in state.questionnaire.section(section).questions)


def to_end(state: InterviewState, moment: Moment, messages: Messages = ()) -> Turn:
    """To the review that stands at the end."""
    at_end = replace(moment, place=Place(Asking.REVIEW))
    return Turn(at_end, (*messages, *range_messages(state, at_end), review_list(state, at_end)))


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
    if isinstance(value, Meant):
        if value.plain is not None:
            asked = Message(MessageKind.TEXT, (*value.lines, "Enter keeps it. Or type it anew."))
            return Turn(state.moment, (asked,), held=Pending(value.plain))
        said = (Message(MessageKind.TEXT, value.lines),)
        value = value.value
    # The text of an option goes with the option.
    other = present.other if question.takes_text(value) else None
    return _give(state, replace(present, value=value, unknown=False, reason=None, other=other), said)


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
    said = Message(MessageKind.TAKEN, (value_said(question, given),))
    messages = (*messages, said, *hidden_and_shown(state, moment))
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
    return _give(_at(state, Asking.QUESTION), replace(present, value=None, unknown=True, reason=None, other=None))


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
    return _give(_at(state, Asking.QUESTION), replace(present, value=None, unknown=False, reason=text, other=None))


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
    messages = (Message(MessageKind.TAKEN, tuple(lines)), *hidden_and_shown(state, moment))
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


def to_list(state: InterviewState, text: str, asking: Asking) -> Turn:
    """Show the sections or all answers and ask for one; what stands behind the command is taken at once."""
    place = state.place
    called = place.asking in (Asking.SECTIONS, Asking.REVIEW) or place.onward is Onward.REVIEW
    aside = Place(asking, home=place.home if called else place.about)
    there = replace(state, moment=replace(state.moment, place=aside))
    taken, listed = (review, review_list) if asking is Asking.REVIEW else (sections, section_list)
    return taken(there, text) if text else Turn(there.moment, (listed(there, there.moment),))


def sections(state: InterviewState, text: str) -> Turn:
    """Jump to a section's first open question, or to a question by its id."""
    if not text:
        return go_home(state, state.moment)
    ident = text.casefold()
    if ident in state.questionnaire.questions:
        return _jump(state, ident, Onward.OPEN)
    pick = one_of(text, section_picks(state))
    if isinstance(pick, NotTaken):
        return wrong(state, *pick.lines, ids_near(state, ident))
    section = state.questionnaire.section(pick.id)
    statuses = statuses_of(state)
    asked = shown_in(section, statuses)
    if not asked:
        return wrong(state, f"Nothing is asked in {section.title} with these answers.")
    unanswered = [ident for ident in asked if statuses[ident].state is Stands.UNANSWERED]
    again = replace(state, moment=replace(state.moment, passed=state.moment.passed - set(unanswered)))
    if unanswered:
        return _jump(again, unanswered[0], Onward.OPEN)
    return _jump(again, asked[0], Onward.SECTION)


def _jump(state: InterviewState, ident: str, onward: Onward, home: str | None = None) -> Turn:
    if not statuses_of(state)[ident].shown:
        return wrong(state, f"{ident} is not asked with these answers.", "Another answer would bring it back.")
    return to(replace(state.moment, ahead=()), Place(Asking.QUESTION, ident, onward, home))


def ids_near(state: InterviewState, word: str) -> str:
    """A sentence with the ids of questions that a word may mean: the nearest one, or those of its section."""
    ids = list(state.questionnaire.questions)
    section = [ident for ident in ids if ident.partition(".")[0] == word.partition(".")[0]]
    near = did_you_mean(word, ids)
    listing = f"The ids there: {listed(section, most=30)}." if section else f"An id looks like this: {ids[0]}."
    return " ".join(filter(None, [near, listing]))


def review(state: InterviewState, text: str) -> Turn:
    """Change the answer of a number or id, or a line of the header; nothing typed goes on."""
    if not text:
        return _leave_review(state)
    word = text.casefold().rstrip(".)")
    for field in FIELDS:
        if word in (field.word, field.name):
            place = Place(Asking.HEADER, field.name, Onward.REVIEW, state.place.home)
            return Turn(replace(state.moment, place=place))
    numbers = review_numbers(statuses_of(state))
    chosen = next((ident for ident, number in numbers.items() if word in (str(number), ident)), None)
    if chosen is None and word in state.questionnaire.questions:
        chosen = word
    if chosen is not None:
        return _jump(state, chosen, Onward.REVIEW, state.place.home)
    return wrong(
        state,
        f"Found {found(text)}, which is no number of an answer here.",
        did_you_mean(word, [*numbers, *(field.word for field in FIELDS)]),
        f"Allowed: a number from 1 to {len(numbers)}, a question's id, service, organisation or role.",
    )


def _leave_review(state: InterviewState) -> Turn:
    """Home; at the end to a question that a change has opened, else to the lessons."""
    moment = state.moment
    if moment.place.home is not None:
        return go_home(state, moment)
    if not settled(state, moment) and next_open(state, moment) is not None:
        return ask_next(state, moment)
    statuses = statuses_of(state)
    skipped = sum(1 for ident in moment.passed if statuses[ident].state is Stands.UNANSWERED)
    words = f"You skipped {counted(skipped, 'question')}. Type :l to go to a section and answer."
    said = (Message(MessageKind.TEXT, (words,)),) if skipped else ()
    return to(moment, Place(Asking.LESSONS), said)


def lessons(state: InterviewState, text: str) -> Turn:
    """Keep what others could learn; nothing typed ends the interview with its result."""
    if not text:
        moment = replace(state.moment, place=Place(Asking.FINISHED))
        return Turn(moment, (end_message(state, moment),))
    moment, kept = state.moment, state.answers.lessons
    if text == REMOVES and kept:
        answers = replace(state.answers, lessons=kept[:-1])
        return Turn(replace(moment, answers=answers), (Message(MessageKind.TAKEN, ("The last lesson is taken out.",)),))
    about, colon, rest = text.partition(":")
    ident = about.strip().casefold()
    lesson = Lesson(text)
    if colon and ident in state.questionnaire.questions:
        lesson = Lesson(seen(rest), ident)
        if not lesson.text:
            return wrong(state, f"Found no lesson behind {ident}.", "Type it behind the colon.")
    answers = replace(state.answers, lessons=(*kept, lesson))
    said = Message(MessageKind.TAKEN, ("Lesson kept. Type another, or Enter to end.",))
    return Turn(replace(moment, answers=answers), (said,))
