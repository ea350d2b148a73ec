"""What must hold of every file that somebody hands in, however it came to be as it is.

A reader gives problems, each with its place and a code that `docs/messages.md` explains, or a reading. Where it
has no problem, another reader of the same format finds the same words and numbers. Nothing is raised but what
its function promises.
"""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import yaml
from msgspec import Struct

import spreadsheets
from fuzz.damage import damaged, damaged_data, damaged_package
from spinout.cli.boundary import ExitCode, run
from spinout.core.problems import Code, Problem
from spinout.inputs.documents import Document, read_document
from spinout.reports.claims import UnreadableReport, claims_of, text_of
from spinout.storage import StorageError
from spinout.use_cases.assessments import Refused, assess_document, documents_in
from spinout.use_cases.interviews import Held, release, take_lock
from spinout.use_cases.plans import answers_given
from spinout.use_cases.questionnaires import BrokenQuestionnaire, Loaded, load_questionnaire
from spinout.use_cases.reports import read_headings

TESTS = Path(__file__).parents[1]
HALL = TESTS / "broken" / "hall.yaml"
Look = Callable[[Path, bytes], bool]
"""Reads a file of this path and content, holds what comes of it against what must hold, and says whether it was right."""
Damage = Callable[[Random, bytes, Sequence[bytes]], bytes]


class Reader(Struct, frozen=True):
    """A reader by what it reads: files that are right, how they are damaged, and how often when nobody asks."""

    name: str
    ending: str
    seeds: Callable[[], list[bytes]]
    look: Look
    cases: int
    damage: Damage = damaged

    def case(self, number: int) -> bytes:
        """The damaged file of a number."""
        chance = Random(f"{self.name} {number}")
        seeds = self.seeds()
        return self.damage(chance, chance.choice(seeds), seeds)

    def try_case(self, folder: Path, number: int) -> bool:
        """Whether the file of a number is right; what the reader raised, or AssertionError, where something fails."""
        return self.look(folder / f"case{self.ending}", self.case(number))


@lru_cache(maxsize=1)
def hall() -> Loaded:
    """The small questionnaire that answers are held against."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    return loaded


# what must hold


def hold(problems: Iterable[Problem], path: str, raw: bytes) -> None:
    """Each problem has its file, a place that stands in it, a known code, and words that fit on a line."""
    lines = raw.count(b"\n") + raw.count(b"\r") + raw.count(b"<row") + 1
    for problem in problems:
        assert isinstance(problem.code, Code), problem
        assert problem.file == path, problem
        assert problem.line is not None, problem
        assert 1 <= problem.line <= lines or path.endswith(".xlsx"), problem
        assert problem.column is not None, problem
        assert problem.column >= 1, problem
        assert problem.message, problem
        assert (problem.message + problem.hint).isprintable(), problem


def leaves(data: Any) -> Iterator[Any]:
    """Every value in plain data that holds no others, and every key."""
    if isinstance(data, dict):
        for key, part in data.items():
            yield key
            yield from leaves(part)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from leaves(part)
    else:
        yield data


def same(ours: Any, theirs: Any) -> bool:
    """Whether plain data is the same, where the other reader leaves every value the text that it was."""
    if isinstance(ours, dict):
        return isinstance(theirs, dict) and list(ours) == list(theirs) and all(same(ours[k], theirs[k]) for k in ours)
    if isinstance(ours, list):
        return isinstance(theirs, list) and len(ours) == len(theirs) and all(map(same, ours, theirs))
    if ours is None:
        return theirs is None or theirs in ("", "~") or str(theirs).casefold() == "null"
    if isinstance(ours, bool):
        return theirs is ours or str(theirs).casefold() in (("yes", "true", "on") if ours else ("no", "false", "off"))
    if isinstance(ours, int | Decimal):
        return not isinstance(theirs, bool) and Decimal(str(theirs)) == ours
    return bool(ours == theirs)


# answers and questionnaires


def documents(path: Path, raw: bytes, *, taken: bool = False) -> list[tuple[Document, bool]]:
    """Every document of a file, and whether nothing is wrong with its form; or whether it is `taken` as answers."""
    path.write_bytes(raw)
    found = []
    for document in documents_in(str(path), hall().questionnaire):
        assessed = assess_document(document, hall())
        if isinstance(assessed, Refused):
            assert assessed.problems
            hold(assessed.problems, str(path), raw)
        else:
            assert document.whole
        refused = isinstance(assessed, Refused) if taken else not document.whole or bool(document.problems)
        found.append((document, not refused))
    return found


def look_at_yaml(path: Path, raw: bytes) -> bool:
    """As the library reads it, with every value a text."""
    ((document, fine),) = documents(path, raw)
    if fine:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        assert same(document.data, yaml.load(raw.decode("utf-8-sig"), Loader=loader)), document.data
    return fine


def in_json(text: str) -> Any:
    """Plain data as the library reads it, with numbers in their own digits."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def look_at_json(path: Path, raw: bytes) -> bool:
    """As the library reads it."""
    ((document, fine),) = documents(path, raw)
    if fine:
        assert same(document.data, in_json(raw.decode("utf-8-sig"))), document.data
    return fine


