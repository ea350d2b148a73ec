"""What a line does at a question: an answer, a reason, evidence, a note, or none of them."""

from types import MappingProxyType

from msgspec.structs import replace

from spinout.core.answers import DONT_KNOW, NO_ANSWER, Answer
from spinout.core.conditions import State as Stands
from spinout.core.interview.moves import go_on, hidden_and_shown
from spinout.core.interview.reviews import value_said
from spinout.core.interview.states import Asking, Kind, Message, Moment, Outcome, State, wrong
from spinout.core.interview.texts import Refused
from spinout.core.interview.ways import read_typed
from spinout.core.standings import own_state

REMOVES = "-"


def answer(state: State, text: str) -> Outcome:
    """Take a typed answer; nothing typed keeps the present one."""
    question, present = state.question, state.answers.of(state.question.id)
    if not text:
        return _keep(state)
    if text.casefold() == DONT_KNOW:
        return dont_know(state, text)
    value = read_typed(question.type, text)
    if isinstance(value, Refused):
        return Outcome(state.moment, (wrong(*value.lines),))
    return _give(state, replace(present, value=value, unknown=False, reason=None))


def _keep(state: State) -> Outcome:
    question, present = state.question, state.answers.of(state.question.id)
    if own_state(present) is not Stands.UNANSWERED:
        return go_on(state, state.moment)
    back = state.taken_back.get(question.id)
    if back is not None:
        return _give(state, replace(back, evidence=present.evidence or back.evidence, note=present.note or back.note))
    return Outcome(
        state.moment,
        (wrong("There is no answer yet to keep.", "Type an answer, :s to skip it for now, or :d if you don't know."),),
    )


def _give(state: State, given: Answer) -> Outcome:
    """Put an answer in, say what it changes, and go on; evidence that is lacking is asked for once."""
    question = state.question
    moment = with_answer(state.moment, question.id, given)
    said = Message(Kind.TAKEN, (value_said(question, given),))
    messages = (said, *hidden_and_shown(state, moment))
    if (
        given.value is not None
        and given.evidence is None
        and question.id not in moment.nudged
        and question.effective(given.value, evidence=False) != given.value
    ):
        place = replace(moment.place, asking=Asking.EVIDENCE, once=True)
        return Outcome(replace(moment, place=place, nudged=moment.nudged | {question.id}), messages)
    return go_on(state, moment, messages)


def with_answer(moment: Moment, ident: str, given: Answer) -> Moment:
    """The moment with one answer changed; an empty answer leaves no trace."""
    answers = {**moment.answers.answers, ident: given}
    if given == NO_ANSWER:
        del answers[ident]
    return replace(moment, answers=replace(moment.answers, answers=MappingProxyType(answers)))


def dont_know(state: State, _text: str = "") -> Outcome:
    """Say that the answer is not known."""
    present = state.answers.of(state.question.id)
    return _give(_at(state, Asking.QUESTION), replace(present, value=None, unknown=True, reason=None))


def skip(state: State, _text: str = "") -> Outcome:
    """Leave a question for now; what stands there already stays."""
    moment = replace(state.moment, passed=state.moment.passed | {state.question.id})
    return go_on(state, moment, (Message(Kind.TAKEN, ("Skipped for now.",)),))


def not_applicable(state: State, text: str) -> Outcome:
    """Ask for the reason why a question does not apply, where that may be said."""
    if not state.question.not_applicable:
        return Outcome(
            state.moment,
            (
                wrong(
                    "This question always applies.", "Answer it, or type :d if you don't know, :s to skip it for now."
                ),
            ),
        )
    there = _at(state, Asking.REASON)
    return reason(there, text) if text else Outcome(there.moment)


def reason(state: State, text: str) -> Outcome:
    """Take the reason why a question does not apply."""
    if not text:
        return Outcome(
            state.moment, (wrong("Found no reason.", "Say in a few words why it does not apply, or :s to leave it."),)
        )
    present = state.answers.of(state.question.id)
    return _give(_at(state, Asking.QUESTION), replace(present, value=None, unknown=False, reason=text))


def to_evidence(state: State, text: str) -> Outcome:
    """Ask for evidence, or take what stands behind the command."""
    there = _at(state, Asking.EVIDENCE)
    return evidence(there, text) if text else Outcome(there.moment)


def to_note(state: State, text: str) -> Outcome:
    """Ask for a note, or take what stands behind the command."""
    there = _at(state, Asking.NOTE)
    return note(there, text) if text else Outcome(there.moment)


def evidence(state: State, text: str) -> Outcome:
    """Take the evidence; a bare small number is more likely the next answer, and is not taken for it."""
    if text.isdigit() and len(text) <= 2:
        return Outcome(
            state.moment,
            (wrong(f'Found "{text}" where the evidence is named.', "Name it in words. Enter goes on without it."),),
        )
    if not text:
        return leave_text(state)
    present = state.answers.of(state.question.id)
    return _after_text(state, replace(present, evidence=_kept(text)), "Evidence", text)


def note(state: State, text: str) -> Outcome:
    """Take a note."""
    if not text:
        return leave_text(state)
    present = state.answers.of(state.question.id)
    return _after_text(state, replace(present, note=_kept(text)), "Note", text)


def leave_text(state: State, _text: str = "") -> Outcome:
    """Leave a reason, evidence or a note as it was."""
    there = _at(state, Asking.QUESTION)
    return go_on(there, there.moment) if state.place.once else Outcome(there.moment)


def _kept(text: str) -> str | None:
    return None if text == REMOVES else text


def _after_text(state: State, changed: Answer, word: str, text: str) -> Outcome:
    """Back to the question; on from it, where its evidence was asked for after the answer."""
    there = _at(state, Asking.QUESTION)
    moment = with_answer(there.moment, state.question.id, changed)
    said = Message(Kind.TAKEN, (f"{word} taken out." if text == REMOVES else f"{word} kept.",))
    messages = (said, *hidden_and_shown(state, moment))
    return go_on(there, moment, messages) if state.place.once else Outcome(moment, messages)


def _at(state: State, asking: Asking) -> State:
    """The same question, its answer or what stands beside it."""
    return replace(state, moment=replace(state.moment, place=replace(state.place, asking=asking, once=False)))
