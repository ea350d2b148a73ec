"""One module for each command, with a function of the same name; a command loads no other's."""

from importlib import import_module
from typing import Any

import typer

COMMANDS = (
    "assess", "check", "score", "report", "plan", "whatif", "compare", "panel", "batch", "questions", "verify",
    "templates", "template",
)  # fmt: skip
"""In the order that help lists them."""


def register(app: typer.Typer, *, only: str | None = None) -> None:
    """Add every command to the program, or the one that was asked for."""
    for name in COMMANDS if only is None else (only,):
        command: Any = getattr(import_module(f"spinout.cli.commands.{name}"), name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command()(command)
