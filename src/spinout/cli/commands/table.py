"""`spinout table`: many files of answers as one table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spinout.cli.boundary import ExitCode
from spinout.cli.commands.batch import Paths
from spinout.cli.loading import Force, Questions, SheetName, load, option, sheet_in
from spinout.cli.streams import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spinout.use_cases.answer_tables import TableCounts, TableDocument
    from spinout.use_cases.assessments import Refused, Unreadable

ENDINGS = ".csv or .xlsx"
Out = Annotated[str, option("-o --output", "OUT", f"Where to write it: a file that ends in {ENDINGS}.")]
Long = Annotated[
    bool, option("--long", None, "A row for each question of each document, with its state and score, for analysts.")
]


def table(
    paths: Paths,
    output: Out,
    long: Long = False,
    questions: Questions = None,
    sheet: SheetName = None,
    force: Force = False,
) -> None:
    """Write all answers as one table, which batch reads again.

    Example: spinout table answers/ -o all.csv
    """
    from spinout.cli.outputs import check_outputs, told_whole
    from spinout.cli.screens.cohort import say_skipped
    from spinout.storage import whole_file
    from spinout.use_cases.answer_tables import TABLES, documents_of_all, table_rows, write_table
    from spinout.use_cases.chunks import Skipped, given_twice

    ending = Path(output).suffix.lower()
    if ending not in TABLES:
        raise typer.BadParameter(f"a table is written to a file that ends in {ENDINGS}.", param_hint="-o")
    _check_beside(output, paths)
    loaded = load(questions, None)
    check_outputs([("-o", output)], (*paths, loaded.path), force=force)
    skipped, telling = Skipped(), _Telling()
    with whole_file(output, force=force) as out:
        found = documents_of_all(paths, loaded, skipped, sheet=sheet_in(paths, sheet))
        counts = write_table(found, table_rows(loaded.questionnaire, ending, long=long), out, ending, telling.tell)
        telling.end()
        if not counts.documents:
            say("No answers could be read there, so no table was written.")
            say_skipped(skipped, ())
            raise typer.Exit(ExitCode.PROBLEMS if counts.refused and not counts.unreadable else ExitCode.STORAGE)
    for line in _left_out(counts, long=long):
        say(line)
    say_skipped(skipped, given_twice(path for path in paths if path != "-"))
    say(f"{counts.documents} read, {counts.refused} refused, {counts.unreadable} unreadable.")
    rows = "1 row" if counts.rows == 1 else f"{counts.rows:,} rows"
    say(f"Written: {told_whole(output)} ({rows}, {counts.columns:,} columns)")
    if counts.unreadable:
        raise typer.Exit(ExitCode.STORAGE)
    raise typer.Exit(ExitCode.PROBLEMS if counts.refused else ExitCode.DONE)


def _check_beside(output: str, paths: list[str]) -> None:
    """Refuse a table in a folder that is searched: the next look at it would find every answer twice."""
    from spinout.storage import is_folder

    place = Path(output).resolve()
    for path in paths:
        if is_folder(path) and Path(path).resolve() in place.parents:
            message = f"{output} stands in {path}, where it would be read as answers again. Name a file elsewhere."
            raise typer.BadParameter(message, param_hint="-o")


class _Telling:
    """Tells what is wrong with documents, and how they were read, as they come."""

    def __init__(self) -> None:
        from spinout.cli.screens.pages import ProblemScreen, ReadingScreen

        self._problems = ProblemScreen()
        self._reading = ReadingScreen()

    def tell(self, found: "TableDocument | Refused | Unreadable") -> None:
        """Tell of one document."""
        from spinout.use_cases.assessments import Refused, Unreadable
        from spinout.use_cases.batches import TOLD

        if isinstance(found, Unreadable):
            say(f"{found.file}: {found.message}")
        elif isinstance(found, Refused):
            for line in self._problems.lines(found.file, found.problems, several=found.line is not None):
                say(line)
        else:
            warnings = [warning for warning in found.warnings if warning.code in TOLD]
            for line in self._reading.lines(found.file, found.line, warnings):
                say(line)

    def end(self) -> None:
        """Tell what is left to tell."""
        for line in (*self._problems.rest(), *self._reading.rest()):
            say(line)


def _left_out(counts: "TableCounts", *, long: bool) -> "Iterator[str]":
    """What no table holds, and where it still is."""
    from spinout.core.wording import counted, listed

    still = "The files that were read still have them."
    if counts.lessons:
        yield f"Left out: the lessons of {counted(counts.lessons, 'document')}. {still}"
    if counts.paper:
        yield f"Left out: the texts for a report's title block of {counted(counts.paper, 'document')}. {still}"
    if counts.gone:
        named = listed(f"{ident} ({count})" for ident, count in sorted(counts.gone.items()))
        yield f"Left out: answers to questions that are no longer asked, with how many documents have them: {named}."
    if counts.spaces and not long:
        yield f"Left out: the blanks around {counted(counts.spaces, 'text')}, which no table keeps."
