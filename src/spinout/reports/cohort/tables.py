"""Assessments of many services as tables: CSV with a row for each document, and a workbook of several sheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

from spinout.core.problems import Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.scores import ScoreRange
from spinout.core.wording import cleaned
from spinout.reports.cohort.entries import header_of
from spinout.reports.cohort.stages import ServiceLine, StageGroup
from spinout.reports.cohort.view import CohortSubject, CohortView, cohort_view

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FIXED = (
    "file", "line", "service", "organisation", "date", "completed_by", "respondent", "answers_version",
    "questionnaire", "version", "stage", "stage_stated", "verdict", "complete", "score_low", "score_high",
    "score_exact", "band_low", "band_high",
    "gates_not_met", "gates_unknown", "gates_open",
)  # fmt: skip
END = "\r\n"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it a spreadsheet reads Welsh letters as something else."""


def header(questionnaire: Questionnaire) -> bytes:
    """The first line, with the byte order mark."""
    return BYTE_ORDER_MARK + _line(_columns(questionnaire)).encode()


def row(assessment: Assessment, *, file: str, line: int | None) -> bytes:
    """The line of one document that was assessed."""
    questionnaire, answers, stage = assessment.questionnaire, assessment.answers, assessment.stage
    score, bands, not_met = assessment.scores.overall, assessment.bands, assessment.not_met
    cells = [
        *map(_cell, (file, None if line is None else str(line), *header_of(answers))),
        questionnaire.id,
        _cell(questionnaire.version),
        *((None, None) if stage is None else (stage.id, _YES_OR_NO[assessment.stated])),
        assessment.verdict,
        _YES_OR_NO[assessment.complete],
        *_ends(score),
        None if score is None else _YES_OR_NO[score.exact],
        *((None, None) if bands is None else (bands.low.id, bands.high.id)),
        len(not_met),
        sum([gate.state is GateState.UNKNOWN for gate in assessment.gates]),
        "; ".join(not_met),
        *[end for section in questionnaire.sections for end in _ends(assessment.scores.sections[section.id])],
        *["cannot-tell" if r.outcome is None else r.outcome.id for r in assessment.rules.classifications],
        None,
    ]
    return _bytes(_line(cells))


def _ends(score: ScoreRange | None) -> tuple[float | None, float | None]:
    return (None, None) if score is None else (float(score.low), float(score.high))


def problem_row(questionnaire: Questionnaire, *, file: str, line: int | None, problems: tuple[Problem, ...]) -> bytes:
    """The line of a document that cannot be scored: how many problems, and the first."""
    first = problems[0]
    place = "" if first.line is None else f" at {first.line}:{first.column}"
    said = f"{len(problems)}: {first.code.value}{place}: {first.message}"
    blanks: list[None] = [None] * (len(_columns(questionnaire)) - 3)
    return _bytes(_line([_cell(file), line, *blanks, _cell(said)]))


def _columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    sections = [f"{section.id}_{end}" for section in questionnaire.sections for end in ("low", "high")]
    return (*FIXED, *sections, *(c.id for c in questionnaire.rules.classifications), "problems")


_YES_OR_NO = ("no", "yes")


class _Line:
    """What the writer writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Line(), lineterminator=END)


def _line(cells: Sequence[str | float | None]) -> str:
    line: str = _WRITER.writerow(cells)
    return line


def _bytes(line: str) -> bytes:
    """A line as UTF-8; what a file's name has that is no letter is written as an escape, as in JSON Lines."""
    return line.encode("utf-8", "backslashreplace")


def _cell(text: str | None) -> str | None:
    """A text that is safe to open in a spreadsheet."""
    return f"'{text}" if text is not None and text.startswith(FORMULA_STARTS) else text


NARROW, MEDIUM, WIDE, WIDEST = 12, 22, 40, 70
"""Widths of columns, in characters."""

Value = str | int | None


class ColumnHeading(Struct, frozen=True):
    """The heading of a column, and the column's width in characters."""

    text: str
    width: int


class Sheet(Struct, frozen=True):
    """A table of one sheet; `frozen` columns stay in sight."""

    name: str
    headings: tuple[ColumnHeading, ...]
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
    return Sheet("About", (ColumnHeading("About", MEDIUM), ColumnHeading("Text", WIDEST)), tuple(rows))


