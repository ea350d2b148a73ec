"""Answers that add alike to the sum of a document, though hardly two of them are the same.

Splits, numbers and texts seldom come again, so that remembering them whole is of little use. What
they add hangs on less: on each part of a split by itself, on the thresholds between which a number
lies, on whether there is a text.
"""

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction

from spinout.core.answers import DONT_KNOW, Answer
from spinout.core.blankness import seen
from spinout.core.question_types import Split
from spinout.core.question_types.numbers import Number
from spinout.core.question_types.texts import FreeText
from spinout.core.questionnaire import Question
from spinout.core.summaries.ledger import Ledger

ShareOfPart = tuple[str, int]
"""A part and its share of a hundred, 0 to 100."""


class Shares:
    """What splits add: the sum of what the share of each part does."""

    def __init__(self, question: Question, ledger: Ledger) -> None:
        assert isinstance(question.type, Split)
        self._question, self._ledger = question, ledger
        self._parts = [part.id for part in question.type.parts]
        first, *others = self._parts
        some = {first: 100, **dict.fromkeys(others, 0)}
        self._whole = ledger.added_by(question, Answer(value=some)) - sum(map(self._added_by, some.items()))
        self._each: dict[ShareOfPart, int] = {}

    def added(self, shares: Iterable[ShareOfPart]) -> int | None:
        """What an answer adds; None where it is no answer. Each part stands once among the shares."""
        total, hundred, parts = self._whole, 0, 0
        for share in shares:
            added = self._each.get(share)
            if added is None:
                if share[0] not in self._parts or not 0 <= share[1] <= 100:
                    return None
                added = self._each[share] = self._added_by(share)
            total += added
            hundred += share[1]
            parts += 1
        return total if hundred == 100 and parts == len(self._parts) else None

    def _added_by(self, share: ShareOfPart) -> int:
        return self._ledger.added_by_share(self._question, *share)


def shares_of(question: Question, ledger: Ledger) -> Shares | None:
    """The shares of a split; None where what it adds hangs on more than each of them alone."""
    return Shares(question, ledger) if isinstance(question.type, Split) and not ledger.is_gate(question) else None


class Thresholds:
    """The numbers at which what a number adds may change."""

    def __init__(self, question: Question, ledger: Ledger) -> None:
        assert isinstance(question.type, Number)
        limits = (limit for limit in (question.type.low, question.type.high) if limit is not None)
        marks = {*limits, *(start for start, _ in question.type.rows or ()), *ledger.thresholds(question)}
        self._marks: list[Fraction | int] = [int(n) if n.denominator == 1 else n for n in sorted(marks)]

    def place(self, number: int) -> int:
        """Where a number lies: odd on a threshold, even between two."""
        at = bisect_left(self._marks, number)
        return 2 * at + (at < len(self._marks) and self._marks[at] == number)


class Remembered(dict[object, int]):
    """What answers to one question add, by what tells them apart."""


class _AnyText(Remembered):
    def __init__(self, added: int) -> None:
        super().__init__()
        self._text = added

    def __missing__(self, key: object) -> int:
        if isinstance(key, str) and key >= " " and key != DONT_KNOW and seen(key):
            return self._text
        raise KeyError(key)


class _AnyNumber(Remembered):
    """Whole numbers, and pairs of one and whether there is evidence, count by where they lie."""

    def __init__(self, thresholds: Thresholds) -> None:
        super().__init__()
        self._thresholds = thresholds
        self._added: dict[tuple[int, object], int] = {}

    def __missing__(self, key: object) -> int:
        return self._added[self._alike(key)]

    def __setitem__(self, key: object, added: int) -> None:
        try:
            self._added[self._alike(key)] = added
        except KeyError:
            super().__setitem__(key, added)

    def _alike(self, key: object) -> tuple[int, object]:
        number, beside = key if type(key) is tuple and len(key) == 2 else (key, None)
        if type(number) is not int:
            raise KeyError(key)
        return self._thresholds.place(number), beside


class _AnyShares(Remembered):
    """A key has the shares, and whether there is evidence, which does not count here."""

    def __init__(self, shares: Shares) -> None:
        super().__init__()
        self._shares = shares

    def __missing__(self, key: object) -> int:
        if type(key) is tuple and type(key[0]) is tuple:
            added = self._shares.added(key[:-1])
            if added is not None:
                return added
        raise KeyError(key)


def remembered(question: Question, ledger: Ledger) -> Remembered:
    """An empty memory of what the answers to a question add."""
    if type(question.type) is FreeText:
        return _AnyText(ledger.added_by(question, Answer(value="text")))
    if type(question.type) is Number:
        return _AnyNumber(Thresholds(question, ledger))
    shares = shares_of(question, ledger)
    return Remembered() if shares is None else _AnyShares(shares)
