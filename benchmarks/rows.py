"""The rows of the table: what each measures, and against what. Rows 1 to 4 are in starting.py, 6 to 8 and
11 to 13 in batching.py, 15 in assessing.py."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import bare
import generated
import rendering
from msgspec import Struct
from spinout.core.summaries.documents import DocumentSummaries
from spinout.core.summaries.stages import Ledgers
from surveys import Survey, SurveyJSMissing, install

from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.inputs.documents import read_document
from spinout.inputs.json import read_json_lines
from spinout.reports.cohort import tables as cohort_csv
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

MEBIBYTE = 1024 * 1024


class Sizes(Struct, frozen=True):
    """How much is measured."""

    files: int
    memory_files: int
    rows: int
    workbook_rows: int
    reports: int
    surveys: int


class Measured(Struct, frozen=True):
    """What was measured: a value for each run."""

    number: int
    goal: str
    bound: str
    values: list[float]
    met: Callable[[float], bool]
    unit: str = ""
    note: str = ""
    engine: str = ""
    floor: list[float] = field(default_factory=list)
    """What the least of the work takes, in the same unit and the same runs."""

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
    number: int, goal: str, bound: str, times: float, way: str, size: tuple[int, int, int]
) -> Callable[[Place, int], Measured]:
    def measure(place: Place, runs: int) -> Measured:
        folder = place.surveyjs
        if folder is None:
            return Measured(number, goal, bound, [], lambda _: False, note=place.missing)
        questionnaire = form(*size)
        answers = [generated.form_answers(dict(questionnaire.questions), n) for n in range(place.sizes.surveys)]
        survey, loaded = Survey(questionnaire), Loaded(questionnaire, "form", "")
        lines = [json.dumps({"questionnaire": "form", "version": "1", "answers": a}).encode() for a in answers]
        least = bare.Bare(questionnaire)
        values, floor = [], []
        for _ in range(runs):
            scores: list[float] = []
            ours = seconds(lambda: _to_rows(lines, loaded, scores))  # noqa: B023 - it is called at once
            theirs, results = survey.run(way, answers, folder)
            _same(scores, results)
            values.append(theirs / ours)
            floor.append(theirs / seconds(lambda: least.lines(lines, io.StringIO())))
        return Measured(number, goal, bound, values, lambda v: v >= times, " times", engine=place.engine, floor=floor)

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


class Row(Struct, frozen=True):
    """A row of the table and how it is measured."""

    number: int
    measure: Callable[[Place, int], Measured]


ROWS = (
    Row(5, _questionnaire),
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
