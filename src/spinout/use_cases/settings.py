"""Answers given on the command line as ID=VALUE, read as strictly as those of a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from spinout.core.answers import Answer, Answers
from spinout.core.problems import Code, Problem
from spinout.core.question_types.base import Measure
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.wording import did_you_mean, found
from spinout.inputs.yaml_documents import read_yaml

NAME = "--set"


@dataclass(frozen=True, slots=True)
class Given:
    """The answers that were given, or what is wrong with them."""

    answers: Mapping[str, Answer]
    problems: tuple[Problem, ...] = ()


def answers_given(pairs: Iterable[str], questionnaire: Questionnaire) -> Given:
    """Read ID=VALUE pairs. A value is written as in a file: 3, yes, dont-know, [users, staff] or {answer: 4}.

    Several options may also be parted by semicolons, in any case, as in a table.
    """
    problems: list[Problem] = []
    raw: dict[str, Any] = {}
    for pair in pairs:
        ident, equals, text = pair.partition("=")
        question = questionnaire.questions.get(ident.strip())
        if not equals:
            problems.append(_problem(Code.WRONG_ANSWER, f"Found {found(pair)} where ID=VALUE belongs.", "", None))
        elif question is None:
            hint = did_you_mean(ident, questionnaire.questions) or "The questions and their ids: spinout questions."
            problems.append(_problem(Code.UNKNOWN_QUESTION, f"There is no question {found(ident)}.", hint, ident))
        elif question.id in raw:
            problems.append(
                _problem(Code.ANSWERED_TWICE, f"{question.id} is set twice.", "Set each question once.", ident)
            )
        else:
            document = read_yaml(NAME, text.encode())
            problems.extend(replace(p, question=ident) for p in document.problems)
            raw[question.id] = _in_words(question, document.data)
    if problems:
        return Given({}, tuple(problems))
    read, wrong = answers_from({"questionnaire": questionnaire.id, "answers": raw}, questionnaire, NAME)
    return Given({}, wrong) if read is None else Given(read.answers)


def with_given(answers: Answers, given: Given) -> Answers:
    """Answers with some of them replaced."""
    return replace(answers, answers={**answers.answers, **given.answers})


def _in_words(question: Question, raw: Any) -> Any:
    several = Measure.MEMBERS in question.type.measures
    return question.type.read_words(raw) if several and isinstance(raw, str) and raw != "dont-know" else raw


def _problem(code: Code, message: str, hint: str, question: str | None) -> Problem:
    return Problem(code, message, hint or "Write, for example, --set section.question=3.", question, file=NAME)
