"""The standard body in a council's own Word template, and what the check says of such templates."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("docxtpl", reason='needs the extra "word"')

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from msgspec.json import decode

from paper_views import subject_of, view_with
from scripts import SENTENCES
from spinout.reports.claims import lines_of, text_of
from spinout.reports.layouts.checking import checked_remarks
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.word import template_problems, word_of, word_remarks
from spinout.reports.view.view import view_of
from stories import CHECKOUT
from word_numbers import headings

TEMPLATES = CHECKOUT / "templates"
SHIPPED = Templates(TEMPLATES)
FOREIGN = (Path(__file__).parent / "council.docx").read_bytes()
"""A council's template as LibreOffice saved it: the names of a German Word, a logo, a table style, no Heading 3."""
VIEW = view_of(subject_of("adventure-playgrounds-answers"))


def council(change: Callable[[Any], object] = lambda _: None, field: str = "{{ body }}") -> bytes:
    """A council's template: its letterhead, its title, and one field."""
    document, file = Document(), BytesIO()
    document.sections[0].header.paragraphs[0].text = "Exampleshire Council"
    document.add_paragraph("{{ report.title }}", "Title")
    document.add_paragraph(field)
    change(document)
    document.save(file)
    return file.getvalue()


def templates(content: bytes) -> Templates:
    """A template as it is given on the command line."""
    return Templates(TEMPLATES, word=content, word_name="council.docx")


def made_of(content: bytes) -> Any:
    """The report in a template, opened."""
    return Document(BytesIO(word_of(VIEW, templates(content))))


def check(content: bytes) -> list[str]:
    """What the check remarks."""
    return checked_remarks(templates(content))


@pytest.mark.parametrize("content", [council(), FOREIGN], ids=["plain", "foreign"])
def test_one_field_says_all_that_the_shipped_template_says(content: bytes) -> None:
    """From under its title to its end, in the same words."""
    said = lines_of(text_of(word_of(VIEW, templates(content)), ".docx"))
    (_, _, *wanted, foot) = lines_of(text_of(word_of(VIEW, SHIPPED), ".docx"))
    assert foot.startswith(VIEW.title)
    at = said.index(wanted[0])
    assert said[at : at + len(wanted)] == wanted
    assert template_problems(templates(content)) == []


@pytest.mark.parametrize("content", [council(), FOREIGN], ids=["plain", "foreign"])
def test_nothing_is_asked_for_that_the_file_does_not_have(content: bytes) -> None:
    """Every style and every list that a paragraph names is there."""
    made = made_of(content)
    styles = {each.get(qn("w:styleId")) for each in made.styles.element.iter(qn("w:style"))}
    tags = ("pStyle", "rStyle", "tblStyle", "basedOn")
    trees = (made.element, made.styles.element)
    named = {each.get(qn("w:val")) for tree in trees for tag in tags for each in tree.iter(qn(f"w:{tag}"))}
    assert named - styles == set()
    lists = {each.get(qn("w:numId")) for each in made.part.numbering_part.element.iter(qn("w:num"))}
    asked = {each.get(qn("w:val")) for tree in trees for each in tree.iter(qn("w:numId"))}
    assert asked - lists - {"0"} == set()


def test_a_foreign_template_gives_its_own_styles() -> None:
    """By their names, whatever they are called inside; its table style is that of every table."""
    made = made_of(FOREIGN)
    by_words = {p.text: p.style.style_id for p in made.paragraphs}
    assert by_words["Purpose and summary"] == "Heading1"
    assert {table.style.name for table in made.tables} == {"Exampleshire Table"}
    plain = next(p for p in made.paragraphs if p.text.startswith("What can be asked for now: "))
    assert plain.style.style_id == "Standard"


def test_a_style_that_the_council_lacks_is_brought_in_its_type_and_told() -> None:
    """A heading that the template was tidied of."""
    made = made_of(FOREIGN)
    brought = next(style for style in made.styles if style.name == "Heading 3")
    assert brought.element.find(f".//{qn('w:rFonts')}") is None
    told = "It has no style Heading 3, so the report brings its own."
    assert told in check(FOREIGN)
    assert decode(word_remarks(VIEW, templates(FOREIGN))) == [f"council.docx: {told}"]
    assert decode(word_remarks(VIEW, templates(council()))) == []


