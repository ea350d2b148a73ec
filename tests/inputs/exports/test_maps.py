"""A map is read with all that is wrong with it at once, each in its line; and what is guessed says how sure it is."""

from pathlib import Path

import pytest

from fuzz import right
from spinout.core.problems import Code
from spinout.inputs.exports.headings import Sure
from spinout.inputs.exports.maps import TableSettings
from spinout.use_cases.assessments import Refused
from spinout.use_cases.imports import Guessing, Imported, file_names, guess_map, import_table

TABLE = "Service,Do the users meet?,Who uses the hall?,Are there written rules?,Evidence,Evidence,Mail\n"
ROW = "Hall,Sometimes,The choir;The dancers;,N/A,Minutes,Rules,a@example.org\n"
ALL_WRONG = """header_row: 1
dates: american
constants: {respondent: nobody, hall: x}
columns:
  - {column: Servise, header: service}
  - {column: "Do the users meet?", question: users.meeting}
  - column: "Who uses the hall?"
    question: users.groups
    values: {The dancers: dancers}
  - {column: Evidence, evidence: users.meetings}
  - {column: "Are there written rules?", question: users.written-rules, values: {N/A: not-applicable}}
  - {column: Mail, personal: none, ignore: yes}
  - {number: 99, ignore: yes}
"""
MENDED = """constants: {respondent: clerk}
reason: It was said on the paper form.
columns:
  - {column: Service, header: service}
  - {column: "Do the users meet?", question: users.meetings, values: {sometimes: 1}}
  - {column: "Who uses the hall?", question: users.groups, values: {The dancers: playgroup}}
  - {column: "Are there written rules?", question: users.written-rules, values: {N/A: not-applicable}}
  - {column: Evidence, number: 5, evidence: users.meetings}
  - {column: Evidence, number: 6, note: users.meetings}
  - {column: Mail, personal: completed_by}
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """An export with a row."""
    path = tmp_path / "table.csv"
    path.write_text(TABLE + ROW, encoding="utf-8")
    return path


def by_map(table: Path, text: str, *, keep: bool = False) -> Imported | Refused:
    """What comes of a table by a map."""
    path = table.with_name("map.yaml")
    path.write_text(text, encoding="utf-8")
    return import_table(str(table), right.hall(), str(path), TableSettings(), keep=keep)


def test_all_that_is_wrong_with_a_map_is_told_at_once(table: Path) -> None:
    """Each with its line and what is allowed."""
    refused = by_map(table, ALL_WRONG)
    assert isinstance(refused, Refused)
    assert [(problem.line, problem.code) for problem in refused.problems] == [
        (2, Code.UNKNOWN_WORD),
        (3, Code.UNKNOWN_RESPONDENT),
        (3, Code.UNKNOWN_FIELD),
        (5, Code.UNKNOWN_COLUMN),
        (6, Code.UNKNOWN_QUESTION),
        (9, Code.UNKNOWN_OPTION),
        (10, Code.COLUMN_TWICE),
        (11, Code.BLANK_REASON),
        (12, Code.TOO_MANY),
        (13, Code.UNKNOWN_COLUMN),
    ]


def test_a_mended_map_says_what_becomes_of_each_cell(table: Path) -> None:
    """Personal columns are left out unless they are to be kept; all else is an answer, or stands beside one."""
    imported = by_map(table, MENDED)
    assert isinstance(imported, Imported)
    assert (imported.left_out, imported.personal) == ((), 1)
    data = {
        "questionnaire": "village-hall",
        "version": "2026.11",
        "service": "Hall",
        "respondent": "clerk",
        "answers": {
            "users.meetings": {"answer": 1, "evidence": "Minutes", "note": "Rules"},
            "users.groups": ["choir", "playgroup"],
            "users.written-rules": {"not_applicable": "It was said on the paper form."},
        },
    }
    assert [row.data for row in imported.rows] == [data]
    assert file_names(imported.rows) == ("hall-clerk-row-002.yaml",)
    kept = by_map(table, MENDED, keep=True)
    assert isinstance(kept, Imported)
    assert kept.rows[0].data["completed_by"] == "a@example.org"


def test_what_no_map_says_is_told_and_leaves_its_question_unanswered(table: Path) -> None:
    """A column that is not named, a value that no label has, a part of several."""
    imported = by_map(table, 'columns: [{column: "Who uses the hall?", question: users.groups}]\n')
    assert isinstance(imported, Imported)
    assert imported.rows[0].data["answers"] == {}
    told = [(each.row, each.heading.number, each.question, each.value) for each in imported.left_out]
    assert told == [
        (2, 1, None, "Hall"),
        (2, 2, None, "Sometimes"),
        (2, 3, "users.groups", "The choir;The dancers;"),
        (2, 4, None, "N/A"),
        (2, 5, None, "Minutes"),
        (2, 6, None, "Rules"),
        (2, 7, None, "a@example.org"),
    ]


def test_a_guess_says_of_each_column_how_sure_it_is(table: Path) -> None:
    """All columns in the table's order; what stands behind another is taken to belong to it."""
    made = guess_map(str(table), right.hall(), TableSettings())
    assert isinstance(made, Guessing)
    found = [(c.heading.number, c.guess.use, c.guess.about, c.guess.sure) for c in made.guess.columns]
    assert found == [
        (1, "header", "service", Sure.LIKELY),
        (2, "question", "users.meetings", Sure.SURE),
        (3, "question", "users.groups", Sure.SURE),
        (4, "question", "users.written-rules", Sure.SURE),
        (5, "evidence", "users.written-rules", Sure.LIKELY),
        (6, "undecided", "", Sure.UNDECIDED),
        (7, "undecided", "", Sure.UNDECIDED),
    ]
    values = {c.heading.number: [(v.text, v.means) for v in c.values] for c in made.guess.columns if c.values}
    assert values == {2: [("Sometimes", "undecided")], 3: [("The dancers", "undecided")], 4: [("N/A", "undecided")]}


