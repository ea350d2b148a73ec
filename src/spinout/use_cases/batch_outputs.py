"""What a batch writes: one file of all results, and folders with a report on each service and their index."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from msgspec import Struct, field

from spinout import __version__
from spinout.core.problems import count_of
from spinout.core.wording import proposed_names
from spinout.identities import FilesInUse
from spinout.inputs.documents import format_of
from spinout.reports.cohort.entries import CohortEntry, IndexEntry, RefusedEntry, UnreadableEntry, index_view
from spinout.reports.cohort.tables import header
from spinout.reports.cohort.view import Cohort, CohortSubject
from spinout.reports.formats import COHORT_FORMATS, INDEX_FORMATS
from spinout.reports.layouts.environments import Templates
from spinout.storage import (
    FileExistsAlready,
    NewFile,
    StorageError,
    exists,
    found_in,
    is_folder,
    make_folder,
    whole_file,
    write_whole,
)
from spinout.use_cases.batches import Result, Work
from spinout.use_cases.chunks import written_before
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.reports import Made
from spinout.use_cases.templates import rendered

ROWS, LINES = ".csv", ".jsonl"
"""What a batch is written as while it goes on, by the ending of the file's name; a cohort's report comes last."""
OUTPUTS = (ROWS, LINES, *COHORT_FORMATS)


def ending_of(file: str) -> str | None:
    """Which of OUTPUTS a file is written as; None where its name ends in none of them."""
    return next((ending for ending in OUTPUTS if file.lower().endswith(ending)), None)


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
            self._refused.append(RefusedEntry(result.file, result.line, count_of(result.problems), result.problems[0]))

    def cohort(self, *, interrupted: bool = False) -> Cohort:
        """All that was taken in."""
        return Cohort(tuple(self._entries), tuple(self._refused), tuple(self._unreadable), interrupted)


class Outputs(Struct):
    """All that a batch writes, as its results come."""

    loaded: Loaded
    templates: Templates
    work: Work
    ending: str | None
    out: NewFile | None
    folders: "ReportFolders | None"
    anonymous: bool
    gathering: Gathering = field(default_factory=Gathering)

    @property
    def failed(self) -> int:
        """How many services have no report, since none could be made."""
        return 0 if self.folders is None else self.folders.failed

    @property
    def unwritten(self) -> int:
        """How many services have not all their reports, since a file could not be written."""
        return 0 if self.folders is None else self.folders.unwritten

    def take(self, result: Result) -> str | None:
        """Write what there is of a result; gives back why there is no report, where that was not said before."""
        if self.work.as_entry:
            self.gathering.take(result)
        if self.out is not None and self.ending == LINES and result.json is not None:
            self.out.write(result.json.encode("utf-8", "backslashreplace"))
        elif self.out is not None and result.row is not None:
            self.out.write(result.row)
        if self.folders is None or result.reports is None:
            return None
        return self.folders.write(result.reports, None if result.header is None else result.header.called)

    def finish(self, *, without_score: int, interrupted: bool) -> None:
        """Write what needs all results: the index of reports, and the report of the cohort.

        After an interruption the file of all results is not whole, and is left beside its place.
        Raises BrokenTemplate where a template of the user's cannot be used, MissingExtra and StorageError.
        """
        if self.out is not None:
            self.out.whole = not interrupted
        if self.folders is not None:
            self.folders.write_index(self.loaded, self.templates, without_score=without_score, interrupted=interrupted)
        if self.work.as_entry and self.out is not None and self.ending is not None:
            form, cohort, stage = self.loaded, self.gathering.cohort(interrupted=interrupted), self.work.stage
            subject = CohortSubject(cohort, form.questionnaire, form.sha256, __version__, self.anonymous, stage)
            self.out.write(rendered(COHORT_FORMATS, self.ending, subject, self.templates))


@contextmanager
def outputs_of(
    loaded: Loaded,
    templates: Templates,
    work: Work,
    *,
    file: str | None = None,
    reports: str | None = None,
    exempt: str | None = None,
    anonymous: bool = False,
    force: bool = False,
    claims: FilesInUse | None = None,
) -> Iterator[Outputs]:
    """Make the folders and open the file; a file of all results takes its place at the end of the block.

    `file` ends in one of OUTPUTS; `reports` and `exempt` are folders for the reports that the work makes, and
    `claims` what none of those may replace. Raises StorageError.
    """
    ending = None if file is None else ending_of(file)
    folders = None
    if reports is not None and work.reports is not None:
        folders = ReportFolders(reports, exempt, work.reports.formats, force=force, claims=claims or FilesInUse())
    with nullcontext() if file is None else whole_file(file, force=force, keep=True) as out:
        if out is not None and ending == ROWS:
            out.write(header(loaded.questionnaire))
        yield Outputs(loaded, templates, work, ending, out, folders, anonymous)


class ReportFolders:
    """Writes reports service by service, each file whole; those not for publication into a folder of their own."""

    def __init__(
        self, reports: str, exempt: str | None, endings: Sequence[str], *, force: bool, claims: FilesInUse
    ) -> None:
        """Make the folders. Raises FileExistsAlready where reports stand in one and `force` is not given."""
        self._reports = Path(reports)
        self._exempt = None if exempt is None else Path(exempt)
        self._endings = tuple(endings)
        self._names = ReportNames()
        self._listed: list[tuple[str, IndexEntry]] = []
        self._failures: set[str] = set()
        self._claims = claims
        self.failed = 0
        """How many services have no report, since none could be made."""
        self.unwritten = 0
        """How many services have not all their reports, since a file could not be written."""
        self._restricted = False
        self._remarks: list[str] = []
        folders = [reports] if exempt is None else [reports, exempt]
        for folder in () if force else folders:
            if is_folder(folder) and next(iter(found_in(folder, endings)), None) is not None:
                raise FileExistsAlready(
                    folder,
                    f"The folder holds files that end in {' or '.join(endings)} already. Name another one, or give "
                    "--force to replace those of the same names.",
                )
        for ending in index_endings(endings):
            file = self._reports / f"{INDEX}{ending}"
            wrong = claims.claim(file)
            if wrong is not None:
                raise StorageError(file, f"The index of the reports stands here. {wrong}")
            if not force and exists(file):
                message = "The index of the reports would replace this file. Give --force to do so."
                raise FileExistsAlready(file, message)
        for folder in folders:
            make_folder(folder)

    def remarks(self) -> Iterator[str]:
        """What is to be said at the end."""
        if self._exempt is not None and not self._restricted:
            yield f"No answer is marked exempt, so nothing was written to {self._exempt}."
        yield from self._remarks[:MOST_REMARKS]
        if len(self._remarks) > MOST_REMARKS:
            yield f"{len(self._remarks) - MOST_REMARKS} more of this kind are not listed."

    def write(self, made: Made, service: str | None) -> str | None:
        """Write the reports under the name of their service; those without one are numbered.

        Gives back why there are none, where that was not said before.
        """
        if made.failed is not None:
            self.failed += 1
            new = made.failed not in self._failures
            self._failures.add(made.failed)
            return made.failed if new else None
        name = self._names.name(service)
        self._remarks += (f"{name}: {remark}" for remark in made.remarks)
        try:
            for ending, content in made.reports:
                self._put(self._reports / f"{name}{ending}", content)
            if made.entry is not None:
                self._listed.append((name, made.entry))
            self._restricted = self._restricted or bool(made.exempt)
            for ending, content in made.exempt:
                assert self._exempt is not None
                self._put(self._exempt / f"{name}{ending}", content)
        except StorageError as error:
            self.unwritten += 1
            new = error.message not in self._failures
            self._failures.add(error.message)
            return str(error) if new else None
        return None

    def _put(self, path: Path, content: bytes) -> None:
        """Write a report where none but a report stands. Raises StorageError."""
        wrong = self._claims.claim(path)
        if wrong is None and format_of(str(path)) is not None and not written_before(str(path)):
            # A file of answers may have the name of a service too.
            wrong = "This file is no report of spinout, so it is not replaced. Name another folder."
        if wrong is not None:
            raise StorageError(path, wrong)
        write_whole(path, content, force=True)
        self._claims.written(path)

    def write_index(self, loaded: Loaded, templates: Templates, *, without_score: int, interrupted: bool) -> None:
        """Write the index beside the reports. Raises BrokenTemplate where one of the user's cannot be used."""
        missing = without_score + self.failed + self.unwritten
        view = index_view(
            self._listed,
            self._endings,
            loaded.questionnaire,
            program_version=__version__,
            missing=missing,
            interrupted=interrupted,
        )
        for ending in index_endings(self._endings):
            content = rendered(INDEX_FORMATS, ending, view, templates)
            write_whole(self._reports / f"{INDEX}{ending}", content, force=True)


MOST_REMARKS = 20
"""Remarks on reports that are told one by one."""
INDEX = "index"
"""What the index is called, but for its ending; no report gets this name."""


def index_endings(endings: Sequence[str]) -> Sequence[str]:
    """The formats of an index of reports in some formats: those that it can have, else HTML."""
    return [ending for ending in endings if ending in INDEX_FORMATS] or [".html"]


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
