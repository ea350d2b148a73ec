"""Which sheet of a workbook is read, and what is told of the others and of rows that do not show."""

from pathlib import Path

import pytest

import spreadsheets as xlsx
from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.inputs.documents import FORMATS, Document, read_several
from spinout.inputs.tables import Row
from spinout.inputs.xlsx import xlsx_sheet
from spinout.use_cases.assessments import read_answers
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

HALL = Path(__file__).parents[2] / "broken" / "hall.yaml"
TITLE = xlsx.headings("questionnaire", "service")
FILLED = [TITLE, xlsx.row(2, xlsx.text("A2", "village-hall"), xlsx.text("B2", "Choir"))]
OTHER = [TITLE, xlsx.row(2, xlsx.text("A2", "village-hall"), xlsx.text("B2", "Playgroup"))]
NOTES = [xlsx.row(1, xlsx.text("A1", "How to fill this in"))]


@pytest.fixture(scope="module")
def hall() -> Questionnaire:
    """The small questionnaire."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    return loaded.questionnaire


def book(hidden: str = "", **sheets: list[str]) -> bytes:
    """A workbook of these sheets."""
    return xlsx.packed(xlsx.parts_of(sheets, hidden=[hidden]))


def documents(raw: bytes, hall: Questionnaire, sheet: str | None = None) -> list[Document]:
    """The documents of a sheet."""
    return list(read_several("a.xlsx", FORMATS[".xlsx"], raw, hall, sheet=sheet))


def services(found: list[Document]) -> list[object]:
    """What each document says of its service."""
    return [document.data.get("service") if isinstance(document.data, dict) else None for document in found]


def only_problem(raw: bytes, hall: Questionnaire, sheet: str | None = None) -> Problem:
    """The one problem of the one document of a sheet."""
    (document,) = documents(raw, hall, sheet)
    (problem,) = document.problems
    return problem


@pytest.mark.parametrize(
    ("wanted", "service"),
    [(None, "Choir"), ("Data", "Playgroup"), ("DATA", "Playgroup"), ("First", "Choir"), ("Hidden", "Choir")],
)
def test_the_first_sheet_that_is_shown_is_read_or_the_one_that_is_named(
    hall: Questionnaire, wanted: str | None, service: str
) -> None:
    """In any case of letters; a hidden one may be named."""
    raw = book(hidden="Hidden", Hidden=FILLED, First=FILLED, Data=OTHER)
    assert services(documents(raw, hall, wanted)) == [service]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(hall: Questionnaire) -> None:
    """And with the nearest."""
    problem = only_problem(book(Answers=FILLED, Notes=NOTES), hall, "Answer")
    assert (problem.code, problem.hint) == (
        Code.UNKNOWN_SHEET, 'Did you mean "Answers"? It has: Answers, Notes.',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("others", "named"),
    [
        ({}, ""),
        ({"Blank": []}, ""),
        ({"Blank": [xlsx.row(1, "<c/>", '<c t="s"/>')]}, ""),
        ({"Notes": NOTES}, "sheet Notes"),
        ({"Notes": NOTES, "Blank": [], "Wave 2": OTHER}, "sheets Notes, Wave 2"),
        ({"Hidden": NOTES}, "sheet Hidden (hidden)"),
        ({"Long": [xlsx.row(n, "<c/>") for n in range(1, 9_000)]}, "sheet Long"),
    ],
)
def test_other_sheets_that_hold_something_are_told_with_each_document(
    hall: Questionnaire, others: dict[str, list[str]], named: str
) -> None:
    """A sheet of nothing is not told; of a long one nobody looks where it ends."""
    rows = [*FILLED, xlsx.row(3, xlsx.text("A3", "village-hall"))]
    for document in documents(book(hidden="Hidden", Answers=rows, **others), hall):
        answers, problems = read_answers(document, hall)
        assert answers is not None
        assert problems == ()
        told = [warning.message for warning in answers.warnings if warning.code is Code.OTHER_SHEETS]
        read = f'Sheet "Answers" was read, and nothing else in the workbook. There is something in {named} too; '
        assert told == ([f"{read}--sheet NAME reads another."] if named else [])


@pytest.mark.parametrize("how", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_a_hidden_row_is_read_and_told(hall: Questionnaire, how: str) -> None:
    """With the document that stands in it, and no other; of headings nothing is told."""
    cell = xlsx.text("A3", "village-hall")
    shown = xlsx.row(4, xlsx.text("A4", "village-hall"))
    found = documents(
        book(A=[FILLED[0].replace("<row ", f"<row {how} "), FILLED[1], f'<row r="3" {how}>{cell}</row>', shown]), hall
    )
    told = [[(warning.code, warning.message[:6]) for warning in document.warnings] for document in found]
    assert told == [[], [(Code.HIDDEN_ROW, "Row 3 ")], []]


def table(number: int) -> list[str]:
    """A table whose headings stand in a row."""
    return [
        xlsx.headings("questionnaire", "service", number=number),
        xlsx.row(number + 1, xlsx.text(f"B{number + 1}", "x")),
    ]


@pytest.mark.parametrize(
    ("sheets", "hint"),
    [
        ({"A": [*NOTES, *table(3)]}, 'The headings seem to stand in row 3 of sheet "A": take out the rows above it.'),
        ({"A": NOTES, "B 2": table(1)}, 'The headings seem to stand in row 1 of sheet "B 2": give --sheet "B 2".'),
        (
            {"A": NOTES, "B": [*NOTES, *table(2)]},
            'The headings seem to stand in row 2 of sheet "B": give --sheet B, without the rows above it.',
        ),
        ({"A": [], "B": table(1)}, 'The headings seem to stand in row 1 of sheet "B": give --sheet B.'),
    ],
)
def test_where_the_headings_seem_to_stand_is_said(hall: Questionnaire, sheets: dict[str, list[str]], hint: str) -> None:
    """Below a title, or in another sheet; nothing else is told then."""
    raw = xlsx.packed(xlsx.parts_of(sheets))
    assert only_problem(raw, hall).hint == hint


def test_headings_of_something_else_are_not_taken_for_headings(hall: Questionnaire) -> None:
    """A row of prose that says "questionnaire" is none."""
    prose = xlsx.headings("questionnaire", "to be", "filled in", "by Friday")
    (document,) = documents(book(A=NOTES, B=[prose]), hall)
    assert [problem.code for problem in document.problems] == [Code.UNKNOWN_COLUMN, Code.MISSING_FIELD]


def test_headings_below_a_title_are_told_in_a_csv_too(hall: Questionnaire) -> None:
    """Which has no sheets."""
    lines = [b"Survey 2026\n", b"\n", b"questionnaire,service\n", b"village-hall,Choir\n"]
    (document,) = read_several("a.csv", FORMATS[".csv"], lines, hall)
    (problem,) = document.problems
    assert problem.hint == "The headings seem to stand in row 3: take out the rows above it."


def test_what_is_wrong_with_a_heading_is_told(hall: Questionnaire) -> None:
    """A heading that is a formula without a value is no column without a name."""
    raw = book(A=[xlsx.row(1, xlsx.text("A1", "questionnaire"), xlsx.formula("B1", "")), xlsx.row(2, "<c/>")])
    (document,) = documents(raw, hall)
    assert (Code.FORMULA_WITHOUT_VALUE, 1, 2) in [(p.code, p.line, p.column) for p in document.problems]


@pytest.mark.parametrize("heading", ["service", "users.meetings", "users.meetings#evidence", "users.votes.users"])
def test_a_cell_that_holds_no_answer_is_one_problem_in_any_column(hall: Questionnaire, heading: str) -> None:
    """It is not complained of again as what it stands for."""
    beside = ["users.votes.neighbours"] if heading.startswith("users.votes") else []
    cells = [xlsx.text("A2", "village-hall"), xlsx.error("B2"), *(xlsx.number("C2", "40") for _ in beside)]
    (document,) = documents(book(A=[xlsx.headings("questionnaire", heading, *beside), xlsx.row(2, *cells)]), hall)
    _, problems = read_answers(document, hall)
    assert [(p.code, p.column_name, "B2" in p.message) for p in problems] == [(Code.ERROR_VALUE, heading, True)]


def test_rows_are_given_before_the_sheet_is_read_to_its_end() -> None:
    """What breaks off far below is told behind the rows that stand above it."""
    rows = [xlsx.row(n, xlsx.text(f"A{n}", "x" * 50)) for n in range(1, 5_000)]
    broken = xlsx.sheet_xml(rows).replace("</sheetData>", "<")
    raw = xlsx.packed({**xlsx.parts_of({"A": []}), "xl/worksheets/sheet1.xml": broken})
    found: list[Row] = list(xlsx_sheet("a.xlsx", raw).rows)
    assert (len(found), found[-1].problem is not None, found[-1].number) == (5_000, True, 4_999)
