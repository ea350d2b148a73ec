"""A Word document for a form on paper: its page, its styles, and what can be put on it.

Nothing is laid out by spaces or empty lines, so that it reads aloud as it looks.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from spinout.core.wording import on_one_line

FONT = "Arial"
INK, ACCENT, QUIET = RGBColor(0x1C, 0x25, 0x30), RGBColor(0x0B, 0x4A, 0x5E), RGBColor(0x46, 0x52, 0x63)
BODY = 12
"""Points; print that is smaller is hard to read for many."""
HEADINGS = {"Title": (22, 0, 4), "Heading 1": (17, 16, 6), "Heading 2": (13, 14, 3)}
"""The size of each, and the points above and below it."""
STYLES = {"Ask": (BODY, 4), "Help": (10.5, 4), "Only if": (BODY, 4), "Choice": (BODY, 2), "Choice help": (10.5, 3),
          "Line": (BODY, 4), "Prompt": (10.5, 0), "Cell": (BODY, 2), "Small": (9, 2)}  # fmt: skip
"""The size of each, and the points below it."""
BOX, NUMBER, LABEL = Mm(0), Mm(9), Mm(17)
"""Where the box, the number and the words of a choice begin."""
HIGH = 9
"""Millimetres of a row of a table, at the least, so that there is room for a pen."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
MOST_OF_NAME = 60
"""Letters of the name of a box; Word takes 64."""
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
EMPTY, TICKED, BOXES = "2610", "2612", "MS Gothic"


