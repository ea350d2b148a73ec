"""The view of a cohort: everything that its report shows, worked out, as plain strings and numbers.

Templates only lay it out. Nothing here escapes, scores or decides. docs/cohort.md describes it. Stages stand in
the questionnaire's order and are never compared: what one stage asks is not what another does, so no order runs
across them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from msgspec import Struct

from spinout.core.questionnaire import Questionnaire, Stage, Verdict, in_words
from spinout.core.scoring.scores import ScoreRange
from spinout.core.wording import counted
from spinout.reports.cohort.entries import NO_DECISION, CohortEntry, RefusedEntry, UnreadableEntry, distinct
from spinout.reports.cohort.findings import (
    CohortObstacle,
    Lessons,
    OutcomeTable,
    QuestionLine,
    RefusedLine,
    comparisons_of,
    lessons_of,
    obstacles,
    outcome_labels,
    question_lines,
    refused_lines,
)
from spinout.reports.view.blocks import TitleLine
from spinout.reports.view.findings import compared
from spinout.reports.view.references import MadeFrom, made_from
from spinout.reports.view.words import band_words, ends, shown, verb

SCHEMA = "spinout.cohort-view/1"
MOST_TOP = 5
"""How many obstacles stand at the head of the report."""
MOST_OPEN = 20
"""How many of the questions most often open are told; the spreadsheet has all."""
FEWEST = 3
"""Without names, a stage with fewer services than this is not broken down."""
ORDER = (Verdict.READY, Verdict.CONDITIONS, Verdict.CANNOT_TELL, Verdict.TOO_EARLY, None)
SHADES = 5
"""How many shades a template has for the bands."""
ANONYMOUS = (
    "Services are numbered in the order in which they stand here. Their names, organisations, dates and files are left "
    "out, and so is who learned which lesson. Where a lesson has one of these names, a blank stands for it. The rest "
    "of its words are as they were written: read them before you publish this. Of a stage that fewer than "
    f"{FEWEST} services are judged for, only that number is told."
)
INTERRUPTED = "The work was stopped before its end. What was not reached by then is missing here."
TOO_FEW_LESSONS = f"With fewer than {FEWEST} services, a lesson could be traced to its source, so none is told."


class Cohort(Struct, frozen=True):
    """What was found in all documents, in the order of the batch."""

    entries: tuple[CohortEntry, ...]
    refused: tuple[RefusedEntry, ...] = ()
    unreadable: tuple[UnreadableEntry, ...] = ()
    interrupted: bool = False


class CohortSubject(Struct, frozen=True):
    """A cohort with the questionnaire and the program that its report rests on."""

    cohort: Cohort
    questionnaire: Questionnaire
    questionnaire_sha256: str
    program_version: str
    anonymous: bool = False
    stage: str | None = None
    """The stage that all are judged for, where one was given for all."""


class ShadedScore(Struct, frozen=True):
    """A range with its bands in words. `shade` is 1 to SHADES by the lower band; None has none."""

    score: str
    bands: str | None
    shade: int | None
    low: int | None
    high: int | None


class Column(Struct, frozen=True):
    """A section that is scored, over a column of cells."""

    id: str
    title: str


class ServiceLine(Struct, frozen=True):
    """One service. What would tell who it is, is None in a report without names."""

    number: int
    name: str
    organisation: str | None
    respondent: str | None
    date: str | None
    place: str | None
    other_version: str | None
    """The version of the questionnaire that was answered, where it is another."""
    verdict: str | None
    words: str
    not_stated: bool
    conditions: int
    not_known: int
    open: int
    overall: ShadedScore
    cells: tuple[ShadedScore, ...]
    outcomes: tuple[str, ...]


class VerdictCount(Struct, frozen=True):
    """How many services of a stage have a verdict."""

    verdict: str | None
    words: str
    services: int


class StageGroup(Struct, frozen=True):
    """The services that are judged for one stage. `withheld` says why nothing is told of them."""

    id: str
    title: str
    bar: str | None
    count: int
    verdicts: tuple[VerdictCount, ...]
    services: tuple[ServiceLine, ...]
    withheld: str | None = None


class Grouped(NamedTuple):
    """The entries of a stage, sorted; None where the questionnaire decides nothing.

    `few` where there are so few that, without names, nothing is told of them.
    """

    stage: Stage | None
    entries: tuple[CohortEntry, ...]
    few: bool


class CohortView(Struct, frozen=True):
    """Everything that a cohort's report shows."""

    schema: str
    language: str
    title: str
    about: str
    facts: tuple[TitleLine, ...]
    notes: tuple[str, ...]
    anonymous: str | None
    interrupted: str | None
    left_out: str | None
    counted: int
    stages_title: str
    stages_text: str
    top: tuple[CohortObstacle, ...]
    columns: tuple[Column, ...]
    stages: tuple[StageGroup, ...]
    obstacles: tuple[CohortObstacle, ...]
    comparison_text: str | None
    comparisons: tuple[OutcomeTable, ...]
    open_questions: tuple[QuestionLine, ...]
    questions: tuple[QuestionLine, ...]
    lessons: tuple[Lessons, ...]
    no_lessons: str | None
    refused: tuple[RefusedLine, ...]
    provenance: MadeFrom


