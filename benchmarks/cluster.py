"""Measure what a cluster costs beside one and two processes, and write CLUSTER.md, on which docs/scale.md rests.

    python benchmarks/cluster.py           the sizes that docs/scale.md speaks of
    python benchmarks/cluster.py --quick   a tenth of them, once; nothing is written but to the screen

A Dask cluster of two workers stands on this machine. The ways are measured in turn. From the smallest and the
largest size come a fixed cost and a cost for each document, and from these the size from which a cluster of several
machines could pay.
"""

import argparse
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from rows import Place
from running import spinout, timed

RESULTS = Path(__file__).with_name("CLUSTER.md")
WAYS = ("one", "two", "cluster")
MACHINES = (2, 4, 10, 100)
PROCESSORS = 2
"""Processors of each machine in the sums, as this one has."""


class Kind(NamedTuple):
    """A kind of work: what goes in and what comes out, and how many documents."""

    name: str
    ending: str
    out: tuple[str, str]
    sizes: tuple[int, ...]


KINDS = (
    Kind("JSON Lines to a summary CSV", ".jsonl", ("-o", "out.csv"), (100, 1_000, 10_000)),
    Kind("YAML files to a summary CSV", "", ("-o", "out.csv"), (100, 1_000, 10_000)),
    Kind("JSON Lines to all that `--json` says", ".jsonl", ("-o", "out.jsonl"), (100, 500, 2_000)),
    Kind("JSON Lines to an HTML report each", ".jsonl", ("--reports", "reports"), (30, 100, 300)),
)


class Cost(NamedTuple):
    """What a run took: seconds on the wall, processor seconds of all processes, and of the one that was started."""

    wall: float
    cpu: float
    own: float


Costs = dict[tuple[int, str], Cost]


class Cluster:
    """A scheduler and two workers on this machine; how long they took to start, and their processor time."""

    def __init__(self) -> None:
        import distributed

        made: list[Any] = []
        kind: Any = distributed.LocalCluster
        given = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
        self.start = timed(lambda: made.append(kind(**given, silence_logs=50))).clock
        (self._cluster,) = made
        self.address: str = self._cluster.scheduler_address

    def workers(self) -> float:
        """Processor seconds so far of the workers; the scheduler runs in this process."""
        import psutil

        times = [psutil.Process(worker.pid).cpu_times() for worker in self._cluster.workers.values()]
        return float(sum(one.user + one.system for one in times))

    def close(self) -> None:
        """End it."""
        self._cluster.close()


def costs_of(kind: Kind, place: Place, cluster: Cluster) -> Costs:
    """The least of the runs of each size and way, since others share the machine; the ways are taken in turn."""
    found: dict[tuple[int, str], list[Cost]] = {}
    for size in kind.sizes:
        option, name = kind.out
        words = ("batch", place.documents(size, kind.ending), option, place.folder / name, "--force")
        ways = {"one": ("--jobs", "1"), "two": ("--jobs", "2"), "cluster": ("--cluster", cluster.address)}
        for _ in range(place.runs):
            for way, more in ways.items():
                workers, own = cluster.workers(), os.times()
                took, after = timed(spinout(*words, *more)), os.times()
                alone = after.children_user + after.children_system - own.children_user - own.children_system
                cost = Cost(took.clock, took.processor + cluster.workers() - workers, alone)
                found.setdefault((size, way), []).append(cost)
    return {key: Cost(*map(min, zip(*costs, strict=True))) for key, costs in found.items()}


def line(costs: Costs, sizes: tuple[int, ...], way: str, part: str) -> tuple[float, float]:
    """The fixed cost, and that of a document, of a way: a straight line through the least and the greatest size."""
    low, high = (getattr(costs[size, way], part) for size in (sizes[0], sizes[-1]))
    each = (high - low) / (sizes[-1] - sizes[0])
    return low - sizes[0] * each, each


def sums(kind: Kind, costs: Costs, start: float) -> str:
    """From which size a cluster could pay, by processor time alone, which others on the machine stretch least."""
    _, one = line(costs, kind.sizes, "one", "cpu")
    fixed_here, two = line(costs, kind.sizes, "two", "cpu")
    fixed_there, first = line(costs, kind.sizes, "cluster", "own")
    _, together = line(costs, kind.sizes, "cluster", "cpu")
    fixed = max(fixed_there - fixed_here, 0.0) / one
    here = two / one / PROCESSORS
    pays = []
    for machines in MACHINES:
        there = max(first, (together - first) / (machines * PROCESSORS)) / one
        pays.append(f"{fixed / (here - there):,.0f}" if there < here else "never")
    return (
        f"| {kind.name} | {one * 1000:.2f} ms | {fixed:,.0f} | {start / one:,.0f} | {together / one - 1:.2f} | "
        f"{first / one:.2f} | {' | '.join(pays)} |"
    )


def sizes(kind: Kind, costs: Costs, start: float) -> list[str]:
    """Two processes and the cluster beside one process, at each size."""
    found = []
    for size in kind.sizes:
        one, two, cluster = (costs[size, way] for way in WAYS)
        found.append(
            f"| {kind.name} | {size:,} | {two.wall / one.wall:.2f} | {cluster.wall / one.wall:.2f} | "
            f"{(cluster.wall + start) / one.wall:.2f} | {two.cpu / one.cpu:.2f}; {cluster.cpu / one.cpu:.2f} |"
        )
    return found


TEXT = """\
# What a cluster costs

Written by `python benchmarks/cluster.py`; do not edit. docs/scale.md says what it means.

- Machine: {machine}, shared with others.
- {engine}: a scheduler and two workers of one thread, on this one machine.
- Realistic answers, as README.md beside this says. The ways were run in turn, {runs} times each, and the least is
  taken. Every run starts the program.

## Beside one process

As shares of one process with the same documents: times on the wall, and processor time of all processes, the
scheduler's and the workers' too, which others on the machine stretch less.

| work | documents | two processes | cluster | cluster and its start | processor time: two; cluster |
|---|---|---|---|---|---|
{sizes}

## From which size a cluster could pay

In processor time of one more document in one process, by a straight line through the least and the greatest size:
*fixed cost* of the first process with a cluster that stands already, more than of all with two processes; *its start*,
on the wall; *more for each*, over all processes; *in the first process*, what no further machine takes from the one
that reads, hands out, collects and writes. The last columns are the number of documents from which so many machines of
{processors} processors are done first, by the formula in docs/scale.md, where the network is free.

| work | a document | fixed cost | its start | more for each | in the first process | {machines} |
|{rule}|
{sums}
"""


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    kinds = [kind._replace(sizes=tuple(size // 10 for size in kind.sizes)) for kind in KINDS] if given.quick else KINDS
    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory() as work:
            place = Place(Path(work), 1 if given.quick else given.runs, given.quick)
            found = [(kind, costs_of(kind, place, cluster)) for kind in kinds]
    finally:
        cluster.close()
    text = TEXT.format(
        machine=f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors",
        engine=f"Python {platform.python_version()}; distributed {version('distributed')}",
        runs=place.runs,
        processors=PROCESSORS,
        sizes="\n".join(text for kind, costs in found for text in sizes(kind, costs, cluster.start)),
        sums="\n".join(sums(kind, costs, cluster.start) for kind, costs in found),
        machines=" | ".join(f"{machines} machines" for machines in MACHINES),
        rule="---|" * (5 + len(MACHINES)) + "---",
    )
    if given.quick:
        print(text)
    else:
        RESULTS.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
