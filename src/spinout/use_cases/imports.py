"""Take the answers out of a table that another program wrote: guess what its columns mean, and make files of it."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.problems import Code, Problem, Warning
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import found, proposed_names
from spinout.core.workbook_rows import rows_marked
from spinout.inputs.documents import MOST_BYTES, at_top, format_of, read_document
from spinout.inputs.exports.grids import MOST_TABLE, Grid, GridHeading, read_grid
from spinout.inputs.exports.guessing import GuessedMap, guessed, recognised
from spinout.inputs.exports.headings import QuestionNames
from spinout.inputs.exports.map_writing import written_map
from spinout.inputs.exports.maps import TableMap, TableSettings, map_from, settings_of
from spinout.inputs.exports.rows import LeftOut, MadeRow, RowMaker
from spinout.inputs.form_tables import QUESTIONNAIRE
from spinout.inputs.rows import Row
from spinout.inputs.writing import json_line, new_yaml
from spinout.inputs.yaml import read_yaml
from spinout.storage import StorageError, exists, is_folder, read_bytes
from spinout.use_cases.assessments import Refused, read_answers
from spinout.use_cases.questionnaires import Loaded

MOST_TRIES = 5
"""How often a document is made anew without what its own reader would refuse."""
READ_AS_IT_IS = (
    "It needs no import: spinout check FILE says what is wrong in it, and every other command reads it as it is."
)
XLSFORM_SHEETS = frozenset({"survey", "choices"})
AS_SAID = "as it was said"
WHOLE_ROW = GridHeading(0, "")


class Guessing(Struct, frozen=True):
    """A map that was guessed for a table, and its file."""

    grid: Grid
    guess: GuessedMap
    content: bytes


class Imported(Struct, frozen=True):
    """What a table gave: a document for each row, what of it went nowhere, and by which map."""

    grid: Grid
    table_map: TableMap
    rows: tuple[MadeRow, ...]
    refused: tuple[LeftOut, ...]
    """Rows of which nothing could be read."""
    warnings: tuple[Warning, ...]
    guess: GuessedMap | None = None
    """Where no map was given, the guess that was taken in its place, as far as it is sure."""

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """All that went nowhere, in the table's order."""
        every = [*self.refused, *(each for row in self.rows for each in row.left_out)]
        return tuple(sorted(every, key=lambda each: (each.row, each.heading.number)))

    @property
    def personal(self) -> int:
        """How many personal cells were left out."""
        return sum(row.personal for row in self.rows)

    @property
    def answers(self) -> int:
        """How many questions are answered, or said not to be known or not to apply, in all rows."""
        return sum(len(row.data["answers"]) for row in self.rows)


def guess_map(path: str, loaded: Loaded, given: TableSettings) -> Guessing | Refused:
    """Guess what the columns of a table mean. Raises StorageError."""
    grid = _table(path, loaded.questionnaire, given)
    if isinstance(grid, Problem):
        return Refused(path, (grid,))
    guess = guessed(grid, loaded.questionnaire)
    why = AS_SAID if given.dates else guess.why_dates
    guess = replace(guess, settings=_together(guess.settings, given), why_dates=why)
    return Guessing(grid, guess, written_map(guess, grid, loaded.questionnaire))


def import_table(
    path: str, loaded: Loaded, map_path: str | None, given: TableSettings, *, keep: bool = False
) -> Imported | Refused:
    """Read a table by a map, or by what is sure of a guess where none is given. Raises StorageError."""
    questionnaire = loaded.questionnaire
    if map_path is None:
        made = guess_map(path, loaded, given)
        if isinstance(made, Refused):
            return made
        if not made.grid.rows:
            return _without_rows(made.grid)
        sure = made.guess.table_map(only_plain=True)
        return _imported(made.grid, sure, questionnaire, made.guess, keep=keep)
    document = read_yaml(map_path, read_bytes(map_path, most=MOST_BYTES))
    if not document.whole or document.problems:
        return Refused(map_path, document.placed(()))
    grid = _table(path, questionnaire, _together(settings_of(document.data), given))
    if isinstance(grid, Problem):
        return Refused(path, (grid,))
    if not grid.rows:
        return _without_rows(grid)
    table_map, problems = map_from(document.data, questionnaire, grid, map_path)
    if table_map is None:
        return Refused(map_path, document.placed(problems))
    table_map = replace(table_map, settings=_together(table_map.settings, given))
    return _imported(grid, table_map, questionnaire, None, keep=keep)


def _without_rows(grid: Grid) -> Refused:
    message = "The table has no row below its headings."
    told = at_top(Code.NO_DOCUMENT, message, "Export it again once somebody answered.", grid.header_row, file=grid.name)
    return Refused(grid.name, (told,))


def _together(settings: TableSettings, given: TableSettings) -> TableSettings:
    """How a table is written, where the command line says it before all else."""
    said = {name: value for name in ("sheet", "header_row", "dates", "decimal") if (value := getattr(given, name))}
    return replace(settings, **said)


