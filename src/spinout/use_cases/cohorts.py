"""Gather what became of many documents, and make one report of them all."""

from msgspec import Struct, field

from spinout.reports.cohort.entries import CohortEntry, RefusedEntry, UnreadableEntry
from spinout.reports.cohort.view import Cohort, CohortSubject
from spinout.reports.formats import COHORT_FORMATS
from spinout.reports.layouts.environments import Templates
from spinout.resources import shipped
from spinout.use_cases.batches import Result
from spinout.use_cases.questionnaires import Loaded
from spinout.use_cases.templates import with_compiled


class Gathering(Struct):
    """Takes the results of a batch one by one, and keeps a small row of each."""

    _entries: list[CohortEntry] = field(default_factory=list)
    _refused: list[RefusedEntry] = field(default_factory=list)
    _unreadable: list[UnreadableEntry] = field(default_factory=list)

    def take(self, result: Result) -> None:
        """Take in one result of a batch whose work was told to make entries."""
        if result.unreadable is not None:
            self._unreadable.append(UnreadableEntry(result.file, result.unreadable))
        elif result.entry is not None:
            self._entries.append(result.entry)
        elif result.problems:
            problems = result.problems
            self._refused.append(RefusedEntry(result.file, result.line, len(problems), problems[0]))

    def cohort(self, *, interrupted: bool = False) -> Cohort:
        """All that was taken in."""
        return Cohort(tuple(self._entries), tuple(self._refused), tuple(self._unreadable), interrupted)


def render_cohort(
    cohort: Cohort,
    loaded: Loaded,
    *,
    format: str,  # noqa: A002 - the word that the command line uses
    program_version: str,
    anonymous: bool = False,
    stage: str | None = None,
    templates: Templates | None = None,
) -> bytes:
    """The bytes of a cohort's report; `format` is a suffix of COHORT_FORMATS, with its dot or without.

    Raises KeyError where there is no such format, FileNotFoundError where the templates are missing,
    BrokenTemplate where one of the user's cannot be used.
    """
    subject = CohortSubject(cohort, loaded.questionnaire, loaded.sha256, program_version, anonymous, stage)
    suffix = "." + format.lower().lstrip(".")
    made = COHORT_FORMATS[suffix]
    return made.render(subject, with_compiled(templates or Templates(shipped("templates")), suffix))
