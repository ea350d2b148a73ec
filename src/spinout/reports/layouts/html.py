"""Reports as one HTML file each: no script, nothing remote, every inserted text cleaned and escaped."""

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from jinja2 import Template
from markupsafe import Markup

from spinout.core.wording import cleaned
from spinout.reports.cohort.entries import IndexView
from spinout.reports.cohort.view import CohortView
from spinout.reports.layouts.active import refuse_active
from spinout.reports.layouts.directions import isolated
from spinout.reports.layouts.environments import Templates, naming_faults, source, template
from spinout.reports.side_by_side.view import SideBySideView
from spinout.reports.view.questionnaire import QuestionnaireView
from spinout.reports.view.view import ReportView

STYLE, COHORT_STYLE = "report.css", "cohort.css"
LAID: Mapping[type, tuple[str, str, *tuple[str, ...]]] = {
    ReportView: ("report", "report.html.j2", STYLE),
    CohortView: ("cohort", "cohort.html.j2", STYLE, COHORT_STYLE),
    IndexView: ("index", "index.html.j2", STYLE, COHORT_STYLE),
    QuestionnaireView: ("questionnaire", "questionnaire.html.j2", STYLE, COHORT_STYLE),
    SideBySideView: ("telling", "side_by_side.html.j2", STYLE, COHORT_STYLE),
}
"""The name under which the template finds a view, the template, and its styles."""
LaidOut = ReportView | CohortView | IndexView | QuestionnaireView | SideBySideView
POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def html_of(view: LaidOut, templates: Templates) -> bytes:
    """A view as UTF-8 HTML.

    Raises BrokenTemplate where one of the user's templates cannot be used, or would fetch or run something.
    """
    variable, name, *styles = LAID[type(view)]
    with naming_faults(templates, name):
        made = page(templates, name, *styles).render({variable: view})
        refuse_active(name, made, templates)
        return made.encode()


@lru_cache(maxsize=8)
def page(templates: Templates, name: str, *styles: str) -> Template:
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
    return isolated(cleaned(value))
