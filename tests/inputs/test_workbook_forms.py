"""What people and spreadsheets do to a workbook form, and what is read or told of it."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from time import process_time
from typing import Any

import pytest

import form_filling as forms
import spreadsheets
from fuzz import right
from spinout.core.answers import Answers
from spinout.core.problems import Problem
from spinout.inputs.documents import Document
from spinout.use_cases.assessments import read_answers

HALL = right.hall().questionnaire
BLANK = forms.blank(HALL)
Edit = Callable[[Any, forms.Cells], None]
ANSWER, INSTEAD, OTHER = "Answer", "Don't know, or does not apply", "If another, which"


def edited(edit: Edit, raw: bytes = BLANK) -> Document:
    """The document of a form after somebody's work on it."""
    workbook = forms.opened(raw)
    edit(workbook, forms.cells_of(workbook))
    (document,) = forms.documents(forms.saved(workbook), HALL)
    return document


def typed(**cells: object) -> Edit:
    """Write answers, each under its question's own id with a double underscore for the dot."""

    def edit(_: Any, found: forms.Cells) -> None:
        for name, value in cells.items():
            found[name.replace("__", ".").replace("_", "-"), ANSWER].value = value

    return edit


def answers(edit: Edit) -> Answers:
    """The answers of such a form, of which nothing is wrong."""
    read, problems = read_answers(edited(edit), HALL)
    assert problems == ()
    assert read is not None
    return read


def problems(edit: Edit) -> list[str]:
    """What is wrong with such a form."""
    read, told = read_answers(edited(edit), HALL)
    assert read is None
    return [in_words(problem) for problem in told]


def in_words(problem: Problem) -> str:
    """A problem as a screen tells it."""
    return f"{problem.cell} [{problem.code}] {problem.question}: {problem.message} {problem.hint}"


def warnings(edit: Edit) -> list[str]:
    """What is told of such a form, of which nothing is wrong."""
    return [f"[{warning.code}] {warning.message}" for warning in answers(edit).warnings]


def instead(ident: str, text: str) -> Edit:
    """Write something in the place for what stands instead of an answer."""

    def edit(_: Any, cells: forms.Cells) -> None:
        cells[ident, INSTEAD].value = text

    return edit


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(workbook: Any, cells: forms.Cells) -> None:
        for each in edits:
            each(workbook, cells)

    return edit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2: Every month", 2),
        ("  2:  every MONTH. ", 2),
        ("every month", 2),
        (2, 2),
        ("2", 2),
        ("Now and then", 1),
    ],
)
def test_a_level_is_read_however_it_was_typed(text: object, value: int) -> None:
    """As the list offers it, with other spaces and case, without its number, by its number alone."""
    assert answers(typed(users__meetings=text)).of("users.meetings").value == value


def test_cells_are_read_as_spreadsheets_store_them() -> None:
    """A percentage as a fraction with its style, a date as a serial, true as a truth, a number as text."""

    def edit(_: Any, cells: forms.Cells) -> None:
        cells["money.income", ANSWER].value = 0.625
        cells["money.income", ANSWER].number_format = "0.0%"
        cells["plan.opened", ANSWER].value = datetime(1911, 5, 1)  # noqa: DTZ001
        cells["users.written-rules", ANSWER].value = True
        cells["money.hirings", ANSWER].value = "40"
        cells["users.votes.users", ANSWER].value = 0.6
        cells["users.votes.users", ANSWER].number_format = "0%"
        cells["users.votes.neighbours", ANSWER].value = 40
        cells["users.groups.choir", ANSWER].value = "x"
        cells["users.groups.nobody", ANSWER].value = "no"

    read = answers(edit)
    assert {ident: answer.value for ident, answer in read.answers.items()} == {
        "money.income": 62.5,
        "plan.opened": "1911-05-01",
        "users.written-rules": True,
        "money.hirings": 40,
        "users.votes": {"users": 60, "neighbours": 40},
        "users.groups": ("choir",),
    }


def test_sheets_may_be_renamed_sorted_hidden_and_lose_their_lists() -> None:
    """Rows are found by their ids, columns by their headings; without the hidden sheets nothing is lost."""

    def edit(workbook: Any, cells: forms.Cells) -> None:
        cells["users.meetings", ANSWER].value = "2: Every month"
        cells["plan.story", ANSWER].value = "Built in 1911."
        del workbook["spinout lists"]
        del workbook["spinout"]
        sheet = workbook["The users"]
        sheet.title = "Our users"
        sheet.column_dimensions["C"].hidden = True
        top = next(n for n in range(1, 9) if sheet.cell(n, 1).value == "No.")
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
        for n, row in enumerate(reversed(rows), top + 1):
            for column, value in enumerate(row, 1):
                sheet.cell(n, column).value = value if not str(value).startswith("=") else None

    read = answers(edit)
    assert (read.of("users.meetings").value, read.of("plan.story").value) == (2, "Built in 1911.")
    assert (read.version, read.warnings) == ("2026.11", ())


