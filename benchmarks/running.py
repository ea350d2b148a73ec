"""How something is run and measured: its time by the clock and by the processor, and its peak of memory.

A run that refuses a document does not count: every command must end with exit code 0.
"""

import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

BARE = Path(__file__).with_name("bare.py")
PROGRAM = Path(sys.executable).parent / "spinout"
PEAK = (
    "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=-3, stderr=-3); "
    "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
"""Asks a small process for its child's peak: a child is counted as large as its parent before it starts."""
MEBIBYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
"""In the unit in which the system tells a peak."""


class Took(NamedTuple):
    """Seconds by the clock, and by the processor, of this process and all that it waited for."""

    clock: float
    processor: float


class Ratios(NamedTuple):
    """One side ÷ the other, for each run."""

    clock: list[float]
    processor: list[float]


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """A command did not do all that it was given."""


def timed(work: Callable[[], object]) -> Took:
    """How long some work takes."""
    clock, processor = time.perf_counter(), _processor()
    work()
    return Took(time.perf_counter() - clock, _processor() - processor)


def _processor() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def command(*words: str | Path, out: Path | None = None, patience: float | None = None) -> Callable[[], None]:
    """A command that must do all that it is given; raises Refused, and TimeoutExpired where patience ends."""

    def run() -> None:
        with open(out or os.devnull, "wb") as file:
            done = subprocess.run(words, stdout=file, stderr=subprocess.PIPE, check=False, timeout=patience)
        if done.returncode:
            raise Refused(f"{' '.join(map(str, words))}: exit code {done.returncode}. {done.stderr.decode()[-500:]}")

    return run


def spinout(*words: str | Path, out: Path | None = None, patience: float | None = None) -> Callable[[], None]:
    """The program as it is installed."""
    return command(PROGRAM, *words, out=out, patience=patience)


def python(*words: str | Path) -> Callable[[], None]:
    """Python with these arguments, in a process of its own."""
    return command(sys.executable, *words)


def peak(*words: str | Path) -> float:
    """The peak of the program's memory in MiB; of its largest process."""
    asked = [sys.executable, "-c", PEAK, PROGRAM, *words]
    code, most = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    if code != "0":
        raise Refused(f"spinout {' '.join(map(str, words))}: exit code {code}")
    return int(most) / MEBIBYTE


def in_turn(
    runs: int, ours: Callable[[], object], theirs: Callable[[], object], *, often: int = 1, warm: bool = False
) -> Ratios:
    """One side ÷ the other, measured in turn. Short work is done often in a run, and its middle time counts."""
    if warm:
        ours()
        theirs()
    found = Ratios([], [])
    for _ in range(runs):
        pairs = [(timed(ours), timed(theirs)) for _ in range(often)]
        for unit, kept in enumerate(found):
            above, below = (statistics.median(pair[side][unit] for pair in pairs) for side in (0, 1))
            kept.append(above / below if below else math.inf)
    return found
