"""The short way from the plain data of a document to its summary.

Whatever is not quite plain gives None, and the document is read and assessed in full: that way
alone says what is wrong with it.
"""

from collections.abc import Mapping
from functools import lru_cache
from operator import getitem
from typing import Any

from spinout.core.answers import Answer
from spinout.core.blankness import seen
from spinout.core.cursor import Cursor
from spinout.core.problems import ProblemList
from spinout.core.question_types.texts import is_date
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import HEADER
from spinout.core.reading.single_answers import answer_from
from spinout.core.summaries.alike import remembered
from spinout.core.summaries.layout import MOST_ANSWERS
from spinout.core.summaries.ledger import Ledger
from spinout.core.summaries.stages import Ledgers
from spinout.core.summaries.summary import Header, Summary

PLAIN_FIELDS = frozenset((*HEADER, "answers"))
BESIDE = frozenset(("answer", "evidence", "note"))
LIST, OTHER = "\x1f", "\x1e"
"""What tells a list, and a value of another kind, from a text among what is remembered: no text holds them."""


class DoubtError(Exception):
    """The short way met something that must be read in full."""


class DocumentSummaries:
    """Summaries of documents as YAML and JSON give them."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._ident = ledgers.questionnaire.id
        self._sums: dict[str | None, AnswerSums] = {}

    def of(self, data: object) -> tuple[Header, Summary] | None:
        """The header and the summary of a document; None where it must be read and assessed in full."""
        if not self._ledgers.usable or type(data) is not dict or not data.keys() <= PLAIN_FIELDS:
            return None
        answers = data.get("answers")
        if type(answers) is not dict:
            return None
        try:
            header = checked_header(data, self._ident)
            summary = self._at_stage(answers).summary(answers)
        except DoubtError:
            return None
        return None if summary is None else (header, summary)

    def _at_stage(self, answers: dict[str, Any]) -> "AnswerSums":
        asked_by = self._ledgers.asked_by
        stated = None if asked_by is None else answers.get(asked_by)
        known = self._sums.get(stated) if stated is None or type(stated) is str else None
        if known is not None:
            return known
        if stated is not None:
            answer = read_alone(stated, self._ledgers.questionnaire.questions[str(asked_by)])
            stated = answer.value if isinstance(answer.value, str) else None
        if stated not in self._sums:
            self._sums[stated] = AnswerSums(self._ledgers.questionnaire, self._ledgers.at(stated))
        return self._sums[stated]


class AnswerSums:
    """What answers come to at one stage; what each adds is remembered by what tells it from others."""

    def __init__(self, questionnaire: Questionnaire, ledger: Ledger) -> None:
        self._questions = questionnaire.questions
        self._ledger = ledger
        self._added = {ident: remembered(question, ledger) for ident, question in self._questions.items()}

    def summary(self, answers: dict[str, Any]) -> Summary | None:
        """The summary of answers as they stand in a file. Raises DoubtError where one must be read in full."""
        try:
            keys = [
                raw
                if (kind := type(raw)) is int or kind is str
                else _long_form(raw)
                if kind is dict
                else told_apart(raw)
                for raw in answers.values()
            ]
            total = sum(map(getitem, map(self._added.__getitem__, answers), keys), self._ledger.blank)
        except KeyError:
            total = sum([self._added_by(ident, answers) for ident in answers], self._ledger.blank)
        return self._ledger.summary(total, lambda ident: self._added_by(ident, answers))

    def _added_by(self, ident: str, answers: dict[str, Any]) -> int:
        if ident not in answers:
            return 0
        key = told_apart(answers[ident])
        try:
            return self._added[ident][key]
        except KeyError:
            return self._learned(ident, answers[ident], key)

    def _learned(self, ident: str, raw: object, key: object) -> int:
        question = self._questions.get(ident)
        if question is None:
            raise DoubtError
        added = self._ledger.added_by(question, read_alone(raw, question))
        known = self._added[ident]
        if key is not None and len(known) < MOST_ANSWERS:
            known[key] = added
        return added


def read_alone(raw: object, question: Question) -> Answer:
    """One answer, read as every answer is. Raises DoubtError where there is something to say of it."""
    problems = ProblemList("")
    answer = answer_from(Cursor(raw, problems, ("answers", question.id), question.id), question)
    if problems:
        raise DoubtError
    return answer


def told_apart(raw: object) -> object:
    """What tells an answer of a file from others, as far as a summary goes; None where it is not remembered."""
    if type(raw) is int or type(raw) is str:
        return raw
    if isinstance(raw, dict):
        return _long_form(raw)
    if isinstance(raw, list):
        try:
            # The options of a multi count in any order.
            return LIST + LIST.join(sorted(raw))
        except TypeError:
            return None
    return f"{OTHER}{type(raw).__name__} {raw}"


def _long_form(raw: dict[str, Any]) -> object:
    """The answer and whether there is evidence: what it says does not count."""
    inner, evidence = raw.get("answer"), raw.get("evidence", "")
    if type(evidence) is not str:
        return None
    if len(raw) == 2 and "evidence" in raw and (type(inner) is int or type(inner) is str):
        return inner, "!" <= evidence[:1] <= "~" or bool(seen(evidence))
    if not raw.keys() <= BESIDE or type(raw.get("note", "")) is not str:
        return None
    if isinstance(inner, dict):
        if set(map(type, inner.values())) != {int}:
            return None
        return (*inner.items(), bool(seen(evidence)))
    key = told_apart(inner)
    return None if key is None else (key, bool(seen(evidence)))


def checked_header(data: Mapping[str, object], ident: str) -> Header:
    """The header of a document's fields. Raises DoubtError where they are not plain, or of another questionnaire."""
    if data.get("questionnaire") != ident:
        raise DoubtError
    date = _text(data.get("date"))
    if date is not None and not _is_date(date):
        raise DoubtError
    return Header(
        _text(data.get("service")),
        _text(data.get("organisation")),
        date,
        _text(data.get("completed_by")),
        _text(data.get("respondent")),
        _text(data.get("version")),
    )


_is_date = lru_cache(maxsize=MOST_ANSWERS)(is_date)


def _text(raw: object) -> str | None:
    """A text of the header; None where it is blank."""
    if raw is None:
        return None
    if type(raw) is not str:
        raise DoubtError
    return raw if seen(raw) else None
