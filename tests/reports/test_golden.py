"""The reports of every story are those that were accepted. `pytest tests/reports --accept` takes new ones."""

from pathlib import Path

import pytest

from spinout.use_cases.reports import render_report
from stories import story, story_files

GOLDEN = Path(__file__).parent.parent / "golden"
KINDS = ("html", "md")


@pytest.mark.parametrize("name", story_files())
@pytest.mark.parametrize("kind", KINDS)
def test_report_is_the_accepted_one(name: str, kind: str, *, accept: bool) -> None:
    """A report has the very bytes that were looked at and accepted."""
    found, form = story(name)
    made = render_report(found, form, format=kind, program_version="0")
    path = GOLDEN / name / f"report.{kind}"
    if accept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    assert path.exists(), f"No report was accepted for {name}. Look at it, then: pytest tests/reports --accept"
    assert made.decode().splitlines() == path.read_bytes().decode().splitlines()


def test_no_report_is_left_over() -> None:
    """Each golden folder belongs to a story."""
    assert {path.name for path in GOLDEN.iterdir() if path.is_dir()} == set(story_files())


@pytest.mark.parametrize("kind", [*KINDS, "json"])
def test_same_inputs_same_bytes(kind: str) -> None:
    """A report made twice is the same."""
    found, form = story("small")
    made = [render_report(found, form, format=kind, program_version="0") for _ in range(2)]
    assert made[0] == made[1]
