"""Rows 1 to 4: commands from their first line to their last, in starts of Python."""

from collections.abc import Callable

from rows import Part, Place, Row, ratio
from running import in_turn, python, spinout

OFTEN = 10
"""So often a command is started in one run."""


def _starts(*commands: str, floor: tuple[str, str] | None = None) -> Callable[[Place], list[Part]]:
    """Commands, each ÷ a start of Python, and beside them what a start with the libraries alone takes."""

    def measure(place: Place) -> list[Part]:
        often = 3 if place.quick else OFTEN
        bare = python("-c", "pass")
        beside = {}
        if floor is not None:
            name, imports = floor
            beside[name] = in_turn(1, python("-c", imports), bare, often=often, warm=True).clock[0]
        parts = []
        for words in commands:
            ours = spinout(*(word.format(one=place.one, folder=place.folder) for word in words.split()))
            found = in_turn(place.runs, ours, bare, often=often, warm=True)
            parts.append(ratio(words.split()[0], found, beside=beside))
        return parts

    return measure


WRAPPER = ("a wrapper that imports re", "import re, sys; sys.exit()")
"""Some versions of pip write such a program, which takes longer than a start by itself."""
TYPER = ("importing Typer", "import typer")
JINJA = ("importing Typer and Jinja", "import typer, jinja2")
ROWS = (
    Row(1, "`spinout --version` ÷ `python -c pass`", _starts("--version", floor=WRAPPER), most=1.5),
    Row(2, "`spinout --help` ÷ `python -c pass`", _starts("--help", floor=TYPER), most=7),
    Row(
        3,
        "`spinout score one.yaml --json`, `check`, `plan` ÷ `python -c pass`",
        _starts("score {one} --json", "check {one}", "plan {one}", floor=TYPER),
        most=12,
    ),
    Row(
        4,
        "`spinout report one.yaml -o r.html` ÷ `python -c pass`",
        _starts("report {one} -o {folder}/r.html --force", floor=JINJA),
        most=16,
    ),
)
