"""Tables: a row for each document, with places as file, row and column name."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import spreadsheets as xlsx
from spinout.cli.screens.pages import place
from spinout.core.problems import Code
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.wording import number_from
from spinout.inputs.documents import FORMATS, MOST_BYTES, Document, read_several
from spinout.use_cases.assessments import read_answers
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"


@cache
def questionnaire() -> Questionnaire:
    """The small questionnaire, loaded once."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    return loaded.questionnaire


@pytest.fixture
def hall() -> Questionnaire:
    """The small questionnaire."""
    return questionnaire()


def read_csv(raw: bytes, questionnaire: Questionnaire) -> list[Document]:
    """The documents of a table's bytes."""
    return list(read_several("a.csv", FORMATS[".csv"], raw.splitlines(keepends=True), questionnaire))


def read_xlsx(raw: bytes, questionnaire: Questionnaire) -> list[Document]:
    """The documents of a workbook's bytes."""
    return list(read_several("a.xlsx", FORMATS[".xlsx"], raw, questionnaire))


def told(document: Document, questionnaire: Questionnaire) -> list[tuple[str, Code]]:
    """The place as a screen shows it and the code of each problem of a document."""
    answers, problems = read_answers(document, questionnaire)
    assert (answers is None) == bool(problems)
    return [(place(p, document.name), p.code) for p in problems]


def test_a_row_means_what_a_document_says(hall: Questionnaire) -> None:
    """Levels, options in any case, several options, splits, notes and reasons become plain data."""
    raw = (
        b"questionnaire,service,users.meetings,users.meetings#evidence,users.groups,users.written-rules,"
        b"users.written-rules#not_applicable,users.votes.users,users.votes.neighbours,money.hirings,plan.opened\n"
        b"village-hall, Choir ,2,A letter.,Choir; PLAYGROUP,,None needed.,60,40,3.0,1999-05-01\n"
        b"village-hall,,DONT-KNOW,,,True,,Dont-Know,,,\n"
    )
    first, second = read_csv(raw, hall)
    assert first.data == {
        "questionnaire": "village-hall",
        "service": "Choir",
        "answers": {
            "users.meetings": {"answer": 2, "evidence": "A letter."},
            "users.groups": ["choir", "playgroup"],
            "users.written-rules": {"not_applicable": "None needed."},
            "users.votes": {"answer": {"users": 60, "neighbours": 40}},
            "money.hirings": Decimal("3.0"),
            "plan.opened": "1999-05-01",
        },
    }
    assert second.data == {
        "questionnaire": "village-hall",
        "answers": {"users.meetings": "dont-know", "users.written-rules": "true", "users.votes": "dont-know"},
    }
    assert (first.line, second.line, told(first, hall), told(second, hall)) == (2, 3, [], [])


def test_the_digest_is_of_the_cells(hall: Questionnaire) -> None:
    """Cells as they stand, joined by U+001F."""
    (document,) = read_csv(b"questionnaire,users.meetings\nvillage-hall, 2\n", hall)
    assert document.raw == b"village-hall\x1f 2"


def test_wrong_cells_are_told_by_row_and_column(hall: Questionnaire) -> None:
    """Every problem of a row names the file, the row and the column's heading."""
    raw = (
        b"questionnaire,users.meetings,users.meetings#note,users.groups,users.votes.users,users.votes.neighbours,"
        b"money.hirings,money.income\n"
        b"\n"
        b'village-hall,9,"a\x1bb",dog,60,50,1234567890123456,007\n'
        b"village-hall,1,,,60,,,x,beyond\n"
        b"other,1,,,a,40,,\n"
        b",1,,,,,,\n"
    )
    assert [told(document, hall) for document in read_csv(raw, hall)] == [
        [
            ("a.csv:3:users.meetings", Code.LEVEL_OUT_OF_RANGE),
            ("a.csv:3:users.meetings#note", Code.CONTROL_CHARACTER),
            ("a.csv:3:users.groups", Code.UNKNOWN_OPTION),
            ("a.csv:3:users.votes.users", Code.SPLIT_TOTAL),
            ("a.csv:3:money.hirings", Code.NUMBER_TOO_LONG),
            ("a.csv:3:money.income", Code.WRONG_ANSWER),
        ],
        [
            ("a.csv:4:users.votes.users", Code.SPLIT_TOTAL),
            ("a.csv:4:money.income", Code.WRONG_ANSWER),
            ("a.csv:4:9", Code.NO_COLUMN),
        ],
        [("a.csv:5:questionnaire", Code.OTHER_QUESTIONNAIRE), ("a.csv:5:users.votes.users", Code.OUT_OF_RANGE)],
        [("a.csv:6:questionnaire", Code.MISSING_FIELD)],
    ]


