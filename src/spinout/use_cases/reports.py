"""Make a report of an assessment."""

from spinout.core.reference import HeadingName
from spinout.inputs.documents import MOST_BYTES
from spinout.reports.environments import Templates
from spinout.reports.formats import FORMATS
from spinout.reports.publication import ALL, Choices, exempt_answers
from spinout.reports.subject import Subject
from spinout.resources import shipped
from spinout.storage import read_bytes
from spinout.use_cases.assessments import Assessed, Refused
from spinout.use_cases.compiled_templates import with_compiled
from spinout.use_cases.questionnaires import Loaded


def render_report(
    assessed: Assessed,
    loaded: Loaded,
    *,
    format: str,  # noqa: A002 - the word that the command line uses
    program_version: str,
    templates: Templates | None = None,
    choices: Choices = ALL,
) -> bytes:
    """The bytes of a report; `format` is a suffix of FORMATS, with its dot or without.

    Raises KeyError where there is no such format, FileNotFoundError where the templates are missing,
    BrokenTemplate where one of the user's cannot be used, MissingExtra where a format is not installed.
    """
    subject = Subject(
        assessment=assessed.assessment,
        file=assessed.file,
        sha256=assessed.sha256,
        questionnaire_sha256=loaded.sha256,
        program_version=program_version,
        line=assessed.line,
        choices=choices,
    )
    suffix = "." + format.lower().lstrip(".")
    made = FORMATS[suffix]
    return made.render(subject, with_compiled(templates or Templates(shipped("templates")), suffix))


def read_headings(path: str, loaded: Loaded) -> tuple[HeadingName, ...] | Refused:
    """How a file of YAML names and orders the headings of the paper. Raises StorageError."""
    from spinout.core.reading.headings import headings_from
    from spinout.inputs.yaml_documents import read_yaml

    document = read_yaml(path, read_bytes(path, most=MOST_BYTES))
    if not document.whole:
        return Refused(path, document.problems)
    names, problems = headings_from(document.data, loaded.questionnaire.reference.paper)
    placed = document.placed(problems)
    return Refused(path, placed) if placed else names


def has_exempt(assessed: Assessed) -> bool:
    """Whether any answer that counts is marked exempt."""
    return bool(exempt_answers(assessed.assessment))
