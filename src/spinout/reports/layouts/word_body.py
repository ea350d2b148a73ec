"""The standard body of a report, poured into a council's own Word template where it says `{{ body }}`.

The paragraphs and tables are those of the shipped template, from under its title on. Each takes the style of the
same name that the council's template has, whatever that program calls it inside the file; what the council has no
style for comes with the body, in the council's own type.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from spinout.reports.layouts.environments import BrokenTemplate
from spinout.reports.layouts.word_numbers import BULLETS, KINDS, WITHIN, W, in_list, lists_of, put_in, shows
from spinout.reports.layouts.word_slots import STYLES
from spinout.reports.word_lines import UNNUMBERED, Numbering

if TYPE_CHECKING:
    from lxml.etree import _Element

FIELD = re.compile(r"\{\{[-+]?\s*body\s*[-+]?\}\}")
ALONE = "Write {{ body }} alone, in a paragraph of the page's text: the report's paragraphs take its place."
ONCE = "Write {{ body }} once: the report's paragraphs stand there."
ABOVE = frozenset({"about", "title"})
"""The styles of what stands above the body, for which a council has its own places."""
OTHER_NAMES = {"caption line": ("caption",), "list small": ("list bullet",)}
"""Styles of a council's that do for one of ours."""
STANDARD = ("heading 1", "heading 2", "heading 3", "list bullet")
"""What a council's template should have, and is told where it has not."""
SIZED = frozenset({"small", "tag", "note", "cell", "number", "verdict"})
"""Ours that keep their size: what is smaller or larger than the text is so in any type."""
TYPE = ("rFonts", "sz", "szCs", "color")
"""What makes a style another typeface than the council's."""
OTHERWISE = (
    "Word numbers its Heading 1 otherwise than 1, 2, 3 with 1.1 for the level below, so a report has a list of its "
    "own: its texts refer to these numbers."
)
SHIPPED_WIDTH = 9638
"""Twentieths of a point across the shipped page's text: 170 mm."""
EMU = 635
"""Units of a drawing in a twentieth of a point."""
GAP = 720
"""Twentieths of a point between columns, where a section does not say."""


class Poured(Struct, frozen=True):
    """What came of pouring: whether there was a place, how wide its text is in EMU, and what is to be told.

    `styles` are the ids in the council's file of the styles that officers' words are written in.
    """

    found: bool = False
    wide: int | None = None
    styles: Mapping[str, str] = {}
    told: tuple[str, ...] = ()


def poured(document: Any, shipped: Any, name: str) -> Poured:
    """Put the shipped body where a council's document, of python-docx, has its field; both are changed.

    Raises BrokenTemplate, with the name, where the field does not stand alone.
    """
    body = document.element.body
    places = [p for p in body.iter(f"{W}p") if FIELD.search(_words(p))]
    if not places:
        return Poured()
    place, *more = places
    if more:
        raise BrokenTemplate(name, ONCE)
    if FIELD.fullmatch(_words(place).strip()) is None:
        raise BrokenTemplate(name, ALONE)
    wide = _width(body, place)
    styles = _Styles(document, shipped)
    for element in _elements(shipped, with_head="report.head" not in "".join(_words(p) for p in body.iter(f"{W}p"))):
        made = deepcopy(element)
        styles.apply(made)
        _fit(made, wide / SHIPPED_WIDTH)
        place.addprevious(made)
    place.getparent().remove(place)
    properties = document.core_properties
    if "{" not in properties.title:
        properties.title = "{{ report.title }}"
    return Poured(found=True, wide=wide * EMU, styles=styles.named(STYLES), told=tuple(styles.told()))


def _words(paragraph: "_Element") -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _elements(shipped: Any, *, with_head: bool) -> Iterator["_Element"]:
    """What the shipped body has under its title; the lines of its head too, unless the council draws them."""
    above, within_head = True, False
    for element in shipped.element.body:
        style = _style_name(shipped, element)
        if element.tag == f"{W}sectPr" or (above and style in ABOVE):
            continue
        above = False
        words = _words(element)
        within_head = within_head or "report.head" in words
        if with_head or not within_head:
            yield element
        if "endfor" in words:
            within_head = False


