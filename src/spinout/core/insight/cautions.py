"""What a reader must be told where several documents of answers stand side by side.

A caution stops nothing. It says that the documents may not belong together as they were given.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.assessment import Assessment
from spinout.core.questionnaire import Stage
from spinout.core.wording import found, listed


class CautionCode(StrEnum):
    """Every code of a caution; docs/comparing.md says what each means."""

    OTHER_STAGE = "other-stage"
    OTHER_SERVICE = "other-service"
    OTHER_ORGANISATION = "other-organisation"
    OTHER_VERSION = "other-version"
    DATES_REVERSED = "dates-reversed"
    CAUSES_NOT_PARTED = "causes-not-parted"
    SAME_RESPONDENT = "same-respondent"
    SAME_DOCUMENT = "same-document"


class Caution(Struct, frozen=True):
    """Something about several documents that a reader must know."""

    code: CautionCode
    message: str


def different_services(documents: Iterable[Answers]) -> tuple[Caution, ...]:
    """Where documents name different services or organisations; one that names none fits any."""
    every = tuple(documents)
    cautions = []
    services = _different(answers.service for answers in every)
    if services:
        cautions.append(Caution(CautionCode.OTHER_SERVICE, f"The files name different services: {services}."))
    organisations = _different(answers.organisation for answers in every)
    if organisations:
        message = f"The files name different organisations: {organisations}."
        cautions.append(Caution(CautionCode.OTHER_ORGANISATION, message))
    return tuple(cautions)


def different_versions(documents: Iterable[Answers]) -> tuple[Caution, ...]:
    """Where documents were answered with different versions of the questionnaire."""
    versions = _different(answers.version for answers in documents)
    message = f"The files were answered with different versions of the questionnaire: {versions}."
    return (Caution(CautionCode.OTHER_VERSION, message),) if versions else ()


def different_stages(assessments: Iterable[Assessment]) -> tuple[Caution, ...]:
    """Where documents were judged for different decisions."""
    stages = distinct_stages(assessments)
    if len(stages) < 2:
        return ()
    labels = "; ".join(stage.label for stage in stages)
    message = (
        f"The files ask for different decisions, so their verdicts stand at different bars: {labels}. "
        "To judge all at one: --stage."
    )
    return (Caution(CautionCode.OTHER_STAGE, message),)


def distinct_stages(assessments: Iterable[Assessment]) -> tuple[Stage, ...]:
    """The stages that documents were judged for, each once by its id, in the documents' order."""
    by_id: dict[str, Stage] = {}
    for assessment in assessments:
        if assessment.stage is not None:
            by_id.setdefault(assessment.stage.id, assessment.stage)
    return tuple(by_id.values())


def same_respondents(documents: Iterable[Answers]) -> tuple[Caution, ...]:
    """Where several documents name the same respondent."""
    seen: set[str] = set()
    twice: dict[str, str] = {}
    for answers in documents:
        if answers.respondent is not None:
            key = _folded(answers.respondent)
            if key in seen:
                twice.setdefault(key, answers.respondent)
            seen.add(key)
    message = f"More than one file is by the same respondent: {listed(found(name) for name in twice.values())}."
    return (Caution(CautionCode.SAME_RESPONDENT, message),) if twice else ()


def same_documents(documents: Iterable[tuple[str, str]]) -> tuple[Caution, ...]:
    """Where several places hold the very same document: each with its digest."""
    places: dict[str, list[str]] = {}
    for digest, place in documents:
        places.setdefault(digest, []).append(place)
    twice = [", ".join(alike) for alike in places.values() if len(alike) > 1]
    message = f"These hold the very same answers, so they say nothing of agreement: {'; '.join(twice)}."
    return (Caution(CautionCode.SAME_DOCUMENT, message),) if twice else ()


def reversed_dates(old: Answers, new: Answers) -> tuple[Caution, ...]:
    """Where the older of two documents bears the later date."""
    if old.date is None or new.date is None or old.date <= new.date:
        return ()
    message = f"The old file is dated {old.date}, after the new one, {new.date}. Were they given the wrong way round?"
    return (Caution(CautionCode.DATES_REVERSED, message),)


def _different(names: Iterable[str | None]) -> str:
    """Different names in their order, in quotes; an empty text where all are alike."""
    by_key: dict[str, str] = {}
    for name in names:
        if name is not None:
            by_key.setdefault(_folded(name), name)
    return listed(found(name) for name in by_key.values()) if len(by_key) > 1 else ""


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
