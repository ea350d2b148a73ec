"""The view: everything that a report shows, as plain strings and numbers, worked out.

Templates only lay it out. Nothing here escapes, scores or decides. docs/report-view.md describes it.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from spinout.core.scoring.assessment import Assessment
from spinout.core.wording import counted, date_in_words
from spinout.reports.view.blocks import Block, Part, Recommendation, TitleLine
from spinout.reports.view.charts import pictures
from spinout.reports.view.content import ViewData, view_data
from spinout.reports.view.decision import filled, values_of
from spinout.reports.view.drawings import Picture
from spinout.reports.view.hearing import hearing_view
from spinout.reports.view.parts import APART, Pieces, cited, paper_parts, pieces_of, plain_parts
from spinout.reports.view.publication import Choices, Subject, exempt_answers, for_report, open_count
from spinout.reports.view.references import Provenance, others_lines, provenance, source_lines
from spinout.reports.view.scoring import method
from spinout.reports.view.words import AnswerSection, verb

SCHEMA = "spinout.report-view/1"
TO_FILL_IN = "[to be filled in]"
RESTRICTED = (
    f"This is part {APART} of the report, to be read with the published parts of the same title. It holds the answers "
    "that are left out of those, and the verdict with all answers counted. The ground for leaving them out: "
    "[to be filled in]."
)


class ReportView(ViewData, frozen=True):
    """Everything that a report shows."""

    schema: str
    language: str
    title: str
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
    drawn: tuple[str, ...]


def view_of(subject: Subject) -> ReportView:
    """What a report shows of an assessment."""
    choices = subject.choices
    assessment = for_report(subject.assessment, choices)
    gone = exempt_answers(subject.assessment if choices.restricted else assessment)
    hearing = hearing_view(subject.hearing(assessment))
    data = view_data(assessment, hearing, left_out=bool(gone) and not choices.restricted)
    if choices.restricted:
        data = replace(data, answers=tuple(_only(data.answers, gone)))
    drawn = pictures(assessment)
    withheld = () if choices.restricted else tuple(assessment.questionnaire.questions[ident].title for ident in gone)
    pieces = pieces_of(assessment, data, drawn, withheld)
    block = () if choices.restricted else tuple(_block(assessment))
    parts = _parts(assessment, data, pieces, choices)
    codes = cited(parts, data)
    if not codes:
        parts = _parts(assessment, data, replace(pieces, filled=pieces.filled - {"sources"}), choices)
    data = replace(data, sources=source_lines(assessment, codes))
    data = replace(data, recommendations=_pointing(data.recommendations, parts))
    lines = tuple(_title_lines(assessment))
    as_of = _filled("As at", choices.as_of or assessment.answers.date)
    paper = assessment.questionnaire.reference.paper
    return ReportView(
        **{name: getattr(data, name) for name in ViewData.__struct_fields__},
        schema=SCHEMA,
        language=assessment.questionnaire.language,
        title=_title(assessment),
        about=assessment.questionnaire.title,
        as_of=as_of,
        head=(lines[0], *block, as_of) if block else (*lines, as_of),
        block=block,
        lines=(*lines, *others_lines(subject)),
        incomplete=_incomplete(assessment),
        left_out=None if choices.restricted else _left_out(len(gone)),
        restricted=RESTRICTED if choices.restricted else None,
        withheld=withheld,
        notes=() if paper is None else tuple(note.text for note in paper.notes),
        pictures=drawn,
        method=tuple(method(assessment.questionnaire)),
        provenance=provenance(replace(subject, assessment=assessment)),
        parts=parts,
        drawn=tuple(sorted({block.kind for part in parts for block in part.blocks})),
    )


def _parts(assessment: Assessment, data: ViewData, pieces: Pieces, choices: Choices) -> tuple[Part, ...]:
    if choices.restricted:
        return tuple(_restricted_parts(pieces))
    paper = assessment.questionnaire.reference.paper
    if paper is not None and paper.headings:
        return paper_parts(assessment, paper, pieces, choices.headings, choices.appendices)
    named = {"results": data.results, "suggestion": data.suggestion}
    return plain_parts(pieces, {kind: found.title for kind, found in named.items() if found is not None})


def _pointing(found: tuple[Recommendation, ...], parts: tuple[Part, ...]) -> tuple[Recommendation, ...]:
    """The recommendations, the last with a list of its own sending to where each condition stands in full."""
    full = next((part for part in parts if any(block.kind == "conditions" for block in part.blocks)), None)
    last = next((each for each in reversed(found) if each.names), None)
    if full is None or last is None:
        return found
    where = f"Appendix {full.number}" if full.appendix else f"Part {full.number}"
    what = "what is there and what is needed, and why" if last.in_short else "why each is needed"
    after = " ".join(filter(None, (last.after, f"{where} says {what}, and gives the next step.")))
    return tuple(replace(each, after=after) if each is last else each for each in found)


def _restricted_parts(pieces: Pieces) -> Iterator[Part]:
    """The verdict and the plan with all answers, those that the other part leaves out, and where it all came from."""
    wanted = (
        ("Verdict with all answers", ("verdict", "recommendations", "conditions")),
        ("Plan with all answers", ("plan", "steps")),
        ("Answers left out of the published report", ("answers", "lessons")),
        ("Where this report came from", ("provenance",)),
    )
    number = 0
    for title, kinds in wanted:
        blocks = tuple(Block(k, text=pieces.texts.get(k)) for k in kinds if k in pieces.filled)
        if blocks:
            number += 1
            yield Part(f"{APART}{number}", f"part-{kinds[0]}", title, blocks)


def _only(sections: tuple[AnswerSection, ...], questions: tuple[str, ...]) -> Iterator[AnswerSection]:
    """The sections with the answers to some questions, and nothing else."""
    for section in sections:
        lines = tuple(line for line in section.lines if line.id in questions)
        if lines:
            yield replace(section, lines=lines, not_asked=())


# the title block


def _title(assessment: Assessment) -> str:
    paper, answers = assessment.questionnaire.reference.paper, assessment.answers
    for line in () if paper is None else paper.title_block:
        text = answers.paper.get(line.id, line.text)
        if line.id == "title" and text is not None:
            return filled(text, values_of(assessment))
    return answers.service or "[service: not given]"


def _block(assessment: Assessment) -> Iterator[TitleLine]:
    paper, values = assessment.questionnaire.reference.paper, values_of(assessment)
    for line in () if paper is None else paper.title_block:
        if line.id != "title":
            own = assessment.answers.paper.get(line.id)
            text = own if own is not None else None if line.text is None else filled(line.text, values)
            yield (
                TitleLine(line.label, TO_FILL_IN, blank=True)
                if text is None
                else TitleLine(line.label, date_in_words(text))
            )


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
    return TitleLine(label, date_in_words(text))


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
