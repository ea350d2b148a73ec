"""What is wrong with the fields of a Word template: all of it, each fault with the paragraph that it stands in.

Word knows no lines, and between two braces Jinja takes ends of paragraphs and whole tables for a part of a field.
So each paragraph is read for itself; what is whole in it is put together again, a line for each paragraph, and
looked through as one template.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from msgspec import Struct

from spinout.core.wording import did_you_mean, found, on_one_line
from spinout.reports.layouts.environments import sentence
from spinout.reports.layouts.template_fields import unknown_fields

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
TEXT = "text"
BODY = "body"
FIELD = re.compile(r"\{\{[-+]?\s*body\s*[-+]?\}\}")
CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
ONE_BRACE = re.compile(r"(?<!\{)\{\s*(report\.[\w.]+|body)\s*\}(?!\})")
RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}")
OF_WORD = re.compile(r"\A(\{[{%])(?:tr|tc|p|r) ")
"""What says that a field takes the place of a row, a cell, a paragraph or a run."""
OF_CELLS = re.compile(r"\A\{%\s*(?:(?:colspan|cellbg)\s+([^%]*?)|[vh]m)\s*%\}")
PLAIN = str.maketrans("“”‘’\n\r", "\"\"''  ")
"""Word's quotes, which are made plain within a field, and ends of lines: a paragraph is one line here."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What stands there once more for old programs."""
NAME = re.compile(r"\{%[-+]?\s*(\w*)")
BLOCKS = ("for", "if", "macro", "call", "filter", "with", "autoescape", "block", "set")
OF_FILES = ("include", "import", "from", "extends")
TAGS = (*BLOCKS, "else", "elif", *(f"end{name}" for name in BLOCKS))
HANGING = tuple(f"{W}{name}" for name in ("drawing", "pict", "object"))
"""What hangs on a paragraph beside its words."""

ONE_PARAGRAPH = "{{ and }}, {% and %}, {# and #} open and close within one paragraph."
ALONE = (
    "Write {{ body }} alone, in a paragraph of the page's text: the report's paragraphs take the place of all that "
    "stands in it, pictures and page breaks too."
)
ONCE = "Write {{ body }} once: the report's paragraphs stand there."
ELSEWHERE = "{{ body }} cannot stand here. Move it to the page's text, alone in a paragraph outside of any table."


class Fault(Struct, frozen=True):
    """Something wrong with a template: its place, and a sentence or two."""

    place: str
    message: str


class _Paragraph(Struct, frozen=True):
    """The words of a paragraph, in which part of the file they stand, and whether anything else stands in it."""

    where: str
    words: str
    only_words: bool = True

    @property
    def place(self) -> str:
        return f"{self.where}, {found(on_one_line(self.words))}"

    @property
    def pours(self) -> bool:
        """Whether the body can take its place."""
        return self.where == TEXT and self.only_words and FIELD.fullmatch(self.words.strip()) is not None


def faults_of(
    document: "DocxTemplate", properties: Mapping[str, str], known: Mapping[str, type], marked: Environment
) -> list[Fault]:
    """All that is wrong with the fields of a Word template, in its order.

    `known` are the names that a field may begin with, with their types; `marked` is what the fields run in.
    """
    parts = [*_parts(document), [_Paragraph(f"property {name.title()}", text) for name, text in properties.items()]]
    return [fault for part in parts for fault in _Part(part, known, marked).faults()]


# the paragraphs of a file


def _parts(document: "DocxTemplate") -> Iterator[list[_Paragraph]]:
    """The paragraphs of the text, and of each header, footer and footnote."""
    from docx.oxml.parser import parse_xml

    yield list(_paragraphs(document.docx.element.body, TEXT))
    for where, uri in (("header", document.HEADER_URI), ("footer", document.FOOTER_URI)):
        by_name = {part.partname: part for _, part in document.get_headers_footers(uri)}
        for part in by_name.values():
            yield list(_paragraphs(part.element, where))
    for part in document.docx.part.package.parts:
        if part.content_type == FOOTNOTES:
            yield list(_paragraphs(parse_xml(part.blob), "footnote"))


