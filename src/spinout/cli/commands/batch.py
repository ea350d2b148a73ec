"""`spinout batch`: the verdicts on many files of answers at once."""

import gc
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from spinout.cli import GC_DEFAULT, completion
from spinout.cli.boundary import ExitCode
from spinout.cli.loading import (
    AppendixIds,
    AsJson,
    AsOf,
    Force,
    Headings,
    Questions,
    RequireComplete,
    RequireReady,
    SheetName,
    Stage,
    TemplatesFolder,
    TrustTemplate,
    WithoutNotes,
    WordTemplate,
    appendices_of,
    checked_date,
    headings_at,
    load,
    option,
    sheet_in,
    templates_told,
)
from spinout.cli.streams import say
from spinout.reports.formats import COHORT_FORMATS, FORMATS, MissingExtra, endings
from spinout.storage import StorageError, exists

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from spinout.use_cases.batch_outputs import Outputs
    from spinout.use_cases.questionnaires import Loaded
    from spinout.use_cases.reports import SingleReports

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...", help="Files of answers, folders to search for them, or - for JSON Lines from stdin."
    ),
]
Out = Annotated[str | None, option("-o --output", "OUT", "Write to this .csv, .jsonl, .html, .md or .xlsx file.")]
Anonymous = Annotated[bool, option("--anonymous", None, "Leave out who is who in a cohort's .html, .md or .xlsx file.")]
Jobs = Annotated[
    int | None, option("--jobs", "N", "Use N processes; by default one, and more where there are many files.", min=1)
]
Cluster = Annotated[str | None, option("--cluster", "ADDRESS", "Hand the work to the Dask cluster at this address.")]
Reports = Annotated[str | None, option("--reports", "DIR", "Write a report on each service into this folder.")]
ReportFormats = Annotated[
    list[str] | None,
    option(
        "--report-format",
        "NAME",
        f"With --reports: {endings()}. Give it again for more than one. Left out, html.",
        autocompletion=completion.report_formats,
    ),
]
ExemptFolder = Annotated[
    str | None,
    option(
        "--exempt",
        "DIR",
        "With --reports: write the parts that are not for publication here, where answers are marked exempt.",
    ),
]


def batch(
    paths: Paths,
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    as_json: AsJson = False,
    output: Out = None,
    reports: Reports = None,
    report_format: ReportFormats = None,
    templates: TemplatesFolder = None,
    template: WordTemplate = None,
    trust_template: TrustTemplate = False,
    headings: Headings = None,
    appendices: AppendixIds = None,
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
    from spinout.cli.outputs import check_outputs, told_whole
    from spinout.cli.progress import BatchProgress
    from spinout.cli.screens.cohort import Tally, say_skipped
    from spinout.identities import STDOUT, identity
    from spinout.use_cases.batch_outputs import LINES, ROWS, ending_of, outputs_of
    from spinout.use_cases.batches import Work, run_batch
    from spinout.use_cases.chunks import Skipped, documents_expected, given_twice, read_of
    from spinout.use_cases.processes import end_processes, help_from
    from spinout.use_cases.templates import templates_at

    gc.set_threshold(*GC_DEFAULT)
    ending = None if output is None else ending_of(output)
    chosen = _Chosen(
        output,
        ending,
        reports,
        report_format,
        templates,
        template,
        trust_template,
        headings,
        appendices,
        as_of,
        exempt,
        without_notes,
        anonymous,
    )
    suffixes = chosen.checked()
    loaded = load(questions, stage, as_json=as_json, lines=True)
    read = (*read_of(paths, output), loaded.path, templates, template, headings)
    claims = check_outputs([("-o", output)], read, force=force)
    own = templates_at(templates, template, trusted=trust_template)
    work = Work(
        loaded.path,
        loaded.sha256,
        stage,
        sheet_in(paths, sheet),
        as_json=as_json or ending == LINES,
        as_row=ending == ROWS,
        as_entry=ending in COHORT_FORMATS,
        reports=chosen.single_reports(suffixes, loaded),
    )
    try:
        helpers = help_from(1 if jobs is None and paths == ["-"] else jobs, cluster)
    except MissingExtra as error:
        raise typer.BadParameter(str(error), param_hint="--cluster") from error
    tally = Tally(loaded.questionnaire, keep=not as_json and output is None)
    opening = outputs_of(
        loaded, own, work, file=output, reports=reports, exempt=exempt, anonymous=anonymous, force=force, claims=claims
    )
    skipped = Skipped(frozenset(identity(path) for path in (STDOUT, output) if path is not None))
    interrupted = False
    telling = BatchProgress(tally, lambda: documents_expected(paths), as_json=as_json)
    with Interrupts() as interrupts, what_is_left(output, opening) as outputs, telling as progress:
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
    written = None if interrupted or output is None else told_whole(output)
    tally.show(written=written, as_json=as_json, interrupted=interrupted)
    say_skipped(skipped, given_twice(path for path in paths if path != "-"))
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)
    missed = (require_ready and tally.not_ready) or (require_complete and tally.incomplete)
    if tally.unreadable or outputs.unwritten or not tally.documents:
        raise typer.Exit(ExitCode.STORAGE)
    raise typer.Exit(ExitCode.PROBLEMS if tally.refused or missed or outputs.failed else ExitCode.DONE)


