"""The loop over lines: shows what the machine says, reads a line, and saves after each answer."""

import contextlib
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from spinout.cli.boundary import ExitCode
from spinout.cli.lines import Dialogue
from spinout.cli.loading import refuse, say_warnings
from spinout.cli.session import Session
from spinout.cli.streams import say
from spinout.core.interview.machine import given, opening, result, start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.reviews import missing
from spinout.core.interview.states import InterviewState, Message, MessageKind, Settings
from spinout.core.wording import counted
from spinout.use_cases.assessments import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spinout.use_cases.questionnaires import Loaded

NO_INPUT = (
    "There is no terminal and nothing to read, so no question can be asked. Answer with --set ID=VALUE "
    "(it may stand several times), or pipe the answers in, a line each. The ids: spinout questions."
)
ENDINGS = ("SIGHUP", "SIGTERM", "SIGBREAK")
"""What a terminal that is closed, or a machine that is shut down, sends; which there are differs."""


class Ended(KeyboardInterrupt):
    """The terminal was closed, or the program was told to end; nobody may be there to read."""


def run(loaded: "Loaded", session: Session, lines: Dialogue, settings: Settings) -> tuple[ExitCode, InterviewState]:
    """Ask until the person leaves, the input ends, or nothing is left to ask."""
    state = start(loaded.questionnaire, session.answers, settings)
    if not lines.waiting():
        say(NO_INPUT)
        return ExitCode.USAGE, state
    interview = Interview(session, lines, state)
    try:
        with told_to_end():
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


def quick(loaded: "Loaded", settings: Settings) -> Settings:
    """The settings of an interview that asks what settles the verdict soonest, and stops there."""
    from msgspec.structs import replace

    from spinout.core.insight.settling import settled, triage

    asked, stage = loaded.questionnaire, settings.stage
    return replace(
        settings,
        order=lambda assessment: triage(asked, assessment.answers, stage),
        stop=lambda assessment: settled(asked, assessment.answers, stage),
    )


class Interview:
    """The loop, and what it has seen so far."""

    def __init__(self, session: Session, lines: Dialogue, state: InterviewState) -> None:
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
            if moved:
                self._lines.show("", *asked.lines)
            line = self._lines.ask(asked.text)
            if line is None:
                return self._ended()
            moved = self._stepped(line)
        self._say_refused()
        self.say_where()
        return ExitCode.DONE

    def _stepped(self, line: str) -> bool:
        """Take a line; whether what is asked is to be shown again."""
        made = step(self.state, line)
        self.state = made.state
        if made.changed:
            self._session.save(self.state.answers)
        for message in made.messages:
            self._lines.message(message)
        if any(message.kind is MessageKind.WRONG for message in made.messages):
            self._refused.append(self._lines.read)
        return made.moved

    def _ended(self) -> ExitCode:
        """The input is at its end: everything is saved, and what is missing is named."""
        if self._lines.terminal:
            self.say_where()
            return ExitCode.DONE
        if not self._lines.read:
            say(NO_INPUT)
            return ExitCode.USAGE
        lines = missing(self.state)
        if lines:
            self._lines.message(Message(MessageKind.LIST, ("Still without an answer:", *lines)))
        verdict = result(self.state)
        if verdict is not None:
            self._lines.message(verdict)
        self._lines.show("")
        self._say_refused()
        self.say_where("The input ended.")
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
                f"{counted(len(self._refused), 'line')} of the input not taken: {said}. "
                "Check the answers that were read after that."
            )


@contextlib.contextmanager
def told_to_end() -> Iterator[None]:
    """A closed terminal and a shutdown end the interview as an interruption does."""

    def end(_number: int, _frame: object) -> NoReturn:
        raise Ended

    before = {number: signal.signal(number, end) for name in ENDINGS if (number := getattr(signal, name, None))}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
