"""Plan for a file of answers: the least effort that makes its verdict ready."""

from msgspec import Struct

from spinout.core.insight.plan import Plan, plan
from spinout.use_cases.assessments import Assessed, Refused, assess_file
from spinout.use_cases.questionnaires import Loaded


class Planned(Struct, frozen=True):
    """A document that was assessed, and the plan for it."""

    assessed: Assessed
    plan: Plan


class NothingDecided(Struct, frozen=True):
    """A document whose questionnaire decides nothing, so that there is nothing to plan for."""

    assessed: Assessed


def plan_file(path: str, loaded: Loaded, stage: str | None = None) -> Planned | NothingDecided | Refused:
    """Plan for the one document of a file.

    Raises StorageError where the file cannot be read, and KeyError where there is no such stage.
    """
    found = assess_file(path, loaded, stage)
    if isinstance(found, Refused):
        return found
    if loaded.questionnaire.decision is None:
        return NothingDecided(found)
    return Planned(found, plan(loaded.questionnaire, found.assessment.answers, stage))