def _style_name(shipped: Any, element: "_Element") -> str:
    found = element.find(f"{W}pPr/{W}pStyle")
    every = {each.get(f"{W}styleId"): each for each in shipped.styles.element.iter(f"{W}style")}
    return "" if found is None else _name(every.get(found.get(f"{W}val")))


def _written(element: Any) -> bytes:
    from docx.opc.oxml import serialize_part_xml

    made: bytes = serialize_part_xml(element)
    return made


def _name(style: Any) -> str:
    found = None if style is None else style.find(f"{W}name")
    return "" if found is None else str(found.get(f"{W}val")).casefold()


def _width(body: "_Element", place: "_Element") -> int:
    """Twentieths of a point across the text at a place, as its section says: of one column, where it has several."""
    after = (each for each in body.iter(f"{W}sectPr") if _comes_after(body, place, each))
    section = next(after, None)
    size = None if section is None else section.find(f"{W}pgSz")
    margins = None if section is None else section.find(f"{W}pgMar")
    if size is None or margins is None:
        return SHIPPED_WIDTH
    beside = sum(int(margins.get(f"{W}{side}", 1440)) for side in ("left", "right")) + int(margins.get(f"{W}gutter", 0))
    return _column(section, int(size.get(f"{W}w", 11906)) - beside)


def _column(section: Any, across: int) -> int:
    """Twentieths of a point across the narrowest column of a section, of whose text it is given how wide it is."""
    columns = section.find(f"{W}cols")
    if columns is None:
        return across
    own = [int(each.get(f"{W}w")) for each in columns.iter(f"{W}col") if each.get(f"{W}w", "").isdecimal()]
    if own:
        return min(own)
    number = max(1, int(columns.get(f"{W}num", 1)))
    return (across - (number - 1) * int(columns.get(f"{W}space", GAP))) // number


def _comes_after(body: "_Element", place: "_Element", section: "_Element") -> bool:
    every = list(body.iter())
    return every.index(section) > every.index(place)


def _fit(element: "_Element", part: float) -> None:
    """Make the columns of tables as wide as the council's text has room."""
    for column in element.iter(f"{W}gridCol", f"{W}tcW"):
        wide = column.get(f"{W}w")
        if wide is not None and wide.isdecimal() and column.get(f"{W}type", "dxa") == "dxa":
            column.set(f"{W}w", str(round(int(wide) * part)))


