"""Reports as one HTML file each: no script, nothing remote, every inserted text cleaned and escaped."""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from spinout.core.wording import cleaned
from spinout.reports.cohort.indexes import IndexView
from spinout.reports.cohort.view import CohortSubject, cohort_view
from spinout.reports.layouts.environments import Templates, environment, naming_faults, source
from spinout.reports.layouts.lists import each_in
from spinout.reports.view.publication import Subject
from spinout.reports.view.view import ReportView, view_of

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = "report.html.j2"
STYLE = "report.css"
POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def html_report(subject: Subject, templates: Templates) -> bytes:
    """The report of an assessment as UTF-8 HTML."""
    return html_of(view_of(subject), templates)


def html_of(view: ReportView, templates: Templates) -> bytes:
    """A view laid out by the templates. Raises BrokenTemplate where one of the user's cannot be used."""
    with naming_faults(templates, TEMPLATE):
        return _template(templates).render(report=view).encode()


@lru_cache(maxsize=8)
def _template(templates: Templates) -> "Template":
    """The template, compiled once; escaping is on for every file, whatever its ending."""
    made = environment(templates, finalize=inserted)
    style = source(templates, STYLE)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    made.globals |= {"style": Markup(style), "policy": POLICY.format(digest), "each": each_in(made)}
    return made.get_template(TEMPLATE)


def inserted(value: object) -> object:
    """What is put into a template: texts are cleaned, and escaped by it; what a macro made is so already."""
    if type(value) is not str and (not isinstance(value, str) or hasattr(value, "__html__")):
        return value
    return cleaned(value)


INDEX_STYLES = ("report.css", "cohort.css")
COHORT_TEMPLATE = "cohort.html.j2"
COHORT_STYLE = "cohort.css"


def html_cohort(subject: CohortSubject, templates: Templates) -> bytes:
    """The report of a cohort as UTF-8 HTML. Raises BrokenTemplate where one of the user's cannot be used."""
    with naming_faults(templates, COHORT_TEMPLATE):
        return _cohort_template(templates).render(cohort=cohort_view(subject)).encode()


@lru_cache(maxsize=8)
def _cohort_template(templates: Templates) -> "Template":
    """The template, compiled once; escaping is on for every file, whatever its ending."""
    made = environment(templates, finalize=inserted)
    style = source(templates, STYLE) + source(templates, COHORT_STYLE)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    made.globals |= {"style": Markup(style), "policy": POLICY.format(digest)}
    return made.get_template(COHORT_TEMPLATE)


def html_index(view: IndexView, templates: Templates) -> bytes:
    """The index as UTF-8 HTML. Raises BrokenTemplate where one of the user's cannot be used."""
    name = "index.html.j2"
    with naming_faults(templates, name):
        made = environment(templates, finalize=inserted)
        style = "".join(source(templates, file) for file in INDEX_STYLES)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        made.globals |= {"style": Markup(style), "policy": POLICY.format(digest)}
        return made.get_template(name).render(index=view).encode()
