"""Answers as people leave them, made from a seed, for whatever questionnaire is given.

    python benchmarks/answers.py out/ --count 300                a folder of YAML files
    python benchmarks/answers.py out.csv --count 300 --seed 7    or .jsonl, .xlsx
    python benchmarks/answers.py out/ --questions my-questions

Nine in ten of the questions that are shown are answered; the rest are "don't know", not applicable or blank. A
third of the answers have evidence and a tenth a note. Only what is shown is answered, as after an interview. YAML
is written by a YAML library. No data of anybody's stands here.
"""

import argparse
import csv
import json
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import questionnaires
import yaml
from conditions import Given, truth
from questionnaires import Form

ANSWERED, DONT_KNOW, NOT_APPLICABLE = 0.9, 0.5, 0.2
"""The share of answers; of the rest, the share of "don't know", and of "not applicable" where it may be said."""
EVIDENCE, NOTE, EXCLUSIVE = 0.33, 0.1, 0.1
TEXTS = (
    "Minutes of 4 March, item 6.",
    "Report to cabinet: agreed, with two changes.",
    "Reply of the pension fund, 12 October.",
    "Sheet 'Costs' of the business case; version 5.",
    "Cynllun Tŷ Newydd, page 3.",
    "Advice of the solicitor, not for publication yet.",
)
REASON = "There is none here."
HEADER = ("questionnaire", "version", "service", "organisation", "completed_by", "date")
Document = dict[str, Any]


def documents(form: Form, count: int, *, seed: int = 1, answered: float = ANSWERED) -> Iterator[Document]:
    """So many documents, each as a file of answers has it."""
    for number in range(count):
        yield document(form, number, seed=seed, answered=answered)


def document(form: Form, number: int, *, seed: int = 1, answered: float = ANSWERED) -> Document:
    """The document of a number; the same for the same seed."""
    chance = random.Random(f"answers/{seed}/{number}")
    given: dict[str, Given] = {}
    answers: dict[str, Any] = {}
    for ident, question in form.questions.items():
        shown = truth(question["show_if"], given) if "show_if" in question else True
        long = {} if shown is False else _long(question, chance, answered)
        given[ident] = Given(shown, counted(form, question, long), "not_applicable" not in long)
        if long:
            alone = long.keys() == {"answer"} and not isinstance(long["answer"], dict)
            answers[ident] = long["answer"] if alone else long
    return {
        "questionnaire": form.id,
        "version": form.version,
        "service": f"Service {number:05}",
        "organisation": f"Council {number % 300}",
        "completed_by": "Service lead",
        "date": "2026-11-23",
        "answers": answers,
    }


def counted(form: Form, question: dict[str, Any], long: dict[str, Any]) -> Any:
    """The answer as it counts: of a scale the effective level; None where it is open."""
    answer = long.get("answer")
    if answer is None or answer == "dont-know":
        return None
    top = question["type"] == "scale" and answer == len(question["levels"]) - 1
    return answer - 1 if top and form.loses_a_level(question) and "evidence" not in long else answer


def _long(question: dict[str, Any], chance: random.Random, answered: float) -> dict[str, Any]:
    """What is said to a question, in the long form; nothing where it is left blank."""
    if chance.random() >= answered:
        if question.get("not_applicable") == "true" and chance.random() < NOT_APPLICABLE:
            return {"not_applicable": REASON}
        return {"answer": "dont-know"} if chance.random() < DONT_KNOW else {}
    made = {"answer": KINDS[question["type"]](question, chance)}
    for field, share in (("evidence", EVIDENCE), ("note", NOTE)):
        if chance.random() < share:
            made[field] = chance.choice(TEXTS)
    return made


def _multi(question: dict[str, Any], chance: random.Random) -> list[str]:
    alone = [option["id"] for option in question["options"] if option.get("exclusive") == "true"]
    several = [option["id"] for option in question["options"] if option["id"] not in alone]
    if alone and chance.random() < EXCLUSIVE:
        return [chance.choice(alone)]
    return chance.sample(several, chance.randint(1, len(several)))


