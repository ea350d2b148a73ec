"""A report as a Word file: the view's fields put into a .docx template, with pictures as drawings of Word's own."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment, TemplateSyntaxError, nodes
from markupsafe import Markup, escape
from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import replace

from spinout.core.wording import cleaned, on_one_line
from spinout.reports.formats import needing
from spinout.reports.layouts.active import refused
from spinout.reports.layouts.directions import APART, directed, isolated
from spinout.reports.layouts.environments import (
    BrokenTemplate,
    Templates,
    environment,
    naming_faults,
    own_file,
    sentence,
)
from spinout.reports.layouts.sheets import for_sheets
from spinout.reports.layouts.template_fields import UnknownField, unknown_fields
from spinout.reports.layouts.word_body import EMU, Poured, poured
from spinout.reports.layouts.word_numbers import RELATION, lists_of, numbered, with_numbers
from spinout.reports.layouts.word_slots import RELATIONS, typed, with_links, written
from spinout.reports.layouts.word_templates import DAMAGED, active_parts, template_parts
from spinout.reports.view.drawings import Picture, Shape
from spinout.reports.view.view import ReportView

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

WIDEST = 5_940_000
"""Units (EMU) across: 165 mm, the width of the text on A4."""
LARGEST_STEP = 9525
"""Units for one step of a picture, where that fits: a point of 96 to the inch."""
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
INK, GREY, WHITE, ACCENT = "1C2530", "66727F", "FFFFFF", "0B4A5E"
COLOURS: dict[str, tuple[str | None, str]] = {
    "track": (WHITE, GREY),
    "sure": (ACCENT, ACCENT),
    "open": ("D3E6EE", ACCENT),
    "second": ("C9962B", INK),
    "needed": (INK, INK),
    "axis": (None, GREY),
    "cut": (None, WHITE),
    "met": ("14532D", "14532D"),
    "not-met": ("8A1420", "8A1420"),
    "unknown": (WHITE, "6A4300"),
    "not-applicable": (WHITE, GREY),
    "left-out": (WHITE, "465263"),
    "mark": (None, WHITE),
    "dash": (None, INK),
}
"""The fill and the line of each style. None is the only mark of what it shows."""
THICK = {"needed": 28_575, "mark": 19_050, "dash": 19_050}
THIN = 9_525
BROKEN = frozenset({"open", "left-out"})
SIZES = {"small": 12, "value": 14, "label": 14}
TYPE = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
"""The typeface of words in pictures, for which they leave room: a council's own may be wider."""
SIDES = {"start": "left", "middle": "center", "end": "right"}
STEP = re.compile(r"([MLZ])(?: ?(-?\d+) (-?\d+))?")
STEP_NAMES = {"M": "moveTo", "L": "lnTo"}


