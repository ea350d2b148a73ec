"""`spinout panel`: where several respondents on one service differ."""

from typing import Annotated, Any

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.options import AsJson, Questions, Stage

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Files of answers about one service, each document by another respondent."),
]


def panel(files: Files, questions: Questions = None, stage: Stage = None, as_json: AsJson = False) -> None:
    """Show where several people's answers about one service differ.

    Example: spinout panel staff.yaml manager.yaml finance.yaml
    """
    from spinout.cli.loading import load, write_json
    from spinout.cli.refusals import refuse_all
    from spinout.cli.streams import say
    from spinout.use_cases.comparisons import NotRead
    from spinout.use_cases.panels import panel_files

    loaded = load(questions, stage, as_json=as_json)
    panelled = panel_files(files, loaded, stage)
    if isinstance(panelled, NotRead):
        if not panelled.refused and not panelled.unreadable:
            say("These files hold no answers.")
            raise typer.Exit(ExitCode.STORAGE)
        refuse_all(panelled, as_json=as_json)
    if as_json:
        from spinout.reports.comparison_objects import document_object
        from spinout.reports.panel_objects import panel_object

        documents: list[dict[str, Any]] = [
            document_object(
                document.assessment,
                questionnaire_sha256=loaded.sha256,
                file=document.file,
                sha256=document.sha256,
                line=document.line,
            )
            for document in panelled.documents
        ]
        write_json(panel_object(panelled.panel, documents, questionnaire_sha256=loaded.sha256))
        return
    from spinout.cli.screens.panel import show_panel

    show_panel(panelled)
