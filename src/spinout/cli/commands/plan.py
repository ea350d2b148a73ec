"""`spinout plan` and `spinout whatif`: the least effort to ready, and what other answers would change."""

from typing import Annotated

import typer

from spinout.cli import completion
from spinout.cli.boundary import ExitCode
from spinout.cli.loading import (
    AnswersFile,
    AsJson,
    Full,
    NoPager,
    Questions,
    SheetName,
    Stage,
    load,
    refuse,
    say_warnings,
    sheet_in,
    write_json,
)


def plan(
    file: AnswersFile,
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    as_json: AsJson = False,
) -> None:
    """Show the least effort that makes a service ready.

    Example: spinout plan my-service.yaml --stage in-principle
    """
    from spinout.cli.screens.plan import show_plan
    from spinout.cli.streams import say
    from spinout.reports.data.objects import plan_object
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.plans import NothingDecided, plan_file

    loaded = load(questions, stage, as_json=as_json)
    planned = plan_file(file, loaded, stage, sheet=sheet_in([file], sheet))
    if isinstance(planned, Refused):
        refuse(planned, as_json=as_json)
    if isinstance(planned, NothingDecided):
        say("This questionnaire has no decision, so there is nothing to plan for.")
        raise typer.Exit(ExitCode.USAGE)
    if as_json:
        write_json(plan_object(planned.plan))
        return
    show_plan(planned)


Set = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="ID=VALUE",
        help="An answer to try, written as in a file. May stand several times.",
        autocompletion=completion.settings,
    ),
]


def whatif(
    file: AnswersFile,
    setting: Set,
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    full: Full = False,
    no_pager: NoPager = False,
    as_json: AsJson = False,
) -> None:
    """Try other answers: how it would stand, and what that changes.

    Example: spinout whatif my-service.yaml --set ownership.voting=4
    """
    from spinout.reports.data.objects import assessment_object
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.plans import NAME, try_answers

    loaded = load(questions, stage, as_json=as_json)
    trial = try_answers(file, setting, loaded, stage, sheet=sheet_in([file], sheet))
    if isinstance(trial, Refused):
        refuse(trial, as_json=as_json, code=ExitCode.USAGE if trial.file == NAME else ExitCode.PROBLEMS)
    if as_json:
        before, after = (
            assessment_object(a, questionnaire_sha256=loaded.sha256, file=trial.file, sha256=trial.sha256)
            for a in (trial.before, trial.after)
        )
        write_json({"schema": "spinout.whatif/1", "set": list(trial.set), "before": before, "after": after})
        return
    say_warnings(trial.warnings)
    if full:
        from spinout.cli.screens.plan import show_whatif

        show_whatif(trial, pager=not no_pager)
        return
    from spinout.cli.screens.glance import show_glance
    from spinout.reports.view.glance import changes_of, glance_of

    show_glance(glance_of(trial.after), file, change=changes_of(trial.before, trial.after, trial.set))
