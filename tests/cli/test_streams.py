"""Streams that are full, closed or read by nobody, for every command: what failed is blamed, and nothing else."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.killing import heeded
from cli.test_batch import HALL, document
from spinout.cli.app import COMMANDS
from spinout.cli.boundary import run
from spinout.use_cases.batch_outputs import Outputs

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="there is no full device here to write to")
FORM = ("--questions", "form.yaml")
NO_SPACE = "Standard output could not be written: No space left on device.\n"
WORDS = {
    "assess": ("assess", "new.yaml", *FORM, "--set", "users.meetings=1"),
    "check": ("check", "a.json", *FORM),
    "score": ("score", "a.json", *FORM),
    "report": ("report", "a.json", *FORM, "-o", "-", "--format", "md"),
    "plan": ("plan", "a.json", *FORM),
    "whatif": ("whatif", "a.json", *FORM, "--set", "users.meetings=1", "--json"),
    "compare": ("compare", "a.json", "b.json", *FORM),
    "panel": ("panel", "a.json", "b.json", *FORM, "--json"),
    "batch": ("batch", "a.json", "b.json", *FORM, "--json"),
    "questions": ("questions", *FORM),
    "collect": ("collect", "a.json", *FORM),
    "table": ("table", "--help"),
    "verify": ("verify", "a.md", "a.json", *FORM),
    "templates": ("templates",),
    "examples": ("examples",),
    "template": ("template", "--help"),
    "paper": ("paper", "--help"),
    "import": ("import", "table.csv", *FORM, "-o", "-"),
    "form": ("form", "--help"),
}
"""A command line for each command, of which something stands on stdout."""
MORE = {"help": ("--help",), "version": ("--version",), "score --json": ("score", "a.json", *FORM, "--json")}
ALL = {**WORDS, **MORE}
Spun = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_every_command_is_tried() -> None:
    """A new one gets its line."""
    assert set(WORDS) == set(COMMANDS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a questionnaire, two files of answers and a report."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(HALL, folder / "form.yaml")
    for name in "ab":
        (folder / f"{name}.json").write_text(document("Hall"), encoding="utf-8")
    (folder / "table.csv").write_text("Service,users.meetings\nHall,2\n", encoding="utf-8")
    words = ("report", "a.json", *FORM, "-o", "a.md")
    subprocess.run([sys.executable, "-m", "spinout", *words], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def spun(folder: Path) -> Spun:
    """Runs spinout in it."""

    def spin(*words: str, **streams: Any) -> "subprocess.CompletedProcess[bytes]":
        given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
        return subprocess.run([sys.executable, "-m", "spinout", *words], cwd=folder, check=False, **given)

    return spin


@pytest.mark.parametrize("name", ALL)
def test_a_full_stdout_is_told_a_full_stderr_changes_nothing_and_a_reader_may_leave(spun: Spun, name: str) -> None:
    """3 and a sentence; the code and the result of old; 141 without a word, as with other programs in a pipe."""
    with FULL.open("wb") as full:
        told = spun(*ALL[name], stdout=full)
        assert (told.returncode, told.stderr.decode().endswith(NO_SPACE)) == (3, True), told
        assert b"Traceback" not in told.stderr
        told = spun(*ALL[name], stderr=full)
        assert (told.returncode, told.stdout.strip() != b"") == (0, True), told
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        told = spun(*ALL[name], stdout=nobody)
    assert (told.returncode, told.stderr) == (141, b"")


@pytest.mark.parametrize("name", ["score", "help", "version"])
@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [("<&-", 0, b""), ("2>&-", 0, b""), (">&-", 3, b"stdout is closed, so nothing can be written.\n"),
     ("<&- >&- 2>&-", 3, b"")],
)  # fmt: skip
def test_closed_streams_are_no_defect(folder: Path, name: str, closed: str, code: int, said: bytes) -> None:
    """What can be done without them is."""
    line = f'"$0" -m spinout "$@" {closed}'
    shell = ["/bin/sh", "-c", line, sys.executable, *ALL[name]]
    done = subprocess.run(shell, cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stderr, done.stdout != b"") == (code, said, code == 0)


@pytest.mark.parametrize(
    ("words", "code"), [(("score", "none.json"), 3), (("nothing",), 2), (("score", "form.yaml"), 1)]
)
def test_a_full_stderr_leaves_the_code_of_what_went_wrong(spun: Spun, words: tuple[str, ...], code: int) -> None:
    """Nobody can be told why, and a script sees it all the same."""
    with FULL.open("wb") as full:
        assert spun(*words, *(FORM if code != 2 else ()), stderr=full).returncode == code


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_result_that_is_longer_than_a_pipe_and_its_reader(folder: Path, unbuffered: str) -> None:
    """It is cut where the reader left, and the code is not that of a bad file; with and without Python's buffer."""
    (folder / "many.jsonl").write_text("\n".join(document(f"S{n}") for n in range(300)), encoding="utf-8")
    command = [sys.executable, "-m", "spinout", "batch", "many.jsonl", *FORM, "--json", "--jobs", "1"]
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=folder, env=env, **pipes) as made:  # type: ignore[call-overload]
        first = json.loads(made.stdout.readline())
        made.stdout.close()
        said = made.stderr.read()
    assert (first["service"], made.returncode, said) == ("S0", 141, b"")


