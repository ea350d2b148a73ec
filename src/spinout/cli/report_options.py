"""What the commands that write reports share: options, templates, and the folders of many reports."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from spinout.cli.boundary import ExitCode
from spinout.cli.streams import say
from spinout.storage import FileExistsAlready, exists, found_in, is_folder, make_folder, write_whole
from spinout.use_cases.cohorts import ReportIndex, ReportNames

if TYPE_CHECKING:
    from spinout.core.questionnaire import HeadingName
    from spinout.reports.layouts.environments import Templates
    from spinout.use_cases.questionnaires import Loaded
    from spinout.use_cases.reports import Made, SingleReports

Headings = Annotated[
    str | None,
    typer.Option(
        "--headings", metavar="FILE", help="Name and order the headings as this YAML file says.", show_default=False
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The date that the report speaks of, not that of the answers.",
        show_default=False,
    ),
]
WithoutNotes = Annotated[
    bool, typer.Option("--without-notes", help="Leave out notes, reasons, lessons and texts. Evidence stays.")
]

Reports = Annotated[
    str | None,
    typer.Option(
        "--reports", metavar="DIR", help="Write a report on each service into this folder.", show_default=False
    ),
]
ReportFormats = Annotated[
    list[str] | None,
    typer.Option(
        "--report-format",
        metavar="NAME",
        help="With --reports: md, html, docx, pdf or json. Give it again for more than one. Left out, html.",
        show_default=False,
    ),
]
ExemptFolder = Annotated[
    str | None,
    typer.Option(
        "--exempt",
        metavar="DIR",
        help="With --reports: write the parts that are not for publication here, where answers are marked exempt.",
        show_default=False,
    ),
]
BY_DEFAULT = ("html",)
"""What the report on each service is."""


class Chosen(Struct, frozen=True):
    """What was asked for of the report on each service of a batch, as it was given."""

    reports: str | None
    formats: list[str] | None
    templates: Path | None
    template: Path | None
    headings: str | None
    as_of: str | None
    exempt: str | None
    without_notes: bool

    def check(self, *, cohort: bool) -> None:
        """Refuse what does not go together, and a format that is none or not installed, before any work."""
        alone = {
            "--report-format": self.formats,
            "--template": self.template,
            "--headings": self.headings,
            "--as-of": self.as_of,
            "--exempt": self.exempt,
            "--without-notes": self.without_notes,
        }
        for option, given in alone.items():
            if given and self.reports is None:
                raise typer.BadParameter("it goes with --reports.", param_hint=option)
        if self.templates is not None and self.reports is None and not cohort:
            raise typer.BadParameter(
                "it goes with --reports, or -o and an .html or .md file.", param_hint="--templates"
            )
        if self.exempt is not None and self.reports is not None and _same(self.exempt, self.reports):
            raise typer.BadParameter(
                "name another folder than that of --reports. What is not for publication stands apart.",
                param_hint="--exempt",
            )
        checked_date(self.as_of)
        suffixes = () if self.reports is None else self._suffixes()
        if self.template is not None and ".docx" not in suffixes:
            raise typer.BadParameter("it goes with --report-format docx.", param_hint="--template")

    def single_reports(self, loaded: "Loaded") -> "SingleReports | None":
        """What whoever makes the reports must know; or the end of the command with what is wrong with headings."""
        if self.reports is None:
            return None
        from spinout import __version__
        from spinout.reports.view.publication import Choices
        from spinout.use_cases.reports import SingleReports

        headings = headings_at(self.headings, loaded)
        choices = Choices(headings=headings, as_of=self.as_of, notes=not self.without_notes)
        return SingleReports(
            self._suffixes(), __version__, self.templates, self.template, choices, exempt=self.exempt is not None
        )

    def folders(self, *, force: bool) -> "ReportFolders | None":
        """The folders to write into, made. Raises FileExistsAlready where reports stand in one already."""
        if self.reports is None:
            return None

        return ReportFolders(self.reports, self.exempt, self._suffixes(), force=force)

    def _suffixes(self) -> tuple[str, ...]:
        from spinout.reports.formats import FORMATS, MissingExtra
        from spinout.use_cases.reports import suffixes_of

        names = [suffix.lstrip(".") for suffix in FORMATS]
        for name in self.formats or ():
            if name.lower().lstrip(".") not in names:
                raise typer.BadParameter(f'"{name}" is none of {", ".join(names)}.', param_hint="--report-format")
        try:
            return suffixes_of(self.formats or BY_DEFAULT)
        except MissingExtra as error:
            raise typer.BadParameter(str(error), param_hint="--report-format") from error


def _same(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()


def headings_at(path: str | None, loaded: "Loaded") -> "tuple[HeadingName, ...]":
    """The names of the headings, or the end of the command with what is wrong with them."""
    from spinout.cli.loading import refuse
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.reports import read_headings

    if path is None:
        return ()
    found = read_headings(path, loaded)
    if isinstance(found, Refused):
        refuse(found, as_json=False)
    return found


def checked_date(given: str | None) -> str | None:
    """The date that was given, or a refusal of what is none."""
    from spinout.core.kinds.text import is_date

    if given is not None and not is_date(given):
        raise typer.BadParameter(f'"{given}" is no date. Write it as YYYY-MM-DD.', param_hint="--as-of")
    return given


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


TemplatesFolder = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="Look for each template in this folder first. To start one: spinout templates --copy DIR",
        show_default=False,
    ),
]
WordTemplate = Annotated[
    Path | None,
    typer.Option(
        "--template",
        metavar="DOCX",
        help="Fill in this Word file, for a report that ends in .docx. To check it: spinout template check DOCX",
        show_default=False,
    ),
]


@contextmanager
def templates_told() -> Iterator[None]:
    """End the command with a line where a template cannot be used, or a part to install is missing."""
    from spinout.reports.formats import MissingExtra
    from spinout.reports.layouts.environments import BrokenTemplate

    try:
        yield
    except BrokenTemplate as error:
        say(f"{error.place}: {error.message}")
        raise typer.Exit(ExitCode.PROBLEMS) from error
    except MissingExtra as error:
        say(str(error))
        raise typer.Exit(ExitCode.STORAGE) from error
