"""`spinout check`: is a file right, without scoring it?"""

from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import AsJson, Questions, SheetName, Stage, load, sheet_in, write_json

if TYPE_CHECKING:
    from spinout.cli.screens.pages import ProblemScreen
    from spinout.use_cases.checks import Checked

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...", help="Files of answers, a questionnaire's folder, or a questionnaire in one file."
    ),
]


def check(
    files: Files,
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    as_json: AsJson = False,
) -> None:
    """Find every mistake in answers or in a questionnaire.

    Example: spinout check my-service.yaml
    """
    from spinout.cli.screens.pages import ProblemScreen
    from spinout.cli.streams import result, say
    from spinout.storage import StorageError, is_folder
    from spinout.use_cases.checks import check_file

    sheet = sheet_in(files, sheet)
    # A folder is one of a questionnaire; anything else may hold answers.
    needed = questions or not all(map(is_folder, files))
    loaded = load(questions, stage, as_json=as_json, lines=True) if needed else None
    code = ExitCode.DONE
    for file in files:
        screen, told = ProblemScreen(), set[str]()
        try:
            for checked in check_file(file, loaded, sheet=sheet):
                _show(checked, screen, told, as_json=as_json)
                if checked.problems:
                    code = max(code, ExitCode.PROBLEMS)
            for line in screen.rest():
                result(line)
        except StorageError as error:
            say(f"{error.path}: {error.message}")
            code = ExitCode.STORAGE
    raise typer.Exit(code)


def _show(checked: "Checked", screen: "ProblemScreen", told: set[str], *, as_json: bool) -> None:
    """Show what a document is; what is told of a whole sheet is shown with the first, and kept in `told`."""
    from spinout.cli.streams import result
    from spinout.core.problems import Code, together
    from spinout.reports.data.objects import problems_object

    if as_json:
        write_json(problems_object(checked.file, checked.problems, checked.line), indent=None)
    elif checked.problems:
        for line in screen.lines(checked.file, checked.problems, several=checked.line is not None):
            result(line)
    else:
        place = checked.file if checked.line is None else f"{checked.file}:{checked.line}"
        result(f"{place}: {checked.what}, nothing wrong.")
        for warning in together(checked.warnings):
            if warning.code is Code.OTHER_SHEETS:
                if warning.message in told:
                    continue
                told.add(warning.message)
            result(f"  Warning [{warning.code.value}]: {warning.message}")
        for point in checked.points:
            result(f"  To check: {point}")
