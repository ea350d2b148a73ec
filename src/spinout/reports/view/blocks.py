"""The pieces that a report is made of, under its headings: what every format lays out, in order."""

from collections.abc import Iterable

from msgspec import Struct

from spinout.core.conditions import State, Truth, truth_of
from spinout.core.questionnaire import Heading
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.rules import RuleResults
from spinout.core.scoring.standings import Standing
from spinout.reports.view.drawings import Picture
from spinout.reports.view.words import counted, is_left_out, words_of


class TitleLine(Struct, frozen=True):
    """A line of the title block; `blank` where an officer must fill it."""

    label: str
    text: str
    blank: bool = False


class HeldLine(Struct, frozen=True):
    """An answer that bears on a heading. `words` are all of the answer, `short` is its level alone."""

    question: str
    ask: str
    words: str
    short: str
    evidence: str | None


class OfficerBox(Struct, frozen=True):
    """A labelled place for an officer's words, and what the tool holds for it.

    `blank` is the marked blank, `role` whose words they are, `lines` the answers with their evidence.
    """

    id: str
    title: str
    role: str | None
    prompt: str | None
    blank: str
    lines: tuple[HeldLine, ...] = ()
    remarks: tuple[str, ...] = ()


class Item(Struct, frozen=True):
    """One thing in a recommendation, under the number that it has everywhere; `kind` is `condition` or `fact`."""

    kind: str
    number: int
    text: str


class Recommendation(Struct, frozen=True):
    """One recommendation: a sentence, and the numbered items that it asks for."""

    number: str
    text: str
    items: tuple[Item, ...] = ()
    after: str | None = None


class Block(Struct, frozen=True):
    """One numbered piece under a heading; `kind` says what stands in it.

    `paragraph` is `text` alone; `held` has `lines`; `officer` has a `box`; `picture` has a `picture`.
    Any other kind draws the field of the report of that name, after `text` where there is one.
    """

    kind: str
    number: str | None = None
    text: str | None = None
    lines: tuple[HeldLine, ...] = ()
    box: OfficerBox | None = None
    picture: Picture | None = None


class Part(Struct, frozen=True):
    """A heading of the report, or an appendix, with what stands under it. `id` is its anchor."""

    number: str
    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    appendix: bool = False


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
        standing.question.title,
        words_of(standing),
        _short(standing),
        None if answer.exempt else answer.evidence,
    )


def _short(standing: Standing) -> str:
    """An answer for a line that has no room: a level by its number, all else in words."""
    value, kind = standing.answer.value, standing.question.type
    if standing.state is State.ANSWERED and kind.top is not None and not standing.answer.exempt:
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
            found.setdefault(evidence, []).append(standing.question.title)
    return tuple(EvidenceLine(evidence, tuple(asks)) for evidence, asks in found.items())


def holds(assessment: Assessment, heading: Heading) -> bool:
    """Whether a heading's questions are to be printed, and not the text in their place."""
    if heading.only_if is None:
        return True
    return truth_of(heading.only_if, assessment.standings, _criteria(assessment.rules)) is Truth.TRUE


def _criteria(rules: RuleResults) -> dict[str, Truth]:
    return {result.criterion.id: result.state for result in rules.criteria}