def test_rows_of_another_questionnaire_are_refused_one_by_one(tmp_path: Path) -> None:
    """An older version is kept as it was, so that the reader of answers tells of it."""
    path = tmp_path / "own.csv"
    path.write_text(
        "questionnaire,version,users__meetings,x1,x2,x3\nvillage-hall,2025.1,2,,,\nother,1,2,,,\n", encoding="utf-8"
    )
    imported = import_table(str(path), right.hall(), None, TableSettings())
    assert isinstance(imported, Imported)
    assert [row.data["version"] for row in imported.rows] == ["2025.1"]
    assert [(each.row, each.heading.number) for each in imported.left_out] == [(3, 0)]


def test_a_scale_that_counts_from_one_is_seen_and_said(tmp_path: Path) -> None:
    """Where its numbers run one further than the levels."""
    path = tmp_path / "scale.csv"
    path.write_text("Timestamp,Do the users meet?\n11/23/2026 10:00:00,3\n11/24/2026 10:00:00,1\n", encoding="utf-8")
    made = guess_map(str(path), right.hall(), TableSettings())
    assert isinstance(made, Guessing)
    assert b"# likely: the numbers run from 1" in made.content
    written = tmp_path / "map.yaml"
    written.write_bytes(made.content)
    imported = import_table(str(path), right.hall(), str(written), TableSettings())
    assert isinstance(imported, Imported)
    assert [row.data["answers"] for row in imported.rows] == [{"users.meetings": 2}, {"users.meetings": 0}]
    assert [row.data["date"] for row in imported.rows] == ["2026-11-23", "2026-11-24"]


def test_numbers_that_may_count_from_nought_or_from_one_are_never_taken_without_a_map(tmp_path: Path) -> None:
    """The map says how they are meant, and its reader corrects it; without one they are told."""
    path = tmp_path / "scale.csv"
    path.write_text("Timestamp,Do the users meet?\n11/23/2026 10:00:00,2\n11/24/2026 10:00:00,1\n", encoding="utf-8")
    without = import_table(str(path), right.hall(), None, TableSettings())
    assert isinstance(without, Imported)
    assert [(each.row, each.value) for each in without.left_out] == [(2, "2"), (3, "1")]
    made = guess_map(str(path), right.hall(), TableSettings())
    assert isinstance(made, Guessing)
    assert b'"2": "2"  # a guess: a level, counted from 0.' in made.content
    named = path.with_name("named.csv")
    named.write_text("users.meetings,x\n2,\n1,\n", encoding="utf-8")
    imported = import_table(str(named), right.hall(), None, TableSettings())
    assert isinstance(imported, Imported)
    assert [row.data["answers"] for row in imported.rows] == [{"users.meetings": 2}, {"users.meetings": 1}]
