"""A defect of the program's own is told without a word of an answer, and shown to whoever asks."""

import sys

import pytest

from spinout import __version__
from spinout.cli.boundary import run

ANSWER = "The landlord \x1b[31mdrinks"


def broken(words: list[str]) -> None:
    """A part of the program that quotes what it met."""
    raise RuntimeError(ANSWER) from ValueError(words)


PLACE = f"test_boundary.py:{broken.__code__.co_firstlineno + 2}"
LINE = f"This is a defect of spinout {__version__} itself: RuntimeError at {PLACE}."


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What stderr says of the defect, as the environment is."""
    monkeypatch.setattr("spinout.cli.app.program", broken)
    monkeypatch.setattr(sys, "argv", ["spinout", "score", "Cellar"])
    assert run() == 4
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.fixture(params=[None, "", "0"])
def _quiet(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param is None:
        monkeypatch.delenv("SPINOUT_DEBUG", raising=False)
    else:
        monkeypatch.setenv("SPINOUT_DEBUG", request.param)


@pytest.fixture
def _debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPINOUT_DEBUG", "1")


@pytest.mark.usefixtures("_quiet")
def test_a_defect_is_told_without_a_word_of_an_answer(told: str) -> None:
    """Where it is, and how to see more of it."""
    assert told == (
        f"{LINE} SPINOUT_DEBUG=1 in the environment shows more.\n"
        "Your files were not changed by it. Please report this line, with the command that you gave.\n"
    )


@pytest.mark.usefixtures("_debugging")
def test_whoever_asks_is_shown_the_traceback(told: str) -> None:
    """With what caused it, safe for a terminal, and a word of warning."""
    causes, _, last = told.partition("The above exception was the direct cause of the following exception:")
    assert causes.startswith("ValueError: ['score', 'Cellar']\n")
    assert last.strip().startswith("Traceback (most recent call last):\n")
    assert last.endswith(
        "\nRuntimeError: The landlord \\x1b[31mdrinks\n"
        f"{LINE}\nYour files were not changed by it. Please report it, with the command that you gave. "
        "The traceback may hold text of your answers: read it before you pass it on.\n"
    )
