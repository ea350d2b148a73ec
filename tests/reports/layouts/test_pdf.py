"""Reports as PDF."""

import re
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("typst", reason='needs the extra "pdf"')

from pypdf import PdfReader

from links import linked
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
    made = pdf_words(pdf_of(view_with("word"), Templates(TEMPLATES, tmp_path, trusted=True)))
    assert made.startswith("Ours.word")


def test_a_part_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    """File by file."""
    (tmp_path / "typst").mkdir()
    shipped = (TEMPLATES / "typst" / "pieces.typ").read_text()
    (tmp_path / "typst" / "pieces.typ").write_text(
        shipped.replace("#let bullets(texts) =", "#let bullets(texts) = [Mine] +")
    )
    assert "Mine" in pdf_words(pdf_of(view_with("word"), Templates(TEMPLATES, tmp_path, trusted=True)))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('#read("/../secret.txt")', 'report.typ:1: path `"/../secret.txt"` would escape'),
        ('\n#read("../secret.txt")', 'report.typ:2: path `"../secret.txt"` would escape'),
        ("\n\n#nothing", "report.typ:3: unknown variable: nothing."),
        ('#include "part.typ"', "part.typ:2: unknown variable: missing."),
        ("#let a = (", "report.typ:1: unclosed delimiter."),
        ("#let f(x) = f(x)\n#f(1)", "report.typ:1: maximum function call depth exceeded."),
    ],
)
def test_a_mistake_of_a_template_is_told_with_its_line(source: str, said: str, tmp_path: Path) -> None:
    """In a sentence; and no file outside its folder is read."""
    folder = tmp_path / "own"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "report.typ").write_text(source)
    (folder / "part.typ").write_text("\n#missing")
    with pytest.raises(BrokenTemplate) as refused:
        pdf_of(view_with("word"), Templates(TEMPLATES, folder, trusted=True))
    assert str(refused.value).startswith(said)


PACKAGES = [
    '#import "@preview/cetz:0.3.0"',
    '#import ("\\u{40}preview/" + "word" + ":0.1.0"): *',
    '#import "@" + "preview/word:0.1.0"',
    '#eval("import \\"\\u{40}preview/word:0.1.0\\"")',
    '#let at = str.from-unicode(64)\n#include (at + "preview/word:0.1.0")',
]


@pytest.mark.parametrize("name", ["report.typ", "typst/pieces.typ", "never-asked-for.typ", "Report.TYP"])
@pytest.mark.parametrize("source", [*PACKAGES, "Harmless."])
def test_source_of_ones_own_reaches_no_compiler_unless_it_is_trusted(
    source: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it says: what a compiler would fetch cannot be told from the text."""
    import typst

    monkeypatch.setattr(typst, "compile", None)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(source)
    with pytest.raises(BrokenTemplate, match=r"fetch a package from the network.*--trust-template") as refused:
        pdf_of(view_with("word"), Templates(TEMPLATES, tmp_path))
    assert refused.value.name == name


def test_a_folder_without_source_of_its_own_needs_no_trust(tmp_path: Path) -> None:
    """The shipped source lays the paper out, and reads nothing in the folder but fonts."""
    (tmp_path / "report.md.j2").write_text("Ours.")
    assert pdf_of(view_with("word"), Templates(TEMPLATES, tmp_path)) == pdf_of(view_with("word"), SHIPPED)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Also where it is trusted: the compiler would follow it."""
    folder = tmp_path / "own"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "report.typ").write_text('#read("inside/secret.txt")')
    linked(folder / "inside", tmp_path)
    with pytest.raises(BrokenTemplate, match=r"inside: This is a link that leads out of the folder"):
        pdf_of(view_with("word"), Templates(TEMPLATES, folder, trusted=True))
