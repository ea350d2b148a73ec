"""The paragraphs of a Word file, with the slots that they stand in: what an officer wrote, and what is round it.

Word keeps a content control with its tag. LibreOffice 7.4 keeps of it no tag, and but the first paragraph, so a
bookmark stands round each control: where no tag is left, what it spans counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from msgspec import Struct

from spinout.core.markup import TARGET, Passage, Stretch, markup_of, passages_of
from spinout.reports.word_marks import NOT_PUBLIC
from spinout.reports.word_parts import UnreadableReport, title_of
from spinout.reports.word_streams import PICTURE, Mark, Runs, Stroke, WordParagraph, word_body

NUMBER = re.compile(r"\s*[0-9]+(?:\.[0-9]+)+\t")
"""The number of a paragraph, where a template types it before an officer's words."""
SLOT = re.compile(r"(slot_[A-Za-z0-9_]*_[0-9a-f]{8})(?:[ _](?:C(?:o(?:p(?:y(?:[ _][0-9]*)?)?)?)?)?)?")
"""The bookmark of a slot, or that of a copy, which LibreOffice names so, as far as there is room."""
OVERLAPPING = "The bookmarks of its slots overlap, as those of no paper do."
KEPT_IN_ADDRESSES = "!#$%&'*+,/:;=?@[]_~-."


class SlotPlace(Struct, frozen=True):
    """How a slot is found: by the tag of its control, else by the bookmark round that.

    It is `alone` where its paragraphs hold nothing else, so that what LibreOffice adds behind it there is in it.
    """

    tag: str
    bookmark: str
    alone: bool = False


class WordText(Struct, frozen=True):
    """A Word file's paragraphs in order, the spans of its bookmarks in runs, and the aliases of its controls.

    `tagged` are the runs of each control by its tag, and by the number of its copy. `comments` are what was
    written at the edge, and `title` what the file's properties say.
    """

    paragraphs: tuple[WordParagraph, ...]
    runs: Runs
    spans: Mapping[str, list[tuple[int, int]]]
    aliases: Mapping[str, str]
    tagged: Mapping[str, Mapping[int, Runs]]
    comments: tuple[str, ...] = ()
    title: str = ""

    def copies(self, place: SlotPlace) -> "tuple[tuple[WordParagraph, ...], ...]":
        """What stands in a slot, for each time that it is in the file: paragraphs with the runs that are in it."""
        if place.tag in self.tagged:
            return tuple(map(_paragraphs, self.tagged[place.tag].values()))
        return tuple(_paragraphs(self.runs[start:end]) for start, end in self._spans(place))

    def _spans(self, place: SlotPlace) -> Iterator[tuple[int, int]]:
        """The spans of a slot's bookmarks; of one with paragraphs of its own, to the end of the last of them."""
        ends: dict[int, int] = {}
        for start, end in self.spans.get(place.bookmark, ()):
            if place.alone and start < end and self.runs[start][0].runs[0].place == start:
                end = max(end, self.runs[end - 1][0].runs[-1].place + 1)
            ends[start] = max(end, ends.get(start, end))
        yield from ends.items()

    def beside(self, place: SlotPlace) -> "tuple[WordParagraph, ...]":
        """What stands between the bookmark of a slot and its control, where it has both: nothing of the paper's."""
        if place.tag not in self.tagged:
            return ()
        spans = dict(self.spans.get(place.bookmark, ()))
        between = (
            pair for start, end in spans.items() for pair in self.runs[start:end] if place.tag not in pair[1].controls
        )
        return _paragraphs(between)

    def holds(self, place: SlotPlace) -> bool:
        """Whether the file has a slot."""
        return place.bookmark in self.spans or place.tag in self.aliases

    def outside(self, slots: Iterable[SlotPlace]) -> Iterator[tuple[str, str]]:
        """The words that stand in none of these slots, a line for each paragraph that has any, each with its number."""
        inside: set[int] = set()
        for place in slots:
            tagged = self.tagged.get(place.tag, {})
            for start, end in self.spans.get(place.bookmark, ()) if tagged else self._spans(place):
                inside.update(range(start, end))
            for runs in tagged.values():
                inside.update(run.place for _, run in runs)
        for paragraph in self.paragraphs:
            left = (run for run in paragraph.runs if run.place not in inside)
            if line := " ".join("".join(map(_told, left)).split()):
                yield paragraph.number, line


def _told(run: Stroke) -> str:
    return run.text if run.thing in (None, PICTURE) else f" ({run.thing}) "


def _paragraphs(runs: Iterable[tuple[WordParagraph, Stroke]]) -> tuple[WordParagraph, ...]:
    """Paragraphs with some of their runs, those that have any."""
    made: dict[int, WordParagraph] = {}
    for paragraph, run in runs:
        made.setdefault(id(paragraph), WordParagraph(paragraph.kind, paragraph.cell)).runs.append(run)
    return tuple(made.values())


def _by_tag(runs: Runs) -> Mapping[str, dict[int, Runs]]:
    """The runs of each control, in one walk over all."""
    made: dict[str, dict[int, Runs]] = {}
    for pair in runs:
        for tag, number in pair[1].controls.items():
            made.setdefault(tag, {}).setdefault(number, []).append(pair)
    return made


def word_text(parts: Mapping[str, bytes]) -> WordText:
    """The paragraphs of a Word file. Raises UnreadableReport."""
    body = word_body(parts)
    spans: dict[str, list[tuple[int, int]]] = {}
    left = 2 * len(body.runs)
    for name, copies in _by_slot(body.marks).items():
        held = spans.setdefault(name, [])
        for start, end in (span for marks in copies for span in _spans(marks, body.runs)):
            left -= end - start
            if left < 0:
                raise UnreadableReport(OVERLAPPING)
            held.append((start, end))
    return WordText(
        tuple(body.paragraphs), body.runs, spans, body.aliases, _by_tag(body.runs), body.comments, title_of(parts)
    )


def _by_slot(marks: Mapping[str, list[Mark]]) -> Mapping[str, list[list[Mark]]]:
    """The bookmarks of each slot, and of each copy of it that LibreOffice has named."""
    made: dict[str, list[list[Mark]]] = {}
    for name, places in marks.items():
        if slot := SLOT.fullmatch(name):
            made.setdefault(slot[1], []).append(places)
    return made


def _spans(marks: Iterable[Mark], runs: Runs) -> Iterator[tuple[int, int]]:
    """The spans of the bookmarks of one name.

    LibreOffice gives one to a copy where there is no room for more. It writes a bookmark that ends in another
    paragraph as one without an end, and a second one that ends it; of a table it writes first one that spans nothing.
    """
    begun: int | None = None
    cut = False
    for mark in marks:
        if mark.end is None:
            begun, cut = (mark.start if begun is None else begun), True
        elif cut or mark.start < mark.end:
            start = begun if cut and begun is not None else mark.start
            if start < mark.end:
                yield start, _table_end(start, mark.end, runs)
            begun, cut = None, False
        else:
            begun = mark.start


def _table_end(start: int, end: int, runs: Runs) -> int:
    """Where a span ends; one of several cells with their table, which may have rows by now that it has not."""
    first, last = runs[start][0].cell, runs[end - 1][0].cell
    if first is None or last is None or first == last or first[0] != last[0]:
        return end
    while end < len(runs) and (runs[end][0].cell or (0,))[0] == first[0]:
        end += 1
    return end


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


def is_restricted(alias: str) -> bool:
    """Whether the alias of a control says that what stands in it is not for publication."""
    return alias.startswith(NOT_PUBLIC)
