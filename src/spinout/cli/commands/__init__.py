"""One module for each command."""

import typer

from spinout.cli.commands.assess import assess
from spinout.cli.commands.batch import batch
from spinout.cli.commands.check import check
from spinout.cli.commands.compare import compare
from spinout.cli.commands.panel import panel
from spinout.cli.commands.plan import plan
from spinout.cli.commands.questions import questions
from spinout.cli.commands.report import report
from spinout.cli.commands.score import score
from spinout.cli.commands.template import template
from spinout.cli.commands.templates import templates
from spinout.cli.commands.verify import verify
from spinout.cli.commands.whatif import whatif

COMMANDS = (assess, check, score, report, plan, whatif, compare, panel, batch, questions, verify, templates)


def register(app: typer.Typer) -> None:
    """Add every command to the program, in the order that help lists them."""
    for command in COMMANDS:
        app.command()(command)
    app.add_typer(template, name="template")
