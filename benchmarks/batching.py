"""Rows 6 to 8 and 11 to 13: batches of files and tables, against reading their bytes, and against a bare loop."""

import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import bare
import generated
from rows import Measured, Place, Row, command, peak, seconds, spinout

BARE = str(Path(__file__).parent / "bare.py")
FLOOR = "÷ listing and reading their bytes"


def _bare(source: Path, out: Path) -> Callable[[], object]:
    """The bare loop, in a process of its own as the batch is."""
    return command(sys.executable, BARE, str(source), str(out))


def _read_all(folder: Path) -> None:
    """The floor: list a folder and read the bytes of its files."""
    for name in sorted(os.listdir(folder)):
        with open(folder / name, "rb", buffering=65536) as file:
            file.read()


def _batch(
    number: int, goal: str, most: float, ending: str, jobs: int, *, beside: bool = False
) -> Callable[[Place, int], Measured]:
    def measure(place: Place, runs: int) -> Measured:
        folder, out = place.files(ending, place.sizes.files), place.folder / "out.csv"
        ours = spinout("batch", str(folder), "-o", str(out), "--force", "--jobs", str(jobs))
        least = _bare(folder, place.folder / "bare.csv")
        _read_all(folder)
        values, floor = [], []
        for _ in range(runs):
            # The least of several, since others on the machine only ever make it longer.
            read = min(seconds(lambda: _read_all(folder)) for _ in range(3))
            values.append(seconds(ours) / read)
            if beside:
                floor.append(seconds(least) / read)
        goal_ = f"{place.sizes.files:,} {goal}"
        return Measured(number, goal_, f"≤ {most}", values, lambda v: v <= most, floor=floor)

    return measure


def _memory(place: Place, runs: int) -> Measured:  # noqa: ARG001 - a peak hardly differs from run to run
    folder = place.files(".json", place.sizes.memory_files)
    program = str(Path(sys.executable).parent / "spinout")
    values = [
        peak(program, "batch", str(folder), "-o", str(place.folder / f"out.{ending}"), "--force", "--jobs", "1")
        for ending in ("csv", "jsonl")
    ]
    shutil.rmtree(folder)
    goal = f"peak memory of a process, {place.sizes.memory_files:,} files to CSV and to JSON Lines"
    return Measured(11, goal, "≤ 40 MiB", values, lambda v: v <= 40, " MiB")


def _through(rows: Iterable[object]) -> None:
    for _ in rows:
        pass


def _rows(place: Place, runs: int) -> Measured:
    path, out = place.folder / "rows.csv", place.folder / "out.csv"
    width = generated.write_csv(path, place.loaded.questionnaire, place.sizes.rows)
    words = ("batch", str(path), "-o", str(out), "--force", "--jobs", "1")
    ours, least = spinout(*words), _bare(path, place.folder / "bare.csv")
    values, floor = [], []
    for _ in range(runs):
        parsed = min(seconds(lambda: _through(bare.csv_rows(path))) for _ in range(3))
        values.append(seconds(ours) / parsed)
        floor.append(seconds(least) / parsed)
    used = peak(str(Path(sys.executable).parent / "spinout"), *words)
    goal = (
        f"CSV of {place.sizes.rows:,} rows × {width} columns to a summary CSV ÷ parsing it alone "
        f"(peak memory {used:.0f} MiB)"
    )
    return Measured(12, goal, "≤ 4", values, lambda v: v <= 4, floor=floor)


def _workbook(place: Place, runs: int) -> Measured:
    path, out = place.folder / "rows.xlsx", place.folder / "out.csv"
    generated.write_xlsx(path, place.loaded.questionnaire, place.sizes.workbook_rows)

    def unzipped() -> None:
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                packed.read(name)

    ours = spinout("batch", str(path), "-o", str(out), "--force", "--jobs", "1")
    least = _bare(path, place.folder / "bare.csv")
    values, floor, read = [], [], []
    for _ in range(runs):
        packed = min(seconds(unzipped) for _ in range(3))
        values.append(seconds(ours) / packed)
        floor.append(seconds(least) / packed)
        read.append(seconds(lambda: _through(bare.xlsx_rows(path))) / packed)
    goal = (
        f"XLSX of {place.sizes.workbook_rows:,} rows, as XlsxWriter writes it, to a summary CSV ÷ unzipping it "
        f"(python-calamine alone {sorted(read)[len(read) // 2]:.1f})"
    )
    return Measured(13, goal, "≤ 7", values, lambda v: v <= 7, floor=floor)


ROWS = (
    Row(6, _batch(6, f"YAML files to a summary CSV, one process {FLOOR}", 50, ".yaml", 1)),
    Row(7, _batch(7, f"YAML files with two processes {FLOOR}", 28, ".yaml", 2)),
    Row(8, _batch(8, f"JSON files to a summary CSV, one process {FLOOR}", 5.5, ".json", 1, beside=True)),
    Row(11, _memory),
    Row(12, _rows),
    Row(13, _workbook),
)
