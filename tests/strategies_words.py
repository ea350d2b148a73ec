"""Hypothesis strategies for what a questionnaire says beside its scores: for people, not for numbers (section 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from oracle_form import Form, Question

RESPONDENTS = ("lead", "users", "staff")
LONGEST_TITLE = 60


@st.composite
def respondents(draw: st.DrawFn, form: Form) -> list[dict[str, Any]]:
    """Two or three who may answer; the last may speak for a group that an option of a question names."""
    ids = RESPONDENTS[: draw(st.integers(2, 3))]
    made: list[dict[str, Any]] = [{"id": ident, "label": ident.capitalize()} for ident in ids]
    several = [question for question in form.questions if question.type == "multi"]
    if len(several) > 0 and draw(st.booleans()):
        groups = draw(st.sampled_from(several))
        options = st.sampled_from([option["id"] for option in groups.raw["options"]])
        option = draw(st.one_of(options, st.lists(options, min_size=1, unique=True)))
        made[-1]["speaks_for"] = {"question": groups.id, "option": option}
    return made


@st.composite
def words(draw: st.DrawFn, question: Question, respondents: Sequence[str]) -> dict[str, Any]:
    """A title, next steps by answer, and for whom the question is asked in which words."""
    made: dict[str, Any] = {}
    if draw(st.booleans()):
        made["title"] = draw(st.sampled_from(["Members' votes", "t" * LONGEST_TITLE]))
    if draw(st.booleans()):
        made["next_step"] = "Ask the members."
    if draw(st.booleans()):
        made |= draw(_next_steps(question))
    if len(respondents) > 0 and draw(st.booleans()):
        made["audience"] = draw(st.lists(st.sampled_from(respondents), min_size=1, unique=True))
        if draw(st.booleans()):
            made["plain"] = "Would your vote count?"
    return made


def _next_steps(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    """For a scale from a level on, for options and yes or no for each."""
    # A key of a mapping is text, also where it is a level's number.
    keys: list[str] = []
    if question.type == "scale":
        keys = [str(level) for level in range(len(question.raw["levels"]))]
    elif question.type in ("choice", "multi"):
        keys = [option["id"] for option in question.raw["options"]]
    elif question.type == "yes-no":
        keys = ["yes", "no"]
    if not keys:
        return st.just({})
    some = st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True)
    return some.map(lambda named: {"next_steps": {key: f"From {key} on, go further." for key in named}})
