"""A folder that a report on each service is written into, under names that never clash."""

from pathlib import Path

from spinout.storage import FileExistsAlready, found_in, is_folder, make_folder, write_whole
from spinout.use_cases.cohorts import ReportNames


class ReportFolder:
    """Writes reports one by one, each whole."""

    def __init__(self, folder: str, ending: str, *, force: bool) -> None:
        """Make the folder. Raises FileExistsAlready where reports stand in it and `force` is not given."""
        self._folder = Path(folder)
        self._names = ReportNames(ending)
        if not force and is_folder(folder) and next(iter(found_in(folder, (ending,))), None) is not None:
            raise FileExistsAlready(
                folder,
                f"The folder holds files that end in {ending} already. Name another one, or give --force to replace "
                "those of the same names.",
            )
        make_folder(folder)

    def write(self, content: bytes, service: str | None) -> None:
        """Write a report under the name of its service; those without one are numbered."""
        write_whole(self._folder / self._names.name(service), content, force=True)
