"""`spinout questions`: what a questionnaire asks."""

from typing import Annotated

import typer

from spinout.cli.loading import AsJson, Questions, Stage, load, write_json

Options = Annotated[bool, typer.Option("--options", help="Show the options, levels and gates of each question too.")]


def questions(
    questions: Questions = None, stage: Stage = None, options: Options = False, as_json: AsJson = False
) -> None:
    """List what is asked, and what is essential when.

    Example: spinout questions --options
    """
    loaded = load(questions, stage, as_json=as_json)
    from spinout.cli.screens.questionnaire import questions_object, show_questionnaire

    if as_json:
        write_json(questions_object(loaded, stage))
    else:
        show_questionnaire(loaded.questionnaire, stage, options=options)