def test_a_list_is_brought_with_its_bullets() -> None:
    """Where the template has neither the style nor any list."""

    def without_lists(document: Any) -> None:
        for name in ("List Bullet", "List Number"):
            document.styles[name].delete()
        part = document.part
        (ident,) = (i for i, each in part.rels.items() if each.reltype.endswith("/numbering"))
        del part.rels[ident]

    made = made_of(council(without_lists))
    style = next(style for style in made.styles if style.name == "List Bullet")
    number = style.element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    lists = made.part.numbering_part.element
    assert number in {each.get(qn("w:numId")) for each in lists.iter(qn("w:num"))}
    assert next(each.get(qn("w:val")) for each in lists.iter(qn("w:numFmt"))) == "bullet"


def test_headings_stay_with_their_text_and_have_one_number() -> None:
    """Whatever Word numbers in a council's own."""

    def numbered(document: Any) -> None:
        for name in ("Heading 1", "Heading 2"):
            properties = document.styles[name].element.get_or_add_pPr()
            number = OxmlElement("w:numPr")
            number.append(OxmlElement("w:numId"))
            number[0].set(qn("w:val"), "1")
            properties.append(number)

    wanted = headings(word_of(VIEW, SHIPPED))
    for content in (council(), council(numbered)):
        assert headings(word_of(VIEW, templates(content))) == wanted
        for paragraph in made_of(content).paragraphs:
            if paragraph.style.name.startswith("Heading"):
                assert paragraph.paragraph_format.keep_with_next is True


def test_tables_have_heads_that_are_repeated_and_rows_that_are_whole() -> None:
    """And a first column that is marked as that of the headings of rows, and words for who does not see them."""
    made = made_of(FOREIGN)
    ours = made.tables[1:]
    assert len(ours) > 3
    for table in ours:
        rows = table._tbl.tr_lst
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_tables_and_pictures_are_no_wider_than_the_councils_text() -> None:
    """On narrow pages too."""

    def narrow(document: Any) -> None:
        section = document.sections[0]
        section.page_width, section.left_margin, section.right_margin = Mm(150), Mm(20), Mm(30)

    made = made_of(council(narrow))
    for table in made.tables:
        assert sum(column.width or 0 for column in table.columns) <= Mm(101)
    extents = [int(each.get("cx")) for each in made.element.iter(qn("wp:extent"))]
    assert len(extents) > 3
    assert max(extents) <= Mm(100)


def in_columns(document: Any) -> None:
    """An A4 page on its side in two columns, with room for the binding."""
    section = document.sections[0]
    section.page_width, section.page_height, section.gutter = Mm(297), Mm(210), Mm(7)
    section.left_margin = section.right_margin = Mm(20)
    columns = section._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), "567")


def in_unlike_columns(document: Any) -> None:
    """A page with a narrow column beside a wide one."""
    columns = document.sections[0]._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    for wide in (3000, 5000):
        column = OxmlElement("w:col")
        column.set(qn("w:w"), str(wide))
        columns.append(column)


@pytest.mark.parametrize(("change", "room"), [(in_columns, Mm(120)), (in_unlike_columns, 3000 * 635)])
def test_tables_and_pictures_stay_within_a_column(change: Callable[[Any], object], room: int) -> None:
    """The officers' tables too, which stand in controls and are drawn with the report."""
    made = made_of(council(change))
    tables = list(made.element.iter(qn("w:tbl")))
    assert len(tables) > len(made.tables)
    for table in tables:
        columns = [int(each.get(qn("w:w"))) * 635 for each in table.find(qn("w:tblGrid"))]
        assert room * 0.8 < sum(columns) <= room * 1.01
    extents = [int(each.get("cx")) for each in made.element.iter(qn("wp:extent"))]
    assert len(extents) > 3
    assert max(extents) <= room


def test_words_in_pictures_are_in_the_type_that_they_leave_room_for() -> None:
    """A council's own may be wider, and its paragraphs may stand further apart."""

    def wide(document: Any) -> None:
        document.styles["Normal"].font.name = "Verdana"
        document.styles["Normal"].paragraph_format.line_spacing = 2.0

    for words in made_of(council(wide)).element.iter(qn("w:txbxContent")):
        assert [each.get(qn("w:ascii")) for each in words.iter(qn("w:rFonts"))] == ["Arial"]
        assert [each.get(qn("w:line")) for each in words.iter(qn("w:spacing"))] == ["240"]


