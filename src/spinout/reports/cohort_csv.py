"""Assessments of many services as a table: a row for each document, safe to open in a spreadsheet.

Every cell is text or a number. Text that a spreadsheet would take for a formula gets a quote
mark before it, so that nobody's answer is ever run.
"""

import csv
from collections.abc import Sequence

from spinout.core.problems import Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.summary import Header, Summary
from spinout.core.verdicts import Verdict

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


def row(questionnaire: Questionnaire, header: Header, summary: Summary, *, file: str, line: int | None) -> bytes:
    """The line of one document that was assessed."""
    stage, stated, verdict, score, bands, sections, not_met, unknown_gates, still_open, _, outcomes = summary
    # Only what people wrote needs a writer's care; ids and numbers hold nothing to quote.
    free = _line([_cell(file), line, *map(_cell, header), questionnaire.id, _cell(questionnaire.version)])
    cells = [
        free[: -len(END)],
        "," if stage is None else f"{stage.id},{_YES_OR_NO[stated]}",
        "" if verdict is None else _VERDICTS[verdict],
        _YES_OR_NO[not still_open],
        ",," if score is None else f"{score.written},{_YES_OR_NO[score.exact]}",
        "," if bands is None else f"{bands[0].id},{bands[1].id}",
        f"{len(not_met)},{unknown_gates},{'; '.join(not_met)}",
        *["," if section is None else section.written for section in sections],
        *["cannot-tell" if outcome is None else outcome for outcome in outcomes],
        END,
    ]
    return _bytes(",".join(cells))


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
_VERDICTS = {verdict: verdict.value for verdict in Verdict}


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
