"""The lists of an interview: sections with what is open in each, and all answers."""

from collections.abc import Iterator, Mapping

from spinout.core.answers import Answer
from spinout.core.conditions import State as Stands
from spinout.core.interview.choosing import Pick
from spinout.core.interview.headers import FIELDS, said_in
from spinout.core.interview.route import progress, standings_of
from spinout.core.interview.states import Kind, Message, Moment, State
from spinout.core.interview.texts import counted, shown
from spinout.core.questionnaire import Question
from spinout.core.standings import Standing


def section_list(state: State, moment: Moment) -> Message:
    """The sections with their state in words and their counts."""
    parts = progress(state, standings_of(state, moment))
    return Message(
        Kind.LIST,
        ("Sections:", *(f"  {place}. {part.section.title}: {part.words}" for place, part in enumerate(parts, 1))),
    )


def section_picks(state: State) -> tuple[Pick, ...]:
    """The sections as things to choose."""
    return tuple(
        Pick(str(place), section.id, section.title) for place, section in enumerate(state.questionnaire.sections, 1)
    )


def review_list(state: State, moment: Moment) -> Message:
    """The header and every answer to a question that is asked, with the numbers to change them by."""
    return Message(Kind.LIST, tuple(_review_lines(state, moment)))


def _review_lines(state: State, moment: Moment) -> Iterator[str]:
    found = standings_of(state, moment)
    numbers = review_numbers(found)
    yield "Your answers:"
    for field in FIELDS:
        yield f"  {field.word}: {shown(said_in(moment.answers, field) or 'not given')}"
    for section in state.questionnaire.sections:
        asked = [question for question in section.questions if _to_review(state, found[question.id])]
        if asked:
            yield section.title
        for question in asked:
            first, *beside = answer_said(question, found[question.id].answer)
            yield f"  {numbers[question.id]}. {question.ask} {first}"
            yield from (f"     {line}" for line in beside)
    unanswered = sum(1 for standing in found.values() if standing.state is Stands.UNANSWERED)
    if state.settings.quick and unanswered:
        yield f"Without an answer: {counted(unanswered, 'question')}. :l shows where."


def _to_review(state: State, standing: Standing) -> bool:
    """Whether an answer is listed; a quick interview leaves most questions open, and does not list those."""
    return standing.shown and not (state.settings.quick and standing.state is Stands.UNANSWERED)


def review_numbers(found: Mapping[str, Standing]) -> Mapping[str, int]:
    """The number of each question that is asked, from 1 in file order."""
    asked = [ident for ident, standing in found.items() if standing.shown]
    return {ident: number for number, ident in enumerate(asked, 1)}


def answer_said(question: Question, answer: Answer) -> Iterator[str]:
    """An answer in words, and what stands beside it."""
    yield value_said(question, answer)
    if answer.evidence is not None:
        yield f"Evidence: {shown(answer.evidence)}"
    if answer.note is not None:
        yield f"Note: {shown(answer.note)}"


def value_said(question: Question, answer: Answer) -> str:
    """An answer in words, or why there is none."""
    if answer.value is not None:
        return f"Answer: {shown(question.type.words(answer.value))}"
    if answer.unknown:
        return "Don't know"
    return "No answer yet" if answer.reason is None else f"Does not apply: {shown(answer.reason)}"
