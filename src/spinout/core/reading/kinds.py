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


OWN = "spinout."
"""How the schema of everything begins that the program writes as JSON."""


def own_schema(data: object) -> str | None:
    """The schema of what the program itself wrote as JSON; None for anything else."""
    schema = data.get("schema") if isinstance(data, dict) else None
    return schema if isinstance(schema, str) and schema.startswith(OWN) else None


def kind_of(data: object) -> str | None:
    """A questionnaire, a part of one, or answers, in words; None where no field tells."""
    if not isinstance(data, dict):
        return None
    if "answers" in data or "questionnaire" in data:
        return ANSWERS if "sections" not in data else None
    return next((what for field, what in PARTS.items() if field in data), None)