@pytest.mark.parametrize(
    ("heading", "column", "code", "hint"),
    [
        ("users.meeting", 2, Code.UNKNOWN_COLUMN, 'Did you mean "users.meetings"?'),
        ("questionnaire", 2, Code.COLUMN_TWICE, "Keep one of the two."),
        (
            "users.votes",
            2,
            Code.UNKNOWN_COLUMN,
            "A split has a column for each part: users.votes.users, users.votes.neighbours.",
        ),
        (
            "users.groups#proof",
            2,
            Code.UNKNOWN_COLUMN,
            "Beside users.groups may stand: users.groups#evidence, users.groups#note, "
            "users.groups#not_applicable, users.groups#other, users.groups#exempt.",
        ),
    ],
)
def test_a_heading_that_is_not_understood_is_told_once(
    hall: Questionnaire, heading: str, column: int, code: Code, hint: str
) -> None:
    """No row is read under it, and the nearest heading is named."""
    (document,) = read_csv(f"questionnaire,{heading}\nvillage-hall,1\nvillage-hall,2\n".encode(), hall)
    assert [(p.line, p.column, p.code, p.hint) for p in document.problems] == [(1, column, code, hint)]
    assert (document.whole, document.line) == (False, None)


def test_a_table_says_which_questionnaire_it_answers(hall: Questionnaire) -> None:
    """Without that column no row is read."""
    (document,) = read_csv(b"users.meetings\n1\n", hall)
    assert [(p.line, p.column, p.code) for p in document.problems] == [(1, 1, Code.MISSING_FIELD)]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"questionnaire\n", b"questionnaire,users.meetings\n,\n\n"])
def test_a_table_without_a_row_is_an_error(hall: Questionnaire, raw: bytes) -> None:
    """Headings alone, or nothing at all, hold no document."""
    (document,) = read_csv(raw, hall)
    assert [p.code for p in document.problems] == [Code.NO_DOCUMENT]


TABLE = "questionnaire,service,users.groups\r\nvillage-hall,Café Ŵyl,choir;playgroup\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.replace("\r\n", "\n").encode(),
        TABLE.replace("choir;playgroup", '"choir;playgroup"').replace(",", ";").encode("utf-8-sig"),
    ],
    ids=["utf-8", "mark", "line-feeds", "semicolons"],
)
def test_what_spreadsheets_write_is_read_alike(hall: Questionnaire, raw: bytes) -> None:
    """A byte order mark, either delimiter and either line end change nothing."""
    (document,) = read_csv(raw, hall)
    assert document.data == {
        "questionnaire": "village-hall",
        "service": "Café Ŵyl",
        "answers": {"users.groups": ["choir", "playgroup"]},
    }
    assert (document.problems, document.warnings) == ((), ())


def test_a_windows_file_is_read_with_a_warning(hall: Questionnaire) -> None:
    """Letters that are no UTF-8 are taken for Windows-1252, and their rows are told."""
    raw = "questionnaire,service\nvillage-hall,Hall\nvillage-hall,Café – “tea”\n".encode("cp1252")
    first, second = read_csv(raw, hall)
    assert (first.warnings, [w.code for w in second.warnings]) == ((), [Code.OTHER_ENCODING])
    assert second.data == {"questionnaire": "village-hall", "service": "Café – “tea”", "answers": {}}
    answers, _ = read_answers(second, hall)
    assert answers is not None
    assert answers.warnings == second.warnings


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbfquestionnaire,service\nvillage-hall,caf\xe9\n",
        b"questionnaire,service\nvillage-hall,\x81\n",
        "questionnaire,plan.story,service\nvillage-hall,Ŵyl,\n".encode() + b"village-hall,,caf\xe9\n",
    ],
    ids=["after-mark", "no-windows-letter", "after-utf-8"],
)
def test_damaged_letters_are_refused(hall: Questionnaire, raw: bytes) -> None:
    """Where a file is known to be UTF-8, or a byte is no letter at all, nothing is guessed."""
    document = read_csv(raw, hall)[-1]
    assert [(p.code, p.column_name) for p in document.problems] == [(Code.NOT_UTF_8, "service")]


