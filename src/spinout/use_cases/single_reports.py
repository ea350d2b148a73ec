"""The report on each service of a batch: what was chosen for all of them, and what came of one."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from spinout.reports.environments import BrokenTemplate, Templates
from spinout.reports.extras import MissingExtra
from spinout.reports.formats import FORMATS
from spinout.reports.index_view import IndexEntry, index_entry
from spinout.reports.publication import ALL, Choices
from spinout.use_cases.assessments import Assessed
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.reports import has_exempt, render_report
from spinout.use_cases.templates import templates_at


class SingleReports(Struct, frozen=True):
    """What whoever makes the reports must know, small enough to be sent with each piece of work.

    `formats` are suffixes of FORMATS. The user's templates are named by where they are, and read once
    in each process. With `exempt` the part that is not for publication is made too, where there is one.
    """

    formats: tuple[str, ...]
    program_version: str
    own: Path | None = None
    word: Path | None = None
    choices: Choices = ALL
    exempt: bool = False

    def made_of(self, assessed: Assessed, loaded: Loaded) -> "Made":
        """The reports on one service; or why one could not be made, and none. Raises StorageError."""
        try:
            reports = self._all(assessed, loaded, self.choices)
            apart = self.exempt and has_exempt(assessed)
            restricted = self._all(assessed, loaded, replace(self.choices, restricted=True)) if apart else ()
        except (BrokenTemplate, MissingExtra) as error:
            return Made(failed=str(error))
        return Made(index_entry(assessed.assessment), reports, restricted)

    def _all(self, assessed: Assessed, loaded: Loaded, choices: Choices) -> "tuple[tuple[str, bytes], ...]":
        templates = _templates(self.own, self.word)
        return tuple(
            (
                suffix,
                render_report(
                    assessed,
                    loaded,
                    format=suffix,
                    program_version=self.program_version,
                    templates=templates,
                    choices=choices,
                ),
            )
            for suffix in self.formats
        )


class Made(Struct, frozen=True):
    """The reports on one service by the suffixes of their formats, and those not for publication.

    `entry` is what their index says of it. `failed` says why there are none.
    """

    entry: IndexEntry | None = None
    reports: tuple[tuple[str, bytes], ...] = ()
    exempt: tuple[tuple[str, bytes], ...] = ()
    failed: str | None = None


def suffixes_of(names: Iterable[str]) -> tuple[str, ...]:
    """The suffixes of formats by their names, each once. Raises KeyError, and MissingExtra before any work."""
    suffixes = tuple(dict.fromkeys(f".{name.lower().lstrip('.')}" for name in names))
    for suffix in suffixes:
        FORMATS[suffix].check_installed()
    return suffixes


@lru_cache(maxsize=4)
def _templates(own: Path | None, word: Path | None) -> Templates:
    """The templates, found once in each process, so that they are compiled once. Raises StorageError."""
    return templates_at(own, word)