class _Styles:
    """Finds the council's style for each of the shipped ones, and brings those that it lacks."""

    def __init__(self, document: Any, shipped: Any) -> None:
        self._document, self._shipped = document, shipped
        self._own = document.styles.element
        self._ours = {each.get(f"{W}styleId"): each for each in shipped.styles.element.iter(f"{W}style")}
        self._known: dict[str, str] = {}
        self._brought: list[str] = []
        self._bullets = ""

    def named(self, idents: Iterable[str]) -> dict[str, str]:
        """The council's ids of styles, by ours; what it lacks is brought."""
        return {ident: self._id(self._ours[ident]) for ident in idents}

    def told(self) -> Iterator[str]:
        """What is to be told: the standard styles that the council's template lacks, and other numbers of headings."""
        for name in STANDARD:
            if name in self._brought:
                yield f"It has no style {name.title()}, so the report brings its own."
        numbering = Numbering(_written(lists_of(self._document).root), _written(self._own))
        place = numbering.place(self._id(self._shipped.styles["Heading 1"].element), None, None)
        if place is not None and not shows(numbering, place, [KINDS[kind] for kind in WITHIN]):
            yield OTHERWISE

    def apply(self, element: "_Element") -> None:
        """Give an element, and all in it, the council's styles; a heading stays with what follows it, unnumbered."""
        for named in element.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            ours = self._ours.get(str(named.get(f"{W}val")))
            if ours is None:
                continue
            named.set(f"{W}val", self._id(ours))
            if named.tag == f"{W}pStyle" and _name(ours).startswith("heading"):
                _as_heading(named.getparent(), numbered=self._is_numbered(self._known[str(ours.get(f"{W}styleId"))]))

    def _id(self, ours: "_Element") -> str:
        ident = str(ours.get(f"{W}styleId"))
        if ident not in self._known and ours.get(f"{W}default") == "1" and ours.get(f"{W}type") == "paragraph":
            self._known[ident] = self._default()
        if ident not in self._known:
            kind, name = str(ours.get(f"{W}type")), _name(ours)
            table = self._table() if kind == "table" else None
            own = table if table is not None else next(self._named(kind, (name, *OTHER_NAMES.get(name, ()))), None)
            self._known[ident] = str(own.get(f"{W}styleId")) if own is not None else self._bring(ours)
        return self._known[ident]

    def _named(self, kind: str, names: Iterable[str]) -> Iterator["_Element"]:
        for name in names:
            for style in self._own.iter(f"{W}style"):
                if style.get(f"{W}type") == kind and _name(style) == name:
                    yield style

    def _table(self) -> "_Element | None":
        """The council's table style: the one that it takes for every table, else the only one of its own."""
        tables = [each for each in self._own.iter(f"{W}style") if each.get(f"{W}type") == "table"]
        default = [each for each in tables if each.get(f"{W}default") == "1" and _name(each) != "normal table"]
        own = [each for each in tables if each.get(f"{W}customStyle") == "1"]
        return next(iter(default or (own if len(own) == 1 else ())), None)

    def _bring(self, ours: "_Element") -> str:
        """Copy one of our styles, in the council's type."""
        made, name = deepcopy(ours), _name(ours)
        used = {each.get(f"{W}styleId") for each in self._own.iter(f"{W}style")}
        ident = str(made.get(f"{W}styleId"))
        while ident in used:
            ident = f"Report{ident}"
        made.set(f"{W}styleId", ident)
        for gone in [*made.iter(*(f"{W}{tag}" for tag in TYPE)), *made.iter(f"{W}link", f"{W}next", f"{W}locked")]:
            if name not in SIZED or gone.tag.removeprefix(W) not in ("sz", "szCs"):
                gone.getparent().remove(gone)
        for based in made.iter(f"{W}basedOn"):
            base = self._ours.get(str(based.get(f"{W}val")))
            if base is not None:
                based.set(f"{W}val", self._default() if _name(base) == "normal" else self._id(base))
        self._bring_list(made, name)
        self._own.append(made)
        self._brought.append(name)
        return ident

    def _bring_list(self, style: "_Element", name: str) -> None:
        """A list comes with its bullets; what is numbered is so in lists that the report makes, not by its style."""
        for said in style.iter(f"{W}numPr"):
            if not name.startswith("list"):
                said.getparent().remove(said)
                continue
            self._bullets = self._bullets or lists_of(self._document).add(BULLETS)
            said.find(f"{W}numId").set(f"{W}val", self._bullets)

    def _default(self) -> str:
        for style in self._own.iter(f"{W}style"):
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1":
                return str(style.get(f"{W}styleId"))
        return "Normal"

    def _is_numbered(self, ident: str) -> bool:
        """Whether Word would write a number before each paragraph of a style, or of one that it is based on."""
        by_id = {str(each.get(f"{W}styleId")): each for each in self._own.iter(f"{W}style")}
        seen: set[str] = set()
        while ident in by_id and ident not in seen:
            seen.add(ident)
            if by_id[ident].find(f"{W}pPr/{W}numPr") is not None:
                return True
            based = by_id[ident].find(f"{W}basedOn")
            ident = "" if based is None else str(based.get(f"{W}val"))
        return False


def _as_heading(properties: "_Element", *, numbered: bool) -> None:
    """Keep a heading on the page of what follows, and from a number that the report does not say."""
    from docx.oxml import OxmlElement

    put_in(properties, OxmlElement("w:keepNext"))
    if numbered:
        put_in(properties, in_list(UNNUMBERED))
