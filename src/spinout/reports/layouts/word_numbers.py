"""The numbers that Word itself counts: the lists of a report, and which paragraphs stand in them.

A template says of a paragraph which number the report has for it: `{{r block.number|numbered("paragraph") }}`. Once
all is filled in, each such paragraph is put into a list of that kind. Where Word would count to another number, as
where a list begins anew, it is told the report's; so what is shown is always what the texts refer to.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape
from msgspec import Struct

from spinout.core.wording import on_one_line
from spinout.reports.word_lines import Counting, ListPlace, Numbering

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{MAIN}}}"
PART, TYPE = "/word/numbering.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
    "autoSpaceDE", "autoSpaceDN", "bidi",
)  # fmt: skip
"""The properties of a paragraph in the order that Word asks for, as far as any is put in."""
OFFICERS, BULLET_LIST, LISTS = 700_000_000, 700_000_000, 99_999_998
"""The numbers of officers' lists: one for all with bullets, and above it one for each that counts."""
MARK = "SpinoutNumber."
NUMBER = re.compile(r"([^0-9%]*)([1-9][0-9]{0,3})(?:\.([1-9][0-9]{0,3}))?([^0-9%]*)")
LETTER = re.compile(r"([^%]*?)(([A-Z])\3{0,9})([^A-Za-z%]*)")
LONGEST = 60
"""Letters of a number with what stands round it; a longer one is a text."""
ENDS = ".):"
"""What a council may set behind the number of a heading."""


class LevelLook(Struct, frozen=True):
    """How the paragraphs at a level of a list look: its form, what is shown, and the room in twentieths of a point."""

    form: str
    text: str
    left: int = 0
    hanging: int = 0
    bold: bool = False


PARAGRAPH = 624
"""Where the words of a numbered paragraph begin."""
KINDS: Mapping[str, LevelLook] = {
    "part": LevelLook("decimal", "%1"),
    "paragraph": LevelLook("decimal", "%1.%2", PARAGRAPH, PARAGRAPH, bold=True),
    "appendix": LevelLook("upperLetter", "%1"),
    "condition": LevelLook("decimal", "%1"),
    "item": LevelLook("decimal", "%1", 1021, 397),
}
"""What is numbered: a heading and the paragraphs under it, which count together; and lists of one level."""
WITHIN = "part", "paragraph"
BULLETS, NUMBERS = LevelLook("bullet", "•", 284, 284), LevelLook("decimal", "%1.", 284, 284)
"""Lists in officers' texts, and those that come with a style."""


def numbered(label: object, kind: str) -> Markup:
    """The number of a paragraph, as the report shows it: a run that marks it, and is a text where no list has it."""
    if kind not in KINDS:
        raise ValueError(f"A number is that of one of these: {', '.join(KINDS)}.")
    if label is None:
        return Markup("")
    bold = "<w:b/>" if KINDS[kind].bold else ""
    return Markup(
        f'<w:r><w:rPr><w:rStyle w:val="{MARK}{kind}"/>{bold}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(on_one_line(str(label)))}</w:t></w:r>'
    )


class Lists:
    """The lists of a Word file, its element `w:numbering`, to which others are added; none that is there is changed."""

    def __init__(self, root: Any) -> None:
        self.root = root

    def add(self, *levels: LevelLook, styles: Iterable[str] = ()) -> str:
        """A list of a new kind, whose levels are those of styles where their ids are given; gives its number."""
        kinds = self.root.findall(f"{W}abstractNum")
        kind = 1 + max((int(each.get(f"{W}abstractNumId")) for each in kinds), default=-1)
        named = [*styles, *("" for _ in levels)]
        made = "".join(_level(place, look, named[place]) for place, look in enumerate(levels))
        several = "multilevel" if len(levels) > 1 else "singleLevel"
        self.root.insert(
            1 + self.root.index(kinds[-1]) if kinds else len(self.root.findall(f"{W}numPicBullet")),
            _element(
                f'<w:abstractNum xmlns:w="{MAIN}" w:abstractNumId="{kind}"><w:multiLevelType w:val="{several}"/>'
                f"{made}</w:abstractNum>"
            ),
        )
        return self._list(kind, {}, None)

    def again(self, number: str, starts: Mapping[int, int], ident: int | None = None) -> str:
        """Another list of the kind of one, whose levels begin at these numbers; gives its number."""
        of = next(each for each in self.root.findall(f"{W}num") if each.get(f"{W}numId") == number)
        return self._list(int(of.find(f"{W}abstractNumId").get(f"{W}val")), starts, ident)

    def _list(self, kind: int, starts: Mapping[int, int], ident: int | None) -> str:
        every = self.root.findall(f"{W}num")
        number = ident or 1 + max((int(each.get(f"{W}numId")) for each in every), default=0)
        begun = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in starts.items()
        )
        last = (every or self.root.findall(f"{W}abstractNum"))[-1]
        last.addnext(
            _element(f'<w:num xmlns:w="{MAIN}" w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{begun}</w:num>')
        )
        return str(number)


