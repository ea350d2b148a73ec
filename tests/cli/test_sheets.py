"""Workbooks on the command line: which sheet is read, and what is told of it once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import spreadsheets as xlsx

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"
TITLE = xlsx.headings("questionnaire", "service")


def spinout(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in a folder with the small questionnaire."""
    command = [sys.executable, "-m", "spinout", *words, "--questions", str(HALL)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def rows(*services: str, hidden: str = "") -> list[str]:
    """Headings, and a row for each service; those named in `hidden` do not show."""
    made = [TITLE]
    for number, service in enumerate(services, start=2):
        cells = xlsx.text(f"A{number}", "village-hall") + xlsx.text(f"B{number}", service)
        made.append(f'<row r="{number}" hidden="{int(service in hidden)}">{cells}</row>')
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a workbook of two sheets, which is open elsewhere."""
    sheets = {"Answers": rows("A", "B", "C", "D", hidden="ACD"), "Wave 2": rows("Later")}
    (tmp_path / "a.xlsx").write_bytes(xlsx.packed(xlsx.parts_of(sheets)))
    (tmp_path / "~$a.xlsx").write_bytes(b"\x05owner" + b" " * 159)
    return tmp_path


def test_a_batch_tells_once_what_concerns_a_sheet(folder: Path) -> None:
    """On the screen; in JSON each document has it."""
    told = spinout(folder, "batch", ".")
    lines = [line for line in told.stderr.splitlines() if line.startswith("Warning [")]
    assert [line.partition(": ")[2] for line in lines] == [
        'a.xlsx: Sheet "Answers" was read, and nothing else in the workbook. There is something in sheet Wave 2 too; '
        "--sheet NAME reads another.",
        "a.xlsx: Rows 2, 4 to 5 are hidden or filtered out, and read all the same.",
    ]
    assert "Passed over 1 file of workbooks that are open elsewhere: ./~$a.xlsx" in told.stderr.replace("\\", "/")
    every = [json.loads(line) for line in spinout(folder, "batch", ".", "--json").stdout.splitlines()]
    codes = [
        sorted({warning["code"] for warning in made["warnings"]} & {"other-sheets", "hidden-row"}) for made in every
    ]
    assert codes == [["hidden-row", "other-sheets"], ["other-sheets"], *[["hidden-row", "other-sheets"]] * 2]


def test_a_check_tells_once_what_concerns_a_sheet(folder: Path) -> None:
    """With the first document of it."""
    told = spinout(folder, "check", "a.xlsx").stdout
    assert (told.count("[other-sheets]"), told.count("[hidden-row]")) == (1, 3)


@pytest.mark.parametrize("command", [["batch"], ["check"], ["score"], ["plan"], ["panel"]])
def test_a_sheet_is_named_wherever_answers_are_read(folder: Path, command: list[str]) -> None:
    """In any case of letters."""
    told = spinout(folder, *command, "a.xlsx", "--sheet", "wave 2")
    assert (told.returncode, "Traceback" in told.stderr, "Later" in told.stdout or command == ["check"]) == (
        0,
        False,
        True,
    )


def test_a_sheet_that_is_not_there_is_refused(folder: Path) -> None:
    """With those that are; and any sheet, where no workbook is given."""
    told = spinout(folder, "batch", "a.xlsx", "--sheet", "Wave")
    assert (told.returncode, 'Did you mean "Wave 2"? It has: Answers, Wave 2.' in told.stderr) == (1, True)
    (folder / "a.yaml").write_text("questionnaire: village-hall\n")
    told = spinout(folder, "score", "a.yaml", "--sheet", "Wave")
    assert (told.returncode, "it goes with a workbook" in " ".join(told.stderr.split())) == (2, True)
