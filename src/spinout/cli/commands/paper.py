"""`spinout paper start` and `paper take`: the words that officers write for a paper, in a file of their own."""

from typing import Annotated

import typer

from spinout.cli.loading import AnswersFile, Force, Questions, SheetName, Stage, load, option, taken, words_at

paper = typer.Typer(
    help="Begin the officers' words for a paper, or take them back from Word.\n\n"
    "Example: spinout paper start my-service.yaml -o paper.yaml",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Out = Annotated[str, option("-o --output", "OUT", "Where to write it: a file that ends in .yaml.")]
Old = Annotated[str | None, option("--words", "FILE", "Words that there are already: keep them.")]


@paper.callback()
def _paper() -> None:
    pass


@paper.command()
def start(
    file: AnswersFile,
    output: Out,
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    words: Old = None,
    force: Force = False,
) -> None:
    """Write a file with every blank of the paper, to be filled in.

    Example: spinout paper start my-service.yaml -o paper.yaml
    """
    from spinout.cli.loading import sheet_in
    from spinout.cli.outputs import check_outputs, told_whole
    from spinout.cli.streams import say
    from spinout.core.wording import counted, listed
    from spinout.storage import write_whole
    from spinout.use_cases.assessments import assess_file
    from spinout.use_cases.officers_words import begun_words, change_told

    _check_name(output)
    loaded = load(questions, stage)
    check_outputs([("-o", output)], (file, loaded.path, words), force=force)
    assessed = taken(assess_file(file, loaded, stage, sheet=sheet_in((file,), sheet)))
    old = words_at(words, loaded, assessed.assessment.answers.service, lenient=True)
    begun = begun_words(assessed, loaded, old)
    if not begun.slots:
        raise typer.BadParameter("this questionnaire has no paper, so there is nothing to write.")
    write_whole(output, begun.content, force=force)
    for change in begun.changed:
        say(change_told(change))
    if begun.changed:
        say("Look at these texts. The new file takes the answers as they are now.")
    if begun.unused:
        say(f"No place in this paper: {listed(begun.unused)}. Their texts stand under `unused`.")
    say(f"{counted(len(begun.blank), 'blank')} to fill in. Then: spinout report {file} --words {output} -o OUT")
    say(f"Written: {told_whole(output)}")


def _check_name(output: str) -> None:
    if not output.lower().endswith((".yaml", ".yml")):
        raise typer.BadParameter("it is a file of YAML: end its name in .yaml.", param_hint="-o")