def cohort_view(subject: CohortSubject) -> CohortView:
    """The view of a cohort."""
    cohort, form, anonymous = subject.cohort, subject.questionnaire, subject.anonymous
    groups = _grouped(cohort.entries, form, anonymous=anonymous)
    told = tuple(entry for group in groups if not group.few for entry in group.entries)
    questions, found, classifications = question_lines(told, form), obstacles(told, form), compared(form)
    paper = form.reference.paper
    few = anonymous and distinct(cohort.entries) < FEWEST
    return CohortView(
        SCHEMA,
        form.language,
        "Services side by side",
        form.title,
        tuple(_facts(subject, told)),
        () if paper is None else tuple(note.text for note in paper.notes),
        ANONYMOUS if anonymous else None,
        INTERRUPTED if cohort.interrupted else None,
        _left_out(told),
        len(told),
        *_stages_words(subject),
        tuple(obstacle for obstacle in found if obstacle.services)[:MOST_TOP],
        tuple(Column(section.id, section.title) for section in form.sections if section.weight),
        tuple(_stages(groups, form, [outcome_labels(c) for c in classifications], anonymous=anonymous)),
        found,
        None if paper is None or paper.results is None else paper.results.text,
        comparisons_of(told, classifications, anonymous=anonymous),
        tuple(sorted((q for q in questions if q.open), key=lambda question: -question.open))[:MOST_OPEN],
        questions,
        () if few else lessons_of(cohort.entries, form, anonymous=anonymous),
        TOO_FEW_LESSONS if few else None,
        refused_lines(cohort.refused, cohort.unreadable, anonymous=anonymous),
        made_from(form, subject.questionnaire_sha256, subject.program_version),
    )


def _stages_words(subject: CohortSubject) -> tuple[str, str]:
    """What the services by stage are called, and how they come to stand there."""
    decision = subject.questionnaire.decision
    if decision is None:
        return "Services", "The questionnaire asks for no decision."
    if subject.stage is None:
        return (
            "Services by the stage they ask for",
            "Services are set beside one another only where they ask for the same stage.",
        )
    label = decision.stage(subject.stage).label
    return (
        f"Services judged for one stage: {label}",
        f"All are judged for the stage that was given, {label}, whatever they ask for.",
    )


def _facts(subject: CohortSubject, told: Sequence[CohortEntry]) -> Iterator[TitleLine]:
    """Facts about the whole cohort."""
    cohort, form = subject.cohort, subject.questionnaire
    services = distinct(cohort.entries)
    yield TitleLine("Services", str(services))
    if services != len(cohort.entries):
        yield TitleLine("Documents assessed", f"{len(cohort.entries)}, each counted by itself")
    if subject.anonymous and len(told) != len(cohort.entries):
        yield TitleLine("Told of below", str(len(told)))
    yield TitleLine("Complete", f"{sum(1 for entry in told if not entry.open)} of {len(told)}")
    unstated = sum(1 for entry in told if not entry.stated)
    if unstated and form.decision is not None:
        taken = f"the first was taken: {form.decision.stages[0].label}"
        yield TitleLine("No stage stated", f"{unstated} of {len(told)}; {taken}")
    versions = Counter(entry.version for entry in told if entry.version not in (None, form.version))
    if versions:
        named = "; ".join(f"{count} × {version}" for version, count in versions.most_common())
        yield TitleLine("Answered another version", f"{versions.total()} of {len(told)} ({named})")
    if cohort.refused:
        yield TitleLine("Refused", counted(len(cohort.refused), "document"))
    if cohort.unreadable:
        yield TitleLine("Not readable", counted(len(cohort.unreadable), "file"))


def _left_out(told: Sequence[CohortEntry]) -> str | None:
    """That answers are left out, and of how many services; not which."""
    services = sum(1 for entry in told if entry.left_out)
    if not services:
        return None
    return (
        f"{counted(services, 'service')} {verb(services, 'has', 'have')} answers that a published report must leave "
        "out. They count here as not given."
    )


