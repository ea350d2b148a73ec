"""A Word file read as a stream: its paragraphs, runs, controls and bookmarks as they go by.

As anybody may have made the file, nothing is built up that is deeper or larger than the file itself, whose size
`word_parts` has bounded.
"""

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from spinout.core.markup import BULLETS, NUMBERS, PARAGRAPH
from spinout.core.wording import found
from spinout.reports.word_lines import (
    FALLBACK,
    MAIN,
    PLACE,
    Counting,
    ListPlace,
    Numbering,
    Properties,
    WordReader,
    numbering_of,
    streamed,
    value_of,
)
from spinout.reports.word_parts import NO_WORD, UnreadableReport

BODY = "word/document.xml"
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
    """A paragraph; `kind` is that of a list, or `paragraph`. `cell` counts the table, row and column it stands in.

    `number` is what Word shows before it.
    """

    kind: str = PARAGRAPH
    cell: tuple[int, int, int] | None = None
    runs: list[Stroke] = field(default_factory=list)
    number: str = ""

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
    links, notes, comments = _Links(), _Notes(), _Notes()
    for name, reader in ((LINKS, links), (COMMENTS, comments), *((name, notes) for name in NOTES)):
        if name in parts:
            streamed(parts[name], reader)
    body = _Body(numbering_of(parts), links.found, notes.found)
    streamed(parts[BODY], body)
    said = tuple(filter(None, (" ".join(text.split()) for text in comments.found.values())))
    return WordBody(body.paragraphs, body.runs, body.marks, body.aliases, said)


class _Links(WordReader):
    """Where the links of a file lead."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A relation."""
        if tag.endswith(" Relationship") and attributes.get("Type", "").endswith("/hyperlink"):
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _Notes(WordReader):
    """The words of footnotes, endnotes or comments, by their kind and number."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._of = ""
        self._text = False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A note, a paragraph in it, or a text."""
        self._text = tag == "t"
        if tag in ("footnote", "endnote", "comment"):
            self._of = f"{tag} {value_of(attributes, 'id')}"
            self.found[self._of] = ""
        elif tag == "p" and self._of:
            self.found[self._of] += " "

    def end(self, _tag: str) -> None:
        """A text ends."""
        self._text = False

    def text(self, words: str) -> None:
        """A text of a note."""
        if self._text and self._of:
            self.found[self._of] += words


def _kind(numbering: Numbering, place: ListPlace) -> str:
    """What a paragraph of a list is; one that is numbered within its heading, as 2.1, is none of an officer's list."""
    level = numbering.level(place)
    if level.form == "none" or len(PLACE.findall(level.text)) > 1:
        return PARAGRAPH
    return BULLETS if level.form == "bullet" else NUMBERS


class _Body(WordReader):
    """The paragraphs of the page, as they go by."""

    def __init__(self, numbering: Numbering, links: Mapping[str, str], notes: Mapping[str, str]) -> None:
        self.paragraphs: list[WordParagraph] = []
        self.runs: Runs = []
        self.marks: dict[str, list[Mark]] = {}
        self.aliases: dict[str, str] = {}
        self._numbering, self._counting = numbering, Counting(numbering)
        self._relations, self._notes = links, notes
        self._marks: dict[str, Mark] = {}
        self._open: list[WordParagraph] = []
        self._said: list[Properties] = []
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
        if self._aside or tag in (FALLBACK, "moveFrom", "del", "pPrChange"):
            self._aside += 1
            return
        if after and tag == "t":  # LibreOffice 7.4 leaves out the break between two lines of a control
            self._add("\n")
        if step := self._steps.get(tag):
            step(self, attributes)
        elif self._said:
            self._said[-1].begin(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._text = self._instruction = self._after = False
        if self._aside:
            self._aside -= 1
            return
        match tag:
            case "t":
                self._after = True
            case "p":
                place, made = self._said.pop().place(self._numbering), self._open.pop()
                if place is not None:
                    made.kind, made.number = _kind(self._numbering, place), self._counting.next(place)
                self.paragraphs.append(made)
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
        self._said.append(Properties())

    def _control(self, _: Mapping[str, str]) -> None:
        self._controls += 1
        self._tags.append(("", self._controls))
        self._alias = ""

    def _named(self, attributes: Mapping[str, str]) -> None:
        self._alias = value_of(attributes)
        if self._tags and self._tags[-1][0]:
            self.aliases[self._tags[-1][0]] = self._alias

    def _tag(self, attributes: Mapping[str, str]) -> None:
        if self._tags:
            self._tags[-1] = value_of(attributes), self._tags[-1][1]
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
