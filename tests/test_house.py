"""What holds of the house as a whole and is lost in small steps; see docs/architecture.md and CONTRIBUTING.md."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from spinout.core.conditions import OPERATORS
from spinout.core.kinds import KINDS
from spinout.reports.formats import COHORT_FORMATS, FORMATS, INDEX_FORMATS, QUESTIONNAIRE_FORMATS, ReportFormat

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "src").rglob("*.py"))
KINDS_ROOM = ROOT / "src" / "spinout" / "core" / "kinds"
OUTSIDE = [path for path in MODULES if KINDS_ROOM not in path.parents]
MOST_MODULES, MOST_LINES_OF_ONE = 250, 500


def trees(paths: list[Path]) -> Iterator[tuple[Path, ast.Module]]:
    """Each module as it is parsed."""
    for path in paths:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def names_of_types(tree: ast.AST) -> set[str]:
    """What a module asks with `isinstance`, or matches by its class."""
    asked = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for name in ast.walk(node.args[1])
        if isinstance(name, ast.Name)
    }
    return asked | {
        node.cls.id for node in ast.walk(tree) if isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name)
    }


def test_nothing_outside_asks_which_type_a_question_has() -> None:
    """All that is special about a type stands in its module."""
    kinds = {kind.__name__ for kind in KINDS.values()}
    imported = {
        (path.name, alias.name)
        for path, tree in trees(OUTSIDE)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("spinout.core.kinds")
        for alias in node.names
        if alias.name in kinds
    }
    assert imported == set()
    asked = {(path.name, name) for path, tree in trees(OUTSIDE) for name in names_of_types(tree) & kinds}
    assert asked == set()


# what a recipe of CONTRIBUTING.md changes


def texts(tree: ast.AST) -> set[str]:
    """Every text that a module holds, its docstrings too."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_a_type_stands_in_its_module_and_in_the_table() -> None:
    """In the room of types two modules name its class; outside none does, which is looked at above."""
    named = {
        (node.name, path.stem)
        for path, tree in trees(sorted(KINDS_ROOM.glob("*.py")))
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.alias) and node.name in {kind.__name__ for kind in KINDS.values()}
    }
    own = {(kind.__name__, kind.__module__.rpartition(".")[2]) for kind in KINDS.values()}
    assert named == own | {(kind.__name__, "__init__") for kind in KINDS.values()}


def test_an_operator_stands_in_the_table_alone() -> None:
    """No module compares with the name of one, or looks it up: what is special about it stands in its row."""
    table = ROOT / "src" / "spinout" / "core" / "conditions.py"
    asked = {
        (path.name, name)
        for path, tree in trees([path for path in MODULES if path != table])
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.Subscript | ast.MatchValue)
        for name in texts(node) & set(OPERATORS)
    }
    # how many comparators a paper shows has the same name
    assert asked == {("reference.py", "at_most")}


def test_a_format_stands_in_its_module_and_in_the_table() -> None:
    """Two modules know the function that makes it, and no sentence lists the formats."""
    table = ROOT / "src" / "spinout" / "reports" / "formats.py"
    tables = (FORMATS, COHORT_FORMATS, INDEX_FORMATS, QUESTIONNAIRE_FORMATS)
    rows: list[ReportFormat] = [row for table_ in tables for row in table_.values()]
    made = dict(row.made_by[::-1] for row in rows)
    functions = {name: {table, table.parent / f"{module.replace('.', '/')}.py"} for name, module in made.items()}
    named: dict[str, set[Path]] = {function: set() for function in functions}
    lists = set()
    for path, tree in trees(MODULES):
        defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.alias)}
        for function in functions.keys() & (defined | texts(tree)):
            named[function].add(path)
        told = {text for text in texts(tree) if sum(bool(re.search(rf"\b{e[1:]}\b", text)) for e in FORMATS) > 2}
        lists |= {(path.name, text) for text in told}
    assert named == functions
    assert lists == set()


def test_help_lists_a_format_that_has_its_row() -> None:
    """The row is all that the command line needs."""
    code = (
        "import sys; from spinout.reports import formats; formats.FORMATS['.odd'] = formats.FORMATS['.md']; "
        "from spinout.__main__ import main; main()"
    )
    for command, times in (("report", 2), ("batch", 1)):
        words = [sys.executable, "-c", code, command, "--help"]
        told = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=True).stdout
        assert len(re.findall(r" or \.?odd\b", " ".join(told.split()))) == times


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("interview.md", KINDS),
        ("comparing.md", KINDS),
        ("questionnaire-format.md", OPERATORS),
        ("report-templates.md", FORMATS),
    ],
)
def test_every_page_that_a_recipe_names_has_a_row(page: str, names: dict[str, object]) -> None:
    """Whoever forgets a page of docs is told."""
    heads = re.findall(r"^\| (.*?) \|", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)
    words = {word.strip("` ") for head in heads for word in head.split(",")}
    assert sorted(set(names) - words) == []


def test_a_name_means_one_thing() -> None:
    """No two classes have the same name."""
    names = Counter(node.name for _, tree in trees(MODULES) for node in tree.body if isinstance(node, ast.ClassDef))
    assert {name: times for name, times in names.items() if times > 1} == {}


def test_the_house_is_small() -> None:
    """A module is what a person changes at one sitting, and there are not too many doors."""
    long = {
        path.name: lines for path in MODULES if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES_OF_ONE
    }
    assert long == {}
    assert len(MODULES) <= MOST_MODULES


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_place_that_is_named_stands(page: str) -> None:
    """A newcomer finds each file and folder that these pages name."""
    words = (ROOT / page).read_text(encoding="utf-8").split("`")[1::2]
    rooms = ("", "src/spinout/")
    named = [word for word in words if "/" in word and " " not in word and "…" not in word and "*" not in word]
    missing = [word for word in named if not any((ROOT / room / word).exists() for room in rooms)]
    assert missing == []
