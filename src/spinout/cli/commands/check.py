"""`spinout check`: is a file right, without scoring it?"""

from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import AsJson, Questions, Stage, load, write_json

if TYPE_CHECKING:
    from spinout.cli.screens.pages import ProblemScreen
    from spinout.use_cases.checks import Checked

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...", help="Files of answers, a questionnaire's folder, or a questionnaire in one file."
    ),
]


def check(files: Files, questions: Questions = None, stage: Stage = None, as_json: AsJson = False) -> None:
    """Find every mistake in answers or in a questionnaire.

    Example: spinout check my-service.yaml
    """
    from spinout.cli.screens.pages import ProblemScreen
    from spinout.cli.streams import result, say
    from spinout.storage import StorageError, is_folder
    from spinout.use_cases.checks import check_file

    # A folder is one of a questionnaire; anything else may hold answers.
    needed = questions or not all(map(is_folder, files))
    loaded = load(questions, stage, as_json=as_json, lines=True) if needed else None
    code = ExitCode.DONE
    for file in files:
        screen = ProblemScreen()
        try:
            for checked in check_file(file, loaded):
                _show(checked, screen, as_json=as_json)
                if checked.problems:
                    code = max(code, ExitCode.PROBLEMS)
            for line in screen.rest():
                result(line)
        except StorageError as error:
            say(f"{error.path}: {error.message}")
            code = ExitCode.STORAGE
    raise typer.Exit(code)


def _show(checked: "Checked", screen: "ProblemScreen", *, as_json: bool) -> None:
    from spinout.cli.streams import result
    from spinout.reports.data.objects import problems_object

    if as_json:
        write_json(problems_object(checked.file, checked.problems, checked.line), indent=None)
    elif checked.problems:
        for line in screen.lines(checked.file, checked.problems, several=checked.line is not None):
            result(line)
    else:
        place = checked.file if checked.line is None else f"{checked.file}:{checked.line}"
        result(f"{place}: {checked.what}, nothing wrong.")
        for warning in checked.warnings:
            result(f"  Warning [{warning.code.value}]: {warning.message}")
        for point in checked.points:
            result(f"  To check: {point}")