def drawn(picture: Picture, widest: int = WIDEST) -> Markup:
    """The picture as a run of a Word document, at most so many units across."""
    step = min(LARGEST_STEP, widest // picture.width)
    width, height = picture.width * step, picture.height * step
    shapes = "".join(_shape(shape, step, width, number) for number, shape in enumerate(picture.shapes, start=2))
    said = escape(on_one_line(picture.text))
    return Markup(
        f'<w:r {NAMESPACES}><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="1" name="{escape(picture.id)}" descr="{said}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{GROUP}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/><a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm>'
        f"</wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:t>{said}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _shape(shape: Shape, step: int, across: int, number: int) -> str:
    if shape.kind == "text":
        return _words(shape, step, across, number)
    if shape.kind == "path":
        return _path(shape, step, number)
    box, flip = (shape.x, shape.y, shape.width, shape.height), ""
    if shape.kind == "line":
        wide, high = shape.x2 - shape.x, shape.y2 - shape.y
        box, flip = (min(shape.x, shape.x2), min(shape.y, shape.y2), abs(wide), abs(high)), ' flipV="1"'
        flip = flip if wide * high < 0 else ""
    return _placed(shape, number, box, step, f'<a:prstGeom prst="{shape.kind}"><a:avLst/></a:prstGeom>', flip)


def _placed(shape: Shape, number: int, box: tuple[int, int, int, int], step: int, geometry: str, flip: str = "") -> str:
    x, y, width, height = (part * step for part in box)
    fill, line = COLOURS.get(shape.style, (None, INK))
    inside = "<a:noFill/>" if fill is None else f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
    dash = '<a:prstDash val="dash"/>' if shape.style in BROKEN else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{shape.style} {number}"/><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm{flip}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>{geometry}{inside}'
        f'<a:ln w="{THICK.get(shape.style, THIN)}"><a:solidFill><a:srgbClr val="{line}"/></a:solidFill>{dash}</a:ln>'
        "</wps:spPr>"
        "<wps:bodyPr/></wps:wsp>"
    )


def _words(shape: Shape, step: int, across: int, number: int) -> str:
    """A text in a box without an edge, as wide as there is room on its side."""
    size = SIZES.get(shape.style, 14)
    x = shape.x * step
    needed = len(shape.text) * size * step * 2 // 3
    room = {"start": across - x, "end": x, "middle": max(2 * min(x, across - x), needed)}[shape.anchor]
    left = {"start": x, "end": 0, "middle": x - room // 2}[shape.anchor]
    half_points = max(12, round(size * step / 12_700 * 2))
    bold = "<w:b/>" if shape.style == "value" else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="words {number}"/><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        f'<a:off x="{left}" y="{(shape.y - size) * step}"/><a:ext cx="{room}" cy="{size * step * 3 // 2}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        '<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{SIDES[shape.anchor]}"/></w:pPr>'
        f'<w:r><w:rPr>{TYPE}{bold}<w:color w:val="{INK}"/><w:sz w:val="{half_points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(on_one_line(shape.text))}</w:t></w:r></w:p></w:txbxContent></wps:txbx>'
        '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/></wps:wsp>'
    )


def _path(shape: Shape, step: int, number: int) -> str:
    """A path of straight lines: M or L with a place, or Z."""
    found = [(kind, int(x or 0), int(y or 0)) for kind, x, y in STEP.findall(shape.d)]
    xs, ys = [x for kind, x, _ in found if kind != "Z"], [y for kind, _, y in found if kind != "Z"]
    left, top = min(xs), min(ys)
    wide, high = max(xs) - left, max(ys) - top
    steps = (
        "<a:close/>"
        if kind == "Z"
        else f'<a:{STEP_NAMES[kind]}><a:pt x="{(x - left) * step}" y="{(y - top) * step}"/></a:{STEP_NAMES[kind]}>'
        for kind, x, y in found
    )
    geometry = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{wide * step}" h="{high * step}">'
        f"{''.join(steps)}</a:path></a:pathLst></a:custGeom>"
    )
    return _placed(shape, number, (left, top, wide, high), step, geometry)


TEMPLATE = "report.docx"
KNOWN: Mapping[str, type] = {"report": ReportView}
LONGEST_PROPERTY = 255
PROPERTIES = ("author", "category", "comments", "keywords", "subject", "title")
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
STYLE_PART = f"{RELATIONS}/styles"
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FIRST_PICTURE = 1000
"""Where the numbers of pictures begin."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: the same report gives the same bytes."""
DATED = re.compile(
    rb"<(dcterms:created|dcterms:modified|cp:lastModifiedBy|cp:revision|cp:lastPrinted)\b[^>]*>[^<]*</\1>"
)
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOLDERS = tuple(f"{WORDS}{name}" for name in ("body", "p", "r", "tbl", "tr", "tc"))
"""Elements that hold others; Word leaves out what is written straight into them."""
LOST = "A text would be lost. Write {{ }} round a field, and not {{r }}, {{p }}, {{tr }} or {{tc }}."
WITHIN_A_TEXT = (
    "A number, a slot or a picture stands within a text, where Word shows none. Write {{r }} round it, in a run alone, "
    "or {{p }} round a slot of its own, in a paragraph alone."
)
NOT_CLOSED = (
    "See that every {{ has its }} and every {% its %} in the same paragraph, and every for and if its endfor or endif."
)
BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})


def word_of(view: ReportView, templates: Templates) -> bytes:
    """A view put into the Word template, as a .docx file.

    Raises MissingExtra, and BrokenTemplate where the template is not the program's own and cannot be used,
    or would fetch or run something when the file is opened.
    """
    with _naming_faults(templates):
        made = _filled(_form(templates), {"report": for_sheets(view)})
        if not (templates.all_shipped or templates.trusted) and (active := active_parts(made)):
            raise refused((f"{templates.word_name}, {place}", what) for place, what in active)
        return _zipped(made)


