"""Every bad file in these folders earns exactly the text that stands beside it.

A new case is a new file; `pytest tests/broken --accept` writes the texts, to be read as the author
of the bad file would.
"""

import os
import sys
from pathlib import Path

import pytest

from broken.generated import GENERATED
from spinout.cli.boundary import run

HERE = Path(__file__).parent
SHIPPED = HERE.parent.parent / "questions"
MOST_LINES = 42
"""A screen: a head, twenty problems of two lines each, and how many more there are."""
MOST_WIDTH = 500


def cases(folder: str) -> list[Path]:
    """The bad files and folders of a folder, without the texts that they earn."""
    return sorted(path for path in (HERE / folder).iterdir() if not path.name.endswith(".expected"))


def checked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """What `spinout check` says of a bad file: a screen at most, exit code 1, nothing beside it."""
    monkeypatch.setattr(sys, "argv", ["spinout", "check", *words])
    code = run()
    told = capsys.readouterr()
    assert (code, told.err) == (1, "")
    assert len(told.out.splitlines()) <= MOST_LINES
    assert max(map(len, told.out.splitlines())) <= MOST_WIDTH
    return told.out


def held(request: pytest.FixtureRequest, expected: Path, told: str) -> None:
    """Hold a text against the one that is kept, or keep it with --accept."""
    if request.config.getoption("--accept", default=False) or os.environ.get("SPINOUT_ACCEPT"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", cases("answers"), ids=lambda path: path.name)
def test_bad_answers(
    path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad file of answers to the small questionnaire is told as it is kept."""
    monkeypatch.chdir(HERE)
    told = checked(capsys, monkeypatch, "--questions", "hall.yaml", f"answers/{path.name}")
    held(request, path.with_name(f"{path.name}.expected"), told)


@pytest.mark.parametrize("path", cases("shipped"), ids=lambda path: path.name)
def test_bad_answers_to_the_shipped_questionnaire(
    path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad file of answers to the shipped questionnaire is told as it is kept."""
    monkeypatch.chdir(HERE)
    told = checked(capsys, monkeypatch, "--questions", str(SHIPPED), f"shipped/{path.name}")
    held(request, path.with_name(f"{path.name}.expected"), told)


@pytest.mark.parametrize("path", cases("questionnaires"), ids=lambda path: path.name)
def test_bad_questionnaires(
    path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an author got wrong in a questionnaire is told as it is kept."""
    monkeypatch.chdir(HERE)
    told = checked(capsys, monkeypatch, "--questions", "hall.yaml", f"questionnaires/{path.name}")
    held(request, path.with_name(f"{path.name}.expected"), told.replace("\\", "/"))


@pytest.mark.parametrize("name", GENERATED)
def test_bad_bytes(
    name: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Files too big or too odd to keep, made on the spot, are told as it is kept."""
    (tmp_path / name).write_bytes(GENERATED[name]())
    monkeypatch.chdir(tmp_path)
    told = checked(capsys, monkeypatch, "--questions", str(HERE / "hall.yaml"), name)
    held(request, HERE / "generated" / f"{name}.expected", told)


def test_no_text_is_kept_without_its_file() -> None:
    """Each expected text belongs to a bad file that is there."""
    kept = [path for folder in ("answers", "questionnaires", "shipped") for path in (HERE / folder).glob("*.expected")]
    assert [path for path in kept if not path.with_name(path.name.removesuffix(".expected")).exists()] == []
    assert {p.name.removesuffix(".expected") for p in (HERE / "generated").glob("*.expected")} == set(GENERATED)
