"""A place in a document that is being read: its value, its path, and what is wrong with it.

Every reader of the core walks plain data with cursors, so that each rule about shape (a field
that is missing, unknown, of the wrong type or blank) is written once and told with its path.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from spinout.core.problems import Code, Path, Problem, ProblemList
from spinout.core.wording import allowed as allowed_words
from spinout.core.wording import as_written, did_you_mean, found, is_blank, listed

FRACTION_FORM = re.compile(r"(0|[1-9][0-9]{0,14})/([1-9][0-9]{0,14})\Z", re.ASCII)
ID_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
RESERVED = "dont-know"
MOST_GUESSES = 1000
"""So many problems get a nearest word; it takes time, and nobody reads on."""


class Cursor(Struct, frozen=True):
    """One value of a document, where it stands, and the list that its problems go to."""

    value: object
    problems: ProblemList
    path: Path = ()
    question: str | None = None

    def report(self, code: Code, message: str, hint: str = "", *, at_key: bool = False) -> None:
        """Tell a problem at this place."""
        self.problems.add(Problem(code, message, hint, self.question, self.path, at_key))

    def about(self, question: str) -> "Cursor":
        """The same place, its problems named after a question."""
        return Cursor(self.value, self.problems, self.path, question)

    def near(self, word: str, words: Iterable[str]) -> str:
        """A sentence that names the nearest word, or an empty text, as after very many problems."""
        return did_you_mean(word, words) if len(self.problems.found) < MOST_GUESSES else ""

    # mappings

    def fields(self, known: Iterable[str], *, needed: Iterable[str] = ()) -> bool:
        """Check that this is a mapping with known keys and the needed ones; tell what is not so."""
        if not isinstance(self.value, dict):
            self.report(
                Code.NOT_A_MAPPING,
                f"Found {found(self.value)} where a mapping of fields belongs.",
                _lines_with(known),
            )
            return False
        self._refuse_unknown(known)
        for name in needed:
            if self.value.get(name) is None:
                self.report(
                    Code.MISSING_FIELD,
                    f'The field "{name}" is missing or empty.',
                    f"Add a line `{name}: ...`.",
                )
        return True

    def _refuse_unknown(self, known: Iterable[str]) -> None:
        allowed = list(known)
        assert isinstance(self.value, dict)
        if all(key in allowed for key in self.value):
            return
        for key, child in self.entries():
            if key not in allowed:
                child.report(
                    Code.UNKNOWN_FIELD,
                    f'There is no field "{found(key)[1:-1]}" here.',
                    " ".join(filter(None, [self._meant(key, child, allowed), f"Allowed: {listed(allowed, most=30)}."])),
                    at_key=True,
                )

    def _meant(self, key: str, child: "Cursor", allowed: list[str]) -> str:
        """What a field that is unknown may have been: one spelt otherwise, or the end of a text with a comma."""
        near = self.near(key, allowed)
        cut = not near and child.value is None and any(isinstance(other, str) for _, other in self._pairs())
        return "Text with a comma in it stands in quotes here." if cut else near

    def _pairs(self) -> Iterable[tuple[str, object]]:
        return self.value.items() if isinstance(self.value, dict) else ()

    def entries(self) -> Iterator[tuple[str, "Cursor"]]:
        """Keys and values of this mapping; nothing where it is none."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Cursor(value, self.problems, (*self.path, key), self.question)

    def child(self, name: str) -> "Cursor | None":
        """The value under a key, or None where it is absent or null."""
        if not isinstance(self.value, dict) or self.value.get(name) is None:
            return None
        return Cursor(self.value[name], self.problems, (*self.path, name), self.question)

    # lists

    def items(self, *, least: int = 0, what: str = "item") -> list["Cursor"]:
        """The items of this list; anything else, or too few of them, is told."""
        if not isinstance(self.value, list):
            self.report(
                Code.WRONG_TYPE,
                f"Found {found(self.value)} where a list belongs.",
                f"Write a list: [{what}, ...].",
            )
            return []
        if len(self.value) < least:
            self.report(
                Code.TOO_FEW,
                f"The list has {len(self.value)} of at least {least} items." if self.value else "The list is empty.",
                f"Add another {what}." if self.value else f"Write a list: [{what}, ...].",
            )
        return [Cursor(v, self.problems, (*self.path, i), self.question) for i, v in enumerate(self.value)]

    def list_of(self, name: str, *, least: int = 0, what: str = "item") -> list["Cursor"]:
        """The items of the list under a key; none where the key is absent."""
        child = self.child(name)
        return [] if child is None else child.items(least=least, what=what)

    # single values

    def text(self) -> str | None:
        """A text that is not blank; a number is taken as it is written."""
        match self.value:
            case bool() | dict() | list() | None:
                self.report(
                    Code.WRONG_TYPE,
                    f"Found {found(self.value)} where text belongs.",
                    "Put the text in quotes." if isinstance(self.value, bool) else "Write plain text.",
                )
                return None
            case int() | Decimal() as number:
                return as_written(number)
            case str() as text if not is_blank(text):
                return text
        self.report(Code.BLANK_TEXT, "The text is blank.", "Write the text, or leave the field out.")
        return None

    def text_of(self, name: str) -> str | None:
        """The text under a key, or None where it is absent or wrong."""
        child = self.child(name)
        return None if child is None else child.text()

    def line(self) -> str | None:
        """A text for a label or a title, the ends of its lines made spaces."""
        text = self.text()
        return text if text is None or text.isprintable() else " ".join(text.split())

    def line_of(self, name: str) -> str | None:
        """The label or title under a key, or None where it is absent or wrong."""
        child = self.child(name)
        return None if child is None else child.line()

    def identifier(self) -> str | None:
        """An id: lower-case letters, digits and single hyphens, and not the reserved word."""
        text = self.text()
        if text is None:
            return None
        if not ID_FORM.match(text) or text == RESERVED:
            self.report(
                Code.BAD_ID,
                f"Found {found(text)}, which {'is reserved' if text == RESERVED else 'cannot be an id'}.",
                f"An id has lower-case letters, digits and single hyphens between them, such as {_as_id(text)}.",
            )
            return None
        return text

    def identifier_of(self, name: str) -> str | None:
        """The id under a key, or None where it is absent or wrong."""
        child = self.child(name)
        return None if child is None else child.identifier()

    def flag_of(self, name: str, *, default: bool) -> bool:
        """True or false under a key."""
        child = self.child(name)
        if child is None:
            return default
        if isinstance(child.value, bool):
            return child.value
        child.report(
            Code.WRONG_TYPE, f"Found {found(child.value)} where true or false belongs.", "Write one of the two."
        )
        return default

    def number(self, *, low: int | None = None, high: int | None = None) -> Fraction | None:
        """An exact number between two limits, both included."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.report(Code.WRONG_TYPE, f"Found {found(value)} where a number belongs.", _limits(low, high))
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            self.report(Code.OUT_OF_RANGE, f"Found {found(value)}, which is out of range.", _limits(low, high))
            return None
        return Fraction(value)

    def number_of(self, name: str, *, low: int | None = None, high: int | None = None) -> Fraction | None:
        """The number under a key, or None where it is absent or wrong."""
        child = self.child(name)
        return None if child is None else child.number(low=low, high=high)

    def score(self) -> Fraction | None:
        """A score from 0 to 1: an exact number, or a fraction of two whole numbers such as 2/3."""
        if isinstance(self.value, str):
            match = FRACTION_FORM.match(self.value)
            fraction = None if match is None else Fraction(int(match[1]), int(match[2]))
            if fraction is not None and fraction <= 1:
                return fraction
            code, what = (
                (Code.WRONG_TYPE, "where a score belongs")
                if fraction is None
                else (Code.OUT_OF_RANGE, "which is out of range")
            )
            self.report(
                code, f"Found {found(self.value)}, {what}.", "Write a number from 0 to 1, or a fraction such as 2/3."
            )
            return None
        return self.number(low=0, high=1)

    def score_of(self, name: str) -> Fraction | None:
        """The score under a key, or None where it is absent or wrong."""
        child = self.child(name)
        return None if child is None else child.score()

    def whole(self, *, low: int | None = None, high: int | None = None) -> int | None:
        """A whole number between two limits, both included."""
        number = self.number(low=low, high=high)
        if number is None:
            return None
        if number.denominator != 1:
            self.report(
                Code.WRONG_TYPE,
                f"Found {found(self.value)}, which is not a whole number.",
                _limits(low, high).replace("a number", "a whole number"),
            )
            return None
        return int(number)

    def whole_of(self, name: str, *, low: int | None = None, high: int | None = None) -> int | None:
        """The whole number under a key, or None where it is absent or wrong."""
        child = self.child(name)
        return None if child is None else child.whole(low=low, high=high)

    def word(self, allowed: Iterable[str], *, code: Code = Code.UNKNOWN_WORD, what: str = "word") -> str | None:
        """One of a set of words, told with the nearest where it is none of them."""
        text = self.text()
        words = list(allowed)
        if text is None or text in words:
            return text
        self.report(
            code,
            f"Found {found(text)}, which is no {what} known here.",
            " ".join(filter(None, [self.near(text, words), allowed_words(words)])),
        )
        return None

    def word_of(
        self, name: str, allowed: Iterable[str], *, code: Code = Code.UNKNOWN_WORD, what: str = "word"
    ) -> str | None:
        """One of a set of words under a key, or None where it is absent or wrong."""
        child = self.child(name)
        return None if child is None else child.word(allowed, code=code, what=what)


def _as_id(text: str) -> str:
    """An id that looks like a text, or one that stands for any."""
    made = re.sub("[^a-z0-9]+", "-", text[:60].lower()).strip("-")
    return made if made and made != RESERVED else "old-town-2"


def _lines_with(known: Iterable[str]) -> str:
    keys = listed(known, most=30)
    return f"Write `key: value` lines with these keys: {keys}." if keys else "Write `key: value` lines."


def _limits(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"Write a number from {low} to {high}."
    if low is not None:
        return f"Write a number of {low} or more."
    if high is not None:
        return f"Write a number of {high} or less."
    return "Write a number."