def test_utf_16_is_refused(hall: Questionnaire) -> None:
    """With advice, and once."""
    (document,) = read_csv(TABLE.encode("utf-16"), hall)
    assert [p.code for p in document.problems] == [Code.NOT_UTF_8]


def test_a_row_with_wrong_quotes_stops_no_other(hall: Questionnaire) -> None:
    """It is refused, and the rows below it are read."""
    raw = b'questionnaire,service\nvillage-hall,"a"b\nvillage-hall,"a\nb"\nvillage-hall,"c\nvillage-hall,d\n'
    documents = read_csv(raw, hall)
    assert [(d.line, [p.code for p in d.problems]) for d in documents] == [
        (2, [Code.TABLE_SYNTAX]),
        (3, []),
        (4, [Code.SWALLOWED_LINES]),
    ]
    assert documents[1].data == {"questionnaire": "village-hall", "service": "a\nb", "answers": {}}


COLUMNS = ("questionnaire", "service", "date", "users.meetings", "users.meetings#evidence", "users.meetings#note")
SHOWN = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("shown", SHOWN)
def test_the_error_of_a_formula_is_refused_in_every_column(column: str, shown: str, hall: Questionnaire) -> None:
    """In any case, with spaces around it, and once; in the middle of a text it is one."""
    for cell in (shown, shown.lower(), f" {shown} "):
        cells = ",".join(
            cell if name == column else "village-hall" if name == "questionnaire" else "" for name in COLUMNS
        )
        (document,) = read_csv(f"{','.join(COLUMNS)}\n{cells}\n".encode(), hall)
        _, problems = read_answers(document, hall)
        assert [(p.code, p.line, p.column_name) for p in problems] == [(Code.ERROR_VALUE, 2, column)]
    (document,) = read_csv(f"questionnaire,service\nvillage-hall,Hall {shown}\n".encode(), hall)
    assert read_answers(document, hall)[1] == ()


