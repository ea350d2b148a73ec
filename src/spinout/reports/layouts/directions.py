"""Texts in scripts that run from right to left, kept apart from what is round them.

Else a number or a full stop of ours, next to one, would be drawn on its other side.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import groupby
from typing import Any
from unicodedata import bidirectional

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters of Hebrew, Arabic and the other scripts that run from right to left."""
APART, TOGETHER = "\u2068", "\u2069"
"""First strong isolate, and the end of one."""
MARKED = re.compile(f"{APART}([^{APART}{TOGETHER}]*){TOGETHER}")
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{MAIN}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BEHIND = tuple(f"{W}{name}" for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"))
"""What stands behind `w:rtl` among the properties of a run."""


def isolated(text: str) -> str:
    """A text of which each line with letters that run from right to left is kept apart from what is around it.

    In HTML the signs do in attributes and titles what an element does between tags, where nothing may be put in.
    `directed` makes of them what Word knows.
    """
    if text.isascii() or RIGHT_TO_LEFT.search(text) is None:
        return text
    return "\n".join(f"{APART}{line}{TOGETHER}" if RIGHT_TO_LEFT.search(line) else line for line in text.split("\n"))


def directed(root: Any) -> None:
    """Set the direction of what is kept apart in a Word document: of runs, and of paragraphs that are nothing else.

    Word knows no isolates, but runs that go from right to left; so the marks are taken out.
    """
    for paragraph in [each for each in root.iter(f"{W}p") if _is_marked(each)]:
        _direct(paragraph)
    for element in root.iter():
        for name, value in element.attrib.items():
            if APART in value:
                element.set(name, _bare(value))
        if element.text and APART in element.text:
            element.text = _bare(element.text)


def _is_marked(paragraph: Any) -> bool:
    return any(APART in (text.text or "") for text in paragraph.iter(f"{W}t"))


def _bare(text: str) -> str:
    return text.replace(APART, "").replace(TOGETHER, "")


def _direct(paragraph: Any) -> None:
    """A paragraph runs from right to left where its words are somebody's alone, and begin so."""
    from docx.oxml import OxmlElement

    from spinout.reports.layouts.word_numbers import properties_of, put_in

    said = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
    ours = any(_side(sign) for sign in MARKED.sub("", said))
    if not ours and next(filter(None, map(_side, _bare(said))), "") == "R":
        put_in(properties_of(paragraph), OxmlElement("w:bidi"))
    for run in [each for each in paragraph.iter(f"{W}r") if any(APART in (t.text or "") for t in each.iter(f"{W}t"))]:
        _split(run)


def _split(run: Any) -> None:
    """Make several runs of one, each in one direction."""
    look = run.find(f"{W}rPr")
    for child in run:
        if child is look:
            continue
        pieces = _pieces(child.text or "") if child.tag == f"{W}t" else [(None, False)]
        for words, leftwards in pieces:
            made = run.makeelement(run.tag)
            if look is not None:
                made.append(deepcopy(look))
            inner = deepcopy(child)
            if words is not None:
                inner.text = words
                inner.set(SPACE, "preserve")
            made.append(inner)
            if leftwards:
                _lead_left(made)
            run.addprevious(made)
    run.getparent().remove(run)


def _lead_left(run: Any) -> None:
    """Such a run takes its weight from properties of their own."""
    look = run.find(f"{W}rPr")
    if look is None:
        look = run.makeelement(f"{W}rPr")
        run.insert(0, look)
    bold = look.find(f"{W}b")
    if bold is not None:
        bold.addnext(look.makeelement(f"{W}bCs", dict(bold.attrib)))
    behind = next((each for each in look if each.tag in BEHIND), None)
    mark = look.makeelement(f"{W}rtl")
    if behind is None:
        look.append(mark)
    else:
        behind.addprevious(mark)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it runs from right to left."""
    for place, piece in enumerate(MARKED.split(text)):
        if place % 2 == 0:
            if piece:
                yield piece, False
            continue
        first = next(filter(None, map(_side, piece)), "L")
        for side, signs in groupby(zip(piece, _sides(piece, first), strict=True), key=lambda pair: pair[1]):
            yield "".join(sign for sign, _ in signs), side == "R"


def _sides(text: str, base: str) -> list[str]:
    """The side of each sign: what has none is of both its neighbours, where these agree, else of the whole."""
    sides = [_side(sign) for sign in text]
    made = []
    for place, side in enumerate(sides):
        before = next(filter(None, reversed(sides[:place])), base)
        after = next(filter(None, sides[place:]), base)
        made.append(side or (before if before == after else base))
    return made


def _side(sign: str) -> str:
    """`L` or `R` for a letter, nothing for a sign or a figure, which has the side of what is round it."""
    kind = bidirectional(sign)
    return "R" if kind in ("R", "AL") else "L" if kind == "L" else ""
