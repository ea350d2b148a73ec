"""The numbers that Word shows in a file, worked out from its lists by the rules of the standard, and in no other way.

A slow and plain second reading: the program counts on its own in `spinout.reports.word_lines`.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda _: "",
    "upperLetter": lambda number: chr(64 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1),
    "lowerLetter": lambda number: chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1),
    "upperRoman": lambda number: ["0", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][number],
}


def shown(content: bytes) -> list[tuple[str, str]]:
    """Each paragraph of a Word file in its order: the number that Word shows before it, if any, and its words."""
    return [(number, words) for number, words, _ in read(content)]


def headings(content: bytes) -> list[str]:
    """The words of every heading, and of the title, with what Word shows before them."""
    found = ((f"{number} {words}".strip(), style) for number, words, style in read(content))
    return [line for line, style in found if style == "title" or style.startswith("heading")]


def read(content: bytes) -> list[tuple[str, str, str]]:
    """The number, the words and the name of the style of each paragraph."""
    document = Document(BytesIO(content))
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        numbering = document.element
    styles = {each.get(qn("w:styleId")): each for each in document.styles.element.iter(qn("w:style"))}
    nums = {each.get(qn("w:numId")): each for each in numbering.iter(qn("w:num"))}
    kinds = {each.get(qn("w:abstractNumId")): each for each in numbering.iter(qn("w:abstractNum"))}
    counts: dict[str, list[int | None]] = {}
    begun: set[tuple[str, int]] = set()
    found = []
    for paragraph in document.element.body.iter(qn("w:p")):
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        at = _list(paragraph, styles, nums, kinds)
        style = styles.get(_value(paragraph, "pPr/pStyle"))
        name = "" if style is None else (_value(style, "name") or "").casefold()
        found.append(("" if at is None else _next(at, nums, kinds, counts, begun), words, name))
    return found


def _value(element: Any, path: str) -> str | None:
    found = element.find("/".join(qn(f"w:{name}") for name in path.split("/")))
    return None if found is None else found.get(qn("w:val"))


def _list(paragraph: Any, styles: Any, nums: Any, kinds: Any) -> tuple[str, int] | None:
    number, level = _value(paragraph, "pPr/numPr/numId"), _value(paragraph, "pPr/numPr/ilvl")
    style = styles.get(_value(paragraph, "pPr/pStyle"))
    chain = []
    while number is None and style is not None:
        chain.append(style.get(qn("w:styleId")))
        number, level = _value(style, "pPr/numPr/numId"), _value(style, "pPr/numPr/ilvl")
        style = styles.get(_value(style, "basedOn"))
    if number in (None, "0") or number not in nums:
        return None
    levels = kinds[_value(nums[number], "abstractNumId")].iter(qn("w:lvl"))
    linked = {_value(each, "pStyle"): each.get(qn("w:ilvl")) for each in levels}
    return number, int(next((linked[style] for style in chain if style in linked), level) or 0)


def _next(at: tuple[str, int], nums: Any, kinds: Any, counts: Any, begun: Any) -> str:
    number, level = at
    kind = _value(nums[number], "abstractNumId") or ""
    now = counts.setdefault(kind, [None] * 9)
    levels = {int(each.get(qn("w:ilvl"))): each for each in kinds[kind].iter(qn("w:lvl"))}
    told = {
        int(each.get(qn("w:ilvl"))): int(_value(each, "startOverride") or 0)
        for each in nums[number].iter(qn("w:lvlOverride"))
        if _value(each, "startOverride") is not None
    }

    def start(of: int) -> int:
        return told.get(of, int(_value(levels[of], "start") or 0))

    if level in told and at not in begun:
        now[level] = told[level]
    else:
        now[level] = start(level) if now[level] is None else now[level] + 1
    begun.add(at)
    now[level + 1 :] = [None] * (8 - level)
    for above in range(level):
        now[above] = start(above) if now[above] is None else now[above]
    if _value(levels[level], "numFmt") == "bullet":
        return ""
    text = _value(levels[level], "lvlText") or ""
    for place in range(level + 1):
        form = _value(levels[place], "numFmt") or "decimal"
        text = text.replace(f"%{place + 1}", FORMS[form](now[place] or 0))
    return text
