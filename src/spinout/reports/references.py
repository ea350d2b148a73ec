"""What a report quotes: support, lessons, sources, and where the report itself came from."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath

from msgspec import Struct

from spinout.core.assessment import Assessment, stage_of
from spinout.core.reference import Source
from spinout.reports.subject import Subject

SUPPORT_STATUSES = {
    "live": "Live",
    "closed": "Closed",
    "guidance": "Guidance",
    "to-be-confirmed": "To be confirmed",
}
SHORT_DIGEST = 12
"""So many letters of a digest tell two files of headings apart."""
WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[!-~]*)?\Z")


class SupportLine(Struct, frozen=True):
    """Where help may be had; `link` only where the address is one of the web."""

    id: str
    who: str
    what: str
    status: str
    status_words: str
    status_note: str | None
    address: str | None
    link: str | None
    checked: str
    sources: tuple[str, ...]


class LessonLine(Struct, frozen=True):
    """What others could learn, and the question that it belongs to."""

    text: str
    ask: str | None


class SourceLine(Struct, frozen=True):
    """A source that the report names."""

    code: str
    title: str
    kind: str
    checked: str
    address: str | None
    link: str | None


class Provenance(Struct, frozen=True):
    """What a report was made from, so that it can be made again."""

    questionnaire: str
    questionnaire_id: str
    version: str
    questionnaire_sha256: str
    answers: str
    answers_sha256: str
    answers_version: str | None
    program: str
    options: str | None
    """What was chosen for the report, so that it can be made again and compared."""


def web_link(address: str | None) -> str | None:
    """An address that may be linked: of the web, and nothing but that."""
    return address if address is not None and WEB_ADDRESS.match(address) else None


def support_lines(assessment: Assessment) -> tuple[SupportLine, ...]:
    """Where help may be had, in file order."""
    return tuple(
        SupportLine(
            s.id,
            s.who,
            s.what,
            s.status,
            SUPPORT_STATUSES[s.status],
            s.status_note,
            s.address,
            web_link(s.address),
            "Not checked" if s.checked_on is None else f"Last checked {s.checked_on}",
            s.sources,
        )
        for s in assessment.questionnaire.reference.support
    )


def lesson_lines(assessment: Assessment) -> tuple[LessonLine, ...]:
    """What others could learn, as the answers say it."""
    questions = assessment.questionnaire.questions
    return tuple(
        LessonLine(lesson.text, None if lesson.question is None else questions[lesson.question].ask)
        for lesson in assessment.answers.lessons
    )


def source_lines(assessment: Assessment, used: Iterable[str]) -> tuple[SourceLine, ...]:
    """The sources named in a report, in the order of the reference data."""
    codes = set(used)
    return tuple(
        _source_line(source) for code, source in assessment.questionnaire.reference.sources.items() if code in codes
    )


@lru_cache(maxsize=1024)
def _source_line(source: Source) -> SourceLine:
    return SourceLine(
        source.code,
        source.title,
        source.kind.replace("-", " "),
        "Read in this source" if source.verified else "Not confirmed: confirm it first",
        source.address,
        web_link(source.address),
    )


def provenance(subject: Subject) -> Provenance:
    """What a report was made from; of the answers' path only the file's name."""
    questionnaire = subject.assessment.questionnaire
    name = PurePath(subject.file.replace("\\", "/")).name
    return Provenance(
        questionnaire.title,
        questionnaire.id,
        questionnaire.version,
        subject.questionnaire_sha256,
        name if subject.line is None else f"{name}, line {subject.line}",
        subject.sha256,
        subject.assessment.answers.version,
        f"spinout {subject.program_version}",
        ", ".join(_options(subject)) or None,
    )


def _options(subject: Subject) -> Iterator[str]:
    """A stage that the answers do not state, and the choices, in the form that `claims` reads back.

    The answers are those that the report shows, so that a stage that is left out of them is told nowhere.
    """
    choices, assessment = subject.choices, subject.assessment
    by_answers = stage_of(assessment.questionnaire, assessment.standings, None)
    if assessment.stage is not None and (assessment.stage, assessment.stated) != by_answers:
        yield f"stage={assessment.stage.id}"
    if choices.as_of is not None:
        yield f"as-of={choices.as_of}"
    if not choices.notes:
        yield "without-notes"
    if choices.restricted:
        yield "restricted"
    if choices.headings:
        named = "\n".join(f"{name.id}\t{name.title or ''}" for name in choices.headings)
        yield f"headings={sha256(named.encode()).hexdigest()[:SHORT_DIGEST]}"
