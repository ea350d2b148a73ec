"""What the interview says of the answers: the range so far, the verdict, the sections, and all answers in a list."""

from collections.abc import Iterator, Mapping

from spinout.core.answers import Answer
from spinout.core.conditions import State as Stands
from spinout.core.interview.route import assessed, progress, statuses_of
from spinout.core.interview.states import FIELDS, InterviewState, Message, MessageKind, Moment, shown
from spinout.core.kinds.options import Pick
from spinout.core.questionnaire import Question, in_words
from spinout.core.scoring.assessment import Assessment, points
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted, ended


def range_line(assessment: Assessment) -> str:
    """One line on where the score stands."""
    score = assessment.scores.overall
    if score is None:
        return "Readiness so far: nothing is scored yet"
    low, high = points(score.low), points(score.high)
    if low == high:
        return f"Readiness so far: {low}"
    return f"Readiness so far: between {low} and {high}" + ("" if score.exact else " at the widest")


def range_messages(state: InterviewState, moment: Moment) -> tuple[Message, ...]:
    """The same line; nothing in a short form, whose few answers say nothing of readiness."""
    return () if state.short else (Message(MessageKind.RESULT, (range_line(assessed(state, moment)),)),)


def end_message(state: InterviewState, moment: Moment) -> Message:
    """The verdict with what stands in its way, then the score; after a short form thanks, and what is left."""
    if not state.short:
        return Message(MessageKind.RESULT, tuple(_verdict_lines(assessed(state, moment))))
    every = [status for status in statuses_of(state, moment).values() if status.shown]
    dealt_with = sum(1 for status in every if status.state is not Stands.UNANSWERED)
    said = f"Thank you. You have answered {dealt_with} of the {counted(len(every), 'question')} that you are asked."
    return Message(MessageKind.RESULT, (said,))


def _verdict_lines(assessment: Assessment) -> Iterator[str]:
    if assessment.verdict is not None and assessment.stage is not None:
        yield in_words(assessment.verdict, assessment.stage.label)
        yield f"The decision asked for: {assessment.stage.label}" + ("" if assessment.stated else " (not stated)")
        if assessment.askable not in (None, assessment.stage):
            yield f"You can ask now for: {assessment.askable.label}"
        yield from _gate_lines(assessment)
    yield range_line(assessment)
    counts = assessment.counts
    if counts.unanswered or counts.unknown:
        yield f"Still open: {counted(counts.unanswered, 'question')} without an answer, {counts.unknown} not known."


def _gate_lines(assessment: Assessment) -> Iterator[str]:
    not_met = [gate for gate in assessment.gates if gate.state is GateState.NOT_MET]
    unknown = [gate for gate in assessment.gates if gate.state is GateState.UNKNOWN]
    if not_met or assessment.below_bar:
        yield "To meet first:"
        for number, gate in enumerate(not_met, 1):
            step = gate.question.step_from(assessment.statuses[gate.question.id].effective)
            beside = ["Only the evidence is missing."] if gate.evidence_missing else [gate.because, step]
            yield " ".join(filter(None, [f"  {number}. {ended(gate.question.title)}", *beside]))
        if assessment.below_bar:
            yield f"  {len(not_met) + 1}. Raise the score to {assessment.bar} or more."
    if unknown:
        yield "Essential, and not yet known:"
        yield from (f"  {number}. {gate.question.title}" for number, gate in enumerate(unknown, 1))


def quick_message(state: InterviewState, moment: Moment) -> Message:
    """That no further question is needed, how many it took, and what a full assessment would add."""
    assessment = assessed(state, moment)
    counts = assessment.counts
    took = counts.shown - counts.unanswered
    lines = [
        f"This took {counted(took, 'question')}. No open answer can change the verdict now, "
        "unless a question turns out not to apply."
    ]
    if assessment.verdict is not None and assessment.stage is not None:
        lines.insert(0, f"Settled: {in_words(assessment.verdict, assessment.stage.label)}")
    if more := counts.unanswered:
        lines.append(f"A full assessment asks {more} more. It narrows the score and shows what to do next.")
    return Message(MessageKind.RESULT, tuple(lines))


def missing(state: InterviewState) -> tuple[str, ...]:
    """The questions that are asked and unanswered or not known, each on a line under its section."""
    found = statuses_of(state)
    lines: list[str] = []
    for section in state.questionnaire.sections:
        open_here = [q for q in section.questions if found[q.id].shown and found[q.id].open]
        lines += [section.title] if open_here else []
        lines += [f"  {q.id}: {q.title}{' (not known)' if found[q.id].answer.unknown else ''}" for q in open_here]
    return tuple(lines)


def section_list(state: InterviewState, moment: Moment) -> Message:
    """The sections with their state in words and their counts."""
    parts = progress(state, statuses_of(state, moment))
    lines = (f"  {place}. {part.section.title}: {part.words}" for place, part in enumerate(parts, 1))
    return Message(MessageKind.LIST, ("Sections:", *lines))


def section_picks(state: InterviewState) -> tuple[Pick, ...]:
    """The sections as things to choose."""
    sections = enumerate(state.questionnaire.sections, 1)
    return tuple(Pick(str(place), section.id, section.title) for place, section in sections)


def review_list(state: InterviewState, moment: Moment) -> Message:
    """The header and every answer to a question that is asked, with the numbers to change them by."""
    return Message(MessageKind.LIST, tuple(_review_lines(state, moment)))


def _review_lines(state: InterviewState, moment: Moment) -> Iterator[str]:
    found = statuses_of(state, moment)
    numbers = review_numbers(found)
    yield "Your answers:"
    for field in FIELDS:
        yield f"  {field.word}: {shown(getattr(moment.answers, field.name) or 'not given')}"
    for section in state.questionnaire.sections:
        asked = [question for question in section.questions if found[question.id].shown]
        if state.settings.quick:
            # It leaves most questions open, and does not list those.
            asked = [question for question in asked if found[question.id].state is not Stands.UNANSWERED]
        if asked:
            yield section.title
        for question in asked:
            first, *beside = answer_said(question, found[question.id].answer)
            yield f"  {numbers[question.id]}. {ended(question.title)} {first}"
            yield from (f"     {line}" for line in beside)
    unanswered = sum(1 for status in found.values() if status.state is Stands.UNANSWERED)
    if state.settings.quick and unanswered:
        yield f"Without an answer: {counted(unanswered, 'question')}. :l shows where."


def review_numbers(found: Mapping[str, Status]) -> Mapping[str, int]:
    """The number of each question that is asked, from 1 in file order."""
    asked = [ident for ident, status in found.items() if status.shown]
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
        other = f": {shown(answer.other)}" if answer.other else ""
        return f"Answer: {shown(question.type.words(answer.value))}{other}"
    if answer.unknown:
        return "Don't know"
    return "No answer yet" if answer.reason is None else f"Does not apply: {shown(answer.reason)}"
