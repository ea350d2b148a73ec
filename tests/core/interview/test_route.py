"""The short form of a respondent: their questions alone, in plain words, and no verdict at the end."""

from copy import deepcopy
from typing import Any

from interviews import GARDEN
from spinout.core.answers import Answer, Answers
from spinout.core.interview.machine import opening, start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.reviews import missing
from spinout.core.interview.route import short_form
from spinout.core.interview.states import Extent, InterviewState, Settings
from spinout.core.questionnaire import Questionnaire
from test_contract import read_questionnaire


def garden() -> Questionnaire:
    """The garden, in which neighbours are asked two questions, one of them in plain words."""
    form = deepcopy(GARDEN)
    form["respondents"] = [
        {"id": "owner", "label": "The owner"},
        {"id": "neighbours", "label": "Neighbours"},
        {"id": "visitors", "label": "Visitors"},
    ]
    asked: dict[str, dict[str, Any]] = {
        f"{section['id']}.{question['id']}": question
        for section in form["sections"]
        for question in section["questions"]
    }
    asked["plot.door"] |= {"audience": ["neighbours"]}
    asked["soil.depth"] |= {"audience": ["neighbours"], "plain": "How deep can you dig?"}
    return read_questionnaire(form)


def begun(respondent: str | None, /, **settings: Any) -> InterviewState:
    """An interview behind its header."""
    given = Answers({}, service="Garden", organisation="Us", completed_by="Neighbour", respondent=respondent)
    return start(garden(), given, Settings(**settings))


def typed(state: InterviewState, *lines: str) -> tuple[InterviewState, list[str]]:
    """The state after some lines, and all that was said."""
    said: list[str] = []
    for line in lines:
        made = step(state, line)
        state = made.state
        said += [text for message in made.messages for text in message.lines]
    return state, said


def test_a_respondent_is_asked_their_own_questions_in_plain_words() -> None:
    """Also one whose condition hangs on a question that they are not asked; counted over the whole form."""
    state = begun("neighbours")
    assert list(state.questionnaire.questions) == ["plot.door", "soil.depth"]
    assert prompt(state).lines[:2] == ("Question 1 of 2, The plot", "1. Does its door close?")
    state, _ = typed(state, "yes")
    assert prompt(state).lines[:2] == ("Question 2 of 2, The soil", "2. How deep can you dig?")
    assert missing(state) == ("The soil", "  soil.depth: How deep is it?")


def test_the_first_and_whoever_no_audience_names_are_asked_everything() -> None:
    """So is who does not say who they are."""
    questionnaire = garden()
    for respondent in (None, "owner", "visitors"):
        assert short_form(questionnaire, respondent) is questionnaire
        assert not begun(respondent).short


def test_the_respondent_of_the_command_line_counts_and_is_kept() -> None:
    """A quick interview of a short form is the short form."""
    state = begun(None, respondent="neighbours", extent=Extent.ESSENTIALS)
    assert (state.short, state.answers.respondent, state.essentials) == (True, "neighbours", False)


def test_at_the_end_stand_thanks_and_no_verdict() -> None:
    """No range, no gate and no stage: a few answers say nothing of readiness. Top levels need no evidence."""
    state, said = typed(begun("neighbours"), "yes", "3")
    ended, last = typed(state, "", "")
    assert ended.finished
    assert last[-1] == "Thank you. You have answered 2 of the 2 questions that you are asked."
    words = " ".join([*said, *last, *(line for message in opening(state) for line in message.lines)])
    assert not any(word in words for word in ("Readiness", "Dig it over", "Have a look", "evidence counts"))


def test_answers_to_other_questions_stay() -> None:
    """A file may hold more than its respondent is asked."""
    kept = Answer(value=True)
    there = Answers({"plot.shed": kept}, service="G", organisation="G", completed_by="N", respondent="neighbours")
    state, _ = typed(start(garden(), there, Settings()), "yes")
    assert state.answers.answers == {"plot.shed": kept, "plot.door": kept}
