"""What the ids in a questionnaire may refer to while it is being read."""

from collections.abc import Mapping

from msgspec import Struct

from spinout.core.cursor import Cursor
from spinout.core.problems import Code
from spinout.core.question_types import QuestionType
from spinout.core.wording import did_you_mean, found


class Scope(Struct, frozen=True):
    """The questions by id, in file order, and the codes of sources.

    A question's type is None where it could not be read: it may be named, and what is said of
    it is not judged, so that one mistake is told once. `sources` is None where there are none
    to hold codes against.
    """

    types: Mapping[str, QuestionType | None]
    sources: frozenset[str] | None

    def order(self) -> Mapping[str, int]:
        """The place of each question in the file's order."""
        return {ident: place for place, ident in enumerate(self.types)}

    def question(self, cursor: Cursor) -> str | None:
        """The id of a question that exists, else None and a problem."""
        ident = cursor.text()
        if ident is None or ident in self.types:
            return ident
        cursor.report(
            Code.UNKNOWN_QUESTION,
            f"There is no question {found(ident)}.",
            cursor.near(ident, self.types) or "Name it by its section, a dot and its own id.",
        )
        return None

    def questions(self, cursors: list[Cursor]) -> tuple[str, ...]:
        """The ids of questions that exist; those that do not are told."""
        return tuple(ident for ident in map(self.question, cursors) if ident is not None)

    def codes(self, cursor: Cursor, name: str = "sources") -> tuple[str, ...]:
        """Codes of sources that are defined; those that are not are told."""
        codes = [(item, item.text()) for item in cursor.list_of(name, what="source code")]
        for item, code in codes:
            if code is not None and (self.sources is None or code not in self.sources):
                item.report(
                    Code.UNKNOWN_SOURCE,
                    f"The source {found(code)} is not defined.",
                    did_you_mean(code, self.sources or ()) or "Define it in the file of sources.",
                )
        return tuple(code for _, code in codes if code is not None)


def registered(cursor: Cursor, seen: dict[str, Cursor], ident: str | None) -> bool:
    """Keep an id once; tell where it stands a second time."""
    if ident is None:
        return False
    if ident in seen:
        place = cursor.child("id") or cursor
        place.report(Code.DUPLICATE_ID, f"The id {found(ident)} stands here a second time.", "Give each its own id.")
        return False
    seen[ident] = cursor
    return True
