"""Batches: every document once, in order, whoever does the work."""

import json
import os
import random
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from spinout.reports.data.objects import assessment_object
from spinout.use_cases.assessments import Assessed, assess_file
from spinout.use_cases.batches import Help, Result, Work, run_batch
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from spinout.use_cases.reports import SingleReports

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"
COLUMNS = ("users.meetings", "users.written-rules", "money.income", "plan.story")


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    """The small questionnaire."""
    made = load_questionnaire(HALL)
    assert isinstance(made, Loaded)
    return made


def answers(number: int) -> dict[str, Any]:
    """Some answers; every seventh is wrong, and some are missing."""
    chance = random.Random(number)
    given: dict[str, Any] = {
        "users.meetings": 9 if number % 7 == 3 else chance.randint(0, 2),
        "users.written-rules": chance.choice(["yes", "no", "dont-know"]),
        "money.income": chance.randint(0, 100),
        "plan.story": f"Story {number}",
    }
    return {key: value for key, value in given.items() if chance.random() < 0.8 or value == 9}


def as_csv(numbers: range) -> str:
    """The same answers as a table."""
    rows = [",".join(("questionnaire", "service", *COLUMNS))]
    for number in numbers:
        given = answers(number)
        rows.append(",".join(["village-hall", f"S{number}", *(str(given.get(column, "")) for column in COLUMNS)]))
    return "\n".join(rows) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of every kind: many alone, lines, rows, and one that is broken."""
    (tmp_path / "alone").mkdir()
    for number in range(90):
        made = {"questionnaire": "village-hall", "service": f"S{number}", "answers": answers(number)}
        (tmp_path / "alone" / f"{number:03}.json").write_text(json.dumps(made))
    lines = [
        json.dumps({"questionnaire": "village-hall", "service": f"S{n}", "answers": answers(n)}) for n in range(80)
    ]
    (tmp_path / "lines.jsonl").write_text("\n\n".join([*lines[:40], '{"broken"', *lines[40:]]) + "\n")
    (tmp_path / "rows.csv").write_text(as_csv(range(80)))
    (tmp_path / "wrong.csv").write_text("questionnaire,user.meetings\nvillage-hall,1\n")
    (tmp_path / "empty.jsonl").write_text("\n")
    (tmp_path / "one.yaml").write_text("questionnaire: village-hall\nanswers:\n  users.meetings: 1\n")
    return tmp_path


def work_with(loaded: Loaded) -> Work:
    """Work that gives both kinds of output."""
    return Work(loaded.path, loaded.sha256, None, as_json=True, as_row=True)


def done_alone(folder: Path, loaded: Loaded) -> list[Result]:
    """The results of this process."""
    return list(run_batch([str(folder)], loaded, work_with(loaded)))


def test_everything_is_told_once_and_in_order(folder: Path, loaded: Loaded) -> None:
    """Files in the order of their paths, lines and rows in their own, broken ones in their places."""
    told = [(Path(r.file).name, r.line) for r in done_alone(folder, loaded)]
    assert told == [
        *((f"{n:03}.json", None) for n in range(90)),
        ("empty.jsonl", None),
        *(("lines.jsonl", 2 * n + 1) for n in range(81)),
        ("one.yaml", None),
        *(("rows.csv", n + 2) for n in range(80)),
        ("wrong.csv", None),
    ]


def test_a_file_in_a_batch_scores_as_it_does_alone(folder: Path, loaded: Loaded) -> None:
    """The line of JSON is the object of the file by itself."""
    for result in done_alone(folder / "alone", loaded):
        assert result.json is not None
        alone = assess_file(result.file, loaded)
        if isinstance(alone, Assessed):
            expected = assessment_object(
                alone.assessment, questionnaire_sha256=loaded.sha256, file=alone.file, sha256=alone.sha256
            )
            assert json.loads(result.json) == expected
        else:
            assert result.problems == alone.problems


def test_a_row_scores_as_the_same_document_does(folder: Path, loaded: Loaded) -> None:
    """A table and JSON Lines of the same answers give the same results."""

    def results(name: str) -> list[Any]:
        found: list[Any] = []
        for result in run_batch([str(folder / name)], loaded, work_with(loaded)):
            made = json.loads(result.json or "")
            if made["schema"] == "spinout.problems/1":
                found.append([(p["code"], p["question"]) for p in made["problems"]])
            else:
                found.append({key: part for key, part in made.items() if key != "answers"})
        return found

    lines = results("lines.jsonl")
    del lines[40]
    assert results("rows.csv") == lines


def test_processes_give_what_one_gives(folder: Path, loaded: Loaded) -> None:
    """With two processes the results are the same and stand in the same order."""
    helpers = Help(lambda: ProcessPoolExecutor(2), 2, after=40)
    assert list(run_batch([str(folder)], loaded, work_with(loaded), helpers)) == done_alone(folder, loaded)


@pytest.mark.parametrize(("ending", "handed"), [(".docx", 5), (".pdf", 5), (".html", 0)])
def test_slow_reports_are_handed_out_from_the_first(tmp_path: Path, loaded: Loaded, ending: str, handed: int) -> None:
    """Word and PDF go out in fours, whatever is done here first of the rest."""
    submitted: list[object] = []

    class Noting(Dying):
        def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
            submitted.append((work, args, named))
            made: Future[Any] = Future()
            made.set_result(())
            return made

    for number in range(18):
        (tmp_path / f"{number}.json").write_text("{")
    work = Work(str(HALL), loaded.sha256, reports=SingleReports((ending,), "0"))
    list(run_batch([str(tmp_path)], loaded, work, Help(lambda: Noting(0), 2, after=256)))
    assert len(submitted) == handed


class Dying(Executor):
    """An executor that does some pieces and then dies."""

    def __init__(self, after: int) -> None:
        self._left = after

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Do a piece at once, or fail as a pool does whose process was killed."""
        made: Future[Any] = Future()
        self._left -= 1
        if self._left < -3:
            raise BrokenProcessPool
        if self._left < 0:
            made.set_exception(BrokenProcessPool())
        else:
            made.set_result(work(*args, **named))
        return made

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Nothing is left to end."""
        del wait, cancel_futures


@pytest.mark.parametrize("after", [0, 1, 3])
def test_the_work_of_a_process_that_died_is_done_here(folder: Path, loaded: Loaded, after: int) -> None:
    """Every result comes once all the same."""
    helpers = Help(lambda: Dying(after), 2)
    assert list(run_batch([str(folder)], loaded, work_with(loaded), helpers)) == done_alone(folder, loaded)


def test_an_unreadable_folder_stops_nothing(folder: Path, loaded: Loaded) -> None:
    """It is told in its place, and so is a path that is not there."""
    if os.name == "nt" or os.geteuid() == 0:
        paths = ["/no/such/file.yaml", str(folder / "one.yaml")]
        results = list(run_batch(paths, loaded, work_with(loaded)))
        assert [(r.unreadable is None, r.summary is None) for r in results] == [(False, True), (True, False)]
        return
    (folder / "alone").chmod(0)
    first, *rest = run_batch([str(folder)], loaded, work_with(loaded))
    (folder / "alone").chmod(0o700)
    assert first.unreadable is not None
    assert len(rest) == 164
