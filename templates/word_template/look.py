"""The page, the styles and the properties of the document."""

from datetime import UTC, datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Arial"


INK = RGBColor(0x1B, 0x1B, 0x1B)


SIZES = {"Title": 26, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}


def set_page(document: Any) -> None:
    """A4, with the title and the number of the page at the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    footer = section.footer.paragraphs[0]
    footer.add_run("{{ report.title }}. Page ")
    for words, kind in (("PAGE", "field"), (" of ", "text"), ("NUMPAGES", "field")):
        run = footer.add_run("" if kind == "field" else words)
        if kind == "field":
            _field(run, words)


def _field(run: Any, words: str) -> None:
    """A field of Word's own: begin, what it shows, end."""
    for kind in ("begin", "instruction", "separate", "text", "end"):
        if kind == "instruction":
            made = OxmlElement("w:instrText")
            made.text = f" {words} "
        elif kind == "text":
            made = OxmlElement("w:t")
            made.text = "1"
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
        run._r.append(made)


def set_styles(document: Any) -> None:
    """The styles that the template uses; a council changes them in Word."""
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, 12)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.1
    for name, size in SIZES.items():
        style = styles[name]
        _font(style, size)
        style.font.bold = True
        style.font.italic = False
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else size)
        style.paragraph_format.space_after = Pt(6)
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
    for name, size in (
        ("Small", 10),
        ("Tag", 9),
        ("Numbered", 12),
        ("Item", 12),
        ("Caption line", 11),
        ("Verdict", 18),
        ("Officer", 12),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _font(style, size)
    for name, left, hang in (("Numbered", 12, 12), ("Item", 20, 8)):
        styles[name].paragraph_format.left_indent = Mm(left)
        styles[name].paragraph_format.first_line_indent = Mm(-hang)
        styles[name].paragraph_format.tab_stops.add_tab_stop(Mm(left))
    styles["Caption line"].font.bold = styles["Verdict"].font.bold = True
    for name in ("Caption line", "Numbered"):
        styles[name].paragraph_format.keep_with_next = True
    _bordered(styles["Officer"])
    styles["Tag"].font.color.rgb = RGBColor(0x60, 0x60, 0x60)
    _font(styles["Footer"], 10)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _bordered(style: Any) -> None:
    """A frame round the paragraphs of a style."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "767676")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    style.element.get_or_add_pPr().append(borders)


def _font(style: Any, size: int) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def set_properties(document: Any) -> None:
    """What the file says of itself."""
    properties = document.core_properties
    properties.title, properties.subject = "{{ report.title }}", "{{ report.about }}"
    properties.author = properties.comments = properties.keywords = ""
    properties.last_modified_by, properties.language = "", "en-GB"
    properties.created = properties.modified = datetime(2026, 11, 1, tzinfo=UTC)
