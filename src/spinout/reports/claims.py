"""The words of a report that was written, whatever its format, and what it says of where it came from."""

import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from importlib.util import find_spec

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.questionnaire import HeadingName
from spinout.core.slots import PaperWords
from spinout.reports import pdf_words, word_lines
from spinout.reports.formats import MissingExtra
from spinout.reports.view.publication import Choices
from spinout.reports.word_parts import UnreadableReport, parts_of

DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
PROGRAM = re.compile(r"spinout ([0-9]+(?:\.[0-9a-z+]+)*)")
OPTION = re.compile(r"([a-z-]+)(?:=([a-z0-9-]+))?")
OPTIONS = re.compile(r"Options\W++((?:[a-z-]++(?:=[a-z0-9-]++)?+(?:,\s++)?+)++)")
"""Nothing of it is tried twice: a text can be made to have many ways to read it."""


class Claims(Struct, frozen=True):
    """The digests that a report names, in its order, and the options that it was made with.

    `others` are the first letters of the digests of the files that were heard beside it.
    """

    digests: tuple[str, ...] = ()
    program: str | None = None
    stage: str | None = None
    as_of: str | None = None
    without_notes: bool = False
    restricted: bool = False
    headings: str | None = None
    templates: str | None = None
    words: str | None = None
    others: tuple[str, ...] = ()
    appendices: tuple[str, ...] = ()


def choices_of(claims: Claims, headings: tuple[HeadingName, ...], words: PaperWords) -> Choices:
    """The choices with which a report says that it was made; it names its own headings, and words, by digests alone."""
    return Choices(
        headings, claims.as_of, not claims.without_notes, claims.restricted, words=words, appendices=claims.appendices
    )


def claims_of(text: str) -> Claims:
    """What a report's words say of its origin; its last words count, as provenance stands at the end."""
    return _of_object(text) if text.startswith("{") else _of_words(text)


def _of_object(text: str) -> Claims:
    """The claims of a report in JSON, whose fields are a promise."""
    try:
        found = json.loads(text)
        made = found["report"]
        digests = (str(found["questionnaire"]["sha256"]), str(made["answers_sha256"]))
        program, options = _last(PROGRAM, str(made["program"])), str(made["options"] or "")
    except (ValueError, KeyError, TypeError, RecursionError):
        return Claims()
    return replace(_of_options(options), digests=digests, program=program)


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
        templates=named.get("templates"),
        words=named.get("words"),
        others=tuple(value for name, value in told if name == "with"),
        appendices=tuple(value for name, value in told if name == "appendices"),
    )


def _last(pattern: "re.Pattern[str]", text: str) -> str | None:
    return next(reversed(pattern.findall(text)), None)


BYTE_ORDER_MARK = b"\xef\xbb\xbf"
INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "tspan"})
TAG = re.compile(r"</?([A-Za-z0-9]*)([^<>]*)>")
STYLES = re.compile(r"<(style|script)\b[^<>]*>[^<]*</\1>")
SAID = re.compile(r'\b(?:alt|aria-label)="([^"]*)"')
"""Attributes that hold words."""
NO_CHARACTER = re.compile(r"&#[0-9]{8,};?")
"""A number of a character that is none; the library refuses to read some thousands of digits."""


def text_of(content: bytes, suffix: str) -> str:
    """The words of a report, a line for each paragraph, item or cell. Raises UnreadableReport, MissingExtra.

    They are for people and for `claims_of`. That two reports have the same words says nothing of how they look.
    """
    return READERS.get(suffix, _plain)(content)


LAST_PAGES = 8
"""So many pages of a PDF have what the report says of its origin, unless the tables of its pictures are very long."""


def claims_in(content: bytes, suffix: str) -> Claims:
    """What a report says of its origin; of a PDF no more is read than is needed. Raises as `text_of` does."""
    claims = claims_of(_pdf(content, last=LAST_PAGES)) if suffix == ".pdf" else Claims()
    return claims if len(claims.digests) > 1 else claims_of(text_of(content, suffix))


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


def _html(content: bytes) -> str:
    """What stands between the tags, a line for each element that begins one.

    No parser of pages is asked: what it takes for a tag may take a square of the file's length to find out.
    """
    page = STYLES.sub("", _plain(content)).replace("\n", " ")
    return unescape(NO_CHARACTER.sub("\ufffd", TAG.sub(_instead, page)))


def _instead(tag: "re.Match[str]") -> str:
    """What stands in the words for a tag: the end of a line, and what is said of a picture."""
    return ("" if tag[1].lower() in INLINE else "\n") + "".join(f"{text}\n" for text in SAID.findall(tag[2]))


def _word(content: bytes) -> str:
    return word_lines.words_of(parts_of(content))


def _pdf(content: bytes, *, last: int = 0) -> str:
    if find_spec("pypdf") is None:  # the other process needs it, and could not say so
        raise MissingExtra("pdf", "Reading a PDF report")
    try:
        return pdf_words.words_of(content, last=last)
    except pdf_words.NoWords as error:
        raise UnreadableReport(
            "It is no PDF that can be read: it is damaged, has a password, or takes too long."
        ) from error


READERS: Mapping[str, Callable[[bytes], str]] = {".html": _html, ".docx": _word, ".pdf": _pdf}
