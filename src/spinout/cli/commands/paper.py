"""`spinout paper start` and `paper take`: the words that officers write for a paper, in a file of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.loading import (
    AnswersFile,
    Force,
    Headings,
    Questions,
    SheetName,
    Stage,
    TemplatesFolder,
    TrustTemplate,
    WordTemplate,
    load,
    option,
    taken,
    templates_told,
    words_at,
)

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
    exempt: Annotated[
        bool,
        option("--exempt", None, "Add the places of the part that is not for publication; keep the file as that part."),
    ] = False,
    force: Force = False,
) -> None:
    """Write a file with every blank of the paper, to be filled in.

    Example: spinout paper start my-service.yaml -o paper.yaml
    """
    from spinout.cli.loading import sheet_in
    from spinout.cli.outputs import check_outputs, told_whole
    from spinout.cli.streams import say
    from spinout.cli.usage import quoted
    from spinout.core.wording import counted, listed
    from spinout.storage import write_whole
    from spinout.use_cases.assessments import assess_file
    from spinout.use_cases.officers_words import begun_words, change_told

    _check_name(output)
    loaded = load(questions, stage)
    check_outputs([("-o", output)], (file, loaded.path, words), force=force)
    assessed = taken(assess_file(file, loaded, stage, sheet=sheet_in((file,), sheet)))
    old = words_at(words, loaded, assessed.assessment.answers.service, lenient=True)
    begun = begun_words(assessed, loaded, old, exempt=exempt)
    if not begun.slots:
        raise typer.BadParameter("this questionnaire has no paper, so there is nothing to write.")
    write_whole(output, begun.content, force=force)
    for change in begun.changed:
        say(change_told(change))
    if begun.changed:
        say("Look at these texts. The new file takes the answers as they are now.")
    if begun.unused:
        say(f"No place in this paper: {listed(begun.unused)}. Their texts stand under `unused`.")
    if exempt:
        say(
            "It has places of the part that is not for publication, which tell of exempt answers: keep it as that part."
        )
    then = f"spinout report {quoted(file)} --words {quoted(output)} -o OUT"
    say(f"{counted(len(begun.blank), 'blank')} to fill in. Then: {then}")
    say(f"Written: {told_whole(output)}")


@paper.command()
def take(
    paper_file: Annotated[Path, typer.Argument(metavar="PAPER", help="A paper in Word (.docx), as it was edited.")],
    output: Out,
    answers: Annotated[
        str | None,
        option("--answers", "FILE", "The answers of the paper: tells also what was changed round the slots."),
    ] = None,
    words: Old = None,
    questions: Questions = None,
    headings: Headings = None,
    templates: TemplatesFolder = None,
    template: WordTemplate = None,
    trust_template: TrustTemplate = False,
    force: Force = False,
) -> None:
    """Take the officers' words out of a paper that was edited in Word or LibreOffice.

    Example: spinout paper take paper.docx -o paper-2.yaml --words paper.yaml --answers my-service.yaml
    """
    from spinout import __version__
    from spinout.cli.loading import headings_at
    from spinout.cli.outputs import check_outputs, told_whole
    from spinout.cli.streams import say
    from spinout.core.wording import counted
    from spinout.storage import read_bytes, write_whole
    from spinout.use_cases.taken_words import MOST_OF_PAPER, changed_round, taken_words, written_back
    from spinout.use_cases.templates import templates_at

    _check_name(output)
    loaded = load(questions, None)
    named = (paper_file, loaded.path, words, answers, headings, templates, template)
    check_outputs([("-o", output)], named, force=force)
    old = words_at(words, loaded, None, lenient=True)
    content = read_bytes(paper_file, most=MOST_OF_PAPER)
    with unreadable_told(paper_file):
        taken_here = taken_words(content, loaded, old)
    if not taken_here.slots:
        say(f"{paper_file}: no slot of a paper stands in it. It may be made with a template that has none.")
        raise typer.Exit(ExitCode.PROBLEMS)
    told = list(taken_here.told)
    if answers is None:
        made = written_back(taken_here, loaded)
        told.append(NOT_LOOKED)
    else:
        order = headings_at(headings, loaded)
        with templates_told(), unreadable_told(paper_file):
            own = templates_at(templates, template, trusted=trust_template)
            found = changed_round(content, answers, loaded, taken_here, own, order, program_version=__version__)
        changed = taken(found)
        made = written_back(taken_here, loaded, changed)
        told += changed.outside.told or ["Round the slots every word is as the program wrote it."]
    write_whole(output, made, force=force)
    for sentence in told:
        say(sentence)
    say(f"{counted(taken_here.texts, 'text')} taken, of {counted(len(taken_here.slots), 'slot')} in the paper.")
    say(f"Written: {told_whole(output)}")


NOT_LOOKED = (
    "What was typed or changed outside of the slots was not looked for, and is not taken. "
    "To have it told, and kept under `unused`: --answers FILE"
)


@contextmanager
def unreadable_told(path: Path) -> Iterator[None]:
    """End the command with a line where a paper cannot be read."""
    from spinout.cli.streams import say
    from spinout.reports.word_parts import UnreadableReport

    try:
        yield
    except UnreadableReport as error:
        say(f"{path}: {error}")
        raise typer.Exit(ExitCode.STORAGE) from error


def _check_name(output: str) -> None:
    if not output.lower().endswith((".yaml", ".yml")):
        raise typer.BadParameter("it is a file of YAML: end its name in .yaml.", param_hint="-o")