def _paragraphs(part: "_Element", where: str) -> Iterator[_Paragraph]:
    tables = list(part.iter(f"{W}tbl"))
    every = (each for each in part.iter(f"{W}p") if next(each.iterancestors(FALLBACK), None) is None)
    for paragraph in every:
        own = list(_own(paragraph))
        words = "".join(each.text or "" for each in own if each.tag == f"{W}t")
        above = {each.tag: each for each in paragraph.iterancestors(f"{W}txbxContent", f"{W}tbl")}
        within = where
        if where == TEXT and above:
            table = above.get(f"{W}tbl")
            within = "text box" if f"{W}txbxContent" in above else f"table {tables.index(table) + 1}"
        breaks = any(each.tag == f"{W}br" and each.attrib for each in own)
        yield _Paragraph(within, words, not breaks and not any(each.tag in HANGING for each in own))


def _own(element: "_Element") -> Iterator["_Element"]:
    """All that is in a paragraph, but for the paragraphs of text boxes that hang on it."""
    for child in element:
        if child.tag != f"{W}p":
            yield child
            yield from _own(child)


# what is wrong in a part


class _Open(Struct, frozen=True):
    """A block that is open: what it is, the tag that ends it in what is looked through, and its paragraph."""

    name: str
    tag: str
    ending: str
    number: int


class _Told(Struct, frozen=True):
    number: int
    message: str


class _Part:
    """The paragraphs of a part, read for their tags; `_lines` is what is whole of them."""

    def __init__(self, paragraphs: list[_Paragraph], known: Mapping[str, type], marked: Environment) -> None:
        self._paragraphs, self._known, self._marked = paragraphs, known, marked
        self._lines: list[str] = []
        self._open: list[_Open] = []
        self._poured = False

    def faults(self) -> Iterator[Fault]:
        """What is wrong, in the order of the paragraphs."""
        told = [_Told(number, message) for number, message in self._read()]
        told += [_Told(each.number, _without_end(each)) for each in self._open]
        ended = [*self._lines, "".join(each.ending for each in reversed(self._open))]
        told += self._unknown("\n".join(ended))
        for each in sorted(dict.fromkeys(told), key=attrgetter("number")):
            yield Fault(self._paragraphs[each.number].place, each.message)

    def _read(self) -> Iterator[tuple[int, str]]:
        for number, paragraph in enumerate(self._paragraphs):
            line = ""
            if paragraph.pours and self._poured:
                yield number, ONCE
            self._poured = self._poured or paragraph.pours
            for piece, message in () if paragraph.pours else _pieces(RAW.sub("", paragraph.words), self._marked):
                kept, more = self._kept(piece, number)
                yield from ((number, each) for each in (more if message is None else [message]))
                line += kept
            self._lines.append(line)

    def _unknown(self, text: str) -> Iterator[_Told]:
        """The fields that no report has, and `body` where it cannot pour."""
        tree = self._marked.parse(text)
        for node in tree.find_all(nodes.Name):
            if node.name == BODY and node.ctx == "load":
                yield _Told(node.lineno - 1, ALONE if self._paragraphs[node.lineno - 1].where == TEXT else ELSEWHERE)
        known = {**self._known, BODY: object}
        for field in unknown_fields(tree, known, self._marked.globals, filters=self._marked.filters):
            yield _Told(min(field.line, len(self._paragraphs)) - 1, f"{field.path}: {field.message}")

    def _kept(self, tag: str, number: int) -> tuple[str, list[str]]:
        """What of a tag is looked through with the rest, and what is wrong with it."""
        plain = _plain(tag)
        named = NAME.match(plain)
        if named is None:
            reason = self._unreadable(plain)
            return ("", [_cannot(tag, reason)]) if reason else (plain, [])
        name = named[1]
        if name.startswith("end") and name[3:] in BLOCKS:
            return self._end(name[3:], tag)
        if name in ("else", "elif"):
            return self._otherwise(name, tag, plain)
        if name not in (*TAGS, *OF_FILES):
            return "", [" ".join(filter(None, (f"There is no {{% {name} %}}.", did_you_mean(name, TAGS))))]
        block = name in BLOCKS and not (name == "set" and "=" in plain)
        ending = f"{{% end{name} %}}" if block else ""
        reason = self._unreadable(plain + ending)
        if block:
            self._open.append(_Open(name, tag, "{% endif %}" if reason else ending, number))
        kept = ("{% if true %}" if block else "") if reason else plain
        return kept, [_cannot(tag, reason)] if reason else []

    def _end(self, name: str, tag: str) -> tuple[str, list[str]]:
        if name not in [each.name for each in self._open]:
            return "", [f"{found(tag)} ends nothing: no {name} is open before it."]
        kept, left = "", []
        while (last := self._open.pop()).name != name:
            kept += last.ending
            left.append(f"{found(tag)} stands before the end of {found(last.tag)}. Write {_ending(last)} before it.")
        return kept + last.ending, left

    def _otherwise(self, name: str, tag: str, plain: str) -> tuple[str, list[str]]:
        within = self._open[-1].name if self._open else ""
        if within != "if" and (within, name) != ("for", "else"):
            return "", [f"{found(tag)} stands in no if that is open."]
        reason = self._unreadable("{% if true %}" + plain + "{% endif %}")
        return ("", [_cannot(tag, reason)]) if reason else (plain, [])

    def _unreadable(self, whole: str) -> str:
        """Why Jinja cannot read a tag; nothing where it can."""
        try:
            self._marked.parse(whole)
        except TemplateSyntaxError as error:
            return sentence(error.message)
        return ""


