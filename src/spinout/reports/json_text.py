"""A report as JSON: the object of `--json`, indented. It holds every answer, exempt ones too."""

import json

from spinout.reports.environments import Templates
from spinout.reports.objects import assessment_object
from spinout.reports.subject import Subject


def json_report(subject: Subject, templates: Templates) -> bytes:  # noqa: ARG001 - every format is given them
    """The assessment's object as UTF-8 text."""
    found = assessment_object(
        subject.assessment,
        questionnaire_sha256=subject.questionnaire_sha256,
        file=subject.file,
        sha256=subject.sha256,
        line=subject.line,
    )
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()
