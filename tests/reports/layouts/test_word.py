"""Reports as Word files."""

import re
from importlib import import_module
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

pytest.importorskip("docxtpl", reason='needs the extra "word"')

from docx import Document

from paper_views import subject_of, view_with
from spinout.reports.claims import lines_of, text_of
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.word import template_problems, word_of
from spinout.reports.view.view import view_of
from stories import CHECKOUT, story_files
from word_numbers import headings

TEMPLATES = CHECKOUT / "templates"
SHIPPED = Templates(TEMPLATES)
HOSTILE = "A & <B> {{ 7 * 7 }} {% if %} {_{ ]]> </w:t> \x07\u202e\ud800 &amp; Dŵr"
SAFE = "A & <B> {{ 7 * 7 }} {% if %} {_{ ]]> </w:t> \ufffd &amp; Dŵr"


def council(*paragraphs: str, title: str = "") -> Templates:
    """A council's template with these paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    file = BytesIO()
    document.save(file)
    return Templates(TEMPLATES, word=file.getvalue(), word_name="council.docx")


def part(content: bytes, name: str) -> str:
    """A part of a Word file."""
    with ZipFile(BytesIO(content)) as parts:
        return parts.read(name).decode()


@pytest.mark.parametrize("name", story_files())
def test_every_story_becomes_a_word_file(name: str) -> None:
    """Every heading of the view stands in the file, in its order."""
    subject = subject_of(name)
    found = headings(word_of(view_of(subject), SHIPPED))
    wanted = [
        f"Appendix {p.number}. {p.title}" if p.appendix else f"{p.number} {p.title}" for p in view_of(subject).parts
    ]
    assert found[0] == view_of(subject).title
    assert [heading for heading in found if heading in wanted] == wanted


def test_hostile_texts_stand_as_they_were_written() -> None:
    """A text adds nothing to the document's structure, ends nothing early, and reads as it was written."""
    plain, hostile = word_of(view_with("word"), SHIPPED), word_of(view_with(HOSTILE), SHIPPED)
    assert [line.replace(SAFE, "word") for line in lines_of(text_of(hostile, ".docx"))] == lines_of(
        text_of(plain, ".docx")
    )
    tags = re.compile(r"</?[\w:]+")
    assert tags.findall(part(hostile, "word/document.xml")) == tags.findall(part(plain, "word/document.xml"))


def test_a_service_with_marks_in_its_name_keeps_every_heading() -> None:
    """An ampersand and angle brackets lose nothing."""
    assert headings(word_of(view_with("A & <B>"), SHIPPED)) == [
        heading.replace("word", "A & <B>") for heading in headings(word_of(view_with("word"), SHIPPED))
    ]


def test_the_same_report_gives_the_same_bytes() -> None:
    """No date, and nothing else of its making, is in the file."""
    first, second = (word_of(view_with("word"), SHIPPED) for _ in range(2))
    assert first == second
    assert "dcterms:created" not in part(first, "docProps/core.xml")


def test_the_file_says_what_readers_with_a_screen_reader_need() -> None:
    """Language, title, heads of tables that repeat, and words for every picture."""
    made = word_of(view_with("A & <B>"), SHIPPED)
    properties = Document(BytesIO(made)).core_properties
    document, styles = part(made, "word/document.xml"), part(made, "word/styles.xml")
    assert (properties.title, properties.language) == ("A & <B>", "en-GB")
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', styles)) == {"en-GB"}
    assert document.count("<w:tbl>") == document.count("<w:tblHeader/>") > 0
    assert set(re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', document)) == {"A &amp; &lt;B&gt;"}
    assert document.count("<wp:docPr ") == len(re.findall(r"<wp:docPr [^>]*descr=", document)) > 0


def test_a_councils_template_takes_the_same_fields() -> None:
    """Fields, loops and properties of a template of one's own."""
    templates = council(
        "Report: {{ report.title }}",
        "{%p for part in report.parts %}",
        "{{ part.number }} {{ part.title|upper }}",
        "{%p endfor %}",
        title="{{ report.title }}",
    )
    made = word_of(view_with("a & b"), templates)
    assert lines_of(text_of(made, ".docx")) == ["Report: a & b", "1 A & B", "1 A & B"]
    assert Document(BytesIO(made)).core_properties.title == "a & b"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ report.__class__.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('touch HERE').read() }}",
        "{{ self._TemplateReference__context.environment }}",
        "{{ report.title.__format__('x') }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(report) }}",
        "{% include '/etc/passwd' %}",
        "{% for n in range(999999999) %}x{% endfor %}",
    ],
)
def test_a_hostile_template_reaches_nothing(attack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused with a sentence, and nothing has run."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BrokenTemplate) as refused:
        word_of(view_with("word"), council(attack))
    assert refused.value.name == "council.docx"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", ["{{ report.title|safe }}", "{% autoescape false %}{{ report.title }}{% endautoescape %}"]
)
def test_escaping_cannot_be_left_out(words: str) -> None:
    """A template that says a text needs no escaping loses nothing either."""
    made = word_of(view_with("A & <B>"), council(words, "The end."))
    assert lines_of(text_of(made, ".docx")) == ["A & <B>", "The end."]


