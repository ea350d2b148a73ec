"""`spinout questions`: what a questionnaire asks."""

from pathlib import Path
from typing import Annotated

import typer

from spinout.cli.loading import AsJson, Force, Questions, Stage, load, option, templates_told, write_json
from spinout.reports.formats import QUESTIONNAIRE_FORMATS

ENDINGS = " or ".join(QUESTIONNAIRE_FORMATS)
Options = Annotated[bool, typer.Option("--options", help="Show the options, levels and gates of each question too.")]
Out = Annotated[
    str | None, option("-o --output", "OUT", f"Write all that may be answered here, to read or print: {ENDINGS}.")
]


def questions(
    questions: Questions = None,
    stage: Stage = None,
    options: Options = False,
    output: Out = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """List what is asked, and what is essential when.

    Example: spinout questions --options
    """
    if output is not None and (as_json or Path(output).suffix.lower() not in QUESTIONNAIRE_FORMATS):
        raise typer.BadParameter(f"a list of questions is written to a file that ends in {ENDINGS}.", param_hint="-o")
    loaded = load(questions, stage, as_json=as_json)
    if as_json:
        from spinout.cli.screens.questionnaire import questions_object

        write_json(questions_object(loaded, stage))
        return
    from spinout import __version__
    from spinout.reports.view.questionnaire import questionnaire_view

    view = questionnaire_view(loaded.questionnaire, stage, f"spinout {__version__}")
    if output is None:
        from spinout.cli.screens.questionnaire import show_questionnaire

        show_questionnaire(view, options=options)
        return
    from spinout.cli.outputs import check_outputs, told_whole
    from spinout.cli.streams import say
    from spinout.storage import write_whole
    from spinout.use_cases.templates import rendered

    check_outputs([("-o", output)], (loaded.path,), force=force)
    with templates_told():
        content = rendered(QUESTIONNAIRE_FORMATS, Path(output).suffix, view, None)
    write_whole(output, content, force=force)
    say(f"Written: {told_whole(output)}")
