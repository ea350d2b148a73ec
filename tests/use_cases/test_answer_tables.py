"""Tables of answers: what is written is read back as the same answers, whatever stands in them."""

import json
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from spinout.core.answers import NO_ANSWER, Answers
from spinout.core.problems import Code
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.storage import whole_file
from spinout.use_cases.answer_tables import (
    TABLES,
    TableCounts,
    TableDocument,
    documents_of_all,
    table_rows,
    write_table,
)
from spinout.use_cases.assessments import Refused, Unreadable
from spinout.use_cases.chunks import Skipped
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from strategies import answers_for, questionnaires

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"
SIGNS = (
    "=",
    "-",
    "+",
    "@",
    "'",
    '"',
    ",",
    ";",
    "|",
    "\t",
    "\n",
    "\r",
    "#N/A",
    "dont-know",
    "<r>",
    "</r>",
    "_x000D_",
    "a",
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(SIGNS), min_size=1, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
)
Found = TableDocument | Refused | Unreadable
BESIDE = ("evidence", "note", "other", "not_applicable")


def written(found: list[Found], loaded: Loaded, path: Path, *, long: bool = False) -> TableCounts:
    """A table of some documents."""
    ending = path.suffix
    with whole_file(path) as out:
        layout = table_rows(loaded.questionnaire, ending, long=long)
        return write_table(found, layout, out, ending, lambda _: None)


def read(path: Path, loaded: Loaded) -> list[Answers]:
    """The answers of a table, none of which is refused."""
    found = list(documents_of_all([str(path)], loaded, Skipped()))
    assert all(isinstance(each, TableDocument) for each in found), found
    return [each.answers for each in found if isinstance(each, TableDocument)]


def same(one: Answers, other: Answers, questionnaire: Questionnaire) -> bool:
    """Whether two documents say the same; an empty answer is none, and no table has lessons and a paper."""
    fields = ("version", "service", "organisation", "completed_by", "respondent", "date")
    header = all(getattr(one, name) == getattr(other, name) for name in fields)
    return header and {i: one.of(i) for i in questionnaire.questions} == {
        i: other.of(i) for i in questionnaire.questions
    }


@st.composite
def documents(draw: st.DrawFn) -> tuple[Loaded, list[Found]]:
    """A random questionnaire and some answers to it, with texts that somebody chose to be hard."""
    raw = draw(questionnaires())
    questionnaire, problems = questionnaire_from(Documents("q.yaml", {"q.yaml": raw}))
    assert questionnaire is not None, problems
    made: list[Found] = []
    for number in range(draw(st.integers(1, 3))):
        data = draw(answers_for(raw))
        data["answers"] = {ident: _worded(draw, answer) for ident, answer in data["answers"].items()}
        if draw(st.booleans()):
            data["completed_by"] = draw(TEXTS)
        answers, _ = answers_from(data, questionnaire)
        if answers is not None:  # a text of nothing that is seen is no reason
            made.append(TableDocument(f"{number}.yaml", None, _stripped(answers, questionnaire), ()))
    digest = sha256(repr(raw).encode()).hexdigest()
    return Loaded(questionnaire, "q.yaml", digest), made


def _worded(draw: st.DrawFn, answer: Any) -> Any:
    """An answer with other words in it."""
    if isinstance(answer, str) and " " in answer:
        return draw(TEXTS)
    if not isinstance(answer, dict):
        return answer
    return {name: draw(TEXTS) if name in BESIDE else _worded(draw, text) for name, text in answer.items()}


def _stripped(answers: Answers, questionnaire: Questionnaire) -> Answers:
    """The same answers without blanks around their texts."""
    from spinout.core.answers import plain_document

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: bare(each) for name, each in value.items()}
        return value.strip() if isinstance(value, str) else value

    again, problems = answers_from(bare(plain_document(questionnaire, answers)), questionnaire)
    assert again is not None, problems
    return again


@pytest.mark.parametrize("ending", TABLES)
@settings(deadline=None)
@given(documents())
def test_what_is_written_is_read_back(ending: str, drawn: tuple[Loaded, list[Found]]) -> None:
    """Every answer with its evidence, notes, reasons, other words and flags, of hidden questions too."""
    loaded, given_documents = drawn
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"all{ending}"
        counts = written(given_documents, loaded, path)
        if not given_documents:
            return
        assert (counts.documents, counts.rows, counts.spaces) == (len(given_documents), len(given_documents), 0)
        back = read(path, loaded)
    for one, other in zip(given_documents, back, strict=True):
        assert isinstance(one, TableDocument)
        assert same(one.answers, other, loaded.questionnaire), (one.answers, other)


@pytest.fixture
def hall() -> Loaded:
    """The small questionnaire."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    return loaded


def kept(hall: Loaded, answers: dict[str, Any], **more: Any) -> TableDocument:
    """A document of answers to it."""
    data = {"questionnaire": "village-hall", "service": "Hall", "answers": answers, **more}
    read_answers, problems = answers_from(data, hall.questionnaire)
    assert read_answers is not None, problems
    return TableDocument("a.yaml", None, read_answers, ())


def test_the_columns_are_the_header_every_answer_and_what_is_used_beside(hall: Loaded, tmp_path: Path) -> None:
    """In the questionnaire's order, so that what is open can be filled in."""
    out = tmp_path / "all.csv"
    answers = {
        "users.votes": {"answer": {"users": 60, "neighbours": 40}, "exempt": True},
        "users.groups": ["playgroup", "choir"],
    }
    written([kept(hall, answers)], hall, out)
    headings, row = out.read_text("utf-8-sig").splitlines()
    assert headings == (
        "questionnaire,version,service,organisation,completed_by,respondent,date,plan.decision,users.meetings,"
        "users.groups,users.written-rules,users.votes.users,users.votes.neighbours,users.votes#exempt,money.income,"
        "money.hirings,plan.story,plan.opened"
    ) or headings.startswith("questionnaire,version,service,organisation,completed_by,respondent,date,")
    assert dict(zip(headings.split(","), row.split(","), strict=True))["users.votes#exempt"] == "yes"
    assert [name for name in headings.split(",") if "#" in name] == ["users.votes#exempt"]
    assert "choir; playgroup" in row


