"""`spinout form`: a blank form to be answered away from the program."""

from pathlib import Path
from typing import Annotated

import typer

from spinout.cli import completion
from spinout.cli.loading import Force, Questions, load, option, templates_told
from spinout.forms.formats import FORM_FORMATS, ROWS, XLSFORM, FormFormat, form_endings

Out = Annotated[str, option("-o --output", "OUT", f"Where to write it: a file that ends in {form_endings()}.")]
Sections = Annotated[
    list[str] | None,
    option(
        "--section",
        "ID",
        "Ask only the questions of this section. May stand several times.",
        autocompletion=completion.sections,
    ),
]
Essentials = Annotated[
    str | None,
    option(
        "--essentials",
        "STAGE",
        "Ask only what is essential for this decision. To list them: spinout questions",
        autocompletion=completion.stages,
    ),
]
RespondentId = Annotated[
    str | None,
    option(
        "--respondent",
        "ID",
        "Ask only what this respondent is asked, in plain words.",
        autocompletion=completion.respondents,
    ),
]
As = Annotated[str | None, option("--as", "KIND", "xlsform: a workbook for Kobo, ODK and other tools of XLSForm.")]
Rows = Annotated[bool, typer.Option("--rows", help="A workbook with a row for each service.")]


def form(
    output: Out,
    section: Sections = None,
    essentials: Essentials = None,
    respondent: RespondentId = None,
    kind: As = None,
    rows: Rows = False,
    questions: Questions = None,
    force: Force = False,
) -> None:
    """Write a blank form, to be filled in by hand, offline or on paper.

    Example: spinout form -o answers.xlsx
    """
    from spinout import __version__
    from spinout.cli.outputs import check_outputs, told_whole
    from spinout.cli.streams import say
    from spinout.core.wording import allowed, did_you_mean
    from spinout.storage import write_whole
    from spinout.use_cases.blank_forms import blank_form, form_bytes, told_of, unknown_part

    chosen = _format(output, kind, rows=rows)
    loaded = load(questions, None)
    sections = tuple(section or ())
    wrong = unknown_part(loaded.questionnaire, sections, essentials, respondent)
    if wrong is not None:
        names, ident, known = wrong
        said = filter(None, (f'there is no "{ident}".', did_you_mean(ident, known), allowed(known)))
        raise typer.BadParameter(" ".join(said), param_hint=names)
    check_outputs([("-o", output)], (loaded.path,), force=force)
    made = blank_form(loaded, f"spinout {__version__}", sections=sections, stage=essentials, respondent=respondent)
    if not made.sections:
        raise typer.BadParameter("no question is left to ask with these options.")
    with templates_told():
        content = form_bytes(made, chosen)
    for told in told_of(made, chosen):
        say(f"Warning: {told}")
    write_whole(output, content, force=force)
    say(f"Written: {told_whole(output)}")


def _format(output: str, kind: str | None, *, rows: bool) -> FormFormat:
    """The format, by the ending of the file's name and the options."""
    suffix = Path(output).suffix.lower()
    if kind is not None and kind != "xlsform":
        raise typer.BadParameter(f'there is no "{kind}". Allowed: xlsform.', param_hint="--as")
    if kind is not None or rows:
        if suffix != ".xlsx":
            raise typer.BadParameter("it is a workbook: end the file's name in .xlsx.", param_hint="-o")
        if kind is not None and rows:
            raise typer.BadParameter("it does not go with --rows.", param_hint="--as")
        return XLSFORM if kind else ROWS
    if suffix not in FORM_FORMATS:
        printed = " To print one, write it as .docx." if suffix == ".pdf" else ""
        raise typer.BadParameter(f"a form's name ends in {form_endings()}.{printed}", param_hint="-o")
    return FORM_FORMATS[suffix]
