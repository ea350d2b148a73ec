"""What stands in a workbook form: its sheets and its lists; and that no text of a questionnaire acts as anything."""

import io
import zipfile
from typing import Any

import form_filling as forms
from fuzz import right
from spinout.core.answers import Answer, Answers
from spinout.core.workbook_rows import offered_words
from spinout.forms.form import form_of
from spinout.forms.rows import rows_form
from spinout.forms.xlsx import xlsx_form
from spinout.use_cases.assessments import read_answers

HALL = right.hall().questionnaire
LONG = "Words " * 100
LABELS = (
    "=1+1",
    "b",
    "+a",
    "Same",
    "same.",
    "A; B",
    "<b>&amp;",
    "1: Two",
    LONG,
    "@x",
    "2",
    "_x0041_",
    "Don't know",
    '"q"',
)
OPTIONS = [{"id": f"{chr(97 + n)}", "label": label} for n, label in enumerate(LABELS)]
TITLES = (
    "=A1",
    "a/b:c*d?[e]",
    "History",
    "history",
    "'quoted'",
    "x" * 60,
    "x" * 59,
    "spinout",
    "Start here",
    "Tŷ & Ŵen",
)


def awkward(titles: tuple[str, ...] = TITLES[:2]) -> dict[str, Any]:
    """A questionnaire whose every text would act as something, were it let."""
    bodies: list[dict[str, Any]] = [
        {"type": "choice", "options": OPTIONS},
        {"type": "multi", "options": OPTIONS},
        {"type": "scale", "levels": list(LABELS)},
        {"type": "split", "parts": OPTIONS},
        {"type": "text"},
    ]
    questions = [
        {"id": f"q{n}", "ask": "=HYPERLINK(1)" * (3_000 if n == 4 else 1), "title": f"=T{n}", "help": "@SUM(1)", **body}
        for n, body in enumerate(bodies)
    ]
    sections = [
        {"id": f"s{n}", "title": title, "intro": "=1", "questions": questions} for n, title in enumerate(titles)
    ]
    return {"id": "awkward", "title": "=A & B", "version": "=1", "sections": sections}


def test_no_text_acts_as_anything() -> None:
    """All is text but the formulas of the form itself; nothing links anywhere."""
    questionnaire = forms.questionnaire_of(awkward())
    for make in (xlsx_form, rows_form):
        raw = make(forms.form_for(questionnaire), {})
        cells = [cell for sheet in forms.opened(raw) for row in sheet.iter_rows() for cell in row]
        made = {str(cell.value)[:11] for cell in cells if cell.data_type == "f"}
        assert made == (set() if make is rows_form else {"=IFERROR(IF", "=IF(COUNT(F", "=IF(OR(TRIM"})
        assert {cell.data_type for cell in cells} <= {"s", "n", "f"}
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            assert [name for name in packed.namelist() if "external" in name or "drawing" in name] == []
            assert [name for name in packed.namelist() if b"<hyperlink" in packed.read(name)] == []


def test_the_names_of_sheets_are_short_plain_and_apart() -> None:
    """Without forbidden signs, at most 31 characters, none twice and none that Excel keeps for itself."""
    names = forms.opened(forms.blank(forms.questionnaire_of(awkward(TITLES)))).sheetnames
    assert names == [
        "Start here",
        "=A1",
        "a b c d e",
        "History 2",
        "history 3",
        "quoted",
        "x" * 31,
        "x" * 29 + " 2",
        "spinout 2",
        "Start here 2",
        "Tŷ & Ŵen",
        "spinout lists",
        "spinout",
    ]


def test_every_option_is_offered_apart_and_read_back() -> None:
    """Labels that are alike, that look like formulas or ids or are too long: each list offers them apart."""
    questionnaire = forms.questionnaire_of(awkward())
    for ident in ("s0.q0", "s0.q2"):
        question = questionnaire.questions[ident]
        offered = offered_words(question.type)
        assert len(set(offered.values())) == len(LABELS)
        assert max(map(len, offered.values())) < 255
        for pick in question.type.picks():
            value = question.type.read(question.type.read_words(pick.id))
            answers = Answers({ident: Answer(value, evidence="=1+1")})  # type: ignore[arg-type]
            (document,) = forms.documents(forms.filled(answers, questionnaire), questionnaire)
            read, problems = read_answers(document, questionnaire)
            assert problems == ()
            assert read is not None
            assert read.answers == answers.answers


