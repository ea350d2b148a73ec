"""A batch of several processes that is stopped: what was finished stands whole, and nobody is left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.test_batch import HALL, document

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no groups of processes to send Ctrl-C to")
SLOWEST = 30.0
LEFT = b"What was finished is in out.csv.not-whole, which is not whole.\nInterrupted. The rest was not scored.\n"


@contextmanager
def running(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A batch of two processes, in a group of its own, that has begun to write."""
    (folder / "many.jsonl").write_text("\n".join(document(f"S{n}") for n in range(60_000)))
    words = ("batch", "--questions", str(HALL), "many.jsonl", "-o", "out.csv", "--jobs", "2")
    with subprocess.Popen(
        [sys.executable, "-m", "spinout", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as made:
        try:
            wait_until(lambda: any(p.stat().st_size > 10_000 for p in folder.glob(".out*")))
            yield made
        finally:
            for number in (signal.SIGKILL,) if somebody_of(made) else ():
                os.killpg(made.pid, number)


def somebody_of(batch: "subprocess.Popen[bytes]") -> bool:
    """Whether any process of the batch's group is left."""
    try:
        os.killpg(batch.pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(done: "object") -> bool:
    """Wait for something; whether it came."""
    assert callable(done)
    until = time.monotonic() + SLOWEST
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("gaps", [(), (0.0,), (0.1,), (0.05, 0.05, 0.3)], ids=str)
def test_ctrl_c_however_often_leaves_what_was_finished_and_nobody(tmp_path: Path, gaps: tuple[float, ...]) -> None:
    """As a terminal does, it goes to every process of the group; each line of the table is whole."""
    with running(tmp_path) as batch:
        os.killpg(batch.pid, signal.SIGINT)
        for gap in gaps:
            time.sleep(gap)
            if batch.poll() is None:
                os.killpg(batch.pid, signal.SIGINT)
        _, said = batch.communicate(timeout=SLOWEST)
        assert (batch.returncode, somebody_of(batch)) == (130, False)
    lines = (tmp_path / "out.csv.not-whole").read_bytes().splitlines(keepends=True)
    assert len(lines) > 1
    assert all(line.endswith(b"\r\n") and line.count(b",") == lines[0].count(b",") for line in lines)
    assert said == LEFT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.jsonl", "out.csv.not-whole"]


def test_what_ends_programs_does_as_ctrl_c(tmp_path: Path) -> None:
    """SIGTERM to the one process that was started ends all, and nothing unfinished is left."""
    with running(tmp_path) as batch:
        batch.terminate()
        _, said = batch.communicate(timeout=SLOWEST)
        assert (batch.returncode, somebody_of(batch)) == (130, False)
    assert said == LEFT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.jsonl", "out.csv.not-whole"]


def test_nobody_outlives_the_process_that_was_killed(tmp_path: Path) -> None:
    """Also where it could tell nobody that it went."""
    with running(tmp_path) as batch:
        batch.kill()
        batch.wait(SLOWEST)
        assert wait_until(lambda: not somebody_of(batch))
