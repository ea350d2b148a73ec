"""`spinout batch`: the verdicts on many files of answers at once."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.options import AsJson, Force, Questions, RequireComplete, RequireReady, Stage

if TYPE_CHECKING:
    from spinout.cli.screens.cohort import Tally
    from spinout.cli.screens.problems import ProblemScreen
    from spinout.use_cases.assessments import Assessed, Refused, Unreadable
    from spinout.use_cases.questionnaires import Loaded

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files of answers, and folders to search for them."),
]
Out = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="OUT", help="Write a table to this .csv file.", show_default=False),
]


def batch(
    paths: Paths,
    questions: Questions = None,
    stage: Stage = None,
    as_json: AsJson = False,
    output: Out = None,
    force: Force = False,
    require_ready: RequireReady = False,
    require_complete: RequireComplete = False,
) -> None:
    """Score every file in folders; a bad one stops nothing.

    Example: spinout batch answers/ -o cohort.csv
    """
    from spinout.cli.loading import load
    from spinout.cli.screens.cohort import Tally
    from spinout.cli.screens.problems import ProblemScreen
    from spinout.cli.streams import say
    from spinout.storage import whole_file
    from spinout.use_cases.assessments import assess_many

    if output is not None and not output.lower().endswith(".csv"):
        raise typer.BadParameter("end its name in .csv.", param_hint="-o")
    loaded = load(questions, stage, as_json=as_json, lines=True)
    screen = ProblemScreen()
    tally = Tally(keep=not as_json and output is None)
    with ExitStack() as stack:
        table = None if output is None else stack.enter_context(whole_file(output, force=force))
        if table is not None:
            _head(table, loaded)
        for found in assess_many(paths, loaded, stage):
            tally.count(found)
            _tell(found, loaded, screen, as_json=as_json, table=table)
        for line in screen.rest():
            say(line)
    tally.show(written=output, as_json=as_json)
    raise typer.Exit(_code(tally, require_ready=require_ready, require_complete=require_complete))


def _code(tally: "Tally", *, require_ready: bool, require_complete: bool) -> ExitCode:
    if tally.unreadable or not tally.documents:
        return ExitCode.STORAGE
    missed = (require_ready and tally.not_ready) or (require_complete and tally.incomplete)
    return ExitCode.PROBLEMS if tally.refused or missed else ExitCode.DONE


def _head(table: BinaryIO, loaded: "Loaded") -> None:
    from spinout.reports.cohort_csv import header

    table.write(header(loaded.questionnaire))


def _tell(
    found: "Assessed | Refused | Unreadable",
    loaded: "Loaded",
    screen: "ProblemScreen",
    *,
    as_json: bool,
    table: BinaryIO | None,
) -> None:
    """Pass one result on as soon as it is there, so that nothing grows with the batch."""
    from spinout.cli.loading import problems_json, write_json
    from spinout.cli.streams import say
    from spinout.reports.cohort_csv import problem_row, row
    from spinout.reports.objects import assessment_object
    from spinout.use_cases.assessments import Assessed, Refused

    if isinstance(found, Assessed):
        if as_json:
            made = assessment_object(
                found.assessment,
                questionnaire_sha256=loaded.sha256,
                file=found.file,
                sha256=found.sha256,
                line=found.line,
            )
            write_json(made, indent=None)
        if table is not None:
            table.write(row(found.assessment, file=found.file, line=found.line))
    elif isinstance(found, Refused):
        if as_json:
            write_json(problems_json(found), indent=None)
        else:
            for line in screen.lines(found.file, found.problems, several=found.line is not None):
                say(line)
        if table is not None:
            table.write(problem_row(loaded.questionnaire, file=found.file, line=found.line, problems=found.problems))
    else:
        say(f"{found.file}: {found.message}")
