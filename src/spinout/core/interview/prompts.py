"""What is asked at each place of an interview, the commands, and the help that a question mark gives there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from spinout.core.answers import Answer
from spinout.core.conditions import State as Stands
from spinout.core.interview.reviews import answer_said, section_picks
from spinout.core.interview.route import progress, shown_in, statuses_of
from spinout.core.interview.states import (
    AT_QUESTION,
    BY_NAME,
    Asking,
    InterviewState,
    Message,
    MessageKind,
    Prompt,
    shown,
)
from spinout.core.kinds.options import NotTaken, Pick, begins_with, refused
from spinout.core.questionnaire import Question
from spinout.core.wording import counted, did_you_mean, ended, found, seen


class Command(StrEnum):
    """What can be asked for in place of an answer."""

    HELP = "?"
    BACK = ":b"
    UNDO = ":u"
    SKIP = ":s"
    DONT_KNOW = ":d"
    NOT_APPLICABLE = ":na"
    EVIDENCE = ":e"
    NOTE = ":n"
    LIST = ":l"
    REVIEW = ":r"
    QUIT = ":q"


WORDS: Mapping[Command, tuple[str, str]] = {
    Command.HELP: (":?", "why we ask, help, what counts as evidence, and these commands"),
    Command.BACK: (":back", "back: look at the question before; nothing changes"),
    Command.UNDO: (":undo", "undo the last change; again gives it back"),
    Command.SKIP: (":skip", "skip for now"),
    Command.DONT_KNOW: (":dont-know", "I don't know"),
    Command.NOT_APPLICABLE: (":not-applicable", "this does not apply to us (you give the reason)"),
    Command.EVIDENCE: (":evidence", "name the evidence for the answer just given"),
    Command.NOTE: (":note", "add a note to it"),
    Command.LIST: (":list", "the sections, what is open in each, and a jump to one"),
    Command.REVIEW: (":review", "review all answers and change any"),
    Command.QUIT: (":quit", "save and leave; come back at any time"),
}
"""Each command's long name, and what it does."""
KNOWN: Mapping[str, Command] = {
    **{command.value: command for command in Command},
    **{name: command for command, (name, _) in WORDS.items()},
    ":help": Command.HELP,
}
TAKES_TEXT = frozenset({Command.NOT_APPLICABLE, Command.EVIDENCE, Command.NOTE, Command.LIST, Command.REVIEW})
"""Commands that may have their text behind them, as in `:e Minutes of 3 May`."""


PLAIN: Mapping[str, Command] = {
    "help": Command.HELP,
    "back": Command.BACK,
    "go back": Command.BACK,
    "undo": Command.UNDO,
    "skip": Command.SKIP,
    "quit": Command.QUIT,
    "exit": Command.QUIT,
    "don't know": Command.DONT_KNOW,
    "dont know": Command.DONT_KNOW,
    "do not know": Command.DONT_KNOW,
    "i don't know": Command.DONT_KNOW,
    "i dont know": Command.DONT_KNOW,
    "not known": Command.DONT_KNOW,
    "not sure": Command.DONT_KNOW,
    "unsure": Command.DONT_KNOW,
    "n/a": Command.NOT_APPLICABLE,
    "not applicable": Command.NOT_APPLICABLE,
    "does not apply": Command.NOT_APPLICABLE,
}
"""Plain words that do what they say, where nothing that can be chosen begins with them."""
AN_ANSWER = frozenset({Command.DONT_KNOW, Command.NOT_APPLICABLE})
"""Commands that are an answer themselves; in a text beside one their words are words."""


class Typed(Struct, frozen=True):
    """A line: a command with the text behind it, or text alone."""

    text: str
    command: Command | None = None


