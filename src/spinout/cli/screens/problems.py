"""The screen of what is wrong with a file: the first twenty, and how many more there are."""

from collections.abc import Iterator

from spinout.core.problems import Problem
from spinout.core.wording import shortened

MOST = 20


class ProblemScreen:
    """Tells problems file by file, and no more than `MOST` of each, of however many documents."""

    def __init__(self) -> None:
        self._file = ""
        self._told = 0
        self._left = 0

    def lines(self, file: str, problems: tuple[Problem, ...], *, several: bool) -> Iterator[str]:
        """Two lines for each problem: its place, code, question and what was found; how to mend it.

        `several` says that this is one of the documents of a file.
        """
        if file != self._file:
            yield from self.rest()
            self._file, self._told = file, 0
        if not several:
            word = "problem" if len(problems) == 1 else "problems"
            yield f"{file}: {len(problems)} {word}, so it cannot be used."
        shown = problems[: MOST - self._told]
        for problem in shown:
            named = f" {shortened(problem.question)}:" if problem.question else ""
            yield f"{place(problem, file)} [{problem.code.value}]{named} {problem.message}"
            if problem.hint:
                yield f"    {problem.hint}"
        self._told += len(shown)
        self._left += len(problems) - len(shown)

    def rest(self) -> Iterator[str]:
        """How many problems of the last file were not shown."""
        if self._left:
            yield f"And {self._left} more. To see them all: spinout check --json {self._file}"
        self._left = 0


def problem_lines(file: str, problems: tuple[Problem, ...]) -> Iterator[str]:
    """The problems of a file that holds one document."""
    screen = ProblemScreen()
    yield from screen.lines(file, problems, several=False)
    yield from screen.rest()


def place(problem: Problem, file: str) -> str:
    """File, line and column, as editors and terminals link them; in a table file, row and column's name."""
    where = problem.file or file
    if problem.column_name is not None:
        return f"{where}:{problem.line}:{shortened(problem.column_name)}"
    return where if problem.line is None else f"{where}:{problem.line}:{problem.column}"
