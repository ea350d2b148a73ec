"""Where the time of a batch goes, step by step: python benchmarks/steps.py

Each step is told in times of the floor, which is opening a file and reading its bytes.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import generated
import yaml
from spinout.core.summaries.documents import DocumentSummaries
from spinout.core.summaries.stages import Ledgers
from spinout.core.summaries.summary import header_of, summary_of

from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import assess
from spinout.core.scoring.gates import gates_at
from spinout.core.scoring.scores import scores_of
from spinout.core.scoring.standings import standings
from spinout.inputs.json import read_json
from spinout.inputs.yaml import read_yaml
from spinout.reports.cohort import tables as cohort_csv
from spinout.reports.data.objects import assessment_object
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

COUNT = 300
RUNS = 5


def main() -> None:
    """Measure each step, and print a table."""
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    every = [_steps(loaded) for _ in range(RUNS)]
    print("| step, for a document with every question answered | times the floor |\n|---|---|")
    for name in every[0]:
        print(f"| {name} | {statistics.median(run[name] for run in every):.0f} |")


def _steps(loaded: Loaded) -> dict[str, float]:
    questionnaire = loaded.questionnaire
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generated.files(folder / "json", questionnaire, COUNT, ".json", distinct=COUNT)
        paths = sorted((folder / "json").iterdir())
        _timed(_bytes, paths)
        floor, raws = _timed(_bytes, paths)
    texts = [generated.as_yaml(generated.document(questionnaire, n)).encode() for n in range(COUNT)]
    told: dict[str, float] = {}

    def step(name: str, work: Callable[[Any], Any], items: list[Any]) -> list[Any]:
        seconds, made = _timed(work, items)
        told[name] = seconds / floor
        return made

    step("YAML: libyaml's events alone", _events, texts)
    step("YAML: read strictly", lambda raw: read_yaml("a.yaml", raw), texts)
    step("JSON: `json.loads` alone", json.loads, raws)
    documents = step("JSON: read strictly", lambda raw: read_json("a.json", raw), raws)
    step("digest of the bytes", lambda raw: sha256(raw).hexdigest(), raws)
    short = DocumentSummaries(Ledgers(questionnaire, None))
    for document in documents:
        short.of(document.data)  # what returns is remembered
    found = step("short way: all of a summary", lambda d: short.of(d.data), documents)
    step("short way: the line of the summary CSV", lambda f: cohort_csv.row(questionnaire, *f, file="", line=1), found)
    answers = step(
        "answers: check each against its question", lambda d: answers_from(d.data, questionnaire)[0], documents
    )
    stood = step("standings: shown, effective level, score", lambda a: standings(questionnaire, a), answers)
    step(
        "sums of sections and the whole", lambda p: scores_of(questionnaire, *p), list(zip(answers, stood, strict=True))
    )
    step("gates", lambda s: gates_at(questionnaire, s, "final"), stood)
    assessed = step("all of `assess`", lambda a: assess(questionnaire, a), answers)
    step("criteria, classifications and checks", lambda a: a.rules, assessed)
    step("the line of the summary CSV", lambda a: _row(a, questionnaire), assessed)
    step("contributions", lambda a: a.contributions, assessed)
    step("robustness", lambda a: a.robustness, assessed)
    step("voting power", lambda a: a.power, assessed)
    made = step("the object of `--json`", _object, assessed)
    step("`json.dumps` of it", lambda m: json.dumps(m, ensure_ascii=False), made)
    return told


def _timed(work: Callable[[Any], Any], items: list[Any]) -> tuple[float, list[Any]]:
    started = time.process_time()
    made = [work(item) for item in items]
    return time.process_time() - started, made


def _bytes(path: Path) -> bytes:
    with open(path, "rb", buffering=65536) as file:
        return file.read()


def _events(raw: bytes) -> None:
    loader = yaml.CLoader(raw)
    while not isinstance(loader.get_event(), yaml.StreamEndEvent):
        pass


def _row(assessment: Any, questionnaire: Any) -> bytes:
    return cohort_csv.row(
        questionnaire, header_of(assessment.answers), summary_of(assessment), file="a.json", line=None
    )


def _object(assessment: Any) -> dict[str, Any]:
    return assessment_object(assessment, questionnaire_sha256="", file="a.json", sha256="")


if __name__ == "__main__":
    main()
