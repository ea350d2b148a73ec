"""What is wanted of each document of a batch, and what is passed on of what became of it.

It is small enough to come from another process, and holds no more than was asked for, so that
nothing grows with a batch.
"""

import json
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from msgspec import Struct

from spinout.core.problems import Code, Problem, Warning
from spinout.core.summary import Header, Summary, header_of, summary_of
from spinout.reports import cohort_csv
from spinout.reports.cohort_entries import CohortEntry, entry_of
from spinout.reports.objects import assessment_object, problems_object
from spinout.use_cases.assessments import Assessed, Refused, Unreadable
from spinout.use_cases.questionnaires import Loaded

if TYPE_CHECKING:
    from spinout.use_cases.single_reports import Made, SingleReports


class Work(Struct, frozen=True):
    """What whoever does a piece of work must know, small enough to be sent with each."""

    questions: str
    """Where the questionnaire is loaded from."""
    sha256: str
    """What its digest must be there."""
    stage: str | None = None
    as_json: bool = False
    as_row: bool = False
    as_entry: bool = False
    reports: "SingleReports | None" = None
    """What the report on each service is, where one is wanted."""


class Result(NamedTuple):
    """What became of one document: a summary, or problems, or why its file could not be read."""

    file: str
    line: int | None = None
    header: Header | None = None
    summary: Summary | None = None
    warnings: tuple[Warning, ...] = ()
    """Those about how the file was read."""
    problems: tuple[Problem, ...] = ()
    unreadable: str | None = None
    json: str | None = None
    """The line of JSON Lines, with its end, where it was asked for."""
    row: bytes | None = None
    """The line of the table, with its end, where it was asked for."""
    entry: CohortEntry | None = None
    """What a cohort keeps of it, where it was asked for."""
    reports: "Made | None" = None
    """The reports on it, where they were asked for."""
    own: bool = False
    """Whether the program wrote this file itself: one that was found in a folder is passed over."""


def result_of(found: Assessed | Refused | Unreadable, loaded: Loaded, work: Work) -> Result:
    """What is passed on of one document."""
    match found:
        case Assessed():
            header, summary = header_of(found.assessment.answers), summary_of(found.assessment)
            return Result(
                found.file,
                found.line,
                header,
                summary,
                tuple(w for w in found.assessment.answers.warnings if w.code is Code.OTHER_ENCODING),
                json=_json_of(found, loaded) if work.as_json else None,
                row=_row(header, summary, loaded, found.file, found.line) if work.as_row else None,
                entry=entry_of(found.assessment, file=found.file, line=found.line) if work.as_entry else None,
                reports=None if work.reports is None else work.reports.made_of(found, loaded),
            )
        case Refused(file, problems, line):
            return _refused(file, line, problems, loaded, work)
        case Unreadable(file, message):
            # Whoever counts lines finds one for it too; what a person is told is the message.
            made = _refused(file, None, (Problem(Code.CANNOT_READ, message, file=file),), loaded, work)
            return made._replace(problems=(), unreadable=message)
        case _:
            assert_never(found)


def _refused(file: str, line: int | None, problems: tuple[Problem, ...], loaded: Loaded, work: Work) -> Result:
    return Result(
        file,
        line,
        problems=problems,
        json=_line(problems_object(file, problems, line)) if work.as_json else None,
        row=cohort_csv.problem_row(loaded.questionnaire, file=file, line=line, problems=problems)
        if work.as_row
        else None,
    )


def _row(header: Header, summary: Summary, loaded: Loaded, file: str, line: int | None) -> bytes:
    return cohort_csv.row(loaded.questionnaire, header, summary, file=file, line=line)


def _json_of(found: Assessed, loaded: Loaded) -> str:
    return _line(
        assessment_object(
            found.assessment,
            questionnaire_sha256=loaded.sha256,
            file=found.file,
            sha256=found.sha256,
            line=found.line,
        )
    )


def _line(made: dict[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False) + "\n"
