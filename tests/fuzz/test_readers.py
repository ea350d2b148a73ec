"""Every reader against thousands of damaged files, the same each time; `run.py` tries others by hand."""

import logging
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from fuzz.readers import EXTRAS, READERS

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
            error.add_note(f"See it again: .venv/bin/python tests/fuzz/run.py {name} --first {number} --cases 1 --keep .")
            raise


def test_there_are_many_cases() -> None:
    """Fewer would find less."""
    assert sum(reader.cases for reader in READERS.values()) >= LEAST


def test_a_fault_would_be_noticed(tmp_path: Path) -> None:
    """The same data with another value, and a problem without its place, are told apart from what is right."""
    from decimal import Decimal

    from fuzz.readers import hold, same
    from spinout.core.problems import Code, Problem

    assert same({"a": [1, Decimal("1.50"), True, None, "x"]}, {"a": ["1", "1.50", "yes", "", "x"]})
    for other in ({"a": ["2"]}, {"b": ["1"]}, {"a": []}, {"a": "1"}, {"a": ["3"]}):
        assert not same({"a": [1]}, other)
    right = Problem(Code.TOO_BIG, "Too big.", file="a", line=1, column=1)
    hold([right], "a", b"x")
    for change in ({"line": 0}, {"line": 9}, {"line": None}, {"column": 0}, {"file": ""}, {"message": ""}, {"hint": "\n"}):
        from msgspec.structs import replace

        with pytest.raises(AssertionError):
            hold([replace(right, **change)], "a", b"x")
