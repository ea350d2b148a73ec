"""The words of a report that was written, whatever its format, and what it says of where it came from."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from msgspec import Struct
from msgspec.structs import replace

from spinout.reports.formats import needing

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
PROGRAM = re.compile(r"spinout ([0-9]+(?:\.[0-9a-z+]+)*)")
OPTION = re.compile(r"([a-z-]+)(?:=([a-z0-9-]+))?")
OPTIONS = re.compile(r"Options\W+((?:[a-z-]+(?:=[a-z0-9-]+)?(?:,\s+)?)+)")


class Claims(Struct, frozen=True):
    """The digests that a report names, in its order, and the options that it was made with.

    `file` is the path of the answers, which only a report in JSON holds; `others` are the first letters of the
    digests of the files that were heard beside it.
    """

    digests: tuple[str, ...] = ()
    program: str | None = None
    stage: str | None = None
    as_of: str | None = None
    without_notes: bool = False
    restricted: bool = False
    headings: str | None = None
    file: str | None = None
    others: tuple[str, ...] = ()


def claims_of(text: str) -> Claims:
    """What a report's words say of its origin; its last words count, as provenance stands at the end."""
    return _of_object(text) if text.startswith("{") else _of_words(text)


def _of_object(text: str) -> Claims:
    """The claims of a report in JSON, whose fields are a promise."""
    try:
        found = json.loads(text)
        digests = (str(found["questionnaire"]["sha256"]), str(found["answers"]["sha256"]))
        file, made = str(found["answers"]["file"]), found["report"]
        program, options = _last(PROGRAM, str(made["program"])), str(made["options"] or "")
    except (ValueError, KeyError, TypeError, RecursionError):
        return Claims()
    return replace(_of_options(options), digests=digests, program=program, file=file)


def _of_words(text: str) -> Claims:
    digests = tuple(DIGEST.findall(text))
    end = text[text.find(digests[-2]) :] if len(digests) > 1 else ""
    # Word and PDF have the tables of the pictures behind it, where the word may stand again.
    found = OPTIONS.search(end)
    options = _of_options("" if found is None else found[1])
    return replace(options, digests=digests[-2:], program=_last(PROGRAM, end))


def _of_options(options: str) -> Claims:
    told = OPTION.findall(options)
    named = dict(told)
    return Claims(
        stage=named.get("stage"),
        as_of=named.get("as-of"),
        without_notes="without-notes" in named,
        restricted="restricted" in named,
        headings=named.get("headings"),
        others=tuple(value for name, value in told if name == "with"),
    )


def _last(pattern: "re.Pattern[str]", text: str) -> str | None:
    return next(reversed(pattern.findall(text)), None)


BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST_UNPACKED = 200_000_000
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BREAKS = {f"{WORDS}tab": " ", f"{WORDS}br": "\n", f"{WORDS}cr": "\n", f"{WORDS}noBreakHyphen": "-"}
PARTS = ("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes")
INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "tspan"})


class UnreadableReport(Exception):  # noqa: N818 - it reads as what happened
    """A report cannot be read; says why."""


def text_of(content: bytes, suffix: str) -> str:
    """The words of a report, a line for each paragraph, item or cell. Raises UnreadableReport, MissingExtra."""
    return READERS.get(suffix, _plain)(content)


def lines_of(text: str) -> list[str]:
    """The lines of a text that hold anything, each with single spaces."""
    found = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in found if line]


def bare(content: bytes) -> bytes:
    """A text file without its byte order mark, and with plain ends of lines, as an editor may change both."""
    return content.removeprefix(BYTE_ORDER_MARK).replace(b"\r\n", b"\n")


def _plain(content: bytes) -> str:
    try:
        return bare(content).decode()
    except UnicodeDecodeError as error:
        raise UnreadableReport("It is no text in UTF-8.") from error


# HTML


class _Words(HTMLParser):
    """Gathers what stands between the tags, a line for each element that begins one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag in ("style", "script")
        if tag not in INLINE:
            self.found.append("\n")
        self.found += [f"{text}\n" for name, text in attrs if name in ("alt", "aria-label") and text]

    def handle_endtag(self, tag: str) -> None:
        self._style = False
        if tag not in INLINE:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.found.append(" ".join(data.split("\n")))


def _html(content: bytes) -> str:
    words = _Words()
    words.feed(_plain(content))
    words.close()
    return "".join(words.found)


# Word


def _word(content: bytes) -> str:
    from xml.etree import ElementTree

    lines: list[str] = []
    try:
        with ZipFile(BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise UnreadableReport("It is too big for a report.")
            for name in sorted(parts.namelist()):
                if name.startswith(PARTS) and name.endswith(".xml"):
                    part = parts.read(name)
                    if b"<!DOCTYPE" in part:
                        raise UnreadableReport("It holds a document type, which no Word file needs.")
                    paragraphs = ElementTree.fromstring(part).iter(f"{WORDS}p")
                    lines += ["".join(_runs(paragraph)) for paragraph in paragraphs]
    except (BadZipFile, ElementTree.ParseError) as error:
        raise UnreadableReport("It is no Word document (.docx).") from error
    return "\n".join(lines)


def _runs(element: "Element") -> Iterator[str]:
    """The words of a paragraph, with the descriptions of its pictures."""
    for child in element:
        if child.tag == f"{WORDS}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in (FALLBACK, f"{WORDS}p"):
            if child.get("descr"):
                yield f"{child.get('descr')}\n"
            yield from _runs(child)


# PDF


def _pdf(content: bytes) -> str:
    with needing("pdf", "Reading a PDF report"):
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise UnreadableReport("It is no PDF that can be read.") from error


READERS: Mapping[str, Callable[[bytes], str]] = {".html": _html, ".docx": _word, ".pdf": _pdf}
