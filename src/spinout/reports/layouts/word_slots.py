"""A place for an officer's words as Word has it: a content control, which Word, LibreOffice and `paper take` know.

The tag of a control is the id of its slot, and its alias the label. What marks a blank is its placeholder.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from markupsafe import Markup, escape

from spinout.core.markup import BULLETS, NUMBERS, Passage, Stretch
from spinout.core.slots import DATE, LINE, TABLE, TEXT
from spinout.core.wording import cleaned, on_one_line
from spinout.reports.layouts.directions import isolated
from spinout.reports.layouts.word_numbers import BULLET_LIST, LISTS, W, numbered
from spinout.reports.view.slots import SlotView
from spinout.reports.word_marks import LONGEST_TAG, NOT_PUBLIC, bookmark_of, number_of, tag_of

WIDTH = 9354
"""Twentieths of a point: the width of the text on A4."""
HANG = 284
NOTHING = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""A paragraph that takes no room: LibreOffice makes a control of the first one, and shows a link in it as its code."""
STYLES = ("Officer", "Box", "Cell", "Numbered", "TableGrid")
"""The ids that the shipped template has for the styles of what is written here."""
STYLED = re.compile(r'(<w:(?:pStyle|tblStyle) w:val=")([^"]*)"')
LINK = "rIdSlot"
"""What the relations of officers' links begin with."""
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ACCENT = "0B4A5E"


def typed(slot: SlotView) -> Markup:
    """A slot within a line, as runs of a Word document."""
    text = slot.text if slot.filled or slot.withheld else slot.blank
    runs = run_of(on_one_line(text), bold=not (slot.filled or slot.withheld))
    return Markup(runs if slot.withheld else _control(slot, runs, plain=True))


