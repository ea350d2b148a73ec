"""The end of a command that takes several files and could not use one of them."""

from typing import TYPE_CHECKING, NoReturn

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import problems_json, write_json
from spinout.cli.streams import say

if TYPE_CHECKING:
    from spinout.use_cases.comparisons import NotRead


def refuse_all(found: "NotRead", *, as_json: bool) -> NoReturn:
    """Tell everything that is wrong with any of the files; with --json an object in a line for each."""
    from spinout.cli.screens.problems import ProblemScreen

    screen = ProblemScreen()
    for refused in found.refused:
        if as_json:
            write_json(problems_json(refused), indent=None)
        else:
            for line in screen.lines(refused.file, refused.problems, several=refused.line is not None):
                say(line)
    for line in screen.rest():
        say(line)
    for unreadable in found.unreadable:
        say(f"{unreadable.file}: {unreadable.message}")
    raise typer.Exit(ExitCode.STORAGE if found.unreadable else ExitCode.PROBLEMS)