class WordPage:
    """The document while it is made."""

    def __init__(self, title: str, language: str, about: str) -> None:
        self._made: Any = docx.Document()
        self._set_page(on_one_line(title))
        self._set_styles(language)
        self._set_properties(on_one_line(title), language, on_one_line(about))

    def paragraph(self, text: str, style: str = "Normal", *, together: bool = False, new_page: bool = False) -> Any:
        """A paragraph; `together` with what follows it on one page."""
        made = self._made.add_paragraph(on_one_line(text), style)
        if new_page:
            made.paragraph_format.page_break_before = True
        if together:
            made.paragraph_format.keep_with_next = True
        return made

    def choice(self, label: str, *, number: str = "", help_: str | None = None, last: bool = False) -> None:
        """A box to tick, the number to type for it, and what it means."""
        made = self.paragraph("", "Choice", together=help_ is not None or not last)
        _box(made, f"{number} {label}".strip())
        made.add_run("\t")
        made.add_run(number).bold = True
        made.add_run(f"\t{on_one_line(label)}")
        if help_ is not None:
            self.paragraph(help_, "Choice help", together=not last)

    def lines(self, prompt: str, count: int = 1, *, together: bool = False) -> None:
        """Room to write in, under what belongs there."""
        self.paragraph(prompt, "Prompt", together=True)
        for left in range(count - 1, -1, -1):
            self.paragraph("", "Line", together=together or left > 0)

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], *, together: bool = False
    ) -> Any:
        """A table whose first row is its head, on each page again; `together` with what follows it on one page."""
        made = self._made.add_table(rows=0, cols=len(head), style="Table Grid")
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
        for number, cells in enumerate((head, *rows)):
            row = made.add_row()
            mark = OxmlElement("w:tblHeader" if number == 0 else "w:cantSplit")
            row._tr.get_or_add_trPr().append(mark)
            row.height = Mm(HIGH)
            for cell, text, width in zip(row.cells, cells, widths, strict=True):
                cell.width, cell.vertical_alignment = Mm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
                paragraph = cell.paragraphs[0]
                paragraph.style = "Cell"
                if together:
                    paragraph.paragraph_format.keep_with_next = True
                paragraph.add_run(on_one_line(text)).bold = number == 0 or None
        return made

    def tick_in(self, cell: Any, labels: Sequence[str]) -> None:
        """Boxes to tick inside a cell."""
        for place, label in enumerate(labels):
            made = cell.paragraphs[0] if place == 0 else cell.add_paragraph(style="Cell")
            made.paragraph_format.tab_stops.add_tab_stop(NUMBER)
            made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = NUMBER, -NUMBER
            _box(made, label)
            made.add_run(f"\t{on_one_line(label)}")

    def content(self) -> bytes:
        """The file, with the same bytes for the same form."""
        saved, made = BytesIO(), BytesIO()
        self._made.save(saved)
        with ZipFile(saved) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(ZipInfo(name, LONG_AGO), old.read(name), ZIP_DEFLATED)
        return made.getvalue()

    def _set_page(self, title: str) -> None:
        """A4, with the title and the number of the page at the foot."""
        section = self._made.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin = section.bottom_margin = Mm(18)
        section.footer_distance = Mm(9)
        footer = section.footer.paragraphs[0]
        footer.style = self._made.styles["Footer"]
        footer.add_run(f"{title}. Page ")
        page_field(footer.add_run(), "PAGE")
        footer.add_run(" of ")
        page_field(footer.add_run(), "NUMPAGES")

    def _set_styles(self, language: str) -> None:
        styles = self._made.styles
        _set_font(styles["Normal"], BODY, INK)
        styles["Normal"].paragraph_format.space_after = Pt(5)
        for lang in styles.element.iter(qn("w:lang")):
            for part in ("val", "eastAsia"):
                lang.set(qn(f"w:{part}"), language)
        for name, (size, above, below) in HEADINGS.items():
            style = styles[name]
            _set_font(style, size, ACCENT)
            style.font.bold = True
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
            style.paragraph_format.keep_with_next = True
        _without_line(styles["Title"])
        for name, (points, below) in STYLES.items():
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            _set_font(style, points, QUIET if name in ("Help", "Choice help", "Prompt", "Small") else INK)
            style.paragraph_format.space_after = Pt(below)
            style.paragraph_format.keep_together = True
        styles["Ask"].font.bold = True
        styles["Only if"].font.italic = True
        _set_font(styles["Footer"], 9, QUIET)
        choice = styles["Choice"].paragraph_format
        choice.space_before = Pt(2)
        choice.left_indent, choice.first_line_indent = LABEL, -LABEL
        choice.tab_stops.add_tab_stop(NUMBER)
        choice.tab_stops.add_tab_stop(LABEL)
        styles["Choice help"].paragraph_format.left_indent = LABEL
        line = styles["Line"].paragraph_format
        line.space_before = Pt(6)
        borders = parse_xml(
            f"<w:pBdr {nsdecls('w')}>"
            '<w:bottom w:val="single" w:sz="6" w:space="1" w:color="465263"/>'
            '<w:between w:val="single" w:sz="6" w:space="1" w:color="465263"/></w:pBdr>'
        )
        styles["Line"].element.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _set_properties(self, title: str, language: str, about: str) -> None:
        core = self._made.core_properties
        core.title, core.language, core.comments, core.author = title, language, about, "spinout"
        core.created = core.modified = datetime(1980, 1, 1, tzinfo=UTC)


def _set_font(style: Any, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # which would win over the name
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), FONT)
    fonts.set(qn("w:cs"), FONT)


def _without_line(style: Any) -> None:
    """Take the line from under a title that Word's own template has there."""
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        return


def _box(paragraph: Any, name: str) -> None:
    """A box that is ticked by pen, and in Word by a click."""
    made = parse_xml(
        f"<w:sdt {nsdecls('w')} {W14}><w:sdtPr><w:alias/>"
        f'<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="{TICKED}" w14:font="{BOXES}"/>'
        f'<w14:uncheckedState w14:val="{EMPTY}" w14:font="{BOXES}"/></w14:checkbox></w:sdtPr><w:sdtContent>'
        f'<w:r><w:rPr><w:rFonts w:ascii="{BOXES}" w:hAnsi="{BOXES}" w:eastAsia="{BOXES}" w:hint="eastAsia"/></w:rPr>'
        f"<w:t>{chr(int(EMPTY, 16))}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    alias = made.find(f"{qn('w:sdtPr')}/{qn('w:alias')}")
    alias.set(qn("w:val"), on_one_line(name)[:MOST_OF_NAME])
    paragraph._p.append(made)


def page_field(run: Any, words: str) -> None:
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
