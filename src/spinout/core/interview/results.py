"""What the interview says of the answers: the range so far, and at the end the verdict and gates."""

from collections.abc import Iterator

from spinout.core.assessment import Assessment, points
from spinout.core.gates import Gate, GateState
from spinout.core.interview.route import assessed, progress, standings_of
from spinout.core.interview.states import Kind, Message, Moment, State
from spinout.core.interview.texts import counted
from spinout.core.verdicts import in_words


def range_line(assessment: Assessment) -> str:
    """One line on where the score stands."""
    score = assessment.scores.overall
    if score is None:
        return "Readiness so far: nothing is scored yet"
    low, high = points(score.low), points(score.high)
    if low == high:
        return f"Readiness so far: {low}"
    return f"Readiness so far: between {low} and {high}" + ("" if score.exact else " at the widest")


def verdict_message(assessment: Assessment) -> Message:
    """The verdict with what stands in its way, then the score."""
    return Message(Kind.RESULT, tuple(_verdict_lines(assessment)))


def _verdict_lines(assessment: Assessment) -> Iterator[str]:
    if assessment.verdict is not None and assessment.stage is not None:
        yield in_words(assessment.verdict, assessment.stage.label)
        yield f"The decision asked for: {assessment.stage.label}" + ("" if assessment.stated else " (not stated)")
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
        yield from (f"  {number}. {_gate(gate)}" for number, gate in enumerate(not_met, 1))
        if assessment.below_bar:
            yield f"  {len(not_met) + 1}. Raise the score to {assessment.bar} or more."
    if unknown:
        yield "Essential, and not yet known:"
        yield from (f"  {number}. {gate.question.ask}" for number, gate in enumerate(unknown, 1))


def _gate(gate: Gate) -> str:
    if gate.evidence_missing:
        return f"{gate.question.ask} Only the evidence is missing."
    return " ".join(filter(None, [gate.question.ask, gate.question.next_step]))


def quick_message(state: State, moment: Moment) -> Message:
    """That no further question is needed, how many it took, and what a full assessment would add."""
    assessment = assessed(state, moment)
    counts = assessment.counts
    took = counts.shown - counts.unanswered
    lines = list(_named(assessment))
    lines.append(
        f"This took {counted(took, 'question')}. No open answer can change the verdict now, "
        "unless a question turns out not to apply."
    )
    if counts.unanswered:
        lines.append(
            f"A full assessment asks {counts.unanswered} more. It narrows the score and shows what to do next."
        )
    return Message(Kind.RESULT, tuple(lines))


def _named(assessment: Assessment) -> Iterator[str]:
    if assessment.verdict is not None and assessment.stage is not None:
        yield f"Settled: {in_words(assessment.verdict, assessment.stage.label)}"


def missing(state: State) -> tuple[str, ...]:
    """The questions that are asked and unanswered or not known, each on a line under its section."""
    found = standings_of(state)
    lines: list[str] = []
    for part in progress(state, found):
        open_here = [q for q in part.section.questions if found[q.id].shown and found[q.id].open]
        if open_here:
            lines.append(part.section.title)
            lines.extend(
                f"  {q.id}: {q.ask}" + (" (not known)" if found[q.id].answer.unknown else "") for q in open_here
            )
    return tuple(lines)
