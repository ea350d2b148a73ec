"""What holds of the interview for every sequence of lines."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from interviews import answers_of, garden, lines
from spinout.core.answers import Answers, plain_document
from spinout.core.interview.machine import opening, start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.states import AT_QUESTION, Asking, InterviewState, Settings
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

TAKEN = ("1", "2", "3", "no", "yes", "40 40 20", "2020-01-01", "beans leeks", ":d", "Some words", "[red]")
"""Lines that answer a question, or nothing."""
SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def reread(state: InterviewState) -> Answers:
    """The answers as a file would give them back."""
    read, problems = answers_from(plain_document(state.questionnaire, state.answers), state.questionnaire)
    assert read is not None, problems
    return read


def assert_valid(state: InterviewState) -> None:
    """The state asks something that exists, and its answers read back the same."""
    asked = prompt(state)
    assert bool(asked.text) is not state.finished
    if state.place.asking in AT_QUESTION:
        assert state.place.about in state.questionnaire.questions
    back = reread(state)
    assert dict(back.answers) == dict(state.answers.answers)
    assert (back.service, back.organisation, back.completed_by) == (
        state.answers.service,
        state.answers.organisation,
        state.answers.completed_by,
    )
    assert back.lessons == state.answers.lessons


@SLOW
@given(st.lists(lines(), max_size=40), st.booleans())
def test_any_lines_keep_the_state_valid(said: list[str], new: bool) -> None:  # noqa: FBT001 - drawn
    """No line raises, and each leaves a state that can be asked from and saved."""
    state = start(garden(), answers_of(), Settings(new=new, date="2026-11-23"))
    for line in said:
        state = step(state, line).state
        assert_valid(state)


@SLOW
@given(st.lists(lines(), max_size=25), lines())
def test_back_undoes_exactly_one_step(before: list[str], line: str) -> None:
    """After any line that changes something, one `:b` gives the moment and the history from before."""
    state = start(garden(), answers_of(), Settings(new=True))
    for earlier in before:
        state = step(state, earlier).state
    made = step(state, line)
    if made.finished or line.strip().casefold() in (":b", ":back") or made.state.moment == state.moment:
        return
    undone = step(made.state, ":b").state
    assert (undone.moment, undone.history) == (state.moment, state.history)


@SLOW
@given(st.lists(lines(), max_size=30))
def test_back_leads_to_the_start(said: list[str]) -> None:
    """As many `:b` as there were steps lead to the first moment."""
    first = start(garden(), answers_of(), Settings(new=True))
    state = first
    for line in said:
        after = step(state, line)
        state = state if after.finished else after.state
    for _ in range(len(state.history)):
        state = step(state, ":b").state
    assert (state.moment, state.history) == (first.moment, ())


@SLOW
@given(st.lists(lines(), max_size=30))
def test_a_saved_file_begins_where_its_answers_are(said: list[str]) -> None:
    """Starting anew from the saved answers gives the same answers."""
    state = start(garden(), answers_of(), Settings(date="2026-11-23"))
    for line in said:
        state = step(state, line).state
    again = start(garden(), reread(state))
    assert plain_document(garden(), again.answers) == plain_document(garden(), state.answers)
    assert start(garden(), reread(again)) == again


@SLOW
@given(st.lists(st.sampled_from(TAKEN), max_size=40))
def test_a_saved_file_goes_on_at_the_question_that_was_asked(said: list[str]) -> None:
    """Where questions were only answered, starting anew from the file gives the very same moment."""
    state = talked(start(garden(), answers_of(plot__stage="dig")), said)
    again = start(garden(), replace(reread(state), version=state.answers.version))
    assert (again.place, again.answers) == (state.place, state.answers)


def talked(state: InterviewState, said: list[str]) -> InterviewState:
    """The state after lines that only answer, up to the review, once no text is asked for beside an answer."""
    for line in said:
        if state.place.asking is not Asking.REVIEW:
            state = step(state, line).state
    while state.place.asking in (Asking.HEADER, Asking.EVIDENCE, Asking.OTHER):
        state = step(state, ":s").state
    return state


@SLOW
@given(st.data())
def test_any_questionnaire_can_be_talked_through(data: st.DataObject) -> None:
    """The machine knows no questionnaire in particular, and any half-done file can be resumed."""
    raw = data.draw(questionnaires())
    questionnaire = read_questionnaire(raw)
    state = start(questionnaire, read_answers(data.draw(answers_for(raw)), questionnaire))
    assert opening(state)
    for line in data.draw(st.lists(lines(), max_size=15)):
        state = step(state, line).state
        prompt(state)
    reread(state)


@SLOW
@given(st.lists(lines(), max_size=30), st.integers(0, 6))
def test_a_quick_interview_is_valid_too(said: list[str], enough: int) -> None:
    """An order that is worked out anew, and a stop, take any line as well."""

    def backwards(assessment: Assessment) -> list[str]:
        return list(assessment.questionnaire.questions)[::-1]

    def stop(assessment: Assessment) -> bool:
        return assessment.counts.answered >= enough

    state = start(garden(), answers_of(), Settings(order=backwards, stop=stop))
    for line in said:
        state = step(state, line).state
        assert_valid(state)


def test_skipping_all_reaches_the_end() -> None:
    """Every question is asked once: skipping goes through all of them to the review."""
    state = start(garden(), answers_of(plot__shed="yes"))
    asked = []
    while state.place.asking in (Asking.QUESTION, Asking.HEADER):
        asked.append(state.place.about)
        state = step(state, ":s").state
    assert [ident for ident in asked if ident and "." in ident] == [i for i in garden().questions if i != "plot.shed"]
    assert state.place.asking is Asking.REVIEW
