"""The index of reports on single services: who each is about, its verdict, and where it lies."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import asdict

from spinout.core.questionnaire import Questionnaire, in_words
from spinout.core.scoring.assessment import Assessment
from spinout.reports.cohort.entries import NO_DECISION, NO_NAME, Header, header_of
from spinout.reports.formats import FORMATS
from spinout.reports.view.publication import without_exempt
from spinout.reports.view.words import counted, verb

SCHEMA = "spinout.index-view/1"
WHY_MISSING = "not read, not scored, or the report could not be made"
INTERRUPTED = "The work was stopped before its end. Reports that were not written by then are missing here."


class IndexEntry(Header, frozen=True, kw_only=True):
    """What an index keeps of one service; `words` are the verdict, as it is said."""

    stage: str | None
    words: str
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
    stage = None if shown.stage is None else shown.stage.label
    return IndexEntry(
        **asdict(header_of(shown.answers)),
        stage=stage,
        words=NO_DECISION if shown.verdict is None or stage is None else in_words(shown.verdict, stage),
        stated=shown.stated or stage is None,
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
    without = f"{counted(missing, 'document')} {verb(missing, 'has', 'have')} no report: {WHY_MISSING}"
    return IndexView(
        SCHEMA,
        questionnaire.language,
        "Reports on each service",
        questionnaire.title,
        counted(len(lines), "service"),
        without if missing else None,
        INTERRUPTED if interrupted else None,
        len(endings) > 1,
        lines,
        f"spinout {program_version}",
    )


def _place(listed: tuple[str, IndexEntry]) -> tuple[str, str, int, str]:
    """Where a line stands: by organisation and service, those that name none last of theirs."""
    name, entry = listed
    organisation, service = ((text or "\U0010ffff").casefold() for text in (entry.organisation, entry.service))
    return organisation, service, len(name), name


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
