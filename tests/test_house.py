"""What holds of the house as a whole and is lost in small steps; see docs/architecture.md and CONTRIBUTING.md."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from spinout.core.kinds import KINDS

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "src").rglob("*.py"))
KINDS_ROOM = ROOT / "src" / "spinout" / "core" / "kinds"
OUTSIDE = [path for path in MODULES if KINDS_ROOM not in path.parents]
MOST_MODULES, MOST_LINES_OF_ONE = 145, 500


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
