"""How a council's PDF looks: every line of the docs that says what can be set."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("typst", reason='needs the extra "pdf"')

import fontpkg_source_sans_3
from msgspec.structs import replace
from pypdf import PdfReader

from paper_views import view_with
from spinout.reports.layouts.environments import BrokenTemplate
from spinout.reports.layouts.pdf import pdf_of
from spinout.reports.layouts.pdf_style import PAPERS, PdfStyle
from spinout.use_cases.templates import templates_at
from stories import CHECKOUT

CREST = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'
EVERY = """\
accent: "#6d1f3c"
font: Source Sans 3
size: 12
paper: a4
margins: {top: 20, right: 25, bottom: 20, left: 25}
logo: {file: crest.svg, alt: The crest of Exampleshire Council, height: 15}
"""
VIEW = replace(view_with("word"), pictures=(), parts=())


def pages(folder: Path, style: str) -> PdfReader:
    """The PDF that a folder with this style gives, which nobody said to trust."""
    (folder / "pdf.yaml").write_text(style, encoding="utf-8")
    return PdfReader(BytesIO(pdf_of(VIEW, templates_at(folder))))


def drawn(reader: PdfReader) -> Mapping[str, list[tuple[float, ...]]]:
    """What the first page sets, by the operator of PDF: colours, sizes of letters, places."""
    found: dict[str, list[tuple[float, ...]]] = {}
    for operands, operator in reader.pages[0].get_contents().operations:
        numbers = tuple(round(float(each), 3) for each in operands if isinstance(each, int | float))
        found.setdefault(operator.decode(), []).append(numbers)
    return found


def test_what_the_docs_show_is_what_is_read(tmp_path: Path) -> None:
    """The example of the page holds every key, and is taken without trust."""
    page = (CHECKOUT / "docs" / "report-templates.md").read_text(encoding="utf-8")
    assert f"```yaml\n{EVERY}```" in page
    assert all(f"| `{name}` |" in page for name in PdfStyle.__struct_fields__)
    (tmp_path / "crest.svg").write_text(CREST)
    assert len(pages(tmp_path, EVERY).pages) > 0


def test_the_accent_colours_headings(tmp_path: Path) -> None:
    """In place of the shipped colour, of which nothing is left."""
    shipped, ours = (drawn(pages(tmp_path, style)) for style in ("size: 11", 'accent: "#6d1f3c"'))
    colour, other = (tuple(round(n / 255, 3) for n in rgb) for rgb in ((0x6D, 0x1F, 0x3C), (0x0B, 0x4A, 0x5E)))
    assert (colour in shipped["scn"], other in shipped["scn"]) == (False, True)
    assert (colour in ours["scn"], other in ours["scn"]) == (True, False)


def test_the_size_makes_all_type_larger(tmp_path: Path) -> None:
    """By the same part."""
    shipped, ours = (
        sorted({n for (n,) in drawn(pages(tmp_path, style))["Tf"]}) for style in ("size: 11", "size: 13.2")
    )
    assert ours == pytest.approx([1.2 * size for size in shipped], abs=0.01)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_is_that_which_is_named(paper: str, tmp_path: Path) -> None:
    """To the millimetre."""
    box = pages(tmp_path, f"paper: {paper}").pages[0].mediabox
    assert tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height)) == PAPERS[paper]


@pytest.mark.parametrize(
    ("style", "left", "top"),
    [("margins: 30", 30, 30), ("margins: {left: 35}", 35, 16), ("margins: {top: 40, left: 10}", 10, 40)],
)
def test_the_margins_are_those_which_are_named(style: str, left: int, top: int, tmp_path: Path) -> None:
    """In millimetres, for all sides or for some."""
    shipped, ours = (_first(pages(tmp_path, given)) for given in ("size: 11", style))
    moved = [round((our - their) / 72 * 25.4) for our, their in zip(ours, shipped, strict=True)]
    assert moved == [left - 20, 16 - top]


def _first(reader: PdfReader) -> tuple[float, float]:
    """Where the first words of the first page stand, from the left and from the bottom."""
    places: list[tuple[float, float]] = []

    def seen(text: str, at: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            places.append((at[0] * tm[4] + at[2] * tm[5] + at[4], at[1] * tm[4] + at[3] * tm[5] + at[5]))

    reader.pages[0].extract_text(visitor_text=seen)
    return places[0]


def test_the_font_is_that_which_is_named(tmp_path: Path) -> None:
    """One of those that come with spinout, or a file in the folder."""
    ours = tmp_path / "with a font"
    ours.mkdir()
    font = Path(fontpkg_source_sans_3.ROOT) / "files" / "SourceSans3[wght].ttf"
    (ours / "ours.ttf").write_bytes(renamed(font.read_bytes()))
    assert _fonts(pages(tmp_path, "size: 11")) == {"SourceSans3"}
    assert _fonts(pages(ours, "font: exampleshires")) == {"Exampleshir"}


def renamed(font: bytes) -> bytes:
    """A font with other names, of the same length."""
    for name, other in (("Source Sans 3", "Exampleshires"), ("SourceSans3", "Exampleshir")):
        font = font.replace(name.encode("utf-16-be"), other.encode("utf-16-be"))
    return font


def _fonts(reader: PdfReader) -> set[str]:
    found = reader.pages[0]["/Resources"]["/Font"].values()
    return {str(font.get_object()["/BaseFont"]).partition("+")[2].partition("-")[0] for font in found}


def test_the_logo_stands_at_the_head_with_its_words(tmp_path: Path) -> None:
    """For who sees it and for who does not."""
    (tmp_path / "crest.svg").write_text(CREST)
    reader = pages(tmp_path, "logo: {file: crest.svg, alt: The crest}")
    assert (1.0, 0.0, 0.0) in drawn(reader)["scn"]
    every = (reader.get_object(number) for number in range(1, int(reader.trailer["/Size"])))
    assert "The crest" in {str(each["/Alt"]) for each in every if isinstance(each, dict) and "/Alt" in each}


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("acent: '#6d1f3c'", 'pdf.yaml:1:1: There is no field "acent" here. Did you mean "accent"?'),
        ("size: 11\naccent: red", 'pdf.yaml:2:9: Found "red", which is no colour. Write six hexadecimal digits'),
        ("accent: '#e08040'", "pdf.yaml:1:9: Words in #e08040 on white have a contrast of 2.9, too little"),
        ("accent: '#777777'", "pdf.yaml:1:9: Words in #777777 on white have a contrast of 4.48, too little"),
        ("paper: a3", 'pdf.yaml:1:8: Found "a3", which is no paper known here.'),
        ("size: 40", "pdf.yaml:1:7: Found 40, which is out of range."),
        ("margins: {top: 1}", "pdf.yaml:1:16: Found 1, which is out of range."),
        ("logo: {file: crest.svg}", 'pdf.yaml:1:7: The field "alt" is missing or empty.'),
        (
            "logo: {file: crest.gif, alt: Crest}",
            'pdf.yaml:1:14: Found "crest.gif", which is no picture that a PDF takes.',
        ),
        ("logo: {file: crest.png, alt: Crest}", 'pdf.yaml:1:14: The logo "crest.png" is not in the folder.'),
        ("font: Comic Sans", 'pdf.yaml:1:7: There is no font "Comic Sans" in the folder or in spinout. There are: '),
        ("[", "pdf.yaml:"),
    ],
)
def test_a_mistake_is_told_with_its_line(style: str, said: str, tmp_path: Path) -> None:
    """And how to mend it."""
    with pytest.raises(BrokenTemplate) as refused:
        pages(tmp_path, style)
    assert str(refused.value).startswith(said)


def test_a_logo_from_elsewhere_is_refused(tmp_path: Path) -> None:
    """No name leads out of the folder."""
    folder = tmp_path / "own"
    folder.mkdir()
    (tmp_path / "crest.svg").write_text(CREST)
    with pytest.raises(BrokenTemplate, match="leads out"):
        pages(folder, "logo: {file: ../crest.svg, alt: Crest}")


def test_a_style_stands_beside_a_template_that_is_trusted(tmp_path: Path) -> None:
    """The template of one's own sets the head of each page, the style the margins."""
    (tmp_path / "report.typ").write_text('#set page(header: [Exampleshire])\n#include "/shipped/report.typ"\n')
    (tmp_path / "pdf.yaml").write_text("margins: 30")
    made = PdfReader(BytesIO(pdf_of(VIEW, templates_at(tmp_path, trusted=True))))
    assert all("Exampleshire" in page.extract_text() for page in made.pages)
