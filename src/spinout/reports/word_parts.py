"""A Word file as the parts that it is packed of, and whether two hold the same.

Files that anybody may have made are read here. So everything is read as a stream, of a size that is checked first;
nothing is built up that can be deeper or larger than the file itself; and a document type, which alone could make
a part larger than it is, is refused.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile
from zlib import error as BadDeflate  # noqa: N812 - it is a class

if TYPE_CHECKING:
    import hashlib
    from xml.parsers.expat import XMLParserType

MOST_UNPACKED = 30_000_000
"""Bytes that all parts may have together; a report of a full questionnaire has a twentieth."""
MOST_PARTS = 500
MOST_TAGS = 600_000
"""In all parts; a report of a full questionnaire has a tenth."""
DAMAGED = (BadZipFile, BadDeflate, EOFError, OSError, LookupError, NotImplementedError, RuntimeError, ValueError)
"""What reading a packed file raises where it is damaged, has a password, or is packed in a way that is not known."""
NO_WORD = "It is no Word document (.docx) that can be read."
TOO_BIG = "It is too big for a report."
PROPERTIES = "docProps/core.xml"
SAVED = frozenset(
    {"dc:creator", "cp:lastModifiedBy", "cp:revision", "cp:lastPrinted", "dcterms:created", "dcterms:modified"}
)
"""What a program that saves a file writes of itself and its user among the properties."""
UNORDERED = re.compile(r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels")
"""Parts that are lists without an order."""


class UnreadableReport(Exception):  # noqa: N818 - it reads as what happened
    """A report cannot be read; says why."""


def parts_of(content: bytes) -> Mapping[str, bytes]:
    """The parts of a Word file by their names. Raises UnreadableReport."""
    try:
        with ZipFile(BytesIO(content)) as file:
            found = file.infolist()
            if len(found) > MOST_PARTS or sum(part.file_size for part in found) > MOST_UNPACKED:
                raise UnreadableReport(TOO_BIG)
            names = [part.filename for part in found]
            if len({name.casefold() for name in names}) < len(names):
                raise UnreadableReport("It holds two parts of one name, of which programs show one or the other.")
            parts = {part.filename: file.read(part) for part in found}
            if sum(part.count(b"<") for part in parts.values()) > MOST_TAGS:
                raise UnreadableReport(TOO_BIG)
            return parts
    except DAMAGED as error:
        raise UnreadableReport(NO_WORD) from error


MAKER = re.compile(rb"<(?:\w+:)?Application\b[^<>]*>([^<]{0,200})<")


def maker_of(parts: Mapping[str, bytes]) -> bytes:
    """What a Word file says which program saved it; empty where it says nothing."""
    found = MAKER.search(parts.get("docProps/app.xml", b""))
    return b"" if found is None else found[1]


TITLE = re.compile(rb"<dc:title\b[^<>]*>([^<]{0,2000})<")


def title_of(parts: Mapping[str, bytes]) -> str:
    """The title among the properties of a Word file; empty where it has none."""
    found = TITLE.search(parts.get(PROPERTIES, b""))
    return "" if found is None else unescape(found[1].decode(errors="replace"))


def changed_parts(parts: Mapping[str, bytes], others: Mapping[str, bytes]) -> list[str]:
    """The names of parts that do not hold the same in two Word files, or stand in one alone, sorted.

    Parts of XML are the same where they have the same elements, attributes and texts in the same order, however
    they are written down; all else where it has the same bytes. What a program writes of who saved the file, and
    when, is passed over. Raises UnreadableReport.
    """
    names = sorted(parts.keys() | others.keys())
    return [name for name in names if not _same(name, parts.get(name), others.get(name))]


def _same(name: str, part: bytes | None, other: bytes | None) -> bool:
    if part is None or other is None or part == other:
        return part == other
    tags, others = part.count(b"<"), other.count(b"<")
    if max(tags, others) > 1000 + 3 * min(tags, others):  # `<a/>` may stand as `<a></a>`, with remarks between
        return False
    return name.endswith((".xml", ".rels")) and _held(name, part) == _held(name, other)


def _held(name: str, part: bytes) -> list[bytes]:
    """What a part of XML holds: a digest of its root, and of each child of that."""
    holding = _Holding(SAVED if name == PROPERTIES else frozenset())
    parser = ParserCreate()
    parser.buffer_text, parser.buffer_size = True, 2**16
    parser.StartElementHandler, parser.EndElementHandler = holding.begin, holding.end
    parser.CharacterDataHandler = lambda text: holding.write("=", text)
    parser.ProcessingInstructionHandler = lambda target, text: holding.write("?", target, text)
    read_part(parser, part)
    found = [digest.digest() for digest in holding.found if digest is not None]
    return sorted(found) if UNORDERED.fullmatch(name) else found


class _Holding:
    """Takes a part as it is read, and keeps a digest of its root and of each child of that; None of those passed over.

    Prefixes of names stand as they are written, and what declares them is an attribute like any other: so what
    another program makes of a prefix can change nothing unseen.
    """

    def __init__(self, passed_over: frozenset[str]) -> None:
        self.found: list[hashlib._Hash | None] = [sha256()]
        self._passed_over = passed_over
        self._depth = 0

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._depth == 1:
            self.found.append(None if tag in self._passed_over else sha256())
        self.write("<", tag, *(text for pair in sorted(attributes.items()) for text in pair))
        self._depth += 1

    def end(self, _tag: str) -> None:
        """An element ends."""
        self.write(">")
        self._depth -= 1

    def write(self, *texts: str) -> None:
        """Take texts into the digest, each with its length, so that none runs into the next."""
        digest = self.found[-1]
        if digest is not None:
            for text in texts:
                raw = text.encode("utf-8", "surrogatepass")
                digest.update(b"%d:" % len(raw) + raw)


def read_part(parser: "XMLParserType", part: bytes) -> None:
    """Let a parser go through a part. Raises UnreadableReport where it is no XML, or holds a document type."""
    parser.StartDoctypeDeclHandler = _refuse_type
    try:
        parser.Parse(part, True)  # noqa: FBT003 - it takes no names
    except (ExpatError, LookupError, ValueError) as error:
        raise UnreadableReport(NO_WORD) from error


def _refuse_type(*_: object) -> None:
    raise UnreadableReport("It holds a document type, which no Word file needs.")
