"""Answers that the questionnaire takes no longer: left out one by one, told, and asked again; the rest stands.

A questionnaire changes while an interview goes on for weeks. What is broken in its form is refused as ever.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answers
from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import LONG_FORM
from spinout.core.wording import as_written, shortened
from spinout.inputs.documents import Document
from spinout.storage import exists
from spinout.use_cases.assessments import read_answers

NO_LONGER: Mapping[Code, str] = {
    Code.UNKNOWN_OPTION: "one of the options",
    Code.LEVEL_OUT_OF_RANGE: "one of the levels",
    Code.OUT_OF_RANGE: "in range",
    Code.UNKNOWN_PART: "a split of the parts there are",
    Code.SPLIT_TOTAL: "a split of the parts there are",
    Code.WRONG_ANSWER: "an answer of the kind that is asked for",
    Code.BAD_DATE: "an answer of the kind that is asked for",
    Code.REPEATED: "an answer of the kind that is asked for",
    Code.EXCLUSIVE_OPTION: "a choice that stands together",
    Code.TOO_FEW: "an answer of the kind that is asked for",
    Code.NOT_APPLICABLE_REFUSED: "a reason that this question takes",
    Code.OTHER_REFUSED: "a text that its answer takes",
}
"""What an answer is no longer, where the questionnaire may have changed since it was given."""


class Kept(Struct, frozen=True):
    """What of a document still counts: its answers, its data without the rest, and what is told of that.

    `answers` is None where more is wrong than that, and `problems` says what.
    """

    document: Document
    answers: Answers | None
    problems: tuple[Problem, ...]
    told: tuple[str, ...] = ()


def still_taken(document: Document, questionnaire: Questionnaire) -> Kept:
    """Read a document, and leave out the answers that are no longer taken."""
    kept = Kept(document, *read_answers(document, questionnaire))
    told: list[str] = []
    while kept.answers is None and not document.problems and all(map(_may_be_left_out, kept.problems)):
        left = kept.document
        for problem in kept.problems:
            left, line = _without(left, problem, questionnaire)
            told += [] if line is None else [line]
        if left.data == kept.document.data:
            break
        kept = Kept(left, *read_answers(left, questionnaire))
    if kept.answers is None:
        return Kept(document, *read_answers(document, questionnaire))
    return replace(kept, told=tuple(told))


def _may_be_left_out(problem: Problem) -> bool:
    if problem.path[:1] != ("answers",) or len(problem.path) < 2:
        return False
    return problem.code in NO_LONGER or problem.code is Code.UNKNOWN_QUESTION


def _without(document: Document, problem: Problem, questionnaire: Questionnaire) -> tuple[Document, str | None]:
    """A document without what a problem is about, and what to tell; nothing where it is out already."""
    assert isinstance(document.data, dict)
    key, answers = str(problem.path[1]), dict(document.data["answers"])
    if key not in answers:
        return document, None
    given, field = answers[key], problem.path[2] if len(problem.path) > 2 else None
    if isinstance(given, dict) and field in LONG_FORM:
        if field not in given:
            return document, None
        rest = {name: value for name, value in given.items() if name != field}
        answers |= {key: rest}
        given = given[str(field)]
        if not rest:
            del answers[key]
    else:
        del answers[key]
    question = questionnaire.questions.get(questionnaire.renamed.get(key, key))
    said = shortened(_in_words(given))
    if question is None:
        near = f" {problem.hint}" if problem.hint.startswith("Did") else ""
        line = f'{key} is no longer a question; its answer "{said}" does not count.{near}'
    else:
        part = problem.code is Code.UNKNOWN_OPTION and isinstance(given, list)
        what = "wholly among the options" if part else NO_LONGER[problem.code]
        line = f'The answer "{said}" to "{question.title}" is no longer {what}; it is asked again.'
    return replace(document, data={**document.data, "answers": answers}), line


def _in_words(value: Any) -> str:
    match value:
        case dict():
            return ", ".join(f"{name}: {_in_words(part)}" for name, part in value.items())
        case list():
            return ", ".join(map(_in_words, value))
        case int() | Decimal() if not isinstance(value, bool):
            return as_written(value)
        case _:
            return str(value)


def copy_path(path: str, version: str) -> str:
    """A path for a copy of a file as it was before a version, which nothing stands at.

    Its ending is none that a folder of answers is read by.
    """
    there, plain = Path(path), re.sub("[^0-9A-Za-z.]+", "-", version).strip("-.")
    names = (f"{there.stem}.before-{plain}{'' if n == 1 else f'-{n}'}.txt" for n in count(1))
    return next(place for place in (str(there.with_name(name)) for name in names) if not exists(place))
