"""The rows of a table as the readers of CSV and XLSX give them."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from spinout.core.problems import Problem, Warning
from spinout.core.wording import seen
from spinout.inputs.documents import Flaw


class Row(Struct, frozen=True):
    """A row of a table: its number in the file, from 1, and its cells as text.

    A byte that is no letter stands in a cell as half of a surrogate pair.
    """

    number: int
    cells: tuple[str, ...]
    problem: Problem | None = None
    """Why the row has no cells that could be read."""
    guessed: bool = False
    """Whether letters of it were read as Windows-1252."""
    lines: tuple[str, ...] = ()
    """The lines of CSV that it took, where those are several."""
    delimiter: str = ","
    flaws: tuple[tuple[int, Flaw], ...] = ()
    """What is wrong with cells, each by its index, before anything is asked of their text."""
    warnings: tuple[Warning, ...] = ()
    """What is told of the row; in the first that is filled, what is told of the whole sheet before."""
    formulas: tuple[int, ...] = ()
    """The indexes of cells whose text a formula made."""
    of_form: tuple[str, str] | None = None
    """Of headings: the questionnaire and its version, where the table is a form with a row of titles."""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.problem is None and not self.flaws and not any(map(seen, self.cells))


class TableSheet(Struct, frozen=True):
    """The rows of a table; one of a workbook has a name, and others beside it, of which a glance is given."""

    rows: Iterator[Row]
    name: str = ""
    others: Callable[[], Iterable["TableSheet"]] = tuple
