"""The rows that score a question with several answers: the first that fits counts."""

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types.options import Option


class MultiRow(Struct, frozen=True):
    """A score, and which choices it fits."""

    score: Fraction
    least: int
    includes_all: frozenset[str]
    includes_any: frozenset[str]

    def fits(self, chosen: frozenset[str], count: int) -> bool:
        """Whether a choice fits; `count` leaves exclusive options out."""
        return (
            count >= self.least
            and self.includes_all <= chosen
            and (not self.includes_any or bool(self.includes_any & chosen))
        )

    def looked_at(self) -> Iterator[frozenset[str]]:
        """The sets of options that tell choices apart."""
        for option in self.includes_all:
            yield frozenset({option})
        if self.includes_any:
            yield self.includes_any

    @property
    def fits_everything(self) -> bool:
        """Whether no choice is left out."""
        return self.least == 0 and not self.includes_all and not self.includes_any


def rows_from(cursor: Cursor, options: tuple[Option, ...]) -> tuple[MultiRow, ...] | None:
    """Read `score` of a multi; None where a row is wrong, or where the last does not fit all."""
    child = cursor.child("score")
    assert child is not None
    items = child.items(least=1, what="{from: 0, score: 0}")
    rows = [row for row in (_row(item, options) for item in items) if row is not None]
    if not items or len(rows) != len(items):
        return None
    if not rows[-1].fits_everything:
        child.report(
            Code.SCORE_ROWS,
            "The last row does not fit every answer.",
            "End with a row that has only a score: {from: 0, score: 0}.",
        )
        return None
    return tuple(rows)


def _row(item: Cursor, options: tuple[Option, ...]) -> MultiRow | None:
    if not item.fields(("from", "includes_all", "includes_any", "score"), needed=("score",)):
        return None
    least = item.whole_of("from", low=0) if item.child("from") else 0
    score = item.score_of("score")
    every, some = _named(item, "includes_all", options), _named(item, "includes_any", options)
    if score is None or least is None or every is None or some is None:
        return None
    return MultiRow(score, least, every, some)


def _named(item: Cursor, name: str, options: tuple[Option, ...]) -> frozenset[str] | None:
    if item.child(name) is None:
        return frozenset()
    ids = [option.id for option in options]
    words = [i.word(ids, code=Code.UNKNOWN_OPTION, what="option") for i in item.list_of(name, least=1, what="option")]
    return frozenset(word for word in words if word) if words and None not in words else None
