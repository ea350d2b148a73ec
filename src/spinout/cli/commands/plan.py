"""`spinout plan`: the least effort that makes a service ready."""

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.options import AnswersFile, AsJson, Questions, Stage


def plan(file: AnswersFile, questions: Questions = None, stage: Stage = None, as_json: AsJson = False) -> None:
    """Show the least effort that makes a service ready.

    Example: spinout plan my-service.yaml --stage in-principle
    """
    from spinout.cli.loading import load, refuse, write_json
    from spinout.cli.screens.plan import show_plan
    from spinout.cli.streams import say
    from spinout.reports.plan_objects import plan_object
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.plans import NothingDecided, plan_file

    loaded = load(questions, stage, as_json=as_json)
    planned = plan_file(file, loaded, stage)
    if isinstance(planned, Refused):
        refuse(planned, as_json=as_json)
    if isinstance(planned, NothingDecided):
        say("This questionnaire has no decision, so there is nothing to plan for.")
        raise typer.Exit(ExitCode.USAGE)
    if as_json:
        write_json(plan_object(planned.plan))
        return
    show_plan(planned)
