"""Very many problems of a document are counted, and none is lost from the count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.core.problems import (
    MOST_KEPT,
    NO_LONGER_ASKED,
    NOT_ASKED,
    Code,
    Problem,
    ProblemList,
    Warning,
    bounded,
    count_of,
    together,
)


def made(count: int) -> list[Problem]:
    """Problems that differ."""
    return [Problem(Code.WRONG_ANSWER, f"The {number}th.", file="a", line=number) for number in range(count)]


@given(st.integers(0, MOST_KEPT + 5), st.integers(0, 5), st.integers(0, MOST_KEPT + 5))
def test_the_rest_is_counted(here: int, more: int, later: int) -> None:
    """However often lists are put together; and the first are kept in their order."""
    once = bounded(made(here), more if here else 0)
    twice = bounded((*once, *made(later)))
    assert count_of(once) == here + (more if here else 0)
    assert count_of(twice) == count_of(once) + later
    assert len(twice) <= MOST_KEPT + 1
    assert [p for p in twice if p.times == 1 and p.code is not Code.MORE_PROBLEMS][:here] == made(here)[:MOST_KEPT]


def test_a_list_says_how_many_it_left_out() -> None:
    """In a line with its number, that names the file."""
    problems = ProblemList("a")
    for problem in (*made(MOST_KEPT), *made(25_311)[MOST_KEPT:], *made(3)):
        problems.add(problem)
    *kept, last = problems.every
    assert [p.message for p in kept] == [p.message for p in made(MOST_KEPT)]
    assert (last.code, last.message, last.file) == (
        Code.MORE_PROBLEMS,
        "… and 24,311 more problems of the same file.",
        "a",
    )


def hidden(ident: str) -> Warning:
    """An answer that is kept and not asked for."""
    return Warning(Code.HIDDEN_ANSWER, NOT_ASKED.format(ident), ident)


def gone(ident: str) -> Warning:
    """An answer to a question that is no longer asked."""
    return Warning(Code.REMOVED_QUESTION, NO_LONGER_ASKED.format(ident), ident)


LESSON = Warning(Code.REMOVED_QUESTION, "A lesson names the question s.z, which is no longer asked.", "s.z")
STAGE = Warning(Code.STAGE_NOT_STATED, "The first was taken.")


@pytest.mark.parametrize(
    ("warnings", "told"),
    [
        ([], []),
        ([hidden("s.a"), STAGE], [hidden("s.a").message, STAGE.message]),
        ([hidden("s.a"), STAGE, hidden("s.b"), hidden("s.c")],
         ["3 answers are kept but not asked with these answers, and do not count: s.a, s.b, s.c.", STAGE.message]),
        ([LESSON, gone("s.a"), hidden("s.b"), gone("s.c")],
         [LESSON.message, "2 questions are no longer asked; their answers do not count: s.a, s.c.",
          hidden("s.b").message]),
    ],
)  # fmt: skip
def test_what_holds_of_several_questions_is_told_once(warnings: list[Warning], told: list[str]) -> None:
    """Where the first of them stood; all else is told as it is."""
    assert [warning.message for warning in together(warnings)] == told
