"""`spinout questions`: what a questionnaire asks."""

from typing import Any

from spinout.cli.loading import AsJson, Questions, Stage, load, write_json


def questions(questions: Questions = None, stage: Stage = None, as_json: AsJson = False) -> None:
    """List what is asked, and what is essential when.

    Example: spinout questions --stage explore
    """
    from spinout.cli.streams import result

    loaded = load(questions, stage, as_json=as_json)
    from spinout.cli.screens.questionnaire import questionnaire_lines, questionnaire_object

    if as_json:
        made: dict[str, Any] = questionnaire_object(loaded, stage)
        write_json(made)
        return
    for line in questionnaire_lines(loaded.questionnaire, stage):
        result(line)