def test_numbers_of_a_workbook_are_numbers_where_no_digit_is_lost(hall: Loaded, tmp_path: Path) -> None:
    """And texts are texts, also where they look like a formula."""
    from decimal import Decimal

    out = tmp_path / "all.xlsx"
    note = {"answer": 2, "note": "=1+1"}
    written([kept(hall, {"users.meetings": note, "money.income": Decimal("62.50"), "money.hirings": 3})], hall, out)
    sheet = load_workbook(out).worksheets[0]
    headings, row = sheet.iter_rows(values_only=True)
    found = dict(zip(headings, row, strict=True))
    named = ("users.meetings", "money.income", "money.hirings", "users.meetings#note")
    assert [found[name] for name in named] == [2, "62.50", 3, "=1+1"]
    cell = next(cell for cell in sheet[2] if cell.value == "=1+1")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_what_no_table_holds_is_counted(hall: Loaded, tmp_path: Path) -> None:
    """Lessons, the paper's texts, and blanks around a text."""
    document = kept(
        hall,
        {"users.meetings": {"answer": 2, "note": " Late. "}},
        lessons=[{"text": "Ask early."}],
        paper={"wards": "All"},
    )
    counts = written([document], hall, tmp_path / "all.csv")
    assert (counts.lessons, counts.paper, counts.spaces) == (1, 1, 1)


@pytest.mark.parametrize(
    ("ending", "note", "code"),
    [
        (".xlsx", "x" * 32_768, Code.TOO_BIG),
        (".csv", "Copied:\nvillage-hall,2", Code.SWALLOWED_LINES),
        (".csv", '"' * 1_000_001, Code.TOO_BIG),
    ],
)
def test_what_would_not_be_read_back_is_refused_and_the_rest_written(
    hall: Loaded, tmp_path: Path, ending: str, note: str, code: Code
) -> None:
    """With the column, and what to do."""
    told: list[Found] = []
    out = tmp_path / f"all{ending}"
    with whole_file(out) as file:
        both = [kept(hall, {"users.meetings": {"answer": 2, "note": note}}), kept(hall, {"users.meetings": 1})]
        counts = write_table(both, table_rows(hall.questionnaire, ending, long=False), file, ending, told.append)
    assert (counts.documents, counts.refused) == (1, 1)
    assert isinstance(told[0], Refused)
    assert [problem.code for problem in told[0].problems] == [code]
    assert len(read(out, hall)) == 1


def test_the_long_table_has_a_row_for_each_question(hall: Loaded, tmp_path: Path) -> None:
    """With its state, the answer by its ids and in words, the level that counts, the score, and what stands beside."""
    out = tmp_path / "long.csv"
    answers = {"users.meetings": {"answer": 2, "exempt": True}, "users.groups": ["choir"], "money.hirings": "dont-know"}
    counts = written([kept(hall, answers)], hall, out, long=True)
    headings, *rows = out.read_text("utf-8-sig").splitlines()
    assert counts.rows == len(rows) == len(hall.questionnaire.questions)
    table = [dict(zip(headings.split(","), row.split(","), strict=False)) for row in rows]
    found = {row["question"]: row for row in table}
    assert found["users.meetings"]["answer"] == "2"
    assert found["users.meetings"]["in_words"].startswith("2: ")
    assert (found["users.meetings"]["state"], found["users.groups"]["answer"]) == ("answered", "choir")
    assert (found["money.hirings"]["state"], found["money.hirings"]["answer"]) == ("unknown", "dont-know")
    assert rows[1].endswith((",yes", ",no"))


def test_an_exempt_flag_that_is_none_is_told_with_its_cell(hall: Loaded, tmp_path: Path) -> None:
    """It decides what is published, so nothing is guessed."""
    table = tmp_path / "a.csv"
    table.write_text("questionnaire,users.meetings,users.meetings#exempt\nvillage-hall,2,maybe\nvillage-hall,2,TRUE\n")
    wrong, right = documents_of_all([str(table)], hall, Skipped())
    assert isinstance(wrong, Refused)
    assert isinstance(right, TableDocument)
    assert [(p.code, p.line, p.column) for p in wrong.problems] == [(Code.WRONG_TYPE, 2, 3)]
    assert right.answers.of("users.meetings").exempt


def test_an_empty_answer_takes_no_column(hall: Loaded, tmp_path: Path) -> None:
    """A file may name a question and say nothing."""
    out = tmp_path / "all.csv"
    written([kept(hall, {"users.meetings": None})], hall, out)
    assert read(out, hall)[0].of("users.meetings") == NO_ANSWER
    assert json.dumps(out.read_text("utf-8-sig").splitlines()[1].count("Hall")) == "1"
