"""`spinout compare` and `spinout panel`: several files of answers about one service side by side."""

from pathlib import Path
from typing import Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import AsJson, Questions, SheetName, Stage, load, option, refuse_all, sheet_in, write_json

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="OLD NEW...",
        help="Files of answers about one service, the old one first; more than two are put in order by their dates. "
        "With --old-questions the first is the old one.",
    ),
]
OldQuestions = Annotated[
    Path | None,
    option(
        "--old-questions",
        "PATH",
        "The questionnaire that OLD was answered with: the first file, and any that names its version.",
    ),
]


def compare(
    files: Files,
    questions: Questions = None,
    old_questions: OldQuestions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    as_json: AsJson = False,
) -> None:
    """Show what moved between assessments of one service, and why.

    Example: spinout compare last-year.yaml this-year.yaml
    """
    from spinout.cli.streams import say
    from spinout.use_cases.comparisons import NotRead, compare_files

    if len(files) < 2:
        raise typer.BadParameter("name two files or more, the old one first.", param_hint="OLD NEW")
    loaded = load(questions, stage, as_json=as_json)
    older = None if old_questions is None else load(old_questions, stage, as_json=as_json)
    compared = compare_files(files, loaded, older, stage, sheet=sheet_in(files, sheet))
    if isinstance(compared, NotRead):
        if compared.refused and older is None:
            say("Where a file was answered with an older questionnaire, give that with --old-questions.")
        refuse_all(compared, as_json=as_json)
    if as_json:
        from spinout.reports.data.comparisons import comparison_object, document_object

        documents = [document_object(p.assessed.assessment, **p.assessed.origin(p.loaded)) for p in compared.points]
        write_json(comparison_object(documents, compared.steps, compared.cautions))
        return
    from spinout.cli.screens.comparison import show_comparison

    show_comparison(compared)


Respondents = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Files of answers about one service, each document by another respondent."),
]


def panel(
    files: Respondents,
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    as_json: AsJson = False,
) -> None:
    """Show where several people's answers about one service differ.

    Example: spinout panel staff.yaml manager.yaml finance.yaml
    """
    from spinout.cli.streams import say
    from spinout.use_cases.comparisons import NotRead, panel_files

    loaded = load(questions, stage, as_json=as_json)
    panelled = panel_files(files, loaded, stage, sheet=sheet_in(files, sheet))
    if isinstance(panelled, NotRead):
        if not panelled.refused and not panelled.unreadable:
            say("These files hold no answers.")
            raise typer.Exit(ExitCode.STORAGE)
        refuse_all(panelled, as_json=as_json)
    if as_json:
        from spinout.reports.data.comparisons import document_object, panel_object

        documents = [document_object(found.assessment, **found.origin(loaded)) for found in panelled.documents]
        write_json(panel_object(panelled.panel, documents, questionnaire_sha256=loaded.sha256))
        return
    from spinout.cli.screens.panel import show_panel

    show_panel(panelled)
