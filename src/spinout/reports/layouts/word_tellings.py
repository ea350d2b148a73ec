"""A comparison or a panel as a Word file: what is told, in the styles of the shipped report."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from spinout.core.wording import cleaned, on_one_line
from spinout.reports.formats import needing
from spinout.reports.layouts.directions import directed, isolated
from spinout.reports.layouts.environments import Templates
from spinout.reports.layouts.word import LONGEST_PROPERTY, TEMPLATE, drawn, undated
from spinout.reports.layouts.word_body import SHIPPED_WIDTH
from spinout.reports.layouts.word_numbers import MAIN, W, in_list, lists_of, put_in
from spinout.reports.layouts.word_slots import paragraph_of, run_of, table_of
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
    for story in (document.element, document.sections[0].footer._element):
        directed(story)
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
    heading: Any = document.styles["Heading 1"].element.pPr
    heading.remove(heading.find(f"{W}numPr"))  # nothing in what is told refers to a heading by a number
    for language in document.styles.element.xpath("//w:rPrDefault//w:lang"):
        language.set(f"{{{language.nsmap['w']}}}val", view.language)
    footer: Any = document.sections[0].footer._element
    for text in footer.xpath(".//w:t"):
        if text.text and "{{" in text.text:
            text.text = f"{_text(view.title)}. Page "


def _text(text: str) -> str:
    return isolated(cleaned(text))


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
    lists, style = lists_of(document), document.styles["List Number" if start else "List Bullet"]
    own = style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0]
    number = None if start is None else lists.again(own, {0: start})
    for item in items:
        paragraph: Any = document.add_paragraph(_text(item.text), style=style)
        if number is not None:
            put_in(paragraph._p.get_or_add_pPr(), in_list(number))
        paragraph.paragraph_format.keep_with_next = bool(item.more)
        for line in item.more:
            document.add_paragraph(_text(line), style="List Bullet 2")


def _table(document: "WordDocument", table: PictureTable, block: TellingBlock) -> None:
    """A table with the widths of the view; heads stand as their numbers do, and a short one is kept on one page."""
    from docx.oxml.parser import parse_xml

    head = [column or WITHOUT_HEAD for column in table.columns]
    rows = ([paragraph_of(run_of(cleaned(words))) for words in row] for row in table.rows)
    made = table_of(table.caption, head, rows, SHIPPED_WIDTH, rows_have_heads=True)
    document.add_paragraph(style="Small")._p.addprevious(parse_xml(f'<w:body xmlns:w="{MAIN}">{made}</w:body>')[0])
    laid: Any = document.tables[-1]
    page: Any = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    laid.autofit = False
    for column, share in zip(laid.columns, block.widths, strict=True):
        column.width = room * share // sum(block.widths)
    for number, row in enumerate(laid.rows):
        for cell, column, is_number in zip(row.cells, laid.columns, table.numbers, strict=True):
            cell.width = column.width
            (paragraph,) = cell.paragraphs
            paragraph.style = document.styles["Number" if is_number else "Cell"]
            paragraph.paragraph_format.keep_with_next = block.short and number < len(table.rows)


def _picture(document: "WordDocument", picture: Picture) -> None:
    from docx.oxml.parser import parse_xml

    paragraph: Any = document.add_paragraph(style="Picture")
    paragraph._p.append(parse_xml(str(drawn(picture))))
    document.add_paragraph(_text(picture.caption), style="Small")
