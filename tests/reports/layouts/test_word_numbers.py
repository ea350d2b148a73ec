"""The numbers that Word itself counts in a report: those of the view, in our template and in a council's."""

import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

pytest.importorskip("docxtpl", reason='needs the extra "word"')

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml.etree import tostring
from msgspec.structs import replace

from paper_views import subject_of
from spinout.core.slots import PaperWords, SlotWords
from spinout.reports.claims import lines_of, text_of
from spinout.reports.layouts.checking import checked_remarks
from spinout.reports.layouts.environments import Templates
from spinout.reports.layouts.markdown import markdown_of
from spinout.reports.layouts.word import word_of
from spinout.reports.view.publication import ALL, Choices
from spinout.reports.view.view import ReportView, view_of
from spinout.use_cases.taken_words import KEPT_OUTSIDE, Outside, changed_outside, taken_words
from stories import CHECKOUT, loaded, story_files
from word_numbers import shown

TEMPLATES = CHECKOUT / "templates"
SHIPPED = Templates(TEMPLATES)
FOREIGN = (Path(__file__).parent / "council.docx").read_bytes()
OFFICE = shutil.which("soffice")
NUMBER = re.compile(
    r"^(?:#+ (?P<head>(?:Appendix [A-Z]+\.|Condition \d+:|E?\d+)(?= ))|\*\*(?P<part>E?\d+\.\d+)\*\*|(?P<item>\d+\.) )",
    re.MULTILINE,
)
WORDS = PaperWords(
    words={
        "background": SlotWords("Before it, 2.4 per cent.\n\n1. one\n2. two\n\nThen:\n\n1. again"),
        "not-costed": SlotWords("- a list\n- alone"),
        "implications.legal": SlotWords("1. only\n2. a list"),
    }
)


def view(name: str, choices: Choices = ALL) -> ReportView:
    """The view of a story."""
    return view_of(replace(subject_of(name), choices=choices))


def by_markdown(paper: ReportView) -> list[str]:
    """The numbers that a report in Markdown prints, in their order."""
    page = markdown_of(paper, SHIPPED).decode()
    return [next(filter(None, found.groups())) for found in NUMBER.finditer(page)]


def by_word(content: bytes) -> list[str]:
    """The numbers that Word shows before paragraphs."""
    return [number for number, _ in shown(content) if number]


def council(change: Callable[[Any], object] = lambda _: None) -> Templates:
    """A council's template with the standard body."""
    document, file = Document(), BytesIO()
    document.add_paragraph("{{ report.title }}", "Title")
    change(document)
    document.add_paragraph("{{ body }}")
    document.save(file)
    return Templates(TEMPLATES, word=file.getvalue(), word_name="council.docx")


def numbered(*levels: tuple[str, str]) -> Callable[[Any], None]:
    """A council's own list for its headings, with the forms and texts of its levels."""

    def change(document: Any) -> None:
        made = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:pStyle w:val="Heading{n + 1}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for n, (form, text) in enumerate(levels)
        )
        root = document.part.numbering_part.element
        kinds = root.findall(qn("w:abstractNum"))
        kinds[-1].addnext(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{made}</w:abstractNum>'))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="77"/></w:num>'))
        for n, _ in enumerate(levels):
            said = document.styles[f"Heading {n + 1}"].element.get_or_add_pPr().get_or_add_numPr()
            said.get_or_add_ilvl().val, said.get_or_add_numId().val = n, 99

    return change


