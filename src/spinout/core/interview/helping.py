"""What is said to help: at the start, at a question, and of what can be typed."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from spinout.core.interview.prompts import WORDS, Command
from spinout.core.interview.route import progress, statuses_of
from spinout.core.interview.states import AT_QUESTION, InterviewState, Message, MessageKind, shown
from spinout.core.questionnaire import Question
from spinout.core.wording import counted, ended

USUAL_WIDTH = 80
MOST_HELP = 11
"""So many lines of that width help takes at most, so that the question stays in sight; the prompt is one more."""
HAS_MORE = "?? has more. :h says what else you can type."
NO_MORE = ":h says what else you can type."


def command_lines(question: Question | None = None) -> tuple[str, ...]:
    """Every command with what it does, at a question or at most of them."""
    always = question is None or not question.not_applicable
    known = {command: said for command, said in WORDS.items() if command is not Command.NOT_APPLICABLE or not always}
    return (
        "You can type these at any question:",
        *(f"  {command.value.ljust(3)} {words}" for command, (_, words) in known.items()),
        "Enter alone keeps the present answer. A text that begins with a colon is typed with two.",
    )


def commands_message(state: InterviewState) -> Message:
    """All that can be typed in place of an answer."""
    question = state.question if state.place.asking in AT_QUESTION else None
    return Message(MessageKind.HELP, command_lines(question))


def help_message(state: InterviewState, *, all_of_it: bool = False) -> Message:
    """What a question mark gives: why the question is asked, what counts as evidence and what the answers mean.

    It is so short that the question stays in sight above it; a part for which there is no room is in `all_of_it`,
    and so are the sources and the law.
    """
    if state.place.asking not in AT_QUESTION:
        return commands_message(state)
    question = state.question
    parts = list(_parts(question))
    if all_of_it:
        more = (*_rules(question), *_sources(state, question))
        return Message(MessageKind.HELP, (*(line for part in parts for line in part), *more))
    fitting, left = _fitting(parts, MOST_HELP - 1)
    has_more = left or question.sources or question.evidence_counts
    return Message(MessageKind.HELP, (*fitting, HAS_MORE if has_more else NO_MORE))


def _fitting(parts: Iterable[tuple[str, ...]], most: int) -> tuple[list[str], int]:
    """The lines of the parts for which there is room, each part as many lines from its top, and how many are left."""
    lines: list[str] = []
    room, left = most, 0
    for part in parts:
        for line in part:
            room -= len(wrap(line, USUAL_WIDTH)) or 1
            if room < 0:
                left += 1
            else:
                lines.append(line)
    return lines, left


def _parts(question: Question) -> Iterator[tuple[str, ...]]:
    """The help of a question, the most needed first."""
    if question.why:
        yield (f"Why we ask: {question.why}",)
    if question.evidence:
        yield (f"What counts as evidence: {question.evidence}",)
    if question.help:
        yield (question.help,)
    meanings = [f"  {pick.key}. {ended(pick.label)} {pick.help}" for pick in question.type.picks() if pick.help]
    if meanings:
        yield ("What the answers mean:", *meanings)
    yield (question.type.how(),)


def _rules(question: Question) -> Iterator[str]:
    if question.evidence_counts:
        yield "The top level counts one level lower without evidence."
    if question.not_applicable:
        yield "You may say that this does not apply, with a reason: :na"
    yield f"This question's id: {question.id}"


def _sources(state: InterviewState, question: Question) -> Iterator[str]:
    for code in question.sources:
        source = state.questionnaire.reference.sources.get(code)
        if source is not None:
            confirmed = "" if source.verified else " (to be confirmed)"
            address = f" {source.address}" if source.address else ""
            yield f"Source {code}: {source.title}{confirmed}{address}"


def opening_lines(state: InterviewState) -> Iterator[str]:
    """The first lines: what this is, of which date, and how to answer."""
    answers = state.answers
    yield f"{state.questionnaire.title}, version {state.questionnaire.version}"
    if answers.service:
        yield f"Service: {shown(answers.service)}"
    if answers.respondent:
        named = state.questionnaire.respondent(answers.respondent)
        yield f"Respondent: {shown(answers.respondent) if named is None else f'{named.label} ({named.id})'}"
    if answers.date:
        today = state.settings.date
        older = today is not None and answers.date != today
        later = f". It becomes {today} once you change an answer." if older else ""
        yield f"Date: {answers.date}{later}"
    if answers.version != state.questionnaire.version:
        yield f"Your answers were begun with version {answers.version}. Look through them once: :r"
    if state.short:
        asked = len(state.questionnaire.questions)
        yield f"You are asked {counted(asked, 'question')}. No answer is wrong, and :d says that you do not know."
    yield "Type ? for help with a question, :d if you don't know, :s to skip, :b to go back; :q leaves, :h says more."
    dealt_with = sum(part.dealt_with for part in progress(state, statuses_of(state)))
    if dealt_with:
        yield f"Welcome back. Your answers to {counted(dealt_with, 'question')} are kept."
