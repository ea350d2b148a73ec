"""A cluster that loses a worker in the middle still gives every result once."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from spinout.use_cases.batches import Help, run_batch
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from spinout.use_cases.results import Work

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"
DOCUMENTS = 3000

distributed: Any = pytest.importorskip("distributed", reason="needs the extra spinout[cluster]")


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_costs_no_result(tmp_path: Path) -> None:
    """One of two workers is killed after the first results; all documents come once, in order."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    lines = tmp_path / "lines.jsonl"
    with lines.open("w") as file:
        for number in range(DOCUMENTS):
            made = {"questionnaire": "village-hall", "service": f"S{number}", "answers": {"users.meetings": number % 3}}
            file.write(json.dumps(made) + "\n")
    work = Work(loaded.path, loaded.sha256, None, as_json=True)
    services = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        first = next(iter(cluster.workers.values()))
        helpers = Help(lambda: client.get_executor(pure=False), 2)
        for number, result in enumerate(run_batch([str(lines)], loaded, work, helpers)):
            if number == 100:
                os.kill(first.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            assert result.json is not None
            services.append(json.loads(result.json)["service"])
    assert services == [f"S{number}" for number in range(DOCUMENTS)]