@pytest.mark.parametrize(
    ("rows", "cell", "taken"),
    [
        (',A,1,"lost\n{}B,2,\n', "users.meetings#note", 1),
        (',A,1,"lost\n{}B,2,"\n{}C,2,\n', "users.meetings#note", 1),
        (',"A,1,\n{}B,2,\n{}C,2,\n', "service", 2),
        (',A,1,"a ""word"" and\nno more\n{}B,"b"\n', "users.meetings#note", 1),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_quote_that_took_rows_into_its_cell_is_told(
    rows: str, cell: str, taken: int, delimiter: str, hall: Questionnaire
) -> None:
    """Where it opens, however the quotes go on; the first row that stands whole below is read."""
    head = "questionnaire,service,users.meetings,users.meetings#note\nvillage-hall"
    text = (head + rows.format(*["village-hall,"] * 9)).replace(",", delimiter)
    first, *rest = read_csv(text.encode(), hall)
    (problem,) = first.problems
    assert (problem.code, problem.line, problem.column_name) == (Code.SWALLOWED_LINES, 2, cell)
    assert f"took {taken} row" in problem.message
    assert all(document.whole for document in rest)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_told_by_the_column_of_the_questionnaire(end: str, hall: Questionnaire) -> None:
    """Wherever that column stands, and however the lines in the cell end."""
    row = "{},village-hall,1,{}"
    inside = end.join(row.format(name, "x") for name in "BC")
    raw = f'service,questionnaire,users.meetings,users.meetings#note\n{row.format("A", chr(34))}{end}{inside}"\n'
    (document,) = read_several("a.csv", FORMATS[".csv"], BytesIO(raw.encode()), hall)
    (problem,) = document.problems
    assert (problem.code, problem.column_name) == (Code.SWALLOWED_LINES, "users.meetings#note")
    assert "took 2 rows" in problem.message


def test_a_cell_may_have_lines_of_its_own(hall: Questionnaire) -> None:
    """Also such as begin with the questionnaire's id, where no delimiter stands behind it."""
    raw = b'questionnaire,users.meetings#note\nvillage-hall,"one\nvillage-hall: two\n village-hall,three"\n'
    (document,) = read_csv(raw, hall)
    assert document.problems == ()


def test_answers_in_the_place_of_headings_are_one_problem(hall: Questionnaire) -> None:
    """With what to write above them."""
    (document,) = read_csv(b"2026-11-03,village-hall,A,2,choir\n", hall)
    assert [(p.code, p.line, p.column) for p in document.problems] == [(Code.NO_HEADINGS, 1, 2)]


def test_a_row_may_be_as_long_as_a_document(hall: Questionnaire) -> None:
    """A longer one is refused, and the rows below it are read."""
    fits = b"village-hall," + b"x" * (MOST_BYTES - 100) + b"\n"
    raw = b"questionnaire,plan.story\n" + fits + b"village-hall," + b"y" * MOST_BYTES + b"\nvillage-hall,z\n"
    documents = read_csv(raw, hall)
    assert [d.problems for d in documents[:1]] == [()]
    assert [p.code for p in documents[1].problems] == [Code.TOO_BIG]
    assert documents[-1].data == {"questionnaire": "village-hall", "answers": {"plan.story": "z"}}


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize(("more", "codes"), [(0, []), (1, [Code.TOO_BIG])])
def test_the_end_of_a_row_is_none_of_its_bytes(hall: Questionnaire, end: bytes, more: int, codes: list[Code]) -> None:
    """A row of exactly as many bytes as a document may have is read, however its line ends."""
    row = b"village-hall,"
    row += b"x" * (MOST_BYTES - len(row) + more)
    (document,) = read_csv(b"questionnaire,plan.story\n" + row + end, hall)
    assert [p.code for p in document.problems] == codes


@pytest.mark.parametrize("written", ["MAYBE", "Yess", "Perhaps Not"])
def test_what_is_no_answer_is_told_as_it_was_written(hall: Questionnaire, written: str) -> None:
    """Capitals are kept in the message, as somebody looks for the cell by what stands in it."""
    (document,) = read_csv(f"questionnaire,users.written-rules\nvillage-hall,{written}\n".encode(), hall)
    _, problems = read_answers(document, hall)
    assert [written in problem.message for problem in problems] == [True]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Whatever stands below the headings, each row is a document or a list of problems."""
    documents = read_csv(b"questionnaire,users.meetings,plan.story\n" + raw, questionnaire())
    assert documents
    for document in documents:
        told(document, questionnaire())


def test_cells_of_a_workbook_mean_what_they_show(hall: Questionnaire) -> None:
    """Whole numbers, true and false, dates and text; rows and columns are counted from the sheet's edge."""
    raw = xlsx.workbook(
        xlsx.row(
            2,
            xlsx.text("B2", "questionnaire"),
            xlsx.text("C2", "users.meetings"),
            xlsx.text("D2", "users.written-rules"),
            xlsx.text("E2", "plan.opened"),
            xlsx.text("F2", "plan.story"),
            xlsx.text("G2", "money.income"),
        ),
        xlsx.row(
            4,
            xlsx.text("B4", "village-hall"),
            xlsx.number("C4", "2"),
            xlsx.truth("D4", value=True),
            xlsx.day("E4", "45000"),
            xlsx.number("F4", "7"),
            xlsx.number("G4", "0.30000000000000004"),
        ),
        xlsx.row(5, xlsx.text("B5", "village-hall"), xlsx.day("E5", "45000.5"), xlsx.number("C5", "1E+30")),
    )
    first, second = read_xlsx(raw, hall)
    assert first.data == {
        "questionnaire": "village-hall",
        "answers": {
            "users.meetings": 2,
            "users.written-rules": "true",
            "plan.opened": "2023-03-15",
            "plan.story": "7",
            "money.income": Decimal("0.3"),
        },
    }
    assert (first.line, first.raw) == (
        4,
        "\x1f".join(["", "village-hall", "2", "TRUE", "2023-03-15", "7", "0.3"]).encode(),
    )
    assert told(second, hall) == [
        ("a.xlsx:5:users.meetings", Code.NUMBER_TOO_LONG),
        ("a.xlsx:5:plan.opened", Code.BAD_DATE),
    ]


def test_a_cell_with_an_error_is_no_empty_cell(hall: Questionnaire) -> None:
    """A formula that fails is refused where a question is answered."""
    raw = xlsx.workbook(
        xlsx.row(1, xlsx.text("A1", "questionnaire"), xlsx.text("B1", "users.meetings")),
        xlsx.row(2, xlsx.text("A2", "village-hall"), xlsx.error("B2")),
    )
    (document,) = read_xlsx(raw, hall)
    assert told(document, hall) == [("a.xlsx:2:users.meetings", Code.ERROR_VALUE)]


@pytest.mark.parametrize(
    ("share", "style", "shown"),
    [("0.5", 2, "50%"), ("1", 2, "100%"), ("0.505", 2, "51%"), ("0.125", 3, "12.50%"), ("0.125", 4, "12.5%")],
)
def test_a_percentage_is_read_as_it_shows(hall: Questionnaire, share: str, style: int, shown: str) -> None:
    """A cell that shows 50% holds 0.5; it is 50, as in the same sheet saved as CSV, and never taken for 0.5."""
    raw = xlsx.workbook(
        xlsx.row(1, xlsx.text("A1", "questionnaire"), xlsx.text("B1", "money.income"), xlsx.text("C1", "plan.story")),
        xlsx.row(
            2,
            xlsx.text("A2", "village-hall"),
            xlsx.percentage("B2", share, style=style),
            xlsx.percentage("C2", share, style=style),
        ),
    )
    (document,) = read_xlsx(raw, hall)
    (saved,) = read_csv(f"questionnaire,money.income,plan.story\nvillage-hall,{shown},{shown}\n".encode(), hall)
    assert document.data == saved.data
    assert told(document, hall) == []
    answers, _ = answers_from(document.data, hall)
    assert answers is not None
    assert answers.of("money.income").value == number_from(shown.removesuffix("%"))


def test_a_sign_that_a_format_only_adds_changes_no_number(hall: Questionnaire) -> None:
    """In quotes, the sign stands beside the number as a unit does."""
    raw = xlsx.workbook(
        xlsx.row(1, xlsx.text("A1", "questionnaire"), xlsx.text("B1", "money.income")),
        xlsx.row(2, xlsx.text("A2", "village-hall"), xlsx.percentage("B2", "0.5", style=5)),
    )
    (document,) = read_xlsx(raw, hall)
    assert document.data == {"questionnaire": "village-hall", "answers": {"money.income": Decimal("0.5")}}


@pytest.mark.parametrize("digits", ["1234567890123456", "-1234567890123456", "1e21"])
@pytest.mark.parametrize("heading", ["service", "plan.story", "money.hirings", "users.meetings#note"])
def test_a_number_that_a_workbook_cuts_is_refused(hall: Questionnaire, digits: str, heading: str) -> None:
    """Of more than 15 digits a spreadsheet keeps the first, so that not even a text may be made of them."""
    raw = xlsx.workbook(
        xlsx.row(1, xlsx.text("A1", "questionnaire"), xlsx.text("B1", heading)),
        xlsx.row(2, xlsx.text("A2", "village-hall"), xlsx.number("B2", digits)),
    )
    (document,) = read_xlsx(raw, hall)
    assert told(document, hall) == [(f"a.xlsx:2:{heading}", Code.NUMBER_TOO_LONG)]


def test_parts_of_a_split_that_is_removed_are_passed_over_with_a_warning(hall: Questionnaire) -> None:
    """What parts a removed split had is not known any more; its columns say what an answer to it would."""
    raw = (
        b"questionnaire,money.roof-fund.slates,money.roof-fund.beams,money.roof-fund#note\n"
        b"village-hall,40,60,Of 2024.\nvillage-hall,,,\n"
    )
    first, second = read_csv(raw, hall)
    warnings = []
    for document in (first, second):
        answers, problems = read_answers(document, hall)
        assert problems == ()
        assert answers is not None
        warnings.append([warning.code for warning in answers.warnings])
    assert warnings == [[Code.REMOVED_QUESTION], []]


def test_a_heading_near_an_old_id_is_told_the_nearest_of_today(hall: Questionnaire) -> None:
    """Nobody is sent to a question that is no longer asked, or to the old name of one that is."""
    (document,) = read_csv(b"questionnaire,money.roof-fundd,users.get-togetherz\nvillage-hall,,\n", hall)
    assert [p.code for p in document.problems] == [Code.UNKNOWN_COLUMN] * 2
    assert not any('roof-fund"' in p.hint or "get-togethers" in p.hint for p in document.problems)


def test_a_cell_of_which_nothing_shows_is_empty(hall: Questionnaire) -> None:
    """A zero-width space alone is no answer, no evidence, and no row."""
    headings = "questionnaire,users.meetings,users.meetings#evidence,users.votes.users\n"
    raw = f"{headings}village-hall,2,\u200b,\u200b\n\u200b,,,\n"
    (document,) = read_csv(raw.encode(), hall)
    assert document.data == {"questionnaire": "village-hall", "answers": {"users.meetings": 2}}
    assert told(document, hall) == []


@pytest.mark.parametrize(
    ("raw", "advice"),
    [
        (b"questionnaire\tservice\nvillage-hall\tx\n", "parted by tabs"),
        (b"sep=;\nquestionnaire;service\nvillage-hall;x\n", "Take this line out"),
        (b"questionnaire,service\n,Choir\n", "Fill this cell."),
        (b"questionnaire,service\n  ,Choir\n", "Fill this cell."),
    ],
)
def test_what_a_table_lacks_is_said_in_its_words(hall: Questionnaire, raw: bytes, advice: str) -> None:
    """Another delimiter is named, and what is missing is a cell and no line."""
    document = read_csv(raw, hall)[0]
    _, problems = read_answers(document, hall)
    assert any(advice in problem.hint for problem in problems)


BROKEN: dict[str, tuple[Callable[[], bytes], Code]] = {
    "nothing": (lambda: b"", Code.TABLE_SYNTAX),
    "no-zip": (lambda: b"PK\x03\x04 no zip", Code.TABLE_SYNTAX),
    "old": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Code.TABLE_SYNTAX),
    "cut": (lambda: xlsx.workbook(xlsx.row(1, xlsx.text("A1", "questionnaire")))[:-40], Code.TABLE_SYNTAX),
    "empty": (xlsx.workbook, Code.NO_DOCUMENT),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_workbook_that_cannot_be_read_is_told(hall: Questionnaire, name: str) -> None:
    """No zip, an older format, a cut file, and no rows."""
    make, code = BROKEN[name]
    (document,) = read_xlsx(make(), hall)
    assert [p.code for p in document.problems] == [code]


def test_a_text_of_an_option_has_a_column(hall: Questionnaire) -> None:
    """It stands beside the option that takes one."""
    heading = "questionnaire,money.landlord,money.landlord#other"
    (document,) = read_csv(f"{heading}\nvillage-hall,another,The diocese\n".encode(), hall)
    assert document.data == {
        "questionnaire": "village-hall",
        "answers": {"money.landlord": {"answer": "another", "other": "The diocese"}},
    }


def test_only_the_first_of_very_many_unknown_columns_are_told_with_the_nearest(hall: Questionnaire) -> None:
    """Each is told; to look for the nearest name of thousands would take minutes."""
    # Columns without a name are none of them: a wide table gets its hints too.
    names = ",".join(["questionnaire", *[""] * 400, *(f"users.meeting{n}" for n in range(600))])
    (document,) = read_csv(f"{names}\nvillage-hall\n".encode(), hall)
    assert [bool(problem.hint) for problem in document.problems] == [True] * 300 + [False] * 300
