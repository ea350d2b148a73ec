"""An interview that is killed with -9 again and again, and gone on with: no answer may be lost.

As a script: `python tests/cli/killing.py 60` kills sixty times over the shipped questionnaire and
says what it saw.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spinout.core.answers import Answers
from spinout.core.interview.machine import start, step
from spinout.core.interview.states import Asking, InterviewState, Settings
from spinout.use_cases.interviews import Saved, open_answers
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

TRIES = ("1", "2", "60", "2026-11-23", "Some words, [red] and [/foo]", "Tŷ Ŵen ✓")
SLOWEST = 20.0


def heeded(number: signal.Signals) -> Any:
    """A signal as a case of a test, which is skipped where whatever runs the tests has it ignored, as `nohup` does."""
    ignored = signal.getsignal(number) is signal.SIG_IGN
    reason = f"{number.name} is ignored here, and by all that is started here"
    return pytest.param(number, id=number.name, marks=pytest.mark.skipif(ignored, reason=reason))


@dataclass
class Seen:
    """What a run of kills showed."""

    kills: int = 0
    while_starting: int = 0
    before_the_answer: int = 0
    after_the_answer: int = 0
    unfinished: int = 0
    lines: int = 0


def line_for(state: InterviewState) -> str:
    """A line that is taken wherever the interview stands."""
    if state.place.asking in (Asking.REVIEW, Asking.LESSONS):
        return ""
    if state.place.asking in (Asking.EVIDENCE, Asking.OTHER):
        return "A minute"
    parts = state.question.type.parts if state.place.asking is Asking.QUESTION else ()
    tries = TRIES if not parts else (" ".join(["100", *["0"] * (len(parts) - 1)]),)
    return next(text for text in tries if step(state, text).moved)


def said(answers: Answers) -> tuple[object, ...]:
    """All that a person said, and not what the program added."""
    header = (answers.service, answers.organisation, answers.completed_by)
    return (*header, dict(answers.answers), answers.lessons)


class Killed:
    """An interview over many processes, with a twin of the machine that says what must be saved."""

    def __init__(self, path: Path, loaded: Loaded, options: tuple[str, ...] = ()) -> None:
        self._path = path
        self._loaded = loaded
        self._command = [sys.executable, "-m", "spinout", "assess", str(path), *options]
        self.seen = Seen()

    def opened(self) -> Saved:
        """The file as it stands; a torn one would be refused here."""
        found = open_answers(str(self._path), self._loaded)
        assert isinstance(found, Saved), found
        return found

    def session(self, taken: int, chance: random.Random, *, kill: bool) -> bool:
        """A session of some lines that are waited for, and one more in whose midst the kill comes.

        Says whether the interview is finished.
        """
        saved = self.opened()
        state = start(self._loaded.questionnaire, saved.answers, Settings(new=saved.sha256 is None))
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            if taken < 0:
                self._kill_early(process, said(saved.answers), chance)
                return False
            self._wait(process)
            while taken and not state.finished:
                state = self._say(process, state)
                if not state.finished:
                    self._wait(process)
                taken -= 1
            if not kill:
                process.communicate(timeout=SLOWEST)
            elif not state.finished:
                self._kill(process, state, chance)
        finally:
            process.kill()
            process.communicate()
        return state.finished

    def _say(self, process: "subprocess.Popen[bytes]", state: InterviewState) -> InterviewState:
        line = line_for(state)
        assert process.stdin is not None
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()
        self.seen.lines += 1
        return step(state, line).state

    def _kill(self, process: "subprocess.Popen[bytes]", state: InterviewState, chance: random.Random) -> None:
        """Type a line, kill at a random moment, and look: all before it stands, and it or nothing of it."""
        before = said(state.answers)
        after = said(self._say(process, state).answers)
        time.sleep(chance.uniform(0, 0.02))
        os.kill(process.pid, signal.SIGKILL)
        process.wait(SLOWEST)
        now = said(self.opened().answers)
        assert now in (before, after), (before, after, now)
        self.seen.kills += 1
        self.seen.after_the_answer += now == after
        self.seen.before_the_answer += now != after
        self.seen.unfinished += sum(1 for _ in self._path.parent.glob(f".{self._path.name}.*.part"))

    def _kill_early(
        self, process: "subprocess.Popen[bytes]", before: tuple[object, ...], chance: random.Random
    ) -> None:
        """Kill while the program starts."""
        time.sleep(chance.uniform(0, 0.5))
        os.kill(process.pid, signal.SIGKILL)
        process.wait(SLOWEST)
        assert said(self.opened().answers) == before
        self.seen.kills += 1
        self.seen.while_starting += 1

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        """Until the next line is asked for."""
        assert process.stdout is not None
        heard = b""
        while not heard.endswith((b"Answer: ", b"Evidence: ", b"Change: ", b"Lesson: ")):
            letter = process.stdout.read1(1)  # type: ignore[attr-defined]
            assert letter, heard
            heard += letter


def survive(path: Path, kills: int, *, seed: int = 0) -> Seen:
    """Kill an interview over the shipped questionnaire some times, then bring it to its end.

    One that comes to its end before is begun anew.
    """
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    chance = random.Random(seed)
    killed = Killed(path, loaded)
    while killed.seen.kills < kills:
        if killed.session(chance.choice((-1, 0, 0, 1, 1)), chance, kill=True):
            path.unlink()
    assert killed.session(200, chance, kill=False)
    answers = killed.opened().answers
    state = start(loaded.questionnaire, answers)
    assert state.place.asking is Asking.REVIEW, "something is still to be asked"
    return killed.seen


if __name__ == "__main__":
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        print(survive(Path(folder) / "killed.yaml", int(sys.argv[1]), seed=int(sys.argv[2])))
    print(f"{time.monotonic() - began:.0f} seconds")
