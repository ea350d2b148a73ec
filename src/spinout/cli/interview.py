"""The loop over lines: shows what the machine says, reads a line, and saves after each answer."""

from time import monotonic
from typing import TYPE_CHECKING

from spinout.cli.beginning import about, told
from spinout.cli.boundary import Ended, ExitCode, Interrupts
from spinout.cli.lines import Dialogue
from spinout.cli.loading import refuse, say_warnings
from spinout.cli.session import Session
from spinout.cli.streams import say
from spinout.core.interview.machine import NO, YES, at_end, given, opening, start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.reviews import missing, thanks
from spinout.core.interview.states import InterviewState, Message, MessageKind, Settings, Step
from spinout.core.wording import counted
from spinout.use_cases.assessments import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spinout.use_cases.questionnaires import Loaded

NO_INPUT = (
    "There is no terminal and nothing to read, so no question can be asked. Answer with --set ID=VALUE "
    "(it may stand several times), or pipe the answers in, a line each. The ids: spinout questions."
)
MORE = "Enter for more ({} lines), or a number to change: "
ROWS_BELOW = 3
"""Rows that stand below the screen at the end: where the answers are, how to go on, and the report."""


def run(
    loaded: "Loaded", session: Session, lines: Dialogue, interrupts: Interrupts, settings: Settings
) -> tuple[ExitCode, InterviewState]:
    """Ask until the person leaves, the input ends, or nothing is left to ask."""
    state = start(loaded.questionnaire, session.answers, settings)
    if not lines.waiting():
        say(NO_INPUT)
        return ExitCode.USAGE, state
    interview = Interview(loaded, session, lines, interrupts, state)
    try:
        return interview.asked(), interview.state
    except Ended:
        return ExitCode.INTERRUPTED, interview.state
    except KeyboardInterrupt:
        session.rescue()
        lines.show("")
        interview.say_where("Interrupted.")
        return ExitCode.INTERRUPTED, interview.state


def set_answers(
    loaded: "Loaded", session: Session, settings: Settings, pairs: "Sequence[str]"
) -> tuple[ExitCode, InterviewState]:
    """Take the answers of the command line and ask nothing."""
    from spinout.use_cases.plans import answers_given, with_given

    read = answers_given(pairs, loaded.questionnaire)
    if read.problems:
        refuse(Refused("--set", read.problems), as_json=False, code=ExitCode.USAGE)
    state = start(loaded.questionnaire, session.answers, settings)
    if not session.named and "service" not in read.header:
        say("Name the file, as in: spinout assess my-service.yaml --set ID=VALUE. Or give --set service=NAME.")
        return ExitCode.USAGE, state
    state = given(state, with_given(state.answers, read))
    session.say_left_out()
    say_warnings(read.warnings)
    session.save(state.answers)
    session.say_where(f"Set: {read.count}.")
    return ExitCode.DONE, state


class GoOnWith(Exception):  # noqa: N818 - nothing is wrong
    """The person goes on with a file that is there already, in place of a new one."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Interview:
    """The loop, and what it has seen so far."""

    def __init__(
        self, loaded: "Loaded", session: Session, lines: Dialogue, interrupts: Interrupts, state: InterviewState
    ) -> None:
        self._loaded = loaded
        self._interrupts = interrupts
        self._session = session
        self._lines = lines
        self._refused: list[int] = []
        self.state = state

    def asked(self) -> ExitCode:
        """Ask line by line, and save after each that changes an answer."""
        for message in opening(self.state):
            self._lines.message(message)
        self._session.say_left_out()
        if not self._session.named:
            named = "The file gets its name from the service. To choose one: :q, then spinout assess NAME.yaml"
            self._lines.show("", named)
        moved = True
        while not self.state.finished:
            asked = prompt(self.state)
            left = self._lines.left
            if moved and not left:
                self._lines.prompt(asked)
            line = self._lines.ask(MORE.format(left) if left else asked.text)
            if line is None:
                return self._ended()
            if left and not line.strip():
                self._lines.more()
                continue
            self._lines.no_more()
            moved = self._stepped(line)
        self._say_refused()
        self._say_end()
        return ExitCode.DONE

    def _stepped(self, line: str) -> bool:
        """Take a line; whether what is asked is to be shown again."""
        with self._interrupts.held():
            made = step(self.state, line, monotonic() if self._lines.terminal else None)
            named = self._session.named or self.state.answers.service is not None
            service = None if named else made.state.answers.service
            if service is None:
                self._moved(made)
        if service is not None:
            self._offer_begun(service)
            self._moved(made)
        if made.changed:
            self._session.save(self.state.answers)
        for message in made.messages:
            self._lines.message(message)
        if any(message.kind is MessageKind.WRONG for message in made.messages):
            self._refused.append(self._lines.read)
        return made.moved

    def _moved(self, made: Step) -> None:
        self.state = made.state
        if made.changed:
            self._session.note(made.state.answers)

    def _offer_begun(self, service: str) -> None:
        """Offer a file about the same service in place of a second one."""
        there = about(self._loaded, service, self.state.answers.respondent) if self._lines.terminal else None
        if there is None:
            return
        self._lines.show(f"There is already {told(there)}.")
        while True:
            word = (self._lines.ask("Go on with it? y / n: ") or "n").strip().casefold()
            if word in YES:
                raise GoOnWith(there.path)
            if word in NO:
                return
            self._lines.show("Type y to go on with it, or n to begin another file.")

    def _say_end(self, words: str = "") -> None:
        """What the answers say so far, and where they are."""
        short, answered = self.state.short, bool(self.state.answers.answers)
        shows = answered and not short
        if shows or words:
            self._lines.show("")
        if shows:
            from spinout.cli.screens.glance import show_glance
            from spinout.core.interview.route import assessed
            from spinout.reports.view.glance import glance_of

            heading = "As it stands so far:" if missing(self.state) else ""
            show_glance(
                glance_of(assessed(self.state)),
                self._session.path,
                heading=heading,
                below=ROWS_BELOW,
                plain=not self._lines.decorated,
            )
        self.say_where(words)

    def _ended(self) -> ExitCode:
        """The input is at its end: everything is saved, and what is missing is named."""
        if self._lines.terminal:
            self._say_end()
            return ExitCode.DONE
        if not self._lines.read:
            say(NO_INPUT)
            return ExitCode.USAGE
        lines = missing(self.state)
        if lines:
            self._lines.message(Message(MessageKind.LIST, ("Still without an answer:", *lines)))
        for message in thanks(self.state, self.state.moment) if at_end(self.state) else ():
            self._lines.message(message)
        self._say_refused()
        self._say_end("The input ended.")
        return ExitCode.DONE

    def say_where(self, words: str = "") -> None:
        """Where the answers are, and what can be done with them."""
        first = self.state.questionnaire.respondent(None)
        self._session.say_where(words, sent_to=first.label if self.state.short and first is not None else None)

    def _say_refused(self) -> None:
        """A piped line that was not taken may have left those behind it at the wrong questions."""
        if self._refused and not self._lines.terminal:
            said = ", ".join(map(str, self._refused[:10])) + (" and more" if len(self._refused) > 10 else "")
            self._lines.show(
                "",
                f"{counted(len(self._refused), 'line')} of the input not taken: {said}. "
                "Check the answers that were read after that.",
            )