def _table(path: str, questionnaire: Questionnaire, settings: TableSettings) -> Grid | Problem:
    """The table of a file; its headings are looked for where nobody says which row holds them."""
    kind = format_of(path)
    if kind is not None and not kind.table:
        return _no_export(path, "The file is no table.", READ_AS_IT_IS)
    raw = read_bytes(path, most=MOST_TABLE)
    if path.lower().endswith(".xlsx"):
        from spinout.inputs.workbook_forms import form_document
        from spinout.inputs.xlsx import sheet_names

        if {name.casefold() for name in sheet_names(raw)} >= XLSFORM_SHEETS:
            message = "The workbook is an XLSForm: the questions themselves, and no answers."
            return _no_export(path, message, "Upload it to the survey tool, and import what the tool exports.")
        document = form_document(path, raw, questionnaire)
        if document is not None and not document.whole:
            return document.problems[0]
        if document is not None:
            return _no_export(path, "The workbook is a form of spinout's own.", READ_AS_IT_IS)
    choose = partial(_heading_row, questionnaire)
    grid = read_grid(path, raw, sheet=settings.sheet, header_row=settings.header_row, choose=choose)
    return grid if isinstance(grid, Problem) else _own_table(grid) or grid


def _own_table(grid: Grid) -> Problem | None:
    """What is wrong where a table is a form with a row for each service."""
    asked = next((heading.number for heading in grid.headings if heading.text == QUESTIONNAIRE), None)
    if asked and any(rows_marked(row.cells.get(asked, "")) for row in grid.rows[:1]):
        return _no_export(
            grid.name, "The table is a form of spinout's own, with a row for each service.", READ_AS_IT_IS
        )
    return None


def _no_export(path: str, message: str, hint: str) -> Problem:
    return at_top(Code.NO_EXPORT, message, hint, file=path)


def _heading_row(questionnaire: Questionnaire, first: Sequence[Row]) -> int | None:
    """The row that looks most like headings, where that is not the first that is filled."""
    rows = [row for row in first if row.problem is None]
    if not rows or rows[0] is not first[0]:
        return None
    names = QuestionNames(questionnaire)
    counts = {row.number: recognised([cell.strip() for cell in row.cells[:500]], names) for row in rows}
    best = max(counts, key=lambda number: (counts[number], -number))
    return best if counts[best] > counts[rows[0].number] else None


def _imported(
    grid: Grid, table_map: TableMap, questionnaire: Questionnaire, guess: GuessedMap | None, *, keep: bool
) -> Imported:
    maker = RowMaker(grid, table_map, questionnaire, keep=keep)
    rows, refused = [], []
    for row in grid.rows:
        if row.refused:
            refused.append(LeftOut(row.number, WHOLE_ROW, "", row.refused))
        else:
            made = maker.made(row)
            if made.foreign is None:
                rows.append(_readable(made, questionnaire))
            else:
                why = f"These are answers to {found(made.foreign)}; the questionnaire is {found(questionnaire.id)}."
                refused.append(LeftOut(row.number, WHOLE_ROW, "", why))
    return Imported(grid, table_map, tuple(rows), tuple(refused), grid.warnings, guess)


def _readable(row: MadeRow, questionnaire: Questionnaire) -> MadeRow:
    """A row without what the reader of answers would refuse, which is told; so that each file reads back."""
    for _ in range(MOST_TRIES):
        _, problems = read_answers(read_document("row.yaml", new_yaml(row.data)), questionnaire)
        if not problems:
            return row
        row = _without(row, problems)
    return _without(replace(row, data={**row.data, "answers": {}}), ())


def _without(row: MadeRow, problems: tuple[Problem, ...]) -> MadeRow:
    data: dict[str, Any] = {**row.data, "answers": dict(row.data["answers"])}
    left = list(row.left_out)
    for problem in problems:
        why = f"{problem.message} {problem.hint}".strip()
        question = problem.question if problem.question in data["answers"] else None
        field = next(
            (name for name in data if name in problem.path[:1] and name not in ("answers", "questionnaire")), None
        )
        if question is not None:
            del data["answers"][question]
        elif field is not None:
            del data[field]
        else:
            continue
        left.append(LeftOut(row.number, WHOLE_ROW, "", why, question))
    return replace(row, data=data, left_out=tuple(left))


# files


def file_names(rows: tuple[MadeRow, ...]) -> tuple[str, ...]:
    """The name of each row's file: the service, who answers, and the row, which no other row has."""
    return tuple(_file_name(row) for row in rows)


def _file_name(row: MadeRow) -> str:
    words = " ".join(row.data[name] for name in ("service", "respondent") if name in row.data)
    stem = next(proposed_names(words, ""))
    return f"{stem}-row-{row.number:03}.yaml"


def files_of(imported: Imported, folder: str) -> Iterator[tuple[str, bytes]]:
    """A file for each row, with its path."""
    for row, name in zip(imported.rows, file_names(imported.rows), strict=True):
        yield str(Path(folder) / name), new_yaml(row.data)


def lines_of(imported: Imported) -> bytes:
    """All rows as JSON Lines."""
    return b"".join(json_line(row.data) for row in imported.rows)


def is_same(path: str, content: bytes) -> bool:
    """Whether a file stands already with just this content."""
    if not exists(path) or is_folder(path):
        return False
    try:
        return read_bytes(path, most=len(content)) == content
    except StorageError:
        return False
