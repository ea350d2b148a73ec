"""`spinout report`: a document for a committee or a colleague."""

from typing import Annotated

import typer

from spinout.cli.options import AnswersFile, Force, Questions, RequireComplete, RequireReady, Stage

Out = Annotated[
    str,
    typer.Option("-o", "--output", metavar="OUT", help="Where to write it: .md, .html or .json; - is stdout."),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="md, html or json, where OUT does not say.", show_default=False),
]


def report(
    file: AnswersFile,
    output: Out,
    format: Format = None,  # noqa: A002 - the option's own name
    questions: Questions = None,
    stage: Stage = None,
    force: Force = False,
    require_ready: RequireReady = False,
    require_complete: RequireComplete = False,
) -> None:
    """Write a report as Markdown, HTML or JSON.

    Example: spinout report my-service.yaml -o report.html
    """
    from spinout import __version__
    from spinout.cli.loading import load, outcome_code, refuse
    from spinout.cli.streams import result_bytes, say
    from spinout.storage import write_whole
    from spinout.use_cases.assessments import Refused, assess_file
    from spinout.use_cases.reports import render_report

    chosen = _format(output, format)
    loaded = load(questions, stage)
    assessed = assess_file(file, loaded, stage)
    if isinstance(assessed, Refused):
        refuse(assessed, as_json=False)
    content = render_report(assessed, loaded, format=chosen, program_version=__version__)
    if output == "-":
        result_bytes(content)
    else:
        write_whole(output, content, force=force)
        say(f"Written: {output}")
    found = assessed.assessment
    raise typer.Exit(
        outcome_code(
            found.verdict,
            complete=found.complete,
            require_ready=require_ready,
            require_complete=require_complete,
        )
    )


def _format(output: str, given: str | None) -> str:
    """The name of the format, from --format or from the ending of the file's name."""
    from spinout.reports.formats import FORMATS

    names = {suffix.lstrip("."): suffix for suffix in FORMATS}
    if given is not None:
        if given.lower() not in names:
            raise typer.BadParameter(f'"{given}" is none of {", ".join(names)}.', param_hint="--format")
        return given.lower()
    dot = output.rfind(".")
    ending = output[dot:].lower() if dot >= 0 and output != "-" else ""
    if ending not in FORMATS:
        hint = "add --format" if output == "-" else f"end its name in {', '.join(FORMATS)}, or add --format"
        raise typer.BadParameter(f"which format should {output} have? Please {hint}.", param_hint="-o")
    return ending.lstrip(".")
