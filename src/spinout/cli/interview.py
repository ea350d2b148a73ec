"""The loop over lines: shows what the machine says, reads a line, and saves after each answer.

The file is the only state of the answers. Whatever ends the process, at most the line that is
being typed is lost.
"""

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.lines import show, show_message, typed_line
from spinout.cli.loading import refuse
from spinout.cli.streams import say
from spinout.core.answers import Answers
from spinout.core.interview import Message, Settings, State, missing, opening, prompt, start, step
from spinout.locks import Held, Lock, release, take_lock
from spinout.storage import StorageError
from spinout.use_cases.assessments import Refused
from spinout.use_cases.interviews import NO_ANSWERS, Saved, free_path, open_answers, save_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spinout.core.assessment import Assessment
    from spinout.use_cases.questionnaires import Loaded

NO_INPUT = (
    "There is no terminal and nothing to read, so no question can be asked. Answer with --set ID=VALUE "
    "(it may stand several times), or pipe the answers in, a line each."
)


class Interview:
    """One sitting: a file of answers, its lock, and the loop."""

    def __init__(
        self,
        loaded: "Loaded",
        *,
        path: str | None,
        stage: str | None,
        respondent: str | None,
        today: str,
        quick: bool,
        plain: bool,
    ) -> None:
        self._loaded = loaded
        self._stage = stage
        self._plain = plain
        self._terminal = sys.stdin is not None and sys.stdin.isatty()
        self._lock: Lock | None = None
        self._saved = self._opened(path)
        self._settings = Settings(
            stage=stage,
            date=today,
            respondent=respondent,
            new=self._saved is None or self._saved.sha256 is None,
            order=self._order if quick else None,
            stop=self._stop if quick else None,
        )
        self._state: State | None = None

    def run(self) -> ExitCode:
        """Ask until the person leaves, the input ends or nothing is left to ask."""
        try:
            return self._asked()
        except KeyboardInterrupt:
            show("")
            self._say_where("Interrupted.")
            return ExitCode.INTERRUPTED
        finally:
            self._released()

    def set_answers(self, pairs: "Sequence[str]") -> ExitCode:
        """Take the answers of the command line and ask nothing."""
        from spinout.use_cases.settings import answers_given, with_given

        try:
            given = answers_given(pairs, self._loaded.questionnaire)
            if given.problems:
                refuse(Refused("--set", given.problems), as_json=False, code=ExitCode.USAGE)
            state = self._started()
            self._state = state = _with(state, with_given(state.answers, given))
            self._save(state.answers)
            self._say_where(f"{len(given.answers)} set.")
            return ExitCode.DONE
        finally:
            self._released()

    def outcome(self, code: ExitCode, *, require_complete: bool) -> ExitCode:
        """The exit code: that of the sitting, or 1 where completeness was asked for and is not there."""
        if code is not ExitCode.DONE or not require_complete:
            return code
        return ExitCode.PROBLEMS if self._state is None or missing(self._state) else ExitCode.DONE

    # the loop

    def _asked(self) -> ExitCode:
        state = self._started()
        first = None
        if not self._terminal:
            first = typed_line("", terminal=False)
            if first is None:
                say(NO_INPUT)
                return ExitCode.USAGE
        for message in opening(state):
            show_message(message, plain=self._plain)
        new = True
        while not state.finished:
            line = self._answer(state, new=new, given=first)
            first = None
            if line is None:
                return self._ended(state)
            made = step(state, line)
            state = self._state = made.state
            if made.changed:
                self._save(state.answers)
            for message in made.messages:
                show_message(message, plain=self._plain)
            new = made.moved
        self._say_where("")
        return ExitCode.DONE

    def _answer(self, state: State, *, new: bool, given: str | None) -> str | None:
        """Ask what is asked now, and read a line; `given` is a line that was read before."""
        asked = prompt(state)
        if new:
            show("")
            for text in asked.lines:
                show(text)
        if given is None:
            return typed_line(asked.text, terminal=self._terminal)
        show(asked.text.rstrip())
        return given

    def _ended(self, state: State) -> ExitCode:
        """The input is at its end: everything is saved, and what is missing is named."""
        show("")
        lines = missing(state)
        if lines:
            show_message(_listed("Still without an answer:", lines), plain=self._plain)
        self._say_where("The input ended." if not self._terminal else "")
        return ExitCode.DONE

    def _say_where(self, words: str) -> None:
        """Where the answers are, and what can be done with them."""
        if self._saved is None or self._saved.sha256 is None:
            show(f"{words} Nothing was answered, so nothing was saved.".strip())
            return
        path = self._saved.path
        quoted = f'"{path}"' if " " in path else path
        show(f"{words} All answers are saved in {path}".strip())
        if not self._saved.comments_kept:
            show("Comments in the file could not be kept.")
        show(f"Go on another day: spinout assess {quoted}")
        report = path.rsplit(".", 1)[0] + ".html"
        shown = f'"{report}"' if " " in report else report
        show(f"Write the report: spinout report {quoted} -o {shown}")

    # the file

    def _opened(self, path: str | None) -> Saved | None:
        """The file to go on with; None where its name is still to be made."""
        if path is None:
            return None
        self._locked(path)
        saved = open_answers(path, self._loaded)
        if isinstance(saved, Refused):
            self._released()
            refuse(saved, as_json=False)
        return saved

    def _locked(self, path: str) -> None:
        taken = take_lock(path, datetime.now().astimezone())
        if isinstance(taken, Held):
            since = taken.since.strftime("%d %B %Y at %H:%M")
            say(f"{path} is being worked on from the machine {taken.machine}, since {since}.")
            say(f"Wait until that sitting has ended. If you know that it has, delete {taken.path}")
            raise typer.Exit(ExitCode.STORAGE)
        self._lock = taken
        if taken.taken_over is not None:
            say(f"A lock on {path} was taken over: {taken.taken_over.value}.")

    def _released(self) -> None:
        if self._lock is not None:
            release(self._lock)
            self._lock = None

    def _started(self) -> State:
        answers = NO_ANSWERS if self._saved is None else self._saved.answers
        self._state = start(self._loaded.questionnaire, answers, self._settings)
        return self._state

    def _save(self, answers: Answers) -> None:
        """Write the answers; where that fails they are shown, and may be tried again."""
        while True:
            try:
                self._write(answers)
                return
            except StorageError as error:
                say(f"Not saved. {error.path}: {error.message}")
                self._offer(answers)
                again = typed_line("Enter tries to save again; :q leaves. ", terminal=True) if self._terminal else ":q"
                if again is None or again.strip() == ":q":
                    raise

    def _write(self, answers: Answers) -> None:
        if self._saved is None:
            if answers.service is None:
                return
            path = free_path(".", answers.service)
            self._locked(path)
            self._saved = Saved(path, NO_ANSWERS)
            show(f"The answers are kept in {path}")
        self._saved = save_answers(self._saved, answers, self._loaded)

    def _offer(self, answers: Answers) -> None:
        """The answers so far as they would stand in a file, to copy from the screen."""
        from spinout.core.plain_answers import plain_document
        from spinout.inputs.yaml_answers_writer import new_yaml

        show("The answers so far, to copy from here:")
        show(new_yaml(plain_document(self._loaded.questionnaire, answers)).decode())

    # the quick interview

    def _order(self, assessment: "Assessment") -> "Sequence[str]":
        from spinout.core.insight.triage import triage

        return triage(self._loaded.questionnaire, assessment.answers, self._stage)

    def _stop(self, assessment: "Assessment") -> bool:
        from spinout.core.insight.triage import settled

        return settled(self._loaded.questionnaire, assessment.answers, self._stage)


def _with(state: State, answers: Answers) -> State:
    from dataclasses import replace

    return replace(state, moment=replace(state.moment, answers=answers))


def _listed(title: str, lines: tuple[str, ...]) -> Message:
    from spinout.core.interview import Kind

    return Message(Kind.LIST, (title, *lines))
