"""What Word shows of a file, line by line: the words of its paragraphs, and the numbers that it counts before them.

Word keeps no number in a text: a paragraph names a list and a level, and lists that have the same kind (`abstractNum`)
count on together. As anybody may have made the file, it is read as a stream, of a size that `word_parts` has bounded.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from xml.parsers.expat import ParserCreate

from msgspec import Struct, field

from spinout.reports.word_parts import NO_WORD, UnreadableReport, read_part

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES, LISTS = "word/styles.xml", "word/numbering.xml"
STORIES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
"""The parts that hold words of the page."""
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
COUNTS = frozenset({"PAGE", "NUMPAGES"})
"""Fields that a program fills in anew when it saves: on which page they stand, and of how many."""
BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
UNNUMBERED = "0"
"""The number of no list."""
LEVELS = 9
"""So many levels a list has."""
LONGEST_NUMBER = 100
"""Letters of what stands round a number; no paper has more, and each paragraph would repeat them."""
PLACE = re.compile("%([1-9])")
MOST_LETTERED = 780
"""Word counts no further in letters."""
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class WordReader:
    """Takes the elements of a part as they go by."""

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, words: str) -> None:
        """A text stands there."""


def streamed(part: bytes, reader: WordReader) -> None:
    """Let a reader take a part; names are those of Word, others have their namespace before them."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    own = f"{MAIN} "
    parser.StartElementHandler = lambda tag, said: reader.begin(tag.removeprefix(own), said)
    parser.EndElementHandler = lambda tag: reader.end(tag.removeprefix(own))
    parser.CharacterDataHandler = reader.text
    read_part(parser, part)


def value_of(attributes: Mapping[str, str], name: str = "val") -> str:
    """An attribute of Word's own."""
    return attributes.get(f"{MAIN} {name}", "")


