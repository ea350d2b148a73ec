"""Row 6: the interview in a terminal, from Enter to the next prompt, at two lengths of form."""

import os
import pty
import select
import subprocess
import time
from pathlib import Path

import questionnaires
from rows import Part, Place, Row
from running import PROGRAM, Refused

PROMPT, REVIEW = b"Answer: ", b"Change: "
REFUSED = b"Not taken."
HEADER = (b"A service", b"A council", b"Service lead")
PATIENCE = 30
"""Seconds, after which no prompt is waited for."""
MOST_OPEN = 400
"""More Enters than any of the forms has questions."""


class Terminal:
    """The program in a terminal of its own."""

    def __init__(self, *words: str | Path) -> None:
        self._here, there = pty.openpty()
        environment = os.environ | {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100"}
        self._program = subprocess.Popen(
            [PROGRAM, *words], stdin=there, stdout=there, stderr=there, env=environment, start_new_session=True
        )
        os.close(there)
        self._screen()

    def enter(self, line: bytes) -> tuple[float, bytes]:
        """Type a line and Enter: milliseconds to the next prompt, and what stands on the screen then."""
        os.write(self._here, line)
        started = time.perf_counter()
        os.write(self._here, b"\n")
        screen = self._screen()
        return (time.perf_counter() - started) * 1000, screen

    def _screen(self) -> bytes:
        """What is written until a prompt stands at the end; the line that is typed comes back first."""
        screen = b""
        while not screen.endswith((PROMPT, REVIEW)):
            if not select.select([self._here], [], [], PATIENCE)[0]:
                raise Refused(f"no prompt came after {screen[-300:]!r}")
            screen += os.read(self._here, 65536)
        return screen

    def close(self) -> None:
        """Leave; everything is saved already."""
        self._program.kill()
        self._program.wait()
        os.close(self._here)


def _enters(file: Path, questions: Path) -> list[float]:
    """Milliseconds from each Enter to the next prompt, through a whole form."""
    terminal = Terminal("assess", file, "--questions", questions)
    for line in HEADER:
        terminal.enter(line)
    found = []
    for _ in range(MOST_OPEN):
        took, screen = terminal.enter(b"1")
        if REFUSED in screen:  # such as a split, which wants its parts
            took, screen = terminal.enter(b":s")
        found.append(took)
        if screen.endswith(REVIEW):
            break
    terminal.close()
    return found


def _lengths(place: Place) -> list[Part]:
    """The middle Enter of each run; the slowest of twenty beside it."""
    parts = []
    for path in (questionnaires.SHIPPED, place.long_form.path):
        runs = [sorted(_enters(place.folder / f"sitting-{run}.yaml", path)) for run in range(place.runs)]
        for run in range(place.runs):
            (place.folder / f"sitting-{run}.yaml").unlink()
        slow = sorted(run[len(run) * 19 // 20] for run in runs)
        name = f"{len(runs[0])} questions asked"
        parts.append(Part(name, [run[len(run) // 2] for run in runs], beside={"one of twenty": slow[len(slow) // 2]}))
    return parts


ROWS = (Row(6, "interview: from Enter to the next prompt", _lengths, most=10, unit=" ms"),)