def _number(question: dict[str, Any], chance: random.Random) -> int | float:
    percent = question["type"] == "percent"
    low = Decimal(question.get("min", 0))
    high = Decimal(question.get("max", 100 if percent else low + 100))
    whole = chance.randint(-int(-low // 1), max(int(high // 1), -int(-low // 1)))
    return whole if low <= whole <= high else float(low)


def _split(question: dict[str, Any], chance: random.Random) -> dict[str, int]:
    marks = sorted(chance.randint(0, 100) for _ in question["parts"][1:])
    shares = [high - low for low, high in zip([0, *marks], [*marks, 100], strict=True)]
    return {part["id"]: share for part, share in zip(question["parts"], shares, strict=True)}


KINDS: dict[str, Callable[[dict[str, Any], random.Random], Any]] = {
    "scale": lambda question, chance: chance.randrange(len(question["levels"])),
    "choice": lambda question, chance: chance.choice(question["options"])["id"],
    "multi": _multi,
    "yes-no": lambda _, chance: chance.choice(["yes", "no"]),
    "number": _number,
    "percent": _number,
    "split": _split,
    "text": lambda _, chance: chance.choice(TEXTS),
    "date": lambda _, chance: f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
}


# how they are written


def as_yaml(made: Document) -> str:
    """A document as a YAML library writes it."""
    return str(yaml.dump(made, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True))


def as_json(made: Document) -> str:
    """A document as a line of JSON."""
    return json.dumps(made, ensure_ascii=False)


def write(out: Path, made: Iterator[Document], form: Form) -> None:
    """Write documents as the name says: .jsonl, .csv, .xlsx, or else a folder of YAML files."""
    match out.suffix:
        case ".jsonl":
            out.write_text("".join(as_json(one) + "\n" for one in made), encoding="utf-8")
        case ".csv":
            with out.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(_table(form, list(made)))
        case ".xlsx":
            _write_workbook(out, _table(form, list(made)))
        case _:
            out.mkdir(parents=True, exist_ok=True)
            for number, one in enumerate(made):
                (out / f"service-{number:05}.yaml").write_text(as_yaml(one), encoding="utf-8")


def _write_workbook(out: Path, rows: Iterator[list[Any]]) -> None:
    """The table as a workbook, numbers as numbers."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(out)) as book:
        sheet = book.add_worksheet("Answers")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell)


def _table(form: Form, made: list[Document]) -> Iterator[list[Any]]:
    """The rows of a table, headings first: a column for whatever anybody said."""
    rows = [_cells(form, one) for one in made]
    columns = list(dict.fromkeys((*HEADER, *sorted({column for row in rows for column in row}))))
    yield columns
    for row in rows:
        yield [row.get(column, "") for column in columns]


def _cells(form: Form, made: Document) -> dict[str, Any]:
    cells: dict[str, Any] = {field: made[field] for field in HEADER}
    for ident, given in made["answers"].items():
        long = given if isinstance(given, dict) else {"answer": given}
        parts = form.questions[ident].get("parts")
        for field, value in long.items():
            if field != "answer":
                cells[f"{ident}#{field}"] = value
            elif parts:
                cells |= {
                    f"{ident}.{part['id']}": value if value == "dont-know" else value[part["id"]] for part in parts
                }
            else:
                cells[ident] = ";".join(value) if isinstance(value, list) else value
    return cells


def main() -> None:
    """Write answers where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=Path, default=questionnaires.SHIPPED)
    parser.add_argument("--answered", type=float, default=ANSWERED, help="the share of what is shown")
    given = parser.parse_args()
    form = questionnaires.read(given.questions)
    write(given.out, documents(form, given.count, seed=given.seed, answered=given.answered), form)


if __name__ == "__main__":
    main()