def _level(place: int, look: LevelLook, style: str) -> str:
    of_style = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    after = "" if look.left else '<w:suff w:val="space"/>'
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{look.form}"/>{of_style}{after}'
        f'<w:lvlText w:val="{escape(look.text)}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{look.left}" w:hanging="{look.hanging}"/></w:pPr>'
        f"{'<w:rPr><w:b/><w:bCs/></w:rPr>' if look.bold else ''}</w:lvl>"
    )


def _element(text: str | bytes) -> Any:
    from docx.oxml.parser import parse_xml

    return parse_xml(text)


def lists_of(document: Any) -> Lists:
    """The lists of a document of python-docx, which gets a part for them where it has none."""
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    try:
        return Lists(document.part.part_related_by(RELATION).element)
    except KeyError:
        empty = _element(f'<w:numbering xmlns:w="{MAIN}"/>')
        made = NumberingPart(PackURI(PART), TYPE, empty, document.part.package)
        document.part.relate_to(made, RELATION)
        return Lists(empty)


def shows(numbering: Numbering, place: ListPlace, looks: Iterable[LevelLook]) -> bool:
    """Whether a list of somebody's own, from its first level on, shows the numbers of a report."""
    levels = ((numbering.level(ListPlace(place.number, level)), look) for level, look in enumerate(looks))
    alike = ((there.form, there.text.rstrip(ENDS)) == (look.form, look.text.rstrip(ENDS)) for there, look in levels)
    return place.level == 0 and all(alike)


def put_in(properties: Any, element: Any) -> None:
    """Put a property into those of a paragraph, at its place and instead of one of the same name."""
    for old in properties.findall(element.tag):
        properties.remove(old)
    before = {f"{W}{name}" for name in ORDER[: ORDER.index(element.tag.removeprefix(W))]}
    properties.insert(sum(each.tag in before for each in properties), element)


def properties_of(paragraph: Any) -> Any:
    """The properties of a paragraph, made where there are none."""
    found = paragraph.find(f"{W}pPr")
    if found is None:
        found = _element(f'<w:pPr xmlns:w="{MAIN}"/>')
        paragraph.insert(0, found)
    return found


def in_list(number: str, level: int = 0) -> Any:
    """The property of a paragraph that says in which list it stands; `0` is none."""
    return _element(f'<w:numPr xmlns:w="{MAIN}"><w:ilvl w:val="{level}"/><w:numId w:val="{escape(number)}"/></w:numPr>')


# what is filled in


class _Marked(Struct):
    """A paragraph whose number a report says: the run that says so, its kind, and what it counts to."""

    run: Any
    kind: str
    key: tuple[str, str]
    text: str
    counts: tuple[int, ...]


def with_numbers(root: Any, lists: bytes, styles: bytes | None) -> bytes | None:
    """Number the marked paragraphs of a document, and say what officers' lists in it are.

    The root of the document is changed. Gives the part with the lists as it is then; None where nothing was asked.
    """
    marks = [each for each in root.iter(f"{W}rStyle") if each.get(f"{W}val", "").startswith(MARK)]
    officers = {int(number) for each in root.iter(f"{W}numId") if (number := each.get(f"{W}val", "")).isdecimal()}
    officers = {number for number in officers if OFFICERS <= number <= OFFICERS + LISTS + 1}
    if not marks and not officers:
        return None
    made = Lists(_element(lists))
    _Numbered(made, Numbering(lists, styles), [_marked(mark) for mark in marks]).walk(root)
    if officers:
        bullets, counted = made.add(BULLETS), made.add(NUMBERS)
        for number in sorted(officers):
            is_bullets = number == BULLET_LIST
            made.again(bullets if is_bullets else counted, {} if is_bullets else {0: 1}, number)
    from docx.opc.oxml import serialize_part_xml

    serialized: bytes = serialize_part_xml(made.root)
    return serialized


