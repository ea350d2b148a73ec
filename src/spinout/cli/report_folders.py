"""The folders that a report on each service is written into, under names that never clash, and their index."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spinout.storage import FileExistsAlready, exists, found_in, is_folder, make_folder, write_whole
from spinout.use_cases.cohorts import ReportNames
from spinout.use_cases.report_indexes import ReportIndex

if TYPE_CHECKING:
    from spinout.reports.environments import Templates
    from spinout.use_cases.questionnaires import Loaded
    from spinout.use_cases.single_reports import Made


class ReportFolders:
    """Writes reports service by service, each file whole; those not for publication into a folder of their own."""

    def __init__(self, reports: str, exempt: str | None, endings: tuple[str, ...], *, force: bool) -> None:
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

    def write(self, made: "Made", service: str | None) -> str | None:
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

    def write_index(
        self, loaded: "Loaded", templates: "Templates", *, program_version: str, without_score: int, interrupted: bool
    ) -> None:
        """Write the index beside the reports. Raises BrokenTemplate where one of the user's cannot be used."""
        made = self._index.render(
            loaded,
            program_version=program_version,
            templates=templates,
            missing=without_score + self.failed,
            interrupted=interrupted,
        )
        for file, content in made:
            write_whole(self._reports / file, content, force=True)
