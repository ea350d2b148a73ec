"""What a Word template leaves out, and what in it a reader with a screen reader would miss."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from spinout.core.wording import listed
from spinout.reports.formats import needing

if TYPE_CHECKING:
    from lxml.etree import _Element

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


def template_remarks(parts: Mapping[str, bytes], used: Collection[str], *, body: bool, title: str) -> Iterator[str]:
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
