"""The reports of comparisons and panels: the same words as the screen in each format, with pictures and a record."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.browsers import looked_at, missing
from reports.test_golden import assert_accepted
from spinout.core.scoring.scores import points_brought
from spinout.core.wording import cleaned, on_one_line
from spinout.reports.claims import text_of
from spinout.reports.formats import SIDE_FORMATS
from spinout.reports.side_by_side.documents import ComparedSubject, PanelSubject
from spinout.reports.side_by_side.telling import Telling, parts_of
from spinout.reports.side_by_side.view import SideBySideView, side_by_side_view
from spinout.reports.view.drawings import PictureTable
from spinout.reports.view.words import tenths
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
    yield from (text for line in view.facts for text in (line.label, line.text))
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
    assert voices.caption.startswith(
        "Drawn are the 8 that lie farthest apart, of 14 questions with levels; the other 3 "
    )
    assert "A: Service lead; B: Residents or volunteers; " in voices.caption
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


TOOL = re.compile(r"\bgates?\b|\b[a-z-]+\.[a-z-]{3,}\b|--|\b\d{4}-\d\d|\blevels? \d|^\d: |\.yaml|\bstages?\b")


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_report_is_in_the_words_of_papers(name: str) -> None:
    """No gate, id, option, file or level's number, and no date in figures, but in how it was made."""
    view = side_by_side_view(SUBJECTS[name])
    pictures = [block.picture for part in view.parts for block in part.blocks if block.picture]
    drawn = [text for each in pictures for text in (each.caption, each.text, *(shape.text for shape in each.shapes))]
    record = {line.text for line in view.record}
    assert [text for text in (*told(view), *drawn) if text not in record and TOOL.search(text)] == []


def test_a_comparison_says_first_what_moved_and_why() -> None:
    """Verdict and score before and now, requirements, and the answers that moved the score most, in sentences."""
    first, *_ = side_by_side_view(SUBJECTS["comparison"]).parts
    (summary,) = first.blocks
    assert [item.text for item in summary.items] == [
        "The verdict is now: Not ready: conditions to meet first. Before, it was: Cannot tell yet.",
        "The answers before ask for Permission to explore, those now for Approval in principle. So that they can be "
        "compared, the requirements below are those of Approval in principle on both dates; judged for that, the "
        "verdict before is: Too early for this decision.",
        "The score, out of 100, is now: 51 to 52, Developing. Before, it was: 11 to 83, Not started to Nearly ready.",
        "43 questions had no answer before, 1 has none now.",
        "Of 36 requirements of Approval in principle that apply, 32 are met; before, 4 were. 28 are newly met and "
        "2 are now known not to be met.",
        "59 answers changed, 3 are as before.",
        "The score moved most by these answers: Staff in favour; Ownership by members; Board seats that members elect.",
    ]


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_report_is_the_accepted_one(name: str, *, accept: bool) -> None:
    """It is the very text that was looked at and accepted, but for the digests of what it was made from."""
    made, _ = rendered(SIDE_FORMATS, ".md", SUBJECTS[name], None).decode().split("## How this was made")
    assert_accepted(made.splitlines(), f"side-by-side/{name}.md", accept=accept)


def table_of(subject: ComparedSubject | PanelSubject, title: str) -> PictureTable:
    """The table under a heading of a report."""
    (found,) = (b.table for p in side_by_side_view(subject).parts if p.title == title for b in p.blocks if b.table)
    return found


def test_requirements_are_compared_at_the_decision_now_asked_for() -> None:
    """As they are where both are judged for it; that one of them asked for another decision is no change of these."""
    found = compare_files([str(OLD), str(NEW)], loaded(), stage="in-principle")
    assert isinstance(found, Compared)
    (step,) = found.steps
    table = table_of(SUBJECTS["comparison"], "Requirements that changed")
    old = {gate.question.id: gate.state for gate in step.old.gates}
    moved = [gate.question.title for gate in step.new.gates if gate.state is not old.get(gate.question.id)]
    assert sorted(title for row in table.rows for title in row[2].split("; ")) == sorted(moved)
    assert table == table_of(found.subject("spinout 0", paths=False), "Requirements that changed")


