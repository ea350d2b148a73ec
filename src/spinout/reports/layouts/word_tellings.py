"""A comparison or a panel as a Word file: what is told, in the styles of the shipped report."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from spinout.core.wording import cleaned, on_one_line
from spinout.reports.formats import needing
from spinout.reports.layouts.environments import Templates
from spinout.reports.layouts.word import LONGEST_PROPERTY, TEMPLATE, drawn, undated
from spinout.reports.side_by_side.telling import TellingBlock, TellingItem
from spinout.reports.side_by_side.view import SideBySideView
from spinout.reports.view.drawings import Picture, PictureTable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

WITHOUT_HEAD = "Who or what"
"""What stands over a column whose cells say themselves what they are."""


def word_telling(view: SideBySideView, templates: Templates) -> bytes:
    """What is told of documents side by side, as a .docx file. Raises MissingExtra."""
    with needing("word", "A Word report"):
        from docx import Document

    document = Document(str(templates.shipped / TEMPLATE))
    _emptied(document, view)
    document.add_paragraph(_text(view.about), style="About")
    document.add_paragraph(_text(view.title), style="Title")
    for line in view.facts:
        _labelled(document, line.label, line.text)
    if view.private is not None:
        paragraph = document.add_paragraph()
        paragraph.add_run("Not for publication. ").bold = True
        paragraph.add_run(_text(view.private))
    for part in view.parts:
        if part.title is not None:
            document.add_heading(_text(part.title), 1)
        for block in part.blocks:
            _laid(document, block)
    if view.notes:
        document.add_heading("To be read with it", 1)
        for note in view.notes:
            document.add_paragraph(_text(note), style="List Bullet")
    document.add_heading("How this was made", 1)
    for label, text in (*((line.label, line.text) for line in view.record), ("Made by", view.program)):
        _labelled(document, label, text)
    made = BytesIO()
    document.save(made)
    return undated(made.getvalue())


def _emptied(document: "WordDocument", view: SideBySideView) -> None:
    """Take out what the report's own template says, and set title, language and footer."""
    body: Any = document.element.body
    for element in list(body):
        if not element.tag.endswith("}sectPr"):
            body.remove(element)
    properties = document.core_properties
    properties.title, properties.subject = _line(view.title), _line(view.about)
    properties.language = view.language
    for language in document.styles.element.xpath("//w:rPrDefault//w:lang"):
        language.set(f"{{{language.nsmap['w']}}}val", view.language)
    footer: Any = document.sections[0].footer._element
    for text in footer.xpath(".//w:t"):
        if text.text and "{{" in text.text:
            text.text = f"{_text(view.title)}. Page "


def _text(text: str) -> str:
    return cleaned(text)


def _line(text: str) -> str:
    return on_one_line(text)[:LONGEST_PROPERTY]


def _labelled(document: "WordDocument", label: str, text: str) -> None:
    """A line of small print: what it is about in bold, then its text."""
    paragraph = document.add_paragraph(style="Small")
    paragraph.add_run(f"{_text(label)}: ").bold = True
    paragraph.add_run(_text(text))


def _laid(document: "WordDocument", block: TellingBlock) -> None:
    if block.kind == "paragraph":
        document.add_paragraph(_text(block.text))
    elif block.kind == "list":
        _list(document, block.items, block.start)
    elif block.table is not None:
        _table(document, block.table, block)
    elif block.picture is not None:
        _picture(document, block.picture)


def _list(document: "WordDocument", items: Iterable[TellingItem], start: int | None) -> None:
    """A list; its numbers are Word's own, and begin where they are to."""
    number = None if start is None else _numbering(document, start)
    for item in items:
        paragraph: Any = document.add_paragraph(_text(item.text), style="List Number" if start else "List Bullet")
        if number is not None:
            found = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            found.get_or_add_numId().val = number
            found.get_or_add_ilvl().val = 0
        paragraph.paragraph_format.keep_with_next = bool(item.more)
        for line in item.more:
            document.add_paragraph(_text(line), style="List Bullet 2")


def _numbering(document: "WordDocument", start: int) -> int:
    """The number of a new list like that of the style, which begins at `start`."""
    numbering: Any = document.part.numbering_part.element
    style: Any = document.styles["List Number"].element
    own = style.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0]
    abstract = numbering.xpath(f"./w:num[@w:numId='{own}']/w:abstractNumId/@w:val")[0]
    made = numbering.add_num(int(abstract))
    made.add_lvlOverride(0).add_startOverride(start)
    return int(made.numId)


def _table(document: "WordDocument", table: PictureTable, block: TellingBlock) -> None:
    """A table whose head is repeated on each page, and whose rows are not parted; a short one stays on one."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    made: Any = document.add_table(1 + len(table.rows), len(table.columns), style="Table Grid")
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstColumn"), "1")
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), _line(table.caption))
    made._tbl.tblPr.append(caption)
    page: Any = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    widths = [room * share // sum(block.widths) for share in block.widths]
    made.autofit = False
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = wide
    head = tuple(column or WITHOUT_HEAD for column in table.columns)
    for number, (row, cells) in enumerate(zip(made.rows, (head, *table.rows), strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not number:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, words, is_number, wide in zip(row.cells, cells, table.numbers, widths, strict=True):
            cell.width = wide
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles["Number" if is_number else "Cell"]
            paragraph.paragraph_format.keep_with_next = block.short and number < len(table.rows)
            paragraph.add_run(_text(words)).bold = None if number else True
    document.add_paragraph(style="Small")


def _picture(document: "WordDocument", picture: Picture) -> None:
    from docx.oxml.parser import parse_xml

    paragraph: Any = document.add_paragraph(style="Picture")
    paragraph._p.append(parse_xml(str(drawn(picture))))
    document.add_paragraph(_text(picture.caption), style="Small")