@pytest.mark.parametrize("command", ["check", "score", "batch", "plan", "questions", "report"])
def test_a_questionnaire_that_cannot_be_read_is_no_problem_of_a_file(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not there, or a folder without one: 3. One that can be read and is none is a problem: 1."""
    monkeypatch.chdir(folder)
    Path("empty").mkdir()
    Path("odd.yaml").write_bytes(b"\xff\xff")
    words = [word for word in WORDS[command] if word not in FORM]
    for path, code in (("none", 3), ("empty", 3), ("odd.yaml", 1)):
        monkeypatch.setattr(sys, "argv", ["spinout", *words, "--questions", path])
        assert run() == code
        said = capsys.readouterr()
        assert path in said.err + said.out


# what is sent to end a program


SENT = [heeded(number) for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]


def begun(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A command that waits for its input."""
    return subprocess.Popen(
        [sys.executable, "-m", "spinout", *words], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def wait_for(done: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + 30
    while not done():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("number", SENT)
def test_what_is_sent_to_end_a_batch_leaves_the_old_file_and_its_own_beside_it(
    spun: Spun, folder: Path, number: signal.Signals
) -> None:
    """Ctrl-C, a program that ends others, and a terminal that is closed: each line is whole, and the name says so."""
    (folder / "out.jsonl").write_bytes(b"old\n")
    with begun(folder, "batch", "-", *FORM, "-o", "out.jsonl", "--force") as batch:
        assert batch.stdin is not None
        batch.stdin.write("".join(f"{document(f'S{n}')}\n" for n in range(200)).encode())
        batch.stdin.flush()
        wait_for(lambda: any(path.stat().st_size for path in folder.glob(".out*")))
        os.killpg(batch.pid, number)
        _, said = batch.communicate()
    assert batch.returncode == 130
    left = (folder / "out.jsonl.not-whole").read_text(encoding="utf-8")
    assert [json.loads(line)["service"] for line in left.splitlines()] == [f"S{n}" for n in range(left.count("\n"))]
    assert left.endswith("\n")
    assert (folder / "out.jsonl").read_bytes() == b"old\n"
    assert said.decode().splitlines()[:2] == [
        "What was finished is in out.jsonl.not-whole, which is not whole. out.jsonl is as it was.",
        "Interrupted. The rest was not scored.",
    ]
    assert list(folder.glob(".*")) == []
    assert spun("batch", "a.json", *FORM, "-o", "out.jsonl", "--force").returncode == 0
    assert not (folder / "out.jsonl.not-whole").exists()


def test_a_batch_that_is_killed_leaves_the_old_file_and_the_next_clears_up(spun: Spun, folder: Path) -> None:
    """Nothing could be done by the program itself."""
    (folder / "out.jsonl").write_bytes(b"old\n")
    with begun(folder, "batch", "-", *FORM, "-o", "out.jsonl", "--force") as batch:
        wait_for(lambda: any(folder.glob(".out*")))
        batch.kill()
        batch.communicate()
    assert (folder / "out.jsonl").read_bytes() == b"old\n"
    assert spun("batch", "a.json", *FORM, "-o", "out.jsonl", "--force").returncode == 0
    assert (folder / "out.jsonl").read_bytes().startswith(b'{"schema"')
    assert list(folder.glob(".*")) == []


def test_a_disk_that_fills_up_leaves_the_old_file_and_says_why_first(spun: Spun, folder: Path) -> None:
    """What there was room for stands beside it."""
    import resource

    (folder / "out.csv").write_bytes(b"old\n")
    (folder / "many.jsonl").write_text("\n".join(document(f"S{n}") for n in range(900)), encoding="utf-8")
    most = 40_000
    told = spun(
        "batch", "many.jsonl", *FORM, "-o", "out.csv", "--force", "--jobs", "1",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert told.returncode == 3
    assert told.stderr.decode().splitlines() == [
        "out.csv: File too large.",
        "What was finished is in out.csv.not-whole, which is not whole. out.csv is as it was.",
    ]
    assert (folder / "out.csv").read_bytes() == b"old\n"
    assert 0 < (folder / "out.csv.not-whole").stat().st_size <= most


@pytest.mark.parametrize("number", SENT[1:])
def test_every_command_ends_as_with_ctrl_c(folder: Path, number: signal.Signals) -> None:
    """One that waits for a pipe, too: without a traceback, and with the code of an interruption."""
    os.mkfifo(folder / "pipe.json")
    with begun(folder, "score", "pipe.json", *FORM) as score:
        pipe = os.open(folder / "pipe.json", os.O_WRONLY)  # which waits until the other end is open
        os.kill(score.pid, number)
        _, said = score.communicate()
        os.close(pipe)
    assert (score.returncode, b"Traceback" in said) == (130, False)


# a stream that is a file


@pytest.mark.parametrize(
    ("words", "stream", "said"),
    [
        (("batch", "-", *FORM, "-o", "a.jsonl", "--force"), "stdin", "The command reads this file, as stdin."),
        (("batch", "a.json", *FORM, "--json", "-o", "a.jsonl", "--force"), "stdout", "already, as stdout."),
        (
            ("report", "a.json", *FORM, "-o", "-", "--format", "md", "--exempt", "x.md", "--force"),
            "stdout",
            "already",
        ),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_a_file_that_a_shell_opened_is_no_output(
    spun: Spun, folder: Path, words: tuple[str, ...], stream: str, said: str
) -> None:
    """It has no name here, and is that file all the same."""
    file = folder / next(word for word in words if word in ("a.jsonl", "x.md"))
    file.write_text(document("Hall"), encoding="utf-8")
    with file.open("r+b") as opened:
        told = spun(*words, **{stream: opened})
    assert (told.returncode, said in told.stderr.decode()) == (2, True), told
    assert file.read_text(encoding="utf-8") == document("Hall")


def test_a_shell_may_send_the_lines_of_a_batch_into_the_folder_that_is_searched(spun: Spun, folder: Path) -> None:
    """They are not read as answers while they are written."""
    (folder / "in").mkdir()
    shutil.copy(folder / "a.json", folder / "in" / "z.json")
    with (folder / "in" / "m.jsonl").open("wb") as file:
        told = spun("batch", "in", *FORM, "--json", stdout=file)
    assert (told.returncode, b"Passed over 1 file" in told.stderr) == (0, True), told
    assert len((folder / "in" / "m.jsonl").read_text(encoding="utf-8").splitlines()) == 1


# a defect is no trouble with a file


@pytest.mark.parametrize("error", [ValueError("no"), OSError("no"), FileNotFoundError(2, "no", "core.py")], ids=repr)
def test_a_fault_of_the_program_is_not_blamed_on_the_file_that_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    """Whatever it raises while a file is open; the old file stands."""

    def broken(*_: object) -> None:
        raise error

    monkeypatch.chdir(folder)
    monkeypatch.setattr(Outputs, "take", broken)
    Path("out.csv").write_bytes(b"old\n")
    monkeypatch.setattr(sys, "argv", ["spinout", "batch", "a.json", *FORM, "-o", "out.csv", "--force"])
    assert run() == 4
    said = capsys.readouterr().err
    assert ("This is a defect of spinout" in said, "cannot be used" in said) == (True, False)
    assert Path("out.csv").read_bytes() == b"old\n"


def test_what_the_system_lacks_is_no_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files that may be open, memory, processes: wherever in the program that shows."""

    def short(_: object) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("spinout.cli.app.program", short)
    assert run() == 3
    assert capsys.readouterr().err == "The system does not give what is needed: Too many open files.\n"
