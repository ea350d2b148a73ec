"""What is wrong with a Word template is told, all of it, each fault with its place; nothing of it is lost unseen."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

pytest.importorskip("docxtpl", reason='needs the extra "word"')

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_views import view_with
from spinout.reports.claims import text_of
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.word import template_problems, word_of
from stories import CHECKOUT

WITHIN_ONE = "{{ and }}, {% and %}, {# and #} open and close within one paragraph."
MOVE = "{{ body }} cannot stand here. Move it to the page's text, alone in a paragraph outside of any table."
ALONE = "Write {{ body }} alone, in a paragraph of the page's text"


def council(*paragraphs: str, change: Callable[[Any], object] = lambda _: None) -> Templates:
    """A council's template of these paragraphs."""
    document, file = Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    change(document)
    document.save(file)
    return Templates(CHECKOUT / "templates", word=file.getvalue(), word_name="council.docx")


def told(templates: Templates) -> list[str]:
    """The faults of a template, each with its place."""
    return [f"{fault.place}: {fault.message}" for fault in template_problems(templates)]


def unclosed(document: Any) -> None:
    """A heading and a table behind a field that is not closed, then the body."""
    document.add_heading("Council heading", 1)
    document.add_table(1, 1).cell(0, 0).text = "ref no. 123"
    document.add_paragraph("{{ body }}")


@pytest.mark.parametrize("field", ["{{ report.service", "{{ report.service }", "{{ report.service %}", "{{"])
def test_a_field_that_is_not_closed_deletes_nothing(field: str) -> None:
    """It is told with the words of its paragraph, by the check and by a report, which is not made."""
    templates = council(field, change=unclosed)
    said = f'text, "{field}": "{{{{" has no "}}}}" in this paragraph. {WITHIN_ONE}'
    assert told(templates) == [said]
    with pytest.raises(BrokenTemplate) as refused:
        word_of(view_with("word"), templates)
    assert str(refused.value).splitlines()[0] == f"council.docx: {said}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{% set a = report.title", '"{%" has no "%}" in this paragraph.'),
        ("{% if report.title }a{% endif %}", '"{%" has no "%}" in this paragraph.'),
        ("{# a note", '"{#" has no "#}" in this paragraph.'),
        ("report.service }}", '"}}" has no "{{" before it in this paragraph.'),
        ("{ { report.service }}", '"}}" has no "{{" before it in this paragraph.'),
        ("{ report.service }", "{ report.service } has one brace on each side, so it is no field. Write"),
        ("{ body }", "{ body } has one brace on each side, so it is no field. Write {{ body }}."),
        ("{{ report.title? }}", '"{{ report.title? }}" cannot be read: unexpected char'),
        ("{{ report.title report.about }}", '"{{ report.title report.about }}" cannot be read: expected token'),
        ("{% if %}a{% endif %}", '"{% if %}" cannot be read: '),
        ("{% elif report.title %}", '"{% elif report.title %}" stands in no if that is open.'),
        ("{%p fro line in report.head %}", 'There is no {% fro %}. Did you mean "for"?'),
        ("{% if report.title %}a", '"{% if report.title %}" has no {% endif %}. Write it where what it holds ends.'),
        ("{%p for line in report.head %}", '"{%p for line in report.head %}" has no {%p endfor %}.'),
        ("{%tr endfor %}", '"{%tr endfor %}" ends nothing: no for is open before it.'),
        ("{% for a in report.head %}{% if a %}{% endfor %}", '"{% endfor %}" stands before the end of "{% if a %}".'),
        ("{{ Body }}", 'Body: There is no field "Body". Did you mean "body"?'),
        ("{{ bdoy }}", 'bdoy: There is no field "bdoy". Did you mean "body"?'),
        ("{{ reprt.title }}", 'reprt: There is no field "reprt". Did you mean "report"?'),
        ("{{ name }}", 'name: There is no field "name". Every field begins with report.'),
        ("{{ report.title|uper }}", 'uper: There is no filter "uper".'),
        ("{{ body|safe }}", ALONE),
    ],
)
def test_a_fault_is_told_in_words_with_its_place(words: str, said: str) -> None:
    """In no other words than the house's, where what was meant can be told."""
    (only,) = told(council("Before it.", words, "{{ body }}", "Behind it."))
    assert only.startswith(f'text, "{words}": {said}')


def test_a_block_that_is_not_closed_is_still_a_block() -> None:
    """So that what it begins with is told, and nothing that hangs on it."""
    loop = ("{%p for line in report.head }", "{{ line.text }} {{ line.txet }}", "{%p endfor %}")
    assert [each.partition(": ")[2][:30] for each in told(council(*loop))] == [
        '"{%" has no "%}" in this parag', 'line.txet: There is no field "'
    ]  # fmt: skip


BOX = (
    "<w:r {}><w:pict><v:shape {}><v:textbox><w:txbxContent><w:p><w:r><w:t>{{{{ body }}}}</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
).format(nsdecls("w"), 'xmlns:v="urn:schemas-microsoft-com:vml"')


