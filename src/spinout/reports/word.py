"""A report as a Word file: the view's fields put into a .docx template, the shipped one or a council's.

The template runs in a sandbox. Every inserted text is cleaned and escaped, whatever the template says
of it, so that a text can neither end the document early nor add to its structure.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from msgspec.structs import replace

from spinout.reports.cleaning import cleaned, on_one_line
from spinout.reports.environments import BrokenTemplate, Templates, environment, naming_faults, sentence
from spinout.reports.extras import needing
from spinout.reports.sheet_pictures import for_sheets
from spinout.reports.subject import Subject
from spinout.reports.template_fields import UnknownField, unknown_fields
from spinout.reports.view import ReportView, view_of
from spinout.reports.word_drawings import drawn

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Environment

TEMPLATE = "report.docx"
KNOWN: Mapping[str, type] = {"report": ReportView}
MOST_UNPACKED = 100_000_000
"""Bytes that a template may unpack to."""
LONGEST_PROPERTY = 255
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: the same report gives the same bytes."""
DATED = re.compile(
    rb"<(dcterms:created|dcterms:modified|cp:lastModifiedBy|cp:revision|cp:lastPrinted)\b[^>]*>[^<]*</\1>"
)
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOLDERS = tuple(f"{WORDS}{name}" for name in ("body", "p", "r", "tbl", "tr", "tc"))
"""Elements that hold others; Word leaves out what is written straight into them."""
LOST = "A text would be lost. Write {{ }} round a field, and not {{r }}, {{p }}, {{tr }} or {{tc }}."
NOT_CLOSED = (
    "See that every {{ has its }} and every {% its %} in the same paragraph, and every for and if its endfor or endif."
)
BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})


def word_report(subject: Subject, templates: Templates) -> bytes:
    """The report of an assessment as a .docx file.

    Raises MissingExtra, and BrokenTemplate where the template is not the program's own.
    """
    return word_of(view_of(subject), templates)


def word_of(view: ReportView, templates: Templates) -> bytes:
    """A view put into the Word template."""
    with naming_faults(templates, templates.word_name), _without_lines(templates):
        document = _opened(templates)
        document.render({"report": for_sheets(view)}, _environment(templates))
        file = BytesIO()
        document.save(file)
    return _same_every_time(file)


def template_problems(templates: Templates) -> list[UnknownField]:
    """The fields that a Word template asks for and the view does not have. Raises BrokenTemplate."""
    with naming_faults(templates, templates.word_name), _without_lines(templates):
        document = _opened(templates)
        document.init_docx()
        found: list[UnknownField] = []
        made = _environment(templates)
        for text in _template_texts(document):
            found += unknown_fields(made.parse(text), KNOWN, made.globals, filters=made.filters)
    return list({field.path: field for field in found}.values())


@contextmanager
def _without_lines(templates: Templates) -> Iterator[None]:
    """Say what is not well formed without a line: nobody who writes in Word sees the lines of its source."""
    from jinja2 import TemplateSyntaxError

    try:
        yield
    except TemplateSyntaxError as error:
        raise BrokenTemplate(templates.word_name, f"{sentence(error.message)} {NOT_CLOSED}") from error


def _template_texts(document: "DocxTemplate") -> list[str]:
    """The body, headers, footers and properties of a template, as they are rendered."""
    texts = [document.patch_xml(document.get_xml())]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        texts += [document.patch_xml(document.get_part_xml(part)) for _, part in document.get_headers_footers(uri)]
    properties = document.docx.core_properties
    return [*texts, *(getattr(properties, name) or "" for name in PROPERTIES)]


PROPERTIES = ("author", "category", "comments", "keywords", "subject", "title")


def _opened(templates: Templates) -> "DocxTemplate":
    """The template, unpacked. Raises BrokenTemplate where it is no Word document."""
    with needing("word", "A Word report"):
        kind = _document_kind()
    content = templates.word
    if content is None:
        own = None if templates.own is None else templates.own / TEMPLATE
        return kind(str(own if own is not None and own.is_file() else templates.shipped / TEMPLATE))
    _refuse_other_files(content, templates.word_name)
    return kind(BytesIO(content))


def _refuse_other_files(content: bytes, name: str) -> None:
    try:
        with ZipFile(BytesIO(content)) as parts:
            sizes = {part.filename: part.file_size for part in parts.infolist()}
    except BadZipFile as error:
        raise BrokenTemplate(name, "This is no Word document (.docx).") from error
    if "word/document.xml" not in sizes:
        raise BrokenTemplate(name, "This is no Word document (.docx).")
    if sum(sizes.values()) > MOST_UNPACKED:
        raise BrokenTemplate(name, "This Word document is too big to be a template.")


@lru_cache(maxsize=1)
def _document_kind() -> type["DocxTemplate"]:
    """Word documents with fields, that are refused rather than cut short where they do not fit together."""
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
            return made

        def render_properties(self, context: Any, jinja_env: "Environment | None" = None) -> None:
            """Title, subject and the like; they are plain text, so nothing is escaped in them."""
            assert jinja_env is not None
            plain = jinja_env.overlay(autoescape=False, finalize=_plain)
            for name in PROPERTIES:
                written = getattr(self.docx.core_properties, name) or ""
                made = plain.from_string(written).render(context)
                setattr(self.docx.core_properties, name, made[:LONGEST_PROPERTY])

    return Checked


def _environment(templates: Templates) -> "Environment":
    """A sandbox even for the shipped template: a Word file is easily taken from elsewhere."""
    made = environment(replace(templates, word=templates.word or b""), finalize=_inserted)
    made.filters["drawn"] = drawn
    made.filters["safe"] = str  # nothing that is inserted can be declared to need no escaping
    for name in ("urlize", "xmlattr"):
        made.filters.pop(name)
    return made


def _inserted(value: object) -> object:
    """What is put into the document: cleaned and escaped. What a macro made, and a drawing, is so already."""
    from markupsafe import Markup, escape

    if value is None:
        return ""
    safe = str(value) if hasattr(value, "__html__") else str(escape(cleaned(str(value))))
    return Markup(safe.translate(BRACES))


def _plain(value: object) -> object:
    return "" if value is None else on_one_line(str(value))


def _same_every_time(file: BytesIO) -> bytes:
    """The file without dates of its making, neither in its parts nor in what it says of itself."""
    made = BytesIO()
    with ZipFile(file) as parts, ZipFile(made, "w", ZIP_DEFLATED) as again:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = DATED.sub(b"", content)
            again.writestr(ZipInfo(name, LONG_AGO), content, ZIP_DEFLATED)
    return made.getvalue()
