"""Whatever is thrown at the readers of questionnaires and answers, problems come back, never exceptions."""

import json
import random
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spinout.core.problems import Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, files_named, questionnaire_from
from spinout.inputs.json import read_json
from strategies import answers_for, questionnaires

SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
ODD: list[Any] = [
    None, True, False, 0, 1, -1, 7, 10**14, Decimal("0.5"), Decimal("-0"), Decimal("1.00"), "", " ", "yes", "maybe",
    "dont-know", "0", "a", "s1.q1", "sections", [], [None], [[]], ["a", "a"], {}, {"answer": None}, {"id": "a"},
    {"question": "s1.q1", "is": 1}, {"all": []}, {"not": {"not": None}}, "\x1b[31m", "x" * 500,
]  # fmt: skip
ANYTHING = st.recursive(
    st.sampled_from(ODD) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def mutated(data: Any, seed: int) -> Any:
    """A copy of data with a few of its parts replaced, taken out, doubled or moved."""
    chance = random.Random(seed)
    copy = json.loads(json.dumps(data, default=float), parse_float=Decimal)
    for _ in range(chance.randint(1, 3)):
        holders = [part for part in _parts(copy) if isinstance(part, dict | list) and part]
        if holders:
            _mutate(chance.choice(holders), chance, _parts(copy))
    return json.loads(json.dumps(copy, default=str)) if chance.random() < 0.1 else copy


def _parts(data: Any) -> list[Any]:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [data, *(part for child in inner for part in _parts(child))]


def _mutate(holder: Any, chance: random.Random, parts: list[Any]) -> None:
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = chance.choice(keys)
    match chance.randrange(4):
        case 0:
            holder[key] = json.loads(json.dumps(chance.choice(ODD), default=float), parse_float=Decimal)
        case 1:
            del holder[key]
        case 2:
            holder[key] = json.loads(json.dumps(chance.choice(parts), default=str))
        case _ if isinstance(holder, list):
            holder.append(holder[key])
        case _:
            holder[f"{key}x"] = holder.pop(key)


def read(data: Any) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Read a questionnaire of one document."""
    return questionnaire_from(Documents("q.yaml", {"q.yaml": data}))


def assert_sound(result: object | None, problems: tuple[Problem, ...]) -> None:
    """There is a result or there are problems, each told once, with words for a person."""
    assert (result is None) == bool(problems)
    assert len(set(problems)) == len(problems)
    assert all(problem.message and len(problem.message) < 500 and len(problem.hint) < 2000 for problem in problems)


def assert_placed(data: Any, problems: tuple[Problem, ...]) -> None:
    """Every problem has a place that stands in the file, and they come in its order."""
    text = json.dumps(data, default=str, indent=1)
    document = read_json("q.yaml", text.encode("utf-8", "replace"))
    placed = document.placed(problems)
    places = [(p.line or 0, p.column or 0) for p in placed]
    assert places == sorted(places)
    assert all(1 <= line <= text.count("\n") + 1 and column >= 1 for line, column in places)


@SETTINGS
@given(ANYTHING)
def test_anything_may_be_read_as_a_questionnaire(data: Any) -> None:
    """Data of any shape is refused as a questionnaire with problems."""
    questionnaire, problems = read(data)
    assert_sound(questionnaire, problems)
    assert questionnaire is None
    files_named(data)


@SETTINGS
@given(st.data())
def test_anything_may_stand_in_a_questionnaire(data: st.DataObject) -> None:
    """A right questionnaire with parts replaced, lost, doubled or moved is read or refused."""
    made = mutated(data.draw(questionnaires()), data.draw(st.integers()))
    questionnaire, problems = read(made)
    assert_sound(questionnaire, problems)
    assert_placed(made, problems)


@SETTINGS
@given(st.data())
def test_anything_may_stand_in_answers(data: st.DataObject) -> None:
    """Right answers with parts replaced, lost, doubled or moved are read or refused."""
    raw = data.draw(questionnaires())
    questionnaire, problems = read(raw)
    assert questionnaire is not None, problems
    made = mutated(data.draw(answers_for(raw)), data.draw(st.integers()))
    answers, found = answers_from(made, questionnaire, "q.yaml")
    assert_sound(answers, found)
    assert_placed(made, found)
    answers, found = answers_from(data.draw(ANYTHING), questionnaire)
    assert_sound(answers, found)


@SETTINGS
@given(st.data())
def test_anything_may_be_an_answer(data: st.DataObject) -> None:
    """Any value under any question's id is an answer or a problem of that question."""
    raw = data.draw(questionnaires())
    questionnaire, _ = read(raw)
    assert questionnaire is not None
    question = data.draw(st.sampled_from(list(questionnaire.questions)))
    value = data.draw(ANYTHING)
    answers, problems = answers_from({"questionnaire": raw["id"], "answers": {question: value}}, questionnaire)
    assert_sound(answers, problems)
    assert {problem.question for problem in problems} <= {question}
