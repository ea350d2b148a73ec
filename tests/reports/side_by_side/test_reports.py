"""The reports of comparisons and panels: the same words as the screen in each format, with pictures and a record."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.browsers import looked_at, missing
from spinout.core.wording import cleaned, on_one_line
from spinout.reports.claims import text_of
from spinout.reports.formats import SIDE_FORMATS
from spinout.reports.side_by_side.documents import ComparedSubject, PanelSubject
from spinout.reports.side_by_side.telling import Telling, parts_of
from spinout.reports.side_by_side.view import SideBySideView, side_by_side_view
from spinout.use_cases.comparisons import Compared, Panelled, compare_files, panel_files
from spinout.use_cases.templates import rendered
from stories import EXAMPLES, loaded
from word_numbers import read

OLD, NEW = EXAMPLES / "adventure-playgrounds" / "2025.yaml", EXAMPLES / "adventure-playgrounds" / "answers.yaml"
LIBRARY = sorted(str(path) for path in (EXAMPLES / "community-library").glob("*.yaml"))


def compared(*paths: Path) -> ComparedSubject:
    """The comparison of some files."""
    found = compare_files([str(path) for path in paths], loaded())
    assert isinstance(found, Compared)
    return found.subject("spinout 0", paths=False)


def panelled() -> PanelSubject:
    """The panel of an example."""
    found = panel_files(LIBRARY, loaded())
    assert isinstance(found, Panelled)
    return found.subject(loaded(), "spinout 0", paths=False)


def subjects() -> dict[str, ComparedSubject | PanelSubject]:
    """A comparison, a timeline and a panel."""
    return {"comparison": compared(OLD, NEW), "timeline": compared(OLD, NEW, NEW), "panel": panelled()}


SUBJECTS = subjects()


def told(view: SideBySideView) -> Iterator[str]:
    """Every text of a view but those within pictures."""
    yield view.title
    for part in view.parts:
        yield part.title or ""
        for block in part.blocks:
            yield block.text
            yield from (line for item in block.items for line in (item.text, *item.more))
            yield from () if block.table is None else (cell for row in block.table.rows for cell in row)
    yield from view.notes
    yield from (line.text for line in view.record)


def words(text: str) -> str:
    """The letters and digits of a text, whatever stands between them."""
    return "".join(re.findall(r"\w", text))


def words_in_word(content: bytes) -> str:
    """What a Word file says, in the order of its body."""
    from docx import Document

    body = Document(BytesIO(content)).element.body
    return words("".join(text.text or "" for text in body.iter() if text.tag.endswith("}t")))


@pytest.mark.parametrize("name", SUBJECTS)
def test_each_format_says_all_of_it_in_its_order(name: str) -> None:
    """The texts of the view follow one another in Markdown, HTML and Word."""
    from html import unescape

    view = side_by_side_view(SUBJECTS[name])
    html = rendered(SIDE_FORMATS, ".html", SUBJECTS[name], None).decode()
    html = re.sub(r"<(style|figure)\b.*?</\1>|<[^>]*>", " ", html[html.index("<body") :], flags=re.DOTALL)
    markdown = rendered(SIDE_FORMATS, ".md", SUBJECTS[name], None).decode()
    for made in (
        words(unescape(html)),
        words(markdown),
        words_in_word(rendered(SIDE_FORMATS, ".docx", SUBJECTS[name], None)),
    ):
        place = 0
        for text in told(view):
            found = made.find(words(text), place)
            assert found >= 0, text
            place = found + len(words(text))


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_pdf_says_all_of_it_in_its_order(name: str) -> None:
    """The texts of the view, but those in tables, whose cells a reader of PDF takes apart."""
    pytest.importorskip("typst", reason='needs the extra "pdf"')
    made = text_of(rendered(SIDE_FORMATS, ".pdf", SUBJECTS[name], None), ".pdf")
    view = side_by_side_view(SUBJECTS[name])
    said = words(re.sub(r"\n.*\n?Page \d+ of \d+", "", made))
    titles = [part.title for part in view.parts if part.title is not None]
    paragraphs = [block.text for part in view.parts for block in part.blocks if block.kind == "paragraph"]
    assert len(titles) > 1
    assert [text for text in (view.title, *titles, *paragraphs) if words(text) not in said] == []


def test_the_pictures_are_of_what_moved_by_date_and_of_who_stands_where() -> None:
    """Each with its words, and the same as a table."""
    pictures = {
        name: [b.picture for part in side_by_side_view(s).parts for b in part.blocks if b.picture]
        for name, s in SUBJECTS.items()
    }
    assert {name: [picture.id for picture in found] for name, found in pictures.items()} == {
        "comparison": ["moves"],
        "timeline": ["dates", "moves"],
        "panel": ["voices"],
    }
    assert pictures["comparison"][0].text.startswith("Overall: before 11 to 83, now ")
    (voices,) = pictures["panel"]
    assert "A is lead" in voices.caption
    assert len(voices.table.rows) == 8
    assert all(0 <= shape.x <= voices.width for shape in voices.shapes)


@pytest.mark.parametrize("name", SUBJECTS)
def test_word_counts_what_is_told_with_a_number_and_no_heading(name: str) -> None:
    """Each list begins where it is told to; nothing refers to a heading by a number."""
    pytest.importorskip("docx", reason='needs the extra "word"')
    parts = side_by_side_view(SUBJECTS[name]).parts
    blocks = [block for part in parts for block in part.blocks if block.start is not None]
    wanted = [
        (f"{number}.", item.text) for block in blocks for number, item in enumerate(block.items, block.start or 0)
    ]
    found = read(rendered(SIDE_FORMATS, ".docx", SUBJECTS[name], None))
    assert [(number, words) for number, words, _ in found if number] == wanted
    assert any(style == "heading 1" for _, _, style in found)


def test_files_are_named_without_their_folders() -> None:
    """The record has each with its digest, and each questionnaire once."""
    record = side_by_side_view(SUBJECTS["comparison"]).record
    assert [line.label for line in record] == ["Document 1", "Document 2", "Questionnaire"]
    assert [line.text.split(",")[0] for line in record[:2]] == ["2025.yaml", "answers.yaml"]


def test_exempt_answers_are_told_and_not_quoted(tmp_path: Path) -> None:
    """The report says that it is not for publication."""
    for name, source in (("old.yaml", OLD), ("new.yaml", NEW)):
        text = source.read_text(encoding="utf-8")
        text = re.sub(
            r"(?m)^(\s+transition\.sponsorship:).*$", r"\1 {answer: 2, note: Secret words, exempt: true}", text
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    subject = compared(tmp_path / "old.yaml", tmp_path / "new.yaml")
    assert (side_by_side_view(subject).private or "").endswith("This report is not for publication.")
    assert side_by_side_view(SUBJECTS["comparison"]).private is None
    for suffix in (".html", ".md"):
        made = rendered(SIDE_FORMATS, suffix, subject, None).decode()
        assert ("Secret words" in made, "not for publication" in made) == (False, True)


PIECES = st.lists(st.tuples(st.sampled_from(["heading", "-", "1.", "2.", "", "  "]), st.text(max_size=20)), max_size=12)


@given(PIECES)
def test_nothing_that_is_told_is_lost_in_its_parts(pieces: list[tuple[str, str]]) -> None:
    """Whatever the order of headings, items and texts, the parts have each of them once, in that order."""
    telling = Telling("T")
    for kind, text in pieces:
        if kind == "heading":
            telling.heading(text)
        else:
            telling.text(text, indent=len(kind) if kind.isspace() else 0, mark=kind.strip() and f"{kind} ")
    found = []
    for part in parts_of(telling):
        found += [part.title] if part.title is not None else []
        for block in part.blocks:
            lists = [line for item in block.items for line in (item.text, *item.more)]
            found += lists if block.kind == "list" else [block.text]
    assert found == [text for _, text in pieces]


@pytest.mark.skipif(missing() is not None, reason=str(missing()))
@pytest.mark.parametrize("name", SUBJECTS)
def test_axe_finds_no_violation(name: str, tmp_path: Path) -> None:
    """At 1280 and 320 pixels; and nothing sticks out."""
    page = rendered(SIDE_FORMATS, ".html", SUBJECTS[name], None).decode()
    said = looked_at(page, tmp_path, {"wide": (1280, False), "narrow": (320, False)})
    assert {view: (one["violations"], one["sticks_out"]) for view, one in said.items()} == {
        "wide": ([], False),
        "narrow": ([], False),
    }


def test_hostile_names_are_words(tmp_path: Path) -> None:
    """A service's name that looks like a tag, a script or a mark stays a text in each format."""
    name = "<script>alert(1)</script> {{ 7*7 }} [x](javascript:y) & *z*"
    for file in ("old.yaml", "new.yaml"):
        text = NEW.read_text(encoding="utf-8").replace("service: Adventure playgrounds", f"service: '{name}'")
        (tmp_path / file).write_text(text, encoding="utf-8")
    subject = compared(tmp_path / "old.yaml", tmp_path / "new.yaml")
    assert name in side_by_side_view(subject).title
    html = rendered(SIDE_FORMATS, ".html", subject, None).decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in html
    assert "[x](javascript" not in rendered(SIDE_FORMATS, ".md", subject, None).decode()
    assert words(on_one_line(cleaned(name))) in words_in_word(rendered(SIDE_FORMATS, ".docx", subject, None))
