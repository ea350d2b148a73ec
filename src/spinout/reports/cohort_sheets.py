"""The sheets of a cohort's workbook: for each a name, headings with widths, and rows of texts and numbers.

It knows nothing of the format of a file.
"""

from collections.abc import Iterator

from msgspec import Struct

from spinout.reports.cohort_stages import ServiceLine, StageGroup
from spinout.reports.cohort_view import CohortView

NARROW, MEDIUM, WIDE, WIDEST = 12, 22, 40, 70
"""Widths of columns, in characters."""

Value = str | int | None


class Heading(Struct, frozen=True):
    """The heading of a column, and the column's width in characters."""

    text: str
    width: int


class Sheet(Struct, frozen=True):
    """A table of one sheet; `frozen` columns stay in sight."""

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    frozen: int = 1


def sheets(view: CohortView) -> tuple[Sheet, ...]:
    """All sheets, in their order."""
    return (
        _about(view),
        _services(view),
        _gates(view),
        _questions(view),
        *_outcomes(view),
        _lessons(view),
        _refused(view),
    )


def _about(view: CohortView) -> Sheet:
    made = view.provenance
    rows: list[tuple[Value, ...]] = [(line.label, line.text) for line in view.facts]
    rows += [
        ("Read this first", text) for text in (*view.notes, view.anonymous, view.interrupted, view.left_out) if text
    ]
    rows += [(f"Stage: {group.title}", _stage_words(group)) for group in view.stages]
    rows += [("Lessons", view.no_lessons)] if view.no_lessons else []
    rows += [
        ("Questionnaire", f"{made.questionnaire}, version {made.version}"),
        ("Its digest (SHA-256)", made.questionnaire_sha256),
        ("Made by", made.program),
    ]
    return Sheet("About", (Heading("About", MEDIUM), Heading("Text", WIDEST)), tuple(rows))


def _stage_words(group: StageGroup) -> str:
    if group.withheld is not None:
        return group.withheld
    verdicts = [f"{count.services} × {count.words}" for count in group.verdicts]
    return "; ".join((f"{group.count} in all", *verdicts))


def _services(view: CohortView) -> Sheet:
    named = view.anonymous is None
    headings = [Heading("Stage", MEDIUM), Heading("Service", WIDE)]
    if named:
        headings += [Heading("Organisation", WIDE), Heading("Respondent", NARROW), Heading("Date", NARROW)]
    headings += [Heading("Verdict", WIDE), Heading("Stage stated", NARROW), Heading("Conditions", NARROW)]
    headings += [Heading("Gates not known", NARROW), Heading("Questions open", NARROW)]
    for title in ("Overall", *(column.title for column in view.columns)):
        headings += [Heading(f"{title}: lowest", NARROW), Heading(f"{title}: highest", NARROW)]
        headings.append(Heading(f"{title}: bands", MEDIUM))
    if named:
        headings += [Heading(comparison.title, MEDIUM) for comparison in view.comparisons]
        headings += [Heading("Another version answered", MEDIUM), Heading("File", WIDE)]
    rows = [_service(group.title, line, named=named) for group in view.stages for line in group.services]
    return Sheet("Services", tuple(headings), tuple(rows), frozen=2)


def _service(stage: str, line: ServiceLine, *, named: bool) -> tuple[Value, ...]:
    cells = [value for cell in (line.overall, *line.cells) for value in (cell.low, cell.high, cell.bands or cell.score)]
    return (
        stage,
        line.name,
        *((line.organisation, line.respondent, line.date) if named else ()),
        line.words,
        "no" if line.not_stated else "yes",
        line.conditions,
        line.not_known,
        line.open,
        *cells,
        *((*line.outcomes, line.other_version, line.place) if named else ()),
    )


def _gates(view: CohortView) -> Sheet:
    headings = (
        Heading("Question", WIDE),
        Heading("Section", MEDIUM),
        Heading("Services that do not meet it", MEDIUM),
        Heading("Only the evidence is missing", MEDIUM),
        Heading("Their only condition", MEDIUM),
        Heading("Services where it is not known", MEDIUM),
        Heading("Next step", WIDEST),
        Heading("Id", MEDIUM),
    )
    rows = tuple(
        (o.ask, o.section, o.services, o.evidence, o.alone, o.not_known, o.next_step, o.question)
        for o in view.obstacles
    )
    return Sheet("Gates", headings, rows)


def _questions(view: CohortView) -> Sheet:
    headings = (
        Heading("Question", WIDEST),
        Heading("Section", MEDIUM),
        Heading("Answered", NARROW),
        Heading("Don't know", NARROW),
        Heading("Not answered", NARROW),
        Heading("Does not apply", NARROW),
        Heading("Not asked", NARROW),
        Heading("Id", MEDIUM),
    )
    rows = tuple(
        (q.ask, q.section, q.answered, q.unknown, q.unanswered, q.not_applicable, q.hidden, q.question)
        for q in view.questions
    )
    return Sheet("Questions", headings, rows)


def _outcomes(view: CohortView) -> Iterator[Sheet]:
    if view.comparisons:
        headings = (Heading("Asked", WIDE), Heading("Outcome", WIDE), Heading("Services", NARROW))
        rows = tuple((c.title, outcome.label, outcome.services) for c in view.comparisons for outcome in c.outcomes)
        yield Sheet("Outcomes", headings, rows)


def _lessons(view: CohortView) -> Sheet:
    named = view.anonymous is None
    headings = [Heading("About", WIDE), Heading("Section", MEDIUM), Heading("Lesson", WIDEST)]
    headings += [Heading("From", WIDE)] if named else [Heading("How many say it", NARROW)]
    rows = [
        (group.ask, group.section, lesson.text, lesson.source if named else lesson.times)
        for group in view.lessons
        for lesson in group.lessons
    ]
    return Sheet("Lessons", tuple(headings), tuple(rows))


def _refused(view: CohortView) -> Sheet:
    named = view.anonymous is None
    headings = [Heading("Place", WIDE)] if named else []
    headings += [Heading("Code", MEDIUM), Heading("Message", WIDEST)]
    headings += [Heading("What to do", WIDEST)] if named else []
    rows = [
        (line.place, line.code, line.message, line.hint) if named else (line.code, line.message)
        for line in view.refused
    ]
    return Sheet("Refused", tuple(headings), tuple(rows))
