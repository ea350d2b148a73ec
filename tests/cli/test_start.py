"""The first minutes: `spinout` alone, and examples to try."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from spinout.cli.boundary import run
from spinout.use_cases.copies import shipped_names

EXAMPLES = Path(__file__).parents[2] / "examples"


def said(*args: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints, which must succeed."""
    monkeypatch.setattr(sys, "argv", ["spinout", *args])
    assert run() == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("width", ["40", "80"])
def test_spinout_alone_says_where_each_begins(
    width: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command for those who run a service, compare, and write the paper; the page fits a screen."""
    monkeypatch.setenv("COLUMNS", width)
    page = said(monkeypatch=monkeypatch, capsys=capsys)
    lines = page.splitlines()
    assert len(lines) < 24 or width == "40"
    for command in ("spinout assess", "spinout batch FOLDER", "spinout report FILE -o paper.html", "spinout --help"):
        assert command in page
    assert all(len(line) <= int(width) or len(line.split()) == 1 for line in lines)


def test_the_commands_that_it_names_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two for somebody who wants to see it first, as they stand there."""
    monkeypatch.chdir(tmp_path)
    page = said(monkeypatch=monkeypatch, capsys=capsys)
    first, second = re.findall(r"^  spinout (examples .*|score .*)$", page, re.MULTILINE)
    copied = said(*shlex.split(first), monkeypatch=monkeypatch, capsys=capsys)
    assert sorted(copied.split()) == sorted(str(Path("examples") / name) for name in shipped_names("examples"))
    assert "Adventure playgrounds" in said(*shlex.split(second), monkeypatch=monkeypatch, capsys=capsys)


def test_examples_are_those_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Byte for byte, and never over a file that stands."""
    said("examples", "--copy", str(tmp_path), monkeypatch=monkeypatch, capsys=capsys)
    for name in shipped_names("examples"):
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes()
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["spinout", "examples", "--copy", str(tmp_path)])
    assert run() == 3
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mine.docx", "The file is a Word document (.docx), and no file of answers."),
        ("mine", "Did you mean mine.yaml?"),
        ("other", 'cannot be kept in "other". End its name in .yaml, .yml, .json.\n'),
    ],
)
def test_an_interview_says_where_it_cannot_be_kept_and_what_is_near(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A document of Word, and a name without its ending."""
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text("questionnaire: mutual-spin-out\nanswers: {}\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["spinout", "assess", name, "--set", "about.decision=final"])
    assert run() == 2
    assert told in capsys.readouterr().err
