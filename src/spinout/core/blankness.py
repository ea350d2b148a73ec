"""Whether anything of a text can be seen: the one place that says what is blank."""

from functools import lru_cache

UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Fillers and selectors of variants, which are letters and marks by their category, and leave no trace."""


def is_blank(text: str) -> bool:
    """Whether a text has nothing but spaces, and characters that cannot be seen."""
    for character in text:
        if character.isprintable() and character != " " and character not in UNSEEN:
            return False
    return all(map(_leaves_no_trace, text))


def seen(text: str) -> str:
    """A text without the space around it; empty where nothing of it can be seen."""
    stripped = text.strip()
    return stripped if stripped.isascii() or not is_blank(stripped) else ""


@lru_cache(maxsize=1024)
def _leaves_no_trace(character: str) -> bool:
    from unicodedata import category

    number = ord(character)
    if character in UNSEEN or character.isspace() or category(character) in ("Cf", "Zs", "Zl", "Zp"):
        return True
    # Places that never become characters; others without one today may be seen tomorrow.
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
