"""`spinout batch --reports` with the formats, templates and choices of `spinout report`."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from itertools import product
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.test_batch import HALL, document, spinout
from spinout.core.wording import RESERVED
from spinout.reports.formats import FORMATS
from spinout.use_cases.batch_outputs import ReportNames


def report(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run `spinout report` in a folder with the small questionnaire."""
    command = [sys.executable, "-m", "spinout", "report", "--questions", str(HALL), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def noted(service: str, *, exempt: bool) -> str:
    """A document whose answer has a note, and perhaps is not for publication."""
    answer = {"answer": 2, "note": "Nobody must know.", "exempt": exempt}
    return json.dumps({"questionnaire": "village-hall", "service": service, "answers": {"users.meetings": answer}})


def test_each_format_is_that_of_a_single_report(tmp_path: Path) -> None:
    """A service has one name in every format, and each file is what `spinout report` writes."""
    (tmp_path / "a.json").write_text(document("Alpha"))
    formats = [suffix.lstrip(".") for suffix in FORMATS]
    told = spinout(tmp_path, "a.json", "--reports", "out", *(w for name in formats for w in ("--report-format", name)))
    assert (told.returncode, told.stderr) == (0, "")
    files = {*(f"alpha.{name}" for name in formats), "index.html", "index.md"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == files
    for name in formats:
        assert report(tmp_path, "a.json", "-o", f"one.{name}").returncode == 0
        assert (tmp_path / "out" / f"alpha.{name}").read_bytes() == (tmp_path / f"one.{name}").read_bytes()


AFTER_A_PDF = """
import sys
from spinout.cli.boundary import run

if __name__ == "__main__":
    for words in ("report a.json -o a.pdf", "batch a.json b.json --jobs 2 --reports out --report-format pdf"):
        sys.argv = ["spinout", *words.split(), "--questions", sys.argv[-1]]
        assert run() == 0
"""


def test_a_batch_in_a_process_that_has_made_a_pdf_comes_to_its_end(tmp_path: Path) -> None:
    """The library has threads since then: a copy of the process would wait for them for ever."""
    pytest.importorskip("typst")
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(document(name.upper()))
    (tmp_path / "both.py").write_text(AFTER_A_PDF)
    command = [sys.executable, "both.py", str(HALL)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert (tmp_path / "out" / "a.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()


def test_help_names_every_format(tmp_path: Path) -> None:
    """The choices are the keys of the table of formats."""
    words = " ".join(spinout(tmp_path, "--help").stdout.split())
    told = re.search(r"With --reports: (\w+(?:, \w+)* or \w+)\.", words)
    assert told is not None
    assert re.split(", | or ", told[1]) == [suffix.lstrip(".") for suffix in FORMATS]


def test_choices_are_those_of_a_single_report(tmp_path: Path) -> None:
    """Date, notes and templates come out as in `spinout report`."""
    (tmp_path / "a.json").write_text(noted("Alpha", exempt=False))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "report.md.j2").write_text('Own. {% include "shipped/report.md.j2" %}')
    words = ("--as-of", "2026-01-31", "--without-notes", "--templates", "own")
    told = spinout(tmp_path, "a.json", "--reports", "out", "--report-format", "md", *words)
    assert (told.returncode, report(tmp_path, "a.json", "-o", "one.md", *words).returncode) == (0, 0)
    made = (tmp_path / "out" / "alpha.md").read_text(encoding="utf-8")
    assert made == (tmp_path / "one.md").read_text(encoding="utf-8")
    assert (made.startswith("Own."), "2026" in made, "Nobody must know" in made) == (True, True, False)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_exempt_stands_apart(tmp_path: Path, jobs: str) -> None:
    """The report leaves it out; its own folder holds it, only for those that have any, under the same name."""
    documents = [noted("Alpha", exempt=False), noted("Beta", exempt=True), noted("beta", exempt=True)]
    (tmp_path / "a.jsonl").write_text("\n".join(documents))
    told = spinout(tmp_path, "a.jsonl", "--reports", "out", "--exempt", "apart", "--jobs", jobs)
    assert told.returncode == 0
    files = ["alpha.html", "beta-2.html", "beta.html", "index.html"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == files
    assert sorted(path.name for path in (tmp_path / "apart").iterdir()) == ["beta-2.html", "beta.html"]
    assert "Nobody must know" not in (tmp_path / "out" / "beta.html").read_text(encoding="utf-8")
    assert "Nobody must know" in (tmp_path / "apart" / "beta.html").read_text(encoding="utf-8")


def test_where_nothing_is_exempt_that_is_said(tmp_path: Path) -> None:
    """As `spinout report` says it."""
    (tmp_path / "a.json").write_text(document("Alpha"))
    told = spinout(tmp_path, "a.json", "--reports", "out", "--exempt", "apart")
    assert (told.returncode, told.stderr) == (0, "No answer is marked exempt, so nothing was written to apart.\n")


def test_a_template_that_fails_is_told_once_and_stops_nothing(tmp_path: Path) -> None:
    """The table is written all the same, and the exit code says that reports are missing."""
    (tmp_path / "a.jsonl").write_text("\n".join(document(f"S{n}") for n in range(3)))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "report.html.j2").write_text("{{ report.servce }}")
    told = spinout(tmp_path, "a.jsonl", "--reports", "out", "--templates", "own", "-o", "a.csv")
    assert told.returncode == 1
    assert told.stderr.count("report.html.j2:1") == 1
    assert 'a.jsonl: no report could be made. report.html.j2:1: There is no field "servce".' in told.stderr
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 4
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["index.html"]
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert ("No report was written." in index, "3 documents have no report" in index) == (True, True)


def test_a_cohort_is_laid_out_by_the_same_templates(tmp_path: Path) -> None:
    """The user's folder is looked through for the cohort's report too."""
    (tmp_path / "a.json").write_text(document("Alpha"))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "cohort.md.j2").write_text('Own. {% include "shipped/cohort.md.j2" %}')
    assert spinout(tmp_path, "a.json", "-o", "c.md", "--templates", "own").returncode == 0
    assert (tmp_path / "c.md").read_text(encoding="utf-8").startswith("Own.")
    (tmp_path / "own" / "cohort.md.j2").write_text("{{ cohort.nothing }}")
    told = spinout(tmp_path, "a.json", "-o", "d.md", "--templates", "own")
    assert (told.returncode, told.stderr.splitlines()[-1][:15]) == (1, "cohort.md.j2:1:")
    assert not (tmp_path / "d.md").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--report-format", "md"),
        ("--reports", "out", "--report-format", "xlsx"),
        ("--reports", "out", "--template", "a.docx"),
        ("--reports", "out", "--exempt", "./out"),
        ("--reports", "out", "--as-of", "soon"),
        ("--exempt", "apart"),
        ("--without-notes",),
        ("--templates", "."),
        ("--templates", ".", "-o", "a.csv"),
        ("--templates", ".", "-o", "a.xlsx"),
    ],
)
def test_what_does_not_go_together_is_refused_before_any_work(tmp_path: Path, words: tuple[str, ...]) -> None:
    """The exit code is 2, and nothing is written."""
    (tmp_path / "a.json").write_text(document("Alpha"))
    assert spinout(tmp_path, "a.json", *words).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(("name", "package"), [("docx", "docxtpl"), ("pdf", "typst")])
