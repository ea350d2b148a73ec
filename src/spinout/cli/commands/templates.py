"""`spinout templates`: how reports look, to be changed."""

from pathlib import Path
from typing import Annotated

import typer

from spinout.cli.options import Force

Copy = Annotated[
    Path | None,
    typer.Option("--copy", metavar="DIR", help="Copy the templates into this folder.", show_default=False),
]


def templates(copy: Copy = None, force: Force = False) -> None:
    """List the templates of reports, or copy them to start your own.

    Example: spinout templates --copy our-templates
    """
    from spinout.cli.streams import result, say
    from spinout.use_cases.templates import copy_templates, shipped_names

    if copy is None:
        for name in shipped_names():
            result(name)
        return
    for path in copy_templates(copy, force=force):
        result(path)
    say("Keep the files that you change, and delete the rest: what is not there comes from spinout.")
    say(f"To use them: spinout report FILE -o OUT --templates {copy}")
