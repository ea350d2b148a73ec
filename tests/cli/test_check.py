"""`spinout check`, and the exit codes that scripts rely on, with real files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from spinout.cli.boundary import run
from spinout.use_cases.assessments import Assessed, assess_file
from stories import EXAMPLES, loaded

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"
RIGHT = 'questionnaire: village-hall\nversion: "2026.11"\nanswers: {plan.decision: talk, users.meetings: 1}\n'
WRONG = RIGHT.replace("meetings: 1", "meetings: 9")


class Told:
    """What a command wrote, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Command":
    """Runs a command in an empty folder with the small questionnaire."""
    monkeypatch.chdir(tmp_path)
    return Command(capsys, monkeypatch)


class Command:
    """Runs `spinout` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, name: str, *words: str) -> Told:
        """Run a command with `--questions` given."""
        self._monkeypatch.setattr(sys, "argv", ["spinout", name, "--questions", str(HALL), *words])
        code = run()
        told = self._capsys.readouterr()
        return Told(code, told.out, told.err)


def write(name: str, text: str) -> str:
    """A file in the folder that the test runs in."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name


def test_right_answers_are_told_and_earn_0(spinout: Command) -> None:
    """A file with nothing wrong is named with what it is."""
    told = spinout("check", write("a.yaml", RIGHT))
    assert (told.code, told.out, told.err) == (0, "a.yaml: answers to village-hall, nothing wrong.\n", "")


def test_a_right_questionnaire_is_told_and_earns_0(spinout: Command) -> None:
    """A questionnaire is known by what it is, in a file or a folder."""
    text = HALL.read_text(encoding="utf-8")
    said = "the questionnaire village-hall, version 2026.11, 10 questions, nothing wrong."
    told = spinout("check", write("q.yaml", text), str(Path(write("folder/questionnaire.yaml", text)).parent))
    assert (told.code, told.out) == (0, f"q.yaml: {said}\nfolder: {said}\n")


def test_problems_earn_1_in_check_score_and_batch(spinout: Command) -> None:
    """A file with a problem is told and makes every command end with 1."""
    name = write("a.yaml", WRONG)
    for command in ("check", "score", "batch"):
        told = spinout(command, name)
        assert told.code == 1
        assert "a.yaml:3:48 [level-out-of-range] users.meetings:" in told.out + told.err


def test_every_file_is_checked(spinout: Command) -> None:
    """A bad file, and one that is missing, stop nothing; the worst sets the exit code."""
    told = spinout("check", write("bad.yaml", WRONG), "missing.yaml", write("good.yaml", RIGHT))
    assert told.code == 3
    assert told.out.splitlines()[0] == "bad.yaml: 1 problem, so it cannot be used."
    assert told.out.splitlines()[-1] == "good.yaml: answers to village-hall, nothing wrong."
    assert told.err == "missing.yaml: There is no such file or folder. Check the path.\n"


def test_json_has_every_problem(spinout: Command) -> None:
    """A screen ends at twenty, --json does not."""
    name = write("a.yaml", "questionnaire: village-hall\nanswers:\n" + "".join(f"  x.y{i}: 1\n" for i in range(25)))
    told = spinout("check", name)
    assert len([line for line in told.out.splitlines() if "[unknown-question]" in line]) == 20
    assert told.out.splitlines()[-1] == "And 5 more. To see them all: spinout check --json a.yaml"
    told = spinout("check", "--json", name)
    made = json.loads(told.out)
    assert (told.code, made["schema"], made["file"], len(made["problems"])) == (1, "spinout.problems/1", "a.yaml", 25)
    assert made["problems"][0] == {
        "code": "unknown-question",
        "file": "a.yaml",
        "line": 3,
        "column": 3,
        "question": "x.y0",
        "message": 'There is no question "x.y0".',
        "hint": "The questions and their ids: spinout questions.",
    }


def test_twenty_problems_are_shown_of_a_file_of_many_documents(spinout: Command) -> None:
    """The twenty are those of the file, not of each line, in check and in batch."""
    line = json.dumps({"questionnaire": "village-hall", "answers": {"users.meetings": 9}})
    name = write("a.jsonl", f"{line}\n" * 30)
    for command in ("check", "batch"):
        told = spinout(command, name)
        lines = (told.out + told.err).splitlines()
        assert len([line for line in lines if "[level-out-of-range]" in line]) == 20
        assert "And 10 more. To see them all: spinout check --json a.jsonl" in lines


@pytest.mark.parametrize("command", ["check", "score", "batch"])
def test_a_missing_file_earns_3(spinout: Command, command: str) -> None:
    """What is not there could not be read."""
    told = spinout(command, "missing.yaml")
    assert told.code == 3
    assert told.err.startswith("missing.yaml: There is no such file or folder. Check the path.\n")


@pytest.mark.parametrize("command", ["check", "score", "batch"])
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_earns_3(spinout: Command, command: str) -> None:
    """Without permission nothing is read, and the message says so."""
    name = write("a.yaml", RIGHT)
    Path(name).chmod(0)
    told = spinout(command, name)
    assert told.code == 3
    assert "No permission." in told.err


