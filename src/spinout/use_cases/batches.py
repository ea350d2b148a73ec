"""Hand out the work of a batch, and collect its results in order, alone or with the help of other processes.

`pieces` finds the work and cuts it, `piecework` does a piece, `results` is what comes back. Any
executor with the interface of `concurrent.futures` can help: this machine's processes, or a
cluster's. Nothing grows with the batch but the few pieces that are under way.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing
from itertools import chain, islice

from msgspec import Struct

from spinout.use_cases.passed_over import PassedOver
from spinout.use_cases.pieces import Piece, pieces_of
from spinout.use_cases.piecework import do_piece, remember, results_of
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.results import Result, Work

PIECE = 32
"""How many documents are handed over at a time."""


class Help(Struct, frozen=True):
    """Other processes to hand work to: how they are had, how many, and after how many documents."""

    executor: Callable[[], Executor]
    workers: int
    after: int = 0


def run_batch(
    paths: Iterable[str],
    loaded: Loaded,
    work: Work,
    helpers: Help | None = None,
    passed_over: PassedOver | None = None,
) -> Generator[Result, None, None]:
    """What became of every document of files, of folders and of standard input, in order.

    Nothing stops the rest. With help, the first documents are done here, so that a small batch
    does not wait for processes to start. What a folder holds and is not read, or is no file of answers
    but one that the program wrote, is noted in `passed_over`.
    """
    noted = PassedOver() if passed_over is None else passed_over
    with closing(_every_result(paths, loaded, work, helpers, noted)) as results:
        for result in results:
            if result.own:
                noted.own.add(result.file)
            else:
                yield result


def _every_result(
    paths: Iterable[str], loaded: Loaded, work: Work, helpers: Help | None, passed_over: PassedOver
) -> Generator[Result, None, None]:
    remember(loaded)
    # What is written to standard input one by one is answered one by one.
    pieces = pieces_of(
        paths,
        loaded.questionnaire,
        size=PIECE,
        size_given=1 if helpers is None else PIECE,
        passed_over=passed_over,
    )
    alone = None if helpers is None else -(-helpers.after // PIECE)
    for piece in islice(pieces, alone):
        yield from results_of(piece, work)
    first = next(pieces, None)
    if helpers is None or first is None:
        return
    executor = helpers.executor()
    try:
        yield from _handed_over(chain((first,), pieces), work, executor, helpers.workers)
    finally:
        executor.shutdown(wait=False)


def _handed_over(pieces: Iterator[Piece], work: Work, executor: Executor, workers: int) -> Iterator[Result]:
    """The results of pieces in their order; the work of processes that died is done here."""
    under_way: deque[tuple[Piece, Future[tuple[Result, ...]] | None]] = deque()
    while True:
        while len(under_way) < 2 * workers + 2 and (piece := next(pieces, None)) is not None:
            under_way.append((piece, _submitted(executor, piece, work)))
        if not under_way:
            return
        piece, future = under_way.popleft()
        yield from _done(piece, future, work)


def _submitted(executor: Executor, piece: Piece, work: Work) -> Future[tuple[Result, ...]] | None:
    try:
        return executor.submit(do_piece, piece, work)
    except BrokenExecutor:
        return None


def _done(piece: Piece, future: Future[tuple[Result, ...]] | None, work: Work) -> Iterable[Result]:
    if future is not None:
        try:
            return future.result()
        except BrokenExecutor:
            pass
    return results_of(piece, work)