def _marked(mark: Any) -> _Marked:
    """What a mark says; it counts to nothing where its number is none that Word could count to."""
    run, kind = mark.getparent().getparent(), mark.get(f"{W}val").removeprefix(MARK)
    said = "".join(text.text or "" for text in run.iter(f"{W}t"))
    mark.getparent().remove(mark)
    pattern = LETTER if KINDS[kind].form == "upperLetter" else NUMBER
    found = pattern.fullmatch(said) if len(said) <= LONGEST else None
    if found is None or (pattern is NUMBER and (found[3] is not None) is not (kind == "paragraph")):
        return _Marked(run, kind, ("", ""), said, ())
    text = f"{found[1]}{KINDS[kind].text}{found[4]}"
    if pattern is LETTER:
        return _Marked(run, kind, (kind, text), text, (ord(found[3]) - 64 + 26 * (len(found[2]) - 1),))
    key = (WITHIN[0], found[1]) if kind in WITHIN else (kind, text)
    return _Marked(run, kind, key, text, tuple(int(each) for each in found.group(2, 3) if each))


class _Numbered:
    """Goes through the paragraphs of a document, counts as Word will, and puts those that are marked into lists."""

    def __init__(self, lists: Lists, numbering: Numbering, marks: list[_Marked]) -> None:
        self._lists, self._numbering, self._counting = lists, numbering, Counting(numbering)
        self._marks = {next(each.run.iterancestors(f"{W}p")): each for each in marks}
        self._texts: dict[tuple[str, str], dict[int, str]] = {}
        for each in marks:
            if each.counts:
                self._texts.setdefault(each.key, {}).setdefault(len(each.counts) - 1, each.text)
        self._now: dict[tuple[str, str], str] = {}

    def walk(self, root: Any) -> None:
        """Through all paragraphs, in their order."""
        for paragraph in root.iter(f"{W}p"):
            mark = self._marks.get(paragraph)
            place = self._numbering.place(*_said(paragraph)) if mark is None else self._placed(paragraph, mark)
            if place is not None:
                self._counting.next(place)

    def _placed(self, paragraph: Any, mark: _Marked) -> ListPlace | None:
        """Put a marked paragraph into its list, or write its number as a text where no list can show it."""
        style, *_ = _said(paragraph)
        place = self._place(style, mark) if mark.counts else None
        if place is None:
            after = "<w:tab/>" if KINDS[mark.kind].left else '<w:t xml:space="preserve"> </w:t>'
            mark.run.addnext(_element(f'<w:r xmlns:w="{MAIN}">{after}</w:r>'))
            return None
        mark.run.getparent().remove(mark.run)
        properties = properties_of(paragraph)
        put_in(properties, in_list(place.number, place.level))
        if self._of_style(style) == place and (place.level == 0 or self._numbering.level(place).style == style):
            properties.remove(properties.find(f"{W}numPr"))  # the style says it, and the room that it leaves
        return place

    def _place(self, style: str | None, mark: _Marked) -> ListPlace | None:
        level = len(mark.counts) - 1
        if mark.key not in self._now:
            if level:
                return None  # no heading of its list stands above it
            self._now[mark.key] = self._list(style, mark)
        place = ListPlace(self._now[mark.key], level)
        shown = self._counting.would_show(place)
        if shown == mark.counts:
            return place
        if shown[:-1] != mark.counts[:-1]:
            return None
        number = self._lists.again(place.number, {level: mark.counts[-1]})
        self._numbering.add(number, place.number, {level: mark.counts[-1]})
        if mark.kind not in WITHIN:  # all of a list of one level stand in it, so that any of them may go
            self._now[mark.key] = number
        return ListPlace(number, level)

    def _list(self, style: str | None, mark: _Marked) -> str:
        """The list for marks of a key: that of the first one's style, if it shows the same; else one of our own."""
        texts = self._texts[mark.key]
        looks = [_with(KINDS[mark.kind], mark.text)]
        if mark.kind in WITHIN:
            looks.append(_with(KINDS[WITHIN[1]], texts.get(1, f"{mark.key[1]}{KINDS[WITHIN[1]].text}")))
        own = self._of_style(style)
        if own is not None and shows(self._numbering, own, looks):
            return own.number
        number = self._lists.add(*looks)
        self._numbering.add(number, None, {}, [(each.form, each.text) for each in looks])
        return number

    def _of_style(self, style: str | None) -> ListPlace | None:
        return self._numbering.place(style, None, None)


def _with(look: LevelLook, text: str) -> LevelLook:
    return LevelLook(look.form, text, look.left, look.hanging, look.bold)


def _said(paragraph: Any) -> tuple[str | None, str | None, str | None]:
    """The style of a paragraph, and its list and level where it names them itself."""
    found = (paragraph.find(f"{W}pPr/{W}{name}") for name in ("pStyle", "numPr/" + W + "numId", "numPr/" + W + "ilvl"))
    style, number, level = (None if each is None else str(each.get(f"{W}val", "")) for each in found)
    return style, number, level
