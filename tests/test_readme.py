"""The README: its picture of a result is what the program prints, and its commands exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spinout.cli.screens.glance import Layout, glance_rows
from spinout.reports.view.glance import glance_of
from spinout.use_cases.assessments import Assessed, assess_file
from stories import loaded

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = "examples/adventure-playgrounds/answers.yaml"


def run(*arguments: str) -> str:
    """What a command prints at 100 columns."""
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "spinout", *arguments], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    return done.stdout.decode()


def test_the_picture_is_what_the_program_shows() -> None:
    """The block under "What you get" is the screen for the example, at a terminal of 80 by 24."""
    match = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert match is not None
    found = assess_file(str(ROOT / EXAMPLE), loaded())
    assert isinstance(found, Assessed)
    rows = glance_rows(glance_of(found.assessment, found.hearing()), Layout(80, 24, shapes=True), EXAMPLE)
    assert [row.text for row in rows] == match.group(1).splitlines()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^\| `spinout ([a-z]+)", README, re.MULTILINE))))
def test_every_command_in_the_table_exists(command: str) -> None:
    """Each has its help, with an example."""
    assert "Example: spinout " + command in run(command, "--help")


def test_every_command_stands_in_the_table() -> None:
    """None that the program has is left out."""
    told = set(re.findall(r"^\| `spinout ([a-z]+)", README, re.MULTILINE))
    shown = run("--help").split("Commands:")[1]
    assert set(re.findall(r"^  ([a-z]+)  ", shown, re.MULTILINE)) == told


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)]+)\)", README))))
def test_every_page_that_is_linked_is_there(link: str) -> None:
    """No link leads nowhere."""
    assert (ROOT / link).exists()