TWICE = (
    '<mc:AlternateContent {} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="w">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
).format(nsdecls("w"), BOX, BOX)
"""A text box as Word writes it, once more for old programs."""


def in_box(document: Any) -> None:
    """The field in a text box."""
    document.add_paragraph("It hangs here.")._p.append(parse_xml(TWICE))


def in_table(document: Any) -> None:
    """The field in the second table."""
    document.add_table(1, 1)
    document.add_table(1, 1).cell(0, 0).text = "{{ body }}"


def in_header(document: Any) -> None:
    """The field in the header."""
    document.sections[0].header.paragraphs[0].text = "{{ body }}"


def in_footer(document: Any) -> None:
    """The field in a table of the footer."""
    footer = document.sections[0].footer
    footer.add_table(1, 1, Mm(100)).cell(0, 0).text = "{{ body }}"


def in_title(document: Any) -> None:
    """The field in the property Title."""
    document.core_properties.title = "{{ body }}"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (in_box, "text box"), (in_table, "table 2"), (in_header, "header"), (in_footer, "footer"),
        (in_title, "property Title"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_pour_is_to_be_moved(change: Callable[[Any], object], where: str) -> None:
    """Wherever it stands, beside one that can or alone."""
    for paragraphs in ((), ("{{ body }}",)):
        assert told(council(*paragraphs, change=change)) == [f'{where}, "{{{{ body }}}}": {MOVE}']


@pytest.mark.parametrize("hanging", ["<w:drawing {}/>", "<w:pict {}/>", '<w:br {} w:type="page"/>'])
def test_what_hangs_on_the_paragraph_of_the_body_is_not_lost(hanging: str) -> None:
    """A picture, or the end of a page."""

    def hang(document: Any) -> None:
        document.paragraphs[-1].runs[0]._r.append(parse_xml(hanging.format(nsdecls("w"))))

    (only,) = told(council("{{ body }}", change=hang))
    assert only.startswith(f'text, "{{{{ body }}}}": {ALONE}')


FAULTS = st.sampled_from(
    [
        "{{ report.titel }}",
        "{{ report.service",
        "about }}",
        "{% endif %}",
        "{{ bdoy }}",
        "{{ report. }}",
        "a {{ body }}",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(FAULTS, max_size=8))
def test_no_fault_hides_another(faults: list[str]) -> None:
    """Each is told, in the order of the paragraphs."""
    every = told(council(*(f"{number}: {words}" for number, words in enumerate(faults)), "{{ body }}"))
    assert [each.partition('": ')[0] for each in every] == [
        f'text, "{number}: {words}' for number, words in enumerate(faults)
    ]


@pytest.mark.parametrize(
    ("paragraphs", "made"),
    [
        (("{{ {'a': {'b': report.title}}.a.b }}",), "word"),
        (("{{ '}}' ~ report.title ~ '{{' }}",), "}}word{{"),
        (("{{ report.title|default(“none”) }}",), "word"),
        (("{% raw %}{{ as it is }}{% endraw %}",), "{{ as it is }}"),
        (("{# a note of the council's #}{ and } are braces",), "{ and } are braces"),
        (("{%p if report.title %}", "There", "{%p else %}", "Not there", "{%p endif %}"), "There"),
        (("{% set named = report.title %}{{ named }}",), "word"),
        (("{%p for a in report.nothing_left or [] %}", "{{ a }}", "{%p endfor %}"), None),
        (("{% macro twice(a) %}{{ a }}{{ a }}{% endmacro %}{{ twice(report.title) }}",), "wordword"),
    ],
)
def test_what_is_whole_is_let_pass(paragraphs: tuple[str, ...], made: str | None) -> None:
    """All that Jinja reads."""
    templates = council(*paragraphs)
    if made is None:
        assert len(told(templates)) == 1
        return
    assert told(templates) == []
    assert text_of(word_of(view_with("word"), templates), ".docx").strip() == made


def test_the_same_fault_in_two_places_is_told_twice() -> None:
    """Also where a field goes over the end of a line within its paragraph."""

    def over_lines(document: Any) -> None:
        document.core_properties.comments = "{{ report.title }}\n{{ report.\ntitel }} {{ report.abuot }}"

    assert [each.partition(": ")[2][:14] for each in told(council(*["{{ report.titel }}"] * 2, change=over_lines))] == [
        *["report.titel: "] * 3,
        "report.abuot: ",
    ]


def test_a_field_in_pieces_is_one_field() -> None:
    """Word cuts a line into runs as it likes."""

    def pieces(document: Any) -> None:
        paragraph = document.add_paragraph()
        for piece in ("{", "{ report.", "ti", "tle }", "}"):
            paragraph.add_run(piece)

    templates = council(change=pieces)
    assert told(templates) == []
    assert text_of(word_of(view_with("word"), templates), ".docx").strip() == "word"
