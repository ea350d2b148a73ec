"""The folders that a report on each service is written into, under names that never clash."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spinout.storage import FileExistsAlready, found_in, is_folder, make_folder, write_whole
from spinout.use_cases.cohorts import ReportNames

if TYPE_CHECKING:
    from spinout.use_cases.single_reports import Made


class ReportFolders:
    """Writes reports service by service, each file whole; those not for publication into a folder of their own."""

    def __init__(self, reports: str, exempt: str | None, endings: tuple[str, ...], *, force: bool) -> None:
        """Make the folders. Raises FileExistsAlready where reports stand in one and `force` is not given."""
        self._reports = Path(reports)
        self._exempt = None if exempt is None else Path(exempt)
        self._names = ReportNames()
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
        self._restricted = self._restricted or bool(made.exempt)
        for ending, content in made.exempt:
            assert self._exempt is not None
            write_whole(self._exempt / f"{name}{ending}", content, force=True)
        return None
