"""Row 15: how many full documents are assessed in a second, with all that `score --json` says of them."""

import json

import generated
from rows import Measured, Place, Row, form, seconds
from surveys import Survey

from spinout.core.answers import Answers
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import assess
from spinout.reports.data.objects import assessment_object

DOCUMENTS = 200
TIMES = 200 / 48
"""The goal is 200 a second where SurveyJS did 48; a number a second by itself is one of the machine's."""
BOUND = f"≥ {TIMES:.1f} times as many"


def _given(questionnaire: Questionnaire, made: dict[str, int]) -> Answers:
    answers, problems = answers_from({"questionnaire": "form", "answers": made}, questionnaire)
    assert answers is not None, problems
    return answers


def _a_second(place: Place, runs: int) -> Measured:
    questionnaire = form(13, 299, 124)
    plain = [generated.form_answers(dict(questionnaire.questions), number) for number in range(DOCUMENTS)]
    given = [_given(questionnaire, made) for made in plain]
    said = []

    def ours() -> None:
        said.clear()
        for answers in given:
            made = assess(questionnaire, answers)
            said.append(assessment_object(made, questionnaire_sha256="", file="", sha256=""))

    def written() -> None:
        for made in said:
            json.dumps(made)

    goal = "assessing full documents of a form of 299 questions and 124 conditions, with all that `--json` says"
    folder = place.surveyjs
    if folder is None:
        return Measured(15, goal, BOUND, [], lambda _: False, note=place.missing)
    survey = Survey(questionnaire)
    values, a_second, beside = [], [], []
    for _ in range(max(runs, 3)):
        theirs, _ = survey.run("model", plain, folder)
        took = seconds(ours)
        values.append(theirs / took)
        a_second.append(DOCUMENTS / took)
        beside.append(DOCUMENTS / seconds(written))
    said_of = (
        f"{goal}, ÷ SurveyJS's form model (ours {_middle(a_second)}, `json.dumps` alone {_middle(beside)} a second)"
    )
    return Measured(15, said_of, BOUND, values, lambda v: v >= TIMES, " times as many", engine=place.engine)


def _middle(values: list[float]) -> str:
    return f"{sorted(values)[len(values) // 2]:.0f}"


ROWS = (Row(15, _a_second),)
