"""Texts that a person types: which are refused, and how one that begins with a colon is typed."""

from unicodedata import category

from msgspec import Struct

MOST_LETTERS = 20_000
LONGEST_SHOWN = 300


class Refused(Struct, frozen=True):
    """Why a line was not taken: what was found, and what is allowed."""

    lines: tuple[str, ...]


def refused(*lines: str) -> Refused:
    """A refusal; blank lines are left out."""
    return Refused(tuple(line for line in lines if line))


def trouble_in(line: str) -> Refused | None:
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


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"
