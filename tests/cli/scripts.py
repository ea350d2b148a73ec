"""What a person types who gives the answers of a file, from the first question to the last."""

from collections.abc import Iterator, Mapping

from spinout.core.answers import Answer, Answers
from spinout.core.interview.machine import step
from spinout.core.interview.states import Asking, InterviewState
from spinout.core.questionnaire import Question


def typed_for(state: InterviewState, wanted: Answers) -> Iterator[tuple[str, InterviewState]]:
    """Each line with the state after it, up to the review; what is wanted and not asked is not typed."""
    header = {"service": wanted.service, "organisation": wanted.organisation, "completed_by": wanted.completed_by}
    while state.place.asking is not Asking.REVIEW:
        place = state.place
        match place.asking:
            case Asking.HEADER:
                line = header[place.about or ""] or ":s"
            case Asking.EXTENT:
                line = "2"
            case Asking.EVIDENCE:
                line = wanted.of(state.question.id).evidence or ""
            case Asking.OTHER:
                line = wanted.of(state.question.id).other or ""
            case Asking.REASON:
                line = wanted.of(state.question.id).reason or ":s"
            case _:
                line = "" if state.held else answer_typed(state.question, wanted.of(state.question.id))
        state = step(state, line).state
        yield line, state


def answer_typed(question: Question, answer: Answer) -> str:
    """The shortest line for an answer."""
    if answer.reason is not None:
        return f":na {answer.reason}"
    value = answer.value
    if value is None:
        return ":d" if answer.unknown else ":s"
    keys = {pick.id: pick.key for pick in question.type.picks()}
    if isinstance(value, tuple):
        return ",".join(keys[each] for each in value)
    if isinstance(value, Mapping):
        return " ".join(str(share) for share in value.values())
    return keys.get(str(value), str(value))
