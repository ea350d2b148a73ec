"""spinout opens no connection: its main paths run where none can be opened."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from spinout.cli.boundary import run
from spinout.reports.formats import FORMATS
from stories import CHECKOUT, EXAMPLES

PLAY = str(EXAMPLES / "play-clubs" / "answers.yaml")


def forbidden(*_: object, **__: object) -> NoReturn:
    """What stands in the place of all that reaches out."""
    raise AssertionError("A connection was asked for.")


@pytest.fixture(autouse=True)
def no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, in which no socket can be made and no name looked up."""
    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, forbidden)
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("own/report.md.j2").write_text("Ours.")


def test_a_socket_would_be_seen() -> None:
    """The guard of these tests is no empty one."""
    with pytest.raises(AssertionError, match="A connection was asked for"):
        socket.create_connection(("localhost", 9))


def ends_well(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Run a command in this process."""
    monkeypatch.setattr(sys, "argv", ["spinout", *words])
    assert run() == 0


@pytest.mark.parametrize(
    "words",
    [
        ("check", PLAY),
        ("score", PLAY),
        ("score", PLAY, "--json"),
        ("plan", PLAY),
        ("compare", PLAY, PLAY),
        ("questions",),
        ("templates", "--copy", "copied"),
        ("template", "check", "own"),
        ("template", "check", str(CHECKOUT / "templates" / "report.docx")),
        ("batch", PLAY, "-o", "cohort.html", "--reports", "reports", "--jobs", "1"),
        ("assess", "new.yaml", "--set", "service=Ours"),
    ],
)
def test_a_command_opens_no_connection(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it does."""
    if "report.docx" in words[-1]:
        pytest.importorskip("docxtpl", reason='needs the extra "word"')
    ends_well(monkeypatch, *words)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_report_opens_no_connection(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In any format, and when it is verified; with templates of one's own too."""
    if FORMATS[suffix].package is not None:
        pytest.importorskip(str(FORMATS[suffix].package))
    ends_well(monkeypatch, "report", PLAY, "-o", f"r{suffix}")
    ends_well(monkeypatch, "verify", f"r{suffix}", PLAY)
    ends_well(monkeypatch, "report", PLAY, "-o", f"own{suffix}", "--templates", "own")


SEALED = """
import resource, sys, typst
from spinout.reports.layouts import pdf
from spinout.reports.layouts.environments import Templates
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from paper_views import subject_of
from spinout.reports.view.view import view_of
import fontpkg_source_sans_3

compile, asked = typst.compile, []
fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(fontpkg_source_sans_3.ROOT)])

def sealed(source, **named):
    named["font_paths"] = fonts
    compile(source, **named)  # what is loaded once, such as a font, is loaded now
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        made = compile(source, **named)
        try:
            compile(b'#import "@preview/word:0.1.0"')
        except typst.TypstError as error:
            asked.append(error.message)
        return made
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

view, templates = view_of(subject_of("adventure-playgrounds-answers")), Templates(Path(sys.argv[1]))
open_made = pdf.pdf_of(view, templates)
typst.compile = sealed
assert pdf.pdf_of(view, templates) == open_made
assert len(asked) == 1 and "failed to download" in asked[0], asked
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot forbid a process to open anything")
def test_the_compiler_of_pdf_opens_nothing_for_the_shipped_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no Python, so the system forbids it: with no file and no socket to be had, the paper is the same."""
    pytest.importorskip("typst", reason='needs the extra "pdf"')
    monkeypatch.undo()
    paths = os.pathsep.join(path for path in sys.path if path)
    subprocess.run(
        [sys.executable, "-c", SEALED, str(CHECKOUT / "templates"), str(CHECKOUT / "tests")],
        check=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
