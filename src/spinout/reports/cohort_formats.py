"""The formats of a cohort's report: their names, and where to import them from. Importing this loads none."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from msgspec import Struct

from spinout.reports.cohort_view import CohortSubject
from spinout.reports.environments import Templates

RenderCohort = Callable[[CohortSubject, Templates], bytes]
"""Makes a report's bytes of a cohort, with the templates."""


class CohortFormat(Struct, frozen=True):
    """A format of a cohort's report: its name for people, and the function that makes it."""

    name: str
    module: str
    function: str

    def render(self, subject: CohortSubject, templates: Templates) -> bytes:
        """Make the report; loads what the format needs."""
        made = cast(RenderCohort, getattr(import_module(self.module), self.function))
        return made(subject, templates)


COHORT_FORMATS: Mapping[str, CohortFormat] = {
    ".html": CohortFormat("HTML", "spinout.reports.cohort_html", "html_cohort"),
    ".md": CohortFormat("Markdown", "spinout.reports.cohort_markdown", "markdown_cohort"),
    ".xlsx": CohortFormat("Excel", "spinout.reports.cohort_xlsx", "xlsx_cohort"),
}
