"""Every reader against thousands of damaged files, the same each time; `run.py` tries others by hand."""

import logging
from collections.abc import Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from fuzz.readers import EXTRAS, READERS, hold, same
from spinout.core.problems import Code, Problem

LEAST = 20_000
SHARE = 250
"""So many cases make one test, so that several processes can share them."""


def shares() -> Iterator[tuple[str, int]]:
    """The readers, each with the first case of each share."""
    for name, reader in READERS.items():
        yield from ((name, first) for first in range(0, reader.cases, SHARE))


@pytest.fixture(autouse=True)
def _no_logs() -> Iterator[None]:
    """A library's log is no output of the program's."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def skip_without_extra(name: str) -> None:
    """Skip where a report or template of this format cannot be made here."""
    needed = EXTRAS.get(READERS[name].ending)
    if needed is not None and find_spec(needed) is None:
        pytest.skip(f"{needed} is not installed")


@pytest.mark.parametrize("name", READERS)
def test_every_file_is_right_before_it_is_damaged(name: str, tmp_path: Path) -> None:
    """So that what is found out comes of the damage."""
    skip_without_extra(name)
    reader = READERS[name]
    for seed in reader.seeds():
        assert reader.look(tmp_path / f"case{reader.ending}", seed)


@pytest.mark.parametrize(("name", "first"), list(shares()))
def test_a_damaged_file_is_told_or_read_as_it_stands(name: str, first: int, tmp_path: Path) -> None:
    """Problems with their places, or the reading that another reader gives; nothing else is raised."""
    skip_without_extra(name)
    reader = READERS[name]
    for number in range(first, min(first + SHARE, reader.cases)):
        try:
            reader.try_case(tmp_path, number)
        except Exception as error:
            error.add_note(
                f"See it again: .venv/bin/python tests/fuzz/run.py {name} --first {number} --cases 1 --keep ."
            )
            raise


def test_there_are_many_cases() -> None:
    """Fewer would find less."""
    assert sum(reader.cases for reader in READERS.values()) >= LEAST


def test_another_value_is_noticed() -> None:
    """The other reader leaves every value a text, which is the same whatever it is read as."""
    assert same({"a": [1, Decimal("1.50"), True, None, "x"]}, {"a": ["1", "1.50", "yes", "", "x"]})
    others: list[object] = [{"a": ["2"]}, {"b": ["1"]}, {"a": []}, {"a": "1"}, {"a": ["1", "1"]}]
    assert [other for other in others if same({"a": [1]}, other)] == []


@pytest.mark.parametrize(
    "change",
    [{"line": 0}, {"line": 9}, {"line": None}, {"column": 0}, {"file": ""}, {"message": ""}, {"hint": "\n"}],
)
def test_a_problem_without_its_place_is_noticed(change: dict[str, Any]) -> None:
    """Or without its file or its words."""
    problem = Problem(Code.TOO_BIG, "Too big.", file="a", line=1, column=1)
    hold([problem], "a", b"x")
    with pytest.raises(AssertionError):
        hold([replace(problem, **change)], "a", b"x")
