"""`spinout table`: what is written, what is told, and how it ends."""

import json
import sys
from pathlib import Path

import pytest

from spinout.cli.boundary import run

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with answers, to run the program in."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "answers"
    made.mkdir()
    document = {
        "questionnaire": "village-hall",
        "service": "=1+1",
        "answers": {"users.meetings": {"answer": 2, "note": "-5; =2", "exempt": True}},
        "lessons": [{"text": "Ask early."}],
    }
    (made / "a.json").write_text(json.dumps(document), encoding="utf-8")


def table(*words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of a table."""
    monkeypatch.setattr(sys, "argv", ["spinout", "table", "--questions", str(HALL), *words])
    return run()


@pytest.mark.usefixtures("folder")
def test_a_table_scores_as_its_files_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And what no table holds is told."""
    assert table("answers", "-o", "all.csv", monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().err.splitlines()[0] == (
        "Left out: the lessons of 1 document. The files that were read still have them."
    )
    row = Path("all.csv").read_text("utf-8-sig").splitlines()[1]
    assert row.startswith("village-hall,,'=1+1,")
    assert "'-5; '=2" in row
    found = []
    for path in ("answers", "all.csv"):
        monkeypatch.setattr(sys, "argv", ["spinout", "batch", "--questions", str(HALL), path, "--json"])
        assert run() == 0
        made = json.loads(capsys.readouterr().out)
        found.append({name: value for name, value in made.items() if name not in ("answers", "lessons")})
    assert found[0] == found[1]
    assert [each["id"] for each in found[0]["questions"] if each["exempt"]] == ["users.meetings"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("answers", "-o", "all.pdf"), 2, "a table is written to a file that ends in .csv or .xlsx."),
        (("answers", "-o", "answers/all.csv"), 2, "where it would be read as answers again"),
        (("none", "-o", "all.csv"), 3, "No answers could be read there, so no table was written."),
        (("bad.json", "-o", "all.csv"), 1, "No answers could be read there, so no table was written."),
        (("bad.json", "answers", "-o", "all.xlsx"), 1, "1 read, 1 refused, 0 unreadable."),
        (("none", "answers", "-o", "all.xlsx", "--long"), 3, "1 read, 0 refused, 1 unreadable."),
    ],
)
def test_it_ends_as_a_batch_does(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    """Nothing is written where there is nothing to write."""
    Path("bad.json").write_text('{"questionnaire": "village-hall", "answers": {"users.meetings": 9}}', encoding="utf-8")
    assert table(*words, monkeypatch=monkeypatch) == code
    assert said in " ".join(capsys.readouterr().err.split())
    written = said.startswith("1 read")
    assert Path("all.csv").exists() is False
    assert Path("all.xlsx").exists() is written
