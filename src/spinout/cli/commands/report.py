"""`spinout report`: a document for a committee or a colleague."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli import completion
from spinout.cli.boundary import ExitCode
from spinout.cli.loading import (
    AnswersFile,
    AppendixIds,
    AsOf,
    Force,
    Headings,
    Questions,
    RequireComplete,
    RequireReady,
    SheetName,
    Stage,
    TemplatesFolder,
    TrustTemplate,
    With,
    WithoutNotes,
    WordTemplate,
    appendices_of,
    assess_beside,
    checked_date,
    headings_at,
    load,
    option,
    outcome_code,
    templates_told,
    words_at,
)
from spinout.cli.streams import result_bytes, say
from spinout.reports.formats import FORMATS, endings

if TYPE_CHECKING:
    from spinout.core.slots import PaperWords
    from spinout.use_cases.assessments import Assessed

Out = Annotated[
    str | None,
    option(
        "-o --output",
        "OUT",
        f"Where to write it: {endings('.')}; - is stdout. Left out, it stands beside the answers, under their name.",
    ),
]
Open = Annotated[bool, typer.Option("--open", help="Open it, once it is written.")]
Format = Annotated[
    str | None,
    option("--format", "NAME", f"{endings()}, where OUT does not say.", autocompletion=completion.report_formats),
]
Exempt = Annotated[
    str | None,
    option(
        "--exempt",
        "OUT",
        "Write the part that is not for publication here: the answers marked exempt, and the verdict with them.",
    ),
]

Words = Annotated[
    str | None,
    option("--words", "FILE", "Fill in what officers say. To begin it: spinout paper start FILE -o paper.yaml"),
]
RequireFilled = Annotated[bool, typer.Option("--require-filled", help="Exit with 1 while a blank is left.")]

DEFAULT = "html"
"""The format of a report where nothing says which."""


def report(
    file: AnswersFile,
    output: Out = None,
    format: Format = None,  # noqa: A002 - the option's own name
    questions: Questions = None,
    stage: Stage = None,
    sheet: SheetName = None,
    others: With = None,
    templates: TemplatesFolder = None,
    template: WordTemplate = None,
    trust_template: TrustTemplate = False,
    headings: Headings = None,
    appendices: AppendixIds = None,
    as_of: AsOf = None,
    without_notes: WithoutNotes = False,
    exempt: Exempt = None,
    words: Words = None,
    force: Force = False,
    open_it: Open = False,
    require_ready: RequireReady = False,
    require_complete: RequireComplete = False,
    require_filled: RequireFilled = False,
) -> None:
    """Write a report: the paper for a committee, or its data.

    Example: spinout report my-service.yaml -o paper.html --open
    """
    from msgspec.structs import replace

    from spinout import __version__
    from spinout.cli.outputs import check_outputs
    from spinout.core.slots import NOBODYS_WORDS
    from spinout.reports.view.publication import Choices
    from spinout.use_cases.reports import blanks_left, has_exempt, render_report, report_remarks
    from spinout.use_cases.templates import templates_at

    if output is None:
        output = str(Path(file).with_suffix(f".{(format or DEFAULT).lower()}"))
    chosen, exempt_format = _format(output, format), None if exempt is None else _format(exempt, None, "--exempt")
    date = checked_date(as_of)
    loaded = load(questions, stage)
    read = (file, *(others or ()), loaded.path, templates, template, headings, words)
    check_outputs([("-o", output), ("--exempt", exempt)], read, force=force)
    named, wanted = headings_at(headings, loaded), appendices_of(appendices, loaded)
    assessed = assess_beside(file, loaded, stage, others, sheet=sheet)
    written = words_at(words, loaded, assessed.assessment.answers.service)
    choices = Choices(
        headings=named,
        as_of=date,
        notes=not without_notes,
        words=written or NOBODYS_WORDS,
        appendices=wanted,
    )
    writes = [(output, chosen, choices)]
    if exempt is not None and exempt_format is not None:
        if has_exempt(assessed):
            writes.append((exempt, exempt_format, replace(choices, restricted=True)))
        else:
            say(f"No answer is marked exempt, so {exempt} was not written.")
    with templates_told():
        own = templates_at(templates, template, trusted=trust_template)
        made = partial(render_report, assessed, loaded, program_version=__version__, templates=own)
        contents = [(path, made(format=suffix, choices=choice)) for path, suffix, choice in writes]
        told = partial(report_remarks, assessed, loaded, program_version=__version__, templates=own)
        remarks = [remark for _, suffix, choice in writes for remark in told(format=suffix, choices=choice)]
    for path, content in contents:
        _write(path, content, force=force)
    for remark in dict.fromkeys(remarks):
        say(remark)
    left = blanks_left(assessed, loaded, [choice for _, _, choice in writes])
    _tell_words(assessed, written, left, file)
    if open_it and output != "-" and typer.launch(output):
        say("It could not be opened from here. Open it as you open other files.")
    code = outcome_code(assessed.assessment, require_ready=require_ready, require_complete=require_complete)
    raise typer.Exit(ExitCode.PROBLEMS if require_filled and left else code)


def _tell_words(assessed: "Assessed", words: "PaperWords | None", left: tuple[str, ...], file: str) -> None:
    """Say what is to be known of officers' words: what has changed since, and how many blanks are left."""
    from spinout.cli.usage import quoted
    from spinout.core.wording import counted
    from spinout.use_cases.officers_words import told_of_words

    for sentence in () if words is None else told_of_words(assessed.assessment, words):
        say(sentence)
    are = f"{counted(len(left), 'blank')} {'is' if len(left) == 1 else 'are'} left"
    if left and words is None:
        say(f"{are} for officers. To fill them in: spinout paper start {quoted(file)} -o paper.yaml")
    elif left:
        say(f"{are}: {', '.join(left)}")


def _write(output: str, content: bytes, *, force: bool) -> None:
    """Write a report to a file or to stdout."""
    from spinout.cli.outputs import told_whole
    from spinout.storage import write_whole

    if output == "-":
        result_bytes(content)
    else:
        write_whole(output, content, force=force)
        say(f"Written: {told_whole(output)}")


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
