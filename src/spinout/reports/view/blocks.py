"""The pieces that a report is made of, under its headings: what every format lays out, in order."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from spinout.core.conditions import State, Truth
from spinout.core.questionnaire import Heading
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted
from spinout.reports.view.drawings import Picture
from spinout.reports.view.slots import Desk, Fragment, SlotView
from spinout.reports.view.words import is_left_out, verb, words_of


class TitleLine(Struct, frozen=True):
    """A line of the title block; `blank` where an officer must fill it, and the `slot` that it is, if it is one."""

    label: str
    text: str
    blank: bool = False
    slot: SlotView | None = None


class HeldLine(Struct, frozen=True):
    """An answer that bears on a heading. `words` are all of the answer, `short` is its level alone."""

    question: str
    ask: str
    words: str
    short: str
    evidence: str | None


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
    """One recommendation: a sentence, its `fragments` of which some are slots, and the numbered items it asks for."""

    number: str
    text: str
    items: tuple[Item, ...] = ()
    after: str | None = None
    fragments: tuple[Fragment, ...] = ()


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
    return tuple(_held(assessment.statuses[ident]) for ident in questions if assessment.statuses[ident].shown)


def _held(status: Status) -> HeldLine:
    question, answer, words = status.question, status.answer, words_of(status)
    level = status.state is State.ANSWERED and question.type.top is not None and not answer.exempt
    short = f"{answer.value}{NO_BREAK}of{NO_BREAK}{question.type.top}" if level else words
    return HeldLine(question.id, question.title, words, short, None if answer.exempt else answer.evidence)


def officer_box(assessment: Assessment, heading: Heading, desk: Desk) -> OfficerBox:
    """The box of an implication: whose words belong there, what is held for them, and what was written."""
    own, *more = map(desk.at, heading.slots)
    return OfficerBox(
        heading.id,
        heading.title,
        heading.officer,
        None,
        own.text or (BLANK if heading.officer is None else own.blank),
        held_lines(assessment, heading.questions),
        tuple(_remarks(assessment, heading.shows)),
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
        states = [gate.state for gate in gates if not is_left_out(assessment.statuses[gate.question.id])]
        numbers = ((states.count(GateState.NOT_MET), "not met"), (states.count(GateState.UNKNOWN), "not known"))
        told = [f"{number} {verb(number, 'is', 'are')} {words}" for number, words in numbers if number]
        yield f"Of {counted(len(gates), 'gate')} for this stage, {' and '.join(told) or 'none is open'}."
    if "checks" in shows:
        yield f"{counted(len(assessment.rules.checks), 'point')} to check."


def implications(assessment: Assessment, desk: Desk) -> tuple[OfficerBox, ...]:
    """A box for each implication that the paper names; one that is neither needed nor filled is left out."""
    paper = assessment.questionnaire.reference.paper
    boxes = () if paper is None else tuple(officer_box(assessment, heading, desk) for heading in paper.implications)
    return tuple(box for box in boxes if box.more or (box.slot is not None and box.slot.shown))


def evidence_lines(assessment: Assessment) -> tuple[EvidenceLine, ...]:
    """Every piece of evidence once, in the order of the questions."""
    found: dict[str, list[str]] = {}
    for status in assessment.statuses.values():
        evidence = status.answer.evidence
        if status.shown and evidence and not status.answer.exempt:
            found.setdefault(evidence, []).append(status.question.title)
    return tuple(EvidenceLine(evidence, tuple(asks)) for evidence, asks in found.items())


def holds(assessment: Assessment, heading: Heading) -> bool:
    """Whether a heading's questions are to be printed, and not the text in their place."""
    if heading.only_if is None:
        return True
    criteria = {result.criterion.id: result.state for result in assessment.rules.criteria}
    return heading.only_if.truth(assessment.statuses, criteria) is Truth.TRUE
