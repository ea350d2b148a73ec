"""`spinout collect`: what has come in, and what is missing from whom."""

from typing import Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import AsJson, Questions, Stage, load, write_json

Folders = Annotated[
    list[str], typer.Argument(metavar="DIR...", help="Folders to which answers came, or files of answers.")
]


def collect(paths: Folders, questions: Questions = None, stage: Stage = None, as_json: AsJson = False) -> None:
    """Say who answered for which service, how far, and who is missing.

    Example: spinout collect answers/
    """
    from spinout.cli.screens.collecting import CollectedScreen, CollectRequest, collected_object
    from spinout.cli.streams import say
    from spinout.inputs.documents import FORMATS
    from spinout.use_cases.collecting import collect as collected

    loaded = load(questions, stage, as_json=as_json)
    found = collected(paths, loaded, stage)
    asked = CollectRequest(paths, loaded, None if questions is None else str(questions), stage)
    nothing = not (found.documents or found.not_read or found.unreadable)
    if as_json:
        write_json(collected_object(found, asked))
    elif not nothing or found.no_answers:
        CollectedScreen(found, asked).show()
    if nothing:
        say(f"No file of answers was found there. Allowed endings: {' '.join(FORMATS)}")
    if nothing or found.unreadable:
        raise typer.Exit(ExitCode.STORAGE)
    raise typer.Exit(ExitCode.PROBLEMS if found.not_read else ExitCode.DONE)
