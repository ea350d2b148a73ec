"""Texts that run from right to left in Word, beside English and numbers."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("docxtpl", reason='needs the extra "word"')

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from officers import desk, report, settled
from paper_views import view_with
from spinout.core.slots import SlotWords
from spinout.core.wording import cleaned
from spinout.reports.layouts.directions import directed, isolated
from spinout.reports.layouts.environments import Templates
from spinout.reports.layouts.word import word_of
from spinout.use_cases.taken_words import taken_words
from stories import TEMPLATES

ARABIC, HEBREW = "الخدمة", "שירות"


def pieces(paragraph: Any) -> list[tuple[str, bool]]:
    """The runs of a paragraph that have words, each with whether it runs from right to left."""
    runs = (("".join(t.text or "" for t in run.iter(qn("w:t"))), run) for run in paragraph.iter(qn("w:r")))
    return [(text, run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None) for text, run in runs if text]


def is_turned(paragraph: Any) -> bool:
    """Whether a paragraph runs from right to left."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None


def laid(*texts: str) -> Any:
    """A paragraph of texts, one bold run each, as it is once its directions are set."""
    runs = "".join(f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    made = parse_xml(f"<w:body {nsdecls('w')}><w:p>{runs}</w:p></w:body>")
    directed(made)
    return made[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{ARABIC} 2024.", [(f"{ARABIC} 2024.", True)]),
        (f"The {ARABIC} 7, item 5.", [("The ", False), (ARABIC, True), (" 7, item 5.", False)]),
        (f"{HEBREW} NHS Trust 7 {HEBREW}!", [(f"{HEBREW} ", True), ("NHS Trust", False), (f" 7 {HEBREW}!", True)]),
        (f"{ARABIC} (2024) {ARABIC}", [(f"{ARABIC} (2024) {ARABIC}", True)]),
        ("Only English, 12.", [("Only English, 12.", False)]),
    ],
)
def test_letters_from_right_to_left_take_their_numbers_along(text: str, found: list[tuple[str, bool]]) -> None:
    """Where the text begins so; beside English, what is between stays with the English."""
    paragraph = laid(isolated(text))
    assert pieces(paragraph) == found
    assert is_turned(paragraph) is found[0][1]


def test_what_stands_round_such_a_text_keeps_its_order() -> None:
    """A label before it, and a full stop and a number behind it, are ours and English; so is the paragraph."""
    paragraph = laid(f"Report of {isolated(f'{ARABIC} 12')}: 5 of 7.", " And 8.")
    assert pieces(paragraph) == [
        ("Report of ", False),
        (f"{ARABIC} 12", True),
        (": 5 of 7.", False),
        (" And 8.", False),
    ]
    assert not is_turned(paragraph)
    begun = laid(f"{isolated(ARABIC)} is to leave the council.")
    assert pieces(begun) == [(ARABIC, True), (" is to leave the council.", False)]
    assert not is_turned(begun)


def test_such_letters_keep_their_weight() -> None:
    """Word has properties of their own for them."""
    (look,) = laid(isolated(ARABIC)).iter(qn("w:rPr"))
    assert [each.tag.rpartition("}")[2] for each in look] == ["b", "bCs", "rtl"]


@given(st.text(f"{ARABIC}{HEBREW} aB.,:(12)\n", max_size=30))
def test_no_letter_is_lost(text: str) -> None:
    """And no mark of ours is left."""
    line = " ".join(text.split())
    paragraph = laid(f"Before {isolated(cleaned(line))} after")
    assert "".join(words for words, _ in pieces(paragraph)) == f"Before {cleaned(line)} after"


def test_officers_words_are_set_so_and_come_back() -> None:
    """In paragraphs, lists, links and tables; the number of a paragraph is no part of them."""
    words = {
        "title": SlotWords(f"{ARABIC} 3"),
        "background": SlotWords(
            f"{ARABIC} 2024.\n\n- {HEBREW} 17\n- one {HEBREW} 2\n\n[{ARABIC}](https://example.org/)"
        ),
        "meetings": SlotWords(None, ({"body": ARABIC, "what": f"{HEBREW} 5"},)),
    }
    made = report("docx", words)
    assert taken_words(made, desk()[1]).words.words == settled(words)
    every = {tuple(pieces(p)): is_turned(p) for p in Document(BytesIO(made)).element.body.iter(qn("w:p"))}
    assert every[((f"{ARABIC} 2024.", True),)]
    assert every[((f"{HEBREW} 17", True),)]
    assert not every[(("one ", False), (HEBREW, True), (" 2", False))]
    assert every[((f"{ARABIC} 3", True),)]


def test_no_part_of_a_report_keeps_a_mark() -> None:
    """Wherever such a text stands: in the foot, in properties, in words for pictures."""
    for templates in (TEMPLATES, Templates(TEMPLATES.shipped, word=_council(), word_name="council.docx")):
        with zipfile.ZipFile(BytesIO(word_of(view_with(f"{ARABIC} 2024"), templates))) as file:
            for name in file.namelist():
                assert not {"\u2068", "\u2069"} & set(file.read(name).decode(errors="replace")), name


def _council() -> bytes:
    document, file = Document(), BytesIO()
    document.sections[0].header.paragraphs[0].text = "{{ report.service }}: 5"
    document.add_paragraph("{{ body }}")
    document.save(file)
    return file.getvalue()
