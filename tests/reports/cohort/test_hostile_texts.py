"""Hostile names and lessons change no report's structure, and say no name where none is to be said."""

import re

import pytest
from markdown_it import MarkdownIt

from reports.cohort.cohorts import cells, entry, page, parts, rendered, words_in
from spinout.core.problems import Code, Problem
from spinout.reports.cohort.entries import RefusedEntry, UnreadableEntry
from spinout.reports.cohort.view import Cohort

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("https://example.org","x")',
    "https://example.org/",
    "mailto:someone@example.org",
    "internal:Sheet1!A1",
    "0123",
    "1e3",
    "{=1}",
    "_x0041_",
    "</script><script>alert(1)</script>",
    "{{ cohort }} {% raw %}",
    "| a | b |",
    "[link](https://example.org) ![p](x.png)",
    "&lt;b&gt; & 'quoted' \"quoted\"",
    "TRUE",
)


def cohort_of(text: str) -> Cohort:
    """A cohort in which a text stands wherever somebody may write one."""
    lessons = [{"text": text}, {"question": "start.plan", "text": text}]
    entries = tuple(
        entry(text, file=f"{text}.yaml", organisation=text, lessons=lessons, start__backing=n) for n in range(3)
    )
    refused = (RefusedEntry(text, 3, 1, Problem(Code.WRONG_ANSWER, text, text, file=text, line=1, column=1)),)
    return Cohort(entries, refused, (UnreadableEntry(text, text),))


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_cell_is_the_text(text: str) -> None:
    """A spreadsheet has the text as a text, letter for letter, and no formula, link or number of it."""
    made = rendered(cohort_of(text), "xlsx")
    sheets = cells(made)
    head, *rows = sheets["Services"]
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert {(line["Service"], line["Organisation"], line["File"]) for line in told} == {(text, text, f"{text}.yaml")}
    assert [(row[2], row[3]) for row in sheets["Lessons"][1:]] == [(text, f"{text}, {text}")] * 2
    assert [row[2] for row in sheets["Refused"][1:]] == [text, text]
    pages = {name: part for name, part in parts(made).items() if name.startswith("xl/worksheets/")}
    assert not [name for name, part in pages.items() if "<f" in part.replace("<fo", "") or "hyperlink" in part]


def test_a_text_is_no_part_of_the_workbook() -> None:
    """The library takes a text between these tags for its own; a blank behind it makes it a text."""
    text = "<r><t>Somebody else</t></r>"
    assert cells(rendered(cohort_of(text), "xlsx"))["Services"][1][1] == f"{text} "


def test_numbers_are_numbers() -> None:
    """Counts and ends of ranges are no texts."""
    made = cells(rendered(Cohort((entry("A"),)), "xlsx"))
    head, row = made["Services"]
    told = dict(zip(head, row, strict=True))
    assert (told["Overall: lowest"], told["Overall: highest"], told["Conditions"]) == (0.0, 100.0, 0.0)


def test_each_sheet_is_a_real_table_with_its_headings_in_sight() -> None:
    """A sheet without rows has headings too, and says that there is nothing."""
    made = parts(rendered(Cohort((entry("A"),)), "xlsx"))
    tables = sorted(name for name in made if name.startswith("xl/tables/"))
    pages = [part for name, part in made.items() if name.startswith("xl/worksheets/sheet")]
    assert (len(tables), len(pages)) == (5, 7)
    assert all('state="frozen"' in part for part in pages)
    assert cells(rendered(Cohort((entry("A"),)), "xlsx"))["Refused"][1][0] == "None."


def test_rows_are_as_high_as_their_fullest_cell_needs() -> None:
    """A row with wrapped text says its height, so that it is seen whole in every program; one line needs none."""
    made = parts(rendered(Cohort((entry("A", lessons=[{"text": "word " * 60}, {"text": "Short."}]),)), "xlsx"))
    sheet = made["xl/worksheets/sheet6.xml"]
    heights = {row: float(height) for row, height in re.findall(r'<row r="([0-9]+)"[^>]* ht="([0-9.]+)"', sheet)}
    assert list(heights) == ["2"]
    assert 15 * 5 <= heights["2"] <= 15 * 8


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    """The workbook stays whole, also where characters count twice."""
    made = cells(rendered(Cohort((entry("A", lessons=[{"text": "\U0001f600" * 20_000}]),)), "xlsx"))
    lesson = str(made["Lessons"][1][2])
    assert (lesson.endswith("[cut here: the cell is full]"), len(lesson.encode("utf-16-le")) // 2) == (True, 32767)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_shows_the_text_and_does_nothing_else(text: str) -> None:
    """The tags and attributes are those of a harmless cohort; nothing is loaded."""
    tags, attributes, words = page(rendered(cohort_of(text), "html"))
    plain_tags, plain_attributes, _ = page(rendered(cohort_of("plain"), "html"))
    assert (tags, attributes) == (plain_tags, plain_attributes)
    assert words.count(text) >= 12
    assert not tags & {"script", "img", "iframe", "object", "link", "form"}


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_the_text_and_does_nothing_else(text: str) -> None:
    """Read as Markdown with tables, the kinds of its pieces are those of a harmless cohort."""
    reader = MarkdownIt("commonmark", {"linkify": False}).enable("table")
    shapes = []
    for one in (text, "plain"):
        tokens = reader.parse(rendered(cohort_of(one), "md").decode())
        shapes.append([(t.type, [c.type for c in t.children or () if c.type != "text"]) for t in tokens])
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("kind", ["html", "md", "xlsx"])
def test_nothing_tells_who_is_who_without_names(kind: str) -> None:
    """No service, organisation, file or date appears, also where a lesson or a problem names one."""
    secrets = ("Xanadu Baths", "Yonder Council", "zulu-file", "2026-03-04", "kilo-folder", "Quebec")
    told = "We at XANADU  baths and Yonder Council (zulu-file.yaml) learned on 2026-03-04 to ask."
    names = (secrets[0], "Whisky Hall", "Victor Park", "Uniform Road")
    entries = tuple(
        entry(name, file="kilo-folder/zulu-file.yaml", organisation=secrets[1], lessons=[{"text": told}])
        for name in names
    )
    problem = Problem(Code.WRONG_ANSWER, "Quebec is none.", "Quebec", file="kilo-folder/zulu-file.yaml", line=3)
    cohort = Cohort(entries, (RefusedEntry("zulu-file", None, 1, problem),), (UnreadableEntry("zulu-file", "Quebec"),))
    made = rendered(cohort, kind, anonymous=True)
    text = words_in(made) if kind == "xlsx" else made.decode()
    found = re.sub(r"\s+", " ", text.replace("\\", "")).casefold()
    assert [secret for secret in (*secrets, *names) if secret.casefold() in found] == []
    assert "learned on" in found
    assert "service 4" in found