def look_at_json_lines(path: Path, raw: bytes) -> bool:
    """As the library reads the line that the document says that it stands in."""
    lines = raw.split(b"\n")
    found = documents(path, raw)
    for document, fine in found:
        if fine:
            assert document.line is not None
            assert same(document.data, in_json(lines[document.line - 1].decode("utf-8-sig"))), document.data
    return any(fine for _, fine in found)


def invented(document: Document, cells: Iterable[str]) -> list[Any]:
    """The texts and numbers in a document that no cell of its row holds."""
    row = "\0".join(cells)
    known = {*hall().questionnaire.questions, *FIELDS, "village-hall", None}
    told = [leaf for leaf in leaves(document.data) if leaf not in known and not isinstance(leaf, bool)]
    return [leaf for leaf in told if str(leaf).strip() not in row and str(leaf).casefold() not in row.casefold()]


FIELDS = (
    *("questionnaire", "version", "service", "organisation", "completed_by", "respondent", "date", "answers", "paper"),
    *("answer", "evidence", "note", "not_applicable", "other", "exempt", "lessons", "text", "question"),
    *("users", "neighbours", "dont-know", "decision", "hall"),
)


def look_at_csv(path: Path, raw: bytes) -> bool:
    """Nothing is read that does not stand in the row, as the library finds it."""
    found = documents(path, raw, taken=True)
    if not any(fine for _, fine in found):
        return False
    first = raw.splitlines()[0]
    delimiter = max(",", ";", key=lambda one: first.count(one.encode()))
    cells: list[str] = []
    for encoding in ("utf-8-sig", "cp1252"):
        # what is wrong with one row is for the reader to say; here all that may have been meant counts
        text = io.StringIO(raw.replace(b"\0", b"").decode(encoding, "replace"), newline="")
        cells += [cell.strip() for row in csv.reader(text, delimiter=delimiter) for cell in row]
    assert [invented(document, cells) for document, fine in found if fine and invented(document, cells)] == []
    return True


def look_at_xlsx(path: Path, raw: bytes) -> bool:
    """No text is read that does not stand in the sheet."""
    found = documents(path, raw, taken=True)
    fine = [document for document, whole in found if whole]
    if not fine:
        return False
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(cell.itertext()) for cell in sheet.iter() if cell.tag.endswith("}c")]
    for document in fine:
        assert [leaf for leaf in invented(document, texts) if isinstance(leaf, str) and not leaf[:1].isdigit()] == []
    return True


def look_at_questionnaire(path: Path, raw: bytes) -> bool:
    """Problems, or a questionnaire that answers can be held against."""
    path.write_bytes(raw)
    loaded = load_questionnaire(path)
    if isinstance(loaded, BrokenQuestionnaire):
        assert loaded.problems
        hold(loaded.problems, str(path), raw)
        return False
    hold(loaded.advice, str(path), raw)
    empty = path.with_name("answers.json")
    empty.write_text(json.dumps({"questionnaire": loaded.questionnaire.id, "answers": {}}))
    (document,) = documents_in(str(empty), loaded.questionnaire)
    assert not isinstance(assess_document(document, loaded), Refused)
    return True


