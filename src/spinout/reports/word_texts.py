"""The paragraphs of a Word file, with the slots that they stand in: what an officer wrote, and what is round it.

Word keeps a content control with its tag. LibreOffice 7.4 keeps of it no tag, and but the first paragraph, so a
bookmark stands round each control: where no tag is left, what it spans counts. As anybody may have made the file,
it is read as a stream, of a size that `word_parts` has bounded.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote

from msgspec import Struct, field

from spinout.core.markup import BULLETS, NUMBERS, PARAGRAPH, TARGET, Passage, Stretch, markup_of, passages_of
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
from spinout.reports.word_marks import NOT_PUBLIC, bookmark_of
from spinout.reports.word_parts import NO_WORD, UnreadableReport, title_of

BODY = "word/document.xml"
LINKS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NUMBER = re.compile(r"\s*[0-9]+(?:\.[0-9]+)+\t")
"""The number of a paragraph, where a template types it before an officer's words."""
HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
SLOT = bookmark_of("")[:5]
OVERLAPPING = "The bookmarks of its slots overlap, as those of no paper do."
MOST_DEEP = 8
"""So many controls, links and fields round a text are looked at; more stand in no paper, and would take long."""
KEPT_IN_ADDRESSES = "!#$%&'*+,/:;=?@[]_~-."


class Stroke(Struct, frozen=True):
    """A run of text in a paragraph, its place in the file, and the tags of the controls that stand round it."""

    text: str
    place: int
    link: str | None
    tags: tuple[str, ...]


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


class WordText(Struct, frozen=True):
    """A Word file's paragraphs in order, the spans of its bookmarks in runs, and the aliases of its controls.

    `tagged` are the paragraphs of each control by its tag, with the runs that are in it. `title` is what the file's
    properties say.
    """

    paragraphs: tuple[WordParagraph, ...]
    spans: Mapping[str, tuple[int, int]]
    aliases: Mapping[str, str]
    tagged: Mapping[str, list[WordParagraph]]
    title: str = ""

    def inside(self, tag: str, bookmark: str) -> "tuple[WordParagraph, ...]":
        """What stands in a slot: paragraphs with the runs that are in it; none where it is not in the file."""
        if tag in self.tagged:
            return tuple(self.tagged[tag])
        start, end = self.spans.get(bookmark, (0, 0))
        return () if start >= end else _cut(self.paragraphs, lambda run: start <= run.place < end)

    def holds(self, tag: str, bookmark: str) -> bool:
        """Whether the file has a slot."""
        return bookmark in self.spans or tag in self.aliases

    def outside(self, inside: Callable[[Stroke], bool]) -> Iterator[tuple[str, str]]:
        """The words that stand in no slot, a line for each paragraph that has any, each with its number."""
        for paragraph in _cut(self.paragraphs, lambda run: not inside(run)):
            if line := " ".join(paragraph.text.split()):
                yield paragraph.number, line


def _cut(paragraphs: Iterable[WordParagraph], wanted: Callable[[Stroke], bool]) -> tuple[WordParagraph, ...]:
    """Paragraphs with some of their runs; those that have none of them are left out."""
    cut = (WordParagraph(p.kind, p.cell, [run for run in p.runs if wanted(run)], p.number) for p in paragraphs)
    return tuple(paragraph for paragraph in cut if paragraph.runs)


def _by_tag(paragraphs: Iterable[WordParagraph]) -> Mapping[str, list[WordParagraph]]:
    """The paragraphs of each control, in one walk over all runs."""
    made: dict[str, list[WordParagraph]] = {}
    for paragraph in paragraphs:
        here: dict[str, list[Stroke]] = {}
        for run in paragraph.runs:
            for tag in run.tags:
                here.setdefault(tag, []).append(run)
        for tag, runs in here.items():
            made.setdefault(tag, []).append(WordParagraph(paragraph.kind, paragraph.cell, runs))
    return made


def word_text(parts: Mapping[str, bytes]) -> WordText:
    """The paragraphs of a Word file. Raises UnreadableReport."""
    if BODY not in parts:
        raise UnreadableReport(NO_WORD)
    links = _Links()
    if LINKS in parts:
        streamed(parts[LINKS], links)
    body = _Body(numbering_of(parts), links.found)
    streamed(parts[BODY], body)
    spans = {name: (start, body.ends.get(name, start)) for name, start in body.starts.items()}
    slots = (end - start for name, (start, end) in spans.items() if name.startswith(SLOT))
    if sum(slots) > 2 * body.runs:
        raise UnreadableReport(OVERLAPPING)
    return WordText(tuple(body.paragraphs), spans, body.aliases, _by_tag(body.paragraphs), title_of(parts))


def text_in(paragraphs: "tuple[WordParagraph, ...]") -> tuple[str, tuple[str, ...]]:
    """A text in officers' marks, and the links in it that lead where none may."""
    made: list[Passage] = []
    refused: list[str] = []
    for place, paragraph in enumerate(paragraphs):
        for line in _lines(paragraph, numbered=place == 0):
            stretches = []
            for text, link in line:
                target = None if link is None else _target(link)
                if link is not None and target is None:
                    refused.append(link)
                stretches.append(Stretch(text, target))
            if "".join(stretch.text for stretch in stretches).strip():
                made.append(Passage(paragraph.kind, (_trimmed(stretches),)))
    return markup_of(passages_of(markup_of(made))), tuple(refused)


