"""Measure what a cluster costs beside one and two processes, and write benchmarks/CLUSTER.md.

    python benchmarks/cluster.py                  the sizes that docs/scale.md speaks of
    python benchmarks/cluster.py --runs 1 --only 1   a quick look at the first kind of work

A Dask cluster of two workers stands on this machine. The ways are measured in turn. From the smallest
and the largest size come a fixed cost and a cost for each document, and from these the size from
which a cluster of several machines could pay.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

HERE = Path(__file__).parent
RESULTS = HERE / "CLUSTER.md"
sys.path.insert(0, str(HERE))

import generated  # noqa: E402 - found beside this file

from spinout.use_cases.questionnaires import Loaded, load_questionnaire

WAYS = ("one", "two", "cluster")
MACHINES = (2, 4, 10, 100)
PROCESSORS = 2
"""Processors of each machine in the sums, as this one has."""


class Cost(NamedTuple):
    """What a run took: seconds on the wall, processor seconds of all processes, and of the one that was started."""

    wall: float
    cpu: float
    own: float


class Kind(Struct, frozen=True):
    """A kind of work: what goes in and what comes out, and how many documents."""

    name: str
    ending: str
    words: Callable[[Path], list[str]]
    sizes: tuple[int, ...]


def _to(name: str) -> Callable[[Path], list[str]]:
    return lambda folder: ["-o", str(folder / name), "--force"]


def _reports(folder: Path) -> list[str]:
    return ["--reports", str(folder / "reports"), "--force"]


KINDS = (
    Kind("JSON Lines to a summary CSV", ".jsonl", _to("out.csv"), (100, 1_000, 10_000)),
    Kind("YAML files to a summary CSV", ".yaml", _to("out.csv"), (100, 1_000, 10_000)),
    Kind("JSON Lines to all that `--json` says", ".jsonl", _to("out.jsonl"), (100, 500, 2_000)),
    Kind("JSON Lines to an HTML report each", ".jsonl", _reports, (30, 100, 300)),
)


class Cluster:
    """A scheduler and two workers on this machine; how long they took to start, and their processor time."""

    def __init__(self) -> None:
        import distributed

        begun = time.perf_counter()
        self._cluster: Any = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        )
        self.start = time.perf_counter() - begun
        self.address: str = self._cluster.scheduler_address

    def cpu(self) -> float:
        """Processor seconds so far of the workers, and of this process, in which the scheduler runs."""
        import psutil

        workers = [psutil.Process(worker.pid).cpu_times() for worker in self._cluster.workers.values()]
        return time.process_time() + sum(times.user + times.system for times in workers)

    def close(self) -> None:
        """End it."""
        self._cluster.close()


def run(words: list[str], cluster: Cluster | None) -> Cost:
    """Run `spinout batch` and wait for it and its processes."""
    command = [str(Path(sys.executable).parent / "spinout"), "batch", *words]
    command += [] if cluster is None else ["--cluster", cluster.address]
    others = 0.0 if cluster is None else cluster.cpu()
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, own + (0.0 if cluster is None else cluster.cpu() - others), own)


def given(folder: Path, kind: Kind, size: int, loaded: Loaded) -> Path:
    """The documents of a size, as files or lines; made once."""
    path = folder / f"{size}{kind.ending}"
    if path.exists():
        return path
    if kind.ending == ".jsonl":
        import json

        made = (json.dumps(generated.document(loaded.questionnaire, n)) + "\n" for n in range(size))
        path.write_text("".join(made), encoding="utf-8")
    else:
        generated.files(path, loaded.questionnaire, size, kind.ending)
    return path


Costs = dict[tuple[int, str], Cost]


def measured(kind: Kind, folder: Path, loaded: Loaded, cluster: Cluster, runs: int) -> Costs:
    """The least of the runs of each size and way, since others share the machine; the ways are taken in turn."""
    ways: dict[str, tuple[list[str], Cluster | None]] = {
        "one": (["--jobs", "1"], None), "two": (["--jobs", "2"], None), "cluster": ([], cluster),
    }  # fmt: skip
    found: dict[tuple[int, str], list[Cost]] = {}
    for size in kind.sizes:
        path = given(folder, kind, size, loaded)
        for _ in range(runs):
            for way, (words, on) in ways.items():
                found.setdefault((size, way), []).append(run([str(path), *kind.words(folder), *words], on))
    least = {key: Cost(*map(min, zip(*costs, strict=True))) for key, costs in found.items()}
    print(kind.name, {key: tuple(round(part, 2) for part in cost) for key, cost in least.items()}, flush=True)
    return least


def line(costs: Costs, sizes: tuple[int, ...], way: str, part: str) -> tuple[float, float]:
    """The fixed cost, and that of a document, of a way: a straight line through the least and the greatest size."""
    low, high = (getattr(costs[size, way], part) for size in (sizes[0], sizes[-1]))
    each = (high - low) / (sizes[-1] - sizes[0])
    return low - sizes[0] * each, each


class Derived(NamedTuple):
    """What a kind of work costs more on a cluster, in documents of one process but for `each`, and when it pays."""

    each: float
    """Processor seconds of a document in one process."""
    fixed: float
    started: float
    extra: float
    """Processor time of a document more than in one process, over all processes of the cluster."""
    first: float
    """Processor time of a document in the process that was started, which no further machine can take from it."""
    pays: tuple[float | None, ...]


def derived(kind: Kind, costs: Costs, start: float) -> Derived:
    """What docs/scale.md says, by processor time alone: others share the machine, and stretch the wall's."""
    _, one = line(costs, kind.sizes, "one", "cpu")
    fixed_here, two = line(costs, kind.sizes, "two", "cpu")
    fixed_there, first = line(costs, kind.sizes, "cluster", "own")
    _, together = line(costs, kind.sizes, "cluster", "cpu")
    fixed = max(fixed_there - fixed_here, 0.0) / one
    here = two / one / PROCESSORS
    pays = []
    for machines in MACHINES:
        there = max(first, (together - first) / (machines * PROCESSORS)) / one
        pays.append(fixed / (here - there) if there < here else None)
    return Derived(one, fixed, start / one, together / one - 1, first / one, tuple(pays))


