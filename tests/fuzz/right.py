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
from officers import WORDS
from officers import report as paper
from spinout.cli.boundary import ExitCode, run
from spinout.core.reading.answers import answers_from
from spinout.core.reading.paper_words import known_slots
from spinout.core.slots import PaperWords
from spinout.inputs.documents import read_document
from spinout.inputs.words_files import words_file
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
EXPORT = """ID,Start time,Completion time,Email,Name,Service,What is to be decided?,When did the hall open?,\
Do the users meet?,Who uses the hall?,Are there written rules?,How are the votes shared out? [Users],\
How are the votes shared out? [Neighbours],How many hirings a year?,Evidence,What is its story?
1,11/23/26 9:01:00,11/23/26 9:15:22,a@example.org,A B,Hall,The transfer,5/13/1950,Every month,\
The choir;The playgroup;,Yes,60,40,120,"Minutes, of May","Two
lines"
2,11/24/26 9:01:00,11/24/26 9:15:22,,,T\u0177,Don't know,13 May 1950,Now and then.,Nobody;,No,100,,"1,200",,x
""".encode()


def exports() -> list[bytes]:
    """Exports of survey tools."""
    kobo = (
        "start;_id;_uuid;_submission_time;g/users__groups;g/users__groups/choir;g/users__groups/old-friends;"
        "g/users__meetings;g/users__votes__users;g/users__votes__neighbours;g/plan__opened\n"
        "2026-11-23T05:40:39.000-04:00;1;u;2026-11-23T09:41:19;choir;1;0;2;50;50;1950-05-01\n"
    )
    lime = (
        '"id","submitdate","lastpage","startlanguage","Q1. Do the users meet?",'
        '"Q2[SQ001]. Who uses the hall? [The choir]"\n'
        '"1","2026-11-23 10:00:00","4","en","Never","Yes"\n"2","","1","en","N/A","N/A"\n'
    )
    return [EXPORT, kobo.encode(), lime.encode(), EXPORT.decode().encode("utf-16"), TABLE.encode()]


def sheets() -> list[bytes]:
    """Sheets of OpenDocument."""
    cells = ("Service", "Do the users meet?", "How many hirings a year?"), ("Hall", "Every month", "12")

    def cell(text: str) -> str:
        kind = 'office:value-type="float" office:value="12"' if text == "12" else 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in cells)
    blank = '<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>'
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" '
        f'xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="A">{rows}{blank}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return [spreadsheets.packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})]


def maps() -> list[bytes]:
    """Maps of columns."""
    return [
        b"""header_row: 1
dates: mdy
decimal: point
separator: ";"
unanswered: [N/A]
reason: It said so.
constants: {organisation: A council, respondent: clerk}
columns:
  - {column: Service, header: service}
  - column: "Do the users meet?"
    question: users.meetings
    values: {Sometimes: "1", Hm: dont-know, No: undecided}
  - {column: Evidence, number: 15, evidence: users.meetings}
  - {column: "Who uses the hall?", question: users.groups, separator: ";"}
  - {column: "How are the votes shared out? [Users]", question: users.votes, part: users}
  - {column: Email, personal: completed_by}
  - {column: ID, ignore: yes}
"""
    ]


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


def words() -> list[bytes]:
    """Officers' words for the shipped paper."""
    known = known_slots(shipped().questionnaire)
    there = {ident: each for ident, each in WORDS.items() if ident in known}
    made = PaperWords(there, shipped().questionnaire.id, "A service", "final", {"background": {"a": "b"}}, {"old": "x"})
    return [words_file([("Heading", slot) for ident, slot in known.items() if ident in there], made)]


@lru_cache(maxsize=1)
def papers() -> list[bytes]:
    """A paper in Word with officers' words."""
    return [paper("docx", WORDS)]


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
