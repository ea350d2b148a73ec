"""Keep a line of each report on a single service, and make the index of them all."""

from collections.abc import Iterator, Sequence

from spinout.reports.environments import Templates
from spinout.reports.index_pages import INDEXES
from spinout.reports.index_view import IndexEntry, index_view
from spinout.resources import shipped
from spinout.use_cases.compiled_templates import with_compiled
from spinout.use_cases.questionnaires import Loaded

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
        endings = [ending for ending in self._endings if ending in INDEXES] or [BY_DEFAULT]
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
            yield file, INDEXES[ending](view, with_compiled(found, ending))
