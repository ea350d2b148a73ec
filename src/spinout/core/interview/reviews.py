"""What the interview says of the answers: the range so far, the verdict, the sections, and all answers in a list."""

from collections.abc import Iterator, Mapping

from spinout.core.answers import Answer
from spinout.core.conditions import State as Stands
from spinout.core.interview.clashes import changed_by, points_to_check
from spinout.core.interview.route import assessed, progress, review_numbers, shown_in, statuses_of
from spinout.core.interview.states import FIELDS, Extent, InterviewState, Message, MessageKind, Moment, shown
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


def so_far_messages(state: InterviewState, moment: Moment) -> tuple[Message, ...]:
    """What stands so far where a section ends, which is a good place to stop; nothing in a short form."""
    if state.short:
        return ()
    assessment = assessed(state, moment)
    gates = [gate for gate in assessment.gates if gate.state is not GateState.NOT_APPLICABLE]
    met = sum(1 for gate in gates if gate.state is GateState.MET)
    essentials = f"; {met} of {counted(len(gates), 'essential')} met" if gates else ""
    lines = (
        f"{range_line(assessment)}{essentials}.",
        "A good place to stop: :q saves and leaves, and you can go on later.",
    )
    return (Message(MessageKind.RESULT, lines),)


def thanks(state: InterviewState, moment: Moment) -> tuple[Message, ...]:
    """What ends a short form: thanks, and what is left; elsewhere a screen shows the assessment."""
    if not state.short:
        return ()
    every = [status for status in statuses_of(state, moment).values() if status.shown]
    dealt_with = sum(1 for status in every if status.state is not Stands.UNANSWERED)
    said = f"Thank you. You have answered {dealt_with} of the {counted(len(every), 'question')} that you are asked."
    return (Message(MessageKind.RESULT, (said,)),)


MOST_UNLESS = 5


def settled_message(state: InterviewState, moment: Moment, unless: tuple[str, ...]) -> Message:
    """That no further question is needed, what alone can still change that, and what everything would add.

    `unless` are the questions that are not known, by id.
    """
    assessment = assessed(state, moment)
    counts = assessment.counts
    verdict = ""
    if assessment.verdict is not None and assessment.stage is not None:
        verdict = in_words(assessment.verdict, assessment.stage.label)
    if not unless:
        lines = [f"Settled: {verdict}" if verdict else "Settled."]
    else:
        titles = [state.questionnaire.questions[ident].title for ident in unless]
        more = [f"and {len(titles) - MOST_UNLESS} more"] if len(titles) > MOST_UNLESS else []
        lines = [verdict, f"Settled, unless you find out: {'; '.join([*titles[:MOST_UNLESS], *more])}"]
    took = counted(counts.shown - counts.unanswered, "question")
    what = "No other answer" if unless else "No further answer"
    lines.append(f"This took {took}. {what} can change the verdict now, unless a question turns out not to apply.")
    if more_open := counts.unanswered:
        asks = f"the other {more_open}" if more_open > 1 else "the one that is left"
        lines.append(f"Type all for {asks}. That narrows the score and shows what to do next.")
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
    """The sections with the numbers of their questions, their state in words and their counts."""
    found = statuses_of(state, moment)
    numbers = review_numbers(found)
    lines = []
    for place, part in enumerate(progress(state, found), 1):
        inside = [numbers[ident] for ident in shown_in(part.section, found)]
        span = f" ({inside[0]} to {inside[-1]})" if len(inside) > 1 else f" ({inside[0]})" if inside else ""
        lines.append(f"  {place}. {part.section.title}{span}: {part.words}")
    return Message(MessageKind.LIST, ("Sections:", *lines))


def section_picks(state: InterviewState) -> tuple[Pick, ...]:
    """The sections as things to choose."""
    sections = enumerate(state.questionnaire.sections, 1)
    return tuple(Pick(str(place), section.id, section.title) for place, section in sections)


def review_list(state: InterviewState, moment: Moment) -> Message:
    """What is to be looked at, then the header and every answer, with the numbers to change them by."""
    found = statuses_of(state, moment)
    return Message(
        MessageKind.REVIEW, ("Your answers:", *_to_look_at(state, moment, found), *_all_answers(state, moment, found))
    )


def end_list(state: InterviewState, moment: Moment) -> Message:
    """What is to be looked at before the end, and how to see every answer."""
    found = statuses_of(state, moment)
    given = sum(1 for status in found.values() if status.shown and status.state is not Stands.UNANSWERED)
    shows = f":r shows all your answers, to {counted(given, 'question')}."
    return Message(MessageKind.REVIEW, (*_to_look_at(state, moment, found), shows))


def _to_look_at(state: InterviewState, moment: Moment, found: Mapping[str, Status]) -> Iterator[str]:
    """What does not fit, what is open, not known, or without evidence, each under a heading with its count."""
    numbers = review_numbers(found)
    checks = points_to_check(state, moment)
    if checks:
        yield f"To check: {counted(len(checks), 'point')}"
    for check in checks:
        places = [str(number) for number in changed_by(state, moment, check).values()]
        yield f"  {check.message} To change it: {' or '.join(places)}."
    asked = [status for status in found.values() if status.shown]
    kinds = {
        "Without an answer": [each for each in asked if each.state is Stands.UNANSWERED],
        "Not known": [each for each in asked if each.state is Stands.UNKNOWN],
        "Count lower without evidence": [each for each in asked if each.effective != each.answer.value],
    }
    for words, each in kinds.items():
        if each:
            yield f"{words}: {counted(len(each), 'question')}"
        if not (state.moment.extent is Extent.ESSENTIALS and each and each[0].state is Stands.UNANSWERED):
            # The essentials leave most of them open.
            yield from (f"  {numbers[status.question.id]}. {status.question.title}" for status in each)


def _all_answers(state: InterviewState, moment: Moment, found: Mapping[str, Status]) -> Iterator[str]:
    numbers = review_numbers(found)
    yield "All answers"
    for field in FIELDS:
        yield f"  {field.word}: {shown(getattr(moment.answers, field.name) or 'not given')}"
    for section in state.questionnaire.sections:
        asked = [question for question in section.questions if found[question.id].shown]
        # Those without one stand above.
        given = [question for question in asked if found[question.id].state is not Stands.UNANSWERED]
        if given:
            yield section.title
        for question in given:
            first, *beside = answer_said(question, found[question.id].answer)
            yield f"  {numbers[question.id]}. {ended(question.title)} {first}"
            yield from (f"     {line}" for line in beside)


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
