"""The pieces that a report is made of, under its headings: what every format lays out, in order."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import State
from spinout.core.questionnaire import Heading
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted
from spinout.reports.view.drawings import Picture
from spinout.reports.view.slots import Desk, Fragment, SlotView
from spinout.reports.view.words import REQUIREMENT, is_settled_elsewhere, joined, label_of, told_of, verb


class TitleLine(Struct, frozen=True):
    """A line of the title block; `blank` where an officer must fill it, and the `slot` that it is, if it is one."""

    label: str
    text: str
    blank: bool = False
    slot: SlotView | None = None


class HeldLine(Struct, frozen=True):
    """An answer that bears on a heading, behind its `label`. `short` is its level alone, where it has levels."""

    question: str
    ask: str
    words: str
    short: str
    evidence: str | None
    label: str


class OfficerBox(Struct, frozen=True):
    """A labelled place for an officer's words, and what the tool holds for it.

    `blank` is the marked blank, or the words alone where somebody wrote any; `role` is whose words they are, `lines`
    the answers with their evidence. The `slot` has the words as they are laid out, and `more` what a box has besides.
    """

    id: str
    title: str
    role: str | None
    prompt: str | None
    blank: str
    lines: tuple[HeldLine, ...] = ()
    remarks: tuple[str, ...] = ()
    slot: SlotView | None = None
    more: tuple[SlotView, ...] = ()


class Item(Struct, frozen=True):
    """One thing in a recommendation, under the number that it has everywhere; `kind` is `condition` or `fact`.

    `then` is what an officer says of it, behind its text.
    """

    kind: str
    number: int
    text: str
    then: tuple[Fragment, ...] = ()


class Recommendation(Struct, frozen=True):
    """One recommendation: a sentence, its `fragments` of which some are slots, and the numbered items it asks for.

    `points` says that it names the points to check.
    """

    number: str
    text: str
    items: tuple[Item, ...] = ()
    after: str | None = None
    fragments: tuple[Fragment, ...] = ()
    points: bool = False


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


def held_lines(
    assessment: Assessment, questions: Iterable[str], told: Mapping[str, int], *, evidence: bool = True
) -> tuple[HeldLine, ...]:
    """The answers to some questions, with their `evidence` or without; those that are not asked have no line.

    Nor have those that are `told` already, among the conditions: see_conditions sends to them.
    """
    lines = (_held(assessment.statuses[q]) for q in questions if assessment.statuses[q].shown and q not in told)
    return tuple(line if evidence else replace(line, evidence=None) for line in lines)


def see_conditions(questions: Iterable[str], told: Mapping[str, int]) -> str | None:
    """Where those questions stand that are told among the conditions; None where none is."""
    numbers = sorted(told[question] for question in questions if question in told)
    return (
        f"See {'condition' if len(numbers) == 1 else 'conditions'} {joined([*map(str, numbers)])}." if numbers else None
    )


def _held(status: Status) -> HeldLine:
    question, answer, words = status.question, status.answer, told_of(status)
    level = status.state is State.ANSWERED and question.type.top is not None and not answer.exempt
    short = f"{answer.value}{NO_BREAK}of{NO_BREAK}{question.type.top}" if level else words
    evidence = None if answer.exempt else answer.evidence
    return HeldLine(question.id, question.title, words, short, evidence, label_of(question.title))


def officer_box(assessment: Assessment, heading: Heading, desk: Desk, told: Mapping[str, int]) -> OfficerBox:
    """The box of an implication: whose words belong there, what is held for them, and what was written.

    `told` has the numbers of the questions that stand among the conditions and are not told again.
    """
    see = see_conditions(heading.questions, told)
    own, *more = map(desk.at, heading.slots)
    return OfficerBox(
        heading.id,
        heading.title,
        heading.officer,
        None,
        own.text or (BLANK if heading.officer is None else own.blank),
        held_lines(assessment, heading.questions, told, evidence=not too_much_evidence(assessment)),
        (*_remarks(assessment, heading.shows), *([] if see is None else [see])),
        own,
        tuple(view for view in more if view.shown),
    )


def slot_box(view: SlotView) -> OfficerBox:
    """The box of a slot that stands under a heading."""
    if view.text:
        return OfficerBox(view.id, view.label, view.role, None, view.text, slot=view)
    return OfficerBox(view.id, view.label, view.role, view.prompt, BLANK if view.prompt else view.blank, slot=view)


def _remarks(assessment: Assessment, shows: Iterable[str]) -> Iterator[str]:
    """What a box shows beside answers, in a sentence each."""
    gates = assessment.gates
    if "gates" in shows and gates:
        states = [gate.state for gate in gates if not is_settled_elsewhere(gate, assessment.statuses)]
        numbers = ((states.count(GateState.NOT_MET), "not met"), (states.count(GateState.UNKNOWN), "not known"))
        told = [f"{number} {verb(number, 'is', 'are')} {words}" for number, words in numbers if number]
        of = counted(len(gates), REQUIREMENT)
        yield f"Of {of} of this decision, {' and '.join(told) or 'all are met or do not apply'}."
    if "checks" in shows and (number := len(assessment.rules.checks)):
        yield f"There {verb(number, 'is', 'are')} {counted(number, 'point')} to check."


def implications(assessment: Assessment, desk: Desk, told: Mapping[str, int]) -> tuple[OfficerBox, ...]:
    """A box for each implication that the paper names; one that is neither needed nor filled is left out."""
    paper = assessment.questionnaire.reference.paper
    headings = () if paper is None else paper.implications
    boxes = (officer_box(assessment, heading, desk, told) for heading in headings)
    return tuple(box for box in boxes if box.more or (box.slot is not None and box.slot.shown))


MOST_EVIDENCE, MOST_LETTERS = 12, 1500
"""So many pieces of evidence, and so many letters of it, stand before the appendices."""


def too_much_evidence(assessment: Assessment) -> bool:
    """Whether there is more evidence than stands before the appendices; then all of it stands in one of them."""
    lines = evidence_lines(assessment)
    return len(lines) > MOST_EVIDENCE or sum(len(line.evidence) for line in lines) > MOST_LETTERS


def evidence_lines(assessment: Assessment) -> tuple[EvidenceLine, ...]:
    """Every piece of evidence once, in the order of the questions."""
    found: dict[str, list[str]] = {}
    for status in assessment.statuses.values():
        evidence = status.answer.evidence
        if status.shown and evidence and not status.answer.exempt:
            found.setdefault(evidence, []).append(status.question.title)
    return tuple(EvidenceLine(evidence, tuple(asks)) for evidence, asks in found.items())
