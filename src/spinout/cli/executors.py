"""Where a batch finds help: the processes of this machine, or a cluster. Nothing starts before it is needed."""

import os
from concurrent.futures import Executor
from importlib import import_module
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from spinout.use_cases.batches import Help

ALONE = 256
"""So many documents are done here first; below some hundreds no gain could be measured (docs/scale.md)."""
MOST_BY_ITSELF = 4
"""As many processes as are started without being asked for."""
CLUSTER_HINT = 'install the extra that it needs: python -m pip install "spinout[cluster]"'


def help_from(jobs: int | None, cluster: str | None) -> "Help | None":
    """The help that was asked for; None to do all the work in this process."""
    from spinout.use_cases.batches import Help

    if cluster is not None:
        return _cluster(cluster)
    if jobs is None:
        workers = min(_processors(), MOST_BY_ITSELF)
        return Help(lambda: _processes(workers), workers, ALONE) if workers > 1 else None
    return Help(lambda: _processes(jobs), jobs) if jobs > 1 else None


def _processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processes(workers: int) -> Executor:
    from spinout.cli.processes import Processes

    return Processes(workers)


def _cluster(address: str) -> "Help":
    from spinout.use_cases.batches import Help

    try:
        distributed = import_module("distributed")
    except ImportError:
        raise typer.BadParameter(CLUSTER_HINT, param_hint="--cluster") from None
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as error:
        from spinout.storage import StorageError

        raise StorageError(address, "No cluster answers there. Check the address, as in tcp://host:8786.") from error
    workers = sum(client.nthreads().values())
    # Pieces that are alike must not be taken for one another.
    return Help(lambda: client.get_executor(pure=False), max(1, workers))
