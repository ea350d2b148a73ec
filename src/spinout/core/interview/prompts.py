"""What is asked at each place of an interview, the commands, and the help that a question mark gives there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from spinout.core.answers import Answer
from spinout.core.conditions import State as Stands
from spinout.core.interview.extents import extent_lines
from spinout.core.interview.pace import time_left
from spinout.core.interview.reviews import answer_said, section_picks
from spinout.core.interview.route import review_numbers, shown_in, statuses_of, still_to_ask
from spinout.core.interview.states import BY_NAME, Asking, InterviewState, Prompt, PromptLine, Role, shown
from spinout.core.kinds.options import NotTaken, Pick, begins_with, refused
from spinout.core.wording import did_you_mean, found, seen


class Command(StrEnum):
    """What can be asked for in place of an answer."""

    HELP = "?"
    MORE_HELP = "??"
    COMMANDS = ":h"
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
    Command.HELP: (":?", "why we ask, what counts as evidence, and what the answers mean"),
    Command.MORE_HELP: (":??", "all help with a question, with its sources and the law"),
    Command.COMMANDS: (":help", "these commands"),
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


Lines = Iterator[str | PromptLine]


class Typed(Struct, frozen=True):
    """A line: a command with the text behind it, or text alone."""

    text: str
    command: Command | None = None


def typed(line: str) -> Typed | NotTaken:
    """Tell a command from a text; two colons begin a text that begins with one."""
    text = seen(line)
    if text.startswith("::"):
        return Typed(text[1:])
    if text not in (Command.HELP, Command.MORE_HELP) and not text.startswith(":"):
        return Typed(text)
    if text.startswith(": "):
        text = f":{text[1:].lstrip()}"
    word, _, rest = text.partition(" ")
    command = KNOWN.get(word.casefold())
    if command is None:
        return refused(
            f"There is no command {found(word)}.",
            did_you_mean(word, KNOWN),
            "Type :h for the commands. A text that begins with a colon is typed with two.",
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


def prompt(state: InterviewState) -> Prompt:
    """The lines to show for what is asked now, and the text before the cursor."""
    if state.held is not None:
        return Prompt((), "Keep? ")
    asking = state.place.asking
    lines, text = PROMPTS[asking]
    asked = [said if isinstance(said, PromptLine) else PromptLine(said) for said in lines(state)]
    question = next((place for place, said in enumerate(asked) if said.role is Role.QUESTION), None)
    hints = tuple(place for place, said in enumerate(asked) if said.role is Role.HINT)
    apart = not state.place.once and not _follows(state)
    return Prompt(tuple(said.text for said in asked), text, question, hints, apart=apart)


EVERY = 5
"""After so many questions it is said again where one is."""


def _follows(state: InterviewState) -> bool:
    """Whether a question is just the next one of its section."""
    asking, trail = state.place.asking, state.moment.trail
    if asking is not Asking.QUESTION or state.essentials or not trail:
        return False
    numbers, questions = review_numbers(statuses_of(state)), state.questionnaire.questions
    number, before = numbers.get(state.question.id, 0), trail[-1].about or ""
    if before not in questions or questions[before].section != state.question.section:
        return False
    return numbers.get(before) == number - 1


def _number(state: InterviewState) -> int:
    """What a question is called by everywhere; of the essentials, which of those that are asked it is."""
    numbers = review_numbers(statuses_of(state))
    return _nth(state) if state.essentials else numbers.get(state.question.id, len(numbers))


def _nth(state: InterviewState) -> int:
    every = statuses_of(state).values()
    done = [s for s in every if s.shown and s.state is not Stands.UNANSWERED and s.question.id != state.question.id]
    return len(done) + 1


def place_in_words(state: InterviewState) -> str:
    """Where a question stands: "Question 19 of 66, Member mix, about 30 minutes left at your pace".

    Within a section its name is not said again.
    """
    section = state.questionnaire.section(state.question.section)
    numbers = review_numbers(statuses_of(state))
    number, left = _number(state), still_to_ask(state)
    if state.essentials:
        called = f"{Command.REVIEW.value} {numbers.get(state.question.id, len(numbers))}"
        more = f"some {left} to go" if left > 1 else "perhaps the last"
        place = f"Question {number}, {more}, {section.title} ({called})"
    else:
        place = f"Question {number} of {len(numbers)}" + ("" if _follows(state) else f", {section.title}")
    time = time_left(state.pace, left)
    return f"{place}, {time} at your pace" if time else place


def _header(state: InterviewState) -> Lines:
    field = BY_NAME[state.place.about or ""]
    yield PromptLine(field.ask, Role.QUESTION)
    yield PromptLine(field.help, Role.HINT)
    if (present := getattr(state.answers, field.name)) is not None:
        yield f"So far: {shown(present)}. Enter keeps it."


def _question(state: InterviewState) -> Lines:
    question, answer = state.question, state.answers.of(state.question.id)
    section = state.questionnaire.section(question.section)
    if not state.essentials and section.intro and shown_in(section, statuses_of(state))[:1] == (question.id,):
        yield section.intro
    if not _follows(state) or _number(state) % EVERY == 0:
        yield PromptLine(place_in_words(state), Role.HINT)
    # Of the essentials the number is which of them it is, and no name to call it by.
    yield PromptLine(question.ask if state.essentials else f"{_number(state)}. {question.ask}", Role.QUESTION)
    yield from question.type.lines()
    if not _is_known(state, question.type.how()):
        yield PromptLine(question.type.how(), Role.HINT)
    if answer.value is not None or answer.unknown or answer.reason is not None:
        yield from answer_said(question, answer)
        yield PromptLine("Enter keeps this.", Role.HINT)
        return
    if question.not_applicable:
        yield PromptLine("If this does not apply to you: :na", Role.HINT)
    yield from _beside(answer)


def _is_known(state: InterviewState, how: str) -> bool:
    """Whether a person was told often enough in this session how to answer: the first times, where there is a list."""
    return bool(state.question.type.picks()) and state.told.count(how) >= OFTEN


OFTEN = 1
"""So many times it is said how to choose from a list; `?` says it again."""


def _beside(answer: Answer) -> Lines:
    """What stands beside an answer that is not there yet."""
    if answer.evidence is not None:
        yield f"Evidence so far: {shown(answer.evidence)}"
    if answer.note is not None:
        yield f"Note so far: {shown(answer.note)}"


def _evidence(state: InterviewState) -> Lines:
    question, answer = state.question, state.answers.of(state.question.id)
    once = answer.value if state.place.once else None
    if once is None:
        if question.evidence:
            yield f"What counts: {question.evidence}"
        yield from _text_beside(state, answer.evidence, "evidence")
        return
    yield f"Without evidence this counts as {question.type.words(question.effective(once, evidence=False))}."
    said = f"Name the evidence: {question.evidence}" if question.evidence else "Name the evidence."
    yield f"{said} Enter goes on without it."


def _other(state: InterviewState) -> Lines:
    question, answer = state.question, state.answers.of(state.question.id)
    yield from (f"{option.label}: which?" for option in question.type.options if option.other)
    if answer.other is None:
        yield "Say it in a few words. Enter goes on without."
    else:
        yield f"So far: {shown(answer.other)}. Enter keeps it, a single minus sign takes it out."


def _text_beside(state: InterviewState, present: str | None, word: str) -> Lines:
    yield PromptLine(state.question.ask, Role.QUESTION)
    if present is None:
        yield f"Type the {word}. Enter goes back without."
    else:
        yield f"So far: {shown(present)}"
        yield f"Type the {word} anew. Enter keeps it, a single minus sign takes it out."


def _sections(_state: InterviewState) -> Lines:
    yield "Type the number of a section, or q and that of a question, such as q19. Enter goes back."


def _review(state: InterviewState) -> Lines:
    open_ones = sum(1 for each in statuses_of(state).values() if each.state is Stands.UNANSWERED)
    rest = f" all asks the other {open_ones}." if state.essentials and open_ones else ""
    yield f"Type a number to change that answer.{rest} Enter goes on."


def _lessons(state: InterviewState) -> Lines:
    yield PromptLine("What could others learn from you? It is kept with your answers.", Role.QUESTION)
    yield PromptLine("A question's id and a colon may come first. Enter alone ends the interview.", Role.HINT)
    yield from (
        f"  {lesson.question + ': ' if lesson.question else ''}{shown(lesson.text)}" for lesson in state.answers.lessons
    )
    if state.answers.lessons:
        yield "A single minus sign takes the last one out."


PROMPTS: Mapping[Asking, tuple[Callable[[InterviewState], Iterable[str | PromptLine]], str]] = {
    Asking.HEADER: (_header, "Answer: "),
    Asking.EXTENT: (extent_lines, "Answer: "),
    Asking.QUESTION: (_question, "Answer: "),
    Asking.REASON: (lambda s: (s.question.ask, "Why does this not apply? :s leaves it as it was."), "Reason: "),
    Asking.EVIDENCE: (_evidence, "Evidence: "),
    Asking.NOTE: (lambda s: _text_beside(s, s.answers.of(s.question.id).note, "note"), "Note: "),
    Asking.OTHER: (_other, "Your words: "),
    Asking.SECTIONS: (_sections, "Section: "),
    Asking.REVIEW: (_review, "Change: "),
    Asking.LESSONS: (_lessons, "Lesson: "),
    Asking.FINISHED: (lambda _: (), ""),
}
