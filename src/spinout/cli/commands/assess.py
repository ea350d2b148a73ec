"""`spinout assess`: the interview in a terminal, over as many days as it takes."""

from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli import completion
from spinout.cli.loading import Questions, RequireComplete, Stage, load, option

if TYPE_CHECKING:
    from spinout.core.answers import Answers
    from spinout.use_cases.questionnaires import Loaded

File = Annotated[
    str | None,
    typer.Argument(
        metavar="[FILE]",
        help="The file to keep the answers in, new or begun: .yaml, .yml or .json. "
        "Without it a name is made from the service's.",
        show_default=False,
    ),
]
Respondent = Annotated[
    str | None,
    option(
        "--as --respondent",
        "ID",
        "Who answers, such as users or staff; never a name. They are asked their own questions, in plain words.",
        autocompletion=completion.respondents,
    ),
]
Quick = Annotated[
    bool,
    option("--quick", None, "Ask the essentials: what settles the verdict soonest, and stop there."),
]
Everything = Annotated[bool, option("--everything", None, "Ask everything, whatever the time it takes.")]
Set = Annotated[
    list[str] | None,
    option(
        "--set",
        "ID=VALUE",
        "Answer without asking, written as in a file. Also service, organisation, role. May stand several times.",
        autocompletion=completion.settings,
    ),
]
WHO = "--as"
NoColor = Annotated[bool, option("--no-color", None, "Plain text only; NO_COLOR in the environment does the same.")]


def assess(
    file: File = None,
    questions: Questions = None,
    stage: Stage = None,
    respondent: Respondent = None,
    quick: Quick = False,
    everything: Everything = False,
    setting: Set = None,
    require_complete: RequireComplete = False,
    no_color: NoColor = False,
) -> None:
    """Answer the questions in this terminal, and go on another day.

    Example: spinout assess my-service.yaml
    """
    from datetime import date

    from spinout.cli import beginning, interview
    from spinout.cli.boundary import ExitCode, Interrupts
    from spinout.cli.lines import Dialogue
    from spinout.cli.session import Session
    from spinout.cli.streams import say
    from spinout.core.interview.reviews import missing
    from spinout.core.interview.states import Extent, Settings

    if quick and everything:
        raise typer.BadParameter("give one of --quick and --everything.", param_hint="--quick")
    loaded = load(questions, stage)
    lines = Dialogue(plain=no_color)
    given = {"--questions": questions, "--stage": stage}
    options = tuple(word for name, value in given.items() if value is not None for word in (name, str(value)))
    extent = Extent.ESSENTIALS if quick else Extent.EVERYTHING if everything else None
    asks = lines.terminal and not setting
    with Interrupts() as interrupts:
        try:
            file = beginning.chosen(loaded, lines, respondent) if file is None and asks else file
        except beginning.Left:
            raise typer.Exit(ExitCode.DONE) from None
        except KeyboardInterrupt:
            lines.show("")
            raise
        while True:
            with Session(loaded, file, lines, interrupts, options=options) as session:
                settings = Settings(
                    stage=stage,
                    date=date.today().isoformat(),  # noqa: DTZ011 - the date on the person's own calendar
                    respondent=_known(respondent, loaded, session.answers),
                    new=session.new,
                    extent=extent,
                    asks_extent=asks,
                )
                try:
                    if setting:
                        code, state = interview.set_answers(loaded, session, settings, setting)
                    else:
                        code, state = interview.run(loaded, session, lines, interrupts, settings)
                    break
                except interview.GoOnWith as other:
                    file = other.path
    if require_complete and code is ExitCode.DONE and missing(state):
        say("Not complete: questions are still open.")
        code = ExitCode.PROBLEMS
    raise typer.Exit(code)


def _known(respondent: str | None, loaded: "Loaded", there: "Answers") -> str | None:
    """Who answers: one of the questionnaire's, where it names any, and nobody else than the file is by already."""
    from spinout.core.interview.states import trouble_in
    from spinout.core.wording import did_you_mean, found

    known = loaded.questionnaire.respondents
    if respondent is None:
        return None
    word = respondent.strip()
    if not word or trouble_in(respondent) is not None:
        # No file could hold such a word, so it is refused before anything is asked.
        raise typer.BadParameter("give a word for the role of who answers, such as staff.", param_hint=WHO)
    if not known:
        return word
    if all(word != each.id for each in known):
        near = did_you_mean(word, [each.id for each in known])
        ids = "; ".join(f"{each.id} ({each.label})" for each in known)
        raise typer.BadParameter(f"no respondent is called {found(word)}. {near} There are: {ids}.", param_hint=WHO)
    before = loaded.questionnaire.respondent(there.respondent)
    if there.answers and before is not None and before.id != word:
        what = f"the file holds the answers of: {before.id} ({before.label}). Name another file for those of {word}."
        raise typer.BadParameter(what, param_hint=WHO)
    return word
