"""What `spinout import` tells: how many rows became documents, and what went nowhere."""

from collections import Counter
from collections.abc import Iterator

from spinout.core.wording import counted, found, listed
from spinout.inputs.exports.grids import GridHeading
from spinout.inputs.exports.guessing import GuessedMap
from spinout.inputs.exports.habits import PLAIN
from spinout.inputs.exports.map_writing import summary
from spinout.inputs.exports.rows import LeftOut
from spinout.use_cases.imports import Guessing, Imported

MOST_SHOWN = 20
"""So many columns, and so many cells, are shown; the rest are counted."""
WHOLE_COLUMN = ("The map leaves undecided what this column is.", "The map does not name this column.")


def import_lines(imported: Imported, *, unchanged: int) -> Iterator[str]:
    """Lines on what a table gave."""
    grid = imported.grid
    rows = len(imported.rows) + len(imported.refused)
    yield (
        f"{grid.name}: {counted(rows, 'row')}, {counted(len(imported.rows), 'document')}, "
        + counted(imported.answers, "answer")
        + (f", {unchanged} as they stood already." if unchanged else ".")
    )
    if grid.tags is not None:
        yield f"Row {grid.tags} holds tags (#…), and no answers."
    for warning in imported.warnings:
        yield f"Warning [{warning.code.value}]: {warning.message}"
    if imported.guess is not None:
        yield f"No map was given. {_tool(imported.guess)}"
        yield f"{summary(imported.guess)}. What is but a guess was not taken; to see it: --guess -o MAP.yaml"
    if imported.personal:
        yield f"{counted(imported.personal, 'personal cell')} left out (names, addresses, devices, times)."
    yield from _lost(imported.left_out)


def _lost(left_out: tuple[LeftOut, ...]) -> Iterator[str]:
    """The columns that went nowhere, and then the cells."""
    columns = Counter(each.heading for each in left_out if each.why in WHOLE_COLUMN)
    cells = [each for each in left_out if each.why not in WHOLE_COLUMN and each.heading.number]
    rows = [each for each in left_out if not each.heading.number]
    if rows:
        yield f"{counted(len(rows), 'row')} not read, or not whole:"
        yield from (f"  - {_line(each)}" for each in rows[:MOST_SHOWN])
        if len(rows) > MOST_SHOWN:
            yield f"  … and {len(rows) - MOST_SHOWN:,} more. All of them: --json"
    if columns:
        yield f"{counted(len(columns), 'column')} went nowhere:"
        for heading, count in sorted(columns.items(), key=lambda row: row[0].number)[:MOST_SHOWN]:
            yield f"  - {_named(heading)}: {counted(count, 'cell')}"
        if len(columns) > MOST_SHOWN:
            yield f"  … and {counted(len(columns) - MOST_SHOWN, 'column')} more."
    if cells:
        yield f"{counted(len(cells), 'cell')} went nowhere, and what they say stands in no file:"
        for each in cells[:MOST_SHOWN]:
            yield f"  - {_line(each)}"
        if len(cells) > MOST_SHOWN:
            yield f"  … and {len(cells) - MOST_SHOWN:,} more. All of them: --json"


def _tool(guess: GuessedMap) -> str:
    """Which tool wrote a table."""
    if guess.tool is PLAIN:
        return "Its headings are those of no survey tool that is known."
    return f"Its headings are those of {guess.tool.name}."


def _line(each: LeftOut) -> str:
    if not each.heading.number:
        return f"Row {each.row}" + (f", {each.question}" if each.question else "") + f": {each.why}"
    about = f", {each.question}" if each.question else ""
    return f"Row {each.row}, {_named(each.heading)}{about}: {found(each.value)}. {each.why}"


def _named(heading: GridHeading) -> str:
    return f"column {heading.number}" + (f" ({listed([heading.text])})" if heading.text else "")


def guess_lines(made: Guessing) -> Iterator[str]:
    """Lines on what a map says that was guessed."""
    grid = made.grid
    yield f"{grid.name}: {counted(len(grid.rows), 'row')}. {_tool(made.guess)}"
    yield f"{summary(made.guess)}."
    values = sum(len(column.values) + column.more for column in made.guess.columns)
    if values:
        yield f"{counted(values, 'value')} listed that no label says plainly."
