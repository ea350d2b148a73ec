"""The file of a workbook: a zip of XML parts, of which nothing is read without a bound."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Protocol
from xml.parsers import expat

from spinout.core.problems import Code, Problem
from spinout.core.wording import found, shortened
from spinout.inputs.documents import MOST_DEPTH, MOST_PACKED, at_top, lock_of

MOST_PARTS = 5_000
"""How many parts it may have; with a picture for each row there are some hundreds."""
SPARE_BYTES, BYTES_FOR_ONE = 20_000_000, 60
"""How many bytes it may unpack to: the spare ones, and so many for each byte of the file."""
SPARE_TAGS, TAGS_FOR_ONE = 500_000, 3
"""How many tags it may unpack to; a tag takes far more time than the bytes that it stands in."""
MOST_OF_TAG = 1_000_000
"""How many bytes one tag or comment may have."""
MOST_NAMES = 1_000
"""How many names of elements and attributes a part may have, all of which the parser keeps; a sheet has some 30."""
CHUNK = 64 * 1024

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that is in Microsoft's format before XLSX, or wraps a workbook with a password."""
LOCKED = "EncryptedPackage".encode("utf-16-le")
ENTRY = b"PK\x01\x02"
"""What stands before each name in a zip's list."""
ENCODINGS = ("UTF-8", "UTF-16", "US-ASCII")
ENCRYPTED = 1
"""The bit that marks a part that has a password of its own."""
READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, OSError, ValueError, EOFError, LookupError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What the standard library raises over bytes that are no zip, or no XML."""

SAVE = "Save it again as XLSX, or as CSV UTF-8."
SMALLER = "Copy the rows that are filled into a new workbook, or save them as CSV UTF-8."


class UnreadableWorkbookError(Exception):
    """A workbook, or what follows in it, cannot be read; carries the problem at its row."""

    def __init__(self, message: str, hint: str = SAVE, *, code: Code = Code.TABLE_SYNTAX, row: int = 1) -> None:
        super().__init__(message)
        self.problem: Problem = at_top(code, message, hint, row)


class PartReader(Protocol):
    """Takes the events of one part."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element starts."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Some text, or a piece of it."""


class LocalNames(dict[str, str]):
    """The names of elements without the prefix of their namespace."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


