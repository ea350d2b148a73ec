"""Reports in a real browser: axe finds nothing, wide or narrow or on paper, and nothing sticks out."""

from pathlib import Path

import pytest

from officers import TEXT, WORDS, report
from reports.browsers import looked_at, missing
from spinout.core.slots import SlotWords
from spinout.use_cases.reports import render_report
from stories import story

STORIES = (
    "adventure-playgrounds-answers",
    "youth-centres-answers",
    "youth-safety-answers",
    "resource-centre-answers",
    "small",
)
VIEWS = {"wide": (1280, False), "narrow": (320, False), "paper": (794, True)}

pytestmark = pytest.mark.skipif(missing() is not None, reason=str(missing()))


@pytest.mark.parametrize("name", STORIES)
def test_axe_finds_no_violation(name: str, tmp_path: Path) -> None:
    """WCAG 2.2 AA and the best practices of axe, at 1280 and 320 pixels and with the rules for print."""
    found, form = story(name)
    violated(render_report(found, form, format="html", program_version="0").decode(), tmp_path)


def test_axe_finds_none_in_what_officers_write(tmp_path: Path) -> None:
    """Paragraphs, lists, links and a table, in a heading and in a box."""
    violated(report("html", {**WORDS, "implications.legal": SlotWords(TEXT)}).decode(), tmp_path)


def violated(page: str, tmp_path: Path) -> None:
    """Fail where axe finds anything in a page, at any width."""
    said = looked_at(page, tmp_path, VIEWS)
    told = {view: (one["violations"], one["width"], one["sticks_out"]) for view, one in said.items()}
    assert told == {view: ([], width, False) for view, (width, _) in VIEWS.items()}
