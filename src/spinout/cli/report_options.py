"""What the commands that write reports share: the options on what a report says, and on many at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

if TYPE_CHECKING:
    from spinout.cli.report_folders import ReportFolders
    from spinout.core.reference import HeadingName
    from spinout.use_cases.questionnaires import Loaded
    from spinout.use_cases.single_reports import SingleReports

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
        from spinout.reports.publication import Choices
        from spinout.use_cases.single_reports import SingleReports

        headings = headings_at(self.headings, loaded)
        choices = Choices(headings=headings, as_of=self.as_of, notes=not self.without_notes)
        return SingleReports(
            self._suffixes(), __version__, self.templates, self.template, choices, exempt=self.exempt is not None
        )

    def folders(self, *, force: bool) -> "ReportFolders | None":
        """The folders to write into, made. Raises FileExistsAlready where reports stand in one already."""
        if self.reports is None:
            return None
        from spinout.cli.report_folders import ReportFolders

        return ReportFolders(self.reports, self.exempt, self._suffixes(), force=force)

    def _suffixes(self) -> tuple[str, ...]:
        from spinout.reports.extras import MissingExtra
        from spinout.reports.formats import FORMATS
        from spinout.use_cases.single_reports import suffixes_of

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
    from spinout.core.question_types.texts import is_date

    if given is not None and not is_date(given):
        raise typer.BadParameter(f'"{given}" is no date. Write it as YYYY-MM-DD.', param_hint="--as-of")
    return given
