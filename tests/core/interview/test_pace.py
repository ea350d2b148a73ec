"""The time that is left at a person's own pace, by a clock from outside."""

import pytest

from interviews import begun, garden
from spinout.core.answers import Answers
from spinout.core.interview.machine import start, step
from spinout.core.interview.pace import time_left
from spinout.core.interview.prompts import prompt
from spinout.core.interview.states import InterviewState, Pace

LINES = ("dig", "yes", "no", "2", "leeks", "3")


def answered(state: InterviewState, *lines: str, every: float) -> InterviewState:
    """The state after lines that come in regular time."""
    for number, line in enumerate(lines):
        state = step(state, line, every * number).state
    return state


def places(state: InterviewState) -> list[str]:
    """The lines that say where a question stands."""
    return [line for line in prompt(state).lines if line.startswith("Question ")]


def test_the_time_left_is_told_once_five_answers_have_come() -> None:
    """Of the questions that are open, by the median."""
    state = answered(begun(), *LINES[:5], every=60)
    assert len(state.pace.seconds) == 4
    state = step(state, ":l soil.words", 300.0).state
    assert places(state) == ["Question 9 of 10, The soil"]
    state = step(state, "Words", 300.0).state
    assert places(step(state, ":l soil.since", 301.0).state) == ["Question 10 of 10, about 4 minutes left at your pace"]


def test_without_a_clock_nothing_is_told() -> None:
    """As in piped lines, whose pace is no person's."""
    state = begun()
    for line in LINES:
        state = step(state, line).state
    assert state.pace == Pace()
    assert not any("left" in line for line in places(step(state, ":l soil.since").state))


def test_looking_at_help_is_a_part_of_an_answer_and_changing_one_is_none() -> None:
    """Nor is what comes before the first question."""
    state = start(garden(), Answers({}))
    for number, line in enumerate(("G", "G", "G")):
        state = step(state, line, 100.0 * number).state
    for line, now in (("?", 205.0), (":n a note", 208.0), ("dig", 210.0)):
        state = step(state, line, now).state
    assert state.pace == Pace((10.0,), 210.0)
    state = step(step(state, ":b", 250.0).state, "look", 260.0).state
    assert state.pace.seconds == (10.0,)


@pytest.mark.parametrize(
    ("seconds", "questions", "words"),
    [
        ((60.0,) * 4, 9, None),
        ((60.0,) * 5, 9, "about 9 minutes left"),
        ((60.0,) * 5, 33, "about 35 minutes left"),
        ((20.0, 20.0, 20.0, 20.0, 9000.0), 30, "about 10 minutes left"),
        ((5.0,) * 5, 3, "about a minute left"),
    ],
)
def test_minutes_are_told_as_people_do(seconds: tuple[float, ...], questions: int, words: str | None) -> None:
    """In fives where they are many; a break changes nothing."""
    assert time_left(Pace(seconds), questions) == words