# services by stage


Who = tuple[str | None, str | None, str | None, str | None, str | None]
"""What would tell who a service is."""


def _grouped(entries: Sequence[CohortEntry], form: Questionnaire, *, anonymous: bool) -> tuple[Grouped, ...]:
    """The stages that somebody is judged for, in the questionnaire's order, each with its services sorted."""
    stages: tuple[Stage | None, ...] = (None,) if form.decision is None else form.decision.stages
    found: dict[str | None, list[CohortEntry]] = {None if stage is None else stage.id: [] for stage in stages}
    for entry in entries:
        found[entry.stage].append(entry)
    last = _digest if anonymous else _place
    return tuple(
        Grouped(
            stage,
            tuple(sorted(inside, key=lambda entry: (*_rank(entry), last(entry)))),
            few=anonymous and distinct(inside) < FEWEST,
        )
        for stage, inside in zip(stages, found.values(), strict=True)
        if inside
    )


def _rank(entry: CohortEntry) -> tuple[int, int, Fraction, Fraction]:
    """By verdict, then the highest low end first, then the highest high end; not assessed comes last."""
    score = entry.score
    low, high = (Fraction(0), Fraction(0)) if score is None else (-score.low, -score.high)
    return ORDER.index(entry.verdict), score is None, low, high


def _place(entry: CohortEntry) -> tuple[str, str, int]:
    return (entry.service or "").casefold(), entry.file, entry.line or 0


def _digest(entry: CohortEntry) -> str:
    """An order among equals that hangs on what is told of them, never on their names or files."""
    told = (entry.sections, entry.states, entry.not_met, entry.not_known, entry.outcomes)
    return sha256(repr(told).encode()).hexdigest()


def _stages(
    groups: Sequence[Grouped], form: Questionnaire, labels: Sequence[Mapping[str | None, str]], *, anonymous: bool
) -> Iterator[StageGroup]:
    """The groups as a report shows them; `labels` are the outcomes' by their ids, for each classification."""
    numbers = count(1)
    for stage, entries, few in groups:
        bar = f"{stage.ready_from} or more" if stage is not None and stage.ready_from else None
        ident, title = ("all", "All services") if stage is None else (stage.id, stage.label)
        if few:
            services = distinct(entries)
            yield StageGroup(ident, title, bar, services, (), (), _withheld(services))
            continue
        lines = (_service(entry, next(numbers), stage, form, labels, anonymous=anonymous) for entry in entries)
        counts = Counter(entry.verdict for entry in entries)
        verdicts = (
            VerdictCount(verdict.value, in_words(verdict, stage.label), counts[verdict])
            for verdict in ORDER
            if verdict is not None and stage is not None and counts[verdict]
        )
        yield StageGroup(ident, title, bar, len(entries), tuple(verdicts), tuple(lines))


def _withheld(number: int) -> str:
    return (
        f"{counted(number, 'service')} {verb(number, 'is', 'are')} judged for this stage. With fewer than {FEWEST}, a "
        "reader could tell which is which, so they count in no total below. Of what they say, only the lessons are "
        "told, among all others."
    )


def _service(
    entry: CohortEntry,
    number: int,
    stage: Stage | None,
    form: Questionnaire,
    labels: Sequence[Mapping[str | None, str]],
    *,
    anonymous: bool,
) -> ServiceLine:
    name, other = entry.named, None if entry.version == form.version else entry.version
    who: Who = entry.organisation, entry.respondent, entry.date, entry.place, other
    if anonymous:
        name, who = f"Service {number}", (None, None, None, None, None)
    return ServiceLine(
        number,
        name,
        *who,
        None if entry.verdict is None else entry.verdict.value,
        NO_DECISION if entry.verdict is None or stage is None else in_words(entry.verdict, stage.label),
        not entry.stated,
        entry.conditions,
        len(entry.not_known),
        entry.open,
        _cell(entry.score, form),
        tuple(
            _cell(score, form) for section, score in zip(form.sections, entry.sections, strict=True) if section.weight
        ),
        () if anonymous else tuple(label[ident] for label, ident in zip(labels, entry.outcomes, strict=True)),
    )


def _cell(score: ScoreRange | None, form: Questionnaire) -> ShadedScore:
    low, high = (None, None) if score is None else (form.band(score.low), form.band(score.high))
    if low is None or high is None:
        return ShadedScore(shown(score), None, None, *ends(score))
    last = len(form.bands) - 1
    shade = 1 + form.bands.index(low) * (SHADES - 1) // last if last else 1
    return ShadedScore(shown(score), band_words(low, high), shade, *ends(score))
