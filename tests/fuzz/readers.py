"""What must hold of every file that somebody hands in, however it came to be as it is.

A reader gives problems, each with its place and a code that `docs/messages.md` explains, or a reading. Where it
has no problem, another reader of the same format finds the same words and numbers. Nothing is raised but what
its function promises.
"""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import yaml
from msgspec import Struct

from fuzz import right
from fuzz.damage import damaged, damaged_data, damaged_package
from spinout.cli.boundary import ExitCode
from spinout.core.problems import Code, Problem
from spinout.core.reading.paper_words import known_slots
from spinout.inputs.documents import Document, read_document
from spinout.inputs.exports.maps import TableSettings
from spinout.inputs.words_files import words_file
from spinout.reports.claims import claims_of, text_of
from spinout.reports.word_parts import UnreadableReport
from spinout.use_cases.assessments import Refused, assess_document, documents_in, read_answers
from spinout.use_cases.imports import Guessing, Imported, files_of, guess_map, import_table, lines_of
from spinout.use_cases.interviews import Held, release, take_lock
from spinout.use_cases.officers_words import read_words
from spinout.use_cases.plans import answers_given
from spinout.use_cases.questionnaires import BrokenQuestionnaire, load_questionnaire
from spinout.use_cases.reports import read_headings
from spinout.use_cases.taken_words import taken_words

Look = Callable[[Path, bytes], bool]
"""Reads a file of this path and content, holds what comes of it to what must hold, and says whether it was right."""
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
    for document in documents_in(str(path), right.hall().questionnaire):
        assessed = assess_document(document, right.hall())
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
    known = {*right.hall().questionnaire.questions, *FIELDS, "village-hall", None}
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
    texts = [raw.replace(b"\0", b"").decode(encoding, "replace") for encoding in ("utf-8-sig", "cp1252")]
    every = [text.splitlines(keepends=True) for text in texts]

    def cells(starts: Iterable[int]) -> list[str]:
        rows = (row for lines in every for start in starts for row in csv.reader(lines[start:], delimiter=delimiter))
        return [cell.strip() for row in rows for cell in row]

    # a row that is broken ends at its line, so that the next may begin at any
    doubted = [document for document, fine in found if fine and invented(document, cells([0]))]
    assert [invented(document, cells(range(len(every[0])))) for document in doubted] == [[]] * len(doubted)
    return True


def look_at_xlsx(path: Path, raw: bytes) -> bool:
    """No text is read that does not stand in the sheet."""
    found = documents(path, raw, taken=True)
    fine = [document for document, whole in found if whole]
    if not fine:
        return False
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        content = packed.read("xl/worksheets/sheet1.xml")
    try:
        sheet = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        # rows before the damage are read one by one, and then it must be told
        assert len(fine) < len(found)
        return False
    texts = ["".join(cell.itertext()) for cell in sheet.iter() if cell.tag.endswith("}c")]
    for document in fine:
        assert [leaf for leaf in invented(document, texts) if isinstance(leaf, str) and not leaf[:1].isdigit()] == []
    return True


def look_at_import(path: Path, raw: bytes) -> bool:
    """Problems with places; or documents that all read back, from cells and constants alone, the same twice."""
    path.write_bytes(raw)
    imported = import_table(str(path), right.hall(), None, TableSettings())
    if isinstance(imported, Refused):
        assert imported.problems
        hold(imported.problems, str(path), raw)
        return False
    for name, content in files_of(imported, "out"):
        assert Path(name).parent == Path("out"), name
        answers, problems = read_answers(read_document(name, content), right.hall().questionnaire)
        assert answers is not None, problems
    for each in imported.left_out:
        assert each.why
    again = import_table(str(path), right.hall(), None, TableSettings())
    assert isinstance(again, Imported)
    assert lines_of(again) == lines_of(imported)
    guess = guess_map(str(path), right.hall(), TableSettings())
    assert isinstance(guess, Guessing)
    written = path.with_name("map.yaml")
    written.write_bytes(guess.content)
    mapped = import_table(str(path), right.hall(), str(written), TableSettings())
    assert isinstance(mapped, Imported), (mapped, guess.content)
    return bool(imported.answers)


def look_at_map(path: Path, raw: bytes) -> bool:
    """Problems with places, or documents by it."""
    path.write_bytes(raw)
    table = path.with_name("table.csv")
    table.write_bytes(right.EXPORT)
    imported = import_table(str(table), right.hall(), str(path), TableSettings())
    if isinstance(imported, Refused):
        assert imported.problems
        hold([problem for problem in imported.problems if problem.file == str(path)], str(path), raw)
    return not isinstance(imported, Refused)


