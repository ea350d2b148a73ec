"""The screen of what is wrong with a file: the first twenty, and how many more there are."""

from collections.abc import Iterator

from spinout.core.problems import Problem

MOST = 20


def problem_lines(file: str, problems: tuple[Problem, ...]) -> Iterator[str]:
    """Two lines for each problem: its place, code, question and what was found; how to mend it."""
    word = "problem" if len(problems) == 1 else "problems"
    yield f"{file}: {len(problems)} {word}, so nothing was scored."
    for problem in problems[:MOST]:
        named = f" {problem.question}:" if problem.question else ""
        yield f"{place(problem, file)} [{problem.code.value}]{named} {problem.message}"
        if problem.hint:
            yield f"    {problem.hint}"
    if len(problems) > MOST:
        yield f"And {len(problems) - MOST} more. To see them all: spinout check --json {file}"


def place(problem: Problem, file: str) -> str:
    """File, line and column, as editors and terminals link them."""
    where = problem.file or file
    return where if problem.line is None else f"{where}:{problem.line}:{problem.column}"
