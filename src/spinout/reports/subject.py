"""What a report is about: one assessment, and where it came from."""

from msgspec import Struct

from spinout.core.assessment import Assessment
from spinout.reports.publication import ALL, Choices


class Subject(Struct, frozen=True):
    """An assessment with the file, the digests and the program that it rests on, and what was chosen for it."""

    assessment: Assessment
    file: str
    sha256: str
    questionnaire_sha256: str
    program_version: str
    line: int | None = None
    choices: Choices = ALL