def test_a_text_that_word_would_leave_out_is_refused() -> None:
    """A field that replaces its run would stand outside of any, and no reader would see it."""
    with pytest.raises(BrokenTemplate, match="A text would be lost"):
        word_of(view_with("word"), council("{{r report.title }}"))


@pytest.mark.parametrize("words", ['{{ report.title|numbered("part") }}', "{{ report.title_slot|typed }}"])
def test_what_brings_its_own_runs_is_refused_within_a_text(words: str) -> None:
    """Word would not open the file, or leave it out."""
    with pytest.raises(BrokenTemplate, match=r"Write \{\{r \}\} round it"):
        word_of(view_with("word"), council(words))


def test_a_number_of_another_kind_is_refused_with_those_that_there_are() -> None:
    """With their names."""
    with pytest.raises(BrokenTemplate, match=r"one of these: part, paragraph, appendix, condition, item"):
        word_of(view_with("word"), council('{{r report.title|numbered("chapter") }}'))


def test_a_field_that_does_not_exist_is_named() -> None:
    """Filling in a template stops at the first of them."""
    with pytest.raises(BrokenTemplate) as refused:
        word_of(view_with("word"), council("{{ report.titel }}"))
    assert str(refused.value) == 'council.docx: There is no field "titel". Did you mean "title"?'


@pytest.mark.parametrize("words", ["{% for part in report.parts %}", "{{ report.title", "{%p if report.incomplete %}"])
def test_what_is_not_closed_is_told_without_a_line(words: str) -> None:
    """Who writes in Word sees no lines, so none is named; what to look for is."""
    for use in (lambda made: word_of(view_with("word"), made), template_problems):
        with pytest.raises(BrokenTemplate, match=r"See that every \{\{ has its \}\}") as refused:
            use(council(words))
        assert refused.value.place == "council.docx"


def test_every_field_that_does_not_exist_is_found() -> None:
    """Also those in a loop, behind a condition and in the properties, and filters."""
    templates = council(
        "{{ report.titel }} {{ service }}",
        "{%p for part in report.parts %}",
        "{% if part.appendix %}{{ part.naem }}{% endif %} {{ part.blocks[0].box.lines[0].aks }}",
        "{%p endfor %}",
        "{{ report.title|uper }}",
        title="{{ report.abuot }}",
    )
    assert [field.path for field in template_problems(templates)] == [
        "report.titel",
        "service",
        "part.naem",
        "part.blocks[…].box.lines[…].aks",
        "uper",
        "report.abuot",
    ]


def test_the_shipped_template_asks_for_nothing_that_is_not_there() -> None:
    """Every field of it exists."""
    assert template_problems(SHIPPED) == []


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    """With a sentence that names it."""
    with pytest.raises(BrokenTemplate, match=r"x\.docx: This is no Word document \(\.docx\) or template \(\.dotx\)\."):
        word_of(view_with("word"), Templates(TEMPLATES, word=content, word_name="x.docx"))


def test_the_shipped_template_is_what_its_script_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file and the words that it is made of do not drift apart."""
    monkeypatch.syspath_prepend(str(TEMPLATES))
    file = BytesIO()
    import_module("word_template.paper").paper().document.save(file)
    shipped = (TEMPLATES / "report.docx").read_bytes()
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footer1.xml"):
        assert part(file.getvalue(), name) == part(shipped, name)


def test_numbers_stand_at_the_right_in_tables() -> None:
    """A column of digits, and its head, is set to the right as in HTML."""
    found = set()
    for table in Document(BytesIO(word_of(view_of(subject_of("adventure-playgrounds-answers")), SHIPPED))).tables:
        cells = [[cell.paragraphs[0] for cell in row.cells] for row in table.rows]
        for place, column in enumerate(zip(*cells, strict=True)):
            styles = {cell.style.name for cell in column}
            assert len(styles) == 1
            if all(re.fullmatch(r"[\d.…%]+", cell.text) for cell in column[1:]):
                found.add((place > 0, *styles))
    assert found == {(True, "Number")}


def test_a_template_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second report of a council's own template compiles nothing, and says its own."""
    from jinja2 import Environment

    compiled: list[str] = []
    compiling = Environment.compile

    def noting(made: Environment, source: str, *args: object, **named: object) -> object:
        compiled.append(source)
        return compiling(made, source, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noting)
    templates = council("{{ report.title }} is said once", title="{{ report.title }}")
    first = word_of(view_with("One"), templates)
    before = len(compiled)
    second = word_of(view_with("Two"), templates)
    assert (before > 0, len(compiled) - before) == (True, 0)
    assert [text_of(made, ".docx").split(" is")[0] for made in (first, second)] == ["One", "Two"]


def test_reports_leave_no_document_behind() -> None:
    """What is made for one report is freed with it, and waits for no search of Python's for garbage."""
    import gc

    from docx.opc.part import Part

    def parts() -> int:
        return sum(isinstance(each, Part) for each in gc.get_objects())

    word_of(view_with("One"), SHIPPED)
    gc.collect()
    before = parts()
    gc.disable()
    try:
        for title in ("Two", "Three"):
            word_of(view_with(title), SHIPPED)
        assert parts() == before
    finally:
        gc.enable()
