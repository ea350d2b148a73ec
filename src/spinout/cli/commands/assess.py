"""`spinout assess`: the interview in a terminal, over as many days as it takes."""

from typing import Annotated

import typer

from spinout.cli.options import Questions, RequireComplete, Stage

File = Annotated[
    str | None,
    typer.Argument(
        metavar="[FILE]",
        help="The file to keep the answers in, new or begun: .yaml, .yml or .json. "
        "Without it a name is made from the service's.",
        show_default=False,
    ),
]
Respondent = Annotated[
    str | None,
    typer.Option(
        "--respondent",
        metavar="WORD",
        help="Who answers, as a role such as staff or council; never a name.",
        show_default=False,
    ),
]
Quick = Annotated[
    bool, typer.Option("--quick", help="Ask what settles the verdict soonest, and stop when nothing can change it.")
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="ID=VALUE",
        help="Answer without asking, written as in a file. May stand several times.",
        show_default=False,
    ),
]
NoColor = Annotated[
    bool, typer.Option("--no-color", help="Plain text only; NO_COLOR in the environment does the same.")
]


def assess(
    file: File = None,
    questions: Questions = None,
    stage: Stage = None,
    respondent: Respondent = None,
    quick: Quick = False,
    setting: Set = None,
    require_complete: RequireComplete = False,
    no_color: NoColor = False,
) -> None:
    """Answer the questions in this terminal, and go on another day.

    Example: spinout assess my-service.yaml
    """
    from datetime import date

    from spinout.cli.interview import Interview
    from spinout.cli.loading import load

    loaded = load(questions, stage)
    interview = Interview(
        loaded,
        path=file,
        stage=stage,
        respondent=respondent,
        today=date.today().isoformat(),  # noqa: DTZ011 - the date on the person's own calendar
        quick=quick,
        plain=no_color,
    )
    code = interview.set_answers(setting) if setting else interview.run()
    raise typer.Exit(interview.outcome(code, require_complete=require_complete))
