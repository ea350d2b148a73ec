"""The parsers of PyYAML: the one of its C part, and the slow one in Python where that is missing.

The one in Python takes a little less than libyaml does. What people write is brought into line
here, so that a file reads alike on every machine: a question mark inside brackets, a tab between
words, and a byte order mark at the start of a line.
"""

from typing import Any

import yaml


def parser_of(text: str) -> Any:
    """A parser that gives the events of a text."""
    return yaml.CLoader(text) if hasattr(yaml, "CLoader") else SlowLoader(text)


class SlowLoader(yaml.Loader):
    """Reads events as libyaml would."""

    _in_plain = False

    def peek(self, index: int = 0) -> str:
        """The character ahead; a question mark ends no plain text, inside brackets either."""
        character = super().peek(index)
        return "x" if self._in_plain and character == "?" else str(character)

    def scan_plain(self) -> yaml.ScalarToken:
        """Scan a plain scalar."""
        self._in_plain = True
        try:
            return super().scan_plain()
        finally:
            self._in_plain = False

    def scan_to_next_token(self) -> None:
        """Pass over blanks and comments, over tabs where no key may begin, and over marks of byte order."""
        super().scan_to_next_token()
        while self._may_pass_over(self.peek()):
            self.forward()
            self.column = max(self.column, 1)  # libyaml counts a mark as a column
            super().scan_to_next_token()

    def _may_pass_over(self, character: str) -> bool:
        if character == "\ufeff":
            return bool(self.column == 0)
        return character == "\t" and bool(self.flow_level or not self.allow_simple_key)
