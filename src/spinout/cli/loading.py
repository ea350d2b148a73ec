"""What most commands begin with: their options, the questionnaire, and the end where a file cannot be used."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.streams import say

if TYPE_CHECKING:
    from spinout.use_cases.assessments import Refused
    from spinout.use_cases.comparisons import NotRead
    from spinout.use_cases.questionnaires import Loaded


def load(questions: Path | None, stage: str | None, *, as_json: bool = False, lines: bool = False) -> "Loaded":
    """The questionnaire, or the end of the command with its problems in place of any result.

    `lines` writes JSON Lines, an object in a single line.
    """
    from spinout.use_cases.questionnaires import BrokenQuestionnaire, load_questionnaire

    warn_of_slow_yaml()
    loaded = load_questionnaire(questions)
    if isinstance(loaded, BrokenQuestionnaire):
        from spinout.use_cases.assessments import Refused

        refuse(Refused(loaded.path, loaded.problems), as_json=as_json, lines=lines)
    check_stage(loaded, stage)
    return loaded


def warn_of_slow_yaml() -> None:
    """Say once where PyYAML came without its fast part."""
    from spinout.inputs.yaml import fast_parser_missing

    if fast_parser_missing():
        say("Warning [slow-yaml]: this PyYAML has no C part, so files are read some fourteen times slower.")


def check_stage(loaded: "Loaded", stage: str | None) -> None:
    """Refuse a stage that the questionnaire does not have."""
    decision = loaded.questionnaire.decision
    known = [] if decision is None else [s.id for s in decision.stages]
    if stage is not None and stage not in known:
        allowed = f"Allowed: {', '.join(known)}." if known else "This questionnaire has no stages."
        raise typer.BadParameter(f'there is no stage "{stage}". {allowed}', param_hint="--stage")


def refuse(refused: "Refused", *, as_json: bool, lines: bool = False, code: ExitCode = ExitCode.PROBLEMS) -> NoReturn:
    """End the command with what is wrong with a file."""
    from spinout.cli.screens.pages import problem_lines

    if as_json:
        write_json(problems_json(refused), indent=None if lines else 2)
    else:
        for line in problem_lines(refused.file, refused.problems):
            say(line)
    raise typer.Exit(code)


def problems_json(refused: "Refused") -> dict[str, Any]:
    """The object that stands in the place of an assessment."""
    from spinout.reports.data.objects import problems_object

    return problems_object(refused.file, refused.problems, refused.line)


def write_json(made: dict[str, Any], *, indent: int | None = 2) -> None:
    """Write one object of JSON to stdout; letters stay letters."""
    import json
    import sys

    sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=indent) + "\n")


def outcome_code(verdict: str | None, *, complete: bool, require_ready: bool, require_complete: bool) -> ExitCode:
    """The exit code of an assessment that was made."""
    reached = (verdict == "ready" or not require_ready) and (complete or not require_complete)
    return ExitCode.DONE if reached else ExitCode.PROBLEMS


AnswersFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="A file of answers: .yaml, .yml, .json, or a .jsonl, .csv or .xlsx with one document."
    ),
]
Questions = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        metavar="PATH",
        help="Use the questionnaire in this folder or file instead of the one that comes with spinout.",
        show_default=False,
    ),
]
Stage = Annotated[
    str | None,
    typer.Option(
        "--stage",
        metavar="ID",
        help="Judge readiness for this decision instead of the one that the answers state.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to stdout, for scripts.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that stands already.")]
RequireReady = Annotated[bool, typer.Option("--require-ready", help="Exit with 1 unless the verdict is ready.")]
RequireComplete = Annotated[bool, typer.Option("--require-complete", help="Exit with 1 while anything asked is open.")]


def refuse_all(found: "NotRead", *, as_json: bool) -> NoReturn:
    """Tell everything that is wrong with any of the files; with --json an object in a line for each."""
    from spinout.cli.screens.pages import ProblemScreen

    screen = ProblemScreen()
    for refused in found.refused:
        if as_json:
            write_json(problems_json(refused), indent=None)
        else:
            for line in screen.lines(refused.file, refused.problems, several=refused.line is not None):
                say(line)
    for line in screen.rest():
        say(line)
    for unreadable in found.unreadable:
        say(f"{unreadable.file}: {unreadable.message}")
    raise typer.Exit(ExitCode.STORAGE if found.unreadable else ExitCode.PROBLEMS)
