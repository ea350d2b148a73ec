"""Assessments of many services as a table: a row for each document, safe to open in a spreadsheet.

Every cell is text or a number. Text that a spreadsheet would take for a formula gets a quote
mark before it, so that nobody's answer is ever run.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from spinout.core.problems import Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.summaries.summary import Bounds, Header, Summary

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FIXED = (
    "file", "line", "service", "organisation", "date", "completed_by", "respondent", "questionnaire", "version",
    "stage", "verdict", "complete", "score_low", "score_high", "score_exact", "band_low", "band_high",
    "gates_not_met", "gates_unknown", "gates_open",
)  # fmt: skip
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it a spreadsheet reads Welsh letters as something else."""


def header(questionnaire: Questionnaire) -> bytes:
    """The first line, with the byte order mark."""
    return BYTE_ORDER_MARK + _line(list(_columns(questionnaire)))


def row(questionnaire: Questionnaire, header: Header, summary: Summary, *, file: str, line: int | None) -> bytes:
    """The line of one document that was assessed."""
    bands, score = summary.bands, summary.score
    cells: list[str | int | float | None] = [
        file,
        line,
        header.service,
        header.organisation,
        header.date,
        header.completed_by,
        header.respondent,
        questionnaire.id,
        questionnaire.version,
        None if summary.stage is None else summary.stage.id,
        None if summary.verdict is None else summary.verdict.value,
        "yes" if summary.complete else "no",
        *_ends(score),
        None if score is None else ("yes" if score.exact else "no"),
        None if bands is None else bands[0].id,
        None if bands is None else bands[1].id,
        len(summary.not_met),
        summary.unknown_gates,
        "; ".join(summary.not_met),
    ]
    for section in summary.sections:
        cells.extend(_ends(section))
    cells.extend("cannot-tell" if outcome is None else outcome for outcome in summary.outcomes)
    cells.append(None)
    return _line(cells)


def problem_row(questionnaire: Questionnaire, *, file: str, line: int | None, problems: tuple[Problem, ...]) -> bytes:
    """The line of a document that cannot be scored: how many problems, and the first."""
    first = problems[0]
    said = f"{len(problems)}: {first.code.value} at {first.line}:{first.column}: {first.message}"
    blanks: list[None] = [None] * (len(_columns(questionnaire)) - 3)
    return _line([file, line, *blanks, said])


def _columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    sections = [f"{section.id}_{end}" for section in questionnaire.sections for end in ("low", "high")]
    return (*FIXED, *sections, *(c.id for c in questionnaire.rules.classifications), "problems")


def _ends(score: Bounds | None) -> Iterator[float | None]:
    yield None if score is None else float(score.low)
    yield None if score is None else float(score.high)


def _line(cells: Sequence[str | float | None]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return buffer.getvalue().encode()


def _cell(cell: str | float | None) -> str | float:
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
