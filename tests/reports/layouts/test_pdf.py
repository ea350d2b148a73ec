"""Reports as PDF."""

import re
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("typst", reason='needs the extra "pdf"')

from pypdf import PdfReader

from paper_views import KINDS, subject_of, view_with
from spinout.reports.claims import text_of
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.html import html_of
from spinout.reports.layouts.pdf import pdf_of
from spinout.reports.view.view import view_of
from stories import CHECKOUT, story_files

TEMPLATES = CHECKOUT / "templates"
SHIPPED = Templates(TEMPLATES)


def words(text: str) -> str:
    """The letters of a text, without any space."""
    return "".join(text.split())


def pdf_words(content: bytes) -> str:
    """The letters of a PDF, without any space, and without the foot of each page."""
    return words(re.sub(r"Page \d+ of \d+", "", text_of(content, ".pdf")))


@pytest.mark.parametrize("name", story_files())
def test_a_pdf_says_what_the_html_says(name: str) -> None:
    """The verdict, the scores, the conditions, the recommendations and the sums are the same in both."""
    subject = subject_of(name)
    view = view_of(subject)
    told = [view.title, *(r.text for r in view.recommendations)]
    if view.decision is not None:
        told += [view.decision.words, *view.decision.reasons]
        for condition in view.decision.conditions:
            told += [condition.title, condition.needed, condition.answered]
    if view.arithmetic is not None and view.arithmetic.overall is not None:
        told += view.arithmetic.overall.totals
    html = words(text_of(html_of(view, SHIPPED), ".html"))
    pdf = pdf_words(pdf_of(view, SHIPPED))
    assert [text for text in told if words(text) not in html] == []
    assert [text for text in told if words(text) not in pdf] == []


def test_it_is_a_pdf_for_everybody() -> None:
    """PDF/UA-1: tagged, with its language, its title and headings, and words for every picture."""
    reader = PdfReader(BytesIO(pdf_of(view_with("A & <B>"), SHIPPED)))
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en-GB"
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title == "A & <B>"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data()
    assert len(reader.outline) > 0


def test_a_picture_without_words_is_refused() -> None:
    """The standard is held by the program that writes the file, and not by our care alone."""
    import typst

    source = b'#set document(title: "x")\n#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\'/>"), format: "svg")'
    with pytest.raises(typst.TypstError, match="alt"):
        typst.compile(source, format="pdf", pdf_standards=["ua-1"])


def test_hostile_texts_are_data() -> None:
    """A text that looks like source of the template reads as it was written."""
    text = '#read("/etc/passwd") $x$ *b* <a> [c] \\ @d `e` // {{ f }} #{1+1} "'
    made = pdf_words(pdf_of(view_with(text), SHIPPED))
    assert made.count(words(text)) > len(KINDS)
    assert "root:" not in made


def test_the_same_report_gives_the_same_bytes() -> None:
    """No date, and nothing else of its making, is in the file."""
    first, second = (pdf_of(view_with("word"), SHIPPED) for _ in range(2))
    assert first == second


def test_a_template_of_ones_own_may_draw_the_shipped_one(tmp_path: Path) -> None:
    """It sets what it likes and includes the rest."""
    (tmp_path / "report.typ").write_text('#set text(fill: blue)\nOurs.\n#include "/shipped/report.typ"\n')
    made = pdf_words(pdf_of(view_with("word"), Templates(TEMPLATES, tmp_path)))
    assert made.startswith("Ours.word")


def test_a_part_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    """File by file."""
    (tmp_path / "typst").mkdir()
    shipped = (TEMPLATES / "typst" / "pieces.typ").read_text()
    (tmp_path / "typst" / "pieces.typ").write_text(
        shipped.replace("#let bullets(texts) =", "#let bullets(texts) = [Mine] +")
    )
    assert "Mine" in pdf_words(pdf_of(view_with("word"), Templates(TEMPLATES, tmp_path)))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('#read("/../secret.txt")', "report.typ: "),
        ('#read("../secret.txt")', "report.typ: "),
        ("#nothing", "report.typ: unknown variable: nothing."),
        ('#import "@preview/cetz:0.3.0"', "report.typ: It asks for a package, which would be fetched from elsewhere."),
    ],
)
def test_a_hostile_template_reaches_nothing(source: str, said: str, tmp_path: Path) -> None:
    """No file outside its folder, nothing from elsewhere; and it is told in a sentence."""
    folder = tmp_path / "own"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "report.typ").write_text(source)
    with pytest.raises(BrokenTemplate) as refused:
        pdf_of(view_with("word"), Templates(TEMPLATES, folder))
    assert str(refused.value).startswith(said)
