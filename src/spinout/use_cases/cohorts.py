"""Gather what became of many documents, make one report of them all, and an index of the reports on each."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from spinout.core.wording import proposed_names
from spinout.reports.cohort.entries import CohortEntry, RefusedEntry, UnreadableEntry
from spinout.reports.cohort.indexes import IndexEntry, index_view
from spinout.reports.cohort.view import Cohort, CohortSubject
from spinout.reports.formats import COHORT_FORMATS, INDEX_FORMATS
from spinout.reports.layouts.environments import Templates
from spinout.resources import shipped
from spinout.use_cases.batches import Result
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.templates import with_compiled

INDEX = "index"
"""What the index is called, but for its ending; no report gets this name."""
BY_DEFAULT = ".html"


class ReportIndex:
    """The index of reports in some formats, as `render` makes it once all are known."""

    def __init__(self, endings: Sequence[str]) -> None:
        self._endings = tuple(endings)
        self._listed: list[tuple[str, IndexEntry]] = []

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files: in those of the formats that an index can have, else in HTML."""
        endings = [ending for ending in self._endings if ending in INDEX_FORMATS] or [BY_DEFAULT]
        return tuple(f"{INDEX}{ending}" for ending in endings)

    def add(self, name: str, entry: IndexEntry) -> None:
        """Take in a report by the name of its files without their endings."""
        self._listed.append((name, entry))

    def render(
        self,
        loaded: Loaded,
        *,
        program_version: str,
        templates: Templates | None = None,
        missing: int = 0,
        interrupted: bool = False,
    ) -> Iterator[tuple[str, bytes]]:
        """Each file of the index and its bytes; `missing` is how many documents have no report.

        Raises BrokenTemplate where a template of the user's cannot be used.
        """
        view = index_view(
            self._listed,
            self._endings,
            loaded.questionnaire,
            program_version=program_version,
            missing=missing,
            interrupted=interrupted,
        )
        found = templates or Templates(shipped("templates"))
        for file in self.files:
            ending = file.removeprefix(INDEX)
            yield file, INDEX_FORMATS[ending].render(view, with_compiled(found, ending))


class Gathering(Struct):
    """Takes the results of a batch one by one, and keeps a small row of each."""

    _entries: list[CohortEntry] = field(default_factory=list)
    _refused: list[RefusedEntry] = field(default_factory=list)
    _unreadable: list[UnreadableEntry] = field(default_factory=list)

    def take(self, result: Result) -> None:
        """Take in one result of a batch whose work was told to make entries."""
        if result.unreadable is not None:
            self._unreadable.append(UnreadableEntry(result.file, result.unreadable))
        elif result.entry is not None:
            self._entries.append(result.entry)
        elif result.problems:
            problems = result.problems
            self._refused.append(RefusedEntry(result.file, result.line, len(problems), problems[0]))

    def cohort(self, *, interrupted: bool = False) -> Cohort:
        """All that was taken in."""
        return Cohort(tuple(self._entries), tuple(self._refused), tuple(self._unreadable), interrupted)


def render_cohort(
    cohort: Cohort,
    loaded: Loaded,
    *,
    format: str,  # noqa: A002 - the word that the command line uses
    program_version: str,
    anonymous: bool = False,
    stage: str | None = None,
    templates: Templates | None = None,
) -> bytes:
    """The bytes of a cohort's report; `format` is a suffix of COHORT_FORMATS, with its dot or without.

    Raises KeyError where there is no such format, FileNotFoundError where the templates are missing,
    BrokenTemplate where one of the user's cannot be used.
    """
    subject = CohortSubject(cohort, loaded.questionnaire, loaded.sha256, program_version, anonymous, stage)
    suffix = "." + format.lower().lstrip(".")
    made = COHORT_FORMATS[suffix]
    return made.render(subject, with_compiled(templates or Templates(shipped("templates")), suffix))


class ReportNames:
    """Names for the reports of a batch: safe, after the service, and never the same twice, nor that of their index.

    The endings come after them, so that a service has one name in every format.
    """

    def __init__(self) -> None:
        self._used = {INDEX}
        self._more: dict[str, Iterator[str]] = {}

    def name(self, service: str | None) -> str:
        """A name that was not given before."""
        first = next(proposed_names(service, ""))
        names = self._more.setdefault(first, proposed_names(service, ""))
        found = next(name for name in names if name not in self._used)
        self._used.add(found)
        return found
