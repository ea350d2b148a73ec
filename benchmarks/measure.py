"""Measure the fifteen rows, both sides of each in one run, and write results.json and RESULTS.md.

    python benchmarks/measure.py                     all rows, at full size
    python benchmarks/measure.py --rows 1,2,5        some rows; the others stay as they were measured
    python benchmarks/measure.py --quick             fewer documents and one run, into benchmarks/quick/

Every figure is a ratio of two times of the same run, a time that a person waits, or a peak of memory.
"""

import argparse
import importlib.util
import json
import os
import platform
import statistics
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import batches
import growth
import interview
import papers
import starting
import surveys
from rows import Part, Place, Row
from running import PROGRAM

HERE = Path(__file__).parent
NOTES = HERE / "notes.md"
MODULES = (starting, interview, batches, papers, surveys, growth)
ROWS = sorted((row for module in MODULES for row in module.ROWS), key=lambda row: row.number)
PACKAGES = ("spinout", "typer", "PyYAML", "Jinja2", "docxtpl", "typst")
COLUMNS = ("#", "row", "bound", "measured", "least / middle / greatest", "by processor time", "beside it", "runs", "")
QUICK = "**A quick look: few documents, one run. These are no figures to quote.**"
HEAD = """\
# Results

Written by `python benchmarks/measure.py`; do not edit. How each row is taken stands in README.md beside this.
"""


def main() -> None:
    """Measure, and write the page."""
    given = _arguments()
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: install spinout for the Python that runs this.")
    # without compiled modules every start would be measured with its compilation
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    wanted = {int(word) for word in given.rows.split(",")} if given.rows else {row.number for row in ROWS}
    out = HERE / "quick" if given.quick else HERE
    out.mkdir(exist_ok=True)
    kept, results = out / "results.json", {}
    if kept.exists():
        results = json.loads(kept.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(dir=given.work) as folder:
        place = Place(Path(folder), runs=1 if given.quick else given.runs, quick=given.quick)
        for row in ROWS:
            if row.number in wanted:
                results[_key(row)] = _measured(row, place)
                kept.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (out / "RESULTS.md").write_text(_page(results, quick=given.quick), encoding="utf-8")
    sys.exit(any("failed" in results[_key(row)] for row in ROWS if row.number in wanted))


def _key(row: Row) -> str:
    return f"{row.number}: {row.goal}"


def _measured(row: Row, place: Place) -> dict[str, Any]:
    """What is kept of a row; one that cannot be measured is told, and the others are measured all the same."""
    made: dict[str, Any] = {"load": round(os.getloadavg()[0], 1)}
    try:
        parts = row.measure(place)
    except Exception as error:
        made["failed"] = f"{type(error).__name__}: {error}"
        print(f"{_key(row)}: not measured: {made['failed']}", flush=True)
        return made
    for part in parts:
        print(f"{_key(row)}: {part.name}: {_three(part.values)}; bound {row.bound}; {_verdict(row, part)}", flush=True)
    return made | {"engine": place.engine, "parts": [vars(part) for part in parts]}


def _verdict(row: Row, part: Part) -> str:
    return "met" if row.kept(statistics.median(part.values)) else "**missed**"


def _three(values: list[float]) -> str:
    found = (min(values), statistics.median(values), max(values))
    return " / ".join("no end" if value == float("inf") else f"{value:.2f}" for value in found)


def _page(results: dict[str, Any], *, quick: bool) -> str:
    loads = [kept["load"] for kept in results.values()]
    engine = next((kept["engine"] for kept in results.values() if kept.get("engine")), "SurveyJS was not measured")
    head = [HEAD, *([QUICK, ""] if quick else [])]
    if loads:
        head += [
            f"- Machine: {platform.system()} on {platform.machine()}, {os.cpu_count()} processors; "
            f"load when a row began {min(loads)} to {max(loads)}.",
            f"- Python {platform.python_version()}; {', '.join(map(_installed, PACKAGES))}; {engine}. {_from()}",
            "",
        ]
    lines = [f"| {' | '.join(COLUMNS)} |", "|" + "---|" * len(COLUMNS)]
    for row in ROWS:
        lines += [
            f"| {row.number} | {row.goal} | {row.bound} | {cells} |" for cells in _cells(row, results.get(_key(row)))
        ]
    return "\n".join([*head, *lines, "", NOTES.read_text(encoding="utf-8")])


def _cells(row: Row, kept: dict[str, Any] | None) -> list[str]:
    if kept is None or "failed" in kept:
        why = "not measured yet" if kept is None else f"not measured: {' '.join(kept['failed'].split())[:200]}"
        return [f"{why} | | | | | -"]
    found = []
    for part in (Part(**one) for one in kept["parts"]):
        processor = f"{statistics.median(part.processor):.2f}" if part.processor else ""
        beside = "; ".join(f"{name} {value:.2f}" for name, value in part.beside.items())
        cells = (part.name, _three(part.values), processor, beside, str(len(part.values)), _verdict(row, part))
        found.append(" | ".join(cells))
    return found


def _installed(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"


def _from() -> str:
    """Where the program came from: rows 1 to 5 are what people have only where it was installed from its wheel."""
    found = importlib.util.find_spec("spinout")
    wheel = found is not None and "site-packages" in str(found.origin)
    return "spinout was installed from its wheel." if wheel else "spinout ran from a checkout, not from its wheel."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="", help="numbers of rows, parted by commas")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--work", help="the folder for generated data, some 2 GB; removed at the end")
    return parser.parse_args()


if __name__ == "__main__":
    main()
