"""The view: everything that a report shows, as plain strings and numbers, worked out.

Templates only lay it out. Nothing here escapes, scores or decides. docs/report-view.md describes it.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from spinout.core.questionnaire import Paper
from spinout.core.scoring.assessment import Assessment
from spinout.core.wording import counted, day_in_words
from spinout.reports.view.blocks import Block, Part, Recommendation, TitleLine
from spinout.reports.view.charts import pictures
from spinout.reports.view.content import ViewData, view_data
from spinout.reports.view.decision import decision_view
from spinout.reports.view.drawings import Picture
from spinout.reports.view.hearing import hearing_view
from spinout.reports.view.parts import APART, Pieces, cited, paper_parts, pieces_of, plain_parts, slot_blocks
from spinout.reports.view.publication import Choices, Subject, exempt_answers, for_report, open_count
from spinout.reports.view.references import Provenance, others_lines, provenance, source_lines
from spinout.reports.view.resolutions import values_of
from spinout.reports.view.scoring import method
from spinout.reports.view.slots import TO_FILL_IN, Desk, Fragment, SlotView, words_digest
from spinout.reports.view.words import AnswerSection, verb

SCHEMA = "spinout.report-view/3"
RESTRICTED = (
    "This is the exempt part of the report, to be read with the published parts of the same title. It holds what is "
    "left out of those, and the verdict with all answers counted."
)
GROUND = "The ground for leaving them out: [to be filled in]."
"""What follows where the paper has no slot for it."""


class ReportView(ViewData, frozen=True):
    """Everything that a report shows."""

    schema: str
    language: str
    title: str
    title_slot: SlotView | None
    about: str
    as_of: TitleLine
    head: tuple[TitleLine, ...]
    block: tuple[TitleLine, ...]
    lines: tuple[TitleLine, ...]
    incomplete: str | None
    left_out: str | None
    restricted: str | None
    withheld: tuple[str, ...]
    notes: tuple[str, ...]
    pictures: tuple[Picture, ...]
    method: tuple[str, ...]
    provenance: Provenance
    parts: tuple[Part, ...]
    blanks: tuple[str, ...]
    by_officers: tuple[str, ...]
    drawn: tuple[str, ...]


def view_of(subject: Subject) -> ReportView:
    """What a report shows of an assessment."""
    choices = subject.choices
    assessment = for_report(subject.assessment, choices)
    gone = exempt_answers(subject.assessment if choices.restricted else assessment)
    hearing = hearing_view(subject.hearing(assessment))
    stage = None if assessment.stage is None else assessment.stage.id
    left_out = bool(gone) or choices.words.any_exempt
    desk = Desk(choices.words, assessment.answers.paper, choices.restricted, stage, left_out)
    data = view_data(
        assessment, hearing, desk, _published_numbers(subject), left_out=bool(gone) and not choices.restricted
    )
    if choices.restricted:
        data = replace(data, answers=tuple(_only(data.answers, gone)))
    drawn = pictures(assessment)
    withheld = () if choices.restricted else tuple(_withheld(assessment, data, desk, gone))
    pieces = pieces_of(assessment, data, drawn, desk, withheld)
    block = () if choices.restricted else tuple(_block(assessment, desk))
    lines = tuple(_title_lines(assessment))
    as_of = _filled("As at", choices.as_of or assessment.answers.date)
    paper = assessment.questionnaire.reference.paper
    parts = _parts(assessment, data, pieces, choices)
    codes = cited(parts, data)
    if not codes:
        parts = _parts(assessment, data, replace(pieces, filled=pieces.filled - {"sources"}), choices)
    data = replace(data, sources=source_lines(assessment, codes))
    data = replace(data, recommendations=_pointing(data.recommendations, parts))
    title = _title(assessment, desk)
    slots = tuple({slot.id: slot for slot in (*filter(None, [title]), *_slots(block, parts, data))}.values())
    return ReportView(
        **{name: getattr(data, name) for name in ViewData.__struct_fields__},
        schema=SCHEMA,
        language=assessment.questionnaire.language,
        title=assessment.answers.service or "[service: not given]" if title is None else title.text,
        title_slot=title,
        about=assessment.questionnaire.title,
        as_of=as_of,
        head=(lines[0], *block, as_of) if block else (*lines, as_of),
        block=block,
        lines=(*lines, *others_lines(subject)),
        incomplete=_incomplete(assessment),
        left_out=None if choices.restricted else _left_out(len(gone)),
        restricted=_restricted(paper) if choices.restricted else None,
        notes=() if paper is None else tuple(note.text for note in paper.notes),
        pictures=drawn,
        method=tuple(method(assessment.questionnaire)),
        provenance=provenance(replace(subject, assessment=assessment), words_digest(slots, choices.words)),
        parts=parts,
        blanks=tuple(slot.id for slot in slots if slot.blank_left),
        by_officers=tuple(slot.id for slot in slots if slot.by_officer),
        withheld=withheld,
        drawn=tuple(sorted({block.kind for part in parts for block in part.blocks})),
    )


def _published_numbers(subject: Subject) -> Mapping[str | None, int]:
    """The numbers of the conditions in the published report, by their questions, for the part beside it."""
    if not subject.choices.restricted:
        return {}
    published = decision_view(for_report(subject.assessment, replace(subject.choices, restricted=False)))
    return {} if published is None else {each.question: each.number for each in published.to_meet}


def slots_of(subject: Subject) -> tuple[SlotView, ...]:
    """The slots that a report shows, each once, in its order."""
    view = view_of(subject)
    return tuple({slot.id: slot for slot in _slots(view.block, view.parts, view)}.values())


def _slots(block: tuple[TitleLine, ...], parts: tuple[Part, ...], data: ViewData) -> Iterator[SlotView]:
    """The slots in the pieces of a report, in its order."""
    yield from (line.slot for line in block if line.slot is not None)
    for piece in (piece for part in parts for piece in part.blocks):
        if piece.kind == "recommendations":
            for one in data.recommendations:
                pieces = (*one.fragments, *(each for item in one.items for each in item.then))
                yield from (each.slot for each in pieces if each.slot is not None)
        for box in data.implications if piece.kind == "implications" else (piece.box,):
            yield from () if box is None or box.slot is None else (box.slot, *box.more)


def _parts(assessment: Assessment, data: ViewData, pieces: Pieces, choices: Choices) -> tuple[Part, ...]:
    if choices.restricted:
        return tuple(_restricted_parts(pieces, assessment.questionnaire.reference.paper))
    paper = assessment.questionnaire.reference.paper
    if paper is not None and paper.headings:
        return paper_parts(assessment, paper, pieces, choices.headings, choices.appendices)
    named = {"results": data.results, "suggestion": data.suggestion}
    return plain_parts(pieces, {kind: found.title for kind, found in named.items() if found is not None})


def _withheld(assessment: Assessment, data: ViewData, desk: Desk, gone: tuple[str, ...]) -> Iterator[str]:
    """The titles of the answers that are left out, then of what officers wrote and keep from it."""
    yield from (assessment.questionnaire.questions[ident].title for ident in gone)
    paper = assessment.questionnaire.reference.paper
    every = () if paper is None else paper.every_slot
    yield from (view.label for view in map(desk.at, every) if view.withheld)
    then = (piece.slot for one in data.recommendations for item in one.items for piece in item.then)
    yield from (slot.label for slot in then if slot is not None and slot.withheld)


def _pointing(found: tuple[Recommendation, ...], parts: tuple[Part, ...]) -> tuple[Recommendation, ...]:
    """The recommendations, each that names conditions or points to check sending to where they stand."""
    return tuple(_sending(each, parts) for each in found)


def _sending(one: Recommendation, parts: tuple[Part, ...]) -> Recommendation:
    if one.items and (where := _place("conditions", parts)):
        sent = f"{where} says why each is needed, and gives the next step."
        return replace(one, after=" ".join(filter(None, (one.after, sent))))
    if one.points and (where := _place("checks", parts)):
        sent = f" See {where}."
        return replace(one, text=f"{one.text}{sent}", fragments=(*one.fragments, Fragment(sent)))
    return one


def _place(kind: str, parts: tuple[Part, ...]) -> str | None:
    """The part that has a kind of piece, as it is named in a sentence."""
    found = next((part for part in parts if any(block.kind == kind for block in part.blocks)), None)
    return None if found is None else f"{'Appendix' if found.appendix else 'Part'} {found.number}"


def _restricted(paper: Paper | None) -> str:
    """What is said of the part not for publication, with the mark for its ground where no slot asks for that."""
    return RESTRICTED if paper is not None and paper.slots.get("restricted") else f"{RESTRICTED} {GROUND}"


def _restricted_parts(pieces: Pieces, paper: Paper | None) -> Iterator[Part]:
    """Why it is not for publication, the verdict and the plan with all answers, and what the other part leaves out."""
    wanted = (
        ("Verdict with all answers", ("verdict", "recommendations", "conditions")),
        ("Plan with all answers", ("plan", "steps")),
        ("Answers left out of the published report", ("answers", "lessons")),
        ("Where this report came from", ("provenance",)),
    )
    found = [
        (title, f"part-{kinds[0]}", tuple(Block(k, text=pieces.texts.get(k)) for k in kinds if k in pieces.filled))
        for title, kinds in wanted
    ]
    if paper is not None:
        ground = slot_blocks(GROUNDS, pieces.desk.shown(paper.slots.get("restricted", ())))
        headings = (*paper.headings, *paper.appendices, *paper.implications)
        written = (
            block
            for heading in headings
            for block in slot_blocks("", tuple(view for view in map(pieces.desk.at, heading.slots) if view.exempt))
        )
        found.insert(0, (GROUNDS, "part-grounds", tuple(ground)))
        found.insert(-1, (WORDS, "part-words", tuple(written)))
    for number, (title, ident, blocks) in enumerate((each for each in found if each[2]), start=1):
        yield Part(f"{APART}{number}", ident, title, blocks)


GROUNDS, WORDS = "Why this part is not for publication", "Words left out of the published report"


def _only(sections: tuple[AnswerSection, ...], questions: tuple[str, ...]) -> Iterator[AnswerSection]:
    """The sections with the answers to some questions, and nothing else."""
    for section in sections:
        lines = tuple(line for line in section.lines if line.id in questions)
        if lines:
            yield replace(section, lines=lines, not_asked=())


# the title block


def _title(assessment: Assessment, desk: Desk) -> SlotView | None:
    """The slot of the title, where anything stands in it."""
    paper = assessment.questionnaire.reference.paper
    for line in () if paper is None else paper.title_block:
        view = desk.at(line.slot, values_of(assessment))
        if line.id == "title" and view.filled:
            return view
    return None


def _block(assessment: Assessment, desk: Desk) -> Iterator[TitleLine]:
    paper, values = assessment.questionnaire.reference.paper, values_of(assessment, left_out=desk.left_out)
    for line in () if paper is None else paper.title_block:
        view = replace(desk.at(line.slot, values), blank=TO_FILL_IN)
        if line.id != "title" and view.shown:
            blank = not view.filled and not view.withheld
            yield TitleLine(line.label, view.text or TO_FILL_IN, blank, view)


def _title_lines(assessment: Assessment) -> Iterator[TitleLine]:
    answers, stage = assessment.answers, assessment.stage
    yield _filled("Organisation", answers.organisation)
    if stage is not None:
        yield TitleLine("Decision asked for", stage.label if assessment.stated else f"{stage.label} (not stated)")
    yield _filled("Date of the answers", answers.date)
    yield _filled("Answered by", answers.completed_by)
    if answers.respondent is not None:
        yield TitleLine("Respondent", answers.respondent)


def _filled(label: str, text: str | None) -> TitleLine:
    if text is None:
        return TitleLine(label, f"[{label.lower()}: not given]", blank=True)
    return TitleLine(label, day_in_words(text))


def _incomplete(assessment: Assessment) -> str | None:
    number = open_count(assessment)
    of = f"{number} of {counted(assessment.counts.shown, 'question')} {verb(number, 'has', 'have')}"
    return f"{of} no answer yet. The results may change." if number else None


def _left_out(number: int) -> str | None:
    if not number:
        return None
    it = verb(number, "it", "them")
    return (
        f"{counted(number, 'answer')} {verb(number, 'is', 'are')} left out of this report. All in it is worked out "
        f"without {it}, as if nobody had answered, so that nothing here tells of {it}."
    )
