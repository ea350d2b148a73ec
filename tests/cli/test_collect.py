"""`spinout collect`: its screen, the commands that it prints, its JSON and how it ends."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spinout.cli.boundary import run
from spinout.cli.usage import command_line, quoted

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"


@pytest.fixture
def spun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the program in a folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def spin(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["spinout", *words])
        code = run()
        told = capsys.readouterr()
        return code, told.out, told.err

    return spin


def put(name: str, **more: Any) -> None:
    """A file of answers to the questionnaire of the village hall."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    document = {"questionnaire": "village-hall", "service": "Hall", "answers": {"users.meetings": 2}, **more}
    Path(name).write_text(json.dumps(document), encoding="utf-8")


def test_nothing_that_came_in_is_an_error(spun: Any) -> None:
    """As in a batch."""
    Path("in").mkdir()
    said = "No file of answers was found there. Allowed endings: .yaml .yml .json .jsonl .csv .xlsx\n"
    assert spun("collect", "--questions", str(HALL), "in") == (3, "", said)


def test_a_screen_says_who_how_far_and_what_next(spun: Any) -> None:
    """Numbered lines that fit 80 columns, but for commands, which are never parted."""
    put("in/my hall.json", completed_by="Clerk", date="2026-11-03")
    put("in/bad.json", answers={"users.meetings": 9})
    Path("in/plan.docx").touch()
    code, out, err = spun("collect", "--questions", str(HALL), "in")
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[:6] == [
        "What has come in",
        "1 document about 1 service.",
        "Services with no essential question open: 1. Services for which somebody is",
        "missing: 1.",
        "1 file could not be read.",
        "1 file may hold answers that cannot be read as they are.",
    ]
    commands = [line.strip().removeprefix("Next: ") for line in lines if "spinout " in line]
    assert all(len(line) <= 80 for line in lines if "spinout " not in line)
    assert f"spinout check in/bad.json --questions {quoted(str(HALL))}" in commands
    assert f"spinout assess in/plan.yaml --questions {quoted(str(HALL))}" in commands
    assert f"spinout table in -o all.csv --questions {quoted(str(HALL))}" in commands


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in/a.yaml", "questionnaire: village-hall\nservice: Hall\nanswers: {}\n", "   Next: spinout assess in/a.yaml"),
        (
            "in/a.csv",
            "questionnaire,service\nvillage-hall,Hall\n",
            "   Next: fill in what is still open in in/a.csv:2.",
        ),
    ],
)
def test_what_is_open_is_gone_on_with_where_it_is_kept(spun: Any, name: str, content: str, said: str) -> None:
    """In the interview, or in the table that it came in."""
    Path("in").mkdir()
    Path(name).write_text(content, encoding="utf-8")
    _, out, _ = spun("collect", "--questions", str(HALL), "--stage", "transfer", "in")
    (line,) = [line for line in out.splitlines() if line.startswith("   Next: ")]
    assert line.removesuffix(f" --questions {quoted(str(HALL))} --stage transfer") == said


@pytest.mark.skipif(os.name == "nt", reason="another shell")
def test_commands_work_as_they_are_printed(spun: Any) -> None:
    """Names with blanks, quotes, signs of the shell, and a hyphen at their start."""
    names = ("a b.json", "it's $HOME.json", "-o.json", 'say "so".json')
    for number, name in enumerate(names):
        put(name, service=f"Hall {number}", answers={"users.meetings": 9})
    _, out, _ = spun("collect", "--questions", str(HALL), ".")
    commands = [line.removeprefix("   Next: ") for line in out.splitlines() if line.startswith("   Next: ")]
    assert len(commands) == len(names)
    for command in commands:
        parted = subprocess.run(
            ["sh", "-c", f'spinout() {{ printf "%s\\n" "$@"; }}; {command}'], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        assert parted == shlex.split(command)[1:]
        assert spun(*parted)[0] == 1
        assert Path(parted[1]).exists()


@pytest.mark.parametrize(
    ("word", "posix", "windows"),
    [
        ("plain.yaml", "plain.yaml", "plain.yaml"),
        ("a b.yaml", '"a b.yaml"', '"a b.yaml"'),
        ("C:\\in\\a.yaml", "'C:\\in\\a.yaml'", "C:\\in\\a.yaml"),
        ("it's.yaml", '"it\'s.yaml"', '"it\'s.yaml"'),
        ("$x.yaml", "'$x.yaml'", '"$x.yaml"'),
        ("a\nb.yaml", None, None),
    ],
)
def test_words_are_quoted_for_the_shell_at_hand(word: str, posix: str | None, windows: str | None) -> None:
    """Single quotes mean nothing to that of Windows; what no line can hold is no command."""
    found = [command_line(["x", word], windows=windows) for windows in (False, True)]
    assert found == [each and f"x {each}" for each in (posix, windows)]


def test_json_has_the_words_of_commands(spun: Any) -> None:
    """For scripts, with the same exit code."""
    put("in/a.json")
    code, out, err = spun("collect", "--questions", str(HALL), "in", "--json")
    made = json.loads(out)
    assert (code, err, made["schema"]) == (0, "", "spinout.collected/1")
    (service,) = made["services"]
    assert (service["service"], service["documents"][0]["answered"]) == ("Hall", 1)
    assert service["missing"] == ["choir"]
    assert made["next"][0] == ["spinout", "form", "--respondent", "choir", "-o", "choir.html", "--questions", str(HALL)]
    assert made["next"][1] == ["spinout", "table", "in", "-o", "all.csv", "--questions", str(HALL)]
