"""The page on the interview: its session is a real one, and it names every command and type."""

import datetime
from pathlib import Path

import pytest

from cli.talks import Talk, talk
from spinout.core.interview.prompts import WORDS
from spinout.core.kinds import KINDS

__all__ = ["talk"]

PAGE = Path(__file__).parents[2] / "docs" / "interview.md"
BEGINS, ENDS = (
    "<!-- session: made by a test; --accept writes it anew -->\n```text\n",
    "```\n<!-- end of the session -->\n",
)
LINES = (
    *("Riverside play clubs", "Example Borough Council", "Service lead"),
    *("play", "youth", "2", ":b", "", "new", "?", "12", "y", "not sure"),
    *("5", "Draft rules of 3 November, clause 12", ":undo", ":undo", "none", ":l", "3"),
    *("1,3", ":n Parents asked for this", ":s", "3 2 2 2 3 0", "", ":q"),
)


class ThatDay(datetime.date):
    """The day of the session on the page."""

    @classmethod
    def today(cls) -> "ThatDay":
        """Always the same."""
        return cls(2026, 11, 23)


def test_the_session_on_the_page_is_a_real_one(talk: Talk, monkeypatch: pytest.MonkeyPatch, *, accept: bool) -> None:
    """What the page shows is what the program says today; `--accept` writes it anew."""
    monkeypatch.setattr(datetime, "date", ThatDay)
    told = talk(lines=LINES, questions=None)
    assert (told.code, told.err) == (0, "")
    said = f"$ spinout assess\n{told.out}"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
    shown, _, after = rest.partition(ENDS)
    if accept:
        PAGE.write_text(f"{before}{BEGINS}{said}{ENDS}{after}", encoding="utf-8", newline="\n")
        return
    assert shown == said


def test_the_page_lists_every_command() -> None:
    """Short and long, with the words that the program uses."""
    page = PAGE.read_text(encoding="utf-8")
    for command, (long, words) in WORDS.items():
        assert f"| `{command.value}` | `{long}` | {words} |" in page


def test_the_page_says_how_each_type_is_answered() -> None:
    """A row for each kind of question."""
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in KINDS if f"\n| {name} |" not in page] == []