def page(found: list[tuple[Kind, Costs, Derived]], start: float, runs: int) -> str:
    """The page of results."""
    tables = [
        "| work | documents | two processes | cluster | cluster and its start | processor time: two; cluster |",
        "|---|---|---|---|---|---|",
    ]
    for kind, costs, _ in found:
        for size in kind.sizes:
            one, two, cluster = (costs[size, way] for way in WAYS)
            tables.append(
                f"| {kind.name} | {size:,} | {two.wall / one.wall:.2f} | {cluster.wall / one.wall:.2f} | "
                f"{(cluster.wall + start) / one.wall:.2f} | {two.cpu / one.cpu:.2f}; {cluster.cpu / one.cpu:.2f} |"
            )
    sums = [
        "| work | a document | fixed cost | its start besides | more for each | in the first process | "
        + " | ".join(f"{machines} machines" for machines in MACHINES)
        + " |",
        "|" + "---|" * (6 + len(MACHINES)),
    ]
    for kind, _, sum_ in found:
        pays = " | ".join("never" if size is None else f"{size:,.0f}" for size in sum_.pays)
        sums.append(
            f"| {kind.name} | {sum_.each * 1000:.2f} ms | {sum_.fixed:,.0f} | {sum_.started:,.0f} | {sum_.extra:.2f} | "
            f"{sum_.first:.2f} | {pays} |"
        )
    engine = f"Python {platform.python_version()}; distributed {version('distributed')}"
    return TEXT.format(
        machine=f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors, shared with others",
        engine=engine,
        runs=runs,
        processors=PROCESSORS,
        tables="\n".join(tables),
        sums="\n".join(sums),
    )


TEXT = """\
# What a cluster costs

Written by `python benchmarks/cluster.py`; do not edit. docs/scale.md says what it means.

- Machine: {machine}.
- {engine}: a scheduler and two workers of one thread, on this one machine.
- The ways were run in turn, {runs} times each, and the least is taken. Every run starts the program.

## Beside one process

Times on the wall, and processor time (user and system, of all processes, the scheduler's and the workers' too), as
shares of those of one process with the same documents. Others used the machine meanwhile, which stretches times on the
wall: trust processor time more.

{tables}

## From which size a cluster could pay

*A document* is the processor time of one more document in one process, and the unit of what follows. A straight line
through the least and the greatest size parts a fixed cost from that of each document. *Fixed cost*: of the first
process with a cluster that stands already, more than of all with two processes. *Its start besides*: starting a
scheduler and two workers, on the wall. *More for each*: of all processes together. *In the first process*: what no
further machine takes from the one that reads, hands out, collects and writes.

The last columns are the number of documents from which so many machines of {processors} processors could be done before
one of them: fixed cost ÷ (a document's time on one machine − on the cluster). On one machine a document takes the
processor time of two processes ÷ {processors}; on K machines the greater of what stays in the first process, and of all
else ÷ ({processors} × K). This takes the network for free, the start for done, and the scheduler for shared out, so
it is the best that could be.

{sums}
"""


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--only", default="", help="numbers of kinds of work, parted by commas; nothing is written then"
    )
    chosen = parser.parse_args()
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    wanted = [KINDS[int(word) - 1] for word in chosen.only.split(",")] if chosen.only else list(KINDS)
    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory() as work:
            warm = given(Path(work), KINDS[0], 1_000, loaded)
            run([str(warm), *_to("warm.csv")(Path(work))], cluster)
            found = []
            for kind in wanted:
                costs = measured(kind, Path(work), loaded, cluster, chosen.runs)
                found.append((kind, costs, derived(kind, costs, cluster.start)))
    finally:
        cluster.close()
    text = page(found, cluster.start, chosen.runs)
    if chosen.only:
        print(text)
    else:
        RESULTS.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
