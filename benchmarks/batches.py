"""Rows 7, 8 and 10: folders of realistic YAML files to a table."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

from rows import Part, Place, Row, ratio
from running import BARE, Refused, in_turn, peak, python, spinout

DISTINCT = 2_000
"""So many different files; the others of the hundred thousand are links to these."""


def _events(full: int, quick: int, *also: str) -> Callable[[Place], list[Part]]:
    def measure(place: Place) -> list[Part]:
        count = place.size(full, quick)
        folder, out = place.documents(count), place.folder / "out.csv"
        ours = spinout("batch", folder, "-o", out, "--force", "--jobs", "1")
        found = in_turn(place.runs, ours, python(BARE, "events", folder, *also))
        _count(out, count)
        return [ratio(f"{count:,} files", found)]

    return measure


def _count(out: Path, count: int) -> None:
    """A table must have a row for every document."""
    with out.open(newline="", encoding="utf-8") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1 if out.suffix == ".csv" else sum(1 for _ in file)
    if rows != count:
        raise Refused(f"{out.name} has {rows} rows for {count} documents")


def _memory(place: Place) -> list[Part]:
    count = place.size(100_000, 1_000)
    kept = sorted(place.documents(min(count, DISTINCT)).iterdir())
    folder = place.folder / "many"
    for number in range(count):
        into = folder / f"{number // 1000:03}"
        into.mkdir(parents=True, exist_ok=True)
        os.link(kept[number % len(kept)], into / f"{number:06}.yaml")
    parts = []
    for name in ("out.csv", "out.jsonl"):
        out = place.folder / name
        used = peak("batch", folder, "-o", out, "--force", "--jobs", "1")
        _count(out, count)
        parts.append(Part(f"{count:,} files to {name}", [used]))
    return parts


ROWS = (
    Row(
        7,
        "300 YAML files to a table ÷ libyaml's events of the same files and one start of Python with Typer",
        _events(300, 60, "typer"),
        most=5,
    ),
    Row(
        8,
        "10,000 YAML files to a table, one process ÷ libyaml's events of the same files",
        _events(10_000, 300),
        most=8,
    ),
    Row(10, "peak memory of a process, 100,000 YAML files to CSV and to JSON Lines", _memory, most=40, unit=" MiB"),
)