def test_a_day_at_the_top_may_be_stored_as_a_date() -> None:
    """As a spreadsheet stores what is typed into the cell, which is formatted as a day."""
    assert answers(typed(date=datetime(2026, 11, 23))).date == "2026-11-23"  # noqa: DTZ001


def test_another_option_has_its_text() -> None:
    """It stands in the column for it."""

    def edit(_: Any, cells: forms.Cells) -> None:
        cells["money.landlord", ANSWER].value = "somebody else"
        cells["money.landlord", OTHER].value = "A trust"

    assert answers(edit).of("money.landlord").other == "A trust"


def test_a_respondent_is_read_by_the_words_of_the_list() -> None:
    """The list offers who may answer in words."""
    assert answers(typed(respondent="The clerk")).respondent == "clerk"


PROBLEMS: dict[str, tuple[Edit, list[str]]] = {
    "no option": (
        typed(money__landlord="The paris council"),
        [
            "'The money'!F5 [unknown-option] money.landlord: Found \"The paris council\", which is none of the "
            'options. Did you mean "The parish council"? Allowed: The parish council, A private owner, Somebody else.'
        ],
    ),
    "answer and don't know": (
        both(typed(money__income=50), instead("money.income", "don’t know")),
        [
            "'The money'!G4 [answer-and-unknown] money.income: An answer and \"Don't know\" stand together. "
            "Keep one of the two."
        ],
    ),
    "answer and does not apply": (
        both(typed(users__written_rules="Yes"), instead("users.written-rules", "Does not apply")),
        [
            "'The users'!G9 [answer-and-reason] users.written-rules: An answer and \"Does not apply\" stand together. "
            "Keep one of the two."
        ],
    ),
    "no reason": (
        instead("users.written-rules", "does not apply"),
        [
            "'The users'!H9 [blank-reason] users.written-rules: The reason why it does not apply is blank. "
            "Say in a few words why it does not apply."
        ],
    ),
    "always applies": (
        both(instead("money.income", "Does not apply")),
        [
            "'The money'!G4 [not-applicable-refused] money.income: This question always applies. "
            'Answer it, or choose "Don\'t know".'
        ],
    ),
    "something instead": (
        instead("money.income", "Don't no"),
        [
            "'The money'!G4 [unknown-word] money.income: Found \"Don't no\" in the place for what stands instead of an "
            "answer. Did you mean \"Don't know\"? Allowed: Don't know; or leave it empty."
        ],
    ),
    "formula": (
        typed(money__hirings="=1+1"),
        [
            "'The money'!F3 [formula-without-value] money.hirings: Cell F3 holds a formula without a stored value. "
            "Open the workbook in a spreadsheet, which works it out, and save it; or type the value itself."
        ],
    ),
    "out of range": (
        typed(money__hirings=5000),
        [
            "'The money'!F3 [out-of-range] money.hirings: Found 5000, which is out of range. "
            'Write a whole number from 0 to 2000. Or choose "Don\'t know".'
        ],
    ),
    "split": (
        typed(users__votes__users=60),
        [
            "'The users'!F10 [split-total] users.votes: These parts are missing: neighbours. "
            "Give every part a number; 0 counts."
        ],
    ),
    "beside an option": (
        typed(users__groups__choir="perhaps"),
        [
            "'The users'!F5 [wrong-answer] users.groups: Found \"perhaps\" beside an option. "
            "Write Yes where it fits, and leave the others empty."
        ],
    ),
    "where options have rows": (
        typed(users__groups="choir"),
        [
            "'The users'!F4 [wrong-answer] users.groups: Found \"choir\" in a row that only names the question. "
            "Answer in the rows below it, one for each option or part."
        ],
    ),
    "alone": (
        typed(users__groups__choir="Yes", users__groups__nobody="Yes"),
        [
            "'The users'!F4 [exclusive-option] users.groups: \"nobody\" stands beside other options. "
            "It stands alone, or not at all."
        ],
    ),
    "date": (
        typed(date="23/11/2026"),
        [
            "'Start here'!B8 [bad-date] None: Found \"23/11/2026\", which is no date. Did you mean 2026-11-23? "
            "Write a date as YYYY-MM-DD."
        ],
    ),
    "another questionnaire": (
        typed(questionnaire="village-green"),
        [
            "'Start here'!B9 [other-questionnaire] None: These are answers to \"village-green\"; the questionnaire is "
            '"village-hall". Give the folder of that questionnaire with --questions, or correct the id.'
        ],
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_names_its_cell(name: str) -> None:
    """Sheet and cell, question, what was found, what is allowed."""
    edit, expected = PROBLEMS[name]
    assert problems(edit) == expected


def test_a_formula_is_refused_whatever_it_shows() -> None:
    """A stored result is not taken either; that of the sum of parts is the form's own."""
    with zipfile.ZipFile(io.BytesIO(BLANK)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet4.xml"].decode()
    place = sheet.index('r="F3"')
    end = sheet.index("/>", place)
    parts["xl/worksheets/sheet4.xml"] = (sheet[:end] + "><f>20+20</f><v>40</v></c>" + sheet[end + 2 :]).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    (document,) = forms.documents(made.getvalue(), HALL)
    _, told = read_answers(document, HALL)
    assert [in_words(problem) for problem in told] == [
        "'The money'!F3 [formula-in-answer] money.hirings: The cell holds a formula, which shows \"40\". "
        "A form takes no formula for an answer. Type what is meant in its place."
    ]


def test_nothing_is_left_out_in_silence() -> None:
    """A row that was added, one copied, a cell beside the table, a sheet more, and rows that are gone are told."""

    def add_row(workbook: Any, _: forms.Cells) -> None:
        workbook["The money"]["F6"] = "We own a field too"

    assert problems(add_row) == [
        "'The money'!F6 [row-without-id] None: Found \"We own a field too\" in a row without an id, so that nobody can "
        "tell what it answers. Move it to the row of its question, or write the question's id in the column Id."
    ]

    def copy_row(workbook: Any, cells: forms.Cells) -> None:
        cells["money.income", ANSWER].value = 50
        workbook["The money"]["F6"], workbook["The money"]["M6"] = 60, "money.income"

    assert problems(copy_row) == [
        "'The money'!F6 [answered-twice] money.income: A row with the id \"money.income\" stands twice; this was "
        "filled in at 'The money'!F4 already. Keep one of the two rows."
    ]

    def scribble(workbook: Any, _: forms.Cells) -> None:
        workbook["The money"]["P4"], workbook["The money"]["C7"] = "Ask the bank", "A remark"
        workbook.create_sheet("Scratch")["A1"] = "Working"
        workbook["The users"].delete_rows(3)

    assert warnings(scribble) == [
        "[rows-missing] 1 question has no row in the form any more, and no answer: users.meetings.",
        "[other-sheets] There is something in 1 sheet that is no part of the form, and not read: Scratch.",
        "[not-read] 'The money'!P4: \"Ask the bank\" stands under no heading of the form. It was not read.",
        "[not-read] 'The money'!C7: \"A remark\" stands in a row without an id. It was not read.",
    ]

    def sum_typed(_: Any, cells: forms.Cells) -> None:
        cells["users.votes#sum", ANSWER].value = 100

    assert warnings(sum_typed) == [
        "[not-read] 'The users'!F13: \"100\" stands where what the parts come to is shown. It was not read."
    ]

    def hide(workbook: Any, cells: forms.Cells) -> None:
        cells["money.income", ANSWER].value = 50
        workbook["The money"].row_dimensions[4].hidden = True

    assert warnings(hide) == ["[hidden-row] Rows are hidden, and read all the same: 'The money'!A4."]


def test_headings_that_are_gone_are_told() -> None:
    """Without them none of a sheet can be read; two alike are told too."""

    def edit(workbook: Any, _: forms.Cells) -> None:
        workbook["The money"]["F2"] = "Our answer"

    assert problems(edit) == [
        "'The money'!A1 [no-headings] None: The headings Answer and Id are gone, so nothing here can be read. "
        "Copy the row of headings back from a blank form."
    ]

    def twice(workbook: Any, _: forms.Cells) -> None:
        workbook["The money"]["G2"] = "Answer"

    document = edited(twice)
    assert [(p.code, p.message) for p in document.problems] == [
        ("column-twice", 'The heading "answer" stands twice in row 2 of "The money".')
    ]


def test_an_older_form_is_read_by_the_rules_for_older_answers() -> None:
    """Another version, renamed and removed questions are warnings; one that nobody knows is a problem once answered."""

    def edit(_: Any, cells: forms.Cells) -> None:
        cells["version", ANSWER].value = "2026.10"
        cells["users.meetings", ANSWER].value = "2: Every month"
        cells["users.meetings", "Id"].value = "users.get-togethers"
        cells["money.income", "Id"].value = "money.roof-fund"
        cells["money.income", ANSWER].value = 20

    read = answers(edit)
    assert read.of("users.meetings").value == 2
    assert [f"[{w.code}] {w.message}" for w in read.warnings][1:] == [
        '[other-version] These are answers to version "2026.10"; the questionnaire is version "2026.11". '
        "Questions may have changed since.",
        "[renamed-question] The question users.get-togethers is now users.meetings; its answer counts there.",
        "[removed-question] The question money.roof-fund is no longer asked; its answer does not count.",
    ]

    def unknown(_: Any, cells: forms.Cells) -> None:
        cells["money.income", "Id"].value = "money.incomes"
        cells["money.hirings", "Id"].value = "money.roof"
        cells["money.income", ANSWER].value = 20

    assert problems(unknown) == [
        "'The money'!M4 [unknown-question] money.incomes: There is no question \"money.incomes\". "
        'Did you mean "money.income"?'
    ]


def test_a_form_of_other_words_under_the_same_version_is_told() -> None:
    """The form knows a digest of what it asks."""

    def edit(workbook: Any, _: forms.Cells) -> None:
        workbook["spinout"]["B5"] = "0" * 64

    assert warnings(edit) == [
        "[other-form] The form was made from other questions than these, under the same version. "
        "Its words may have meant something else."
    ]


def test_macros_are_refused() -> None:
    """They are never run, and no form has any."""
    made = io.BytesIO(BLANK)
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("xl/vbaProject.bin", b"x")
    (document,) = forms.documents(made.getvalue(), HALL)
    assert [(p.code, p.message) for p in document.problems] == [
        ("holds-macros", "The workbook holds macros, which no form has.")
    ]


def with_part(name: str, change: Callable[[str], str]) -> bytes:
    """The blank form with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BLANK)) as packed, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for each in packed.namelist():
            content = packed.read(each)
            file.writestr(each, change(content.decode()).encode() if each == name else content)
    return made.getvalue()


def rows_behind(make: Callable[[int], str], last: int) -> Callable[[str], str]:
    """Rows behind those of a sheet."""
    return lambda xml: xml.replace("</sheetData>", "".join(map(make, range(100, last))) + "</sheetData>")


SHEET, TEXTS = "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml"
HOSTILE: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a million empty rows": (SHEET, rows_behind('<row r="{}"/>'.format, 1_000_000), "too-big"),
    "a sheet that unpacks to far more": (SHEET, lambda xml: xml.replace("</sheetData>", " " * 90_000_000), "too-big"),
    "texts that unpack to far more": (TEXTS, lambda xml: xml.replace("</sst>", "<si/>" * 3_000_000), "too-big"),
    "an entity of a file": (
        SHEET,
        lambda xml: xml.replace("<worksheet", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hosts">]><worksheet', 1),
        "table-syntax",
    ),
    "thousands of rows without an id": (
        SHEET,
        rows_behind(lambda n: f'<row r="{n}"><c r="F{n}" t="inlineStr"><is><t>x</t></is></c></row>', 9_000),
        "row-without-id",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_harm_is_told_with_little_work(name: str) -> None:
    """Refused with its code; it takes some tenths of a second, and would take minutes if it were followed."""
    part, change, code = HOSTILE[name]
    raw = with_part(part, change)
    started = process_time()
    (document,) = forms.documents(raw, HALL)
    read, told = read_answers(document, HALL)
    assert process_time() - started < 10
    assert (read, told[0].code) == (None, code)


def test_asides_are_counted_beyond_the_first() -> None:
    """Thousands of remarks are not told one by one."""
    change = rows_behind(lambda n: f'<row r="{n}"><c r="C{n}" t="inlineStr"><is><t>x</t></is></c></row>', 5_100)
    (document,) = forms.documents(with_part(SHEET, change), HALL)
    assert [warning.message for warning in document.warnings][-1] == "And 4,950 more cells stand where nothing is read."
    assert len(document.warnings) == 51


def test_a_workbook_that_only_has_such_a_sheet_is_a_table() -> None:
    """It is the headings that make a form."""
    made = spreadsheets.packed(
        spreadsheets.parts_of({"Answers": [spreadsheets.headings("questionnaire")], "spinout": []})
    )
    (document,) = forms.documents(made, HALL)
    assert [problem.code for problem in document.problems] == ["no-document"]
