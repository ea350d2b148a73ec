"""What a document is, by the fields that stand in it, so that the wrong file is told in one sentence."""

PARTS = {
    "sections": "a questionnaire",
    "questions": "one section of a questionnaire",
    "criteria": "rules of a questionnaire",
    "classifications": "rules of a questionnaire",
    "checks": "rules of a questionnaire",
    "sources": "reference data of a questionnaire",
    "support": "reference data of a questionnaire",
    "comparators": "reference data of a questionnaire",
    "headings": "the paper of a questionnaire",
}
QUESTIONNAIRE = PARTS["sections"]
ANSWERS = "a file of answers"


def kind_of(data: object) -> str | None:
    """A questionnaire, a part of one, or answers, in words; None where no field tells."""
    if not isinstance(data, dict):
        return None
    if "answers" in data or "questionnaire" in data:
        return ANSWERS if "sections" not in data else None
    return next((what for field, what in PARTS.items() if field in data), None)
