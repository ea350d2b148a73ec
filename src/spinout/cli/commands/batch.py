"""`spinout batch`: the verdicts on many files of answers at once."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import AsJson, Force, Questions, RequireComplete, RequireReady, Stage
from spinout.cli.report_options import (
    AsOf,
    ExemptFolder,
    Headings,
    ReportFormats,
    Reports,
    TemplatesFolder,
    WithoutNotes,
    WordTemplate,
)

if TYPE_CHECKING:
    from spinout.cli.boundary import Interrupts
    from spinout.cli.report_options import ReportFolders
    from spinout.cli.screens.cohort import Tally
    from spinout.cli.telling import ProgressBar, Telling
    from spinout.core.questionnaire import Questionnaire
    from spinout.use_cases.batches import Result

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

LAID_OUT = (".html", ".md")
"""What is laid out by templates."""
ROWS, LINES = ".csv", ".jsonl"
"""What a batch is written as while it goes on, by the ending of the file's name; a cohort's report comes last."""


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
    from spinout import __version__
    from spinout.cli.boundary import Interrupts
    from spinout.cli.loading import load
    from spinout.cli.processes import help_from
    from spinout.cli.report_options import Chosen, templates_told
    from spinout.cli.screens.cohort import Tally, say_passed_over
    from spinout.cli.telling import Telling
    from spinout.use_cases.batches import Work, run_batch
    from spinout.use_cases.cohorts import Gathering, render_cohort
    from spinout.use_cases.pieces import PassedOver, given_twice
    from spinout.use_cases.templates import templates_at

    ending = _ending(output)
    as_report = ending is not None and ending not in (ROWS, LINES)
    _check_anonymous(reports, anonymous=anonymous, as_report=as_report)
    chosen = Chosen(reports, report_format, templates, template, headings, as_of, exempt, without_notes=without_notes)
    chosen.check(cohort=ending in LAID_OUT)
    loaded = load(questions, stage, as_json=as_json, lines=True)
    own = templates_at(templates, template)
    work = Work(
        loaded.path,
        loaded.sha256,
        stage,
        as_json=as_json or ending == LINES,
        as_row=ending == ROWS,
        as_entry=as_report,
        reports=chosen.single_reports(loaded),
    )
    helpers = help_from(1 if jobs is None and paths == ["-"] else jobs, cluster)
    tally = Tally(loaded.questionnaire, keep=not as_json and output is None)
    gathering = Gathering() if as_report else None
    passed_over = PassedOver(output)
    interrupted = False
    with ExitStack() as stack:
        interrupts = stack.enter_context(Interrupts())
        out = stack.enter_context(_opened(output, loaded.questionnaire, force=force))
        folders = chosen.folders(force=force)
        bar = stack.enter_context(_bar(paths))
        telling = Telling(tally, bar, out, as_json=as_json, as_lines=ending == LINES)
        telling.keep(gathering, folders)
        results = stack.enter_context(closing(run_batch(paths, loaded, work, helpers, passed_over)))
        interrupted = _all_told(results, telling, interrupts)
        telling.end()
        if folders is not None:
            with templates_told():
                folders.write_index(
                    loaded,
                    own,
                    program_version=__version__,
                    without_score=tally.refused + tally.unreadable,
                    interrupted=interrupted,
                )
        if gathering is not None and out is not None and ending is not None:
            cohort = gathering.cohort(interrupted=interrupted)
            with templates_told():
                made = render_cohort(
                    cohort,
                    loaded,
                    format=ending,
                    program_version=__version__,
                    anonymous=anonymous,
                    stage=stage,
                    templates=own,
                )
            out.write(made)
    tally.show(written=output, as_json=as_json, interrupted=interrupted)
    say_passed_over(passed_over, given_twice(path for path in paths if path != "-"))
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)
    code = _code(tally, folders, require_ready=require_ready, require_complete=require_complete)
    raise typer.Exit(code)


def _ending(output: str | None) -> str | None:
    """What the output is written as; None where there is none."""
    if output is None:
        return None
    from spinout.reports.formats import COHORT_FORMATS

    endings = (ROWS, LINES, *COHORT_FORMATS)
    ending = next((ending for ending in endings if output.lower().endswith(ending)), None)
    if ending is None:
        raise typer.BadParameter(f"end its name in {', '.join(endings)}.", param_hint="-o")
    return ending


def _check_anonymous(reports: str | None, *, anonymous: bool, as_report: bool) -> None:
    """Refuse to leave names out where they would be told all the same."""
    if anonymous and not as_report:
        raise typer.BadParameter("it goes with -o and an .html, .md or .xlsx file.", param_hint="--anonymous")
    if anonymous and reports is not None:
        raise typer.BadParameter("--reports names each service. Leave one of the two out.", param_hint="--anonymous")


def _code(tally: "Tally", folders: "ReportFolders | None", *, require_ready: bool, require_complete: bool) -> ExitCode:
    if tally.unreadable or not tally.documents:
        return ExitCode.STORAGE
    missed = (require_ready and tally.not_ready) or (require_complete and tally.incomplete)
    failed = folders is not None and folders.failed
    return ExitCode.PROBLEMS if tally.refused or missed or failed else ExitCode.DONE


@contextmanager
def _opened(output: str | None, questionnaire: "Questionnaire", *, force: bool) -> Iterator[BinaryIO | None]:
    """The file that is written, with its heading; it takes its place when all is done."""
    if output is None:
        yield None
        return
    from spinout.reports.cohort.tables import header
    from spinout.storage import whole_file

    with whole_file(output, force=force) as file:
        if _ending(output) == ROWS:
            file.write(header(questionnaire))
        yield file


@contextmanager
def _bar(paths: Iterable[str]) -> Iterator["ProgressBar | None"]:
    """A progress bar, where stderr is a terminal."""
    from spinout.cli.telling import ProgressBar, wanted

    if not wanted():
        yield None
        return
    from spinout.use_cases.pieces import documents_expected

    with ProgressBar(documents_expected(paths)) as bar:
        yield bar


def _all_told(results: Iterable["Result"], telling: "Telling", interrupts: "Interrupts") -> bool:
    """Pass on each result as soon as it is there; whether somebody stopped it before the end."""
    try:
        for result in results:
            with interrupts.held():
                telling.tell(result)
    except KeyboardInterrupt:
        from spinout.cli.processes import end_processes

        end_processes()
        return True
    return False
