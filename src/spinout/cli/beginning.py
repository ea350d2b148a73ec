"""Which file an interview goes on with, where the command line names none."""

from datetime import date
from typing import TYPE_CHECKING

from spinout.cli.lines import Dialogue
from spinout.core.wording import found

if TYPE_CHECKING:
    from spinout.use_cases.begun import Begun
    from spinout.use_cases.questionnaires import Loaded

LEAVES = frozenset({":q", ":quit", "quit", "exit"})


class Left(Exception):  # noqa: N818 - nothing is wrong
    """The person leaves before anything is begun."""


def chosen(loaded: "Loaded", lines: Dialogue, respondent: str | None) -> str | None:
    """The file to go on with, of those in this folder; None where a new one is to be begun.

    Raises Left.
    """
    there = _begun(loaded, respondent) if respondent else _every(loaded)
    if not there:
        return None
    numbered = {str(number): each for number, each in enumerate(there, 1)}
    lines.show("Answers in this folder:", *(f"  {number}. {told(each)}" for number, each in numbered.items()))
    lines.show("A number goes on with that file. Enter begins a new one.")
    while True:
        typed = lines.ask("File: ")
        word = ":q" if typed is None else typed.strip()
        if word.casefold() in LEAVES:
            raise Left
        if not word:
            return None
        if word in numbered:
            return numbered[word].path
        lines.show(f"Not taken. Found {found(word)}. Type a number from 1 to {len(there)}, or Enter for a new file.")


def about(loaded: "Loaded", service: str, respondent: str | None) -> "Begun | None":
    """A file of the same respondent in this folder about a service; None where there is none."""
    return next((each for each in _begun(loaded, respondent) if each.is_about(service)), None)


def told(begun: "Begun") -> str:
    """A file, what it is about, and how far it is."""
    said = [begun.service or "a service without a name", f"{begun.answered} of {begun.asked} answered"]
    said += [f"by {begun.respondent}"] if begun.respondent else []
    said += [f"{_day(begun.date)}"] if begun.date else []
    return f"{begun.path}: {', '.join(said)}"


def _day(written: str) -> str:
    """A date as people write it; as it stands where it is none."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day.day} {day:%B %Y}"


def _every(loaded: "Loaded") -> "tuple[Begun, ...]":
    from spinout.use_cases.begun import begun_in

    return begun_in(".", loaded)


def _begun(loaded: "Loaded", respondent: str | None) -> "tuple[Begun, ...]":
    """Those by a respondent; who does not say who they are is the first."""
    known = loaded.questionnaire.respondents
    first = known[0].id if known else None
    return tuple(each for each in _every(loaded) if (each.respondent or first) == (respondent or first))
