"""Reports as one HTML file each: no script, nothing remote, every inserted text cleaned and escaped."""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from spinout.core.wording import cleaned
from spinout.reports.cohort.indexes import IndexView
from spinout.reports.cohort.view import CohortSubject, cohort_view
from spinout.reports.layouts.environments import Templates, naming_faults, source, template
from spinout.reports.view.publication import Subject
from spinout.reports.view.view import ReportView, view_of

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE, COHORT_TEMPLATE, INDEX_TEMPLATE = "report.html.j2", "cohort.html.j2", "index.html.j2"
STYLE, COHORT_STYLE = "report.css", "cohort.css"
POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def html_report(subject: Subject, templates: Templates) -> bytes:
    """The report of an assessment as UTF-8 HTML."""
    return html_of(view_of(subject), templates)


def html_of(view: ReportView, templates: Templates) -> bytes:
    """A view laid out by the templates. Raises BrokenTemplate where one of the user's cannot be used."""
    with naming_faults(templates, TEMPLATE):
        return page(templates, TEMPLATE, STYLE).render(report=view).encode()


def html_cohort(subject: CohortSubject, templates: Templates) -> bytes:
    """The report of a cohort as UTF-8 HTML. Raises BrokenTemplate where one of the user's cannot be used."""
    with naming_faults(templates, COHORT_TEMPLATE):
        made = page(templates, COHORT_TEMPLATE, STYLE, COHORT_STYLE)
        return made.render(cohort=cohort_view(subject)).encode()


def html_index(view: IndexView, templates: Templates) -> bytes:
    """The index as UTF-8 HTML. Raises BrokenTemplate where one of the user's cannot be used."""
    with naming_faults(templates, INDEX_TEMPLATE):
        return page(templates, INDEX_TEMPLATE, STYLE, COHORT_STYLE).render(index=view).encode()


@lru_cache(maxsize=8)
def page(templates: Templates, name: str, *styles: str) -> "Template":
    """The template of a page, compiled once, with its styles; all that it inserts is escaped."""
    style = "".join(source(templates, file) for file in styles)
    return template(templates, name, finalize=inserted, style=Markup(style), policy=policy)


def policy(style: str) -> str:
    """What a page may load and do: be in this style, and no more."""
    return POLICY.format(b64encode(sha256(style.encode()).digest()).decode())


def inserted(value: object) -> object:
    """What is put into a template: texts are cleaned, and escaped by it; what a macro made is so already."""
    if type(value) is not str and (not isinstance(value, str) or hasattr(value, "__html__")):
        return value
    return cleaned(value)