def typed(line: str) -> Typed | NotTaken:
    """Tell a command from a text; two colons begin a text that begins with one."""
    text = seen(line)
    if text.startswith("::"):
        return Typed(text[1:])
    if text != Command.HELP and not text.startswith(":"):
        return Typed(text)
    if text.startswith(": "):
        text = f":{text[1:].lstrip()}"
    word, _, rest = text.partition(" ")
    command = KNOWN.get(word.casefold())
    if command is None:
        return refused(
            f"There is no command {found(word)}.",
            did_you_mean(word, KNOWN),
            "Type ? for the commands. A text that begins with a colon is typed with two.",
        )
    if rest and command not in TAKES_TEXT:
        return refused(f"Nothing may stand behind {command.value}.", f"Type {command.value} alone.")
    return Typed(seen(rest), command)


def in_plain_words(state: InterviewState, text: str) -> Command | None:
    """The command that plain words mean where they are typed; None where they are an answer or a text."""
    asking, word = state.place.asking, " ".join(text.casefold().replace("\u2019", "'").rstrip(".!?").split())
    command = PLAIN.get(word)
    if command is None or (command in AN_ANSWER and asking is not Asking.QUESTION):
        return None
    picks: tuple[Pick, ...] = ()
    if asking is Asking.QUESTION:
        picks = state.question.type.picks()
    elif asking is Asking.SECTIONS:
        picks = section_picks(state)
    taken = any(word == pick.id.casefold() or begins_with(pick.label, word) for pick in picks)
    return None if taken else command


def command_lines(question: Question | None = None) -> tuple[str, ...]:
    """Every command with what it does, at a question or at most of them."""
    always = question is None or not question.not_applicable
    known = {command: said for command, said in WORDS.items() if command is not Command.NOT_APPLICABLE or not always}
    return (
        "You can type these at any question:",
        *(f"  {command.value.ljust(3)} {words}" for command, (_, words) in known.items()),
        "Enter alone keeps the present answer. A text that begins with a colon is typed with two.",
    )


def prompt(state: InterviewState) -> Prompt:
    """The lines to show for what is asked now, and the text before the cursor."""
    if state.held is not None:
        return Prompt((), "Keep? ")
    lines, text = PROMPTS[state.place.asking]
    return Prompt(tuple(lines(state)), text)


def place_in_words(state: InterviewState) -> str:
    """Which question this is: "Question 4 of 12, Ownership"."""
    found = statuses_of(state)
    section = state.questionnaire.section(state.question.section)
    if state.settings.quick:
        asked = [status for status in found.values() if status.shown]
        done = [s for s in asked if s.state is not Stands.UNANSWERED and s.question.id != state.question.id]
        return f"Question {len(done) + 1} of at most {len(asked)}, {section.title}"
    inside = tuple(i for i, each in found.items() if each.shown) if state.short else shown_in(section, found)
    number = inside.index(state.question.id) + 1 if state.question.id in inside else len(inside)
    return f"Question {number} of {len(inside)}, {section.title}"


def _header(state: InterviewState) -> Iterator[str]:
    field = BY_NAME[state.place.about or ""]
    yield field.ask
    yield field.help
    if (present := getattr(state.answers, field.name)) is not None:
        yield f"So far: {shown(present)}. Enter keeps it."


def _question(state: InterviewState) -> Iterator[str]:
    question, answer = state.question, state.answers.of(state.question.id)
    section = state.questionnaire.section(question.section)
    if not state.settings.quick and section.intro and shown_in(section, statuses_of(state))[:1] == (question.id,):
        yield section.intro
    yield place_in_words(state)
    yield question.ask
    yield from question.type.lines()
    yield question.type.how()
    if answer.value is not None or answer.unknown or answer.reason is not None:
        yield from answer_said(question, answer)
        yield "Enter keeps this."
        return
    if question.not_applicable:
        yield "If this does not apply to you: :na"
    yield from _beside(answer)


def _beside(answer: Answer) -> Iterator[str]:
    """What stands beside an answer that is not there yet."""
    if answer.evidence is not None:
        yield f"Evidence so far: {shown(answer.evidence)}"
    if answer.note is not None:
        yield f"Note so far: {shown(answer.note)}"


