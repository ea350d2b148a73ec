"""The view of a cohort: everything that its report shows, worked out, as plain strings and numbers.

Templates only lay it out. Nothing here escapes, scores or decides. docs/cohort.md describes it.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from spinout.core.questionnaire import Questionnaire
from spinout.reports.cohort.entries import CohortEntry, RefusedEntry, UnreadableEntry, compared, distinct
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
from spinout.reports.cohort.stages import FEWEST, Column, Grouped, StageGroup, columns, grouped, stage_groups, too_few
from spinout.reports.view.words import counted

SCHEMA = "spinout.cohort-view/1"
MOST_TOP = 5
"""How many obstacles stand at the head of the report."""
MOST_OPEN = 20
"""How many of the questions most often open are told; the spreadsheet has all."""
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


class CohortFact(Struct, frozen=True):
    """A fact about the whole cohort."""

    label: str
    text: str


class CohortProvenance(Struct, frozen=True):
    """What a report was made from."""

    questionnaire: str
    questionnaire_id: str
    version: str
    questionnaire_sha256: str
    program: str


class CohortView(Struct, frozen=True):
    """Everything that a cohort's report shows."""

    schema: str
    language: str
    title: str
    about: str
    facts: tuple[CohortFact, ...]
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
    provenance: CohortProvenance


def cohort_view(subject: CohortSubject) -> CohortView:
    """The view of a cohort."""
    cohort, form, anonymous = subject.cohort, subject.questionnaire, subject.anonymous
    groups = grouped(cohort.entries, form, anonymous=anonymous)
    told = _told(groups, anonymous=anonymous)
    questions, found = question_lines(told, form), obstacles(told, form)
    classifications = compared(form)
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
        columns(form),
        stage_groups(groups, form, [outcome_labels(c) for c in classifications], anonymous=anonymous),
        found,
        None if paper is None or paper.results is None else paper.results.text,
        comparisons_of(told, classifications, anonymous=anonymous),
        tuple(sorted((q for q in questions if q.open), key=lambda question: -question.open))[:MOST_OPEN],
        questions,
        () if few else lessons_of(cohort.entries, form, anonymous=anonymous),
        TOO_FEW_LESSONS if few else None,
        refused_lines(cohort.refused, cohort.unreadable, anonymous=anonymous),
        CohortProvenance(
            form.title, form.id, form.version, subject.questionnaire_sha256, f"spinout {subject.program_version}"
        ),
    )


def _told(groups: Sequence[Grouped], *, anonymous: bool) -> tuple[CohortEntry, ...]:
    """The entries that count in what is told of all."""
    return tuple(entry for group in groups if not too_few(group, anonymous=anonymous) for entry in group.entries)


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


def _facts(subject: CohortSubject, told: Sequence[CohortEntry]) -> list[CohortFact]:
    cohort, form = subject.cohort, subject.questionnaire
    complete = sum(1 for entry in told if not entry.open)
    services = distinct(cohort.entries)
    facts = [CohortFact("Services", str(services))]
    if services != len(cohort.entries):
        facts.append(CohortFact("Documents assessed", f"{len(cohort.entries)}, each counted by itself"))
    if subject.anonymous and len(told) != len(cohort.entries):
        facts.append(CohortFact("Told of below", str(len(told))))
    facts.append(CohortFact("Complete", f"{complete} of {len(told)}"))
    unstated = sum(1 for entry in told if not entry.stated)
    if unstated and form.decision is not None:
        taken = f"the first was taken: {form.decision.stages[0].label}"
        facts.append(CohortFact("No stage stated", f"{unstated} of {len(told)}; {taken}"))
    versions = Counter(entry.version for entry in told if entry.version not in (None, form.version))
    if versions:
        named = "; ".join(f"{count} × {version}" for version, count in versions.most_common())
        facts.append(CohortFact("Answered another version", f"{versions.total()} of {len(told)} ({named})"))
    if cohort.refused:
        facts.append(CohortFact("Refused", counted(len(cohort.refused), "document")))
    if cohort.unreadable:
        facts.append(CohortFact("Not readable", counted(len(cohort.unreadable), "file")))
    return facts


def _left_out(told: Sequence[CohortEntry]) -> str | None:
    """That answers are left out, and of how many services; not which."""
    services = sum(1 for entry in told if entry.left_out)
    if not services:
        return None
    have = "has" if services == 1 else "have"
    return (
        f"{counted(services, 'service')} {have} answers that a published report must leave out. "
        "They count here as not given."
    )
