"""The least that a batch can do in Python: read strictly, look up what each answer adds, write the line.

No answer is checked, nothing is shown or hidden, there are no gates, no ranges, no classifications
and no problems. What this takes is the floor of what the contract asks for beside reading, in the
unit of the row that it stands in: no program in Python that keeps the contract is faster.
"""

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from spinout.core.questionnaire import Questionnaire

HEADER = ("service", "organisation", "date", "completed_by", "respondent", "version")
FILLED = 26
"""How many cells a line has beside those of its header and its sections."""
Points = dict[str, tuple[int, dict[Any, int]]]


class Bare:
    """The questions of a questionnaire, with what each answer adds to which section."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._sections = [section.id for section in questionnaire.sections]
        self._points: Points = {
            ident: (self._sections.index(question.section), _points(question))
            for ident, question in questionnaire.questions.items()
        }

    def files(self, folder: Path, out: Path) -> None:
        """A folder of JSON files to a table of lines."""
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            for name in sorted(os.listdir(folder)):
                with open(folder / name, "rb", buffering=65536) as document:
                    data = json.loads(document.read().decode(), object_pairs_hook=_pairs)
                writer.writerow(self._line(name, [data.get(field) for field in HEADER], data["answers"].items()))

    def lines(self, lines: Iterable[bytes], out: TextIO) -> None:
        """Lines of JSON to a table of lines."""
        writer = csv.writer(out)
        for line in lines:
            data = json.loads(line.decode(), object_pairs_hook=_pairs)
            writer.writerow(self._line("a.jsonl", [data.get(field) for field in HEADER], data["answers"].items()))

    def rows(self, rows: Iterable[list[str]], out: Path) -> None:
        """The rows of a table, headings first, to a table of lines."""
        every = iter(rows)
        places = {heading: i for i, heading in enumerate(next(every))}
        columns = [(ident, places[ident]) for ident in self._points if ident in places]
        header = [places[field] for field in HEADER if field in places]
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            for row in every:
                answers = [(ident, row[i]) for ident, i in columns]
                writer.writerow(self._line("rows", [row[i] for i in header], answers))

    def _line(self, name: str, header: list[Any], answers: Iterable[tuple[str, Any]]) -> list[Any]:
        sums = [0] * len(self._sections)
        points = self._points
        for ident, given in answers:
            answer = given["answer"] if type(given) is dict else given
            section, known = points[ident]
            if type(answer) is not dict and type(answer) is not list:
                sums[section] += known.get(answer, 0)
        return [name, *header, *[cell for total in sums for cell in (total / 12, total / 12)], *[""] * FILLED]


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return made


def _points(question: Any) -> dict[Any, int]:
    """Whole points of an answer, by what stands in a file of JSON and in a cell."""
    if not question.weight:
        return {}
    found: dict[Any, int] = {}
    for sample in question.type.samples(()):
        plain, score = question.type.plain(sample), question.type.score(sample)
        if isinstance(plain, int | str) and score is not None:
            found[plain] = found[str(plain)] = int(1200 * question.weight * score)
    return found


def csv_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a file of CSV."""
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.reader(file)


def xlsx_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a workbook, as the library reads them."""
    from python_calamine import CalamineWorkbook

    for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows():
        yield [cell if type(cell) is str else str(int(cell)) for cell in row]  # type: ignore[arg-type]


def main() -> None:
    """Do a folder of JSON, a CSV or a workbook, in a process of its own as a command is."""
    from spinout.use_cases.questionnaires import Loaded, load_questionnaire

    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    loaded = load_questionnaire()
    assert isinstance(loaded, Loaded)
    bare = Bare(loaded.questionnaire)
    if source.is_dir():
        bare.files(source, out)
    else:
        bare.rows(csv_rows(source) if source.suffix == ".csv" else xlsx_rows(source), out)


if __name__ == "__main__":
    main()
