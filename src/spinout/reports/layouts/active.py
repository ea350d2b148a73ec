"""What of a page would fetch or run something as soon as somebody opens it: found in what a template makes.

A page of the shipped templates loads nothing. One of a user's templates is looked through as it was made, with
the answers in it, which are escaped, so that whatever is found was written by the template. Every `<` with a
letter behind it counts, whatever stands around it, and what follows it is read as the standard of HTML says.
"""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from html import unescape

from jinja2 import FileSystemLoader
from msgspec import Struct

from spinout.core.wording import found as quoted
from spinout.reports.layouts.environments import BrokenTemplate, Templates, broken, source

ENDINGS = (".j2", ".html", ".htm", ".css")
"""The endings of files of a user's folder that have a part in a page."""
MARKDOWN = ".md."
HOW = "Take it out, or give --trust-template where you know who made it."

BLANK = r"[ \t\n\f\r]"
TAG = re.compile(r"(?<!\\)<([a-zA-Z][^ \t\n\f\r/<>]*)")
ATTRIBUTE = re.compile(
    rf"(?:{BLANK}|/)*([^ \t\n\f\r/>][^ \t\n\f\r/>=]*)"
    rf"(?:{BLANK}*={BLANK}*(?:\"([^\"]*)\"|'([^']*)'|([^ \t\n\f\r>]*)))?"
)
STYLE = re.compile(r"(?<!\\)<style\b", re.IGNORECASE)
STYLE_END = re.compile(r"</style", re.IGNORECASE)
TIMES_READ = 3
"""A page is read so many times over at most: of tags that stand in one another each is read for itself."""
RUN = frozenset({"script", "iframe", "frame", "object", "embed", "applet", "portal", "base", "fencedframe"})
FETCHED = frozenset({"src", "srcset", "poster", "background", "lowsrc", "dynsrc", "imagesrcset", "manifest"})
ONLY_FOLLOWED = frozenset({"a", "area"})
READ = frozenset({"alt", "title", "aria-label"})
"""Attributes with words for a reader, which may come from the answers."""
DRAWN = frozenset(
    {"style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker-start", "marker-mid", "marker-end"}
)
ELSEWHERE = re.compile(r"(?!data:)[a-z][a-z0-9+.\-]*:|[/\\]{2}", re.IGNORECASE)
"""How an address begins that leads away from where the page stands."""
OF_SET = re.compile(r"[^\s,]+")
SCRIPT = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
LINE_END = re.compile("\n")
BLANKS = re.compile(r"[\x00-\x20]")
ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
STYLE_ADDRESS = re.compile(r"(?:url|src)\(\s*[\"']?([^\"')]*)|(@import)\b|(image-set)\(", re.IGNORECASE)
MARKDOWN_BRACKET = re.compile(r"\\.|!?\[|\](?:\(\s*<?(\S+))?", re.DOTALL)
MARKDOWN_ADDRESS = re.compile(r"^ {0,3}\[[^\]]{1,999}\]:\s*<?(\S+)", re.MULTILINE)
"""A name of an address has at most 999 characters there."""


class Active(Struct, frozen=True, order=True):
    """Something that would fetch or run: the line that it stands in, and what it is."""

    line: int
    what: str


def refuse_active(name: str, page: str, templates: Templates) -> None:
    """Raise BrokenTemplate where a page that a user's templates made would fetch or run something."""
    if templates.all_shipped or templates.trusted or not (made := active_in(page, markdown=MARKDOWN in name)):
        return
    in_page = ((name, f"In line {each.line} of what it makes: {each.what}") for each in made)
    raise refused(list(active_sources(templates)) or list(in_page))


def refused(placed: Iterable[tuple[str, str]]) -> BrokenTemplate:
    """The refusal of what would fetch or run, each with its place."""
    return broken(placed, HOW)


def active_sources(templates: Templates) -> Iterator[tuple[str, str]]:
    """Where the files of a user's folder name what would fetch or run, with the line, and what it is."""
    own = () if templates.own is None else FileSystemLoader(templates.own).list_templates()
    for name in own:
        if name.lower().endswith(ENDINGS):
            text = source(templates, name)
            found = in_style(text) if name.lower().endswith(".css") else active_in(text, markdown=MARKDOWN in name)
            yield from ((f"{name}:{each.line}", each.what) for each in found)


def active_in(page: str, *, markdown: bool = False) -> list[Active]:
    """What would fetch or run in a page of HTML, or in Markdown, which may hold HTML, in its order."""
    return _placed(page, [*_tags(page), *_styles(page), *(_pictures(page) if markdown else ())])