def test_a_batch_finishes_the_rest_before_it_ends_with_3(spinout: Command) -> None:
    """One file that is missing does not keep the others from being scored."""
    told = spinout("batch", "--json", write("a.yaml", WRONG), "missing.yaml", write("b.yaml", RIGHT))
    assert told.code == 3
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert [line["schema"] for line in lines] == ["spinout.problems/1", "spinout.problems/1", "spinout.assessment/1"]
    assert [problem["code"] for problem in lines[1]["problems"]] == ["cannot-read"]


def test_a_folder_in_place_of_a_file_earns_3(spinout: Command) -> None:
    """A folder cannot be scored; one without a questionnaire cannot be checked."""
    write("folder/a.yaml", RIGHT)
    assert spinout("score", "folder").code == 3
    told = spinout("check", "folder")
    assert told.code == 3
    assert "spinout batch folder" in told.err


def test_a_file_of_several_documents_is_not_scored_alone(spinout: Command) -> None:
    """`score` takes one document, and names the command that takes several."""
    line = json.dumps({"questionnaire": "village-hall", "answers": {}})
    told = spinout("score", write("a.jsonl", f"{line}\n{line}\n"))
    assert told.code == 1
    assert "spinout batch" in told.err
    assert spinout("batch", "a.jsonl").code == 0


@pytest.mark.parametrize(
    "words",
    [["check"], ["check", "--stage", "never", "a.yaml"], ["score"], ["score", "a.yaml", "b.yaml"], ["check", "--no"]],
    ids=" ".join,
)
def test_a_wrong_command_line_earns_2(spinout: Command, words: list[str]) -> None:
    """Nothing is read where the command line is wrong."""
    write("a.yaml", RIGHT)
    told = spinout(*words)
    assert (told.code, told.out) == (2, "")


def test_a_broken_questionnaire_stands_in_place_of_any_result(spinout: Command) -> None:
    """With a broken questionnaire its problems are told, and nothing is checked or scored."""
    write("a.yaml", RIGHT)
    write("q.yaml", "id: q\ntitle: Q\nversion: 1\nsections: []\n")
    for command in ("check", "score", "batch"):
        told = spinout(command, "--questions", "q.yaml", "a.yaml")
        assert (told.code, told.out) == (1, "")
        assert "q.yaml:4:11 [too-few]" in told.err


def test_warnings_stop_nothing(spinout: Command) -> None:
    """Another version is told beside a file that is right."""
    told = spinout("check", write("a.yaml", RIGHT.replace("2026.11", "2025.01")))
    assert told.code == 0
    assert "Warning [other-version]: " in told.out


def test_slow_yaml_is_told_once(spinout: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the C part of PyYAML everything works, and one line says that it is slower."""
    monkeypatch.delattr("yaml.CLoader", raising=False)
    told = spinout("check", write("a.yaml", RIGHT), write("b.yaml", WRONG))
    assert told.code == 1
    assert told.out.splitlines()[0] == "a.yaml: answers to village-hall, nothing wrong."
    assert [line.split(":")[0] for line in told.err.splitlines()] == ["Warning [slow-yaml]"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["check", "a.yaml"], ["score", "a.yaml"], ["batch", "--json", "a.yaml"]])
def test_a_full_disk_earns_3(words: list[str], tmp_path: Path) -> None:
    """Where stdout takes nothing more, that is said, without a traceback."""
    (tmp_path / "a.yaml").write_text(RIGHT, encoding="utf-8")
    command = [sys.executable, "-m", "spinout", words[0], "--questions", str(HALL), *words[1:]]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "could not be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["adventure-playgrounds/council.yaml", "community-library/staff.yaml"])
def test_right_answers_are_told_what_a_score_would_tell(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers that are not asked for, a decision that is not stated, and what does not fit together."""
    path = str(EXAMPLES / name)
    found = assess_file(path, loaded())
    assert isinstance(found, Assessed)
    warnings, checks = found.assessment.warnings, found.assessment.rules.checks
    assert warnings
    assert checks
    monkeypatch.setattr(sys, "argv", ["spinout", "check", path])
    assert run() == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        *(f"  Warning [{each.code.value}]: {each.message}" for each in warnings),
        *(f"  To check: {each.message}" for each in checks),
    ]


def test_questions_that_are_no_longer_asked_are_one_warning_on_a_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With each id; JSON has one warning for each of them."""
    file = str(EXAMPLES / "adventure-playgrounds" / "2025.yaml")
    said = []
    for words in (("check", file), ("score", file, "--full"), ("score", file, "--json")):
        monkeypatch.setattr(sys, "argv", ["spinout", *words])
        assert run() == 0
        said.append(capsys.readouterr().out)
    gone = [found["question"] for found in json.loads(said[2])["warnings"] if found["code"] == "removed-question"]
    assert len(gone) > 1
    for screen in said[:2]:
        assert screen.count("[removed-question]") == 1
        told = f"{len(gone)} questions are no longer asked; their answers do not count: {', '.join(gone)}."
        assert told in " ".join(screen.split())
