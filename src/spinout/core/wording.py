"""Small words of error messages: what was found, what is allowed, and the nearest word."""

from collections.abc import Iterable
from decimal import Decimal

LONGEST = 60


def as_written(number: int | Decimal) -> str:
    """A number in the digits it was written with, never with an exponent."""
    return str(number) if isinstance(number, int) else format(number, "f")


def found(value: object) -> str:
    """What stood in the file, short enough for one line and safe for a terminal."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return as_written(value)
        case str():
            return f'"{shortened(value)}"'
        case list() | tuple():
            return "an empty list" if not value else "a list"
        case dict():
            return "an empty mapping" if not value else "a mapping"
        case _:
            return type(value).__name__


def shortened(text: str) -> str:
    """A text on one line, cut at LONGEST characters, with what cannot be printed escaped."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return line if len(line) <= LONGEST else line[: LONGEST - 3] + "..."


def listed(words: Iterable[str], *, most: int = 12) -> str:
    """Words parted by commas, each short and safe for a terminal; beyond `most` they are counted."""
    every = [shortened(word) for word in words]
    text = ", ".join(every[:most])
    return text if len(every) <= most else f"{text} and {len(every) - most} more"


def allowed(words: Iterable[str], *, most: int = 30) -> str:
    """A sentence of all that is allowed."""
    text = listed(words, most=most)
    return f"Allowed: {text}." if text else "None is defined here."


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word that looks most like the one found, or None where none is near."""
    from difflib import get_close_matches

    every = list(words)
    folded = {w.casefold(): w for w in every}
    near = get_close_matches(word.casefold().strip()[:200], list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A sentence that names the nearest word, or an empty text."""
    near = nearest(word, words)
    return f'Did you mean "{near}"?' if near else ""
