"""Forms of random and of the shipped questionnaire, and how a person fills in a blank file of answers."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from spinout.core.answers import Answers, plain_answer
from spinout.core.questionnaire import Questionnaire
from spinout.core.scalars import scalar
from spinout.forms.form import Form, form_of
from spinout.resources import shipped
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

DIGEST = "0" * 64


def form_for(questionnaire: Questionnaire, **part: Any) -> Form:
    """A form of a questionnaire, or of a part of it."""
    return form_of(questionnaire, DIGEST, "spinout 0", **part)


@cache
def shipped_questionnaire() -> Questionnaire:
    """The questionnaire that comes with the program."""
    loaded = load_questionnaire(shipped("questions"))
    assert isinstance(loaded, Loaded)
    return loaded.questionnaire


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form of all questions of a random questionnaire."""
    return form_for(read_questionnaire(draw(questionnaires())))


@st.composite
def forms_and_answers(draw: st.DrawFn) -> tuple[Form, Answers]:
    """A form of all questions, and answers to them."""
    data = draw(questionnaires())
    questionnaire = read_questionnaire(data)
    return form_for(questionnaire), read_answers(draw(answers_for(data)), questionnaire)


LINE = re.compile(r'  "?([a-z0-9.-]+)"?:\Z')


def filled(blank: str, form: Form, answers: Answers) -> str:
    """A blank file of answers with an answer written behind the colon of each line that asks for one."""
    given = {ident: plain_answer(form.questions[ident], answer) for ident, answer in answers.answers.items()}

    def line_of(line: str) -> str:
        match = LINE.match(line)
        return f"{line} {written(given[match[1]])}" if match and given.get(match[1]) is not None else line

    return "\n".join(map(line_of, blank.split("\n")))


def written(value: object) -> str:
    """An answer as somebody writes it in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, flow=True)}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    assert isinstance(value, str | bool | int | Decimal), value
    return scalar(value, flow=True)