def template_problems(templates: Templates) -> list[UnknownField]:
    """The fields that a Word template asks for and the view does not have. Raises BrokenTemplate."""
    with _naming_faults(templates):
        form = _form(templates)
        made, texts = form.marked, (*form.texts.values(), *form.properties.values())
        every = (unknown_fields(made.parse(text), KNOWN, made.globals, filters=made.filters) for text in texts)
        return list({field.path: field for found in every for field in found}.values())


class TemplateUse(Struct, frozen=True):
    """What a Word template makes use of: the names of fields and texts in its fields, and its property Title."""

    used: frozenset[str]
    poured: Poured
    title: str


def use_of(templates: Templates) -> TemplateUse:
    """What a Word template makes use of. Raises BrokenTemplate."""
    with _naming_faults(templates):
        form = _form(templates)
        trees = [form.marked.parse(text) for text in form.texts.values()]
        fields = {node.attr for tree in trees for node in tree.find_all(nodes.Getattr)}
        texts = {str(node.value) for tree in trees for node in tree.find_all(nodes.Const)}
        return TemplateUse(frozenset(fields | texts), form.poured, form.properties["title"])


def word_remarks(_: ReportView, templates: Templates) -> bytes:
    """What is to be told of a report in a template, as a JSON list. Raises as `word_of` does."""
    with _naming_faults(templates):
        return encode([f"{templates.word_name}: {each}" for each in _form(templates).poured.told])


@contextmanager
def _naming_faults(templates: Templates) -> Iterator[None]:
    """Say what is not well formed without a line: nobody who writes in Word sees the lines of its source."""
    with naming_faults(templates, templates.word_name):
        try:
            yield
        except TemplateSyntaxError as error:
            raise BrokenTemplate(templates.word_name, f"{sentence(error.message)} {NOT_CLOSED}") from error


class _Form(Struct, frozen=True):
    """A Word template: its parts, and the texts of the body, of headers, footers and footnotes to be filled in.

    Read and compiled once in each process. The library's own documents hang together in circles that hold
    ten megabytes each until Python looks for them, so none is made for a report.
    """

    parts: Mapping[str, bytes]
    body: str
    core: str
    lists: str
    styles: str
    """The names of the parts with the body, the properties, the lists and the styles."""
    texts: Mapping[str, str]
    properties: Mapping[str, str]
    marked: Environment
    """What fills in the texts, which are XML."""
    plain: Environment
    """What fills in the properties: title, subject and the like are plain text, so nothing is escaped in them."""
    poured: Poured
    """What came of `{{ body }}`."""


@lru_cache(maxsize=4)
def _form(templates: Templates) -> _Form:
    """The template, ready to be filled in. Raises BrokenTemplate where it is no Word document."""
    document = _opened(templates)
    try:
        document.init_docx()
    except (KeyError, ValueError) as error:
        raise BrokenTemplate(templates.word_name, DAMAGED) from error
    body_field = Poured()
    if own_parts(templates) is not None:
        shipped = _document_kind()(str(templates.shipped / TEMPLATE))
        shipped.init_docx()
        body_field = poured(document.docx, shipped.docx, templates.word_name)
    body, package = document.docx.part, document.docx.part.package
    core = document.docx.core_properties  # made, where there is none yet, before it is looked for
    lists_of(document.docx)  # likewise
    texts = {body.partname.membername: document.get_xml()}
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        found = document.get_headers_footers(uri)
        texts |= {part.partname.membername: document.get_part_xml(part) for _, part in found}
    texts |= {part.partname.membername: part.blob.decode() for part in package.parts if part.content_type == FOOTNOTES}
    saved = BytesIO()
    document.docx.save(saved)
    with ZipFile(saved) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return _Form(
        parts,
        body.partname.membername,
        package.part_related_by(CORE).partname.membername,
        body.part_related_by(RELATION).partname.membername,
        body.part_related_by(STYLE_PART).partname.membername,
        {name: document.patch_xml(text) for name, text in texts.items()},
        {name: getattr(core, name) or "" for name in PROPERTIES},
        *_environments(templates, body_field),
        body_field,
    )