OWN = numbered(("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))
OTHER = numbered(("upperRoman", "%1"), ("lowerLetter", "(%2)"))


def with_a_heading_before(document: Any) -> None:
    """A council's own headings, of which the list has come to 2 where the report begins."""
    OWN(document)
    for text in ("How to read this", "Who wrote it"):
        document.add_heading(text, 1)


TEMPLATE = {
    "shipped": SHIPPED,
    "plain": council(),
    "foreign": Templates(TEMPLATES, word=FOREIGN, word_name="council.docx"),
    "own numbers": council(OWN),
    "other numbers": council(OTHER),
    "a heading before": council(with_a_heading_before),
}


@pytest.mark.parametrize("name", story_files())
def test_word_counts_to_the_numbers_of_every_story(name: str) -> None:
    """Those that Markdown prints, which the texts refer to; and verify reads the same."""
    paper = view(name)
    made = word_of(paper, SHIPPED)
    assert by_word(made) == by_markdown(paper) != []
    lines = lines_of(text_of(made, ".docx"))
    assert [line for line in lines if line.startswith("Appendix A. ")] == [
        f"Appendix A. {part.title}" for part in paper.parts if (part.number, part.appendix) == ("A", True)
    ]


def wanted(paper: ReportView, kind: str) -> list[str]:
    """The numbers that a template is to show: a council's own list has a full stop behind those of headings."""
    own = kind in ("own numbers", "a heading before")
    found = [re.sub(r"^(\d+)$", r"\1.", number) if own else number for number in by_markdown(paper)]
    return ["1.", "2.", *found] if kind == "a heading before" else found


@pytest.mark.parametrize("kind", TEMPLATE)
def test_word_counts_to_the_same_numbers_in_a_councils_template(kind: str) -> None:
    """Whether its headings have numbers of its own or not, and whatever stands before the report."""
    paper = view("adventure-playgrounds-answers")
    assert by_word(word_of(paper, TEMPLATE[kind])) == wanted(paper, kind)


def test_the_part_not_for_publication_counts_on_its_own() -> None:
    """E1, E2 and so on."""
    paper = view("youth-safety-answers", Choices(restricted=True))
    assert [part.number for part in paper.parts][:2] == ["E1", "E2"]
    assert by_word(word_of(paper, SHIPPED)) == by_markdown(paper)


@pytest.mark.parametrize("kind", TEMPLATE)
def test_numbers_that_do_not_follow_on_are_shown_all_the_same(kind: str) -> None:
    """Where parts and paragraphs are left out, or come in another order."""
    paper = view("adventure-playgrounds-answers")
    parts = [part for part in paper.parts if part.number not in ("1", "4", "B")]
    parts = [replace(part, blocks=tuple(b for b in part.blocks if b.number not in ("6.1", "6.3"))) for part in parts]
    paper = replace(paper, parts=(*reversed(parts[:3]), *parts[3:]))
    assert by_word(word_of(paper, TEMPLATE[kind])) == wanted(paper, kind)


def test_no_number_is_typed() -> None:
    """Of no heading, paragraph or condition."""
    paper = view("adventure-playgrounds-answers")
    for number, words in shown(word_of(paper, SHIPPED)):
        assert re.match(r"\d+\.(?!\d)|\d+\.\d+ |\d+ [A-Z]|Appendix [A-Z]\.|Condition \d+:", words) is None, (
            number,
            words,
        )


def test_a_paragraph_that_is_added_moves_the_numbers_on() -> None:
    """A copy of 2.1 is 2.2, a copy of the first condition is 2., a heading in our style is the next."""
    paper = view("adventure-playgrounds-answers")
    document, file = Document(BytesIO(word_of(paper, SHIPPED))), BytesIO()
    by_words = {p.text: p for p in document.paragraphs}
    copied = next(p for words, p in by_words.items() if words.startswith("Note that the proposal"))
    item = next(p for words, p in by_words.items() if words.startswith("Promised benefits in the contract:"))
    for each in (copied, item):
        each._p.addnext(parse_xml(each._p.xml))
    by_words["Money"].insert_paragraph_before("A part more", "Heading 1")
    document.save(file)
    found = [(number, words[:20]) for number, words in shown(file.getvalue()) if number]
    assert ("2.2", "Note that the propos") in found
    assert ("2.", "Promised benefits in") in found
    assert ("5.", "VAT and tax: Not kno") in found
    assert [number for number, words in found if words in ("A part more", "Money", "Implications")] == ["8", "9", "12"]


def test_a_councils_own_lists_are_kept() -> None:
    """Each as it was, and no other has its number."""
    for templates in (council(OWN), council(OTHER), council(with_a_heading_before), TEMPLATE["foreign"]):
        assert templates.word is not None
        paper = view("adventure-playgrounds-answers", Choices(words=WORDS))
        before, after = (
            Document(BytesIO(content)).part.numbering_part.element
            for content in (templates.word, word_of(paper, templates))
        )
        for tag, ident in (("abstractNum", "abstractNumId"), ("num", "numId")):
            had = {each.get(qn(f"w:{ident}")): tostring(each) for each in before.iter(qn(f"w:{tag}"))}
            has = [(each.get(qn(f"w:{ident}")), tostring(each)) for each in after.iter(qn(f"w:{tag}"))]
            assert len({number for number, _ in has}) == len(has) > len(had)
            assert {number: xml for number, xml in has if number in had} == had


def test_a_councils_headings_stay_in_its_own_list_and_the_paragraphs_join_it() -> None:
    """So that a heading that an officer adds in its style is counted with them; ours beneath have none."""
    document = Document(BytesIO(word_of(view("adventure-playgrounds-answers"), council(OWN))))
    heads = [p for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[0]._p.pPr.numPr is None
    first = next(p for p in document.paragraphs if p.text.startswith("The proposal is for "))
    assert (first._p.pPr.numPr.numId.val, first._p.pPr.numPr.ilvl.val) == (99, 1)
    for paragraph in document.paragraphs:
        if paragraph.style.name == "Heading 2":
            assert paragraph._p.pPr.numPr.numId.val == 0


def test_a_list_that_counts_otherwise_is_told() -> None:
    """As the report has then one of its own."""
    told = [each for each in checked_remarks(council(OTHER)) if each.startswith("Word numbers its Heading 1 otherwise")]
    assert len(told) == 1
    assert checked_remarks(council(OWN)) == []


def test_a_template_that_types_its_numbers_goes_on_doing_so() -> None:
    """One that was made from an older shipped template; in officers' places too."""
    document, file = Document(), BytesIO()
    for text in (
        "{%p for part in report.parts %}", "{{ part.number }} {{ part.title }}", "{%p for block in part.blocks %}",
        '{%p if block.kind == "officer" and not block.text and block.number and block.box.slot.shape != "table" %}',
        "{{p block.box.slot|written(block.number, 624) }}", "{%p endif %}", "{%p endfor %}", "{%p endfor %}",
    ):  # fmt: skip
        document.add_paragraph(text)
    document.save(file)
    paper = view("adventure-playgrounds-answers", Choices(words=WORDS))
    made = word_of(paper, Templates(TEMPLATES, word=file.getvalue(), word_name="old.docx"))
    lines = lines_of(text_of(made, ".docx"))
    assert "1 Purpose and summary" in lines
    assert "4.2 Before it, 2.4 per cent." in lines
    assert taken_words(made, loaded()).words.of("background") == WORDS.of("background")


def test_officers_words_come_back_without_numbers_and_no_added_paragraph_is_told() -> None:
    """The numbers behind it are others then, and no words; a number that was taken away is told."""
    paper = view("adventure-playgrounds-answers", Choices(words=WORDS))
    made = word_of(paper, SHIPPED)
    assert taken_words(made, loaded()).words.words == WORDS.words
    document, file = Document(BytesIO(made)), BytesIO()
    first = next(p for p in document.paragraphs if p.text.startswith("The proposal is for "))
    first.insert_paragraph_before("Added by an officer.", "Numbered")
    document.save(file)
    assert changed_outside(file.getvalue(), made, loaded()) == Outside(
        ('Not taken, as it stands outside of a slot: "1.1 Added by an officer."', KEPT_OUTSIDE),
        ("Added by an officer.",),
    )
    document, file = Document(BytesIO(made)), BytesIO()
    first = next(p for p in document.paragraphs if p.text.startswith("Delegate the work"))
    first.style = "Normal"
    document.save(file)
    told = changed_outside(file.getvalue(), made, loaded()).told
    assert [each.partition('"')[2][:14] for each in told[:-1]] == ["Delegate the w", "2.3 Delegate t"]


def by_libreoffice(content: bytes, folder: Path, to: str) -> bytes:
    """A Word file as LibreOffice turns it into another format."""
    if OFFICE is None:
        pytest.skip("needs LibreOffice")
    (folder / "paper.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out"), "paper.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return (folder / "out" / f"paper.{to.partition(':')[0]}").read_bytes()


@pytest.mark.parametrize("kind", ["shipped", "foreign", "own numbers", "other numbers"])
def test_libreoffice_shows_the_same_numbers(kind: str, tmp_path: Path) -> None:
    """As text; what it saves again is counted alike."""
    paper = view("adventure-playgrounds-answers", Choices(words=WORDS))
    made = word_of(paper, TEMPLATE[kind])
    wanted = [(number, words) for number, words in shown(made) if number and words]
    text = by_libreoffice(made, tmp_path, "txt:Text").decode("utf-8-sig")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    found = [line for line in lines if any(line == " ".join(f"{n} {words}".split()) for n, words in wanted)]
    assert found == [" ".join(f"{number} {words}".split()) for number, words in wanted]
    saved = by_libreoffice(made, tmp_path, "docx")
    assert [line for line in shown(saved) if line[0]] == [line for line in shown(made) if line[0]]


@pytest.mark.parametrize("kind", ["plain", "own numbers", "a heading before"])
def test_a_councils_template_that_libreoffice_saved_counts_alike(kind: str, tmp_path: Path) -> None:
    """It says of no level which style is its own."""
    before = TEMPLATE[kind].word
    assert before is not None
    saved = Templates(TEMPLATES, word=by_libreoffice(before, tmp_path, "docx"), word_name="council.docx")
    paper = view("adventure-playgrounds-answers")
    assert by_word(word_of(paper, saved)) == wanted(paper, kind)


def test_the_parts_of_a_report_have_no_list_twice() -> None:
    """The lists of officers' texts stand beside those of the report."""
    made = word_of(view("adventure-playgrounds-answers", Choices(words=WORDS)), SHIPPED)
    part = ZipFile(BytesIO(made)).read("word/numbering.xml").decode()
    for tag in ("abstractNum w:abstractNumId", "num w:numId"):
        found = re.findall(f'<w:{tag}="([0-9]+)"', part)
        assert len(found) == len(set(found))
