"""What happens at the edges of the process: streams that are closed or full, and files of another kind."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = "examples/resource-centre/answers.yaml"
FULL = Path("/dev/full")
POSIX = pytest.mark.skipif(not FULL.exists(), reason="there is no full device here to write to")


def shell(command: str) -> tuple[int, str]:
    """The exit code and the talk of a command line in the checkout; its command `spinout` is this program."""
    line = f'spinout() {{ "$0" -m spinout "$@"; }}; {command}'
    done = subprocess.run(["/bin/sh", "-c", line, sys.executable], capture_output=True, check=False, cwd=ROOT)
    return done.returncode, done.stderr.decode()


@POSIX
@pytest.mark.parametrize("command", ["--version", f"score {EXAMPLE}", "questions", f"score {EXAMPLE} --json"])
def test_a_full_disk_is_told(command: str) -> None:
    """Nothing that cannot be written is passed over, and nobody sees a traceback."""
    code, talk = shell(f"spinout {command} > /dev/full")
    assert (code, talk) == (3, "Standard output could not be written: No space left on device.\n")


@POSIX
def test_a_closed_stdout_is_told() -> None:
    """A result that nobody can get is no success, and no defect."""
    assert shell(f"spinout score {EXAMPLE} >&-") == (3, "stdout is closed, so nothing can be written.\n")


@POSIX
def test_a_closed_stdin_is_an_empty_one() -> None:
    """A batch from a closed stdin has no document."""
    code, talk = shell("spinout batch - <&-")
    assert code == 1
    assert "[no-document]" in talk


@POSIX
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("score questions/ownership.yaml", "This file is one section of a questionnaire, and holds no answers."),
        ("score questions/questionnaire.yaml", "This file is a questionnaire, and holds no answers."),
        (f"score {EXAMPLE} --questions questions/checks.yaml", "This file is rules of a questionnaire, and no"),
        (f"score {EXAMPLE} --questions {EXAMPLE}", "This file is a file of answers, and no questionnaire."),
    ],
)
def test_a_file_of_another_kind_is_told_in_one_sentence(arguments: str, told: str) -> None:
    """The wrong file earns its name, and not a list of fields that do not fit."""
    code, talk = shell(f"spinout {arguments}")
    assert code == 1
    assert told in talk
    assert talk.count("[section-file]") == 1


@POSIX
def test_an_empty_value_makes_an_answer_unanswered() -> None:
    """`--set ID=` takes an answer back."""
    code, _ = shell(f"spinout whatif {EXAMPLE} --set ownership.voting= >/dev/null")
    assert code == 0


@POSIX
@pytest.mark.parametrize("name", ["spinout", "a ŵ b", "[red] {x} 100%", "it's $HOME", "long " * 40])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    """Nothing in a path is taken for the program, a pattern, a style or a place to fill in."""
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(ROOT / EXAMPLE, folder)
    answers, report, table = (folder / file for file in ("answers.yaml", "report.html", "cohort.csv"))
    inside, file, made, rows = (shlex.quote(str(path)) for path in (folder, answers, report, table))
    code, checked = shell(f"spinout check {file} >&2")
    assert (code, checked.splitlines()[0]) == (0, f"{answers}: answers to mutual-spin-out, nothing wrong.")
    code, talk = shell(f"spinout report {file} -o {made}")
    written, blanks = talk.splitlines()
    assert (code, written) == (0, f"Written: {report}")
    command = shlex.split(blanks.partition("To fill them in: ")[2])
    assert command == ["spinout", "paper", "start", str(answers), "-o", "paper.yaml"]
    code, talk = shell(f"spinout batch {inside} -o {rows}")
    assert (code, talk.splitlines()[0]) == (0, f"Written: {table}")
