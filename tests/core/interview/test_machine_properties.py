"""What holds of the interview for every sequence of lines."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from interviews import answers_of, garden, lines
from spinout.core.answers import Answers, plain_document
from spinout.core.interview.machine import opening, start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.states import AT_QUESTION, Asking, Extent, InterviewState, Onward, Settings
from spinout.core.reading.answers import answers_from
from spinout.core.wording import seen
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
@given(st.lists(lines(), max_size=25), st.lists(st.sampled_from([":b", "back", "", ":l", ":r", "?"]), max_size=12))
def test_going_back_and_forth_changes_no_answer(said: list[str], looks: list[str]) -> None:
    """However far back one goes, and forward again with Enter."""
    state = talked_on(start(garden(), answers_of(), Settings(new=True)), said)
    looked = state
    for line in looks:
        looked = step(looked, line).state
        assert state.held is not None or looked.answers == state.answers
    assert_valid(looked)


@SLOW
@given(st.lists(lines(), max_size=25), st.integers(1, 6))
def test_back_and_as_many_enters_lead_to_where_one_was(said: list[str], times: int) -> None:
    """At a question that is asked in turn, the way forward is the way back."""
    state = talked_on(start(garden(), answers_of(), Settings(new=True)), said)
    place = state.place
    if (
        place.asking not in (Asking.QUESTION, Asking.HEADER)
        or place.onward is Onward.REVIEW
        or place.back
        or state.held
    ):
        return
    looked, gone = state, 0
    for _ in range(times):
        before = looked.place
        looked = step(looked, ":b").state
        gone += looked.place != before
    for _ in range(gone):
        looked = step(looked, "").state
    assert looked.place == place


@SLOW
@given(st.lists(lines(), max_size=25))
def test_undo_twice_is_as_none(said: list[str]) -> None:
    """And once takes exactly the last change away."""
    state = start(garden(), answers_of(), Settings(new=True))
    changed = [state.moment]
    for line in said:
        made = step(state, line)
        if made.finished:
            break
        if made.changed and not undoes(line):
            changed = [state.moment]
        elif undoes(line):
            changed = []
        state = made.state
    if state.held is not None:
        return
    undone = step(state, ":undo").state
    assert step(undone, ":undo").state.moment == state.moment
    if changed and state.undo is not None:
        assert undone.moment == changed[0]


def undoes(line: str) -> bool:
    """Whether a line is the command."""
    return line.strip().casefold() in (":u", ":undo", "undo")


@SLOW
@given(
    st.lists(lines(), max_size=20), st.lists(lines(), min_size=2, max_size=6), st.sampled_from(["", "yes", "no", "1"])
)
def test_what_is_pasted_answers_one_question_at_most(said: list[str], pasted: list[str], then: str) -> None:
    """Nothing is taken before it is asked about, and then it is one answer."""
    state = talked_on(start(garden(), answers_of(), Settings(new=True)), said)
    if state.held is not None or sum(bool(seen(part)) for line in pasted for part in line.split("\n")) < 2:
        return
    made = step(state, "\n".join(pasted))
    assert made.state.answers == state.answers
    after = step(made.state, then).state if made.state.held else made.state
    answers = [a.answers for a in (state.answers, after.answers)]
    assert sum(answers[0].get(ident) != answers[1].get(ident) for ident in {*answers[0], *answers[1]}) <= 1


def talked_on(state: InterviewState, said: list[str]) -> InterviewState:
    """The state after lines, but for those that end the session."""
    for line in said:
        made = step(state, line)
        state = state if made.finished else made.state
    return state


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
    again = start(garden(), replace(reread(state), version=state.answers.version, warnings=()))
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
@given(st.lists(st.one_of(lines(), st.sampled_from(["1", "2", "all"])), max_size=30), st.sampled_from([*Extent, None]))
def test_the_essentials_are_valid_too(said: list[str], extent: Extent | None) -> None:
    """Whether they were asked for or are offered, any line is taken as well."""
    state = start(garden(), answers_of(), Settings(extent=extent, asks_extent=True))
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
