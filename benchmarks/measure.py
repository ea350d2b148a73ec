"""Measure rows 1 to 15 of the performance goals, both sides in one run, and write benchmarks/RESULTS.md.

    python benchmarks/measure.py                      the sizes of the goals but for the longest
    python benchmarks/measure.py --files 1000 --runs 3   a quick look
    python benchmarks/measure.py --only 3,8              some rows; the others stay as they are

Each row is a ratio of two times of the same run, or a peak of memory, never a time by itself.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS, KEPT, NOTES = HERE / "RESULTS.md", HERE / "results.json", HERE / "results-notes.md"
sys.path.insert(0, str(HERE))

import assessing  # noqa: E402 - found beside this file
import batching  # noqa: E402
import rows  # noqa: E402
import starting  # noqa: E402
from rows import Measured, Place, Sizes  # noqa: E402

ROWS = sorted((*starting.ROWS, *batching.ROWS, *rows.ROWS, *assessing.ROWS), key=lambda row: row.number)


def main() -> None:
    """Measure, and write the table."""
    given = _arguments()
    # Without compiled modules every start would be measured with its compilation.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sizes = Sizes(
        files=given.files, memory_files=given.memory_files, rows=given.rows, workbook_rows=given.workbook_rows,
        reports=given.reports, surveys=given.surveys,
    )  # fmt: skip
    if given.work:
        Path(given.work).mkdir(parents=True, exist_ok=True)
    wanted = {int(word) for word in given.only.split(",")} if given.only else None
    with tempfile.TemporaryDirectory(dir=given.work) as folder:
        place = Place(Path(folder), sizes)
        for row in ROWS:
            if wanted is None or row.number in wanted:
                _keep(_measured(row.number, row.measure, place, given.runs))
    RESULTS.write_text(_page(), encoding="utf-8", newline="\n")


def _keep(measured: Measured) -> None:
    """Put a row among those that were measured before."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    kept[str(measured.number)] = {
        "goal": measured.goal,
        "bound": measured.bound,
        "figures": _figures(measured),
        "floor": f"{statistics.median(measured.floor):.1f}" if measured.floor else "",
        "runs": len(measured.values),
        "verdict": measured.verdict,
        "engine": measured.engine,
    }
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _measured(number: int, measure: Callable[[Place, int], Measured], place: Place, runs: int) -> Measured:
    try:
        measured = measure(place, runs)
    except Exception as error:  # a row that fails is told, and the others are measured all the same
        measured = Measured(number, f"row {number}", "", [], lambda _: False, note=f"{type(error).__name__}: {error}")
    print(f"{number:>2} {measured.goal}: {_figures(measured)}; bound {measured.bound}; {measured.verdict}", flush=True)
    return measured


def _figures(measured: Measured) -> str:
    if not measured.values:
        return f"not measured: {measured.note}"
    low, middle, high = min(measured.values), statistics.median(measured.values), max(measured.values)
    return f"{low:.2f} / {middle:.2f} / {high:.2f}{measured.unit}"


def _page() -> str:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    cells = ("goal", "bound", "figures", "floor", "runs", "verdict")
    rows = [
        f"| {' | '.join([number, *(str(row.get(cell, '')) for cell in cells)])} |"
        for number, row in sorted(kept.items(), key=lambda pair: int(pair[0]))
    ]
    packages = ", ".join(f"{name} {version(name)}" for name in ("typer", "rich", "PyYAML", "Jinja2", "python-calamine"))
    engine = next((row["engine"] for row in kept.values() if row["engine"]), "SurveyJS was not measured")
    head = [
        "# Results",
        "",
        "Written by `python benchmarks/measure.py`; do not edit. Ratios of times of one run, never times alone. "
        "Read the notes below the table first.",
        "",
        f"- Machine: {platform.system()} on {platform.machine()}, {os.cpu_count()} processors, shared with others.",
        f"- Python {platform.python_version()}; {packages}; {engine}.",
        "- The two sides of a row are measured in turn. Figures are the least, the middle and the greatest run.",
        "- *bare*: the least of the work in the same unit and the same runs, by its middle: a plain loop in Python "
        "that reads strictly, looks up what each answer adds, and writes the line (`benchmarks/bare.py`).",
        "",
        "| # | goal | bound | least / middle / greatest | bare | runs | |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
    ]
    return "\n".join(head) + NOTES.read_text(encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--memory-files", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--workbook-rows", type=int, default=10_000)
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--surveys", type=int, default=500)
    parser.add_argument("--work", help="where the generated data is put for the time being")
    parser.add_argument("--only", default="", help="numbers of rows, parted by commas")
    return parser.parse_args()


if __name__ == "__main__":
    main()
