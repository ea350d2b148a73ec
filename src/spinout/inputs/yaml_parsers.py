"""The parsers of PyYAML: the one of its C part, and the slow one in Python where that is missing.

The one in Python takes a little less than libyaml does. What people write is brought into line
here, so that a file reads alike on every machine: a question mark inside brackets, and a tab
between words.
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
        """Pass over blanks and comments, and over tabs where no key may begin."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()
