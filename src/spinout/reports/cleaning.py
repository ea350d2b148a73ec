"""Take out of a text what no reader can see and what can deceive one.

Control characters, escape sequences' first byte, marks that turn the direction of writing, and
characters without width go; other ends of lines become plain ones. It escapes nothing.
"""

import re

BLANK = "[blank]"

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def cleaned(text: str) -> str:
    """A text without what is unseen; a marked blank where nothing else stood in it."""
    if text.isascii() and text.isprintable():
        return text
    lines = _LINE_ENDS.sub("\n", text)
    kept = _SURROGATES.sub("\ufffd", _UNSEEN.sub("", lines))
    return kept if kept.strip() or not text else BLANK


def on_one_line(text: str) -> str:
    """A cleaned text with every run of white space made one space."""
    return " ".join(cleaned(text).split())
