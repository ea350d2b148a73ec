"""A Word file read as a stream: its paragraphs, runs, controls and bookmarks as they go by.

As anybody may have made the file, nothing is built up that is deeper or larger than the file itself, whose size
`word_parts` has bounded.
"""

import re
from collections.abc import Callable, Mapping
from xml.parsers.expat import ParserCreate

from msgspec import Struct, field

from spinout.core.markup import BULLETS, NUMBERS, PARAGRAPH
from spinout.core.wording import found
from spinout.reports.word_parts import FALLBACK, MAIN, NO_WORD, UnreadableReport, read_part

BODY, STYLES, LISTS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
LINKS = "word/_rels/document.xml.rels"
COMMENTS, NOTES = "word/comments.xml", ("word/footnotes.xml", "word/endnotes.xml")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
MOST_DEEP = 8
"""So many controls, links and fields round a text are looked at; more stand in no paper, and would take long."""
PICTURE = "picture or drawing"


class Stroke(Struct, frozen=True):
    """A run of text in a paragraph, its place in the file, and the controls that stand round it.

    `controls` are their tags, each with a number that tells its copies apart. `thing` says what stands there that
    is no text, and has none.
    """

    text: str
    place: int
    link: str | None
    controls: Mapping[str, int]
    thing: str | None = None


class WordParagraph(Struct):
    """A paragraph; `kind` is that of a list, or `paragraph`. `cell` counts the table, row and column it stands in."""

    kind: str = PARAGRAPH
    cell: tuple[int, int, int] | None = None
    runs: list[Stroke] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


Runs = list[tuple[WordParagraph, Stroke]]


class Mark(Struct):
    """A bookmark, from which run to before which; `end` is None where the file has none."""

    start: int
    end: int | None = None


class WordBody(Struct, frozen=True):
    """What stands in a Word file.

    `runs` are all in order, each with its paragraph. `marks` are the bookmarks of each name, `aliases` those of the
    controls by their tags, and `comments` what was written at the edge.
    """

    paragraphs: list[WordParagraph]
    runs: Runs
    marks: Mapping[str, list[Mark]]
    aliases: Mapping[str, str]
    comments: tuple[str, ...]


def word_body(parts: Mapping[str, bytes]) -> WordBody:
    """What stands in the body of a Word file. Raises UnreadableReport."""
    if BODY not in parts:
        raise UnreadableReport(NO_WORD)
    lists, styles, links, notes, comments = _Lists(), _ParagraphStyles(), _Links(), _Notes(), _Notes()
    aside = ((LISTS, lists), (STYLES, styles), (LINKS, links), (COMMENTS, comments), *((n, notes) for n in NOTES))
    for name, holder in aside:
        if name in parts:
            _streamed(parts[name], holder)
    body = _Body(lists, styles, links.found, notes.found)
    _streamed(parts[BODY], body)
    said = tuple(filter(None, (" ".join(text.split()) for text in comments.found.values())))
    return WordBody(body.paragraphs, body.runs, body.marks, body.aliases, said)


class _PartReader:
    """Takes the elements of a part as they go by."""

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, words: str) -> None:
        """A text stands there."""


def _streamed(part: bytes, holder: _PartReader) -> None:
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = holder.begin, holder.end
    parser.CharacterDataHandler = holder.text
    read_part(parser, part)


def _value(attributes: Mapping[str, str]) -> str:
    return attributes.get(f"{MAIN} val", "")


