"""The index of reports on single services: who each is about, its verdict, and where it lies."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from spinout.core.questionnaire import Questionnaire, in_words
from spinout.core.scoring.assessment import Assessment
from spinout.reports.formats import FORMATS
from spinout.reports.view.publication import without_exempt
from spinout.reports.view.words import counted

SCHEMA = "spinout.index-view/1"
NO_NAME = "(no name)"
NO_DECISION = "No decision is asked for"
INTERRUPTED = "The work was stopped before its end. Reports that were not written by then are missing here."


class IndexEntry(Struct, frozen=True):
    """What an index keeps of one service."""

    service: str | None
    organisation: str | None
    respondent: str | None
    date: str | None
    version: str | None
    """The version of the questionnaire that the answers name."""
    stage: str | None
    words: str
    """The verdict, as it is said."""
    stated: bool


class Link(Struct, frozen=True):
    """A file of a report, beside the index, and the name of its format."""

    file: str
    format: str


class IndexLine(Struct, frozen=True):
    """One service, and its reports: the first, and those in other formats."""

    name: str
    organisation: str | None
    respondent: str | None
    date: str | None
    stage: str | None
    words: str
    not_stated: bool
    other_version: str | None
    first: Link
    others: tuple[Link, ...]


class IndexView(Struct, frozen=True):
    """Everything that an index shows."""

    schema: str
    language: str
    title: str
    about: str
    reports: str
    missing: str | None
    interrupted: str | None
    other_formats: bool
    lines: tuple[IndexLine, ...]
    program: str


def index_entry(assessment: Assessment) -> IndexEntry:
    """What an index keeps of an assessment."""
    shown = without_exempt(assessment)
    answers = shown.answers
    stage = None if shown.stage is None else shown.stage.label
    return IndexEntry(
        answers.service,
        answers.organisation,
        answers.respondent,
        answers.date,
        answers.version,
        stage,
        NO_DECISION if shown.verdict is None or stage is None else in_words(shown.verdict, stage),
        shown.stated or shown.stage is None,
    )


def index_view(
    listed: Iterable[tuple[str, IndexEntry]],
    endings: Sequence[str],
    questionnaire: Questionnaire,
    *,
    program_version: str,
    missing: int = 0,
    interrupted: bool = False,
) -> IndexView:
    """The index of reports, by organisation and service.

    `listed` has the name of each report's files without their endings, `missing` is how many
    documents have none.
    """
    lines = tuple(_line(name, entry, endings, questionnaire) for name, entry in sorted(listed, key=_place))
    return IndexView(
        SCHEMA,
        questionnaire.language,
        "Reports on each service",
        questionnaire.title,
        counted(len(lines), "service"),
        _missing(missing),
        INTERRUPTED if interrupted else None,
        len(endings) > 1,
        lines,
        f"spinout {program_version}",
    )


def _place(listed: tuple[str, IndexEntry]) -> tuple[str, str, int, str]:
    """Where a line stands: by organisation and service, those that name none last of theirs."""
    name, entry = listed
    return _folded(entry.organisation), _folded(entry.service), len(name), name


def _folded(text: str | None) -> str:
    return "\U0010ffff" if text is None else text.casefold()


def _line(name: str, entry: IndexEntry, endings: Sequence[str], questionnaire: Questionnaire) -> IndexLine:
    first, *others = (Link(f"{name}{ending}", FORMATS[ending].name) for ending in endings)
    return IndexLine(
        entry.service or NO_NAME,
        entry.organisation,
        entry.respondent,
        entry.date,
        entry.stage,
        entry.words,
        not entry.stated,
        None if entry.version == questionnaire.version else entry.version,
        first,
        tuple(others),
    )


def _missing(count: int) -> str | None:
    if not count:
        return None
    have = "has" if count == 1 else "have"
    return f"{counted(count, 'document')} {have} no report: not read, not scored, or the report could not be made"
