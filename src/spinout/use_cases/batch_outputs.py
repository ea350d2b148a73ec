"""What a batch writes: one file of all results, and folders with a report on each service and their index."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from spinout import __version__
from spinout.core.wording import proposed_names
from spinout.reports.cohort.entries import IndexEntry, index_view
from spinout.reports.cohort.tables import header
from spinout.reports.formats import COHORT_FORMATS, INDEX_FORMATS
from spinout.reports.layouts.environments import Templates
from spinout.resources import shipped
from spinout.storage import FileExistsAlready, exists, found_in, is_folder, make_folder, whole_file, write_whole
from spinout.use_cases.batches import Result, Work
from spinout.use_cases.cohorts import Gathering, render_cohort
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.reports import Made
from spinout.use_cases.templates import with_compiled

ROWS, LINES = ".csv", ".jsonl"
"""What a batch is written as while it goes on, by the ending of the file's name; a cohort's report comes last."""
OUTPUTS = (ROWS, LINES, *COHORT_FORMATS)


def ending_of(file: str) -> str | None:
    """Which of OUTPUTS a file is written as; None where its name ends in none of them."""
    return next((ending for ending in OUTPUTS if file.lower().endswith(ending)), None)


class Outputs:
    """All that a batch writes, as its results come; a file of them all takes its place at the end of the block."""

    def __init__(
        self,
        loaded: Loaded,
        templates: Templates,
        work: Work,
        *,
        file: str | None = None,
        reports: str | None = None,
        exempt: str | None = None,
        anonymous: bool = False,
        force: bool = False,
    ) -> None:
        """`file` ends in one of OUTPUTS; `reports` and `exempt` are folders for the reports that the work makes."""
        self._loaded, self._templates, self._work = loaded, templates, work
        self._file, self._anonymous, self._force = file, anonymous, force
        self._where = reports, exempt
        self._ending = None if file is None else ending_of(file)
        self._gathering = Gathering() if work.as_entry else None
        self._out: BinaryIO | None = None
        self._folders: ReportFolders | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Open the file and make the folders. Raises StorageError."""
        reports, exempt = self._where
        with ExitStack() as opened:
            if self._file is not None:
                self._out = opened.enter_context(whole_file(self._file, force=self._force))
                if self._ending == ROWS:
                    self._out.write(header(self._loaded.questionnaire))
            if reports is not None and self._work.reports is not None:
                self._folders = ReportFolders(reports, exempt, self._work.reports.formats, force=self._force)
            self._open = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.__exit__(kind, error, at)

    @property
    def failed(self) -> int:
        """How many services have no report, since none could be made."""
        return 0 if self._folders is None else self._folders.failed

    def take(self, result: Result) -> str | None:
        """Write what there is of a result; gives back why there is no report, where that was not said before."""
        failed = None
        if self._gathering is not None:
            self._gathering.take(result)
        if self._folders is not None and result.reports is not None:
            failed = self._folders.write(result.reports, None if result.header is None else result.header.called)
        if self._out is not None:
            if self._ending == LINES and result.json is not None:
                self._out.write(result.json.encode("utf-8", "backslashreplace"))
            elif result.row is not None:
                self._out.write(result.row)
        return failed

    def remarks(self) -> Iterator[str]:
        """What is to be said at the end."""
        if self._folders is not None:
            yield from self._folders.remarks()

    def finish(self, *, without_score: int, interrupted: bool) -> None:
        """Write what needs all results: the index of reports, and the report of the cohort.

        Raises BrokenTemplate where a template of the user's cannot be used, MissingExtra and StorageError.
        """
        if self._folders is not None:
            self._folders.write_index(
                self._loaded, self._templates, without_score=without_score, interrupted=interrupted
            )
        if self._gathering is not None and self._out is not None and self._ending is not None:
            made = render_cohort(
                self._gathering.cohort(interrupted=interrupted),
                self._loaded,
                format=self._ending,
                program_version=__version__,
                anonymous=self._anonymous,
                stage=self._work.stage,
                templates=self._templates,
            )
            self._out.write(made)


class ReportFolders:
    """Writes reports service by service, each file whole; those not for publication into a folder of their own."""

    def __init__(self, reports: str, exempt: str | None, endings: Sequence[str], *, force: bool) -> None:
        """Make the folders. Raises FileExistsAlready where reports stand in one and `force` is not given."""
        self._reports = Path(reports)
        self._exempt = None if exempt is None else Path(exempt)
        self._names = ReportNames()
        self._index = ReportIndex(endings)
        self._failures: set[str] = set()
        self.failed = 0
        """How many services have no report, since none could be made."""
        self._restricted = False
        folders = [reports] if exempt is None else [reports, exempt]
        for folder in folders:
            if not force and is_folder(folder) and next(iter(found_in(folder, endings)), None) is not None:
                raise FileExistsAlready(
                    folder,
                    f"The folder holds files that end in {' or '.join(endings)} already. Name another one, or give "
                    "--force to replace those of the same names.",
                )
        for file in self._index.files:
            if not force and exists(self._reports / file):
                raise FileExistsAlready(
                    self._reports / file, "The index of the reports would replace this file. Give --force to do so."
                )
        for folder in folders:
            make_folder(folder)

    def remarks(self) -> Iterator[str]:
        """What is to be said at the end."""
        if self._exempt is not None and not self._restricted:
            yield f"No answer is marked exempt, so nothing was written to {self._exempt}."

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
        for ending, content in made.reports:
            write_whole(self._reports / f"{name}{ending}", content, force=True)
        if made.entry is not None:
            self._index.add(name, made.entry)
        self._restricted = self._restricted or bool(made.exempt)
        for ending, content in made.exempt:
            assert self._exempt is not None
            write_whole(self._exempt / f"{name}{ending}", content, force=True)
        return None

    def write_index(self, loaded: Loaded, templates: Templates, *, without_score: int, interrupted: bool) -> None:
        """Write the index beside the reports. Raises BrokenTemplate where one of the user's cannot be used."""
        made = self._index.render(
            loaded,
            program_version=__version__,
            templates=templates,
            missing=without_score + self.failed,
            interrupted=interrupted,
        )
        for file, content in made:
            write_whole(self._reports / file, content, force=True)


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