def look_at_headings(path: Path, raw: bytes) -> bool:
    """Problems, or names of headings."""
    path.write_bytes(raw)
    found = read_headings(str(path), shipped())
    if isinstance(found, Refused):
        assert found.problems
        hold(found.problems, str(path), raw)
    return not isinstance(found, Refused)


def look_at_set(path: Path, raw: bytes) -> bool:
    """Problems with a code and words, or an answer."""
    given = answers_given(raw.decode("utf-8", "surrogateescape").split("\n"), hall().questionnaire)
    for problem in given.problems:
        assert isinstance(problem.code, Code)
        assert (problem.message + problem.hint).isprintable(), problem
    assert not (given.problems and given.answers)
    return not given.problems


def look_at_lock(path: Path, raw: bytes) -> bool:
    """The lock is taken, or somebody else's is told."""
    lock = path.with_name(f".{path.name}.lock")
    lock.write_bytes(raw)
    taken = take_lock(path, datetime(2026, 11, 30, tzinfo=UTC))
    if isinstance(taken, Held):
        assert taken.machine
        assert taken.since.tzinfo is not None
        lock.unlink()
        return True
    release(taken)
    assert not lock.exists()
    return False


# reports and templates


def look_at_report(path: Path, raw: bytes) -> bool:
    """The words of a report and what it claims, or that it cannot be read."""
    with suppress(UnreadableReport):
        claims = claims_of(text_of(raw, path.suffix))
        return len(claims.digests) == 2
    return False


def told(*words: str) -> tuple[int, str]:
    """What a command says, and its exit code."""
    said = io.StringIO()
    before, sys.argv = sys.argv, ["spinout", *words]
    try:
        with redirect_stdout(said), redirect_stderr(said):
            return run(), said.getvalue()
    finally:
        sys.argv = before


def look_at_command(path: Path, raw: bytes, *words: str) -> bool:
    """A command ends with a code of its own, and says why in words."""
    path.write_bytes(raw)
    code, said = told(*(str(path) if word == "FILE" else word for word in words))
    assert code in (ExitCode.DONE, ExitCode.PROBLEMS, ExitCode.STORAGE), said
    assert said.strip()
    assert "Traceback" not in said
    return code == ExitCode.DONE


def look_at_verify(path: Path, raw: bytes) -> bool:
    """`spinout verify` says that it is the same, or what differs, or that it cannot be read."""
    answers = path.with_name("right.yaml")
    answers.write_bytes(ANSWERS)
    return look_at_command(path, raw, "verify", "FILE", str(answers), "--questions", str(HALL))


def look_at_template(path: Path, raw: bytes) -> bool:
    """`spinout template check` says that it is right, or what is wrong."""
    return look_at_command(path, raw, "template", "check", "FILE")