def _without_end(opened: _Open) -> str:
    return f"{found(opened.tag)} has no {_ending(opened)}. Write it where what it holds ends."


def _ending(opened: _Open) -> str:
    """The end of a block as its beginning is written."""
    of_word = OF_WORD.match(opened.tag)
    return f"{of_word[0].rstrip() if of_word else '{%'} end{opened.name} %}}"


def _cannot(tag: str, reason: str) -> str:
    return f"{found(tag)} cannot be read: {reason}"


def _plain(tag: str) -> str:
    """A tag as Jinja reads it."""
    plain = OF_WORD.sub(r"\1 ", tag.translate(PLAIN))
    of_cells = OF_CELLS.match(plain)
    return plain if of_cells is None else f"{{{{ {of_cells[1]} }}}}" if of_cells[1] else ""


def _pieces(text: str, marked: Environment) -> Iterator[tuple[str, str | None]]:
    """The tags of a paragraph, and beside one that is not whole what is wrong with it."""
    yield from (("", _one_brace(each)) for each in ONE_BRACE.finditer(text))
    at = 0
    while (mark := MARK.search(text, at)) is not None:
        opening, start, at = mark.group(), mark.start(), mark.end()
        if opening not in CLOSING:
            opener = next(key for key, value in CLOSING.items() if value == opening)
            yield "", f'"{opening}" has no "{opener}" before it in this paragraph. {ONE_PARAGRAPH}'
            continue
        closing = CLOSING[opening]
        end = next((end for end in _ends(text, start, closing) if _is_whole(text[start:end], marked)), None)
        after = MARK.search(text, at)
        if end is not None:
            at = end
            yield ("" if opening == "{#" else text[start:end]), None
        elif after is not None and after.group() == closing:
            at = after.end()
            yield text[start:at], None
        else:
            stop = len(text) if after is None else after.start()
            at = after.end() if after is not None and after.group() not in CLOSING else stop
            told = f'"{opening}" has no "{closing}" in this paragraph. {ONE_PARAGRAPH}'
            yield _mended(text[start:stop], closing, marked), told


def _one_brace(each: Any) -> str:
    return f"{each[0]} has one brace on each side, so it is no field. Write {{{{ {each[1]} }}}}."


MOST_WITHIN = 12
"""So many marks may stand within a tag, in its own braces and quotes: else a hostile one takes very long to read."""


def _ends(text: str, start: int, closing: str) -> Iterator[int]:
    """Where a tag may end."""
    *_, last = islice(MARK.finditer(text, start), MOST_WITHIN)
    at = start + 1
    while 0 <= (at := text.find(closing, at + 1)) <= last.end():
        yield at + 2


def _is_whole(tag: str, marked: Environment) -> bool:
    """Whether a tag ends where it seems to, and not within its own braces or quotes."""
    if tag.startswith("{#"):
        return True
    try:
        *_, (_, last, _) = marked.lex(_plain(tag))
    except (TemplateSyntaxError, ValueError):
        return not _plain(tag)
    return last in ("variable_end", "block_end")


def _mended(tag: str, closing: str, marked: Environment) -> str:
    """A tag that was not closed as it was meant, so that what hangs on it is not told too; else nothing."""
    meant = f"{tag.partition('}')[0].rstrip(' %#')} {closing}"
    return meant if closing != "#}" and _is_whole(meant, marked) else ""