def _evidence(state: InterviewState) -> Iterator[str]:
    question, answer = state.question, state.answers.of(state.question.id)
    once = answer.value if state.place.once else None
    if once is not None:
        yield f"Without evidence this counts as {question.type.words(question.effective(once, evidence=False))}."
    if question.evidence:
        yield f"What counts: {question.evidence}"
    if once is not None:
        yield "Name the evidence. Enter goes on without it."
    else:
        yield from _text_beside(state, answer.evidence, "evidence")


def _other(state: InterviewState) -> Iterator[str]:
    question, answer = state.question, state.answers.of(state.question.id)
    yield from (f"{option.label}: which?" for option in question.type.options if option.other)
    if answer.other is None:
        yield "Say it in a few words. Enter goes on without."
    else:
        yield f"So far: {shown(answer.other)}. Enter keeps it, a single minus sign takes it out."


def _text_beside(state: InterviewState, present: str | None, word: str) -> Iterator[str]:
    yield state.question.ask
    if present is None:
        yield f"Type the {word}. Enter goes back without."
    else:
        yield f"So far: {shown(present)}"
        yield f"Type the {word} anew. Enter keeps it, a single minus sign takes it out."


def _lessons(state: InterviewState) -> Iterator[str]:
    yield "What could others learn from you? It is kept with your answers."
    yield "A question's id and a colon may come first. Enter alone ends the interview."
    yield from (
        f"  {lesson.question + ': ' if lesson.question else ''}{shown(lesson.text)}" for lesson in state.answers.lessons
    )
    if state.answers.lessons:
        yield "A single minus sign takes the last one out."


PROMPTS: Mapping[Asking, tuple[Callable[[InterviewState], Iterable[str]], str]] = {
    Asking.HEADER: (_header, "Answer: "),
    Asking.QUESTION: (_question, "Answer: "),
    Asking.REASON: (lambda s: (s.question.ask, "Why does this not apply? :s leaves it as it was."), "Reason: "),
    Asking.EVIDENCE: (_evidence, "Evidence: "),
    Asking.NOTE: (lambda s: _text_beside(s, s.answers.of(s.question.id).note, "note"), "Note: "),
    Asking.OTHER: (_other, "Your words: "),
    Asking.SECTIONS: (lambda _: ("Type the number of a section, or a question's id. Enter goes back.",), "Section: "),
    Asking.REVIEW: (lambda _: ("Type a number to change that answer. Enter goes on.",), "Change: "),
    Asking.LESSONS: (_lessons, "Lesson: "),
    Asking.FINISHED: (lambda _: (), ""),
}


def help_message(state: InterviewState) -> Message:
    """What a question mark gives: the help of the question that is asked, then the commands."""
    if state.place.asking not in AT_QUESTION:
        return Message(MessageKind.HELP, command_lines())
    about = _question_help(state, state.question)
    return Message(MessageKind.HELP, (*about, "", *command_lines(state.question)))


def _question_help(state: InterviewState, question: Question) -> Iterator[str]:
    yield f"This question's id: {question.id}"
    if question.why:
        yield f"Why we ask: {question.why}"
    if question.help:
        yield question.help
    meanings = [f"  {pick.key}. {ended(pick.label)} {pick.help}" for pick in question.type.picks() if pick.help]
    if meanings:
        yield "What the answers mean:"
        yield from meanings
    if question.evidence:
        yield f"What counts as evidence: {question.evidence}"
    if question.evidence_counts:
        yield "The top level counts one level lower without evidence."
    if question.not_applicable:
        yield "You may say that this does not apply, with a reason: :na"
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
    dealt_with = sum(part.dealt_with for part in progress(state, statuses_of(state)))
    if dealt_with:
        yield f"Welcome back. Your answers to {counted(dealt_with, 'question')} are kept."
