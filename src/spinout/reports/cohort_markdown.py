"""The report of a cohort as Markdown that says what was written and does nothing else."""

from functools import lru_cache
from typing import TYPE_CHECKING

from spinout.reports.cohort_view import CohortSubject, cohort_view
from spinout.reports.environments import Templates, environment, naming_faults
from spinout.reports.markdown import inserted

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = "cohort.md.j2"


def markdown_cohort(subject: CohortSubject, templates: Templates) -> bytes:
    """The report of a cohort as UTF-8 Markdown. Raises BrokenTemplate where one of the user's cannot be used."""
    with naming_faults(templates, TEMPLATE):
        return _template(templates).render(cohort=cohort_view(subject)).encode()


@lru_cache(maxsize=8)
def _template(templates: Templates) -> "Template":
    """The template, compiled once; what it inserts is escaped without being asked."""
    return environment(templates, finalize=inserted).get_template(TEMPLATE)
