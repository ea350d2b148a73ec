"""Row 15: how many full documents are assessed in a second, with all that `score --json` says of them."""

import json
import time
from collections.abc import Callable

import generated
from rows import Measured, Place, Row, form

from spinout.core.answers import Answers
from spinout.core.assessment import assess
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.reports.objects import assessment_object

DOCUMENTS = 200


def _processor_seconds(work: Callable[[], object]) -> float:
    """How long a processor works at it; on a shared machine the clock also counts what others do."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _given(questionnaire: Questionnaire, number: int) -> Answers:
    made = generated.form_answers(dict(questionnaire.questions), number)
    answers, problems = answers_from({"questionnaire": "form", "answers": made}, questionnaire)
    assert answers is not None, problems
    return answers


def _a_second(place: Place, runs: int) -> Measured:
    questionnaire = form(13, 299, 124)
    given = [_given(questionnaire, number) for number in range(DOCUMENTS)]
    said = []

    def ours() -> None:
        said.clear()
        for answers in given:
            made = assess(questionnaire, answers)
            said.append(assessment_object(made, questionnaire_sha256="", file="", sha256=""))

    def written() -> None:
        for made in said:
            json.dumps(made)

    values, beside = [], []
    for _ in range(max(runs, 3)):
        values.append(DOCUMENTS / _processor_seconds(ours))
        beside.append(DOCUMENTS / _processor_seconds(written))
    goal = (
        "assessing full documents of a form of 299 questions and 124 conditions, with all that `--json` says, "
        f"in processor time (`json.dumps` of what is said alone: {sorted(beside)[len(beside) // 2]:.0f} a second)"
    )
    return Measured(15, goal, "≥ 200 a second", values, lambda v: v >= 200, " a second", engine=place.engine)


ROWS = (Row(15, _a_second),)