def _stage_words(group: StageGroup) -> str:
    if group.withheld is not None:
        return group.withheld
    verdicts = [f"{count.services} × {count.words}" for count in group.verdicts]
    return "; ".join((f"{group.count} in all", *verdicts))


def _services(view: CohortView) -> Sheet:
    named = view.anonymous is None
    headings = [ColumnHeading("Stage", MEDIUM), ColumnHeading("Service", WIDE)]
    if named:
        headings += [
            ColumnHeading("Organisation", WIDE),
            ColumnHeading("Respondent", NARROW),
            ColumnHeading("Date", NARROW),
        ]
    headings += [
        ColumnHeading("Verdict", WIDE),
        ColumnHeading("Stage stated", NARROW),
        ColumnHeading("Conditions", NARROW),
    ]
    headings += [ColumnHeading("Gates not known", NARROW), ColumnHeading("Questions open", NARROW)]
    for title in ("Overall", *(column.title for column in view.columns)):
        headings += [ColumnHeading(f"{title}: lowest", NARROW), ColumnHeading(f"{title}: highest", NARROW)]
        headings.append(ColumnHeading(f"{title}: bands", MEDIUM))
    if named:
        headings += [ColumnHeading(comparison.title, MEDIUM) for comparison in view.comparisons]
        headings += [ColumnHeading("Another version answered", MEDIUM), ColumnHeading("File", WIDE)]
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
        ColumnHeading("Question", WIDE),
        ColumnHeading("Section", MEDIUM),
        ColumnHeading("Services that do not meet it", MEDIUM),
        ColumnHeading("Only the evidence is missing", MEDIUM),
        ColumnHeading("Their only condition", MEDIUM),
        ColumnHeading("Services where it is not known", MEDIUM),
        ColumnHeading("Next step", WIDEST),
        ColumnHeading("Id", MEDIUM),
    )
    rows = tuple(
        (o.ask, o.section, o.services, o.evidence, o.alone, o.not_known, o.next_step, o.question)
        for o in view.obstacles
    )
    return Sheet("Gates", headings, rows)


def _questions(view: CohortView) -> Sheet:
    headings = (
        ColumnHeading("Question", WIDEST),
        ColumnHeading("Section", MEDIUM),
        ColumnHeading("Answered", NARROW),
        ColumnHeading("Don't know", NARROW),
        ColumnHeading("Not answered", NARROW),
        ColumnHeading("Does not apply", NARROW),
        ColumnHeading("Not asked", NARROW),
        ColumnHeading("Id", MEDIUM),
    )
    rows = tuple(
        (q.ask, q.section, q.answered, q.unknown, q.unanswered, q.not_applicable, q.hidden, q.question)
        for q in view.questions
    )
    return Sheet("Questions", headings, rows)


def _outcomes(view: CohortView) -> Iterator[Sheet]:
    if view.comparisons:
        headings = (ColumnHeading("Asked", WIDE), ColumnHeading("Outcome", WIDE), ColumnHeading("Services", NARROW))
        rows = tuple((c.title, outcome.label, outcome.services) for c in view.comparisons for outcome in c.outcomes)
        yield Sheet("Outcomes", headings, rows)


def _lessons(view: CohortView) -> Sheet:
    named = view.anonymous is None
    headings = [ColumnHeading("About", WIDE), ColumnHeading("Section", MEDIUM), ColumnHeading("Lesson", WIDEST)]
    headings += [ColumnHeading("From", WIDE)] if named else [ColumnHeading("How many say it", NARROW)]
    rows = [
        (group.ask, group.section, lesson.text, lesson.source if named else lesson.times)
        for group in view.lessons
        for lesson in group.lessons
    ]
    return Sheet("Lessons", tuple(headings), tuple(rows))


def _refused(view: CohortView) -> Sheet:
    named = view.anonymous is None
    headings = [ColumnHeading("Place", WIDE)] if named else []
    headings += [ColumnHeading("Code", MEDIUM), ColumnHeading("Message", WIDEST)]
    headings += [ColumnHeading("What to do", WIDEST)] if named else []
    rows = [
        (line.place, line.code, line.message, line.hint) if named else (line.code, line.message)
        for line in view.refused
    ]
    return Sheet("Refused", tuple(headings), tuple(rows))


