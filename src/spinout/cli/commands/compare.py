"""`spinout compare` and `spinout panel`: several files of answers about one service side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import (
    AsJson,
    Force,
    Questions,
    SheetName,
    Stage,
    load,
    option,
    refuse_all,
    sheet_in,
    templates_told,
    write_json,
)
from spinout.reports.formats import SIDE_FORMATS

if TYPE_CHECKING:
    from spinout.reports.side_by_side.documents import ComparedSubject, PanelSubject

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


*_SOME, _LAST = SIDE_FORMATS
ENDINGS = f"{', '.join(_SOME)} or {_LAST}"
Out = Annotated[str | None, option("-o --output", "OUT", f"Write it as a report, with its pictures, here: {ENDINGS}.")]


def compare(
    files: Files,
    output: Out = None,
    questions: Questions = None,
    old_questions: OldQuestions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Show what moved between assessments of one service, and why.

    Example: spinout compare last-year.yaml this-year.yaml
    """
    from spinout import __version__
    from spinout.cli.outputs import check_outputs
    from spinout.cli.streams import say
    from spinout.use_cases.comparisons import NotRead, compare_files

    if len(files) < 2:
        raise typer.BadParameter("name two files or more, the old one first.", param_hint="OLD NEW")
    _check_output(output, as_json=as_json)
    loaded = load(questions, stage, as_json=as_json)
    older = None if old_questions is None else load(old_questions, stage, as_json=as_json)
    if output is not None:
        check_outputs([("-o", output)], (*files, loaded.path, old_questions), force=force)
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
    subject = compared.subject(f"spinout {__version__}", paths=output is None)
    if output is not None:
        _write(output, subject, force=force)
        return
    from spinout.cli.screens.tellings import show_telling
    from spinout.reports.side_by_side.comparison import comparison_told

    show_telling(comparison_told(subject))


Respondents = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Files of answers about one service, each document by another respondent."),
]


def panel(
    files: Respondents,
    output: Out = None,
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Show where several people's answers about one service differ.

    Example: spinout panel staff.yaml manager.yaml finance.yaml
    """
    from spinout import __version__
    from spinout.cli.outputs import check_outputs
    from spinout.cli.streams import say
    from spinout.use_cases.comparisons import NotRead, panel_files

    _check_output(output, as_json=as_json)
    loaded = load(questions, stage, as_json=as_json)
    if output is not None:
        check_outputs([("-o", output)], (*files, loaded.path), force=force)
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
    subject = panelled.subject(loaded, f"spinout {__version__}", paths=output is None)
    if output is not None:
        _write(output, subject, force=force)
        return
    from spinout.cli.screens.tellings import show_telling
    from spinout.reports.side_by_side.panel import panel_told

    show_telling(panel_told(subject))


def _check_output(output: str | None, *, as_json: bool) -> None:
    if output is not None and (as_json or Path(output).suffix.lower() not in SIDE_FORMATS):
        raise typer.BadParameter(f"a report is written to a file that ends in {ENDINGS}.", param_hint="-o")


def _write(output: str, subject: "ComparedSubject | PanelSubject", *, force: bool) -> None:
    from spinout.cli.outputs import told_whole
    from spinout.cli.streams import say
    from spinout.storage import write_whole
    from spinout.use_cases.templates import remarks_on, rendered

    with templates_told():
        content = rendered(SIDE_FORMATS, Path(output).suffix, subject, None)
        remarks = remarks_on(SIDE_FORMATS, Path(output).suffix, subject, None)
    write_whole(output, content, force=force)
    say(f"Written: {told_whole(output)}")
    for remark in remarks:
        say(remark)
