"""What a workbook form says of itself and of its rows: known to who writes one and to who reads it back.

Cells are found by the ids of their rows and the headings of their columns, never by where they stand.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from spinout.core.conditions import Measure
from spinout.core.kinds.base import Kind
from spinout.core.labels import options_meant, plain_label
from spinout.core.questionnaire import Questionnaire

FORM = "spinout.form/1"
"""The mark of a form, in the first cell of its last sheet, or before the titles of its rows."""
START, MARKS, LISTS = "Start here", "spinout", "spinout lists"
"""The sheets beside those of sections: the first, what the form is of, and what its lists offer."""
GUIDE = "What may be answered"
"""The sheet beside a form with a row for each service."""
YES, UNKNOWN, APPLIES_NOT = "Yes", "Don't know", "Does not apply"
NOT_KNOWN = frozenset({"don't know", "dont know", "dont-know"})
"""The same as people write it, as `plain_label` makes it."""
SUM = "#sum"
"""Ends the id of a row that shows what the parts of a split come to."""
MOST_WORDS = 200
"""So many characters of a label stand in a list; Excel shows no more than 255 of one."""


class FormColumn(StrEnum):
    """The headings of a section's sheet."""

    NUMBER = "No."
    TITLE = "Title"
    QUESTION = "Question"
    ALLOWED = "What may be answered"
    HELP = "Help"
    ANSWER = "Answer"
    INSTEAD = "Don't know, or does not apply"
    REASON = "Why it does not apply"
    OTHER = "If another, which"
    EVIDENCE = "Evidence"
    NOTE = "Note"
    ASKED = "Asked?"
    ID = "Id"
    WORKING = "Working"


READ: Mapping[FormColumn, str] = {
    FormColumn.ANSWER: "answer",
    FormColumn.INSTEAD: "instead",
    FormColumn.REASON: "not_applicable",
    FormColumn.OTHER: "other",
    FormColumn.EVIDENCE: "evidence",
    FormColumn.NOTE: "note",
}
"""The columns that are filled in, by the field of an answer that they hold."""


def several(kind: Kind) -> bool:
    """Whether more than one of the options may be chosen, so that each has a row of its own."""
    return Measure.MEMBERS in kind.measures


def row_id(question: str, part: str) -> str:
    """The id of the row of an option or a part."""
    return f"{question}.{part}"


@lru_cache(maxsize=1024)
def offered_words(kind: Kind) -> Mapping[str, str]:
    """What a list offers for each id: the label, a level's number before it, and the id where words would mislead."""
    made = {pick.id: f"{pick.id}: {pick.label}" if kind.top is not None else pick.label for pick in kind.picks()}
    return {ident: _clear(kind, ident, " ".join(words.split())) for ident, words in made.items()}


def _clear(kind: Kind, ident: str, words: str) -> str:
    if len(words) <= MOST_WORDS and options_meant(kind, words) == (ident,):
        return words
    return f"{words[:MOST_WORDS].rstrip()} [{ident}]"


def picks_meant(kind: Kind, text: str) -> tuple[str, ...]:
    """The ids that a cell's text may mean: as the list offers them, else by id or label."""
    word = plain_label(text)
    offered = tuple(ident for ident, words in offered_words(kind).items() if plain_label(words) == word)
    return offered or options_meant(kind, text)


def respondent_meant(questionnaire: Questionnaire, text: str) -> str:
    """The id of the respondent whom a text names in the words of a list; the text itself where it names none."""
    word = plain_label(text)
    ids = [each.id for each in questionnaire.respondents if plain_label(each.label) == word]
    return ids[0] if len(ids) == 1 and text not in {each.id for each in questionnaire.respondents} else text


def digest_asked(questionnaire: Questionnaire) -> str:
    """A digest of what is asked and may be answered: another one under the same version is told."""
    asked = [(q.id, q.ask, q.type.offered, q.not_applicable) for q in questionnaire.questions.values()]
    return sha256(repr((questionnaire.id, asked)).encode("utf-8", "surrogatepass")).hexdigest()


def rows_mark(questionnaire: str, version: str) -> str:
    """What stands under `questionnaire` in the row of titles of a form with a row for each service."""
    return f"{FORM} {questionnaire} {version}"


def rows_marked(text: str) -> tuple[str, str] | None:
    """The questionnaire and its version that such a cell names; None of any other cell."""
    mark, _, rest = text.strip().partition(" ")
    ident, _, version = rest.partition(" ")
    return (ident, version) if mark == FORM and ident else None