class _Links(_PartReader):
    """Where the links of a file lead."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A relation."""
        if tag.endswith(" Relationship") and attributes.get("Type", "").endswith("/hyperlink"):
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _Lists(_PartReader):
    """Of each number of a list: how its first level is numbered."""

    def __init__(self) -> None:
        self._forms: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._of = ""

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A kind of list, its form, or a list of that kind."""
        match tag.removeprefix(f"{MAIN} "):
            case "abstractNum":
                self._of = attributes.get(f"{MAIN} abstractNumId", "")
            case "num":
                self._of = attributes.get(f"{MAIN} numId", "")
            case "numFmt":
                self._forms.setdefault(self._of, _value(attributes))
            case "abstractNumId":
                self._kinds[self._of] = _value(attributes)

    def kind(self, number: str) -> str:
        """What a paragraph of a list is."""
        form = self._forms.get(self._kinds.get(number, ""))
        return PARAGRAPH if form in (None, "none") else BULLETS if form == "bullet" else NUMBERS


class _Notes(_PartReader):
    """The words of footnotes, endnotes or comments, by their kind and number."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._of = ""
        self._text = False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A note, a paragraph in it, or a text."""
        name = tag.removeprefix(f"{MAIN} ")
        self._text = name == "t"
        if name in ("footnote", "endnote", "comment"):
            self._of = f"{name} {attributes.get(f'{MAIN} id', '')}"
            self.found[self._of] = ""
        elif name == "p" and self._of:
            self.found[self._of] += " "

    def end(self, _tag: str) -> None:
        """A text ends."""
        self._text = False

    def text(self, words: str) -> None:
        """A text of a note."""
        if self._text and self._of:
            self.found[self._of] += words


class _ParagraphStyles(_PartReader):
    """Of each style of paragraphs: the list that it belongs to."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._based: dict[str, str] = {}
        self._of = ""

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A style, what it is based on, or its list."""
        match tag.removeprefix(f"{MAIN} "):
            case "style":
                self._of = attributes.get(f"{MAIN} styleId", "")
            case "basedOn":
                self._based[self._of] = _value(attributes)
            case "numId":
                self._numbers[self._of] = _value(attributes)

    def number(self, style: str) -> str | None:
        """The list of a style, its own or that of one that it is based on."""
        for _ in range(10):
            if style in self._numbers or style not in self._based:
                break
            style = self._based[style]
        return self._numbers.get(style)


class _Body(_PartReader):
    """The paragraphs of the page, as they go by."""

    def __init__(
        self, lists: _Lists, styles: _ParagraphStyles, links: Mapping[str, str], notes: Mapping[str, str]
    ) -> None:
        self.paragraphs: list[WordParagraph] = []
        self.runs: Runs = []
        self.marks: dict[str, list[Mark]] = {}
        self.aliases: dict[str, str] = {}
        self._lists, self._styles, self._relations, self._notes = lists, styles, links, notes
        self._marks: dict[str, Mark] = {}
        self._open: list[WordParagraph] = []
        self._controls = 0
        self._tags: list[tuple[str, int]] = []
        self._alias = ""
        self._links: list[str | None] = []
        self._fields: list[list[str | None]] = []
        self._cells: list[list[int]] = []
        self._tables = 0
        self._aside = 0
        self._text = self._instruction = self._after = False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        after, self._after = self._after, False
        self._text = self._instruction = False
        name = tag.removeprefix(f"{MAIN} ")
        if self._aside or tag == FALLBACK or name in ("moveFrom", "del"):
            self._aside += 1
            return
        if after and name == "t":  # LibreOffice 7.4 leaves out the break between two lines of a control
            self._add("\n")
        step = self._steps.get(name)
        if step is not None:
            step(self, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._text = self._instruction = self._after = False
        if self._aside:
            self._aside -= 1
            return
        match tag.removeprefix(f"{MAIN} "):
            case "t":
                self._after = True
            case "p":
                self.paragraphs.append(self._open.pop())
            case "sdt":
                self._tags.pop()
            case "hyperlink" | "fldSimple":
                self._links.pop()
            case "tbl":
                self._cells.pop()

    def text(self, words: str) -> None:
        """A text stands there."""
        if self._aside:
            return
        if self._text:
            self._add(words)
        elif self._instruction and self._fields:
            self._fields[-1][0] = (self._fields[-1][0] or "") + words

    def _add(self, words: str, thing: str | None = None) -> None:
        if not self._open:
            return
        links = [link for link in self._links[-MOST_DEEP:] if link]
        shown = (each[0] or "" for each in self._fields[-MOST_DEEP:] if each[1])
        links += [field[1] for code in shown if (field := HYPERLINK.match(code))]
        controls: dict[str, int] = {}
        for tag, number in self._tags[-MOST_DEEP:]:
            if tag:
                controls.setdefault(tag, number)  # a copy within a control is a part of it
        run = Stroke(words, len(self.runs), links[-1] if links else None, controls, thing)
        self._open[-1].runs.append(run)
        self.runs.append((self._open[-1], run))

    def _thing(self, _: Mapping[str, str]) -> None:
        self._add("", PICTURE)

    def _note(self, kind: str, attributes: Mapping[str, str]) -> None:
        words = self._notes.get(f"{kind} {attributes.get(f'{MAIN} id', '')}", "")
        self._add("", f"{kind} {found(' '.join(words.split()))}")

    def _paragraph(self, _: Mapping[str, str]) -> None:
        cell = self._cells[-1] if self._cells else None
        self._open.append(WordParagraph(cell=None if cell is None else (cell[0], cell[1], cell[2])))

    def _style(self, attributes: Mapping[str, str]) -> None:
        number = self._styles.number(_value(attributes))
        if number is not None and self._open:
            self._open[-1].kind = self._lists.kind(number)

    def _list(self, attributes: Mapping[str, str]) -> None:
        if self._open:
            self._open[-1].kind = self._lists.kind(_value(attributes))

    def _control(self, _: Mapping[str, str]) -> None:
        self._controls += 1
        self._tags.append(("", self._controls))
        self._alias = ""

    def _named(self, attributes: Mapping[str, str]) -> None:
        self._alias = _value(attributes)
        if self._tags and self._tags[-1][0]:
            self.aliases[self._tags[-1][0]] = self._alias

    def _tag(self, attributes: Mapping[str, str]) -> None:
        if self._tags:
            self._tags[-1] = _value(attributes), self._tags[-1][1]
            self.aliases.setdefault(self._tags[-1][0], self._alias)

    def _bookmark(self, attributes: Mapping[str, str]) -> None:
        mark = self._marks[attributes.get(f"{MAIN} id", "")] = Mark(len(self.runs))
        self.marks.setdefault(attributes.get(f"{MAIN} name", ""), []).append(mark)

    def _bookmark_end(self, attributes: Mapping[str, str]) -> None:
        mark = self._marks.get(attributes.get(f"{MAIN} id", ""))
        if mark is not None:
            mark.end = len(self.runs)

    def _link(self, attributes: Mapping[str, str]) -> None:
        self._links.append(self._relations.get(attributes.get(f"{OFFICE} id", "")))

    def _simple_field(self, attributes: Mapping[str, str]) -> None:
        link = HYPERLINK.match(attributes.get(f"{MAIN} instr", ""))
        self._links.append(None if link is None else link[1])

    def _field(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get(f"{MAIN} fldCharType")
        if kind == "begin":
            self._fields.append([None, None])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "shown"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, _: Mapping[str, str]) -> None:
        self._tables += 1
        self._cells.append([self._tables, -1, -1])

    def _row(self, _: Mapping[str, str]) -> None:
        if self._cells:
            self._cells[-1][1:] = [self._cells[-1][1] + 1, -1]

    def _cell(self, _: Mapping[str, str]) -> None:
        if self._cells:
            self._cells[-1][2] += 1

    def _words(self, _: Mapping[str, str]) -> None:
        self._text = True

    def _code(self, _: Mapping[str, str]) -> None:
        self._instruction = True

    _steps: Mapping[str, Callable[["_Body", Mapping[str, str]], None]] = {
        "p": _paragraph,
        "pStyle": _style,
        "numId": _list,
        "sdt": _control,
        "alias": _named,
        "tag": _tag,
        "bookmarkStart": _bookmark,
        "bookmarkEnd": _bookmark_end,
        "hyperlink": _link,
        "fldSimple": _simple_field,
        "fldChar": _field,
        "tbl": _table,
        "tr": _row,
        "tc": _cell,
        "t": _words,
        "instrText": _code,
        "tab": lambda self, said: None if said else self._add("\t"),  # one with attributes is a stop of a ruler
        "br": lambda self, _: self._add("\n"),
        "cr": lambda self, _: self._add("\n"),
        "noBreakHyphen": lambda self, _: self._add("\u2011"),
        "drawing": _thing,
        "pict": _thing,
        "object": _thing,
        "footnoteReference": lambda self, said: self._note("footnote", said),
        "endnoteReference": lambda self, said: self._note("endnote", said),
    }
