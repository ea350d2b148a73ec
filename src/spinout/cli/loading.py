"""What most commands begin with: their options, the questionnaire, and the end where a file cannot be used."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from spinout.cli import completion
from spinout.cli.boundary import ExitCode
from spinout.cli.streams import say

if TYPE_CHECKING:
    from spinout.core.problems import Warning
    from spinout.core.questionnaire import HeadingName
    from spinout.core.scoring.assessment import Assessment
    from spinout.core.slots import PaperWords
    from spinout.use_cases.assessments import Assessed, Refused
    from spinout.use_cases.comparisons import NotRead
    from spinout.use_cases.questionnaires import Loaded


T = TypeVar("T")


def load(questions: Path | None, stage: str | None, *, as_json: bool = False, lines: bool = False) -> "Loaded":
    """The questionnaire, or the end of the command: its problems in place of any result, or a stage it has not.

    `lines` writes JSON Lines, an object in a single line.
    """
    from spinout.inputs.yaml import fast_parser_missing
    from spinout.use_cases.questionnaires import BrokenQuestionnaire, load_questionnaire

    if fast_parser_missing():
        say("Warning [slow-yaml]: this PyYAML has no C part, so files are read some fourteen times slower.")
    loaded = load_questionnaire(questions)
    if isinstance(loaded, BrokenQuestionnaire):
        from spinout.use_cases.assessments import Refused

        refuse(Refused(loaded.path, loaded.problems), as_json=as_json, lines=lines)
    decision = loaded.questionnaire.decision
    known = [] if decision is None else [s.id for s in decision.stages]
    if stage is not None and stage not in known:
        allowed = f"Allowed: {', '.join(known)}." if known else "This questionnaire has no stages."
        raise typer.BadParameter(f'there is no stage "{stage}". {allowed}', param_hint="--stage")
    return loaded


def refuse(refused: "Refused", *, as_json: bool, lines: bool = False, code: ExitCode = ExitCode.PROBLEMS) -> NoReturn:
    """End the command with what is wrong with a file."""
    _tell([refused], as_json=as_json, indent=None if lines else 2)
    raise typer.Exit(code)


def refuse_all(found: "NotRead", *, as_json: bool) -> NoReturn:
    """End the command with what is wrong with any of the files; with --json an object in a line for each."""
    _tell(found.refused, as_json=as_json)
    for unreadable in found.unreadable:
        say(f"{unreadable.file}: {unreadable.message}")
    raise typer.Exit(ExitCode.STORAGE if found.unreadable else ExitCode.PROBLEMS)


def taken(found: "T | Refused | NotRead", *, as_json: bool = False) -> "T":
    """What was made of files, or the end of the command with what is wrong with them."""
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.comparisons import NotRead

    if isinstance(found, Refused):
        refuse(found, as_json=as_json)
    if isinstance(found, NotRead):
        refuse_all(found, as_json=as_json)
    return found


def _tell(every: "Iterable[Refused]", *, as_json: bool, indent: int | None = None) -> None:
    from spinout.cli.screens.pages import ProblemScreen
    from spinout.reports.data.objects import problems_object

    screen = ProblemScreen()
    for refused in every:
        if as_json:
            write_json(problems_object(refused.file, refused.problems, refused.line), indent=indent)
        else:
            for line in screen.lines(refused.file, refused.problems, several=refused.line is not None):
                say(line)
    for line in screen.rest():
        say(line)


def say_warnings(warnings: "Iterable[Warning]") -> None:
    """Tell what was taken, and was hardly meant."""
    for warning in warnings:
        say(f"Warning [{warning.code}]: {warning.message}")


def write_json(made: dict[str, Any], *, indent: int | None = 2) -> None:
    """Write one object of JSON to stdout; letters stay letters."""
    import sys

    from spinout.reports.data.objects import json_text

    sys.stdout.write(json_text(made, indent=indent))


def outcome_code(assessment: "Assessment", *, require_ready: bool, require_complete: bool) -> ExitCode:
    """The exit code of an assessment that was made."""
    reached = (assessment.verdict == "ready" or not require_ready) and (assessment.complete or not require_complete)
    return ExitCode.DONE if reached else ExitCode.PROBLEMS


def option(names: str, metavar: str | None, help: str, **more: Any) -> Any:  # noqa: A002 - what Typer calls it
    """An option with a value, which is none where it is left out; without `metavar` one that is given or not."""
    return typer.Option(*names.split(), metavar=metavar, help=help, show_default=False, **more)


AnswersFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="A file of answers: .yaml, .yml, .json, or a .jsonl, .csv or .xlsx with one document."
    ),
]
Questions = Annotated[
    Path | None,
    option(
        "--questions",
        "PATH",
        "Use the questionnaire in this folder or file instead of the one that comes with spinout.",
    ),
]
Stage = Annotated[
    str | None,
    option(
        "--stage",
        "ID",
        "Judge readiness for this decision instead of the one that the answers state. To list them: spinout questions",
        autocompletion=completion.stages,
    ),
]
SheetName = Annotated[
    str | None, option("--sheet", "NAME", "Read this sheet of a workbook (.xlsx) instead of the first that is shown.")
]
With = Annotated[
    list[str] | None,
    option(
        "--with",
        "PATH",
        "Answers of others about the same service, a file or a folder: says who was heard and where they differ. "
        "May stand several times.",
    ),
]
Headings = Annotated[str | None, option("--headings", "FILE", "Name and order the headings as this YAML file says.")]
AsOf = Annotated[str | None, option("--as-of", "DATE", "The date that the report speaks of, not that of the answers.")]
AppendixIds = Annotated[
    str | None,
    option("--appendices", "WHICH", "all, none, or ids of the paper's appendices parted by commas."),
]
WithoutNotes = Annotated[
    bool, option("--without-notes", None, "Leave out notes, reasons, lessons and texts. Evidence stays.")
]
TemplatesFolder = Annotated[
    Path | None,
    option(
        "--templates", "DIR", "Look for each template in this folder first. To start one: spinout templates --copy DIR"
    ),
]
WordTemplate = Annotated[
    Path | None,
    option(
        "--template",
        "DOCX",
        "Fill in this Word file (.docx, .dotx), for a report in .docx. To check it: spinout template check DOCX",
    ),
]
TrustTemplate = Annotated[
    bool,
    option("--trust-template", None, "You know who made the templates: use typst ones, and what fetches or runs."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to stdout, for scripts.")]
Full = Annotated[bool, typer.Option("--full", help="Print everything; on a terminal through a pager.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print what is long without a pager.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that stands already.")]
RequireReady = Annotated[bool, typer.Option("--require-ready", help="Exit with 1 unless the verdict is ready.")]
RequireComplete = Annotated[bool, typer.Option("--require-complete", help="Exit with 1 while anything asked is open.")]


def assess_beside(
    file: str,
    loaded: "Loaded",
    stage: str | None,
    others: list[str] | None,
    *,
    sheet: str | None = None,
    as_json: bool = False,
) -> "Assessed":
    """What is assessed, with others beside it, or the end of the command with what is wrong with their files."""
    from spinout.use_cases.assessments import assess_file

    sheet = sheet_in((file, *(others or ())), sheet)
    assessed = taken(assess_file(file, loaded, stage, sheet=sheet), as_json=as_json)
    if not others:
        return assessed
    from spinout.use_cases.voices import with_others

    if not loaded.questionnaire.respondents:
        raise typer.BadParameter("this questionnaire names no respondents; use spinout panel.", param_hint="--with")
    return taken(with_others(assessed, others, loaded, say, sheet=sheet), as_json=as_json)


def sheet_in(files: Iterable[str], sheet: str | None) -> str | None:
    """The sheet that was named, or a refusal where no file given has sheets."""
    from spinout.inputs.documents import format_of
    from spinout.storage import is_folder

    if sheet is not None and not any(is_folder(file) or ((kind := format_of(file)) and kind.sheets) for file in files):
        raise typer.BadParameter("it goes with a workbook (.xlsx).", param_hint="--sheet")
    return sheet


def headings_at(path: str | None, loaded: "Loaded") -> "tuple[HeadingName, ...]":
    """The names of the headings, or the end of the command with what is wrong with them."""
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.reports import read_headings

    if path is None:
        return ()
    found = read_headings(path, loaded)
    if isinstance(found, Refused):
        refuse(found, as_json=False)
    return found


def appendices_of(given: str | None, loaded: "Loaded") -> tuple[str, ...]:
    """The ids of the appendices that were asked for, or a refusal of what is none; empty for those of every paper."""
    from spinout.core.wording import allowed, did_you_mean
    from spinout.reports.view.publication import EVERY_APPENDIX, NO_APPENDIX

    if given is None:
        return ()
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",")))
    if names in (EVERY_APPENDIX, NO_APPENDIX):
        return names
    paper = loaded.questionnaire.reference.paper
    known = () if paper is None else tuple(heading.id for heading in paper.appendices)
    for name in names:
        if name not in known:
            every = (*EVERY_APPENDIX, *NO_APPENDIX, *known)
            said = f'"{name}" is no appendix of this paper. {did_you_mean(name, every)}'.rstrip()
            raise typer.BadParameter(f"{said} {allowed(every)}", param_hint="--appendices")
    return names


def words_at(path: str | None, loaded: "Loaded", service: str | None, *, lenient: bool = False) -> "PaperWords | None":
    """The words of officers, or the end of the command with what is wrong with them; None where no file is named."""
    from spinout.use_cases.officers_words import read_words

    return None if path is None else taken(read_words(path, loaded, service=service, lenient=lenient))


def checked_date(given: str | None) -> str | None:
    """The date that was given, or a refusal of what is none."""
    from spinout.core.kinds.text import is_date

    if given is not None and not is_date(given):
        raise typer.BadParameter(f'"{given}" is no date. Write it as YYYY-MM-DD.', param_hint="--as-of")
    return given


@contextmanager
def templates_told() -> Iterator[None]:
    """End the command with a line where a template cannot be used, or a part to install is missing."""
    from spinout.reports.formats import MissingExtra
    from spinout.reports.layouts.environments import BrokenTemplate

    try:
        yield
    except BrokenTemplate as error:
        for line in f"{error.place}: {error.message}".split("\n"):
            say(line)
        raise typer.Exit(ExitCode.PROBLEMS) from error
    except MissingExtra as error:
        say(str(error))
        raise typer.Exit(ExitCode.STORAGE) from error
