"""Files that are right, of every sort that the program reads: the damage begins with these."""

import csv
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

import form_filling
import spreadsheets
from spinout.cli.boundary import ExitCode, run
from spinout.core.reading.answers import answers_from
from spinout.inputs.documents import read_document
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

TESTS = Path(__file__).parents[1]
HALL = TESTS / "broken" / "hall.yaml"


@lru_cache(maxsize=1)
def hall() -> Loaded:
    """The small questionnaire that answers are held against."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    return loaded


def told(*words: str) -> tuple[int, str]:
    """What a command says, and its exit code."""
    said = io.StringIO()
    before, sys.argv = sys.argv, ["spinout", *words]
    try:
        with redirect_stdout(said), redirect_stderr(said):
            return run(), said.getvalue()
    finally:
        sys.argv = before


ANSWERS = b"""# Answers to the small questionnaire.
questionnaire: village-hall
version: "2026.11"
service: T\xc5\xb7 \xc5\xb4en hall
organisation: Example Council
date: 2026-11-02
respondent: clerk
answers:
  plan.decision: transfer
  plan.opened: 1950-05-01
  plan.story: |
    It was built by its users,
    and "kept" by them: every year.
  users.meetings: {answer: 2, evidence: 'Minutes of May', note: "Kept, as asked"}
  users.groups: [choir, playgroup]
  users.written-rules: yes
  users.votes:
    answer: {users: 60.5, neighbours: 39.5}
  money.hirings: dont-know
  money.income: 62%
  money.landlord: {answer: another, other: A trust, exempt: true}
lessons:
  - text: Begin early.
  - {question: users.meetings, text: Ask the users first.}