def _trimmed(line: list[Stretch]) -> tuple[Stretch, ...]:
    """A line without the spaces of its ends, and with what is linked alike as one link."""
    merged: list[Stretch] = []
    for one in line:
        text = re.sub("[ \t\n]+", " ", one.text)
        if merged and merged[-1].link == one.link:
            merged[-1] = Stretch(merged[-1].text + text, one.link)
        else:
            merged.append(Stretch(text, one.link))
    merged = [one for one in merged if one.text]
    merged[0] = Stretch(merged[0].text.lstrip(" "), merged[0].link)
    merged[-1] = Stretch(merged[-1].text.rstrip(" "), merged[-1].link)
    return tuple(merged)


def _lines(paragraph: WordParagraph, *, numbered: bool) -> Iterator[list[tuple[str, str | None]]]:
    """The lines of a paragraph, which a break parts; without the number that the paper sets before the first."""
    runs = [(run.text, run.link) for run in paragraph.runs]
    if numbered and (mark := NUMBER.match(paragraph.text)):
        left = mark.end()
        runs = [(text[max(0, left - at) :], link) for (text, link), at in zip(runs, _ends(runs), strict=True)]
    line: list[tuple[str, str | None]] = []
    for text, link in runs:
        first, *more = text.split("\n")
        line.append((first, link))
        for piece in more:
            yield line
            line = [(piece, link)]
    yield line


def _ends(runs: list[tuple[str, str | None]]) -> Iterator[int]:
    at = 0
    for text, _ in runs:
        yield at
        at += len(text)


def _target(link: str) -> str | None:
    """An address as officers' texts have it; None where a link may not lead there."""
    if TARGET.match(link):
        return link
    made = quote(link.strip(), safe=KEPT_IN_ADDRESSES)
    return made if TARGET.match(made) else None


# reading the parts as streams


class _Links(WordReader):
    """Where the links of a file lead."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A relation."""
        if tag.endswith(" Relationship") and attributes.get("Type", "").endswith("/hyperlink"):
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


def _kind(numbering: Numbering, place: ListPlace) -> str:
    """What a paragraph of a list is; one that is numbered within its heading, as 2.1, is none of an officer's list."""
    level = numbering.level(place)
    if level.form == "none" or len(PLACE.findall(level.text)) > 1:
        return PARAGRAPH
    return BULLETS if level.form == "bullet" else NUMBERS


class _Body(WordReader):
    """The paragraphs of the page, as they go by."""

    def __init__(self, numbering: Numbering, links: Mapping[str, str]) -> None:
        self.paragraphs: list[WordParagraph] = []
        self.starts: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.aliases: dict[str, str] = {}
        self._numbering, self._counting, self._relations = numbering, Counting(numbering), links
        self.runs = 0
        self._names: dict[str, str] = {}
        self._open: list[WordParagraph] = []
        self._said: list[Properties] = []
        self._tags: list[str] = []
        self._alias = ""
        self._links: list[str | None] = []
        self._fields: list[list[str | None]] = []
        self._cells: list[list[int]] = []
        self._tables = 0
        self._aside = 0
        self._text = self._instruction = False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._text = self._instruction = False
        if self._aside or tag in (FALLBACK, "moveFrom", "del", "pPrChange"):
            self._aside += 1
        elif step := self._steps.get(tag):
            step(self, attributes)
        elif self._said:
            self._said[-1].begin(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._text = self._instruction = False
        if self._aside:
            self._aside -= 1
            return
        match tag:
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

    def _add(self, words: str) -> None:
        if not self._open:
            return
        links = [link for link in self._links[-MOST_DEEP:] if link]
        shown = (each[0] or "" for each in self._fields[-MOST_DEEP:] if each[1])
        links += [found[1] for code in shown if (found := HYPERLINK.match(code))]
        tags = tuple({tag: None for tag in self._tags[-MOST_DEEP:] if tag})
        self._open[-1].runs.append(Stroke(words, self.runs, links[-1] if links else None, tags))
        self.runs += 1

    def _paragraph(self, _: Mapping[str, str]) -> None:
        cell = self._cells[-1] if self._cells else None
        self._open.append(WordParagraph(cell=None if cell is None else (cell[0], cell[1], cell[2])))
        self._said.append(Properties())

    def _control(self, _: Mapping[str, str]) -> None:
        self._tags.append("")
        self._alias = ""

    def _named(self, attributes: Mapping[str, str]) -> None:
        self._alias = value_of(attributes)
        if self._tags and self._tags[-1]:
            self.aliases[self._tags[-1]] = self._alias

    def _tag(self, attributes: Mapping[str, str]) -> None:
        if self._tags:
            self._tags[-1] = value_of(attributes)
            self.aliases.setdefault(self._tags[-1], self._alias)

    def _bookmark(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get(f"{MAIN} name", "")
        self._names[attributes.get(f"{MAIN} id", "")] = name
        self.starts.setdefault(name, self.runs)

    def _bookmark_end(self, attributes: Mapping[str, str]) -> None:
        name = self._names.get(attributes.get(f"{MAIN} id", ""))
        if name is not None:
            self.ends[name] = self.runs

    def _link(self, attributes: Mapping[str, str]) -> None:
        self._links.append(self._relations.get(attributes.get(f"{OFFICE} id", "")))

    def _simple_field(self, attributes: Mapping[str, str]) -> None:
        found = HYPERLINK.match(attributes.get(f"{MAIN} instr", ""))
        self._links.append(None if found is None else found[1])

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
    }


def is_restricted(alias: str) -> bool:
    """Whether the alias of a control says that what stands in it is not for publication."""
    return alias.startswith(NOT_PUBLIC)
