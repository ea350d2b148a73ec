"""The engine against the oracle: an independent, slow and plain reading of the contract."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle import assess as expected_assessment
from spinout.core.answers import Answers
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.core.scoring.assessment import assess
from spinout.reports.data.objects import assessment_object, number
from strategies import answers_for, complete_answers_for, questionnaires
from strategies_rules import classified, gated
from test_oracle import form, reply, scale

HEALTHY = [HealthCheck.too_slow, HealthCheck.data_too_large]
SLOW = settings(max_examples=80, deadline=None, suppress_health_check=HEALTHY)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=HEALTHY)
"""For what makes a whole document of each case."""
FAST = settings(max_examples=100, deadline=None, suppress_health_check=HEALTHY)
Files = tuple[dict[str, Any], dict[str, Any]]


def read_questionnaire(data: dict[str, Any]) -> Questionnaire:
    """A questionnaire of one document, which must be right."""
    questionnaire, problems = questionnaire_from(Documents("q.yaml", {"q.yaml": data}))
    assert questionnaire is not None, problems
    return questionnaire


def read_answers(data: dict[str, Any], questionnaire: Questionnaire) -> Answers:
    """Answers, which must be right."""
    answers, problems = answers_from(data, questionnaire)
    assert answers is not None, problems
    return answers


def made_by_engine(questionnaire: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """What the engine says, without the parts that the oracle knows nothing of."""
    read = read_questionnaire(questionnaire)
    found = assess(read, read_answers(answers, read))
    made = assessment_object(found, questionnaire_sha256="", file="", sha256="")
    for name in ("schema", "questionnaire", "answers", "warnings"):
        del made[name]
    return made


def plain(value: Any) -> Any:
    """The oracle's exact numbers as JSON has them."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Decimal):
        return number(value)
    return float(value) if isinstance(value, Fraction) else value


def made_by_oracle(questionnaire: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """What the oracle says, in the shapes of JSON."""
    made: dict[str, Any] = plain(expected_assessment(questionnaire, answers))
    return made


@SLOW
@given(st.data())
def test_the_engine_agrees_with_the_oracle(data: st.DataObject) -> None:
    """Scores, ranges, gates, verdicts, rules and insight are those of the plain reading."""
    questionnaire = data.draw(questionnaires())
    answers = data.draw(answers_for(questionnaire))
    assert made_by_engine(questionnaire, answers) == made_by_oracle(questionnaire, answers)


@SLOW
@given(st.data())
def test_complete_answers_agree_too(data: st.DataObject) -> None:
    """The short way of complete answers gives what the oracle gives."""
    questionnaire = data.draw(questionnaires())
    answers = data.draw(complete_answers_for(questionnaire))
    made = made_by_engine(questionnaire, answers)
    assert made == made_by_oracle(questionnaire, answers)
    assert made["complete"]


@FAST
@given(gated())
def test_gates_in_clauses_agree(files: Files) -> None:
    """States, unmet clauses, missing evidence and the ladder are those of the plain reading."""
    assert made_by_engine(*files) == made_by_oracle(*files)


@FAST
@given(classified())
def test_what_is_possible_agrees(files: Files) -> None:
    """An outcome is listed where some completion gives it, and nowhere else."""
    assert made_by_engine(*files) == made_by_oracle(*files)


def test_the_outcomes_are_exact_at_the_bound() -> None:
    """Six questions of four answers each, all told apart, are 4,096 combinations."""
    scales = [scale(f"q{place}", 4) for place in range(6)]
    levels = [{"question": f"s1.q{place}", "at_least": 1 + place % 3} for place in range(6)]
    others = [{"question": f"s1.q{place}", "is": level} for place in range(6) for level in range(4)]
    outcomes = [
        {"id": "never", "label": "Never", "when": {"all": [*levels, {"any": others[::8]}, {"not": {"any": others}}]}},
        {"id": "high", "label": "High", "when": {"all": [*levels[:3], {"any": others[3::4]}]}},
        {"id": "some", "label": "Some", "when": {"any": others}},
        {"id": "other", "label": "Other", "otherwise": True},
    ]
    rules = [{"classifications": [{"id": "kind", "title": "Kind", "outcomes": outcomes}]}]
    questionnaire = form(scales, rules=rules)
    made = made_by_engine(questionnaire, reply())["classifications"]
    assert made == [{"id": "kind", "outcome": "cannot-tell", "possible": ["high", "some"], "exact": True}]
    assert made == made_by_oracle(questionnaire, reply())["classifications"]


def test_numbers_stay_whole_where_they_are() -> None:
    """A whole weight is written without a point."""
    assert (number(Fraction(3)), number(Fraction(1, 2))) == (3, 0.5)