def look_at_form(path: Path, raw: bytes) -> bool:
    """One document, with no text in it that stands in no part of the workbook."""
    ((document, fine),) = documents(path, raw, taken=True)
    if fine:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            held = ""
            for name in packed.namelist():
                with suppress(Exception):  # of what is not read, in which anything may be damaged
                    held += html.unescape(re.sub("<[^>]*>", " ", packed.read(name).decode("utf-8", "replace")))
        ids = {option.id for q in right.hall().questionnaire.questions.values() for option in q.type.options}
        told = [leaf for leaf in leaves(document.data) if isinstance(leaf, str)]
        assert [leaf for leaf in told if leaf not in held and leaf not in {*ids, *FIELDS, "yes", "no"}] == []
    return fine


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
    found = read_headings(str(path), right.shipped())
    if isinstance(found, Refused):
        assert found.problems
        hold(found.problems, str(path), raw)
    return not isinstance(found, Refused)


def look_at_words(path: Path, raw: bytes) -> bool:
    """Problems, or officers' words, which a new file of them says again."""
    path.write_bytes(raw)
    found = read_words(str(path), right.shipped())
    if isinstance(found, Refused):
        assert found.problems
        hold(found.problems, str(path), raw)
        return False
    slots = known_slots(right.shipped().questionnaire)
    path.write_bytes(words_file([("", slots[ident]) for ident in found.words], found))
    again = read_words(str(path), right.shipped())
    assert not isinstance(again, Refused), again.problems
    assert again.words == found.words
    return True


def look_at_paper(_: Path, raw: bytes) -> bool:
    """The officers' words in a Word file, or that it cannot be read."""
    with suppress(UnreadableReport):
        return bool(taken_words(raw, right.shipped()).words.words)
    return False


def look_at_set(_: Path, raw: bytes) -> bool:
    """Problems with a code and words, or an answer."""
    given = answers_given(raw.decode("utf-8", "surrogateescape").split("\n"), right.hall().questionnaire)
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


def look_at_command(path: Path, raw: bytes, *words: str) -> bool:
    """A command ends with a code of its own, and says why in words."""
    path.write_bytes(raw)
    code, said = right.told(*(str(path) if word == "FILE" else word for word in words))
    assert code in (ExitCode.DONE, ExitCode.PROBLEMS, ExitCode.STORAGE), said
    assert said.strip()
    assert "Traceback" not in said
    return code == ExitCode.DONE


def look_at_verify(path: Path, raw: bytes) -> bool:
    """`spinout verify` says that it is the same, or what differs, or that it cannot be read."""
    answers = path.with_name("right.yaml")
    answers.write_bytes(right.ANSWERS)
    return look_at_command(path, raw, "verify", "FILE", str(answers), "--questions", str(right.HALL))


def look_at_template(path: Path, raw: bytes) -> bool:
    """`spinout template check` says that it is right, or what is wrong."""
    return look_at_command(path, raw, "template", "check", "FILE")


READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader("yaml", ".yaml", right.answers, look_at_yaml, 5000),
        Reader("json", ".json", right.answers_in_json, look_at_json, 3000),
        Reader("json-values", ".json", right.answers_in_json, look_at_json, 1000, damaged_data),
        Reader("jsonl", ".jsonl", right.answers_in_json_lines, look_at_json_lines, 2000),
        Reader("csv", ".csv", right.tables, look_at_csv, 3000),
        Reader("xlsx", ".xlsx", right.workbooks, look_at_xlsx, 1500, damaged_package),
        Reader("import.csv", ".csv", right.exports, look_at_import, 800),
        Reader("import.ods", ".ods", right.sheets, look_at_import, 300, damaged_package),
        Reader("map", ".yaml", right.maps, look_at_map, 500),
        Reader("form", ".xlsx", right.workbook_forms, look_at_form, 400, damaged_package),
        Reader("questionnaire", ".yaml", right.questionnaires, look_at_questionnaire, 1500),
        Reader("conditions", ".json", right.questionnaires_in_json, look_at_questionnaire, 1500, damaged_data),
        Reader("headings", ".yaml", right.headings, look_at_headings, 500),
        Reader("words", ".yaml", right.words, look_at_words, 500),
        Reader("paper", ".docx", right.papers, look_at_paper, 60, damaged_package),
        Reader("set", ".txt", right.pairs, look_at_set, 2000),
        Reader("lock", ".yaml", right.locks, look_at_lock, 1000),
        *(
            Reader(f"report{ending}", ending, partial(right.report, ending), look_at_report, cases, damage)
            for ending, cases, damage in (
                (".html", 300, damaged),
                (".md", 500, damaged),
                (".json", 500, damaged),
                (".docx", 200, damaged_package),
                (".pdf", 30, damaged),
            )
        ),
        *(
            Reader(f"verify{ending}", ending, partial(right.report, ending), look_at_verify, cases, damage)
            for ending, cases, damage in ((".md", 20, damaged), (".json", 20, damaged), (".docx", 5, damaged_package))
        ),
        Reader("template", ".docx", right.templates, look_at_template, 40, damaged_package),
    )
}  # fmt: skip
EXTRAS = {".docx": "docxtpl", ".pdf": "typst"}
"""The package without which a reader's files cannot be made."""
