"""Free text and dates, which are never scored."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Self

from spinout.core.conditions import Comparison, Value
from spinout.core.cursor import Cursor
from spinout.core.kinds.base import Entry, Kind
from spinout.core.kinds.options import NotTaken, Wrong, refused
from spinout.core.problems import Code
from spinout.core.wording import as_written, day_in_words, found, without_last_line_end

BRITISH_DATE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\Z", re.ASCII)
DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def is_date(text: str) -> bool:
    """Whether a text is a day that exists, as YYYY-MM-DD."""
    with suppress(ValueError):
        return bool(DATE_FORM.match(text) and date.fromisoformat(text))
    return False


def day_meant(text: str) -> str:
    """A question that names the day which a text writes as Britons do; empty where it writes none."""
    match = BRITISH_DATE.match(text)
    near = "" if match is None else f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
    return f"Did you mean {near}?" if is_date(near) else ""


class Text(Kind, frozen=True):
    """Any text."""

    name: ClassVar[str] = "text"
    entry: ClassVar[Entry] = Entry.WORDS
    own_words: ClassVar[bool] = True
    sample: ClassVar[str] = "-"
    """An answer that stands for all: nothing tells them apart."""
    fields: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self:  # noqa: ARG003 - it has no fields
        """A text has no fields of its own."""
        return cls()

    @property
    def scoring(self) -> object:
        """A text has no score."""
        return None

    def samples(self, asked: Sequence[Comparison]) -> Iterable[Value]:  # noqa: ARG002
        """One stands for all."""
        return (self.sample,)

    def read(self, raw: object) -> Value | Wrong:
        """Text; a number is taken as it is written."""
        if isinstance(raw, str):
            return without_last_line_end(raw)
        if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            return as_written(raw)
        hint = "Put the text in quotes." if isinstance(raw, bool) else f"Write {self.allowed()}."
        return Wrong(Code.WRONG_ANSWER, f"Found {found(raw)} where text belongs.", hint)

    def words(self, value: Value) -> str:
        """The text itself."""
        return str(value)

    def allowed(self) -> str:
        """Any text."""
        return "text"

    def how(self) -> str:
        """In a line."""
        return "Type your answer in a line."

    def spread(self, values: Sequence[Value]) -> Fraction | None:  # noqa: ARG002
        """Different words are no dispute."""
        return None


class Date(Text, frozen=True):
    """A day."""

    name: ClassVar[str] = "date"
    entry: ClassVar[Entry] = Entry.DAY
    own_words: ClassVar[bool] = False
    sample: ClassVar[str] = "2000-01-01"

    def read(self, raw: object) -> Value | Wrong:
        """A day that exists, as YYYY-MM-DD."""
        if isinstance(raw, str) and is_date(raw):
            return raw
        code = Code.BAD_DATE if isinstance(raw, str) else Code.WRONG_ANSWER
        meant = day_meant(raw.strip()) if isinstance(raw, str) else ""
        return Wrong(code, f"Found {found(raw)}, which is no date.", f"{meant} Write {self.allowed()}.".lstrip())

    def told(self, value: Value) -> str:
        """The day with its month in words."""
        return day_in_words(str(value))

    def how(self) -> str:
        """In figures."""
        return f"Type {self.allowed()}."

    def typed(self, text: str) -> Value | NotTaken:
        """A day as YYYY-MM-DD; a day written otherwise is shown that way, and not guessed."""
        value = self.read(text)
        if not isinstance(value, Wrong):
            return value
        return refused(value.message, day_meant(text), self.how())

    def spread(self, values: Sequence[Value]) -> Fraction | None:
        """Alike or not."""
        return Kind.spread(self, values)

    def allowed(self) -> str:
        """A day."""
        return "a date as YYYY-MM-DD, such as 2026-11-23"
