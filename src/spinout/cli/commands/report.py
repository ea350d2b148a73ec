"""`spinout report`: a document for a committee or a colleague."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli.loading import (
    AnswersFile,
    AsOf,
    Force,
    Headings,
    Questions,
    RequireComplete,
    RequireReady,
    Stage,
    TemplatesFolder,
    With,
    WithoutNotes,
    WordTemplate,
    checked_date,
    headings_at,
    heard_beside,
    load,
    option,
    outcome_code,
    taken,
    templates_told,
)
from spinout.cli.streams import result_bytes, say
from spinout.reports.formats import FORMATS, endings

if TYPE_CHECKING:
    from spinout.reports.layouts.environments import Templates
    from spinout.reports.view.publication import Choices
    from spinout.use_cases.assessments import Assessed
    from spinout.use_cases.questionnaires import Loaded

Out = Annotated[
    str, typer.Option("-o", "--output", metavar="OUT", help=f"Where to write it: {endings('.')}; - is stdout.")
]
Format = Annotated[str | None, option("--format", "NAME", f"{endings()}, where OUT does not say.")]
Exempt = Annotated[
    str | None,
    option(
        "--exempt",
        "OUT",
        "Write the part that is not for publication here: the answers marked exempt, and the verdict with them.",
    ),
]


def report(
    file: AnswersFile,
    output: Out,
    format: Format = None,  # noqa: A002 - the option's own name
    questions: Questions = None,
    stage: Stage = None,
    others: With = None,
    templates: TemplatesFolder = None,
    template: WordTemplate = None,
    headings: Headings = None,
    as_of: AsOf = None,
    without_notes: WithoutNotes = False,
    exempt: Exempt = None,
    force: Force = False,
    require_ready: RequireReady = False,
    require_complete: RequireComplete = False,
) -> None:
    """Write a report: the paper for a committee, or its data.

    Example: spinout report my-service.yaml -o report.html
    """
    from msgspec.structs import replace

    from spinout.reports.view.publication import Choices
    from spinout.use_cases.assessments import assess_file
    from spinout.use_cases.reports import has_exempt
    from spinout.use_cases.templates import templates_at

    chosen, exempt_format = _format(output, format), None if exempt is None else _format(exempt, None, "--exempt")
    date = checked_date(as_of)
    loaded = load(questions, stage)
    choices = Choices(headings=headings_at(headings, loaded), as_of=date, notes=not without_notes)
    assessed = heard_beside(taken(assess_file(file, loaded, stage)), others, loaded)
    with templates_told():
        own = templates_at(templates, template)
        made = partial(_write, assessed, loaded, templates=own, force=force)
        made(output=output, name=chosen, choices=choices)
        if exempt is not None and exempt_format is not None:
            if has_exempt(assessed):
                made(output=exempt, name=exempt_format, choices=replace(choices, restricted=True))
            else:
                say(f"No answer is marked exempt, so {exempt} was not written.")
    raise typer.Exit(outcome_code(assessed.assessment, require_ready=require_ready, require_complete=require_complete))


def _write(
    assessed: "Assessed",
    loaded: "Loaded",
    *,
    templates: "Templates",
    output: str,
    name: str,
    choices: "Choices",
    force: bool,
) -> None:
    """Make a report and write it to a file or to stdout."""
    from spinout import __version__
    from spinout.storage import write_whole
    from spinout.use_cases.reports import render_report

    content = render_report(
        assessed, loaded, format=name, program_version=__version__, templates=templates, choices=choices
    )
    if output == "-":
        result_bytes(content)
    else:
        write_whole(output, content, force=force)
        say(f"Written: {output}")


def _format(output: str, given: str | None, option: str = "-o") -> str:
    """The name of the format, from --format or from the ending of the file's name."""
    names = [suffix.lstrip(".") for suffix in FORMATS]
    if given is not None and given.lower() not in names:
        raise typer.BadParameter(f'"{given}" is none of {", ".join(names)}.', param_hint="--format")
    name = Path(output).suffix.lower().lstrip(".") if given is None else given.lower()
    if name not in names:
        hint = "add --format" if output == "-" else f"end its name in {', '.join(FORMATS)}, or add --format"
        raise typer.BadParameter(f"which format should {output} have? Please {hint}.", param_hint=option)
    return name
