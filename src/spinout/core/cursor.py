"""A place in a document that is being read: its value, its path, and what is wrong with it.

Every reader of the core walks plain data with cursors, so that each rule about shape (a field
that is missing, unknown, of the wrong type or blank) is written once and told with its path.
What a reader gives counts only where nothing was told: it may hold anything in a wrong value's place.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from spinout.core.problems import Code, Path, Problem, ProblemList
from spinout.core.wording import allowed as allowed_words
from spinout.core.wording import (
    as_written,
    did_you_mean,
    found,
    is_blank,
    listed,
    meant_id,
    odd_space,
    shortened,
    with_point,
    without_last_line_end,
)

FRACTION_FORM = re.compile(r"(0|[1-9][0-9]{0,14})/([1-9][0-9]{0,14})\Z", re.ASCII)
ID_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
RESERVED = "dont-know"
MOST_TO_CHOOSE_FROM = 1_000
"""Levels, options or parts of one question."""
MOST_ROWS = 100
"""Rows of scores of one question."""
MOST_GUESSES = 20_000
"""So many words are looked at to find nearest ones; it takes time, and nobody reads on."""


class Cursor(Struct, frozen=True):
    """One value of a document, where it stands, and the list that its problems go to."""

    value: object
    problems: ProblemList
    path: Path = ()
    question: str | None = None

    def __bool__(self) -> bool:
        return self is not NOTHING

    def report(self, code: Code, message: str, hint: str = "", *, at_key: bool = False) -> None:
        """Tell a problem at this place; of what is not there nothing is told."""
        if self.problems.full:
            self.problems.told += 1
        elif self:
            self.problems.add(Problem(code, message, hint, self.question, self.path, at_key))

    def about(self, question: str) -> "Cursor":
        """The same place, its problems named after a question."""
        return Cursor(self.value, self.problems, self.path, question)

    def near(self, word: str, words: Iterable[str]) -> str:
        """A sentence that names the nearest word, or an empty text, as after very many words."""
        return self._guessed(did_you_mean, word, words)

    def near_id(self, word: str, ids: Iterable[str]) -> str:
        """The same of ids that begin with their section."""
        return self._guessed(meant_id, word, ids)

    def _guessed(self, guess: Callable[[str, Iterable[str]], str], word: str, words: Iterable[str]) -> str:
        if self.problems.guesses > MOST_GUESSES:
            return ""
        every = list(words)
        self.problems.guesses += len(every)
        return guess(word, every) if self.problems.guesses <= MOST_GUESSES else ""

    def _below(self, key: str | int, value: object) -> "Cursor":
        return Cursor(value, self.problems, (*self.path, key), self.question)

    # mappings

    def fields(self, known: Iterable[str], needed: Iterable[str] = ()) -> bool:
        """Check that this is a mapping with known keys and the needed ones; tell what is not so."""
        allowed = tuple(known)
        if not isinstance(self.value, dict):
            keys = f" with these keys: {listed(allowed, most=30)}" if allowed else ""
            self.report(
                Code.NOT_A_MAPPING,
                f"Found {found(self.value)} where a mapping of fields belongs.",
                f"Write `key: value` lines{keys}.",
            )
            return False
        words = frozenset(allowed)
        for key in [key for key in self.value if key not in words]:
            near = odd_space(key) or self.near(key, allowed)
            # It may be the end of a number or a text with a comma.
            if not near and key.isdecimal() and self.value[key] is None:
                near = f"A decimal is written with a point, as in 0.{shortened(key)}."
            elif not near and self.value[key] is None and any(isinstance(other, str) for other in self.value.values()):
                near = "Text with a comma in it stands in quotes here."
            self._below(key, None).report(
                Code.UNKNOWN_FIELD,
                f'There is no field "{found(key)[1:-1]}" here.',
                f"{near} {allowed_words(allowed)}".lstrip(),
                at_key=True,
            )
        for name in needed:
            if self.value.get(name) is None:
                self.report(
                    Code.MISSING_FIELD, f'The field "{name}" is missing or empty.', f"Add a line `{name}: ...`."
                )
        return True

    def entries(self) -> Iterator[tuple[str, "Cursor"]]:
        """Keys and values of this mapping; nothing where it is none."""
        for key, value in self.value.items() if isinstance(self.value, dict) else ():
            yield key, self._below(key, value)

    def __getitem__(self, name: str) -> "Cursor":
        """The value under a key, or NOTHING where it is absent or null."""
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return NOTHING if value is None else self._below(name, value)

    # lists

    def items(self, *, least: int = 0, most: int | None = None, what: str = "item") -> list["Cursor"]:
        """The items of this list; anything else, or too few or too many of them, is told."""
        write = f"Write a list: [{what}, ...]."
        if not isinstance(self.value, list):
            self.report(Code.WRONG_TYPE, f"Found {found(self.value)} where a list belongs.", write)
            return []
        count = len(self.value)
        if count < least:
            message = f"The list has {count} of at least {least} items." if count else "The list is empty."
            self.report(Code.TOO_FEW, message, f"Add another {what}." if count else write)
        if most is not None and count > most:
            self.report(Code.TOO_MANY, f"The list has {count} items, and may have {most}.", "Part it, or shorten it.")
            return []
        return [self._below(place, value) for place, value in enumerate(self.value)]

    def words(
        self, allowed: Iterable[str], *, least: int = 0, code: Code = Code.UNKNOWN_WORD, what: str
    ) -> tuple[str, ...]:
        """The items of this list, each one of a set of words."""
        words = list(allowed)
        every = (item.word(words, code=code, what=what) for item in self.items(least=least, what=what))
        return tuple(word for word in every if word is not None)

    def identified(
        self,
        known: Iterable[str],
        needed: Iterable[str],
        *,
        least: int = 0,
        most: int | None = None,
        what: str = "item",
    ) -> Iterator[tuple[str, "Cursor"]]:
        """Each mapping of this list with its own id, which is empty where it is wrong or stands a second time."""
        seen: set[str] = set()
        for item in self.items(least=least, most=most, what=what):
            if item.fields(known, needed):
                yield item["id"].registered(item["id"].identifier(), seen), item

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
                return without_last_line_end(text)
        self.report(Code.BLANK_TEXT, "The text is blank.", "Write the text, or leave the field out.")
        return None

    def line(self) -> str | None:
        """A text for a label or a title, the ends of its lines made spaces."""
        text = self.text()
        return text if text is None or text.isprintable() else " ".join(text.split())

    def identifier(self) -> str | None:
        """An id: lower-case letters, digits and single hyphens, and not the reserved word."""
        text = self.text()
        if text is None or (ID_FORM.match(text) and text != RESERVED):
            return text
        # One that looks like the text, or that stands for any.
        made = re.sub("[^a-z0-9]+", "-", text[:60].lower()).strip("-")
        like = made if made and made != RESERVED else "old-town-2"
        self.report(
            Code.BAD_ID,
            f"Found {found(text)}, which {'is reserved' if text == RESERVED else 'cannot be an id'}.",
            f"An id has lower-case letters, digits and single hyphens between them, such as {like}.",
        )
        return None

    def registered(self, ident: str | None, seen: set[str]) -> str:
        """An id that stands here, kept once; told, and empty, where it stands a second time."""
        if ident in seen:
            self.report(Code.DUPLICATE_ID, f"The id {found(ident)} stands here a second time.", "Give each its own id.")
        elif ident is not None:
            seen.add(ident)
            return ident
        return ""

    def flag(self, *, default: bool = False) -> bool:
        """True or false."""
        if isinstance(self.value, bool):
            return self.value
        self.report(Code.WRONG_TYPE, f"Found {found(self.value)} where true or false belongs.", "Write one of the two.")
        return default

    def number(self, *, low: int | None = None, high: int | None = None) -> Fraction | None:
        """An exact number between two limits, both included."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            hint = f"{_point(value)} {_limits(low, high)}".lstrip()
            self.report(Code.WRONG_TYPE, f"Found {found(value)} where a number belongs.", hint)
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            self.report(Code.OUT_OF_RANGE, f"Found {found(value)}, which is out of range.", _limits(low, high))
            return None
        return Fraction(value)

    def score(self) -> Fraction | None:
        """A score from 0 to 1: an exact number, or a fraction of two whole numbers such as 2/3."""
        if not isinstance(self.value, str):
            return self.number(low=0, high=1)
        match = FRACTION_FORM.match(self.value)
        if match is not None and (fraction := Fraction(int(match[1]), int(match[2]))) <= 1:
            return fraction
        code, what = Code.WRONG_TYPE, "where a score belongs"
        if match is not None:
            code, what = Code.OUT_OF_RANGE, "which is out of range"
        hint = f"{_point(self.value)} Write a number from 0 to 1, or a fraction such as 2/3."
        self.report(code, f"Found {found(self.value)}, {what}.", hint.lstrip())
        return None

    def whole(self, *, low: int | None = None, high: int | None = None) -> int | None:
        """A whole number between two limits, both included."""
        number = self.number(low=low, high=high)
        if number is None or number.denominator == 1:
            return None if number is None else int(number)
        limits = _limits(low, high).replace("a number", "a whole number")
        self.report(Code.WRONG_TYPE, f"Found {found(self.value)}, which is not a whole number.", limits)
        return None

    def word(self, allowed: Iterable[str], *, code: Code = Code.UNKNOWN_WORD, what: str = "word") -> str | None:
        """One of a set of words, told with the nearest where it is none of them."""
        text = self.text()
        words = list(allowed)
        if text is None or text in words:
            return text
        hint = f"{self.near(text, words)} {allowed_words(words)}".lstrip()
        self.report(code, f"Found {found(text)}, which is no {what} known here.", hint)
        return None


NOTHING = Cursor(None, ProblemList())
"""What stands under a key that is absent: its readers give None, or no items, or False, and tell nothing."""


def fields_of(kind: type[Struct], *beside: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of the mapping that a Struct is made of, with others beside; and those that it needs."""
    names = kind.__struct_fields__
    return tuple(dict.fromkeys((*names, *beside))), names[: len(names) - len(kind.__struct_defaults__)]


def _point(value: object) -> str:
    """A sentence that names the number which was written with a comma."""
    number = with_point(value) if isinstance(value, str) else None
    return f"A decimal is written with a point: {number}." if number else ""


def _limits(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"Write a number from {low} to {high}."
    if low is not None:
        return f"Write a number of {low} or more."
    return "Write a number." if high is None else f"Write a number of {high} or less."
