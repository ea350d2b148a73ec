"""Generated questionnaires and answers. No data of anybody's stands in the benchmarks."""

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spinout.core.questionnaire import Question, Questionnaire

TEXT = "A sentence or two about it, as people write them."


def document(questionnaire: Questionnaire, number: int, *, open_share: float = 0.0) -> dict[str, Any]:
    """A document of answers; a share of the questions may stay open."""
    chance = random.Random(number)
    answers = {
        question.id: _answer(question, chance)
        for question in questionnaire.questions.values()
        if chance.random() >= open_share
    }
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "service": f"Service {number}",
        "organisation": f"Example Council {number % 300}",
        "completed_by": "Service lead",
        "date": "2026-11-23",
        "answers": answers,
    }


def _answer(question: Question, chance: random.Random) -> Any:
    kind: Any = question.type
    match kind.name:
        case "scale":
            level = chance.randrange(len(kind.levels))
            return {"answer": level, "evidence": "A letter."} if chance.random() < 0.2 else level
        case "choice":
            return chance.choice(kind.options).id
        case "multi":
            several = [option.id for option in kind.options if not option.exclusive]
            return chance.sample(several, chance.randint(1, len(several)))
        case "yes-no":
            return chance.choice(["yes", "no"])
        case "number" | "percent":
            low = int(kind.low or 0)
            return chance.randint(low, low + 100 if kind.high is None else int(kind.high))
        case "split":
            marks = sorted(chance.randint(0, 100) for _ in kind.parts[1:])
            shares = [b - a for a, b in zip([0, *marks], [*marks, 100], strict=True)]
            return {"answer": {part.id: share for part, share in zip(kind.parts, shares, strict=True)}}
        case "date":
            return "2026-11-23"
        case _:
            return TEXT


def as_yaml(made: dict[str, Any]) -> str:
    """A document as a person writes it."""
    lines = [f"{key}: {json.dumps(value)}" for key, value in made.items() if key != "answers"]
    lines.append("answers:")
    lines.extend(f"  {key}: {json.dumps(value)}" for key, value in made["answers"].items())
    return "\n".join(lines) + "\n"


def files(folder: Path, questionnaire: Questionnaire, count: int, ending: str, *, distinct: int = 20_000) -> None:
    """A folder of files; after some thousand the same answers come again."""
    folder.mkdir(parents=True)
    texts = []
    for number in range(min(count, distinct)):
        made = document(questionnaire, number)
        texts.append(as_yaml(made) if ending == ".yaml" else json.dumps(made))
    for number in range(count):
        (folder / f"{number:06}{ending}").write_text(texts[number % len(texts)], encoding="utf-8")


def table(questionnaire: Questionnaire, count: int, *, distinct: int = 20_000) -> Iterator[list[str]]:
    """The rows of a table, headings first."""
    columns = ["questionnaire", "version", "service", "organisation"]
    for question in questionnaire.questions.values():
        parts: Any = getattr(question.type, "parts", None)
        columns.extend([f"{question.id}.{part.id}" for part in parts] if parts else [question.id])
    yield columns
    kept = [_row(document(questionnaire, number), columns) for number in range(min(count, distinct))]
    for number in range(count):
        yield kept[number % len(kept)]


def _row(made: dict[str, Any], columns: list[str]) -> list[str]:
    cells = {key: str(value) for key, value in made.items() if key != "answers"}
    for key, given in made["answers"].items():
        value = given["answer"] if isinstance(given, dict) else given
        if isinstance(value, dict):
            cells |= {f"{key}.{part}": str(share) for part, share in value.items()}
        else:
            cells[key] = ";".join(value) if isinstance(value, list) else str(value)
    return [cells.get(column, "") for column in columns]


def write_csv(path: Path, questionnaire: Questionnaire, count: int) -> int:
    """A table of rows; how many columns it has."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        width = 0
        for row in table(questionnaire, count):
            width = len(row)
            writer.writerow(row)
    return width


def write_xlsx(path: Path, questionnaire: Questionnaire, count: int) -> None:
    """The same table as a workbook, numbers as numbers."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Answers")
        for number, row in enumerate(table(questionnaire, count)):
            for index, cell in enumerate(row):
                if cell.isdigit():
                    sheet.write_number(number, index, int(cell))
                elif cell:
                    sheet.write_string(number, index, cell)


def form(sections: int, questions: int, conditions: int) -> dict[str, Any]:
    """A questionnaire of scales, spread over sections; some questions hang on an earlier one."""
    chance = random.Random(1)
    made: list[dict[str, Any]] = [{"id": f"s{n}", "title": f"Section {n}", "questions": []} for n in range(sections)]
    hanging = set(chance.sample(range(sections, questions), conditions))
    for number in range(questions):
        question: dict[str, Any] = {
            "id": f"q{number}",
            "ask": f"Question {number}?",
            "type": "scale",
            "levels": ["None", "Some", "Half", "Most", "All"],
            "weight": number % 3 + 1,
        }
        if number in hanging:
            # Only questions that are always asked decide, so that an engine without states gives the same sums.
            free = [n for n in range(number) if n not in hanging]
            decides = free[number % len(free)]
            question["show_if"] = {"question": f"s{decides % sections}.q{decides}", "at_least": 1}
        made[number % sections]["questions"].append(question)
    return {
        "id": "form",
        "title": "A form",
        "version": "1",
        "scoring": {"bands": [{"id": "low", "label": "Low", "from": 0}, {"id": "high", "label": "High", "from": 50}]},
        "sections": _in_order(made),
    }


def _in_order(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sections whose conditions name earlier questions only."""
    order = {f"{s['id']}.{q['id']}": n for n, (s, q) in enumerate((s, q) for s in sections for q in s["questions"])}
    for section in sections:
        for question in section["questions"]:
            condition = question.get("show_if")
            if condition and order[condition["question"]] >= order[f"{section['id']}.{question['id']}"]:
                free = [q for q in section["questions"] if "show_if" not in q]
                condition["question"] = f"{section['id']}.{free[0]['id']}"
                if order[condition["question"]] >= order[f"{section['id']}.{question['id']}"]:
                    first = next(q for q in sections[0]["questions"] if "show_if" not in q)
                    condition["question"] = f"{sections[0]['id']}.{first['id']}"
    return sections


def form_answers(questions: dict[str, Question], number: int) -> dict[str, int]:
    """A level for every question of a form."""
    chance = random.Random(number)
    return {ident: chance.randrange(5) for ident in questions}
