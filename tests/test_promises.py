"""Each promise of docs/promises.md is held by tests that stand, and the commands that it prints can be given."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
HEAD = ["promise", "what it means to a user", "test"]
MARK = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[list[str]]:
    """The cells of every row of the page's tables."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


PROMISES = [row for row in rows() if row != HEAD]


@lru_cache
def functions_of(path: str) -> frozenset[str]:
    """The names of the tests that stand in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row[0])
def test_a_promise_is_held_by_tests_that_stand(row: list[str]) -> None:
    """It says what it means, and each test that it names is there."""
    promise, meaning, tests = row
    assert len(promise.split()) > 3
    assert len(meaning.split()) > 3
    named = MARK.findall(tests)
    assert named
    assert tests == ", ".join(f"`{path}::{name}`" for path, name in named)
    assert [name for path, name in named if name not in functions_of(path)] == []


def test_every_part_has_promises() -> None:
    """Broken input, faults, load and attack, each with its table, and no promise twice."""
    parts = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:5]
    assert [part.splitlines()[0] for part in parts] == ["Broken input", "Faults", "Load", "Attack"]
    assert min(part.count("::test_") for part in parts) > 5
    assert len({row[0] for row in PROMISES}) == len(PROMISES) == len(rows()) - len(parts)


@pytest.mark.parametrize("page", ["promises.md", "mutation.md"])
def test_what_is_run_by_hand_stands(page: str) -> None:
    """Each command that is printed names a file of the checkout."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    commands = re.findall(r"^\.venv/bin/python (\S+)", text, flags=re.MULTILINE)
    assert commands
    assert [command for command in commands if not (ROOT / command).is_file()] == []
