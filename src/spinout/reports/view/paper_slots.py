"""All slots that the papers of an assessment have, and what the answers say that an officer's words bear on."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.questionnaire import Paper
from spinout.core.scoring.assessment import Assessment
from spinout.core.slots import NOBODYS_WORDS, PaperWords, Slot
from spinout.reports.view.decision import decision_view
from spinout.reports.view.publication import exempt_answers, without_exempt
from spinout.reports.view.resolutions import condition_places, values_of
from spinout.reports.view.slots import bracketed, condition_slots, filled, for_each_condition
from spinout.reports.view.words import words_of


class PlacedSlot(Struct, frozen=True):
    """A slot, and the heading that it stands under."""

    heading: str
    slot: Slot


TITLE_BLOCK, RESTRICTED_PART = "Title block", "Part not for publication"


def paper_slots(
    assessment: Assessment, words: PaperWords = NOBODYS_WORDS, *, exempt: bool = False
) -> tuple[PlacedSlot, ...]:
    """Every slot of the published paper, each once, in the paper's order; with `exempt` those of the other part too.

    Each is needed as the decision and what is left out have it; officers' `words` may be left out too. Which slots the
    part not for publication has tells of exempt answers.
    """
    paper = assessment.questionnaire.reference.paper
    if paper is None:
        return ()
    found: dict[str, PlacedSlot] = {}
    public = without_exempt(assessment)
    stage = None if public.stage is None else public.stage.id
    left_out = bool(exempt_answers(public)) or words.any_exempt
    every = _placed(public, paper, left_out=left_out)
    for placed in (*every, *(_apart(assessment, paper) if exempt and exempt_answers(assessment) else ())):
        slot = placed.slot.in_a_paper(stage, left_out=left_out)
        found.setdefault(slot.id, PlacedSlot(placed.heading, slot))
    return tuple(found.values())


def _placed(assessment: Assessment, paper: Paper, *, left_out: bool) -> Iterator[PlacedSlot]:
    values = values_of(assessment, left_out=left_out)
    for line in paper.title_block:
        given = None if line.text is None else filled(line.text, values)
        yield PlacedSlot(TITLE_BLOCK, replace(line.slot, given=given))
    for heading in (*paper.headings, *paper.appendices):
        if "recommendations" in heading.shows:
            yield from _recommended(assessment, paper, heading.title)
        if "implications" in heading.shows:
            for box in paper.implications:
                yield from (PlacedSlot(heading.title, slot) for slot in box.slots)
        yield from (PlacedSlot(heading.title, slot) for slot in heading.slots)


def _apart(assessment: Assessment, paper: Paper) -> Iterator[PlacedSlot]:
    """The slots of the part not for publication."""
    yield from (PlacedSlot(RESTRICTED_PART, slot) for slot in paper.slots.get("restricted", ()))
    yield from _recommended(assessment, paper, RESTRICTED_PART)


def _recommended(assessment: Assessment, paper: Paper, heading: str) -> Iterator[PlacedSlot]:
    """The slots in the words of the recommendations for the verdict, and those of each condition in them."""
    decision, stage = decision_view(assessment), assessment.stage
    if decision is None or stage is None:
        return
    about = condition_places(paper, decision)
    for text in paper.recommended(decision.verdict, stage.id):
        for _, slot in bracketed(text, paper.slots.get("recommendations", ())):
            if slot is not None:
                yield PlacedSlot(heading, slot)
        for placeholder, things in (("{conditions}", decision.to_meet), ("{facts}", decision.facts)):
            if placeholder in text and things:
                yield from (PlacedSlot(heading, slot) for slot in for_each_condition(about))
            for thing in things if placeholder in text else ():
                for slot in condition_slots(about, thing.question, thing.title):
                    yield PlacedSlot(heading, slot)


def bears_on(assessment: Assessment, slot: Slot) -> Mapping[str, str]:
    """What the answers say that a slot bears on, in words, by the question; exempt ones are not told."""
    statuses = assessment.statuses
    held = (statuses[ident] for ident in slot.questions if ident in statuses)
    return {status.question.id: words_of(status) for status in held if not status.answer.exempt}


class AnswerChange(Struct, frozen=True):
    """An answer that has changed since an officer wrote about it."""

    slot: str
    label: str
    question: str
    title: str
    before: str
    now: str


def changes_since(assessment: Assessment, words: PaperWords) -> tuple[AnswerChange, ...]:
    """Where an answer is not what it was when the words of a slot were written, in the paper's order."""
    questions, public = assessment.questionnaire.questions, without_exempt(assessment)
    return tuple(
        AnswerChange(slot.id, slot.label, ident, questions[ident].title, before, now)
        for slot in (placed.slot for placed in paper_slots(assessment, exempt=True))
        if not words.of(slot.id).blank
        for ident, now in bears_on(public, slot).items()
        if (before := words.written_for.get(slot.id, {}).get(ident)) is not None and before != now
    )
