"""The reports of every story are those that were accepted. `pytest tests/reports --accept` takes new ones.

Two stories have their whole papers. Of every other one there is what differs from the first of them, so
that a template which was changed is one difference to read, and not nine.
"""

from pathlib import Path

import pytest

from spinout.use_cases.reports import render_report
from stories import story, story_files

GOLDEN = Path(__file__).parent.parent / "golden"
KINDS = ("html", "md")
WHOLE = ("adventure-playgrounds-answers", "small")
OTHERS = sorted(set(story_files()) - set(WHOLE))


def lines_of(name: str, kind: str) -> list[str]:
    """The lines of a story's report."""
    found, form = story(name)
    return render_report(found, form, format=kind, program_version="0").decode().splitlines()


def assert_accepted(made: list[str], name: str, *, accept: bool) -> None:
    """These are the lines that were looked at and accepted."""
    path = GOLDEN / name
    if accept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("".join(f"{line}\n" for line in made).encode())
    assert path.exists(), f"No report was accepted for {name}. Look at it, then: pytest tests/reports --accept"
    assert made == path.read_bytes().decode().splitlines()


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("kind", KINDS)
def test_whole_report_is_the_accepted_one(name: str, kind: str, *, accept: bool) -> None:
    """A report is the very text that was looked at and accepted."""
    assert_accepted(lines_of(name, kind), f"{name}/report.{kind}", accept=accept)


@pytest.mark.parametrize("name", OTHERS)
def test_what_differs_is_what_was_accepted(name: str, *, accept: bool) -> None:
    """What a report says and the first whole one does not is what was looked at and accepted."""
    whole = set(lines_of(WHOLE[0], "md"))
    assert_accepted([line for line in lines_of(name, "md") if line not in whole], f"{name}.md", accept=accept)


def test_no_report_is_left_over() -> None:
    """Each golden file belongs to a story; those of documents side by side stand in a folder of their own."""
    assert {path.name for path in GOLDEN.iterdir()} == {*WHOLE, *(f"{name}.md" for name in OTHERS), "side-by-side"}


@pytest.mark.parametrize("kind", [*KINDS, "json"])
def test_same_inputs_same_bytes(kind: str) -> None:
    """A report made twice is the same."""
    found, form = story("small")
    made = [render_report(found, form, format=kind, program_version="0") for _ in range(2)]
    assert made[0] == made[1]
