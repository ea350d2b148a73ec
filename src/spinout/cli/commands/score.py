"""`spinout score`: the verdict on one file of answers."""

from typing import Annotated

import typer

from spinout.cli.loading import (
    AnswersFile,
    AsJson,
    Full,
    NoPager,
    Questions,
    RequireComplete,
    RequireReady,
    SheetName,
    Stage,
    With,
    assess_beside,
    load,
    outcome_code,
    write_json,
)

Explain = Annotated[bool, typer.Option("--explain", help="Print everything, with the arithmetic behind every score.")]


def score(
    file: AnswersFile,
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    others: With = None,
    full: Full = False,
    explain: Explain = False,
    no_pager: NoPager = False,
    as_json: AsJson = False,
    require_ready: RequireReady = False,
    require_complete: RequireComplete = False,
) -> None:
    """Show on one screen whether a service is ready, and what stands in the way.

    Example: spinout score my-service.yaml --stage in-principle
    """
    loaded = load(questions, stage, as_json=as_json)
    assessed = assess_beside(file, loaded, stage, others, sheet=sheet, as_json=as_json)
    if as_json:
        from spinout.reports.data.objects import assessment_object

        write_json(assessment_object(assessed.assessment, **assessed.origin(loaded), others=assessed.beside()))
    elif full or explain:
        from spinout.cli.screens.assessment import show_assessment

        show_assessment(assessed, loaded, explain=explain, pager=not no_pager)
    else:
        from spinout.cli.screens.glance import show_glance
        from spinout.reports.view.glance import glance_of

        show_glance(glance_of(assessed.assessment, assessed.hearing()), file)
    raise typer.Exit(outcome_code(assessed.assessment, require_ready=require_ready, require_complete=require_complete))
