"""`spinout templates` and `spinout template check`: how reports look, to be changed, and whether a change fits."""

from pathlib import Path
from typing import Annotated

import typer

from spinout.cli.loading import Force, option, templates_told

Copy = Annotated[Path | None, option("--copy", "DIR", "Copy the templates into this folder.")]


def templates(copy: Copy = None, force: Force = False) -> None:
    """List the templates of reports, or copy them to start your own.

    Example: spinout templates --copy our-templates
    """
    from spinout.cli.outputs import copied
    from spinout.cli.streams import result, say
    from spinout.use_cases.copies import shipped_names

    if copy is None:
        for name in shipped_names("templates"):
            result(name)
        return
    for path in copied("templates", copy, force=force):
        result(path)
    say("Keep the files that you change, and delete the rest: what is not there comes from spinout.")
    say(f"To use them: spinout report FILE -o OUT --templates {copy}")


template = typer.Typer(
    help="Work on templates of your own.\n\nExample: spinout template check council.docx",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Checkable = Annotated[
    Path,
    typer.Argument(metavar="PATH", help="A Word file with fields, such as {{ report.title }}, or a folder."),
]


@template.callback()
def _template() -> None:
    pass


SOUND = "every file is asked for, and every block has a place. A field is looked for when a report is made."
REFUSED = "A report with it is made only with --trust-template."


@template.command()
def check(file: Checkable) -> None:
    """Name what is wrong in a Word template or a folder of templates, and what would fetch or run something.

    Example: spinout template check council.docx
    """
    from spinout.cli.boundary import ExitCode
    from spinout.cli.streams import result
    from spinout.core.wording import counted
    from spinout.use_cases.templates import check_templates

    with templates_told():
        found = check_templates(file)
    if found.faults:
        unmade = "" if file.is_dir() else " No report is made with it."
        result(f"{file}: {counted(len(found.faults), 'fault')}.{unmade}")
    else:
        result(f"{file}: {SOUND if file.is_dir() else 'every field is one that a report has.'}")
    for place, message in found.faults:
        result(f"  {place}: {message}")
    if found.active:
        result(f"{file}: {counted(len(found.active), 'thing')} that would fetch or run something. {REFUSED}")
    for place, what in found.active:
        result(f"  {place}: {what}")
    if found.typst:
        result(f"{file}: it has a PDF template (typst), which is used only with --trust-template.")
    for remark in found.remarks:
        result(f"{file}: {remark}")
    if found.faults or found.active:
        raise typer.Exit(ExitCode.PROBLEMS)
