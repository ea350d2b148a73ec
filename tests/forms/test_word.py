"""A form on paper: what it says, in which order, and by which numbers it is typed in."""

from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from forms.filling import form_for, forms, shipped_questionnaire
from spinout.core.wording import on_one_line
from spinout.forms.form import Form
from spinout.forms.word import HOW_IF, word_form
from test_contract import FEW, read_questionnaire

docx = pytest.importorskip("docx", reason='needs the extra "word"')
qn = pytest.importorskip("docx.oxml.ns").qn


def opened(form: Form) -> Any:
    """The document."""
    return docx.Document(BytesIO(word_form(form, {})))


def shown(paragraph: Any) -> str:
    """All that stands in a paragraph, its boxes too."""
    return "".join(
        node.text or "" if node.tag == qn("w:t") else "\t"
        for node in paragraph._p.iter(qn("w:t"), qn("w:tab"))
        if node.getparent().tag == qn("w:r")
    )


def of_question(document: Any, number: int) -> list[tuple[str, str]]:
    """The style and the words of each paragraph under the heading of a question."""
    found: list[tuple[str, str]] = []
    inside = False
    for paragraph in document.paragraphs:
        if paragraph.style.name.startswith("Heading"):
            inside = paragraph.text.startswith(f"{number}. ")
        if inside:
            found.append((paragraph.style.name, shown(paragraph)))
    return found


@FEW
@given(forms())
def test_each_question_stands_with_its_number_and_what_may_be_ticked(form: Form) -> None:
    """In file order; a choice has the number that the interview shows it with."""
    document = opened(form)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [on_one_line(f"{n}. {q.title}") for n, q in enumerate(form.questions.values(), 1)]
    for number, question in enumerate(form.questions.values(), 1):
        choices = [words for style, words in of_question(document, number) if style == "Choice"]
        ticked = [f"☐\t{pick.key}\t{on_one_line(pick.label)}" for pick in question.type.picks()]
        applies = ["☐\t\tThis does not apply to us"] if question.not_applicable else []
        assert choices == [*ticked, "☐\t\tDon't know", *applies]


@FEW
@given(forms())
def test_headings_stand_in_order_and_tables_have_a_head(form: Form) -> None:
    """No level is left out, and no paragraph but a line to write on is empty or laid out by spaces."""
    document = opened(form)
    levels = [0 if p.style.name == "Title" else int(p.style.name[-1]) for p in document.paragraphs
              if p.style.name.startswith(("Title", "Heading"))]  # fmt: skip
    assert levels[0] == 0
    assert all(below - above <= 1 for above, below in pairwise(levels))
    split = [question for question in form.questions.values() if question.type.parts]
    assert len(document.tables) == 1 + len(split)
    for table in document.tables:
        assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] == [
            True, *[False] * (len(table.rows) - 1)
        ]  # fmt: skip
    for table, question in zip(document.tables[1:], split, strict=True):
        first = [row.cells[0].text for row in table.rows]
        assert first == ["Part", *(on_one_line(part.label) for part in question.type.parts), "Together"]
    for paragraph in document.paragraphs:
        assert (shown(paragraph) != "") == (paragraph.style.name != "Line")
        assert "  " not in paragraph.text


def test_a_conditional_question_says_in_words_when_it_is_answered() -> None:
    """By the number of the other question on the same paper."""
    document = opened(form_for(shipped_questionnaire()))
    said = {words for style, words in of_question(document, 21) if style == "Only if"}
    assert said == {
        "Answer this if question 18 (Groups that may join) is answered with at least one of these: Service users, "
        "clients or customers; Carers or parents of users. Answer it too if you cannot tell."
    }


CONDITIONS: dict[str, Any] = {
    "all": ({"all": [{"question": "s.a", "at_least": 2}, {"not": {"question": "s.b", "is": "yes"}}]},
            "question 1 (A?) is answered with level 2 or more (2: C); and if it is not so that question 2 (B?) is "
            "answered with Yes"),
    "any": ({"any": [{"all": [{"question": "s.a", "is": 1}, {"question": "s.b", "is": "no"}]},
                     {"question": "s.c", "is_not": ["x", "y"]}]},
            "(question 1 (A?) is answered with 1: B; and if question 2 (B?) is answered with No); or if question 3 "
            "(C?) is answered with none of these: X; Y"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions_of_conditions_in_words(name: str) -> None:
    """Brackets say what belongs together."""
    condition, words = CONDITIONS[name]
    options = [{"id": ident, "label": ident.upper()} for ident in "xyz"]
    questions = [
        {"id": "a", "ask": "A?", "type": "scale", "levels": ["A", "B", "C"]},
        {"id": "b", "ask": "B?", "type": "yes-no"},
        {"id": "c", "ask": "C?", "type": "choice", "options": options},
        {"id": "d", "ask": "D?", "type": "text", "show_if": condition},
    ]
    data = {"id": "q", "title": "Q", "version": "1", "sections": [{"id": "s", "title": "S", "questions": questions}]}
    document = opened(form_for(read_questionnaire(data)))
    assert ("Only if", f"Answer this if {words}. Answer it too if you cannot tell.") in of_question(document, 4)


def test_a_form_of_one_section_has_the_numbers_of_the_whole() -> None:
    """So that they are those of the interview; a question that is not on the paper is said to be none of it."""
    document = opened(form_for(shipped_questionnaire(), sections=("transition",)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings[0].split(".")[0] == str(list(shipped_questionnaire().questions).index("transition.sponsorship") + 1)
    said = [p.text for p in document.paragraphs if p.style.name == "Only if"]
    assert said[1].startswith(
        "Answer this if a question that this form does not ask (Council staff who would transfer) is answered with "
        "more than 0 people."
    )


def test_the_document_says_its_language_and_title_and_is_the_same_each_time() -> None:
    """Its header asks for what stands above all answers, and its respondent is named."""
    form = form_for(shipped_questionnaire(), respondent="staff")
    document = opened(form)
    core = document.core_properties
    assert (core.title, core.language) == ("Spin-out readiness: a form to fill in", "en-GB")
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert [row.cells[0].text for row in document.tables[0].rows] == [
        "What is asked", "Service", "Organisation", "Completed by: a role, not a name", "Date: day, month and year",
    ]  # fmt: skip
    assert [paragraph.text for paragraph in document.paragraphs[:3]] == [
        "Spin-out readiness",
        "A form to fill in",
        "For: Staff",
    ]
    assert word_form(form, {}) == word_form(form, {})
    whole = form_for(shipped_questionnaire())
    assert [HOW_IF in [p.text for p in opened(each).paragraphs] for each in (form, whole)] == [False, True]


def test_who_answers_is_ticked_where_the_form_is_nobodys() -> None:
    """By the ids that the interview takes."""
    document = opened(form_for(shipped_questionnaire()))
    cells = [[shown(p) for p in row.cells[1].paragraphs] for row in document.tables[0].rows]
    assert cells[4] == [
        "☐\tService lead (lead)", "☐\tStaff (staff)", "☐\tUsers, carers or parents (users)",
        "☐\tResidents or volunteers (residents)", "☐\tCouncillors or other officers (council)",
    ]  # fmt: skip
