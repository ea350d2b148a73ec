"""The data of an interview: where the person is, the header, the answers, and what *back* and *undo* need."""

from collections.abc import Mapping
from enum import StrEnum
from unicodedata import category

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.kinds import Kind, Value
from spinout.core.kinds.options import Meant, NotTaken, refused
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.wording import is_blank


class Field(Struct, frozen=True):
    """One line of the header: its field, the word it is called by, and how it is asked for."""

    name: str
    word: str
    ask: str
    help: str


FIELDS = (
    Field("service", "service", "What is the service called?", "As people know it, such as Adventure playgrounds."),
    Field("organisation", "organisation", "Which organisation runs it now?", "Such as Example Borough Council."),
    Field(
        "completed_by",
        "role",
        "What is your role?",
        "Such as Service lead. Give a role, never a name: the file is passed on and printed, and a role is enough.",
    ),
)
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}


def next_missing(answers: Answers, after: str | None = None) -> str | None:
    """The next field of the header that is not given, from the top or after another."""
    names = [field.name for field in FIELDS]
    start = 0 if after is None else names.index(after) + 1
    return next((name for name in names[start:] if getattr(answers, name) is None), None)


class Extent(StrEnum):
    """How much is asked: what settles the verdict, soonest first and no further, or everything in file order."""

    ESSENTIALS = "essentials"
    EVERYTHING = "everything"


class MessageKind(StrEnum):
    """What a message is, so that a screen may decorate it; the words alone say everything."""

    HEADING = "heading"
    TEXT = "text"
    TAKEN = "taken"
    WRONG = "wrong"
    HELP = "help"
    LIST = "list"
    REVIEW = "review"
    RESULT = "result"
    CLASH = "clash"


class Message(Struct, frozen=True):
    """Lines to say. They hold text that people wrote, and nothing in it is markup."""

    kind: MessageKind
    lines: tuple[str, ...]


class Role(StrEnum):
    """What a line of a prompt is, where a screen may decorate it."""

    QUESTION = "question"
    HINT = "hint"


class PromptLine(Struct, frozen=True):
    """A line of a prompt."""

    text: str
    role: Role | None = None


class Prompt(Struct, frozen=True):
    """What is asked: lines to show when the question is new, and the text before the cursor.

    `asks` is the number of the line, from 0, that is the question itself; `hints` are those that say how to answer,
    so that a screen may decorate both. `apart` is False where it follows right on what stands above it.
    """

    lines: tuple[str, ...]
    text: str
    asks: int | None = None
    hints: tuple[int, ...] = ()
    apart: bool = True


class Asking(StrEnum):
    """What the next line is taken as."""

    HEADER = "header"
    EXTENT = "extent"
    QUESTION = "question"
    REASON = "reason"
    EVIDENCE = "evidence"
    NOTE = "note"
    OTHER = "other"
    SECTIONS = "sections"
    REVIEW = "review"
    LESSONS = "lessons"
    FINISHED = "finished"


AT_QUESTION = frozenset({Asking.QUESTION, Asking.REASON, Asking.EVIDENCE, Asking.NOTE, Asking.OTHER})
"""Where a question is asked, or what stands beside its answer."""


class Onward(StrEnum):
    """Where a question leads once it is dealt with."""

    OPEN = "open"  # the next open question
    SECTION = "section"  # the next question of this section, answered or not
    REVIEW = "review"  # back to the review


class Place(Struct, frozen=True):
    """Where the person is.

    `about` is a question's id or a header's field. `home` is what was asked when the section
    list or the review was called; None where that was the end. `once` marks a text that is
    asked for after an answer, and not by the person. `back` is where the person was when a text
    for the question before was called for.
    """

    asking: Asking
    about: str | None = None
    onward: Onward = Onward.OPEN
    home: str | None = None
    once: bool = False
    back: "Place | None" = None


class Moment(Struct, frozen=True):
    """Everything that a step changes, and that *undo* restores.

    `passed` are the questions skipped in this session; `nudged` those whose evidence was asked for.
    `trail` are the places that were left behind, the last one last; `ahead` those that *back* came
    from, the next one last. `extent` is None until it is said how much is to be asked.
    """

    answers: Answers
    place: Place
    passed: frozenset[str] = frozenset()
    nudged: frozenset[str] = frozenset()
    trail: tuple[Place, ...] = ()
    ahead: tuple[Place, ...] = ()
    extent: Extent | None = Extent.EVERYTHING


