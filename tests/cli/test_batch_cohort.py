"""`spinout batch` with a cohort's report, and with a report on each service."""

from pathlib import Path

import pytest

from cli.test_batch import document, spinout


@pytest.mark.parametrize("ending", ["html", "md", "xlsx"])
def test_a_cohort_is_written(tmp_path: Path, ending: str) -> None:
    """One file of all services; a bad document is in it and gives exit code 1."""
    (tmp_path / "a.json").write_text(document("Alpha"))
    (tmp_path / "b.json").write_text("{")
    told = spinout(tmp_path, "a.json", "b.json", "-o", f"cohort.{ending}")
    made = (tmp_path / f"cohort.{ending}").read_bytes()
    assert (told.returncode, told.stdout.splitlines()[0]) == (1, "1 assessed, 1 refused, 0 unreadable.")
    assert f"Written: {(tmp_path / f'cohort.{ending}').absolute()}" in told.stderr.splitlines()
    assert made.startswith({"html": b"<!DOCTYPE html>", "md": b"# ", "xlsx": b"PK"}[ending])
    assert ending == "xlsx" or (b"Alpha" in made and b"b.json" in made)


def test_several_processes_write_the_same(tmp_path: Path) -> None:
    """Rows come back from other processes as they are made here."""
    (tmp_path / "many.jsonl").write_text("\n".join(document(f"S{n}", n % 3) for n in range(70)))
    for jobs in ("1", "2"):
        assert spinout(tmp_path, "many.jsonl", "-o", f"{jobs}.md", "--jobs", jobs).returncode == 0
    assert (tmp_path / "1.md").read_bytes() == (tmp_path / "2.md").read_bytes()


def test_each_service_gets_its_report(tmp_path: Path) -> None:
    """Names are safe and never clash, and a folder with reports in it is not written over."""
    services = ("Über/../hall", "uber hall", "", "con")
    (tmp_path / "a.jsonl").write_text("\n".join(document(name) for name in services))
    told = spinout(tmp_path, "a.jsonl", "--reports", "out")
    names = ["answers.html", "con-answers.html", "index.html", "uber-hall-2.html", "uber-hall.html"]
    assert (sorted(path.name for path in (tmp_path / "out").iterdir()), told.returncode) == (names, 0)
    again = spinout(tmp_path, "a.jsonl", "--reports", "out")
    assert (again.returncode, "--force" in again.stderr) == (3, True)
    assert spinout(tmp_path, "a.jsonl", "--reports", "out", "--force").returncode == 0
    assert len(list((tmp_path / "out").iterdir())) == 5


@pytest.mark.parametrize(
    "words", [("--anonymous",), ("--anonymous", "-o", "a.csv"), ("--anonymous", "-o", "a.md", "--reports", "out")]
)
def test_names_are_left_out_only_where_nothing_else_tells_them(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A table, lines and reports name services, so they do not go with --anonymous."""
    (tmp_path / "a.json").write_text(document("Alpha"))
    assert (spinout(tmp_path, "a.json", *words).returncode, list(tmp_path.glob("out"))) == (2, [])


def test_reports_are_named_by_council_and_service(tmp_path: Path) -> None:
    """Thirty councils have a library each, and nobody should open thirty files to find one."""
    lines = [
        document("Library").replace('"service"', f'"organisation": "{name}", "service"') for name in ("Ton", "Ham")
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert spinout(tmp_path, "a.jsonl", "--reports", "out").returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "ham-library.html",
        "index.html",
        "ton-library.html",
    ]
