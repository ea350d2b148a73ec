"""The commands, gathered into one program. Each imports what it needs when it runs."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer

from spinout import __version__
from spinout.cli.completion import ASKED, join_at_sign
from spinout.cli.streams import width_of

COMMANDS = {
    "assess": "assess", "check": "check", "score": "score", "report": "report", "plan": "plan", "whatif": "plan",
    "compare": "compare", "panel": "compare", "batch": "batch", "questions": "questions", "verify": "verify",
    "templates": "templates", "template": "templates", "examples": "examples", "form": "form", "collect": "collect",
    "table": "table", "import": "imports", "paper": "paper",
}  # fmt: skip
"""Each command with the module that has it, in the order that help lists them."""


def _version(wanted: bool) -> None:
    if wanted:
        print(f"spinout {__version__}")
        raise typer.Exit


def _spinout(
    ctx: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        from spinout.cli.screens.start import show_start

        show_start()


def program(words: Sequence[str]) -> typer.Typer:
    """The program for the words of a command line.

    Where they begin with a command it is the only one made ready, since that takes a while for each.
    """
    app = typer.Typer(
        name="spinout",
        help="Find out early and honestly whether a public service is ready to become a mutual.",
        epilog="Start with an example: spinout examples --copy examples",
        invoke_without_command=True,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        # Else help is never narrower than 50 columns, and a terminal that is breaks its words.
        context_settings={"help_option_names": ["-h", "--help"], "terminal_width": min(width_of(sys.stdout), 80) - 2},
    )
    app.callback()(_spinout)
    join_at_sign(os.environ)
    if not words and ASKED not in os.environ:
        return app
    for name in words[:1] if words and words[0] in COMMANDS else COMMANDS:
        # a word of Python's own cannot be a function's name
        function = f"{name}_" if iskeyword(name) else name
        command: Any = getattr(import_module(f"spinout.cli.commands.{COMMANDS[name]}"), function)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app
