"""The commands of the interview: one table with a row for each."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from spinout.core.blankness import seen
from spinout.core.interview.texts import Refused, refused
from spinout.core.wording import did_you_mean, found


class Command(StrEnum):
    """What can be asked for in place of an answer."""

    HELP = "?"
    BACK = ":b"
    SKIP = ":s"
    DONT_KNOW = ":d"
    NOT_APPLICABLE = ":na"
    EVIDENCE = ":e"
    NOTE = ":n"
    LIST = ":l"
    REVIEW = ":r"
    QUIT = ":q"


WORDS: Mapping[Command, str] = {
    Command.HELP: "why we ask, help, what counts as evidence, and these commands",
    Command.BACK: "back: take the last step back",
    Command.SKIP: "skip for now",
    Command.DONT_KNOW: "I don't know",
    Command.NOT_APPLICABLE: "this does not apply to us (you give the reason)",
    Command.EVIDENCE: "name the evidence",
    Command.NOTE: "add a note",
    Command.LIST: "the sections, what is open in each, and a jump to one",
    Command.REVIEW: "review all answers and change any",
    Command.QUIT: "save and leave; come back at any time",
}
LONG = {
    ":back": Command.BACK,
    ":skip": Command.SKIP,
    ":dont-know": Command.DONT_KNOW,
    ":not-applicable": Command.NOT_APPLICABLE,
    ":evidence": Command.EVIDENCE,
    ":note": Command.NOTE,
    ":list": Command.LIST,
    ":review": Command.REVIEW,
    ":quit": Command.QUIT,
    ":?": Command.HELP,
    ":help": Command.HELP,
}
KNOWN: Mapping[str, Command] = {**{command.value: command for command in Command}, **LONG}
TAKES_TEXT = frozenset({Command.NOT_APPLICABLE, Command.EVIDENCE, Command.NOTE, Command.LIST, Command.REVIEW})
"""Commands that may have their text behind them, as in `:e Minutes of 3 May`."""


class Typed(Struct, frozen=True):
    """A line: a command with the text behind it, or text alone."""

    text: str
    command: Command | None = None


def typed(line: str) -> Typed | Refused:
    """Tell a command from a text; two colons begin a text that begins with one."""
    text = seen(line)
    if text.startswith("::"):
        return Typed(text[1:])
    if text != Command.HELP and not text.startswith(":"):
        return Typed(text)
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


def command_lines() -> tuple[str, ...]:
    """Every command with what it does."""
    return (
        "You can type these at any question:",
        *(f"  {command.value.ljust(3)} {words}" for command, words in WORDS.items()),
        "Enter alone keeps the present answer. A text that begins with a colon is typed with two.",
    )