def in_style(text: str) -> list[Active]:
    """The same in a file of styles."""
    return _placed(text, _style(text))


def _placed(text: str, found: Iterable[tuple[int, str]]) -> list[Active]:
    """What was found, with its lines, each once in a line."""
    ends = [end.start() for end in LINE_END.finditer(text)]
    return sorted({Active(bisect_left(ends, at) + 1, what) for at, what in found})


def _tags(page: str) -> Iterator[tuple[int, str]]:
    left = TIMES_READ * len(page)
    for tag in TAG.finditer(page):
        element = tag[1].lower()
        if page[tag.end() : tag.end() + 1] == ">" and element not in RUN:
            continue
        if element in RUN:
            yield tag.start(), f"<{element}> runs or fetches something."
        if left <= 0:
            yield tag.start(), "Its tags do not end, so that what they do cannot be told."
            return
        read, end = _attributes(page, tag.end())
        left -= end - tag.end()
        given = dict(reversed(read))
        if element == "meta" and "refresh" in given.get("http-equiv", "").lower():
            yield tag.start(), '<meta http-equiv="refresh"> opens another page.'
        for name, value in given.items():
            yield from ((tag.start(), what) for what in _attribute(element, name, value))


def _attributes(page: str, at: int) -> tuple[list[tuple[str, str]], int]:
    """The names and values of a tag, from the end of its name on; and where they end."""
    read = []
    while (each := ATTRIBUTE.match(page, at)) is not None:
        read.append((each[1].lower(), unescape(each[2] or each[3] or each[4] or "")))
        at = each.end()
    return read, at


def _attribute(element: str, name: str, value: str) -> Iterator[str]:
    address = BLANKS.sub("", value)
    if name.startswith("on") and len(name) > 2:
        yield f"The attribute {name} runs a script."
    elif name == "srcdoc" or (name == "attributename" and address.lower().endswith("href")):
        yield f"The attribute {name} runs or fetches something."
    elif SCRIPT.match(address) and name not in READ:
        yield f"The attribute {name} runs a script."
    elif name in FETCHED or (name.rpartition(":")[2] == "href" and element not in ONLY_FOLLOWED):
        # a set of pictures names several
        for one in OF_SET.findall(value) if name.endswith("srcset") else (address,):
            if ELSEWHERE.match(one):
                yield f"<{element} {name}> fetches {quoted(one)}."
    elif name in DRAWN:
        yield from (what for _, what in _style(value))


def _styles(page: str) -> Iterator[tuple[int, str]]:
    at = 0
    while (style := STYLE.search(page, at)) is not None and (start := page.find(">", style.end()) + 1):
        end = STYLE_END.search(page, start)
        at = len(page) if end is None else end.start()
        yield from ((start + place, what) for place, what in _style(page[start:at]))


def _style(text: str) -> Iterator[tuple[int, str]]:
    """What a text of styles fetches, however it is escaped, and about where in it."""
    plain = ESCAPED.sub(_letter, text)
    for found in STYLE_ADDRESS.finditer(plain):
        address, named = found[1], found[2] or found[3]
        if named:
            yield found.start(), f"{named.lower()} in styles fetches something."
        elif ELSEWHERE.match(BLANKS.sub("", address)):
            yield found.start(), f"url() in styles fetches {quoted(address)}."


def _letter(escaped: re.Match[str]) -> str:
    """What an escaped letter of a style stands for."""
    return escaped[2] or chr(min(int(escaped[1], 16), sys.maxunicode))


def _pictures(page: str) -> Iterator[tuple[int, str]]:
    """The pictures of Markdown that stand elsewhere; what stands in the brackets of one counts as one too."""
    opened: list[bool] = []
    pictures, within, named = [], 0, False
    for bracket in MARKDOWN_BRACKET.finditer(page):
        text = bracket.group()
        if text[0] == "\\":
            continue
        if text[-1] == "[":
            opened.append(len(text) == 2)
            within += opened[-1]
        elif text[0] == "]" and opened:
            if within:
                pictures.append(bracket)
                named = named or bracket[1] is None
            within -= opened.pop()
    for each in (*pictures, *(MARKDOWN_ADDRESS.finditer(page) if named else ())):
        if each[1] and ELSEWHERE.match(each[1]):
            yield each.start(), f"A picture fetches {quoted(each[1])}."