# files that are right


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
TABLE = '''questionnaire,service,date,plan.decision,users.meetings,users.meetings#evidence,users.groups,users.votes.users,users.votes.neighbours,money.hirings,plan.story
village-hall,Hall,2026-11-02,transfer,2,"Minutes, of May",choir;playgroup,60,40,120,"Two
lines"
village-hall,"Tŷ ""Ŵen""",2026-11-03,talk,dont-know,,nobody,,,0,
'''
CONDITIONS = {
    "show_if": {"all": [{"question": "users.meetings", "at_least": 1}, {"not": {"question": "plan.decision", "is": "talk"}}]},
    "essential": [{"if": {"question": "users.written-rules", "is": "yes"}, "transfer": {"at_least": 1}, "because": "So."}],
}  # fmt: skip


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
    return [plain, b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"), TABLE.replace("ŷ", "ê").replace("Ŵ", "W").encode("cp1252")]


@lru_cache(maxsize=1)
def workbooks() -> list[bytes]:
    """The same as a workbook."""
    rows = list(csv.reader(io.StringIO(TABLE, newline="")))
    made = []
    for number, row in enumerate(rows, 1):
        places = [f"{chr(65 + place)}{number}" for place in range(len(row))]
        cells = [spreadsheets.text(p, c.replace("&", "&amp;")) for p, c in zip(places, row, strict=True) if c]
        made.append(spreadsheets.row(number, *cells))
    numbers = spreadsheets.row(4, spreadsheets.text("A4", "village-hall"), spreadsheets.day("C4", "45000"), spreadsheets.number("E4", "2"))
    return [spreadsheets.workbook(*made), spreadsheets.workbook(*made, numbers)]


def questionnaires() -> list[bytes]:
    """A questionnaire in YAML."""
    return [HALL.read_bytes()]


@lru_cache(maxsize=1)
def questionnaires_in_json() -> list[bytes]:
    """The same in JSON, with conditions of all sorts."""
    data: Any = read_document(HALL.name, HALL.read_bytes()).data
    users, money = data["sections"][1]["questions"], data["sections"][2]["questions"]
    money[0] |= {"show_if": CONDITIONS["show_if"]}
    users[2] |= {"essential": {"transfer": {"is": "yes"}}, "essential_if": {"question": "users.groups", "includes": "choir"}}
    users[0] |= {"essential": CONDITIONS["essential"]}
    named = {"question": "users.groups", "count_of": ["choir", "playgroup"], "at_least": 1}
    part = {"question": "users.votes", "part": "users", "more_than": 50}
    outcomes = [{"id": "own", "label": "Own", "when": {"criterion": "met"}}, {"id": "rest", "label": "Rest", "otherwise": True}]
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
    ids = [heading.id for heading in shipped().questionnaire.reference.paper.headings]
    listed = "".join(f"- {{id: {ident}, title: Named {ident}}}\n" for ident in ids)
    mapped = "".join(f"{ident}: {{title: 'Named {ident}', order: {n}}}\n" for n, ident in enumerate(ids, 1))
    return [listed.encode(), mapped.encode()]


@lru_cache(maxsize=8)
def report(ending: str) -> list[bytes]:
    """A report on the answers above, as `spinout report` writes it."""
    from tempfile import TemporaryDirectory

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


READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader("yaml", ".yaml", answers, look_at_yaml, 5000),
        Reader("json", ".json", answers_in_json, look_at_json, 3000),
        Reader("json-values", ".json", answers_in_json, look_at_json, 1000, damaged_data),
        Reader("jsonl", ".jsonl", answers_in_json_lines, look_at_json_lines, 2000),
        Reader("csv", ".csv", tables, look_at_csv, 3000),
        Reader("xlsx", ".xlsx", workbooks, look_at_xlsx, 1500, damaged_package),
        Reader("questionnaire", ".yaml", questionnaires, look_at_questionnaire, 1500),
        Reader("conditions", ".json", questionnaires_in_json, look_at_questionnaire, 1500, damaged_data),
        Reader("headings", ".yaml", headings, look_at_headings, 500),
        Reader("set", ".txt", pairs, look_at_set, 2000),
        Reader("lock", ".yaml", locks, look_at_lock, 1000),
        *(
            Reader(f"report{ending}", ending, lambda ending=ending: report(ending), look_at_report, cases, damage)
            for ending, cases, damage in (
                (".html", 300, damaged),
                (".md", 500, damaged),
                (".json", 500, damaged),
                (".docx", 200, damaged_package),
                (".pdf", 30, damaged),
            )
        ),
        *(
            Reader(f"verify{ending}", ending, lambda ending=ending: report(ending), look_at_verify, cases, damage)
            for ending, cases, damage in ((".md", 20, damaged), (".json", 20, damaged), (".docx", 5, damaged_package))
        ),
        Reader("template", ".docx", templates, look_at_template, 40, damaged_package),
    )
}  # fmt: skip
EXTRAS = {".docx": "docxtpl", ".pdf": "typst"}
"""The package without which a reader's files cannot be made."""
