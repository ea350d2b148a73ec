"""`spinout batch`: the verdicts on many files of answers at once."""

import gc
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from spinout.cli import GC_DEFAULT
from spinout.cli.boundary import ExitCode
from spinout.cli.loading import (
    AsJson,
    AsOf,
    Force,
    Headings,
    Questions,
    RequireComplete,
    RequireReady,
    Stage,
    TemplatesFolder,
    WithoutNotes,
    WordTemplate,
    checked_date,
    headings_at,
    load,
    templates_told,
)
from spinout.reports.formats import FORMATS, MissingExtra, endings

if TYPE_CHECKING:
    from spinout.use_cases.batches import Help
    from spinout.use_cases.questionnaires import Loaded
    from spinout.use_cases.reports import SingleReports

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files of answers, folders to search for them, or - for JSON Lines from stdin.",
    ),
]
Out = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="OUT",
        help="Write to this .csv, .jsonl, .html, .md or .xlsx file.",
        show_default=False,
    ),
]
Anonymous = Annotated[
    bool, typer.Option("--anonymous", help="Leave out who is who in a cohort's .html, .md or .xlsx file.")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        help="Use N processes; by default one, and more where there are many files.",
        show_default=False,
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", help="Hand the work to the Dask cluster at this address.", show_default=False
    ),
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
        help=f"With --reports: {endings()}. Give it again for more than one. Left out, html.",
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
LAID_OUT = (".html", ".md")
"""What is laid out by templates."""
ROWS, LINES = ".csv", ".jsonl"
"""What is written while a batch goes on; a cohort's report comes last."""


def batch(
    paths: Paths,
    questions: Questions = None,
    stage: Stage = None,
    as_json: AsJson = False,
    output: Out = None,
    reports: Reports = None,
    report_format: ReportFormats = None,
    templates: TemplatesFolder = None,
    template: WordTemplate = None,
    headings: Headings = None,
    as_of: AsOf = None,
    without_notes: WithoutNotes = False,
    exempt: ExemptFolder = None,
    anonymous: Anonymous = False,
    force: Force = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    require_ready: RequireReady = False,
    require_complete: RequireComplete = False,
) -> None:
    """Score every file in folders; a bad one stops nothing.

    Example: spinout batch answers/ -o cohort.csv
    """
    from spinout.cli.boundary import Interrupts
    from spinout.cli.progress import BatchProgress, ProgressBar
    from spinout.cli.screens.cohort import Tally, say_skipped
    from spinout.use_cases.batch_outputs import Outputs
    from spinout.use_cases.batches import Work, run_batch
    from spinout.use_cases.chunks import Skipped, documents_expected, given_twice
    from spinout.use_cases.processes import end_processes
    from spinout.use_cases.templates import templates_at

    gc.set_threshold(*GC_DEFAULT)
    ending = _ending(output)
    as_report = ending not in (None, ROWS, LINES)
    _check_anonymous(reports, anonymous=anonymous, as_report=as_report)
    chosen = _Chosen(reports, report_format, templates, template, headings, as_of, exempt, without_notes)
    suffixes = chosen.checked(cohort=ending in LAID_OUT)
    loaded = load(questions, stage, as_json=as_json, lines=True)
    own = templates_at(templates, template)
    work = Work(
        loaded.path,
        loaded.sha256,
        stage,
        as_json=as_json or ending == LINES,
        as_row=ending == ROWS,
        as_entry=as_report,
        reports=chosen.single_reports(suffixes, loaded),
    )
    helpers = _help(1 if jobs is None and paths == ["-"] else jobs, cluster)
    tally = Tally(loaded.questionnaire, keep=not as_json and output is None)
    outputs = Outputs(loaded, own, work, file=output, reports=reports, exempt=exempt, anonymous=anonymous, force=force)
    skipped = Skipped(output)
    interrupted = False
    with Interrupts() as interrupts, outputs, ProgressBar(lambda: documents_expected(paths)) as bar:
        progress = BatchProgress(tally, bar, as_json=as_json)
        with closing(run_batch(paths, loaded, work, helpers, skipped)) as results:
            try:
                for result in results:
                    with interrupts.held():
                        progress.tell(result, outputs)
            except KeyboardInterrupt:
                end_processes()
                interrupted = True
        progress.end(outputs)
        with templates_told():
            outputs.finish(without_score=tally.refused + tally.unreadable, interrupted=interrupted)
    tally.show(written=output, as_json=as_json, interrupted=interrupted)
    say_skipped(skipped, given_twice(path for path in paths if path != "-"))
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)
    missed = (require_ready and tally.not_ready) or (require_complete and tally.incomplete)
    if tally.unreadable or not tally.documents:
        raise typer.Exit(ExitCode.STORAGE)
    raise typer.Exit(ExitCode.PROBLEMS if tally.refused or missed or outputs.failed else ExitCode.DONE)


def _help(jobs: int | None, cluster: str | None) -> "Help | None":
    from spinout.use_cases.processes import help_from

    try:
        return help_from(jobs, cluster)
    except MissingExtra as error:
        raise typer.BadParameter(str(error), param_hint="--cluster") from error


def _ending(output: str | None) -> str | None:
    """What the output is written as; None where there is none."""
    from spinout.use_cases.batch_outputs import OUTPUTS, ending_of

    ending = None if output is None else ending_of(output)
    if output is not None and ending is None:
        raise typer.BadParameter(f"end its name in {', '.join(OUTPUTS)}.", param_hint="-o")
    return ending


def _check_anonymous(reports: str | None, *, anonymous: bool, as_report: bool) -> None:
    """Refuse to leave names out where they would be told all the same."""
    if anonymous and not as_report:
        raise typer.BadParameter("it goes with -o and an .html, .md or .xlsx file.", param_hint="--anonymous")
    if anonymous and reports is not None:
        raise typer.BadParameter("--reports names each service. Leave one of the two out.", param_hint="--anonymous")


class _Chosen(NamedTuple):
    """What was asked for of the report on each service of a batch, as it was given."""

    reports: str | None
    formats: list[str] | None
    templates: Path | None
    template: Path | None
    headings: str | None
    as_of: str | None
    exempt: str | None
    without_notes: bool

    def checked(self, *, cohort: bool) -> tuple[str, ...]:
        """The suffixes of the formats; refuses what does not go together, before any work, or is not installed."""
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
        return suffixes

    def single_reports(self, suffixes: tuple[str, ...], loaded: "Loaded") -> "SingleReports | None":
        """What whoever makes the reports must know; or the end of the command with what is wrong with headings."""
        if self.reports is None:
            return None
        from spinout import __version__
        from spinout.reports.view.publication import Choices
        from spinout.use_cases.reports import SingleReports

        headings = headings_at(self.headings, loaded)
        choices = Choices(headings=headings, as_of=self.as_of, notes=not self.without_notes)
        return SingleReports(
            suffixes, __version__, self.templates, self.template, choices, exempt=self.exempt is not None
        )

    def _suffixes(self) -> tuple[str, ...]:
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
