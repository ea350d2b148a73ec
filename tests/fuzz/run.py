"""Try the readers with other damaged files than the tests do, and say which took longest.

    .venv/bin/python tests/fuzz/run.py --cases 100000                 all of them, from a place that chance chooses
    .venv/bin/python tests/fuzz/run.py yaml --first 4711 --cases 1    one case again
    .venv/bin/python tests/fuzz/run.py --keep FOLDER                  keep the files on which something does not hold

The names of the readers are those in `readers.py`. The exit code is 1 where something does not hold.
"""

import argparse
import logging
import random
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.readers import READERS, Reader

SLOWEST = 3


def tried(reader: Reader, first: int, cases: int, keep: Path | None) -> int:
    """How many cases of a reader do not hold; each is told, and the slowest of all."""
    failed, right, times = 0, 0, []
    with TemporaryDirectory() as folder:
        for number in range(first, first + cases):
            begun = perf_counter()
            try:
                right += reader.try_case(Path(folder), number)
            except Exception:
                failed += 1
                print(f"{reader.name} --first {number} --cases 1 does not hold:\n{traceback.format_exc(limit=-3)}")
                if keep is not None:
                    (keep / f"{reader.name}-{number}{reader.ending}").write_bytes(reader.case(number))
            times.append((perf_counter() - begun, number))
    slow = ", ".join(f"{number} ({seconds:.3f} s)" for seconds, number in sorted(times, reverse=True)[:SLOWEST])
    took = sum(seconds for seconds, _ in times)
    told = f"{cases} cases, {right} of them right, {failed} do not hold, {took:.1f} s; slowest: {slow}"
    print(f"{reader.name}: {told}", flush=True)
    return failed


def main() -> None:
    """Try what the command line names."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("readers", nargs="*", default=list(READERS), help=", ".join(READERS))
    read.add_argument("--cases", type=int, help="how many in all, shared as in the tests; of one reader, how many")
    read.add_argument("--first", type=int, help="the number of the first; without it chance chooses, and it is told")
    read.add_argument("--keep", type=Path, help="a folder for the files on which something does not hold")
    given = read.parse_args()
    logging.disable()
    if given.keep is not None:
        given.keep.mkdir(exist_ok=True)
    first = random.randrange(10**9) if given.first is None else given.first
    print(f"From --first {first}.")
    whole = sum(READERS[name].cases for name in given.readers)
    share = 1 if given.cases is None else given.cases / whole
    failed = sum(
        tried(r, first, max(1, round(r.cases * share)), given.keep) for r in map(READERS.get, given.readers) if r
    )
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