@contextmanager
def what_is_left(output: str | None, opening: "AbstractContextManager[Outputs]") -> "Iterator[Outputs]":
    """Say what became of the file of all results where it was not finished, after the reason for that."""
    outputs = None
    try:
        with opening as outputs:
            yield outputs
    except StorageError as error:
        say(f"{error.path}: {error.message}")
        raise typer.Exit(ExitCode.STORAGE) from error
    finally:
        left = None if outputs is None or outputs.out is None else outputs.out.left
        if left is not None:
            whole = f" {output} is as it was." if exists(str(output)) else ""
            say(f"What was finished is in {left}, which is not whole.{whole}")


class _Chosen(NamedTuple):
    """What was asked for of what a batch writes, as it was given."""

    output: str | None
    ending: str | None
    """What the output is written as; None where there is none, or its name does not say."""
    reports: str | None
    formats: list[str] | None
    templates: Path | None
    template: Path | None
    trusted: bool
    headings: str | None
    appendices: str | None
    as_of: str | None
    exempt: str | None
    without_notes: bool
    anonymous: bool

    def checked(self) -> tuple[str, ...]:
        """The suffixes of the reports' formats; refuses, before any work, what does not go together or is missing."""
        from spinout.identities import identity
        from spinout.use_cases.batch_outputs import OUTPUTS

        same = self.exempt and self.reports and identity(self.exempt) == identity(self.reports)
        apart = "name another folder than that of --reports. What is not for publication stands apart."
        alone = {
            "--report-format": self.formats,
            "--template": self.template,
            "--headings": self.headings,
            "--appendices": self.appendices,
            "--as-of": self.as_of,
            "--exempt": self.exempt,
            "--without-notes": self.without_notes,
        }
        laid_out = self.reports is not None or self.ending in (".html", ".md")
        named = "--reports names each service. Leave one of the two out."
        for name, wrong, message in (
            ("-o", self.output and self.ending is None, f"end its name in {', '.join(OUTPUTS)}."),
            (
                "--anonymous",
                self.anonymous and self.ending not in COHORT_FORMATS,
                "it goes with -o and an .html, .md or .xlsx file.",
            ),
            ("--anonymous", self.anonymous and self.reports is not None, named),
            *((one, given and self.reports is None, "it goes with --reports.") for one, given in alone.items()),
            ("--templates", self.templates and not laid_out, "it goes with --reports, or -o and an .html or .md file."),
            ("--exempt", same, apart),
        ):
            if wrong:
                raise typer.BadParameter(message, param_hint=name)
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
        wanted = appendices_of(self.appendices, loaded)
        choices = Choices(headings=headings, as_of=self.as_of, notes=not self.without_notes, appendices=wanted)
        return SingleReports(
            suffixes,
            __version__,
            self.templates,
            self.template,
            choices,
            exempt=self.exempt is not None,
            trusted=self.trusted,
        )

    def _suffixes(self) -> tuple[str, ...]:
        from spinout.use_cases.reports import suffixes_of

        names = [suffix.lstrip(".") for suffix in FORMATS]
        for name in self.formats or ():
            if name.lower().lstrip(".") not in names:
                raise typer.BadParameter(f'"{name}" is none of {", ".join(names)}.', param_hint="--report-format")
        try:
            return suffixes_of(self.formats or ("html",))
        except MissingExtra as error:
            raise typer.BadParameter(str(error), param_hint="--report-format") from error
