"""The commands, gathered into one program. Each imports what it needs when it runs."""

from collections.abc import Sequence
from typing import Annotated

import typer

from spinout import __version__
from spinout.cli import commands


def _version(wanted: bool) -> None:
    if wanted:
        print(f"spinout {__version__}")
        raise typer.Exit


def _spinout(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


def program(words: Sequence[str]) -> typer.Typer:
    """The program for the words of a command line.

    Where they begin with a command it is the only one made ready, since that takes a while for each.
    """
    app = typer.Typer(
        name="spinout",
        help="Find out early and honestly whether a public service is ready to become a mutual.",
        epilog="Start with an example: spinout score examples/adventure-playgrounds/answers.yaml",
        no_args_is_help=True,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_spinout)
    commands.register(app, only=words[0] if words and words[0] in commands.COMMANDS else None)
    return app
