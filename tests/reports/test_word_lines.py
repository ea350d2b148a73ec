"""The lines that Word shows, with the numbers that it counts; where a paper has no such list, by the standard."""

import pytest

from spinout.reports.word_lines import LONGEST_NUMBER, words_of
from spinout.reports.word_parts import UnreadableReport

MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        "</w:lvl>"
    )


def shown(levels: str, *places: object, lists: str = "", styles: str = "", in_list: str = "") -> list[str]:
    """What stands before paragraphs: at these levels of list 1, or with these properties."""
    one = f'<w:num w:numId="1"><w:abstractNumId w:val="7"/>{in_list}</w:num>'
    said = (
        f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="1"/></w:numPr>' if isinstance(place, int) else place
        for place in places
    )
    paragraphs = "".join(f"<w:p><w:pPr>{each}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>" for each in said)
    parts = {
        "word/document.xml": f"<w:document {MAIN}><w:body>{paragraphs}</w:body></w:document>",
        "word/numbering.xml": (
            f'<w:numbering {MAIN}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{one}{lists}</w:numbering>'
        ),
        "word/styles.xml": f"<w:styles {MAIN}>{styles}</w:styles>",
    }
    made = words_of({name: part.encode() for name, part in parts.items()})
    return [line.removesuffix("x").rstrip() for line in made.splitlines()]


@pytest.mark.parametrize(
    ("form", "start", "found"),
    [
        ("decimal", 9, ["9", "10"]),
        ("upperLetter", 26, ["Z", "AA"]),
        ("lowerLetter", 1, ["a", "b"]),
        ("upperRoman", 3, ["III", "IV"]),
        ("lowerRoman", 1989, ["mcmlxxxix", "mcmxc"]),
        ("none", 1, ["", ""]),
        ("bullet", 1, ["", ""]),
        ("ordinal", 1, ["ordinal 1", "ordinal 2"]),
        ("upperRoman", 9999, ["9999", "10000"]),
        ("upperLetter", 99999, ["99999", "100000"]),
    ],
)
def test_every_form_is_written_as_word_writes_it(form: str, start: int, found: list[str]) -> None:
    """One that is not known stands with its name, so that another is told."""
    assert shown(level(0, form, "%1", start=start), 0, 0) == found


def test_lower_levels_begin_again() -> None:
    """Below any that is higher, unless the level says another, or none."""
    first, second = level(0, "decimal", "%1"), level(1, "lowerLetter", "%1.%2")
    assert shown(first + second, 0, 1, 1, 0, 1) == ["1", "1.a", "1.b", "2", "2.a"]
    on = level(1, "lowerLetter", "%1.%2", '<w:lvlRestart w:val="0"/>')
    assert shown(first + on, 0, 1, 1, 0, 1) == ["1", "1.a", "1.b", "2", "2.c"]
    assert shown(first + second, 1, 0) == ["1.a", "2"]


def test_a_list_may_say_of_itself_where_it_begins_and_how_a_level_looks() -> None:
    """Lists of a kind count on together; what one begins at counts once."""
    other = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    there = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
    assert shown(level(0, "decimal", "%1"), 0, there, there, 0, there, lists=other) == ["1", "5", "6", "7", "8"]
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "(%1)")}</w:lvlOverride>'
    assert shown(level(0, "decimal", "%1"), 0, 0, in_list=own) == ["(I)", "(II)"]


def test_a_style_brings_its_list() -> None:
    """Its own, or that of one that it is based on, at the level that is its; a paragraph may step out of it."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:basedOn w:val="H"/></w:style>'
    )
    levels = level(0, "decimal", "%1", '<w:pStyle w:val="H"/>') + level(1, "decimal", "%1.%2", '<w:pStyle w:val="P"/>')
    heading, under = '<w:pStyle w:val="H"/>', '<w:pStyle w:val="P"/>'
    out = f'{heading}<w:numPr><w:numId w:val="0"/></w:numPr>'
    before = f"{heading}<w:pPrChange><w:pPr>{out}</w:pPr></w:pPrChange>"
    assert shown(levels, heading, under, out, before, under, styles=styles) == ["1", "1.1", "", "2", "2.1"]


def test_a_kind_may_borrow_its_levels_from_a_style_of_lists() -> None:
    """As lists do that are made with one."""
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    lists = '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    kinds = (
        f'<w:numStyleLink w:val="L"/></w:abstractNum><w:abstractNum w:abstractNumId="8">{level(0, "decimal", "§ %1")}'
    )
    assert shown(kinds, 0, 0, lists=lists, styles=styles) == ["§ 1", "§ 2"]


def test_figures_alone_where_a_level_says_so() -> None:
    """Whatever the levels above it are written in."""
    levels = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert shown(levels, 0, 1) == ["I", "1.1"]


def test_what_no_paper_has_is_refused() -> None:
    """A text as long as a book, which each paragraph would repeat."""
    with pytest.raises(UnreadableReport):
        shown(level(0, "decimal", "x" * (LONGEST_NUMBER + 1)), 0)
