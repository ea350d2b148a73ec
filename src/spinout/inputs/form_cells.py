"""Where the cells of a workbook form are, and a document whose places are sheets and cells."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW
from spinout.core.problems import Code, Path, Problem, Warning, bounded
from spinout.core.wording import shortened
from spinout.core.workbook_rows import UNKNOWN
from spinout.inputs.documents import Document
from spinout.inputs.xlsx.sheets import letters_of


class SheetCell(Struct, frozen=True):
    """A cell: its sheet, and its row and column from 1."""

    sheet: str
    row: int
    column: int

    @property
    def name(self) -> str:
        """As a spreadsheet names it: Ownership!E7, and a sheet with spaces in quotes."""
        plain = shortened(self.sheet)
        sheet = plain if plain.isidentifier() else "'" + plain.replace("'", "''") + "'"
        return f"{sheet}!{letters_of(self.column)}{self.row}"


class FormDocument(Document, frozen=True):
    """The document of a workbook form, whose places are cells of several sheets."""

    cells: Mapping[Path, SheetCell] = field(default_factory=dict)
    """The cell of each value that may be told of."""
    keys: Mapping[Path, SheetCell] = field(default_factory=dict)
    """The cell of a question's id."""
    sheets: Sequence[str] = ()
    """The names of the sheets in their order."""

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """These problems and the document's own, each with its cell, in the order of the sheets."""
        if any(p.code is Code.MORE_PROBLEMS for p in self.problems):
            return self.problems
        own = {p.path for p in self.problems if p.path}
        more = [p for p in problems if not any(p.path[: n + 1] in own for n in range(len(p.path)))]
        order = {name: place for place, name in enumerate(self.sheets)}
        every = [*((self._cell_of(p), p) for p in more), *((self._own_cell(p), p) for p in self.problems)]
        made = [(cell, _at(p, cell)) for cell, p in every]
        made.sort(key=lambda pair: (order.get(pair[0].sheet, len(order)), pair[0].row, pair[0].column))
        return bounded(problem for _, problem in made)

    def told(self, warnings: Sequence[Warning], own_words: Callable[[Path], bool]) -> tuple[Warning, ...]:  # noqa: ARG002
        """The document's own warnings, and these with their cells."""
        return (*self.warnings, *(self._told_in(each) if each.path else each for each in warnings))

    def _told_in(self, warning: Warning) -> Warning:
        return replace(warning, message=f"{self._found(warning.path).name}: {warning.message}", path=())

    def _cell_of(self, problem: Problem) -> SheetCell:
        if problem.at_key and problem.path in self.keys:
            return self.keys[problem.path]
        return self._found(problem.path)

    def _found(self, path: Path) -> SheetCell:
        while path and path not in self.cells:
            path = path[:-1]
        return self.cells.get(path) or SheetCell(self.sheets[0] if self.sheets else "", 1, 1)

    def _own_cell(self, problem: Problem) -> SheetCell:
        sheet = next((name for name in self.sheets if SheetCell(name, 1, 1).name[:-2] == _sheet_of(problem)), "")
        return SheetCell(sheet, problem.line or 1, problem.column or 1)


def _sheet_of(problem: Problem) -> str:
    return (problem.cell or "").rpartition("!")[0] + "!"


def _at(problem: Problem, cell: SheetCell) -> Problem:
    """A problem at its cell, in the words of the form."""
    if problem.cell is not None or problem.code is Code.MORE_PROBLEMS:
        return problem
    hint = "Fill this cell." if problem.code is Code.MISSING_FIELD else problem.hint
    hint = hint.replace(f"write {DONT_KNOW}", f'choose "{UNKNOWN}"')
    return replace(problem, hint=hint, line=cell.row, column=cell.column, cell=cell.name)
