"""How the scoring works, in sentences that hold for every questionnaire of its kind."""

from collections.abc import Iterator

from spinout.core.questionnaire import Questionnaire


def method(questionnaire: Questionnaire) -> tuple[str, ...]:
    """What a reader must know to follow the scores."""
    return tuple(_sentences(questionnaire))


def _sentences(questionnaire: Questionnaire) -> Iterator[str]:
    yield "Each answer that is scored has a score from 0 to 1. A question that does not apply counts nowhere."
    yield (
        "A section's score is the sum of weight times score, divided by the sum of the weights, times 100. "
        "A section with nothing to count is not assessed. It is never 0 and never 100."
    )
    if questionnaire.overall == "sections":
        yield "The overall score is the mean of the sections' scores, each with the section's weight."
    else:
        yield "The overall score is the mean of all questions, each with its own weight."
    yield (
        "The score is a range. Its ends are the lowest and the highest score over every way to answer the open "
        "questions. With all answered, it is one number."
    )
    if any(question.evidence_counts for question in questionnaire.questions.values()):
        yield "The top level of a scale counts one level lower where no evidence is given."
    yield "Scores are exact fractions. They are rounded down to whole points only when they are shown."
    if questionnaire.decision is not None:
        yield (
            "A gate is a question that a stage needs. The verdict is “ready” only if every gate is met or does not "
            "apply and even the lowest score reaches the bar. A high score does not make up for a gate."
        )
        yield (
            "The plan is the least effort that leads there. Of plans with the same effort, it is the one that "
            "changes the earliest questions least."
        )