def test_a_label_that_means_two_is_told() -> None:
    """Where the words of the list were not kept, nobody can tell which is meant."""
    questionnaire = forms.questionnaire_of(awkward())
    workbook = forms.opened(forms.blank(questionnaire))
    forms.cells_of(workbook)["s0.q0", "Answer"].value = "Same"
    (document,) = forms.documents(forms.saved(workbook), questionnaire)
    (problem,) = read_answers(document, questionnaire)[1]
    assert (problem.cell, problem.code, problem.message) == (
        "'=A1'!F4",
        "unknown-option",
        'Found "Same", which stands for several options: Same [d], same. [e].',
    )


def test_a_text_that_is_too_long_for_a_cell_is_cut_and_says_so() -> None:
    """A cell holds 32,767 characters."""
    questionnaire = forms.questionnaire_of(awkward())
    cells = forms.cells_of(forms.opened(forms.blank(questionnaire)))
    asked = cells["s0.q4", "Question"].value
    assert (len(asked), asked[-29:]) == (32_767, " [cut here: the cell is full]")


def test_the_same_form_has_the_same_bytes() -> None:
    """No clock and no chance is in it."""
    form = forms.form_for(HALL)
    assert xlsx_form(form, {}) == xlsx_form(form, {})
    assert rows_form(form, {}) == rows_form(form, {})


def test_a_form_for_a_respondent_says_whose_it_is() -> None:
    """Who answers is filled in, and read back."""
    form = form_of(HALL, "0" * 64, "spinout", respondent="choir")
    (document,) = forms.documents(xlsx_form(form, {}), HALL)
    read, _ = read_answers(document, HALL)
    assert read is not None
    assert read.respondent == "choir"


def test_a_part_of_a_questionnaire_has_the_sheets_of_that_part() -> None:
    """Of one section; a condition on what is not asked here greys nothing."""
    data = awkward()
    data["sections"][1]["questions"] = [
        data["sections"][1]["questions"][4] | {"show_if": {"question": "s0.q0", "is": "a"}}
    ]
    questionnaire = forms.questionnaire_of(data)
    form = form_of(questionnaire, "0" * 64, "spinout", sections=("s1",))
    workbook = forms.opened(xlsx_form(form, {}))
    assert workbook.sheetnames == ["Start here", "a b c d e", "spinout lists", "spinout"]
    made = forms.cells_of(workbook)["s1.q4", "Asked?"].value
    assert made == '=IFERROR(IF(FALSE,"Not asked",IF(FALSE,"","Depends on other answers")),"Depends on other answers")'


def test_a_condition_that_is_too_long_for_a_formula_greys_nothing() -> None:
    """A formula has 8,192 characters at most; the words of the condition stand beside the question all the same."""
    options = [{"id": f"o{n}", "label": f"Option {n}"} for n in range(700)]
    many = {"id": "q0", "ask": "Which?", "type": "multi", "options": options}
    asked = {"id": "q1", "ask": "Why?", "type": "text", "show_if": {"question": "s.q0", "includes": "o1"}}
    data = {
        "id": "long",
        "title": "A",
        "version": "1",
        "sections": [{"id": "s", "title": "S", "questions": [many, asked]}],
    }
    cells = forms.cells_of(forms.opened(forms.blank(forms.questionnaire_of(data))))
    assert cells["s.q1", "Asked?"].value == "Depends on other answers"
    assert cells["s.q1", "Question"].value == "Why?\nAsked only where: Which?: this among those chosen: Option 1."


def test_an_officer_finds_the_shape_of_a_good_sheet() -> None:
    """Locked but for what is filled in, without a password; frozen and printed headings; no merged cells; a title."""
    workbook = forms.opened(forms.blank(HALL))
    sheet = workbook["The users"]
    cells = forms.cells_of(workbook)
    assert workbook.properties.title == f"{HALL.title}: form"
    assert [prop.value for prop in workbook.custom_doc_props.props] == ["village-hall", "2026.11", "0" * 64, "en-GB"]
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert {cells["users.meetings", name].protection.locked for name in ("Answer", "Evidence", "Note")} == {False}
    assert {cells["users.meetings", name].protection.locked for name in ("Question", "Id", "Asked?")} == {True}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C3", "$2:$2")
    assert [sheet.merged_cells.ranges for sheet in workbook] == [set()] * len(workbook.sheetnames)
    assert [table.ref for table in sheet.tables.values()] == ["A2:N13"]
    offered = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}
    lists = workbook["spinout lists"]
    name = workbook.defined_names[offered["F3"]]
    (title, place), *_ = name.destinations
    assert title == lists.title
    assert [cell[0].value for cell in lists[place]] == ["0: Never", "1: Now and then", "2: Every month"]
