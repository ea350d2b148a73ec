"""What a terminal of its own changes: the pager, lines wrapped at words, and tables that do not fit."""

import io
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spinout.cli.screens.pages import Page
from spinout.cli.streams import prose, result, say, width_of
from stories import EXAMPLES

YOUTH = str(EXAMPLES / "youth-centres" / "answers.yaml")
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_prose_is_parted_between_words_and_hangs_under_its_item() -> None:
    """An address and a file's name stay whole, however long they are."""
    path = "examples/adventure-playgrounds/a-very-long-name-of-a-file.yaml"
    assert prose(f"  - Look in {path} first\n1. One two three", 16) == [
        "  - Look in",
        f"    {path}",
        "    first",
        "1. One two three",
    ]
    assert prose("", 30) == [""]


@pytest.mark.parametrize("tell", [say, result])
def test_lines_are_wrapped_at_a_terminal_alone(tell: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe a line stays a line, for whoever searches in it."""
    monkeypatch.setenv("COLUMNS", "40")
    text = "Warning: a sentence that is rather longer than forty columns are wide."
    told = []
    for stream in (Screen(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr" if tell is say else "stdout", stream)
        tell(text)
        told.append(stream.getvalue())
    assert told == ["Warning: a sentence that is rather\nlonger than forty columns are wide.\n", f"{text}\n"]


@pytest.mark.parametrize(("columns", "width"), [("10", 30), ("64", 64), ("500", 100), ("0", 100), ("x", 100)])
def test_a_width_is_one_that_is_read_well(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither narrower nor wider, whatever the environment says."""
    monkeypatch.setenv("COLUMNS", columns)
    assert width_of(io.StringIO()) == width


def test_a_table_that_does_not_fit_breaks_no_word() -> None:
    """Its cells stand below one another, each behind its name."""
    page = Page(width=40)
    page.columns(
        [("Canolfan Ieuenctid", "Approval in principle", "canolfan-ieuenctid-y-dref.yaml")],
        heads=("Service", "Decision", "File"),
        indent=0,
    )
    assert page.lines == [
        "Canolfan Ieuenctid",
        "  Decision: Approval in principle; File:",
        "  canolfan-ieuenctid-y-dref.yaml",
    ]


# the pager


@pytest.fixture
def at_terminal(tmp_path: Path) -> Callable[..., str]:
    """Runs a command at a terminal of 80 by 24, with a pager that counts the lines it is given."""
    if sys.platform == "win32":
        pytest.skip("pexpect drives a POSIX terminal")
    pexpect: Any = pytest.importorskip("pexpect")
    pager = tmp_path / "counting"
    pager.write_text('#!/bin/sh\necho "Paged with $LESS: $(wc -l)"\n', encoding="utf-8")
    pager.chmod(0o755)

    def run(*words: str, **environment: str) -> str:
        given = {**os.environ, "TERM": "xterm", "NO_COLOR": "", "LESS": "", "PAGER": str(pager), **environment}
        given = {name: value for name, value in given.items() if name != "COLUMNS" and value != "unset"}
        told, code = pexpect.run(
            shlex.join([sys.executable, "-m", "spinout", *words]),
            env=given,
            withexitstatus=True,
            encoding="utf-8",
            dimensions=(24, 80),
            timeout=60,
        )
        assert code == 0, told
        return str(told).replace("\r\n", "\n")

    return run


def test_what_is_long_goes_through_the_pager(at_terminal: Callable[..., str]) -> None:
    """And nothing else does."""
    told = at_terminal("score", YOUTH, "--full", LESS="unset")
    assert re.fullmatch(r"Paged with FRX: +\d{3}\n", told)
    assert "Paged" not in at_terminal("score", YOUTH)


@pytest.mark.parametrize(
    ("words", "environment"),
    [(("--no-pager",), {}), ((), {"PAGER": "/no/such/pager"}), ((), {"TERM": "dumb"})],
    ids=["not-wanted", "missing", "dumb"],
)
def test_without_a_pager_it_is_printed(
    words: tuple[str, ...], environment: dict[str, str], at_terminal: Callable[..., str]
) -> None:
    """The verdict stands at both ends, so that one of them is in sight."""
    told = CODES.sub("", at_terminal("score", YOUTH, "--full", *words, **environment))
    assert told.count("Verdict: Cannot tell yet\n") == 2
    assert told.endswith("Verdict: Cannot tell yet\n")
    assert max(map(len, told.splitlines())) <= 80


def test_one_screen_is_drawn_and_fits(at_terminal: Callable[..., str]) -> None:
    """With colour and shapes; without colour shapes stay; a dumb terminal has words alone."""
    told = at_terminal("score", YOUTH)
    assert "\x1b[1;30;43mCANNOT TELL YET\x1b[0m" in told
    assert len(told.splitlines()) < 24
    plain = at_terminal("score", YOUTH, NO_COLOR="1")
    assert plain == CODES.sub("", told)
    assert "■" in plain
    dumb = at_terminal("score", YOUTH, TERM="dumb")
    assert not set("■□█▒·\x1b") & set(dumb)
    assert "18 of 35 met  cannot tell yet: 17 unknown" in dumb
