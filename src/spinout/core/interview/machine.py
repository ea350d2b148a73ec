"""The machine itself: the first state, the first words, and what a line makes of a state."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from spinout.core.answers import Answers
from spinout.core.conditions import State as Stands
from spinout.core.interview import answering, lists
from spinout.core.interview.answering import ask_next
from spinout.core.interview.extents import first_extent
from spinout.core.interview.helping import commands_message, help_message, opening_lines
from spinout.core.interview.navigation import back, taken_away, trailed, undo
from spinout.core.interview.pace import paced
from spinout.core.interview.prompts import Command, Typed, in_plain_words, typed
from spinout.core.interview.reviews import review_list, section_list
from spinout.core.interview.route import short_form, statuses_of
from spinout.core.interview.states import (
    AT_QUESTION,
    Asking,
    Extent,
    InterviewState,
    Message,
    MessageKind,
    Moment,
    Pending,
    Place,
    Settings,
    Step,
    Turn,
    Undo,
    next_missing,
    shown,
    trouble_in,
    wrong,
)
from spinout.core.kinds.options import NotTaken
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import counted, found, seen

YES = frozenset({"", "y", "yes", "keep"})
NO = frozenset({"n", "no"})
LEAVES = frozenset({":q", ":quit", "quit", "exit"})

Handler = Callable[[InterviewState, str], Turn]

LINES: Mapping[Asking, Handler] = {
    Asking.HEADER: answering.header,
    Asking.QUESTION: answering.answer,
    Asking.REASON: answering.reason,
    Asking.EVIDENCE: answering.beside,
    Asking.NOTE: answering.beside,
    Asking.OTHER: answering.beside,
    Asking.EXTENT: answering.extent,
    Asking.SECTIONS: lists.sections,
    Asking.REVIEW: lists.review,
    Asking.LESSONS: lists.lessons,
}
SKIPS: Mapping[Asking, Handler] = {
    Asking.HEADER: lambda state, _text: answering.after_header(state, state.moment),
    Asking.QUESTION: answering.skip,
    Asking.REASON: answering.leave_text,
}
"""What skipping does where it is more than a line without text."""
OF_A_QUESTION: Mapping[Command, Handler] = {
    Command.DONT_KNOW: answering.dont_know,
    Command.NOT_APPLICABLE: answering.not_applicable,
    Command.EVIDENCE: lambda state, text: answering.to_text(state, text, Asking.EVIDENCE),
    Command.NOTE: lambda state, text: answering.to_text(state, text, Asking.NOTE),
}


def start(questionnaire: Questionnaire, answers: Answers, settings: Settings | None = None) -> InterviewState:
    """The first state: at the header of a new document, else at the first open question, else at the review.

    A respondent whom an `audience` names is asked their own questions alone, in file order.
    Raises KeyError where the settings name a stage that the questionnaire does not have.
    """
    settings = settings or Settings()
    if settings.stage is not None:
        if questionnaire.decision is None:
            raise KeyError(settings.stage)
        questionnaire.decision.stage(settings.stage)
    prepared = replace(
        answers,
        version=answers.version or questionnaire.version,
        date=answers.date or settings.date,
        respondent=settings.respondent or answers.respondent,
    )
    moment = Moment(prepared, Place(Asking.REVIEW))
    asked = short_form(questionnaire, prepared.respondent)
    if asked is not questionnaire:
        settings = replace(settings, stage=None, extent=Extent.EVERYTHING)
    state = InterviewState(asked, settings, moment, short=asked is not questionnaire)
    moment = replace(moment, extent=first_extent(state, moment))
    state = replace(state, moment=moment)
    field = next_missing(prepared) if settings.new or not prepared.answers else None
    if field is not None:
        return replace(state, moment=replace(moment, place=Place(Asking.HEADER, field)))
    return replace(state, moment=ask_next(state, moment).moment)


def opening(state: InterviewState) -> tuple[Message, ...]:
    """What is said before the first prompt: what this is, what can be typed, and how far the sections are."""
    first, *rest = opening_lines(state)
    messages = [Message(MessageKind.HEADING, (first,))]
    if rest:
        messages.append(Message(MessageKind.TEXT, tuple(rest)))
    if state.answers.answers:
        messages.append(section_list(state, state.moment))
    if state.place.asking is Asking.REVIEW:
        messages.append(review_list(state, state.moment))
    return tuple(messages)


def given(state: InterviewState, answers: Answers) -> InterviewState:
    """The state with answers that were given at once, without being asked for."""
    return _dated(replace(state, moment=replace(state.moment, answers=answers)), state.answers)


def at_end(state: InterviewState) -> bool:
    """Whether all that is to be asked was."""
    return state.place.asking in (Asking.REVIEW, Asking.LESSONS, Asking.FINISHED)


def step(state: InterviewState, line: str, now: float | None = None) -> Step:
    """What one typed line makes of a state. Any line is taken or told why not; none raises.

    Several lines came at once, from a paste; they are one text, and the person is asked about it first.
    `now` is the time of a clock in seconds, by which the person's pace is told; without it none is.
    """
    made = _step(state, line)
    after = paced(state, made.state, now)
    if made.state.place != state.place and state.place.asking is Asking.QUESTION:
        after = replace(after, told=(*state.told, state.question.type.how()))
    return replace(made, state=after)


def _step(state: InterviewState, line: str) -> Step:
    if state.finished:
        return Step(state, (), changed=False, moved=False, finished=True)
    if state.held is not None:
        return _of_held(state, state.held, line)
    text = line.rstrip("\r\n")
    if "\n" in text:
        return _pasted(state, [part for part in map(seen, text.split("\n")) if part])
    word = trouble_in(text) or typed(text)
    if isinstance(word, NotTaken):
        return _stepped(state, wrong(state, *word.lines))
    if word.command is None and not seen(text).startswith("::"):
        command = in_plain_words(state, word.text)
        word = word if command is None else Typed("", command)
    if word.command is Command.UNDO:
        return _undone(state)
    outcome = LINES[state.place.asking](state, word.text) if word.command is None else _commanded(state, word)
    return _stepped(state, outcome)


def _pasted(state: InterviewState, lines: list[str]) -> Step:
    """Hold what was pasted, as one text; what would not be taken is refused at once."""
    line = " ".join(lines)
    tried = _step(state, line)
    told = Message(MessageKind.TEXT, (f"{counted(len(lines), 'line')} came at once, and are one text:", shown(line)))
    refusals = tuple(message for message in tried.messages if message.kind is MessageKind.WRONG)
    if refusals or len(lines) < 2:
        return replace(tried, messages=(told, *refusals)) if refusals else tried
    asked = Message(MessageKind.TEXT, ("Enter keeps it. No leaves it out.",))
    held = replace(state, held=Pending(line, pasted=True))
    return Step(held, (told, asked), changed=False, moved=False, finished=False)


def _of_held(state: InterviewState, held: Pending, line: str) -> Step:
    """Take the line that was held, leave it out, or take another in its place."""
    word, free = line.strip().casefold(), replace(state, held=None)
    if word in YES:
        return _step(free, held.line)
    if word in NO:
        return Step(free, (Message(MessageKind.TAKEN, ("Left out.",)),), changed=False, moved=True, finished=False)
    if held.pasted and word not in LEAVES:
        # It may be the rest of what was pasted.
        told = wrong(state, f"Found {found(line)}.", "Enter keeps the text above. No leaves it out.")
        return Step(state, told.messages, changed=False, moved=False, finished=False)
    return _step(free, line)


def _undone(state: InterviewState) -> Step:
    """Undo the last change, or do it again."""
    undone = undo(state)
    if undone is None:
        nothing = "Nothing was changed since this session began, so there is nothing to undo."
        allowed = "To change an answer of another day, go to it with :b or :r and give another."
        return _stepped(state, wrong(state, nothing, allowed))
    after, messages = undone
    changed = answering.hidden_and_shown(state, after.moment)
    return Step(after, (*messages, *changed), changed=True, moved=True, finished=False)


def _commanded(state: InterviewState, word: Typed) -> Turn:
    command, asking = word.command, state.place.asking
    assert command is not None
    if command in OF_A_QUESTION:
        beside = command in (Command.EVIDENCE, Command.NOTE) and state.just is not None
        if asking in AT_QUESTION or beside:
            return OF_A_QUESTION[command](state, word.text)
        return wrong(state, f"{command.value} belongs to a question.", "No question is asked here.")
    match command:
        case Command.SKIP:
            return SKIPS.get(asking, LINES[asking])(state, "")
        case Command.BACK:
            return back(state)
        case Command.LIST:
            return lists.to_list(state, word.text, Asking.SECTIONS)
        case Command.REVIEW:
            return lists.to_list(state, word.text, Asking.REVIEW)
        case Command.QUIT:
            return _quit(state)
        case Command.COMMANDS:
            return Turn(state.moment, (commands_message(state),))
        case _:
            return Turn(state.moment, (help_message(state, all_of_it=command is Command.MORE_HELP),))


def _quit(state: InterviewState) -> Turn:
    found = statuses_of(state)
    unanswered = sum(1 for status in found.values() if status.state is Stands.UNANSWERED)
    lines = [f"{counted(unanswered, 'question')} still without an answer. Come back at any time."]
    lines += [f"Taken away with :undo, and not given again: {title}" for title in taken_away(state)]
    return Turn(replace(state.moment, place=Place(Asking.FINISHED)), (Message(MessageKind.TEXT, tuple(lines)),))


def _stepped(state: InterviewState, outcome: Turn) -> Step:
    """The next state; a change of answers can be undone to the moment before it."""
    refused = any(message.kind is MessageKind.WRONG for message in outcome.messages)
    just = state.just if refused or outcome.held is not None else outcome.gave
    if outcome.moment == state.moment:
        same = replace(state, just=just, held=outcome.held)
        return Step(same, outcome.messages, changed=False, moved=False, finished=False)
    after = replace(state, moment=trailed(state.moment, outcome), just=just, held=outcome.held)
    after = _dated(after, state.answers)
    if after.answers != state.answers:
        after = replace(after, undo=Undo(state.moment))
    return _told(state, after, outcome.messages)


def _dated(state: InterviewState, before: Answers) -> InterviewState:
    """The date of the answers is that of the last change to them; one that is only looked at keeps its own."""
    today, answers = state.settings.date, state.answers
    if today is None or answers == before or answers.date == today:
        return state
    return replace(state, moment=replace(state.moment, answers=replace(answers, date=today)))


def _told(before: InterviewState, after: InterviewState, messages: tuple[Message, ...]) -> Step:
    return Step(
        after,
        messages,
        changed=after.answers != before.answers,
        moved=after.place != before.place,
        finished=after.finished,
    )