class Level(Struct):
    """A level of a list: where it begins, how it counts, and what is shown, with %1 for the number of the first level.

    `restart` is the level after which it begins again: 0 for none, None for any above it.
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    style: str = ""
    legal: bool = False


class _Kind(Struct):
    """What lists of a kind have in common; `borrows` names the style that has the levels."""

    levels: dict[int, Level] = field(default_factory=dict)
    borrows: str = ""


class _List(Struct):
    """A list: its kind, where its levels are to begin, and levels of its own."""

    kind: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class ListPlace(NamedTuple):
    """Where a paragraph stands: the number of a list, and the level in it."""

    number: str
    level: int


class Numbering(WordReader):
    """The lists of a file, from its parts with lists and with styles."""

    def __init__(self, lists: bytes | None, styles: bytes | None) -> None:
        self._kinds: dict[str, _Kind] = {}
        self._lists: dict[str, _List] = {}
        self._now: _Kind | _List = _Kind()
        self._at, self._level = 0, Level()
        self._styles = _StyleLists()
        self._known: dict[str, str] = {}
        self._places: dict[tuple[str | None, str | None, str | None], ListPlace | None] = {}
        """What was worked out, as a file asks for the same again and again."""
        if lists is not None:
            streamed(lists, self)
        if styles is not None:
            streamed(styles, self._styles)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A kind of lists, a list, a level of either, or what is said of one."""
        value = value_of(attributes)
        match tag:
            case "abstractNum":
                self._now = self._kinds[value_of(attributes, "abstractNumId")] = _Kind()
            case "num":
                self._now = self._lists[value_of(attributes, "numId")] = _List()
            case "lvl" | "lvlOverride":
                self._at, self._level = _level(value_of(attributes, "ilvl")), Level()
                if tag == "lvl":
                    self._now.levels[self._at] = self._level
            case "abstractNumId" if isinstance(self._now, _List):
                self._now.kind = value
            case "startOverride" if isinstance(self._now, _List):
                self._now.starts[self._at] = whole(value)
            case "numStyleLink" if isinstance(self._now, _Kind):
                self._now.borrows = value
            case _:
                _say(self._level, tag, value, attributes)

    def add(
        self, number: str, like: str | None, starts: Mapping[int, int], levels: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Know one more list: of the kind of another, or of its own with the forms and texts of its levels."""
        if like is None:
            kind = f"of {number}"
            self._kinds[kind] = _Kind({n: Level(1, form, text) for n, (form, text) in enumerate(levels)})
        else:
            kind = self._lists[like].kind
        self._lists[number] = _List(kind, dict(starts))

    def place(self, style: str | None, number: str | None, level: str | None) -> ListPlace | None:
        """Where a paragraph stands: in the list that it names itself, else in that of its style; None in none."""
        said = (style, number, level)
        if said not in self._places:
            self._places[said] = self._place(*said)
        return self._places[said]

    def _place(self, style: str | None, number: str | None, level: str | None) -> ListPlace | None:
        of_style = self._styles.place(style)
        named = number or of_style.number
        if named in ("", UNNUMBERED) or named not in self._lists:
            return None
        if level is not None:
            return ListPlace(named, _level(level))
        if number is not None:
            return ListPlace(named, 0)
        linked = {each.style: at for at, each in self.levels(named).items()}
        return ListPlace(named, next((linked[one] for one in of_style.styles if one in linked), of_style.level))

    def kind(self, number: str) -> str:
        """The kind of a list, which counts on with all lists of that kind."""
        if number not in self._known:
            self._known[number] = self._kind(number)
        return self._known[number]

    def _kind(self, number: str) -> str:
        kind = self._lists[number].kind if number in self._lists else ""
        for _ in range(LEVELS):
            borrows = self._kinds[kind].borrows if kind in self._kinds else ""
            lender = self._styles.place(borrows).number if borrows else ""
            if lender not in self._lists:
                break
            kind = self._lists[lender].kind
        return kind

    def levels(self, number: str) -> Mapping[int, Level]:
        """The levels of a list."""
        kind, own = self._kinds.get(self.kind(number)), self._lists.get(number)
        return {**({} if kind is None else kind.levels), **({} if own is None else own.levels)}

    def level(self, place: ListPlace) -> Level:
        """A level of a list."""
        own = self._lists[place.number].levels if place.number in self._lists else {}
        if place.level in own:
            return own[place.level]
        kind = self._kinds.get(self.kind(place.number))
        return Level(form="none") if kind is None else kind.levels.get(place.level, Level(form="none"))

    def start(self, place: ListPlace) -> int | None:
        """Where a list is told to begin at a level, whatever was counted before it."""
        return self._lists[place.number].starts.get(place.level) if place.number in self._lists else None


def _say(level: Level, tag: str, value: str, attributes: Mapping[str, str]) -> None:
    match tag:
        case "start":
            level.start = whole(value)
        case "numFmt":
            level.form = _short(value)
        case "lvlText":
            level.text = _short(value)
        case "lvlRestart":
            level.restart = whole(value)
        case "pStyle":
            level.style = value
        case "isLgl":
            level.legal = value_of(attributes) not in ("0", "false", "off")


def whole(text: str) -> int:
    """A whole number as Word takes it; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LEVELS else 0


def _level(text: str) -> int:
    return min(whole(text), LEVELS - 1)


def _short(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise UnreadableReport(NO_WORD)
    return text


class _OfStyle(NamedTuple):
    """The list and the level that a style puts its paragraphs in, and the styles that say so, itself first."""

    number: str = ""
    level: int = 0
    styles: tuple[str, ...] = ()


class _StyleLists(WordReader):
    """Of each style of paragraphs: the list that it belongs to."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._levels: dict[str, int] = {}
        self._based: dict[str, str] = {}
        self._of = self._default = ""

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A style, what it is based on, or its list."""
        value = value_of(attributes)
        match tag:
            case "style":
                self._of = value_of(attributes, "styleId")
                if (value_of(attributes, "type"), value_of(attributes, "default")) == ("paragraph", "1"):
                    self._default = self._of
            case "basedOn":
                self._based[self._of] = value
            case "numId":
                self._numbers[self._of] = value
            case "ilvl":
                self._levels[self._of] = _level(value)

    def place(self, style: str | None) -> _OfStyle:
        """The list of a style, its own or that of one that it is based on."""
        named, chain = style or self._default, []
        for _ in range(10):
            chain.append(named)
            if named in self._numbers or named not in self._based:
                break
            named = self._based[named]
        level = next((self._levels[each] for each in chain if each in self._levels), 0)
        return _OfStyle(self._numbers.get(named, ""), level, tuple(chain))


class Counting:
    """Counts the paragraphs of a text as Word does."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[ListPlace] = set()

    def next(self, place: ListPlace) -> str:
        """What stands before the next paragraph at a place; nothing before a bullet."""
        kind = self._numbering.kind(place.number)
        counts = self._counts[kind] = self._after(place, kind)
        self._begun.add(place)
        level = self._numbering.level(place)
        if level.form == "bullet":
            return ""
        return PLACE.sub(lambda found: self._shown(place, int(found[1]) - 1, counts, legal=level.legal), level.text)

    def would_show(self, place: ListPlace) -> tuple[int, ...]:
        """The numbers of the levels down to a place, were a paragraph to stand there now."""
        counts = self._after(place, self._numbering.kind(place.number))
        return tuple(counts[level] for level in range(place.level + 1))

    def _after(self, place: ListPlace, kind: str) -> dict[int, int]:
        """How far the levels of a kind of lists have come with one more paragraph at a place."""
        counts = dict(self._counts.get(kind, {}))
        told = None if place in self._begun else self._numbering.start(place)
        first = counts[place.level] + 1 if place.level in counts else self._begins(place)
        counts[place.level] = first if told is None else told
        for above in range(place.level):
            counts.setdefault(above, self._begins(ListPlace(place.number, above)))
        for below in [each for each in counts if each > place.level]:
            restart = self._numbering.level(ListPlace(place.number, below)).restart
            if restart is None or place.level < restart:
                del counts[below]
        return counts

    def _begins(self, place: ListPlace) -> int:
        told = self._numbering.start(place)
        return self._numbering.level(place).start if told is None else told

    def _shown(self, place: ListPlace, level: int, counts: Mapping[int, int], *, legal: bool) -> str:
        form = self._numbering.level(ListPlace(place.number, level)).form
        number = counts.get(level, 0)
        if legal or form not in FORMS:
            return str(number) if legal else f"{form} {number}"
        return FORMS[form](number)


def _lettered(number: int) -> str:
    turns, rest = divmod(number - 1, 26)
    return chr(ord("a") + rest) * (turns + 1) if 0 < number <= MOST_LETTERED else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    made, left = "", number
    for value, sign in ROMAN:
        turns, left = divmod(left, value)
        made += sign * turns
    return made


FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda _: "",
    "lowerLetter": _lettered,
    "upperLetter": lambda number: _lettered(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
"""How a number is written; in any other form it stands with the form's name."""


def numbering_of(parts: Mapping[str, bytes]) -> Numbering:
    """The lists of a Word file. Raises UnreadableReport."""
    return Numbering(parts.get(LISTS), parts.get(STYLES))


class Properties:
    """What a paragraph says of its style and its list, as its elements go by."""

    def __init__(self) -> None:
        self._style: str | None = None
        self._number: str | None = None
        self._level: str | None = None

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element in a paragraph begins."""
        match tag:
            case "pStyle":
                self._style = value_of(attributes)
            case "numId":
                self._number = value_of(attributes)
            case "ilvl":
                self._level = value_of(attributes)

    def place(self, numbering: Numbering) -> ListPlace | None:
        """Where the paragraph stands."""
        return numbering.place(self._style, self._number, self._level)


def words_of(parts: Mapping[str, bytes], *, saved_anew: bool = False) -> str:
    """The words of the page, a line for each paragraph, with the descriptions of pictures. Raises UnreadableReport.

    With `saved_anew` without what another program that saves the file leaves out or fills in: descriptions of
    pictures, and the numbers of pages.
    """
    numbering = numbering_of(parts)
    stories = (parts[name] for name in sorted(parts) if STORIES.fullmatch(name))
    return "\n".join(line for part in stories for line in _lines(part, numbering, saved_anew=saved_anew))


def _lines(part: bytes, numbering: Numbering, *, saved_anew: bool) -> list[str]:
    paragraphs = _Paragraphs(numbering, saved_anew=saved_anew)
    streamed(part, paragraphs)
    return paragraphs.lines


class _Paragraphs(WordReader):
    """Takes a part as it is read, and keeps its paragraphs; one inside another, as in a drawing, comes before it."""

    def __init__(self, numbering: Numbering, *, saved_anew: bool) -> None:
        self.lines: list[str] = []
        self._numbering, self._counting = numbering, Counting(numbering)
        self._saved_anew = saved_anew
        self._field = _Field()
        self._open: list[list[str]] = [[]]
        self._said: list[Properties] = [Properties()]
        self._text = False
        self._aside = 0
        """How deep in what stands there for programs that cannot draw, as it says again what the drawing says, or in
        what a paragraph was before a change."""

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._text = tag == "t" and not self._aside
        if self._aside or tag in (FALLBACK, "pPrChange"):
            self._aside += 1
        elif tag == "p":
            self._open.append([])
            self._said.append(Properties())
        elif tag in ("fldChar", "instrText"):
            self._field.step(attributes.get(f"{MAIN} fldCharType", "code"))
        else:
            self._said[-1].begin(tag, attributes)
            told = "descr" in attributes and not self._saved_anew
            self._open[-1].append(BREAKS.get(tag, f"{attributes['descr']}\n" if told else ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        self._text = False
        if self._aside:
            self._aside -= 1
        elif tag == "p":
            place = self._said.pop().place(self._numbering)
            number = "" if place is None else self._counting.next(place)
            self.lines.append(f"{number} {''.join(self._open.pop())}" if number else "".join(self._open.pop()))

    def text(self, words: str) -> None:
        """A text stands there."""
        if self._field.at == "code" and not self._text:
            self._field.code += words
        elif self._text and not (self._saved_anew and self._field.counts and words.strip().isdigit()):
            self._open[-1].append(words)


class _Field:
    """Where in a field the reading stands: at its `begin`, in its `code`, behind its `separate`, or at its `end`."""

    def __init__(self) -> None:
        self.at, self.code = "end", ""

    def step(self, to: str) -> None:
        """A mark of a field, or its code, begins."""
        self.at = to
        self.code = "" if to == "begin" else self.code

    @property
    def counts(self) -> bool:
        """Whether what stands here is the number of a page, or how many there are."""
        return self.at == "separate" and self.code.split()[:1] != [] and self.code.split()[0] in COUNTS