def written(
    slot: SlotView,
    number: str | None = None,
    indent: int = 0,
    *,
    across: int = WIDTH,
    styles: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """A slot of its own, as paragraphs or a table of a Word document; `number` is that of its first paragraph.

    A table is `across` wide, in twentieths of a point. `styles` gives the ids of STYLES in a council's own file.
    """
    made = _written(slot, number, indent, across)
    return Markup(STYLED.sub(lambda found: f'{found[1]}{styles.get(found[2], found[2])}"', made))


def _written(slot: SlotView, number: str | None, indent: int, across: int) -> str:
    if slot.shape == TABLE and not slot.withheld:
        return _control(slot, _table(slot, across))
    if not slot.filled and not slot.withheld:
        marked = run_of(on_one_line(slot.blank), bold=True)
        return _control(slot, paragraph_of(_numbered(number) + marked, "Officer" if number else "Box"))
    body = "".join(_passages(slot.passages, slot.id, number, indent))
    first = slot.passages[0].lines[0] if slot.passages else ()
    if any(run.link is not None for run in first):
        body = NOTHING + body
    return body if slot.withheld else _control(slot, body)


def _control(slot: SlotView, content: str, *, plain: bool = False) -> str:
    alias = on_one_line(f"{NOT_PUBLIC if slot.exempt else ''}{slot.label}")[:LONGEST_TAG]
    marked = "" if slot.filled or slot.shape == TABLE else "<w:showingPlcHdr/>"
    kind = ""
    if slot.shape == DATE:
        day = f' w:fullDate="{escape(cleaned(slot.date))}T00:00:00Z"' if slot.date else ""
        kind = (
            f'<w:date{day}><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/>'
            '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
        )
    elif plain and slot.shape in (LINE, TEXT):
        kind = "<w:text/>"
    mark = number_of(slot.id)
    return (
        f'<w:bookmarkStart w:id="{mark}" w:name="{bookmark_of(slot.id)}"/>'
        f'<w:sdt><w:sdtPr><w:alias w:val="{escape(alias)}"/><w:tag w:val="{escape(cleaned(tag_of(slot.id)))}"/>'
        f'<w:id w:val="{mark}"/>{marked}{kind}</w:sdtPr>'
        f'<w:sdtContent>{content}</w:sdtContent></w:sdt><w:bookmarkEnd w:id="{mark}"/>'
    )


def _passages(
    passages: Iterable[Passage], slot: str, number: str | None, indent: int, style: str | None = None
) -> Iterator[str]:
    for place, passage in enumerate(passages):
        first = _numbered(number) if place == 0 else ""
        if passage.kind not in (BULLETS, NUMBERS):
            yield paragraph_of(
                first + _line(passage.lines[0]), style or ("Numbered" if first else None), 0 if first else indent
            )
            continue
        if first:
            yield paragraph_of(first, "Numbered")
        numbering = BULLET_LIST
        if passage.kind == NUMBERS:
            numbering = BULLET_LIST + 1 + number_of(f"{slot} {place}") % LISTS
        for line in passage.lines:
            yield paragraph_of(_line(line), style, indent, numbering)


def _numbered(number: str | None) -> str:
    return "" if number is None else str(numbered(number, "paragraph"))  # a text, so that nothing is escaped twice


def paragraph_of(runs: str, style: str | None = None, indent: int = 0, numbering: int | None = None) -> str:
    """A paragraph of runs in XML."""
    said = "" if style is None else f'<w:pStyle w:val="{style}"/>'
    if numbering is not None:
        said += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'
        said += f'<w:spacing w:after="40"/><w:ind w:left="{indent + HANG}" w:hanging="{HANG}"/>'
    elif indent:
        said += f'<w:ind w:left="{indent}"/>'
    return f"<w:p>{f'<w:pPr>{said}</w:pPr>' if said else ''}{runs}</w:p>"


def _line(line: Iterable[Stretch]) -> str:
    return "".join(run_of(cleaned(r.text)) if r.link is None else _link(r.text, r.link) for r in line)


def run_of(text: str, *, bold: bool = False) -> str:
    """A run of a text that is cleaned already; cleaned twice it would lose what marks a broken letter."""
    mark = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{mark}<w:t xml:space="preserve">{escape(isolated(text))}</w:t></w:r>'


def _link(text: str, target: str) -> str:
    """A link, which names a relation of the file; that is made of its tooltip once all links are known."""
    look = f'<w:rPr><w:color w:val="{ACCENT}"/><w:u w:val="single"/></w:rPr>'
    said = f'<w:r>{look}<w:t xml:space="preserve">{escape(isolated(cleaned(text)))}</w:t></w:r>'
    relation = f"{LINK}{sha256(target.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    named = f'r:id="{relation}" w:tooltip="{escape(cleaned(target))}"'
    return f'<w:hyperlink xmlns:r="{RELATIONS}" {named} w:history="1">{said}</w:hyperlink>'


def _table(slot: SlotView, across: int) -> str:
    blank = (
        paragraph_of(run_of(on_one_line(slot.blank), bold=True), "Cell"),
        *(paragraph_of("", "Cell") for _ in slot.head[1:]),
    )
    rows = [
        [
            "".join(_passages(cell, f"{slot.id} {place} {column}", None, 0, "Cell")) or paragraph_of("", "Cell")
            for column, cell in enumerate(row)
        ]
        for place, row in enumerate(slot.rows)
    ]
    return table_of(slot.label, slot.head, rows or [blank], across)


def table_of(
    caption: str, head: Sequence[str], rows: Iterable[Iterable[str]], across: int, *, rows_have_heads: bool = False
) -> str:
    """A table with a row of heads that is repeated on each page, and rows that are not parted, of cells in XML.

    Where rows have heads of their own, these are in the first column.
    """
    width = across // (len(head) or 1)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for _ in head or ("",))
    look = 'w:val="04A0" w:firstRow="1" w:firstColumn="1"' if rows_have_heads else 'w:val="0420" w:firstRow="1"'
    first = _row((paragraph_of(run_of(cleaned(column), bold=True), "Cell") for column in head), width, head=True)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        f'<w:tblLook {look} w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="{escape(on_one_line(caption))}"/>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{first}{''.join(_row(row, width) for row in rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], width: int, *, head: bool = False) -> str:
    said = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    made = (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in cells)
    return f"<w:tr>{said}{''.join(made)}</w:tr>"


def with_links(relations: bytes, tree: Any) -> bytes:
    """The relations of a body with those that officers' links in its tree name, each once."""
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml.parser import parse_xml

    named = {link.get(f"{{{RELATIONS}}}id"): link.get(f"{W}tooltip") for link in tree.iter(f"{W}hyperlink")}
    links = {ident: target for ident, target in named.items() if ident and ident.startswith(LINK) and target}
    if not links:
        return relations
    made = parse_xml(relations)
    known = {str(relation.get("Id")) for relation in made}
    for ident, target in links.items():
        if ident not in known:
            relation = parse_xml(f'<Relationship xmlns="{PACKAGE}" TargetMode="External"/>')
            for name, value in (("Id", ident), ("Type", f"{RELATIONS}/hyperlink"), ("Target", target)):
                relation.set(name, value)
            made.append(relation)
    serialized: bytes = serialize_part_xml(made)
    return serialized
