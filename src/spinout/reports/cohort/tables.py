"""Assessments of many services as tables: CSV with a row for each document, and a workbook of several sheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import astuple

from spinout.core.problems import Problem, count_of
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.scores import ScoreRange
from spinout.core.wording import FORMULA, NUMBER_FORM, cleaned, visible
from spinout.reports.cohort.entries import header_of
from spinout.reports.cohort.view import CohortView, ServiceLine
from spinout.reports.view.words import STATES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

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
    return BYTE_ORDER_MARK + _line(_columns(questionnaire))


def row(assessment: Assessment, *, file: str, line: int | None) -> bytes:
    """The line of one document that was assessed."""
    questionnaire, stage, header = assessment.questionnaire, assessment.stage, header_of(assessment.answers)
    score, bands, not_met = assessment.scores.overall, assessment.bands, assessment.not_met
    cells = [
        *map(_cell, (file, None if line is None else str(line), *astuple(header))),
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
    return _line(cells)


def _ends(score: ScoreRange | None) -> tuple[float | None, float | None]:
    return (None, None) if score is None else (float(score.low), float(score.high))


def problem_row(questionnaire: Questionnaire, *, file: str, line: int | None, problems: tuple[Problem, ...]) -> bytes:
    """The line of a document that cannot be scored: how many problems, and the first."""
    first = problems[0]
    place = "" if first.line is None else f" at {first.cell or f'{first.line}:{first.column}'}"
    said = f"{count_of(problems)}: {first.code.value}{place}: {first.message}"
    blanks: list[None] = [None] * (len(_columns(questionnaire)) - 3)
    return _line([_cell(file), line, *blanks, _cell(said)])


def _columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    sections = [f"{section.id}_{end}" for section in questionnaire.sections for end in ("low", "high")]
    return (*FIXED, *sections, *(c.id for c in questionnaire.rules.classifications), "problems")


_YES_OR_NO = ("no", "yes")


class _Line:
    """What the writer writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Line(), lineterminator=END)


def _line(cells: Sequence[str | float | None]) -> bytes:
    """A line as UTF-8; what a file's name has that is no letter is written as an escape, as in JSON Lines."""
    line: str = _WRITER.writerow(cells)
    return line.encode("utf-8", "backslashreplace")


def _cell(text: str | None) -> str | None:
    """A text that no spreadsheet takes for a formula, whatever it parts cells at; a number stays one.

    An apostrophe stands before what would begin a formula. What acts on whoever shows the text is seen as its number.
    """
    if text is None or NUMBER_FORM.match(text):
        return text
    return FORMULA.sub(r"\1\2'", visible(text))


NARROW, MEDIUM, WIDE, WIDEST = 12, 22, 40, 70
"""Widths of columns, in characters."""

Value = str | int | None


class ColumnHeading(NamedTuple):
    """The heading of a column, and the column's width in characters."""

    text: str
    width: int


class Sheet(Struct, frozen=True):
    """A table of one sheet; `frozen` columns stay in sight."""

    name: str
    headings: tuple[ColumnHeading, ...]
    rows: tuple[tuple[Value, ...], ...]
    frozen: int = 1


def sheets(view: CohortView) -> Iterator[Sheet]:
    """All sheets, in their order."""
    named = view.anonymous is None
    yield _about(view)
    yield _services(view, named=named)
    yield _fields(
        "Gates",
        view.obstacles,
        ("Question", WIDE, "ask"),
        ("Section", MEDIUM, "section"),
        ("Services that do not meet it", MEDIUM, "services"),
        ("Only the evidence is missing", MEDIUM, "evidence"),
        ("Their only condition", MEDIUM, "alone"),
        ("Services where it is not known", MEDIUM, "not_known"),
        ("Next step", WIDEST, "next_step"),
        ("Id", MEDIUM, "question"),
    )
    states = [(words, NARROW, state.value.replace("-", "_")) for state, words in STATES.items()]
    about = ("Question", WIDEST, "ask"), ("Section", MEDIUM, "section")
    yield _fields("Questions", view.questions, *about, *states, ("Id", MEDIUM, "question"))
    if view.comparisons:
        counts = ((c.title, outcome.label, outcome.services) for c in view.comparisons for outcome in c.outcomes)
        yield Sheet("Outcomes", _headed(("Asked", WIDE), ("Outcome", WIDE), ("Services", NARROW)), tuple(counts))
    lessons = tuple(
        (group.ask, group.section, lesson.text, lesson.source if named else lesson.times)
        for group in view.lessons
        for lesson in group.lessons
    )
    last = ("From", WIDE) if named else ("How many say it", NARROW)
    yield Sheet("Lessons", _headed(("About", WIDE), ("Section", MEDIUM), ("Lesson", WIDEST), last), lessons)
    place, hint = ("Place", WIDE, "place"), ("What to do", WIDEST, "hint")
    told = ("Code", MEDIUM, "code"), ("Message", WIDEST, "message")
    yield _fields("Refused", view.refused, *((place, *told, hint) if named else told))


