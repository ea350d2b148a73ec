"""The page, the styles and the properties of the document."""

from datetime import UTC, datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

from spinout.forms.word_page import page_field
from spinout.reports.layouts.word_numbers import KINDS, WITHIN, in_list, lists_of, put_in

FONT = "Arial"


INK, ACCENT, QUIET = RGBColor(0x1C, 0x25, 0x30), RGBColor(0x0B, 0x4A, 0x5E), RGBColor(0x46, 0x52, 0x63)
BODY = 11
HEADINGS = {"Title": (20, 0, 5), "Heading 1": (14, 9, 3), "Heading 2": (11, 4, 1), "Heading 3": (11, 6, 2)}
"""The size of each, and the points above and below it."""
STYLES = {
    "About": (BODY, 2),
    "Small": (9.5, 1),
    "Tag": (9, 0),
    "Numbered": (BODY, 3),
    "Lead": (BODY, 3),
    "Question": (BODY, 0),
    "Item": (10, 1),
    "Caption line": (BODY, 3),
    "Verdict": (16, 2),
    "Officer": (BODY, 2),
    "Box": (BODY, 2),
    "Cell": (9.5, 2),
    "Number": (9.5, 2),
    "Note": (10, 0),
    "Head": (10.5, 1),
    "Picture": (BODY, 1),
}
"""The size of each, and the points below it."""


def set_page(document: Any) -> None:
    """A4, with the title and the number of the page at the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(15), Mm(16)
    section.header_distance = section.footer_distance = Mm(9)
    footer = section.footer.paragraphs[0]
    footer.add_run("{{ report.title }}. Page ")
    for words, kind in (("PAGE", "field"), (" of ", "text"), ("NUMPAGES", "field")):
        run = footer.add_run("" if kind == "field" else words)
        if kind == "field":
            page_field(run, words)


def set_styles(document: Any) -> None:
    """The styles that the template uses; a council changes them in Word."""
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, BODY)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.0
    for name, (size, above, below) in HEADINGS.items():
        _heading(styles[name], size, above, below)
    for name, (size, below) in STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _font(style, size)
        style.paragraph_format.space_after = Pt(below)
    styles["Head"].paragraph_format.tab_stops.add_tab_stop(Mm(80))
    styles["Number"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name in ("About", "Heading 1", "Heading 2"):
        styles[name].font.color.rgb = ACCENT
    styles["Small"].font.color.rgb = styles["Tag"].font.color.rgb = QUIET
    for name in ("About", "Caption line", "Verdict"):
        styles[name].font.bold = styles[name].font.cs_bold = True
    for name in ("Caption line", "Lead", "Picture", "Question", "Verdict"):
        styles[name].paragraph_format.keep_with_next = True
    for name in ("Officer", "Box", "Note"):
        styles[name].element.get_or_add_pPr().append(_borders("top", "left", "bottom", "right"))
    small = styles.add_style("List small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = styles["List Bullet"]
    _font(small, 10)
    for name in ("List Bullet", "List small"):
        styles[name].paragraph_format.left_indent = Mm(6)
        styles[name].paragraph_format.first_line_indent = Mm(-4)
    styles["Verdict"].element.get_or_add_pPr().append(_borders("left", size=36, space=8))
    styles["List Bullet"].paragraph_format.space_after = Pt(3)
    _font(styles["Footer"], 9.5)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def set_numbers(document: Any) -> None:
    """The list that headings and the paragraphs under them are numbered in; other lists are made with a report."""
    styles = document.styles
    for name, kind in (("Numbered", "paragraph"), ("Lead", "paragraph"), ("Item", "item")):
        room = styles[name].paragraph_format
        room.left_indent, room.first_line_indent = Twips(KINDS[kind].left), Twips(-KINDS[kind].hanging)
        room.tab_stops.add_tab_stop(Twips(KINDS[kind].left))
    levels = ("Heading 1", "Numbered")
    number = lists_of(document).add(*(KINDS[kind] for kind in WITHIN), styles=[styles[s].style_id for s in levels])
    for level, name in (*enumerate(levels), (1, "Lead")):
        put_in(styles[name].element.get_or_add_pPr(), in_list(number, level))


def _heading(style: Any, size: float, above: float, below: float) -> None:
    _font(style, size)
    style.font.bold, style.font.cs_bold, style.font.italic = True, True, False
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def _borders(*sides: str, size: int = 4, space: int = 3) -> Any:
    """Lines at some sides of a paragraph."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", "66727F")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    return borders


def _font(style: Any, size: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    for old in style.element.rPr.findall(qn("w:szCs")):
        style.element.rPr.remove(old)
    same = OxmlElement("w:szCs")  # the size of letters from right to left, and below their weight
    same.set(qn("w:val"), str(round(size * 2)))
    style.element.rPr.find(qn("w:sz")).addnext(same)
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