MOST = 32_767
"""How many characters a cell can hold, counted as the format does."""
MOST_IN_HEADING = 200
CUT = " [cut here: the cell is full]"
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones, and no clock is asked
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EMPTY = "None."
LANDSCAPE_A4 = 9
LINE, HIGHEST = 15.0, 409.0
"""Points: the height of a line, and the greatest that a row may have."""
BROKEN_EARLY = 1.2
"""How much longer a text is counted than it is, since lines end before they are full."""


def xlsx_cohort(subject: CohortSubject, templates: object) -> bytes:  # noqa: ARG001 - the shape of all formats
    """The report of a cohort as a workbook; the same bytes for the same cohort."""
    from xlsxwriter import Workbook

    view = cohort_view(subject)
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, **SAFE})
    workbook.set_properties({"title": view.title, "subject": view.about, "created": MADE})
    writing = _Writing(workbook)
    for place, sheet in enumerate(sheets(view), start=1):
        writing.write(sheet, place)
    workbook.close()
    return buffer.getvalue()


class _Writing:
    """Writes sheets into a workbook, with the few formats that they share."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        shape = {"text_wrap": True, "valign": "top"}
        self._text = workbook.add_format(shape)
        self._quoted = workbook.add_format({**shape, "quote_prefix": True})
        self._number = workbook.add_format({"valign": "top"})
        self._bold = workbook.add_format({**shape, "bold": True})

    def write(self, sheet: Sheet, place: int) -> None:
        """Write a table on a sheet of its own, its headings and first columns always in sight."""
        page = self._workbook.add_worksheet(sheet.name)
        for column, heading in enumerate(sheet.headings):
            page.set_column(column, column, heading.width)
        page.freeze_panes(1, sheet.frozen)
        page.set_landscape()
        page.set_paper(LANDSCAPE_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        titles = _unique(sheet.headings)
        if sheet.rows:
            self._table(page, titles, len(sheet.rows), place)
        else:
            for column, title in enumerate(titles):
                page.write_string(0, column, title, self._bold)
            page.write_string(1, 0, EMPTY, self._text)
        page.set_row(0, _height(zip(titles, sheet.headings, strict=True)))
        for row, values in enumerate(sheet.rows, start=1):
            page.set_row(row, _height(zip(values, sheet.headings, strict=True)))
            for column, value in enumerate(values):
                self._cell(page, row, column, value)

    def _table(self, page: "Worksheet", titles: list[str], rows: int, place: int) -> None:
        made = page.add_table(
            0,
            0,
            rows,
            len(titles) - 1,
            {
                "name": f"Table{place}",
                "style": "Table Style Light 1",
                "columns": [{"header": title, "header_format": self._bold} for title in titles],
            },
        )
        assert made == 0, "the table was refused"

    def _cell(self, page: "Worksheet", row: int, column: int, value: str | int | None) -> None:
        if isinstance(value, int):
            page.write_number(row, column, value, self._number)
        elif value:
            shape = self._quoted if value.startswith(FORMULA_STARTS) else self._text
            page.write_string(row, column, _fitting(value), shape)


def _height(cells: Iterable[tuple[str | int | None, ColumnHeading]]) -> float:
    """The height in which the fullest cell of a row can be read; programs do not all find it by themselves."""
    lines = max(_lines(value, heading.width) for value, heading in cells)
    return min(LINE * lines, HIGHEST)


def _lines(value: str | int | None, width: int) -> int:
    """About how many lines a text takes in a column: words do not break where a line is full."""
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(len(line) * BROKEN_EARLY / width)) for line in value.split("\n"))


def _fitting(text: str) -> str:
    """A cleaned text, cut with a word about it where a cell cannot hold it."""
    kept = cleaned(text)
    if len(kept.encode("utf-16-le")) <= 2 * MOST:
        return kept
    return kept.encode("utf-16-le")[: 2 * (MOST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _unique(headings: tuple[ColumnHeading, ...]) -> list[str]:
    """Headings as a table wants them: on one line, not too long, and no two alike in any case."""
    found: dict[str, str] = {}
    for heading in headings:
        bare = " ".join(cleaned(heading.text).split())[:MOST_IN_HEADING]
        title, number = bare, 2
        while title.casefold() in found:
            title, number = f"{bare} ({number})", number + 1
        found[title.casefold()] = title
    return list(found.values())
