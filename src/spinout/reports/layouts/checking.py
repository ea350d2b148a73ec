"""What `spinout template check` finds in a Word template or a folder of templates, without a report to make."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader
from msgspec import Struct
from msgspec.json import encode

from spinout.core.wording import found as quoted
from spinout.core.wording import listed
from spinout.reports.formats import needing
from spinout.reports.layouts.active import active_sources
from spinout.reports.layouts.environments import Templates, check_links, source
from spinout.reports.layouts.overrides import vain_overrides

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD, SOURCE = "report.docx", ".typ"
PACKAGE = re.compile(r"[\"'](@[\w-]+/[\w-]+(?::[\d.]+)?)|(\bplugin\()")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN, STYLES = "word/document.xml", "word/styles.xml"
BODY = "Write {{ body }} in a paragraph of its own for all of it."
PROMISED = {
    "notes": "the notes that stand on every report",
    "restricted": "that it is not for publication",
    "incomplete": "that questions are open",
    "left_out": "that answers are left out",
    "provenance": "where it came from, which verify reads",
}
"""What a report says of itself, whoever lays it out, by its field."""
PIECES = {
    "words": "the verdict",
    "reasons": "its reasons",
    "conditions": "the conditions",
    "facts": "the facts to find",
    "gates": "the gates",
    "recommendations": "the recommendations",
    "score": "the score",
    "plan": "the plan",
    "implications": "the officers' boxes",
    "comparators": "the comparators",
    "answers": "the answers",
    "sources": "the sources",
}
"""What else a paper holds, by its field."""
TITLE = "Its property Title (File, Info) has no field such as {{ report.title }}, so every report has that title."
ENGLISH = "en"


class TemplatesChecked(Struct, frozen=True):
    """What is wrong with fields, and what would fetch or run something, each with its place.

    `typst` says that there is a PDF template, and `remarks` what a Word template leaves out, or lacks.
    """

    faults: tuple[tuple[str, str], ...] = ()
    active: tuple[tuple[str, str], ...] = ()
    typst: bool = False
    remarks: tuple[str, ...] = ()


def checked(_: None, templates: Templates) -> bytes:
    """What was found, as JSON of TemplatesChecked. Raises BrokenTemplate for what cannot be used at all."""
    faults, active, remarks = _word(templates)
    if templates.own is None:
        return encode(TemplatesChecked(tuple(faults), tuple(active), remarks=tuple(remarks)))
    check_links(templates.own)
    faults += [(fault.place, fault.message) for fault in vain_overrides(templates)]
    active += [*active_sources(templates), *_typst(templates)]
    own = FileSystemLoader(templates.own).list_templates()
    typst = any(name.lower().endswith(SOURCE) for name in own)
    return encode(TemplatesChecked(tuple(faults), tuple(active), typst, tuple(remarks)))


def _word(templates: Templates) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[str]]:
    """The faults of a Word template's fields, what in it would fetch or run something, and what it lacks."""
    if templates.word is None and templates.own is not None and not (templates.own / WORD).exists():
        return [], [], []
    from spinout.reports.layouts.word import own_parts, template_problems
    from spinout.reports.layouts.word_templates import active_parts

    parts = own_parts(templates)
    of = "" if templates.own is None else f"{WORD}, "
    faults = [(f"{of}{fault.place}", fault.message) for fault in template_problems(templates)]
    active = [] if parts is None else active_parts(parts)
    if faults and parts is not None:
        return faults, active, [*_lacking(parts)]
    return faults, active, checked_remarks(templates)


def _typst(templates: Templates) -> Iterator[tuple[str, str]]:
    """What the source of a PDF template asks for in so many words; what it works out is not seen."""
    assert templates.own is not None
    for name in FileSystemLoader(templates.own).list_templates():
        if name.lower().endswith(SOURCE):
            for number, line in enumerate(source(templates, name).splitlines(), start=1):
                for package, plugin in PACKAGE.findall(line):
                    what = "plugin() runs a program." if plugin else f"It fetches the package {quoted(package)}."
                    yield f"{name}:{number}", what


def checked_remarks(templates: Templates) -> list[str]:
    """What is to be told of a Word template of a user's before any report is made with it. Raises BrokenTemplate."""
    from spinout.reports.layouts.word import own_parts, use_of

    parts = own_parts(templates)
    if parts is None:
        return []
    use = use_of(templates)
    return [*use.poured.told, *_template_remarks(parts, use.used, body=use.poured.found, title=use.title)]


def _template_remarks(parts: Mapping[str, bytes], used: Collection[str], *, body: bool, title: str) -> Iterator[str]:
    """What is to be told of a template of a user's, in sentences.

    `used` are the names of fields and the texts in its fields, `body` says whether the standard body is poured
    in, and `title` is the property of the file.
    """
    if not body:
        promised = [words for field, words in PROMISED.items() if field not in used]
        pieces = [words for field, words in PIECES.items() if field not in used]
        if promised:
            yield f"A report in it does not say: {listed(promised, most=20)}. {BODY}"
        if pieces:
            yield f"It leaves out: {listed(pieces, most=20)}."
        if "{" not in title:
            yield TITLE
    yield from _lacking(parts)


def _lacking(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What a template lacks, whatever its fields are."""
    yield from _headless(_parsed(parts[MAIN]))
    yield from _language(parts)


def _parsed(part: bytes) -> "_Element":
    with needing("word", "A Word report"):
        from lxml import etree

    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def _headless(document: "_Element") -> Iterator[str]:
    """Tables of several rows of which none is marked as that of the headings."""
    for number, table in enumerate(document.iter(f"{W}tbl"), start=1):
        rows = table.findall(f"{W}tr")
        marked = any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)
        if len(rows) > 1 and not marked:
            yield (
                f"Table {number} has no row of headings. Mark its first row in Word (Layout, Repeat Header Rows), "
                "so that a screen reader says them and each page shows them."
            )


def _language(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The language of the text, as the styles set it for all that sets none."""
    how = "Set it in Word (Review, Language), so that a screen reader reads it with the right voice."
    styles = _parsed(parts[STYLES]) if STYLES in parts else None
    places = () if styles is None else (*styles.iter(f"{W}docDefaults"), *styles.iter(f"{W}style"))
    defaults = (each for each in places if each.tag == f"{W}docDefaults" or each.get(f"{W}default") == "1")
    said = [str(lang.get(f"{W}val")) for each in defaults for lang in each.iter(f"{W}lang") if lang.get(f"{W}val")]
    if not said:
        yield f"It does not say which language its text is in. {how}"
    elif said[-1].partition("-")[0].lower() != ENGLISH:
        yield f"Its text is marked as {said[-1]}, and a report is in the language of its questions. {how}"
