"""Answers that bear on a heading, officers' boxes, and the evidence that the answers name.

No fact is made up for a box: what an officer must say is a marked blank.
"""

from collections.abc import Iterable

from msgspec import Struct

from spinout.core.assessment import Assessment
from spinout.core.conditions import State, truth_of
from spinout.core.gates import GateState
from spinout.core.question_types import Scale
from spinout.core.reference import Heading
from spinout.core.rules import RuleResults
from spinout.core.standings import Standing
from spinout.core.truth import Truth
from spinout.reports.answer_lines import is_left_out, words_of
from spinout.reports.blocks import HeldLine, OfficerBox
from spinout.reports.figures import counted

BLANK = "[for the officer]"
NO_BREAK = "\u00a0"
"""A space at which no line ends."""


class EvidenceLine(Struct, frozen=True):
    """A piece of evidence, and the questions that it was given for."""

    evidence: str
    asks: tuple[str, ...]


def held_lines(assessment: Assessment, questions: Iterable[str]) -> tuple[HeldLine, ...]:
    """The answers to some questions; those that are not asked have no line."""
    found = (assessment.standings[ident] for ident in questions)
    return tuple(_held(standing) for standing in found if standing.shown)


def _held(standing: Standing) -> HeldLine:
    answer = standing.answer
    return HeldLine(
        standing.question.id,
        standing.question.ask,
        words_of(standing),
        _short(standing),
        None if answer.exempt else answer.evidence,
    )


def _short(standing: Standing) -> str:
    """An answer for a line that has no room: a level by its number, all else in words."""
    value, kind = standing.answer.value, standing.question.type
    if standing.state is State.ANSWERED and isinstance(kind, Scale) and not standing.answer.exempt:
        return f"{value}{NO_BREAK}of{NO_BREAK}{kind.top}"
    return words_of(standing)


def officer_box(assessment: Assessment, heading: Heading) -> OfficerBox:
    """The box of a heading: whose words belong there, and what is held for them."""
    role = heading.officer
    return OfficerBox(
        heading.id,
        heading.title,
        role,
        None,
        BLANK if role is None else f"[for the {role[0].lower()}{role[1:]}]",
        held_lines(assessment, heading.questions),
        tuple(_remarks(assessment, heading.shows)),
    )


def _remarks(assessment: Assessment, shows: Iterable[str]) -> list[str]:
    """What a box shows beside answers, in a sentence each."""
    remarks = []
    if "gates" in shows and assessment.gates:
        remarks.append(_gates(assessment))
    if "checks" in shows:
        remarks.append(f"{counted(len(assessment.rules.checks), 'point')} to check.")
    return remarks


def _gates(assessment: Assessment) -> str:
    every = counted(len(assessment.gates), "gate")
    states = [gate.state for gate in assessment.gates if not is_left_out(assessment.standings[gate.question.id])]
    numbers = ((states.count(GateState.NOT_MET), "not met"), (states.count(GateState.UNKNOWN), "not known"))
    told = [f"{number} {'is' if number == 1 else 'are'} {words}" for number, words in numbers if number]
    return f"Of {every} for this stage, {' and '.join(told) or 'none is open'}."


def implications(assessment: Assessment) -> tuple[OfficerBox, ...]:
    """A box for each implication that the paper names."""
    paper = assessment.questionnaire.reference.paper
    return () if paper is None else tuple(officer_box(assessment, heading) for heading in paper.implications)


def evidence_lines(assessment: Assessment) -> tuple[EvidenceLine, ...]:
    """Every piece of evidence once, in the order of the questions."""
    found: dict[str, list[str]] = {}
    for standing in assessment.standings.values():
        evidence = standing.answer.evidence
        if standing.shown and evidence and not standing.answer.exempt:
            found.setdefault(evidence, []).append(standing.question.ask)
    return tuple(EvidenceLine(evidence, tuple(asks)) for evidence, asks in found.items())


def holds(assessment: Assessment, heading: Heading) -> bool:
    """Whether a heading's questions are to be printed, and not the text in their place."""
    if heading.only_if is None:
        return True
    sights = {ident: standing.sight for ident, standing in assessment.standings.items()}
    return truth_of(heading.only_if, sights, _criteria(assessment.rules)) is Truth.TRUE


def _criteria(rules: RuleResults) -> dict[str, Truth]:
    return {result.criterion.id: result.state for result in rules.criteria}