def test_a_part_that_is_not_installed_is_named_before_any_work(tmp_path: Path, name: str, package: str) -> None:
    """One line says what to install."""
    (tmp_path / "a.json").write_text(document("Alpha"))
    words = ["batch", "--questions", str(HALL), "a.json", "--reports", "out", "--report-format", name]
    code = f"import sys; sys.modules[{package!r}] = None; sys.argv[1:] = {words!r}\n"
    code += "from spinout.cli.boundary import run; sys.exit(run())"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    last = told.stderr.splitlines()[-1]
    assert (told.returncode, 'python -m pip install "spinout[' in last) == (2, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_interrupting_leaves_whole_reports(tmp_path: Path) -> None:
    """Each report that stands is whole, in every format, and nothing half done lies beside it."""
    (tmp_path / "a.jsonl").write_text("\n".join(document(f"S{n}") for n in range(5000)))
    command = [sys.executable, "-m", "spinout", "batch", "--questions", str(HALL), "a.jsonl", "--jobs", "1"]
    words = ["--reports", "out", "--report-format", "html", "--report-format", "json"]
    out = tmp_path / "out"
    with subprocess.Popen([*command, *words], cwd=tmp_path, stdout=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (out.is_dir() and len(list(out.iterdir())) > 20):
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
    found = sorted(path.name for path in out.iterdir() if path.name != "index.html")
    index = (out / "index.html").read_text(encoding="utf-8")
    linked = re.findall('<a href="([^"#]+[.]html)"', index)
    assert ("<title>Interrupted: " in index, linked) == (True, [name for name in found if name.endswith("html")])
    stems = {name.partition(".")[0] for name in found}
    assert len(stems) < 5000
    assert found == sorted(f"{stem}{ending}" for stem, ending in product(stems, (".html", ".json")))
    for name in found:
        text = (out / name).read_text(encoding="utf-8")
        assert text.rstrip().endswith("</html>" if name.endswith("html") else "}")


@pytest.mark.parametrize(
    ("formats", "files"),
    [((), "index.html"), (("md",), "index.md"), (("json",), "index.html"), (("json", "md"), "index.md")],
)
def test_the_index_is_of_the_kind_of_its_reports(tmp_path: Path, formats: tuple[str, ...], files: str) -> None:
    """Markdown where that was asked for and HTML was not; it leads to the reports, also to one on a service "Index"."""
    (tmp_path / "a.jsonl").write_text("\n".join((document("Index"), document("B", 9))))
    spinout(tmp_path, "a.jsonl", "--reports", "out", *(w for name in formats for w in ("--report-format", name)))
    assert [path.name for path in (tmp_path / "out").iterdir() if path.stem == "index"] == [files]
    index = (tmp_path / "out" / files).read_text(encoding="utf-8")
    first = f"index-2.{formats[0] if formats else 'html'}"
    assert ((tmp_path / "out" / first).is_file(), first in index, "1 document has no report" in index) == (True,) * 3


def test_the_index_replaces_no_file_unasked(tmp_path: Path) -> None:
    """Also where the reports have another ending."""
    (tmp_path / "a.json").write_text(document("A"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("mine")
    words = ("a.json", "--reports", "out", "--report-format", "json")
    told = spinout(tmp_path, *words)
    assert (told.returncode, (tmp_path / "out" / "index.html").read_text(encoding="utf-8")) == (3, "mine")
    assert spinout(tmp_path, *words, "--force").returncode == 0
    assert "a.json" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_the_index_says_what_the_reports_say(tmp_path: Path) -> None:
    """An answer that is marked exempt has no part in the verdict that either tells."""
    stage = {"answer": "final", "exempt": True}
    answers = {"questionnaire": "mutual-spin-out", "version": "2026.11", "service": "A"}
    (tmp_path / "a.json").write_text(json.dumps({**answers, "answers": {"about.decision": stage}}))
    command = [sys.executable, "-m", "spinout", "batch", "a.json", "--reports", "out"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    index, paper = ((tmp_path / "out" / name).read_text(encoding="utf-8") for name in ("index.html", "a.html"))
    assert ("Final approval" in index, "No stage was stated" in index, "Permission to explore" in index) == (
        False,
        True,
        "Permission to explore" in paper,
    )


@given(st.lists(st.one_of(st.none(), st.text(), st.sampled_from(["CON", "con", "a.", "A", "a-2", "Index", "x" * 300]))))
def test_names_never_clash_and_hold_on_every_system(services: list[str | None]) -> None:
    """No two are one file where case does not count; none is a device or the index, ends in a dot, or is too long."""
    names = ReportNames()
    made = [names.name(service) for service in services]
    assert len({name.casefold() for name in made}) == len(services)
    for name in made:
        assert PureWindowsPath(name).name == name
        assert name not in RESERVED | {"index"}
        assert re.fullmatch("[a-z0-9]([a-z0-9-]*[a-z0-9])?", name)
        assert len(name) < 80
