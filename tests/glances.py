"""Assessments to look at on one screen: the examples, and seeded answers to the shipped questionnaire."""

import random
from functools import cache
from pathlib import Path
from typing import Any

from spinout.core.answers import Answers
from spinout.core.kinds import Value
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.use_cases.assessments import Assessed, assess_all, files_in
from stories import EXAMPLES, loaded

SEEDS = 40
NAMES = (
    *(f"{path.parent.name}-{path.stem}-1" for path in sorted(EXAMPLES.glob("*/*.*")) if path.name != "answers.jsonl"),
    *(f"seed-{seed}" for seed in range(SEEDS)),
)


@cache
def glanced() -> dict[str, Assessment]:
    """Each by its name."""
    found: dict[str, Assessment] = {}
    for file in files_in(str(EXAMPLES)):
        assert isinstance(file, str)
        for result in assess_all(file, loaded()):
            assert isinstance(result, Assessed), result
            found[f"{Path(file).parent.name}-{Path(file).stem}-{result.line or 1}"] = result.assessment
    return {**found, **{f"seed-{seed}": assess(loaded().questionnaire, _seeded(seed)) for seed in range(SEEDS)}}


def _seeded(seed: int) -> Answers:
    """Answers of which some are open and some are low, how many by the seed."""
    drawn, questionnaire = random.Random(seed), loaded().questionnaire
    answered, high = drawn.choice([0.1, 0.5, 0.9, 1]), drawn.random()
    answers: dict[str, Any] = {}
    for ident, question in questionnaire.questions.items():
        samples = sorted(question.type.samples(()), key=lambda value: question.type.score(value) or 0)
        if drawn.random() < answered and samples:
            answers[ident] = {"answer": _drawn(drawn, samples, high, question.type.plain)}
        elif drawn.random() < 0.5:
            answers[ident] = "dont-know"
    data = {"questionnaire": questionnaire.id, "service": "A service", "organisation": "A council", "answers": answers}
    read, problems = answers_from(data, questionnaire, "made.yaml")
    assert read is not None, problems
    return read


def _drawn(drawn: random.Random, samples: list[Value], high: float, plain: Any) -> object:
    better = samples[len(samples) // 2 :] if drawn.random() < high else samples
    return plain(drawn.choice(better))
