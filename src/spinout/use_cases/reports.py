"""Make a report of an assessment."""

from spinout.reports.formats import FORMATS
from spinout.reports.subject import Subject
from spinout.resources import shipped
from spinout.use_cases.assessments import Assessed
from spinout.use_cases.questionnaires import Loaded


def render_report(assessed: Assessed, loaded: Loaded, *, format: str, program_version: str) -> bytes:  # noqa: A002
    """The bytes of a report; `format` is a suffix of FORMATS, with its dot or without.

    Raises KeyError where there is no such format, FileNotFoundError where the templates are missing.
    """
    subject = Subject(
        assessment=assessed.assessment,
        file=assessed.file,
        sha256=assessed.sha256,
        questionnaire_sha256=loaded.sha256,
        program_version=program_version,
        line=assessed.line,
    )
    return FORMATS["." + format.lower().lstrip(".")].render(subject, shipped("templates"))
