"""`spinout template check`: whether a Word template asks for anything that a report does not have."""

from pathlib import Path
from typing import Annotated

import typer

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
    from spinout.cli.templating import templates_told
    from spinout.use_cases.templates import check_word_template

    with templates_told():
        unknown = check_word_template(file)
    if not unknown:
        result(f"{file}: every field is one that a report has.")
        return
    word = "field" if len(unknown) == 1 else "fields"
    result(f"{file}: {len(unknown)} {word} that a report does not have.")
    for field in unknown:
        result(f"  {field.path}: {field.message}")
    raise typer.Exit(ExitCode.PROBLEMS)