def test_the_lines_of_the_head_are_left_to_a_council_that_draws_them() -> None:
    """So that none stands twice."""

    def drawing(document: Any) -> None:
        for text in ("{%p for line in report.head %}", "{{ line.label }} = {{ line.text }}", "{%p endfor %}"):
            document.add_paragraph(text)

    said = text_of(word_of(VIEW, templates(council(drawing))), ".docx")
    label = next(line.label for line in VIEW.head if line.label == "Meeting")
    assert (said.count(f"{label}: "), said.count(f"{label} = ")) == (0, 1)


@pytest.mark.parametrize("field", ["Here: {{ body }}", "{{ body }} {{ body }}", "{{body}}."])
def test_a_body_that_does_not_stand_alone_is_refused(field: str) -> None:
    """With what to write."""
    with pytest.raises(BrokenTemplate, match=r"council\.docx: Write \{\{ body \}\} alone, in a paragraph"):
        made_of(council(field=field))


def test_a_second_body_is_refused() -> None:
    """The report stands once in it."""
    with pytest.raises(BrokenTemplate, match=r"Write \{\{ body \}\} once"):
        made_of(council(lambda document: document.add_paragraph("{{ body }}")))


def test_the_file_gets_the_title_of_the_report() -> None:
    """Where the template's own property is no field."""
    assert made_of(council()).core_properties.title == VIEW.title


def test_hostile_texts_add_nothing_to_the_body() -> None:
    """They stand as they were written."""
    tags = [
        re.findall(r"</?[\w:]+", Document(BytesIO(word_of(view_with(text), templates(FOREIGN)))).element.xml)
        for text in ("word", "A & <B> {{ 7 * 7 }} {% if %} ]]> </w:t>")
    ]
    assert tags[0] == tags[1]


@pytest.mark.parametrize("script", SENTENCES)
def test_every_script_stands_in_word(script: str) -> None:
    """As it was written; Word brings the fonts."""
    said = text_of(word_of(view_with(SENTENCES[script]), templates(FOREIGN)), ".docx")
    assert SENTENCES[script] in lines_of(said)


def test_the_same_report_gives_the_same_bytes() -> None:
    """So that verify can tell."""
    assert word_of(VIEW, templates(FOREIGN)) == word_of(VIEW, templates(FOREIGN))


def poor(document: Any) -> None:
    """A table of two rows, and no language."""
    document.add_table(2, 2)
    for each in [*document.styles.element.iter(qn("w:lang"))]:
        each.getparent().remove(each)


def test_the_check_names_what_a_template_leaves_out_and_lacks() -> None:
    """What is promised first; then pieces, the title, tables and the language."""
    assert check(council(poor, "{{ report.decision.words }} {{ report.notes }} {{ report.restricted }}")) == [
        "A report in it does not say: that questions are open, that answers are left out, where it came from, which "
        "verify reads. Write {{ body }} in a paragraph of its own for all of it.",
        "It leaves out: its reasons, the conditions, the facts to find, the gates, the recommendations, the score, the "
        "plan, the officers' boxes, the comparators, the answers, the sources.",
        "Its property Title (File, Info) has no field such as {{ report.title }}, so every report has that title.",
        "Table 1 has no row of headings. Mark its first row in Word (Layout, Repeat Header Rows), so that a screen "
        "reader says them and each page shows them.",
        "It does not say which language its text is in. Set it in Word (Review, Language), so that a screen reader "
        "reads it with the right voice.",
    ]


def test_the_check_has_nothing_to_say_of_a_sound_template() -> None:
    """Neither of one with the body, nor of the shipped one."""
    assert check(council()) == []
    assert check((TEMPLATES / "report.docx").read_bytes()) == []


def test_another_language_is_told() -> None:
    """By its code."""

    def german(document: Any) -> None:
        for each in document.styles.element.iter(qn("w:lang")):
            each.set(qn("w:val"), "de-DE")

    (told,) = check(council(german))
    assert told.startswith("Its text is marked as de-DE, and a report is in the language of its questions.")
