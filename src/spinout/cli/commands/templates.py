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
    help="Work on a Word template of your own.\n\nExample: spinout template check council.docx",
    no_args_is_help=True,
    rich_markup_mode=None,
)

WordFile = Annotated[Path, typer.Argument(metavar="DOCX", help="A Word file with fields, such as {{ report.title }}.")]


@template.callback()
def _template() -> None:
    pass


@template.command()
def check(file: WordFile) -> None:
    """Name the fields of a Word template that do not exist.

    Example: spinout template check council.docx
    """
    from spinout.cli.boundary import ExitCode
    from spinout.cli.streams import result
    from spinout.core.wording import counted
    from spinout.use_cases.templates import check_word_template

    with templates_told():
        unknown = check_word_template(file)
    if not unknown:
        result(f"{file}: every field is one that a report has.")
        return
    result(f"{file}: {counted(len(unknown), 'field')} that a report does not have.")
    for field in unknown:
        result(f"  {field.path}: {field.message}")
    raise typer.Exit(ExitCode.PROBLEMS)
