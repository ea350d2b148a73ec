"""What stands beside verdicts on the screens that show several: the stage that nobody stated, and gates."""

from collections.abc import Iterable, Iterator

from spinout.core.assessment import Assessment
from spinout.core.gates import Gate
from spinout.reports.decision import GATE_STATES, NOT_STATED


def not_stated(assessments: Iterable[tuple[str, Assessment]]) -> Iterator[str]:
    """A line where answers do not say which decision is asked for; it names them where others do."""
    every = tuple(assessments)
    silent = [name for name, assessment in every if assessment.stage is not None and not assessment.stated]
    if silent:
        yield NOT_STATED if len(silent) == len(every) else f"{', '.join(silent)}: {NOT_STATED}"


def gate_words(gate: Gate | None) -> str:
    """How a gate stands, and whether it lacks nothing but evidence; None where there is no gate."""
    if gate is None:
        return "no gate"
    return f"{GATE_STATES[gate.state]}{': only the evidence is missing' if gate.evidence_missing else ''}"
