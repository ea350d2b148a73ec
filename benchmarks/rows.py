"""The rows of the table: what each measures, and against what. Rows 1 to 4 are in starting.py, 15 in assessing.py."""

import csv
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import generated
import rendering
from surveys import Survey, SurveyJSMissing, install

from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.core.summaries.documents import DocumentSummaries
from spinout.core.summaries.stages import Ledgers
from spinout.inputs.formats import read_document
from spinout.inputs.json_documents import read_json_lines
from spinout.reports import cohort_csv
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    files: int
    memory_files: int
    rows: int
    workbook_rows: int
    reports: int
    surveys: int


@dataclass(frozen=True)
class Measured:
    """What was measured: a value for each run."""

    number: int
    goal: str
    bound: str
    values: list[float]
    met: Callable[[float], bool]
    unit: str = ""
    note: str = ""
    engine: str = ""

    @property
    def verdict(self) -> str:
        """Whether the middle of the runs meets the bound."""
        if not self.values:
            return "-"
        return "met" if self.met(sorted(self.values)[len(self.values) // 2]) else "**missed**"


@dataclass
class Place:
    """Where the data lies; each part of it is made when it is first needed."""

    folder: Path
    sizes: Sizes
    engine: str = "SurveyJS not installed"
    missing: str = ""
    _made: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def loaded(self) -> Loaded:
        """The shipped questionnaire."""
        loaded = load_questionnaire()
        assert isinstance(loaded, Loaded)
        return loaded

    def files(self, ending: str, count: int) -> Path:
        """A folder of generated files."""
        folder = self.folder / f"files{ending}{count}"
        if not folder.exists():
            generated.files(folder, self.loaded.questionnaire, count, ending)
        return folder

    @cached_property
    def one(self) -> Path:
        """A single file of answers."""
        return self.files(".yaml", 1) / "000000.yaml"

    @cached_property
    def surveyjs(self) -> Path | None:
        """The folder where SurveyJS's engine is installed."""
        folder = self.folder / "surveyjs"
        folder.mkdir()
        try:
            self.engine = f"survey-core {install(folder)} on node"
        except SurveyJSMissing as missing:
            self.missing = str(missing)
            return None
        return folder


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def command(*words: str) -> Callable[[], object]:
    """A command that must end well, or with problems in what it read."""

    def run() -> None:
        done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        assert done.returncode in (0, 1), (words, done.returncode)

    return run


def spinout(*words: str) -> Callable[[], object]:
    """The installed program."""
    return command(str(Path(sys.executable).parent / "spinout"), *words)


PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
"""Asks a small process for its child's peak: a child is counted as large as its parent before it starts."""


def peak(*words: str) -> float:
    """The peak of a command's memory in MiB; of its largest process."""
    done = subprocess.run([sys.executable, "-c", PEAK, *words], capture_output=True, text=True, check=True)
    return int(done.stdout) / (MEBIBYTE if sys.platform == "darwin" else 1024)


# reading


def _questionnaire(place: Place, runs: int) -> Measured:
    import yaml

    texts = {p.name: p.read_bytes() for p in Path(place.loaded.path).glob("*.yaml")}

    def ours() -> None:
        for name, raw in texts.items():
            document = read_document(name, raw)
            assert document.whole
            document.find_places()

    def plain() -> None:
        for raw in texts.values():
            yaml.load(raw, Loader=yaml.CSafeLoader)

    values = [seconds(ours) / seconds(plain) for _ in range(max(runs, 5))]
    goal = "reading the questionnaire, strictly, with every place ÷ plain C `safe_load`"
    return Measured(5, goal, "≤ 1.2", values, lambda v: v <= 1.2)


# batches


def _read_all(folder: Path) -> None:
    """The floor: list a folder and read the bytes of its files."""
    for name in sorted(os.listdir(folder)):
        with open(folder / name, "rb", buffering=65536) as file:
            file.read()


def _batch(number: int, goal: str, most: float, ending: str, jobs: int) -> Callable[[Place, int], Measured]:
    def measure(place: Place, runs: int) -> Measured:
        folder = place.files(ending, place.sizes.files)
        ours = spinout("batch", str(folder), "-o", str(place.folder / "out.csv"), "--force", "--jobs", str(jobs))
        _read_all(folder)
        values = []
        for _ in range(runs):
            floor = seconds(lambda: _read_all(folder))
            values.append(seconds(ours) / floor)
        return Measured(number, f"{place.sizes.files:,} {goal}", f"≤ {most}", values, lambda v: v <= most)

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


def _parsed(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass


def _rows(place: Place, runs: int) -> Measured:
    path = place.folder / "rows.csv"
    width = generated.write_csv(path, place.loaded.questionnaire, place.sizes.rows)
    out = str(place.folder / "out.csv")
    ours = spinout("batch", str(path), "-o", out, "--force", "--jobs", "1")
    values = [seconds(ours) / seconds(lambda: _parsed(path)) for _ in range(runs)]
    used = peak(str(Path(sys.executable).parent / "spinout"), "batch", str(path), "-o", out, "--force", "--jobs", "1")
    goal = (
        f"CSV of {place.sizes.rows:,} rows × {width} columns to a summary CSV ÷ parsing it alone "
        f"(peak memory {used:.0f} MiB)"
    )
    return Measured(12, goal, "≤ 4", values, lambda v: v <= 4)


def _workbook(place: Place, runs: int) -> Measured:
    path = place.folder / "rows.xlsx"
    generated.write_xlsx(path, place.loaded.questionnaire, place.sizes.workbook_rows)

    def unzipped() -> None:
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                packed.read(name)

    out = str(place.folder / "out.csv")
    ours = spinout("batch", str(path), "-o", out, "--force", "--jobs", "1")
    values = [seconds(ours) / seconds(unzipped) for _ in range(runs)]
    goal = f"XLSX of {place.sizes.workbook_rows:,} rows to a summary CSV ÷ unzipping it"
    return Measured(13, goal, "≤ 7", values, lambda v: v <= 7)


# reports


def _reports(place: Place, runs: int) -> Measured:
    goal, values = rendering.measure(place.loaded, place.folder / "reports", place.sizes.reports, runs)
    return Measured(14, goal, "≤ 6", values, lambda v: v <= 6)


# against SurveyJS


def form(sections: int, questions: int, conditions: int) -> Questionnaire:
    made = generated.form(sections, questions, conditions)
    questionnaire, problems = questionnaire_from(Documents("form", {"form": made}))
    assert questionnaire is not None, problems
    return questionnaire


def _against(
    number: int, goal: str, bound: str, least: float, way: str, size: tuple[int, int, int]
) -> Callable[[Place, int], Measured]:
    def measure(place: Place, runs: int) -> Measured:
        folder = place.surveyjs
        if folder is None:
            return Measured(number, goal, bound, [], lambda _: False, note=place.missing)
        questionnaire = form(*size)
        answers = [generated.form_answers(dict(questionnaire.questions), n) for n in range(place.sizes.surveys)]
        survey, loaded = Survey(questionnaire), Loaded(questionnaire, "form", "")
        lines = [json.dumps({"questionnaire": "form", "version": "1", "answers": a}).encode() for a in answers]
        values = []
        for _ in range(runs):
            scores: list[float] = []
            ours = seconds(lambda: _to_rows(lines, loaded, scores))  # noqa: B023 - it is called at once
            theirs, results = survey.run(way, answers, folder)
            _same(scores, results)
            values.append(theirs / ours)
        return Measured(number, goal, bound, values, lambda v: v >= least, " times", engine=place.engine)

    return measure


def _to_rows(lines: Iterable[bytes], loaded: Loaded, scores: list[float]) -> None:
    """Read and validate documents, assess them as a batch does, and make the lines of a summary CSV."""
    short = DocumentSummaries(Ledgers(loaded.questionnaire, None))
    for document in read_json_lines("a.jsonl", lines):
        found = short.of(document.data)
        assert found is not None
        header, summary = found
        cohort_csv.row(loaded.questionnaire, header, summary, file="a.jsonl", line=document.line)
        assert summary.score is not None
        scores.append(float(summary.score.low))


def _same(ours: list[float], theirs: list[float]) -> None:
    """A speed counts only where the results are equal."""
    assert len(ours) == len(theirs)
    wrong = [(a, b) for a, b in zip(ours, theirs, strict=True) if abs(a - b) > 1e-6]
    assert not wrong, wrong[:3]


@dataclass(frozen=True)
class Row:
    """A row of the table and how it is measured."""

    number: int
    measure: Callable[[Place, int], Measured]


_FLOOR = "÷ listing and reading their bytes"
ROWS = (
    Row(5, _questionnaire),
    Row(6, _batch(6, f"YAML files to a summary CSV, one process {_FLOOR}", 50, ".yaml", 1)),
    Row(7, _batch(7, f"YAML files with two processes {_FLOOR}", 28, ".yaml", 2)),
    Row(8, _batch(8, f"JSON files to a summary CSV, one process {_FLOOR}", 5.5, ".json", 1)),
    Row(
        9,
        _against(
            9, "SurveyJS's expression runner ÷ ours, from JSON to a summary", "≥ 6 times", 6, "runner", (6, 61, 0)
        ),
    ),
    Row(
        10,
        _against(10, "SurveyJS's form model, reused ÷ ours, the same", "≥ 70 times", 70, "model", (6, 61, 0)),
    ),
    Row(11, _memory),
    Row(12, _rows),
    Row(13, _workbook),
    Row(14, _reports),
    Row(
        16,
        _against(
            16,
            "beside row 15: SurveyJS's form model on that form ÷ ours, from JSON to a summary",
            "(48 a second)",
            1,
            "model",
            (13, 299, 124),
        ),
    ),
)
