"""Lists whose items a file of their own lays out."""

from pathlib import Path

import pytest

from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.resources import shipped
from spinout.use_cases.reports import render_report
from stories import story

NAME = "adventure-playgrounds-answers"


def page(own: Path | None = None, name: str = NAME) -> str:
    """A story's page as a folder of one's own lays it out."""
    found, form = story(name)
    templates = Templates(shipped("templates"), own)
    return render_report(found, form, format="html", program_version="0", templates=templates).decode()


def write(folder: Path, text: str) -> Path:
    """A folder with a file of its own for an answer."""
    (folder / "html").mkdir(parents=True)
    (folder / "html" / "answer.html.j2").write_text(text, encoding="utf-8")
    return folder


def test_an_item_has_a_file_that_can_be_replaced(tmp_path: Path) -> None:
    """One small file changes how every answer looks, and nothing else; what it inserts is escaped."""
    own = write(tmp_path / "own", "<p class='own'>{{ one.ask }}{{ '<&>' }}</p>\n")
    made = page(own)
    assert made.count("<p class='own'>") == page().count('<div id="answer-')
    assert made.count("&lt;&amp;&gt;</p>") == made.count("<p class='own'>")
    assert '<div id="answer-' not in made
    assert '<div id="source-' in made


def test_what_is_remembered_belongs_to_its_templates(tmp_path: Path) -> None:
    """The same item in two councils' looks is laid out by the file of each, whichever came first."""
    one = write(tmp_path / "one", "<p>one {{ one.id }}</p>\n")
    other = write(tmp_path / "other", "<p>other {{ one.id }}</p>\n")
    pages = [page(own) for own in (None, one, other, one, None)]
    assert pages[0] == pages[4]
    assert pages[1] == pages[3]
    assert "<p>one " not in pages[2]
    assert "<p>other " not in pages[1]


def test_no_report_has_the_words_of_another() -> None:
    """Pages made in turn are the pages made alone."""
    names = (NAME, "adventure-playgrounds-staff", NAME, "play-clubs-answers", "adventure-playgrounds-staff")
    pages = [page(name=name) for name in names]
    assert pages[0] == pages[2]
    assert pages[1] == pages[4]
    assert len(set(pages)) == 3


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A template that names a file for its items which is not there is told so."""
    (tmp_path / "report.html.j2").write_text("{{ each('html/no-such.html.j2', report.answers) }}", encoding="utf-8")
    with pytest.raises(BrokenTemplate, match=r"no-such\.html\.j2"):
        page(tmp_path)
