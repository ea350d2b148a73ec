"""Rows 1 to 4: how long a command takes from its first line to its last, in starts of Python.

They say what people have only where spinout is installed from its wheel.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from rows import Measured, Place, Row, command, seconds, spinout

SHORT = 10
"""How often a command is started in one run; the middle time counts."""
BARE = "÷ `python -c pass`"
TYPER = ("Typer", "import typer")
JINJA = ("Typer and Jinja", "import typer, jinja2")
WRAPPER = "import re\nimport sys\nsys.exit()\n"
"""What pip 23 writes as a program, without what it starts."""


def middle(work: Callable[[], object], beside: Callable[[], object]) -> float:
    """The middle time of some work ÷ that of the work beside it, both done in turn."""
    pairs = [(seconds(work), seconds(beside)) for _ in range(SHORT)]
    return sorted(a for a, _ in pairs)[SHORT // 2] / sorted(b for _, b in pairs)[SHORT // 2]


def bare() -> Callable[[], object]:
    """Python that starts and ends."""
    return command(sys.executable, "-c", "pass")


def _floor(work: Callable[[], object]) -> str:
    """In starts of Python, what a command could not go below."""
    work()
    return f"{middle(work, bare()):.2f}"


def _start(
    number: int, goal: str, most: float, *words: str, floor: tuple[str, str] | None = None
) -> Callable[[Place, int], Measured]:
    def measure(place: Place, runs: int) -> Measured:
        ours = spinout(*(word.format(one=place.one, out=place.folder / "out.html") for word in words))
        ours()
        values = [middle(ours, bare()) for _ in range(runs)]
        said = f"{goal} {BARE}"
        if floor is not None:
            said += f" (importing {floor[0]} alone {_floor(command(sys.executable, '-c', floor[1]))})"
        return Measured(number, said, f"≤ {most}", values, lambda v: v <= most)

    return measure


def _version(place: Place, runs: int) -> Measured:
    measured = _start(1, "`spinout --version`", 1.5, "--version")(place, runs)
    wrapper = place.folder / "wrapper.py"
    wrapper.write_text(WRAPPER, encoding="utf-8")
    alone = _floor(command(sys.executable, str(wrapper)))
    module = _floor(command(sys.executable, "-m", "spinout", "--version"))
    imports = "imports" if _imports_re(Path(sys.executable).parent / "spinout") else "does not import"
    goal = (
        f"{measured.goal} (a wrapper as pip 23 writes it, that imports `re` and starts nothing, {alone}; "
        f"`python -m spinout --version` {module}; the wrapper measured {imports} `re`)"
    )
    return Measured(1, goal, measured.bound, measured.values, measured.met)


def _imports_re(program: Path) -> bool:
    return program.exists() and b"\nimport re\n" in program.read_bytes()


ROWS = (
    Row(1, _version),
    Row(2, _start(2, "`spinout --help`", 7, "--help", floor=TYPER)),
    Row(3, _start(3, "`spinout score one.yaml --json`", 10, "score", "{one}", "--json", floor=TYPER)),
    Row(
        4,
        _start(4, "`spinout report one.yaml -o r.html`", 14, "report", "{one}", "-o", "{out}", "--force", floor=JINJA),
    ),
)
