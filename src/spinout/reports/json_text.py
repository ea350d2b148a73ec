"""A report as JSON: the object of `--json` of what the report may show, and how it was made."""

import json

from msgspec.structs import replace

from spinout.reports.environments import Templates
from spinout.reports.objects import assessment_object
from spinout.reports.publication import exempt_answers, for_data
from spinout.reports.references import provenance
from spinout.reports.subject import Subject


def json_report(subject: Subject, templates: Templates) -> bytes:  # noqa: ARG001 - every format is given them
    """The assessment's object as UTF-8 text, without what the report must leave out.

    `report` says what was chosen, so that the report can be made again.
    """
    restricted = subject.choices.restricted
    shown = for_data(subject.assessment, subject.choices)
    found = assessment_object(
        shown,
        questionnaire_sha256=subject.questionnaire_sha256,
        file=subject.file,
        sha256=subject.sha256,
        line=subject.line,
    )
    made_of = provenance(replace(subject, assessment=shown))
    found["report"] = {
        "program": made_of.program,
        "options": made_of.options,
        "left_out": 0 if restricted else len(exempt_answers(shown)),
    }
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()
