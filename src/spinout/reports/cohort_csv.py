"""Assessments of many services as a table: a row for each document, safe to open in a spreadsheet.

Every cell is text or a number. Text that a spreadsheet would take for a formula gets a quote
mark before it, so that nobody's answer is ever run.
"""

import csv
from collections.abc import Sequence

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
    return BYTE_ORDER_MARK + _line(_columns(questionnaire))


def row(questionnaire: Questionnaire, header: Header, summary: Summary, *, file: str, line: int | None) -> bytes:
    """The line of one document that was assessed."""
    bands, score = summary.bands, summary.score
    cells: list[str | int | float | None] = [
        _cell(file),
        line,
        *map(_cell, header),
        questionnaire.id,
        _cell(questionnaire.version),
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
        cells += _ends(section)
    cells.extend("cannot-tell" if outcome is None else outcome for outcome in summary.outcomes)
    cells.append(None)
    return _line(cells)


def problem_row(questionnaire: Questionnaire, *, file: str, line: int | None, problems: tuple[Problem, ...]) -> bytes:
    """The line of a document that cannot be scored: how many problems, and the first."""
    first = problems[0]
    said = f"{len(problems)}: {first.code.value} at {first.line}:{first.column}: {first.message}"
    blanks: list[None] = [None] * (len(_columns(questionnaire)) - 3)
    return _line([_cell(file), line, *blanks, _cell(said)])


def _columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    sections = [f"{section.id}_{end}" for section in questionnaire.sections for end in ("low", "high")]
    return (*FIXED, *sections, *(c.id for c in questionnaire.rules.classifications), "problems")


def _ends(score: Bounds | None) -> tuple[str | None, str | None]:
    if score is None:
        return None, None
    low = repr(float(score.low))
    return low, low if score.high is score.low else repr(float(score.high))


class _Line:
    """What the writer writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Line(), lineterminator="\r\n")


def _line(cells: Sequence[str | float | None]) -> bytes:
    line: str = _WRITER.writerow(cells)
    return line.encode()


def _cell(text: str | None) -> str | None:
    """A text that is safe to open in a spreadsheet."""
    return f"'{text}" if text is not None and text.startswith(FORMULA_STARTS) else text
