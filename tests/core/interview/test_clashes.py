"""Answers that do not fit each other are told when they arise, at the review first, and in no short form."""

from copy import deepcopy

from interviews import GARDEN, said, talk
from spinout.core.answers import Answers
from spinout.core.interview.machine import start, step
from spinout.core.interview.states import InterviewState, MessageKind
from test_contract import read_questionnaire

CLASH = "You grow nothing, and yet there are beds."


def begun() -> InterviewState:
    """The garden with a check, behind its header."""
    form = deepcopy(GARDEN)
    nothing, beds = {"question": "soil.grows", "includes": "nothing"}, {"question": "soil.beds", "at_least": 1}
    form["rules"] = [{"checks": [{"id": "beds", "when": {"all": [nothing, beds]}, "message": CLASH}]}]
    return start(read_questionnaire(form), Answers({}, service="G", organisation="G", completed_by="G"))


def test_a_contradiction_is_told_with_the_answer_that_makes_it() -> None:
    """With a way to both answers, by the numbers that they have everywhere; once."""
    state = talk(begun(), ":l soil.grows", "nothing").state
    made = step(state, "3")
    assert [message.lines for message in made.messages if message.kind is MessageKind.CLASH] == [
        (CLASH, "To change an answer: :l q5 for What grows there? :l q6 for How many beds?")
    ]
    assert CLASH not in said(step(made.state, "50"))
    assert talk(made.state, ":l q5").state.place.about == "soil.grows"
    assert CLASH not in said(talk(made.state, ":l q5", "leeks"))


def test_the_review_begins_with_what_does_not_fit() -> None:
    """Under a heading with the count, before what is open."""
    state = talk(begun(), ":l soil.grows", "nothing", "3").state
    assert said(step(state, ":r")).splitlines()[:4] == [
        "Your answers:",
        "To check: 1 point",
        f"  {CLASH} To change it: 5 or 6.",
        "Without an answer: 8 questions",
    ]


def test_the_review_says_what_is_not_known_and_what_counts_lower() -> None:
    """Each under its heading; and then all answers."""
    state = talk(begun(), ":l soil.depth", "3", "", ":d").state
    lines = said(step(state, ":r")).splitlines()
    assert lines[lines.index("Not known: 1 question") :][:4] == [
        "Not known: 1 question",
        "  5. What grows there?",
        "Count lower without evidence: 1 question",
        "  4. How deep is it?",
    ]
    assert lines[-3:] == [
        "The soil",
        "  4. How deep is it? Answer: 3: As deep as you like",
        "  5. What grows there? Don't know",
    ]