def _headed(*columns: tuple[str, int]) -> tuple[ColumnHeading, ...]:
    return tuple(ColumnHeading(*column) for column in columns)


def _fields(name: str, things: Iterable[Struct], *columns: tuple[str, int, str]) -> Sheet:
    """A sheet with a row for each thing; a column has its heading, its width, and the field that stands in it."""
    rows = (tuple(getattr(thing, field) for _, _, field in columns) for thing in things)
    return Sheet(name, tuple(ColumnHeading(text, width) for text, width, _ in columns), tuple(rows))


def _about(view: CohortView) -> Sheet:
    made = view.provenance
    verdicts = {group: [f"{count.services} × {count.words}" for count in group.verdicts] for group in view.stages}
    first = (text for text in (*view.notes, view.anonymous, view.interrupted, view.left_out) if text)
    rows: list[tuple[Value, ...]] = [
        *((line.label, line.text) for line in view.facts),
        *(("Read this first", text) for text in first),
        *((f"Stage: {g.title}", g.withheld or "; ".join((f"{g.count} in all", *verdicts[g]))) for g in view.stages),
        *([("Lessons", view.no_lessons)] if view.no_lessons else []),
        ("Questionnaire", f"{made.questionnaire}, version {made.version}"),
        ("Its digest (SHA-256)", made.questionnaire_sha256),
        ("Made by", made.program),
    ]
    return Sheet("About", _headed(("About", MEDIUM), ("Text", WIDEST)), tuple(rows))


def _services(view: CohortView, *, named: bool) -> Sheet:
    who = [("Organisation", WIDE), ("Respondent", NARROW), ("Date", NARROW)] if named else []
    found = [("Verdict", WIDE), ("Stage stated", NARROW), ("Conditions", NARROW), ("Gates not known", NARROW)]
    headings = [("Stage", MEDIUM), ("Service", WIDE), *who, *found, ("Questions open", NARROW)]
    for title in ("Overall", *(column.title for column in view.columns)):
        headings += [(f"{title}: lowest", NARROW), (f"{title}: highest", NARROW), (f"{title}: bands", MEDIUM)]
    if named:
        headings += [(comparison.title, MEDIUM) for comparison in view.comparisons]
        headings += [("Another version answered", MEDIUM), ("File", WIDE)]
    rows = tuple(_service(group.title, line, named=named) for group in view.stages for line in group.services)
    return Sheet("Services", _headed(*headings), rows, frozen=2)


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


def xlsx_cohort(view: CohortView, templates: object) -> bytes:  # noqa: ARG001 - the shape of all formats
    """The report of a cohort as a workbook; the same bytes for the same cohort."""
    from xlsxwriter import Workbook

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
            columns = [{"header": title, "header_format": self._bold} for title in titles]
            options = {"name": f"Table{place}", "style": "Table Style Light 1", "columns": columns}
            made = page.add_table(0, 0, len(sheet.rows), len(titles) - 1, options)
            assert made == 0, "the table was refused"
        else:
            for column, title in enumerate(titles):
                page.write_string(0, column, title, self._bold)
            page.write_string(1, 0, EMPTY, self._text)
        for row, values in enumerate((titles, *sheet.rows)):
            page.set_row(row, _height(zip(values, sheet.headings, strict=True)))
            for column, value in enumerate(values if row else ()):
                self._cell(page, row, column, value)

    def _cell(self, page: "Worksheet", row: int, column: int, value: Value) -> None:
        if isinstance(value, int):
            page.write_number(row, column, value, self._number)
        elif value:
            shape = self._quoted if FORMULA.match(value) else self._text
            page.write_string(row, column, _fitting(value), shape)


def _height(cells: Iterable[tuple[Value, ColumnHeading]]) -> float:
    """The height in which the fullest cell of a row can be read; programs do not all find it by themselves.

    Words do not break where a line is full, so it is about that.
    """
    every = [(str(value).split("\n"), heading.width) for value, heading in cells]
    high = max(sum(max(1, ceil(len(line) * BROKEN_EARLY / width)) for line in lines) for lines, width in every)
    return min(LINE * high, HIGHEST)


def _fitting(text: str) -> str:
    """A cleaned text, cut with a word about it where a cell cannot hold it."""
    kept = cleaned(text)
    if kept.startswith("<r>") and kept.endswith("</r>"):
        kept += " "  # else the library writes it as tags of its own
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
