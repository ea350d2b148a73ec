"""Comments of YAML that stand where a text does: behind it on its line, or in its place.

Whoever writes `evidence: #4 of the minute book` means a text, and YAML reads none. What is a comment
is not worked out anew here: the parser says where each value begins and ends, and what stands between
two of them is blanks, signs and comments.
"""

import re
from collections.abc import Callable
from typing import Any

from spinout.core.problems import Path
from spinout.inputs.documents import Comment, LineStarts

BEHIND = re.compile(r"[ \t]*+,?[ \t]*+(#[^\r\n]*+)")
"""What follows a value; the comma parts it from the next in brackets."""
HEADER = re.compile(r"[|>][-+0-9]*+[ \t]++(#[^\r\n]*+)")
"""The line on which a text of several lines is announced."""
INSTEAD = re.compile(r"[ \t]*+(?::[ \t]*+|(?:-[ \t]++)++)(#[^\r\n]*+)")
"""What follows a key, or the dash of an item, where a value may begin."""
LATER = re.compile(r"^[ \t]*+(?:-[ \t]++)++(#[^\r\n]*+)", re.MULTILINE)
"""The same of an item, in lines that follow."""
MISSING = re.compile(r"[ \t]*+(#[^\r\n]*+)")
"""What stands where a value is missing."""


class CommentFinder:
    """Finds those comments while the events of a text go by."""

    def __init__(self, text: str) -> None:
        self.found: list[Comment] = []
        self.wanted = _beside_something(text)
        self._text = text
        self._lines: LineStarts | None = None
        self._before = 0
        """Where the event before ended, or began where it opens a list or a mapping."""

    def passed(self, event: Any, *, opens: bool = False) -> None:
        """Note an event that is dealt with."""
        self._before = event.start_mark.index if opens else event.end_mark.index

    def at_value(self, event: Any, path: Callable[[], Path]) -> None:
        """Look before and behind a value that is no list and no mapping."""
        text, before, start = self._text, self._before, event.start_mark.index
        if not event.style and event.value == "":
            self._keep(INSTEAD.match(text, before) or MISSING.match(text, start), path)
            return
        self._keep(INSTEAD.match(text, before, start) or LATER.search(text, before, start), path)
        folded = event.style in ("|", ">")
        self._keep(HEADER.match(text, start) if folded else BEHIND.match(text, event.end_mark.index), path)

    def _keep(self, match: re.Match[str] | None, path: Callable[[], Path]) -> None:
        if match is None:
            return
        if self._lines is None:
            self._lines = LineStarts(self._text)
        self.found.append(Comment(path(), self._lines.place(match.start(1)), match[1]))


def _beside_something(text: str) -> bool:
    """Whether any line has a `#` with something before it; most texts have none, and need not be looked through."""
    at = text.find("#")
    while at >= 0:
        if text[text.rfind("\n", 0, at) + 1 : at].strip():
            return True
        end = text.find("\n", at)
        at = text.find("#", end) if end >= 0 else -1
    return False
