"""What the commands that fill in templates share: their options, and what is said of a broken template."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.streams import say

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
    from spinout.reports.environments import BrokenTemplate
    from spinout.reports.extras import MissingExtra

    try:
        yield
    except BrokenTemplate as error:
        say(f"{error.place}: {error.message}")
        raise typer.Exit(ExitCode.PROBLEMS) from error
    except MissingExtra as error:
        say(str(error))
        raise typer.Exit(ExitCode.STORAGE) from error