def _filled(form: _Form, context: Mapping[str, object]) -> dict[str, bytes]:
    """The parts of a report."""
    from docx.opc.coreprops import CoreProperties
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml.parser import parse_xml

    document, parts = _document_kind()(BytesIO()), dict(form.parts)
    for name, text in form.texts.items():
        made = document.render_xml_part(text, None, context, form.marked)
        if name != form.body:
            story = parse_xml(made.encode())
            if APART in made:
                directed(story)
            parts[name] = serialize_part_xml(story)
            continue
        tree = document.fix_tables(made)
        document.docx_ids_index = FIRST_PICTURE
        document.fix_docpr_ids(tree)
        root = parse_xml(parts[name])
        root.replace(root.body, tree)
        if APART in made:
            directed(root)
        parts[form.lists] = with_numbers(root, parts[form.lists], parts[form.styles]) or parts[form.lists]
        folder, _, file = name.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels"
        parts[relations] = with_links(parts[relations], root)
        parts[name] = serialize_part_xml(root)
    said = parse_xml(parts[form.core])
    properties = CoreProperties(said)
    for name, template in form.properties.items():
        setattr(properties, name, form.plain.from_string(template).render(context)[:LONGEST_PROPERTY])
    parts[form.core] = DATED.sub(b"", serialize_part_xml(said))
    return parts


def _opened(templates: Templates) -> "DocxTemplate":
    """The template, unpacked. Raises BrokenTemplate where it is no Word document."""
    kind, parts = _document_kind(), own_parts(templates)
    return kind(str(templates.shipped / TEMPLATE)) if parts is None else kind(BytesIO(_zipped(parts)))


def own_parts(templates: Templates) -> dict[str, bytes] | None:
    """The parts of the template that was named, else of the user's; None where the shipped one is filled in."""
    if templates.word is not None:
        return template_parts(templates.word_name, templates.word)
    own = None if templates.own is None else own_file(templates.own, TEMPLATE)
    return None if own is None else template_parts(TEMPLATE, own.read_bytes())


@lru_cache(maxsize=1)
def _document_kind() -> type["DocxTemplate"]:
    """Word documents with fields, that are refused rather than cut short where they do not fit together."""
    with needing("word", "A Word report"):
        from docxtpl import DocxTemplate
        from lxml import etree

    class Checked(DocxTemplate):  # type: ignore[misc]  # the package has no types
        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
            """The part filled in. Raises XMLSyntaxError where that is no longer well formed."""
            made: str = super().render_xml_part(src_xml, part, context, jinja_env)
            tree = etree.fromstring(made.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
            for holder in tree.iter(*HOLDERS):
                if any((text or "").strip() for text in (holder.text, *(child.tail for child in holder))):
                    raise ValueError(LOST)
            if any(len(text) for text in tree.iter(f"{WORDS}t")):
                raise ValueError(WITHIN_A_TEXT)
            return made

    return Checked


def _environments(templates: Templates, body: Poured) -> tuple[Environment, Environment]:
    """Sandboxes for XML and for plain text, even for the shipped template: a Word file is easily taken from elsewhere.

    Each compiles a text once, for the library asks for it again with every report.
    """
    made = environment(replace(templates, word=templates.word or b""), finalize=_inserted)
    # nothing that is inserted can be declared to need no escaping
    made.filters |= {
        "drawn": drawn if body.wide is None else partial(drawn, widest=body.wide),
        "numbered": numbered,
        "typed": typed,
        "written": written if body.wide is None else partial(written, across=body.wide // EMU, styles=body.styles),
        "safe": str,
    }
    del made.filters["urlize"], made.filters["xmlattr"]
    plain = made.overlay(autoescape=False, finalize=lambda value: "" if value is None else on_one_line(str(value)))
    both: tuple[Any, Any] = made, plain
    for each in both:
        each.from_string = lru_cache(maxsize=None)(each.from_string)
    return both


def _inserted(value: object) -> object:
    """What is put into the document: cleaned and escaped. What a macro made, and a drawing, is so already."""
    if value is None:
        return ""
    safe = str(value) if hasattr(value, "__html__") else str(escape(isolated(cleaned(str(value)))))
    return Markup(safe.translate(BRACES))


def undated(content: bytes) -> bytes:
    """A Word file without a date of its making."""
    with ZipFile(BytesIO(content)) as file:
        return _zipped({name: DATED.sub(b"", file.read(name)) for name in file.namelist()})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """The file of parts, without a date of its making."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(ZipInfo(name, LONG_AGO), content, ZIP_DEFLATED)
    return made.getvalue()
