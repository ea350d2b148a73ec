"""Running `spinout assess` with piped lines, in this process, on the small questionnaire of a garden."""

import json
import sys
from pathlib import Path

import pytest
from msgspec import Struct

from interviews import GARDEN
from spinout.cli.boundary import run

WHOLE = ("dig", "no", "2", "leeks", "3", "10", "40 40 20", "None.", "2020-01-01", "", "")
"""Lines from the first question to the end."""


def write_garden(folder: Path) -> Path:
    """The questionnaire as a folder to give with --questions."""
    garden = folder / "garden"
    garden.mkdir()
    data = {**GARDEN, "reference": {"sources": "sources.yaml"}}
    (garden / "questionnaire.yaml").write_text(json.dumps(data), encoding="utf-8")
    (garden / "sources.yaml").write_text(json.dumps(GARDEN["reference"]["sources"]), encoding="utf-8")
    return garden


class Told(Struct, frozen=True):
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str


class Talk:
    """Runs `spinout assess` in an empty folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._questions = write_garden(folder)
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(
        self,
        *args: str,
        lines: tuple[str, ...] | bytes = (),
        encoding: str = "utf-8",
        questions: str | None = "garden",
    ) -> Told:
        """The outcome of a command that reads lines; without `questions` with the shipped questionnaire."""
        piped = self.folder / "piped"
        raw = lines if isinstance(lines, bytes) else "".join(f"{line}\n" for line in lines).encode()
        piped.write_bytes(raw)
        command = ["spinout", "assess", *(() if questions is None else ("--questions", questions)), *args]
        self._monkeypatch.setattr(sys, "argv", command)
        if encoding != "utf-8":
            self._monkeypatch.setenv("PYTHONIOENCODING", encoding)
        with piped.open(encoding=encoding) as stdin:
            self._monkeypatch.setattr(sys, "stdin", stdin)
            code = run()
        piped.unlink()
        written = self._capsys.readouterr()
        return Told(code, written.out, written.err)

    def read(self, name: str = "a.yaml") -> str:
        """A file of answers."""
        return (self.folder / name).read_text(encoding="utf-8")

    def names(self) -> set[str]:
        """What stands in the folder, hidden files too, but for the questionnaire."""
        return {path.name for path in self.folder.iterdir()} - {self._questions.name}


@pytest.fixture
def talk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Talk:
    """A folder to talk in, eighty letters wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    return Talk(tmp_path, capsys, monkeypatch)
