"""Free text and dates, which are never scored."""

import re
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types.base import QuestionType, Value, Wrong
from spinout.core.wording import as_written, found

DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def is_date(text: str) -> bool:
    """Whether a text is a day that exists, as YYYY-MM-DD."""
    if not DATE_FORM.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class FreeText(QuestionType, frozen=True):
    """Any text."""

    name: ClassVar[str] = "text"
    fields: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_fields(cls, cursor: Cursor) -> Self:  # noqa: ARG003 - it has no fields
        """A text has no fields of its own."""
        return cls()

    @property
    def scored(self) -> bool:
        """A text has no score."""
        return False

    def read(self, raw: object) -> Value | Wrong:
        """Text; a number is taken as it is written."""
        match raw:
            case bool():
                return Wrong(Code.WRONG_ANSWER, f"Found {found(raw)} where text belongs.", "Put the text in quotes.")
            case int() | Decimal():
                return as_written(raw)
            case str():
                return raw
            case _:
                return Wrong(Code.WRONG_ANSWER, f"Found {found(raw)} where text belongs.", f"Write {self.allowed()}.")

    def read_words(self, text: str) -> object:
        """Text stays text."""
        return text

    def words(self, value: Value) -> str:
        """The text itself."""
        return str(value)

    def allowed(self) -> str:
        """Any text."""
        return "text"


class Date(FreeText, frozen=True):
    """A day."""

    name: ClassVar[str] = "date"

    def read(self, raw: object) -> Value | Wrong:
        """A day that exists, as YYYY-MM-DD."""
        if isinstance(raw, str) and is_date(raw):
            return raw
        code = Code.BAD_DATE if isinstance(raw, str) else Code.WRONG_ANSWER
        return Wrong(code, f"Found {found(raw)}, which is no date.", f"Write {self.allowed()}.")

    def allowed(self) -> str:
        """A day."""
        return "a date as YYYY-MM-DD, such as 2026-11-23"
