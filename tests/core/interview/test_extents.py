"""How much is asked: the essentials of a decision, or everything."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from cli.scripts import answer_typed
from interviews import answers_of, garden, said, talk
from spinout.core.answers import NO_ANSWER, Answer, Answers
from spinout.core.interview.machine import start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.states import Asking, Extent, InterviewState, Place, Settings
from spinout.core.questionnaire import Verdict
from spinout.core.scoring.assessment import assess
from spinout.use_cases.assessments import Assessed, assess_file
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

ASKS = Settings(asks_extent=True)
EXAMPLES = Path(__file__).parents[3] / "examples"


def loaded() -> Loaded:
    """The shipped questionnaire."""
    found = load_questionnaire()
    assert isinstance(found, Loaded)
    return found


LOADED = loaded()


def first(settings: Settings = ASKS, **given: object) -> InterviewState:
    """The first state of a garden."""
    return start(garden(), replace(answers_of(**given), service="G", organisation="G", completed_by="G"), settings)


def test_which_decision_is_meant_is_asked_before_how_much_time_there_is() -> None:
    """Then the essentials of that decision, or everything, each with how many questions that is."""
    state = first()
    assert state.place == Place(Asking.QUESTION, "plot.stage")
    asked = step(state, "dig").state
    assert asked.place == Place(Asking.EXTENT)
    assert prompt(asked).lines == (
        "How much time do you have?",
        "  1. The essentials of: Dig it over; some 1 question, fewer where they settle it",
        "  2. Everything; 9 questions. It narrows the score and shows what to do next",
        "You can stop at any question, and go on with the rest later. Enter is 1.",
    )


@pytest.mark.parametrize(
    ("line", "extent", "about"),
    [
        ("1", Extent.ESSENTIALS, "soil.depth"),
        ("", Extent.ESSENTIALS, "soil.depth"),
        ("the essentials", Extent.ESSENTIALS, "soil.depth"),
        (":s", Extent.ESSENTIALS, "soil.depth"),
        ("2", Extent.EVERYTHING, "plot.shed"),
        ("everything", Extent.EVERYTHING, "plot.shed"),
        ("all", Extent.EVERYTHING, "plot.shed"),
    ],
)
def test_how_much_is_asked(line: str, extent: Extent, about: str) -> None:
    """By number or by word; Enter and skipping mean the essentials."""
    made = talk(first(), "dig", line).state
    assert (made.moment.extent, made.place.about) == (extent, about)


def test_what_is_neither_is_refused() -> None:
    """With what is allowed; and back leads to the decision."""
    asked = step(first(), "dig").state
    assert said(step(asked, "3")).startswith("Found")
    back = step(asked, ":b").state
    assert back.place.about == "plot.stage"
    assert step(back, "").state.place == Place(Asking.EXTENT)


def test_a_decision_that_is_skipped_or_given_is_not_asked_first() -> None:
    """The command line may name it."""
    assert step(first(), ":s").state.place == Place(Asking.EXTENT)
    assert first(replace(ASKS, stage="dig")).place == Place(Asking.EXTENT)


def test_another_day_asks_in_one_line() -> None:
    """With what is left; and nothing where the essentials are settled already, as it is the rest that is left."""
    begun = first(plot__stage="dig", plot__shed="no")
    assert begun.place == Place(Asking.EXTENT)
    assert prompt(begun).lines == ("1 goes on with the essentials, some 1 question; 2 with everything, 7. Enter is 1.",)
    assert first(plot__stage="dig", soil__depth=1).place == Place(Asking.QUESTION, "plot.shed")


@pytest.mark.parametrize("settings", [Settings(), Settings(asks_extent=True, extent=Extent.EVERYTHING)])
def test_where_nobody_can_be_asked_or_it_is_said_nothing_is(settings: Settings) -> None:
    """Piped lines go where they always went."""
    assert talk(first(settings), "dig").state.place == Place(Asking.QUESTION, "plot.shed")


def test_the_essentials_end_and_the_rest_is_offered() -> None:
    """They say how many questions it took; `all` asks the rest, in file order."""
    made = talk(first(), "dig", "1", "2")
    assert made.state.place == Place(Asking.REVIEW)
    assert made.messages[0].lines == (
        "Settled: Not ready: conditions to meet first",
        "This took 2 questions. No further answer can change the verdict now, "
        "unless a question turns out not to apply.",
        "Type all for the other 8. That narrows the score and shows what to do next.",
    )
    assert prompt(made.state).lines == ("Type a number to change that answer. all asks the other 8. Enter goes on.",)
    more = step(made.state, "all").state
    assert (more.place.about, more.moment.extent) == ("plot.shed", Extent.EVERYTHING)
    assert talk(made.state, "", "").state.finished


@pytest.mark.parametrize("line", [":d", ":s"])
def test_what_is_not_known_does_not_keep_the_essentials_going(line: str) -> None:
    """It ends with what alone could still change the verdict; a question that was skipped counts as one such."""
    made = talk(first(), "dig", "1", line)
    told = [message.lines for message in made.messages if message.lines[0] == "Cannot tell yet"]
    assert told[0][1] == "Settled, unless you find out: How deep is it?"
    assert made.state.place == Place(Asking.REVIEW)


def test_one_answer_that_is_not_known_costs_no_question() -> None:
    """The same answers take as many questions with one of them not known, and have the same verdict."""
    known, unknown = Answer(value=1), Answer(unknown=True)
    taken = [asked_of("adventure-playgrounds/answers", transition__vat=given) for given in (known, unknown)]
    assert taken[0][0] == taken[1][0]
    assert [verdict for _, verdict, _ in taken] == [Verdict.CONDITIONS, Verdict.CONDITIONS]
    assert "Settled, unless you find out: " not in taken[0][2]
    title = LOADED.questionnaire.questions["transition.vat"].title
    assert f"Settled, unless you find out: {title}\n" in taken[1][2]


@pytest.mark.parametrize("name", ["play-clubs/answers", "youth-safety/answers", "resource-centre/answers"])
def test_the_essentials_of_permission_to_explore_are_some_ten_questions(name: str) -> None:
    """Of sixty."""
    number, _, _ = asked_of(name, stage="explore")
    assert 5 <= number <= 12


def asked_of(name: str, stage: str | None = None, **other: Answer) -> tuple[int, Verdict | None, str]:
    """How many of the essentials are asked of an example, the verdict, and what was said last."""
    read = assess_file(str(EXAMPLES / f"{name}.yaml"), LOADED)
    assert isinstance(read, Assessed)
    wanted = {**read.assessment.answers.answers, **{ident.replace("__", "."): each for ident, each in other.items()}}
    blank = Answers({}, service="S", organisation="O", completed_by="R")
    state = start(LOADED.questionnaire, blank, Settings(stage=stage, extent=Extent.ESSENTIALS))
    number, last = 0, ""
    while state.place.asking is not Asking.REVIEW:
        ident = state.question.id
        line = answer_typed(state.question, wanted.get(ident, NO_ANSWER))
        if state.place.asking is not Asking.QUESTION:
            line = wanted[ident].evidence or wanted[ident].other or ""
        number += state.place.asking is Asking.QUESTION
        made = step(state, line)
        state, last = made.state, said(made)
    return number, assess(state.questionnaire, state.answers, stage).verdict, last