class Package:
    """The parts of a workbook by their names, in any case. Raises UnreadableWorkbookError."""

    def __init__(self, raw: bytes) -> None:
        _refuse_others(raw)
        try:
            self._packed = zipfile.ZipFile(io.BytesIO(raw))
        except READ_ERRORS as error:
            raise UnreadableWorkbookError("The file is no workbook of XLSX, or is damaged.") from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in self._packed.infolist():
            name = _folded(part.filename)
            if name in self._parts:
                raise UnreadableWorkbookError(f"The workbook has the part {found(name)} twice.")
            self._parts[name] = part
        self.most_bytes = SPARE_BYTES + BYTES_FOR_ONE * len(raw)
        """How many bytes it may unpack to."""
        self._bytes = self.most_bytes
        self._tags = SPARE_TAGS + TAGS_FOR_ONE * len(raw)

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._parts

    def verify(self, name: str) -> None:
        """Unpack a part for nothing but its checksum, so that no cell of a damaged part is taken for an answer."""
        size = 0
        for chunk in self._unpacked(name):
            size += len(chunk)
            if size > self._bytes:
                self._refuse_size()

    def events(self, name: str, reader: PartReader, *, most: int | None = None) -> Iterator[int]:
        """Pass the events of a part on, some thousands at a time; gives how many bytes were read.

        With `most` the part is left after so many bytes, and nothing of it counts for the workbook.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = _refuse_definitions
        parser.XmlDeclHandler = _refuse_encoding
        fed = 0
        for chunk in self._unpacked(name):
            fed += len(chunk)
            if most is None:
                self._count(chunk)
            _parse(parser, chunk, name)
            if fed - parser.CurrentByteIndex > MOST_OF_TAG:
                raise UnreadableWorkbookError(
                    f"A tag of {name} has more than {MOST_OF_TAG:,} bytes.", SMALLER, code=Code.TOO_BIG
                )
            if len(parser.intern) > MOST_NAMES:
                message = f"The workbook has more than {MOST_NAMES:,} names of elements and attributes in one part."
                raise UnreadableWorkbookError(message, code=Code.TOO_BIG)
            yield fed
            if most is not None and fed >= most:
                return
        _parse(parser, b"", name, last=True)
        yield fed

    def read(self, name: str, reader: PartReader) -> None:
        """Pass on all events of a part; none where it is missing."""
        if name in self:
            for _ in self.events(name, reader):
                pass

    def _count(self, chunk: bytes) -> None:
        self._bytes -= len(chunk)
        self._tags -= chunk.count(b"<")
        if self._bytes < 0:
            self._refuse_size()
        if self._tags < 0:
            message = "The workbook unpacks to far more cells than a file of its size holds."
            raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG)

    def _refuse_size(self) -> None:
        message = f"The workbook unpacks to more than {BYTES_FOR_ONE} times its size."
        raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG)

    def _unpacked(self, name: str) -> Iterator[bytes]:
        part = self._parts.get(_folded(name))
        if part is None:
            raise UnreadableWorkbookError(f"The workbook lacks its part {found(name)}.")
        if part.flag_bits & ENCRYPTED:
            raise UnreadableWorkbookError("The workbook has a password.", "Save it without one.")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableWorkbookError(f"The part {found(name)} is packed as no workbook is.")
        try:
            with self._packed.open(part) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except READ_ERRORS as error:
            raise UnreadableWorkbookError(f"The workbook's part {found(name)} is damaged.") from error


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def refuse_lock(name: str) -> None:
    """Refuse what a spreadsheet keeps beside a workbook while it is open."""
    workbook = lock_of(name)
    if workbook is not None:
        message = "This is no workbook, but what a spreadsheet keeps beside one while it is open."
        raise UnreadableWorkbookError(message, f"Give {shortened(workbook)}; close it first.")


def _refuse_others(raw: bytes) -> None:
    """Refuse what is known to be something else, each with what to do."""
    if raw.startswith(OLD):
        if LOCKED in raw:
            raise UnreadableWorkbookError("The workbook has a password.", "Save it without one.")
        message = "The file is in the format of Excel before XLSX (.xls)."
        raise UnreadableWorkbookError(message, "Open it, and save it as XLSX or as CSV UTF-8.")
    if len(raw) > MOST_PACKED:
        message = f"The workbook has more than {MOST_PACKED:,} bytes."
        hint = "Take pictures and other sheets out, or save the sheet as CSV UTF-8."
        raise UnreadableWorkbookError(message, hint, code=Code.TOO_BIG)
    if raw.count(ENTRY) > MOST_PARTS:
        message = f"The workbook has more than {MOST_PARTS:,} parts."
        raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG)


def _parse(parser: expat.XMLParserType, chunk: bytes, name: str, *, last: bool = False) -> None:
    try:
        parser.Parse(chunk, last)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableWorkbookError(f"The XML of the workbook's part {found(name)} is broken.") from error


def _refuse_definitions(*_: object) -> None:
    raise UnreadableWorkbookError("The workbook holds definitions of XML (DOCTYPE), which no spreadsheet writes.")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in ENCODINGS:
        message = f"A part of the workbook is in the encoding {found(encoding)}."
        raise UnreadableWorkbookError(message)


def refuse_depth() -> None:
    """Refuse elements within elements, deeper than any workbook has them."""
    message = f"The workbook has more than {MOST_DEPTH} elements of XML within one another."
    raise UnreadableWorkbookError(message, code=Code.TOO_DEEP)


def truth(attributes: Mapping[str, str], name: str) -> bool:
    """Whether an attribute says yes."""
    return attributes.get(name) in ("1", "true", "on")
