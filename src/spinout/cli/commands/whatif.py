"""`spinout whatif`: what would other answers change? Writes nothing."""

from typing import Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.options import AnswersFile, AsJson, Questions, Stage

Set = Annotated[
    list[str],
    typer.Option("--set", metavar="ID=VALUE", help="An answer to try, written as in a file. May stand several times."),
]


def whatif(
    file: AnswersFile, setting: Set, questions: Questions = None, stage: Stage = None, as_json: AsJson = False
) -> None:
    """Try other answers: before and after, side by side.

    Example: spinout whatif my-service.yaml --set ownership.voting=4
    """
    from spinout.cli.loading import load, refuse, write_json
    from spinout.cli.screens.whatif import show_whatif
    from spinout.reports.objects import assessment_object
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.settings import NAME
    from spinout.use_cases.trials import try_answers

    loaded = load(questions, stage, as_json=as_json)
    trial = try_answers(file, setting, loaded, stage)
    if isinstance(trial, Refused):
        refuse(trial, as_json=as_json, code=ExitCode.USAGE if trial.file == NAME else ExitCode.PROBLEMS)
    if as_json:
        before, after = (
            assessment_object(a, questionnaire_sha256=loaded.sha256, file=trial.file, sha256=trial.sha256)
            for a in (trial.before, trial.after)
        )
        write_json({"schema": "spinout.whatif/1", "set": list(trial.set), "before": before, "after": after})
        return
    show_whatif(trial)
