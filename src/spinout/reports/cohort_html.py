"""The report of a cohort as one HTML file: no script, nothing remote, every inserted text cleaned and escaped."""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from spinout.reports.cohort_view import CohortSubject, cohort_view
from spinout.reports.environments import Templates, environment, naming_faults, source
from spinout.reports.html import POLICY, STYLE, inserted

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = "cohort.html.j2"
COHORT_STYLE = "cohort.css"


def html_cohort(subject: CohortSubject, templates: Templates) -> bytes:
    """The report of a cohort as UTF-8 HTML. Raises BrokenTemplate where one of the user's cannot be used."""
    with naming_faults(templates, TEMPLATE):
        return _template(templates).render(cohort=cohort_view(subject)).encode()


@lru_cache(maxsize=8)
def _template(templates: Templates) -> "Template":
    """The template, compiled once; escaping is on for every file, whatever its ending."""
    from markupsafe import Markup

    made = environment(templates, finalize=inserted)
    style = source(templates, STYLE) + source(templates, COHORT_STYLE)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    made.globals |= {"style": Markup(style), "policy": POLICY.format(digest)}
    return made.get_template(TEMPLATE)