def test_every_answer_that_changed_stands_once_with_its_points() -> None:
    """Those that moved the score most first; in a timeline the rest is counted."""
    (step,) = compared(OLD, NEW).steps
    titles = ("The answers that moved the score most", "Other answers that changed", "Other answers that are new")
    rows = [row for title in titles for row in table_of(SUBJECTS["comparison"], title).rows]
    assert sorted(row[0] for row in rows) == sorted(step.new.questionnaire.questions[i].title for i in step.answers)
    points = points_brought(step.new.questionnaire, step.new.statuses)
    by_title = {step.new.questionnaire.questions[ident].title: each for ident, each in points.items()}
    for row in rows:
        assert row[-1] == "-" if row[0] not in by_title else row[-1].startswith(tenths(by_title[row[0]].low))
    said = list(told(side_by_side_view(SUBJECTS["timeline"])))
    assert "49 more answers changed. A comparison of these two alone has each." in said


def test_a_panel_says_first_where_they_agree_and_differ() -> None:
    """Who was heard, how many questions they differ on, the widest, the requirements, the verdict and the range."""
    first, *_ = side_by_side_view(SUBJECTS["panel"]).parts
    assert [item.text for block in first.blocks for item in block.items] == [
        "17 questions were answered by two or more. On none of them do all agree.",
        "They lie farthest apart on: Decisions kept for members; Members' part in vision and direction; The board's "
        "duty to answer to members.",
        "On no requirement do some of their answers meet it while others do not.",
        "Asked a part of the questions, so that no verdict is given on their answers: Residents or volunteers; Staff; "
        "Users, carers or parents.",
        "On the answers of Service lead the verdict is: Ready for: Approval in principle. Their score is 62 out of "
        "100.",
        "Taken each way that one of them answered, the score is 48 to 62 out of 100; what nobody answered is open in "
        "it. That is not their mean: no middle is taken.",
    ]


def test_respondents_have_one_name_and_documents_of_one_are_counted() -> None:
    """The questionnaire's label for each, nowhere the word of the file."""
    view = side_by_side_view(SUBJECTS["panel"])
    said = [text for text in told(view) if text not in {line.text for line in view.record}]
    assert [line.label for line in view.facts] == [
        "Service lead",
        "Residents or volunteers",
        "Staff",
        "Users, carers or parents",
    ]
    assert any("Users, carers or parents (2 of 2): Groups are named." in text for text in said)
    assert not any(re.search(r"(^|; |\. )(lead|users|residents)\b", text) for text in said)


def test_a_panel_only_names_questions_with_an_exempt_answer(tmp_path: Path) -> None:
    """Whether and how far answers to them differ, and what the others said, is left out with every figure."""
    marked = "{answer: 2, note: Secret words, exempt: true}"
    for name in ("lead", "staff"):
        text = (EXAMPLES / "community-library" / f"{name}.yaml").read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(\s+transition\.pensions:) \d$", rf"\1 {marked}" if name == "lead" else r"\1 1", text)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = panel_files([str(tmp_path / "lead.yaml"), str(tmp_path / "staff.yaml")], loaded())
    assert isinstance(found, Panelled)
    view = side_by_side_view(found.subject(loaded(), "spinout 0", paths=False))
    assert [text for text in told(view) if "Pensions" in text] == ["Pensions"]
    assert (
        next(p.blocks[0].items[0].text for p in view.parts if p.title and p.title.startswith("Left out")) == "Pensions"
    )
    assert "every figure of its question alone, is left out" in (view.private or "")


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
    title = loaded().questionnaire.questions["transition.sponsorship"].title
    assert not any(title in text for text in told(side_by_side_view(subject)))
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


def test_word_keeps_short_tables_whole_and_sets_heads_as_their_numbers() -> None:
    """The rows of a short table are kept together, and no row is parted."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document(BytesIO(rendered(SIDE_FORMATS, ".docx", SUBJECTS["panel"], None)))
    (scores,) = (table for table in document.tables if table.cell(0, 0).text == "Section")
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in scores.rows]
    assert kept == [*[True] * (len(kept) - 1), False]
    heads = [cell.paragraphs[0].style for cell in scores.rows[0].cells]
    assert [style.paragraph_format.alignment for style in heads if style is not None] == [
        None,
        WD_ALIGN_PARAGRAPH.RIGHT,
    ]


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
