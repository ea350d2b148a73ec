"""A function for each command, under its name; a command loads no other module of them."""

from importlib import import_module
from typing import Any

import typer

COMMANDS = {
    "assess": "assess", "check": "check", "score": "score", "report": "report", "plan": "plan", "whatif": "plan",
    "compare": "compare", "panel": "compare", "batch": "batch", "questions": "questions", "verify": "verify",
    "templates": "templates", "template": "templates",
}  # fmt: skip
"""Each command with the module that has it, in the order that help lists them."""


def register(app: typer.Typer, *, only: str | None = None) -> None:
    """Add every command to the program, or the one that was asked for."""
    for name in COMMANDS if only is None else (only,):
        command: Any = getattr(import_module(f"spinout.cli.commands.{COMMANDS[name]}"), name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command()(command)