class Settings(Struct, frozen=True):
    """What the person asked for on the command line. `date` is today's, given from outside.

    `new` says that the document is new, so that its header is asked for. Where `extent` is None and somebody sits
    at a terminal, `asks_extent`, they are asked how much is to be asked; elsewhere that is everything.
    """

    stage: str | None = None
    date: str | None = None
    respondent: str | None = None
    new: bool = False
    extent: Extent | None = None
    asks_extent: bool = False


class Undo(Struct, frozen=True):
    """The moment that *undo* leads to: before the last change, or where `again`, back to it."""

    moment: Moment
    again: bool = False


class Pending(Struct, frozen=True):
    """A line that is taken once the person says so. One that was `pasted` makes way for no other line."""

    line: str
    pasted: bool = False


class Pace(Struct, frozen=True):
    """The seconds that each answer took in this session, and when the last of them was given, by the clock given."""

    seconds: tuple[float, ...] = ()
    since: float | None = None


NO_PACE = Pace()


class InterviewState(Struct, frozen=True):
    """An interview. `undo` is where the last change of this session can be undone to.

    `just` is the question that the last line answered, to which evidence and notes belong until
    another line comes. `held` is a line that the person is asked about. `short` says that the
    questionnaire is the short form of a respondent, so that no verdict is told. `pace` is how quickly answers
    come, `told` how the questions that were asked are answered, each time that it was said.
    """

    questionnaire: Questionnaire
    settings: Settings
    moment: Moment
    undo: Undo | None = None
    just: str | None = None
    held: Pending | None = None
    short: bool = False
    pace: Pace = NO_PACE
    told: tuple[str, ...] = ()

    @property
    def answers(self) -> Answers:
        """The answers so far."""
        return self.moment.answers

    @property
    def place(self) -> Place:
        """Where the person is."""
        return self.moment.place

    @property
    def essentials(self) -> bool:
        """Whether only what settles the verdict is asked."""
        return self.moment.extent is Extent.ESSENTIALS

    @property
    def question(self) -> Question:
        """The question that is asked, or whose reason, evidence or note is."""
        assert self.place.about is not None
        return self.questionnaire.questions[self.place.about]

    @property
    def finished(self) -> bool:
        """Whether nothing more is asked."""
        return self.place.asking is Asking.FINISHED


class Turn(Struct, frozen=True):
    """What a line made of a moment, and what is said of it.

    `gave` is the question that it answered, or put a text beside. `held` is a line to ask about.
    `back` says that it went back, so that the place that was left lies ahead.
    """

    moment: Moment
    messages: tuple[Message, ...] = ()
    gave: str | None = None
    held: Pending | None = None
    back: bool = False


class Step(Struct, frozen=True):
    """What a line made of a state.

    `changed` says that the answers are to be saved, `moved` that the prompt's lines are to be
    shown again, `finished` that no further line is wanted.
    """

    state: InterviewState
    messages: tuple[Message, ...]
    changed: bool
    moved: bool
    finished: bool


def wrong(state: InterviewState, *lines: str) -> Turn:
    """A line that was not taken: what was found, and what is allowed."""
    return Turn(state.moment, (Message(MessageKind.WRONG, tuple(filter(None, lines))),))


# what is typed and shown

MOST_LETTERS = 20_000
LONGEST_SHOWN = 300


def trouble_in(line: str) -> NotTaken | None:
    """Why no part of a line can be used; None where it can."""
    for character in line:
        kind = category(character)
        if kind == "Cs" or (kind == "Cc" and character != "\t"):
            return refused(
                f"Found U+{ord(character):04X}, a character that no answer may hold.",
                "Type the line again without it. It may come from an arrow key or from pasted text.",
            )
    if len(line) > MOST_LETTERS:
        return refused(f"Found {len(line):,} letters. At most {MOST_LETTERS:,} are kept. Shorten the text.")
    return None


def shown(text: str) -> str:
    """A text cut for a list, with its length where it was cut."""
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}... ({len(text):,} letters)"


def read_typed(kind: Kind, text: str) -> Value | Meant | NotTaken:
    """The answer that a typed text gives, or why it gives none."""
    trouble = trouble_in(text)
    if trouble is not None:
        return trouble
    return refused("Found nothing.", kind.how()) if is_blank(text) else kind.typed(text.strip())
