"""The parts of a Word template: unpacked and seen to be whole, and what in them would fetch or run something.

What would is looked for in the file that is made, so that no field can be put together while it is filled in.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from spinout.core.wording import found as quoted
from spinout.reports.formats import needing
from spinout.reports.layouts.active import ELSEWHERE
from spinout.reports.layouts.environments import BrokenTemplate, sentence

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_UNPACKED = 100_000_000
"""Bytes that a template may unpack to."""
MOST_PARTS = 10_000
MAIN, TYPES = "word/document.xml", "[Content_Types].xml"
IS_TEMPLATE, IS_DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"
HOLDS_MACROS = b"macroEnabled"
OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a file begins that Word encrypted, or wrote in its old format."""
NO_WORD = "This is no Word document (.docx) or template (.dotx)."
LOCKED = "This Word file has a password, or the old format (.doc). Save it without a password as .docx or .dotx."
MACROS = "This Word file is made to hold macros (.docm, .dotm). Save it as .docx or .dotx, which hold none."
TOO_BIG = (
    f"This Word document is too big to be a template: unpacked it has more than {MOST_UNPACKED // 1_000_000} megabytes."
)
DAMAGED = "This Word document is damaged. Open it in Word, and save it again."
UNZIPPING = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

VML_PICTURES = tuple(f"{{urn:schemas-microsoft-com:vml}}{name}" for name in ("imagedata", "fill", "stroke"))
FIELDS = frozenset(
    {"DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "EMBED", "DATABASE", "RD"}
    | {"HTMLCONTROL", "CONTROL", "OCX"}
)
"""The fields that fetch another file, or run something, when Word brings fields up to date."""
NAME = re.compile(r"[\s\"\\]*([^\s\"\\]*)")
RELATED = {
    "vbaProject": "Macros.",
    "wordVbaData": "Macros.",
    "keyMapCustomizations": "Keys that run macros.",
    "attachedToolbars": "Buttons that run macros.",
    "control": "An ActiveX control.",
    "activeXControlBinary": "An ActiveX control.",
    "oleObject": "An embedded object.",
    "package": "An embedded file.",
    "aFChunk": "Another document that Word takes in (altChunk).",
    "subDocument": "Another document that Word takes in.",
    "frame": "Another document in a frame.",
    "extensibility": "Buttons that run something.",
    "webextension": "An add-in from the network.",
    "webextensiontaskpanes": "An add-in from the network.",
}
"""What a relationship of each kind brings, wherever it stands."""
ONLY_FOLLOWED = "hyperlink"
NOT_LITERAL = "\0"
RELATIONS = ".rels"
VML_ADDRESSES = ("src", "althref", "href")


def template_parts(name: str, content: bytes) -> dict[str, bytes]:
    """The parts of a Word template by their names; the main part is a document's, whichever it was.

    Raises BrokenTemplate where it is none, has macros or a password, is damaged, or unpacks to too much.
    """
    if content.startswith(OLD_OR_LOCKED):
        raise BrokenTemplate(name, LOCKED)
    try:
        with ZipFile(BytesIO(content)) as file:
            entries = file.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED or len(entries) > MOST_PARTS:
                raise BrokenTemplate(name, TOO_BIG)
            parts = {entry.filename: file.read(entry) for entry in entries if not entry.is_dir()}
    except UNZIPPING as error:
        raise BrokenTemplate(name, DAMAGED if content.startswith(b"PK\x03\x04") else NO_WORD) from error
    if MAIN not in parts or TYPES not in parts:
        raise BrokenTemplate(name, NO_WORD)
    if HOLDS_MACROS in parts[TYPES]:
        raise BrokenTemplate(name, MACROS)
    for part in _xml_parts(parts):
        _parsed(f"{name}, {part}", parts[part])
    return parts | {TYPES: parts[TYPES].replace(IS_TEMPLATE, IS_DOCUMENT)}


def active_parts(parts: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """What in the parts of a Word file would fetch or run something, each with its place."""
    found: list[tuple[str, str]] = []
    for part in _xml_parts(parts):
        tree = _parsed(part, parts[part])
        if part.lower().endswith(RELATIONS):
            found += ((part, what) for what in _related(tree))
        else:
            found += ((f"{part}, paragraph {number}", what) for number, what in _in_text(tree))
    return list(dict.fromkeys(found))


def _xml_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the parts that are XML, by their ending or by what the file says of them."""
    types = {str(each.get("PartName", "")).lstrip("/").lower(): each for each in _parsed(TYPES, parts[TYPES])}
    said = {name for name, each in types.items() if str(each.get("ContentType", "")).endswith("xml")}
    return [part for part in parts if part.lower().endswith((".xml", RELATIONS)) or part.lower() in said]


def _parsed(place: str, text: bytes) -> "_Element":
    """A part as a tree. Raises BrokenTemplate where it is no XML, or says what its entities are."""
    with needing("word", "A Word report"):
        from lxml import etree

    try:
        tree = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise BrokenTemplate(place, f"{DAMAGED} {sentence(str(error))}") from error
    if tree.getroottree().docinfo.doctype:
        raise BrokenTemplate(place, "It has a document type (DOCTYPE), which no Word file has.")
    return tree


def _named(element: "_Element", name: str) -> str:
    """An attribute of an element, in whichever namespace it stands."""
    return next((str(value) for key, value in element.attrib.items() if _local(key) == name), "")


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]


def _related(tree: "_Element") -> Iterator[str]:
    """What relationships bring from elsewhere, or run."""
    for each in tree.iter("{*}Relationship"):
        kind = _named(each, "Type").rpartition("/")[2]
        if kind in RELATED:
            yield RELATED[kind]
        elif _named(each, "TargetMode").lower() == "external" and kind != ONLY_FOLLOWED:
            yield f"It fetches {quoted(_named(each, 'Target'))} ({kind})."


def _in_text(tree: "_Element") -> Iterator[tuple[int, str]]:
    """What elements of a part fetch or run, with the number of the paragraph that they stand in."""
    number, fields = 0, _Fields()
    for each in tree.iter("{*}p", "{*}fldSimple", "{*}fldChar", "{*}instrText", "{*}mailMerge", *VML_PICTURES):
        kind = _local(each.tag)
        if kind == "p":
            number += 1
        elif kind == "mailMerge":
            yield number, "A mail merge, which reads a source of data."
        elif kind in ("fldSimple", "fldChar", "instrText"):
            yield from ((number, what) for instruction in fields.met(kind, each) if (what := _runs(instruction)))
        elif address := next((a for a in map(partial(_named, each), VML_ADDRESSES) if ELSEWHERE.match(a)), None):
            yield number, f"It fetches {quoted(address)} (picture)."
    yield from ((number, what) for instruction in fields.left() if (what := _runs(instruction)))


class _Fields:
    """The fields that are open, one in the other: the words of each one's instruction, or None where it has ended."""

    def __init__(self) -> None:
        self._open: list[list[str] | None] = []

    def met(self, kind: str, element: "_Element") -> Iterator[str]:
        """The instructions that an element ends; NOT_LITERAL stands where another field stood."""
        words = self._open[-1] if self._open else None
        step = _named(element, "fldCharType")
        if kind == "fldSimple":
            yield _named(element, "instr")
        elif kind == "instrText":
            if words is None:
                yield element.text or ""
            else:
                words.append(element.text or "")
        elif step == "begin":
            if words is not None:
                words.append(NOT_LITERAL)
            self._open.append([])
        elif self._open:
            yield "".join(words or ())
            self._open[-1] = None
            if step == "end":
                self._open.pop()

    def left(self) -> Iterator[str]:
        """The instructions of fields that nothing ended."""
        yield from ("".join(words) for words in self._open if words)


def _runs(instruction: str) -> str | None:
    """What a field would do without being asked, or None where it does no harm."""
    found = NAME.match(instruction)
    name = "" if found is None else found[1].upper()
    if NOT_LITERAL in name:
        return "A field whose name another field makes."
    return f"The field {name} fetches or runs something." if name in FIELDS else None
