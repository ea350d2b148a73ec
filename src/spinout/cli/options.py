"""Options and arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

AnswersFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="A file of answers: .yaml, .yml, .json, or a .jsonl, .csv or .xlsx with one document."
    ),
]
Questions = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        metavar="PATH",
        help="Use the questionnaire in this folder or file instead of the one that comes with spinout.",
        show_default=False,
    ),
]
Stage = Annotated[
    str | None,
    typer.Option(
        "--stage",
        metavar="ID",
        help="Judge readiness for this decision instead of the one that the answers state.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to stdout, for scripts.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that stands already.")]
RequireReady = Annotated[bool, typer.Option("--require-ready", help="Exit with 1 unless the verdict is ready.")]
RequireComplete = Annotated[bool, typer.Option("--require-complete", help="Exit with 1 while anything asked is open.")]
