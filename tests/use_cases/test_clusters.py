"""A cluster that loses a worker in the middle still gives every result once."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from spinout.storage import runs
from spinout.use_cases.batches import Help, Result, Work, run_batch
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"
DOCUMENTS = 3000
SLOWEST = 30

distributed: Any = pytest.importorskip("distributed", reason="needs the extra spinout[cluster]")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("in_full", [True, False], ids=["in-full", "summaries"])
def test_a_killed_worker_costs_no_result(tmp_path: Path, *, in_full: bool) -> None:
    """One of two workers is killed at work; all results come once, in order, as one process gives them."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    lines = tmp_path / "lines.jsonl"
    with lines.open("w") as file:
        for number in range(DOCUMENTS):
            made = {"questionnaire": "village-hall", "service": f"S{number}", "answers": {"users.meetings": number % 4}}
            file.write(json.dumps(made) + "\n")
    work = Work(loaded.path, loaded.sha256, None, as_json=in_full, as_row=not in_full)
    alone = list(run_batch([str(lines)], loaded, work))
    together = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        first = next(iter(cluster.workers.values()))
        killed = first.pid
        helpers = Help(lambda: client.get_executor(pure=False), 2)
        for number, result in enumerate(run_batch([str(lines)], loaded, work, helpers)):
            if number == 100:
                assert _in_hand(client, first.worker_address)
                os.kill(killed, getattr(signal, "SIGKILL", signal.SIGTERM))
            together.append(result)
        assert _ended(killed)
    assert len(together) == DOCUMENTS
    assert [_told(result) for result in together] == [_told(result) for result in alone]


def _told(result: Result) -> tuple[object, ...]:
    return result.file, result.line, result.header, result.problems, result.json, result.row


def _in_hand(client: Any, address: str) -> bool:
    """Whether a worker is at work, or holds results that nobody else has."""
    until = time.monotonic() + SLOWEST
    while time.monotonic() < until:
        if client.processing()[address] or client.has_what()[address]:
            return True
        time.sleep(0.01)
    return False


def _ended(process: int) -> bool:
    """Whether a process ends, or has."""
    until = time.monotonic() + SLOWEST
    while runs(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not runs(process)