"""
SHORT = b"questionnaire: village-hall\nanswers: {plan.decision: talk, users.meetings: 1, money.hirings: 12}\n"
COLUMNS = (
    *("questionnaire", "service", "date", "plan.decision", "users.meetings", "users.meetings#evidence"),
    *("users.groups", "users.votes.users", "users.votes.neighbours", "money.hirings", "plan.story"),
)
ROWS = '''
village-hall,Hall,2026-11-02,transfer,2,"Minutes, of May",choir;playgroup,60,40,120,"Two
lines"
village-hall,"Tŷ ""Ŵen""",2026-11-03,talk,dont-know,,nobody,,,0,
'''
TABLE = ",".join(COLUMNS) + ROWS
CONDITIONS = {
    "show_if": {
        "all": [{"question": "users.meetings", "at_least": 1}, {"not": {"question": "plan.decision", "is": "talk"}}]
    },
    "essential": [
        {"if": {"question": "users.written-rules", "is": "yes"}, "transfer": {"at_least": 1}, "because": "So."}
    ],
}


def answers() -> list[bytes]:
    """Answers in YAML."""
    return [ANSWERS, ANSWERS, SHORT]


@lru_cache(maxsize=1)
def answers_in_json() -> list[bytes]:
    """The same in JSON, over lines and on one."""
    found = [yaml.load(text, Loader=yaml.BaseLoader) for text in (ANSWERS, SHORT)]
    return [json.dumps(each, ensure_ascii=False, indent=depth).encode() for each in found for depth in (1, None)]


@lru_cache(maxsize=1)
def answers_in_json_lines() -> list[bytes]:
    """The same, several in a file."""
    long, short = answers_in_json()[1::2]
    return [b"\n".join((long, short, long)) + b"\n", b"\r\n".join((short, b"", long))]


@lru_cache(maxsize=1)
def tables() -> list[bytes]:
    """The same as a spreadsheet writes it."""
    plain = TABLE.encode()
    return [
        plain,
        b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"),
        TABLE.replace("ŷ", "ê").replace("Ŵ", "W").encode("cp1252"),
    ]


@lru_cache(maxsize=1)
def workbooks() -> list[bytes]:
    """The same as a workbook."""
    rows = list(csv.reader(io.StringIO(TABLE, newline="")))
    made = []
    for number, row in enumerate(rows, 1):
        places = [f"{chr(65 + place)}{number}" for place in range(len(row))]
        cells = [spreadsheets.text(p, c.replace("&", "&amp;")) for p, c in zip(places, row, strict=True) if c]
        made.append(spreadsheets.row(number, *cells))
    numbers = spreadsheets.row(
        4, spreadsheets.text("A4", "village-hall"), spreadsheets.day("C4", "45000"), spreadsheets.number("E4", "2")
    )
    return [spreadsheets.workbook(*made), spreadsheets.workbook(*made, numbers)]


@lru_cache(maxsize=1)
def workbook_forms() -> list[bytes]:
    """A form with a row for each question, blank and filled in."""
    read, problems = answers_from(read_document("right.yaml", ANSWERS).data, hall().questionnaire)
    assert read is not None, problems
    blank = form_filling.blank(hall().questionnaire)
    return [blank, form_filling.filled(read, hall().questionnaire, blank)]


def questionnaires() -> list[bytes]:
    """A questionnaire in YAML."""
    return [HALL.read_bytes()]


@lru_cache(maxsize=1)
def questionnaires_in_json() -> list[bytes]:
    """The same in JSON, with conditions of all sorts."""
    data: Any = read_document(HALL.name, HALL.read_bytes()).data
    users, money = data["sections"][1]["questions"], data["sections"][2]["questions"]
    money[0] |= {"show_if": CONDITIONS["show_if"]}
    users[2] |= {
        "essential": {"transfer": {"is": "yes"}},
        "essential_if": {"question": "users.groups", "includes": "choir"},
    }
    users[0] |= {"essential": CONDITIONS["essential"]}
    named = {"question": "users.groups", "count_of": ["choir", "playgroup"], "at_least": 1}
    part = {"question": "users.votes", "part": "users", "more_than": 50}
    outcomes = [
        {"id": "own", "label": "Own", "when": {"criterion": "met"}},
        {"id": "rest", "label": "Rest", "otherwise": True},
    ]
    data["rules"] = [
        {
            "criteria": [{"id": "met", "label": "Met", "when": {"any": [named, part]}}],
            "classifications": [{"id": "kind", "title": "Kind", "outcomes": outcomes}],
            "checks": [{"id": "odd", "when": {"question": "users.meetings", "answered": False}, "message": "Odd."}],
        }
    ]
    return [json.dumps(data, default=float).encode()]


def pairs() -> list[bytes]:
    """What is given with --set, a line each."""
    return [b"users.meetings=2\nusers.groups=[choir, playgroup]\nusers.votes={answer: {users: 60, neighbours: 40}}",
            b"plan.story=A \"long\" story\nservice=Hall\nmoney.income=62%\nusers.groups=choir;playgroup"]  # fmt: skip


def locks() -> list[bytes]:
    """What stands in a lock."""
    return [b'{"machine": "elsewhere", "process": 4711, "since": "2026-11-29T12:00:00+00:00"}']


@lru_cache(maxsize=1)
def shipped() -> Loaded:
    """The questionnaire with a paper, whose headings have names."""
    loaded = load_questionnaire(TESTS.parent / "questions")
    assert isinstance(loaded, Loaded)
    return loaded


def headings() -> list[bytes]:
    """Names for the headings of a paper."""
    paper = shipped().questionnaire.reference.paper
    assert paper is not None
    ids = [heading.id for heading in paper.headings]
    listed = "".join(f"- {{id: {ident}, title: Named {ident}}}\n" for ident in ids)
    mapped = "".join(f"{ident}: {{title: 'Named {ident}', order: {n}}}\n" for n, ident in enumerate(ids, 1))
    return [listed.encode(), mapped.encode()]


@lru_cache(maxsize=8)
def report(ending: str) -> list[bytes]:
    """A report on the answers above, as `spinout report` writes it."""
    with TemporaryDirectory() as folder:
        answers_file, made = Path(folder, "right.yaml"), Path(folder, f"report{ending}")
        answers_file.write_bytes(ANSWERS)
        code, said = told("report", str(answers_file), "-o", str(made), "--questions", str(HALL))
        assert code == ExitCode.DONE, said
        return [made.read_bytes()]


@lru_cache(maxsize=1)
def templates() -> list[bytes]:
    """A Word template: a small file with a few fields and a loop."""
    from docx import Document as WordFile

    made, word = io.BytesIO(), WordFile()
    word.add_heading("{{ report.title }}")
    for text in ("{{ report.service }}", "{% if report.organisation %}{{ report.organisation|upper }}{% endif %}"):
        word.add_paragraph(text)
    word.save(made)
    return [made.getvalue()]
