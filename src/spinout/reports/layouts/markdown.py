"""Reports as Markdown that says what was written and does nothing else."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from jinja2 import Template
from markupsafe import Markup

from spinout.core.markup import Stretch
from spinout.core.wording import on_one_line
from spinout.reports.cohort.entries import IndexView
from spinout.reports.cohort.view import CohortView
from spinout.reports.layouts.active import refuse_active
from spinout.reports.layouts.environments import Templates, naming_faults, template
from spinout.reports.side_by_side.view import SideBySideView
from spinout.reports.view.questionnaire import QuestionnaireView
from spinout.reports.view.view import ReportView

LAID = {
    ReportView: ("report", "report.md.j2"),
    CohortView: ("cohort", "cohort.md.j2"),
    IndexView: ("index", "index.md.j2"),
    QuestionnaireView: ("questionnaire", "questionnaire.md.j2"),
    SideBySideView: ("telling", "side_by_side.md.j2"),
}
"""The name under which the template finds a view, and the template."""
SHORT = 1000
"""Texts up to here are remembered once they are escaped."""

_MARKS = re.compile(
    r"[\\`*_\[\]<>|~#$^{}@]"  # marks anywhere
    r"|&(?=[#A-Za-z])"  # a character by its name
    r"|:(?=\S)"  # the colon of an address
    r"|(?<=\bwww)\.",  # an address without one
    re.IGNORECASE,
)
_START = re.compile(r"(?=[-+=:(])|(?:\d+|[a-z]|[ivxlcdm]+)(?=[.)](?:\s|$))", re.IGNORECASE)
"""What makes a list, or a line under a heading, at the start of a line."""


def markdown_of(
    view: ReportView | CohortView | IndexView | QuestionnaireView | SideBySideView, templates: Templates
) -> bytes:
    """A view as UTF-8 Markdown.

    Raises BrokenTemplate where one of the user's templates cannot be used, or would fetch or run something.
    """
    variable, name = LAID[type(view)]
    with naming_faults(templates, name):
        made = document(templates, name).render({variable: view})
        refuse_active(name, made, templates)
        return made.encode()


# most texts of a report come from the questionnaire and return in the next report
@lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """A text as Markdown shows it, letter for letter, on one line."""
    line = _MARKS.sub(r"\\\g<0>", on_one_line(text))
    start = _START.match(line)
    return line if start is None else f"{start.group()}\\{line[start.end() :]}"


@lru_cache(maxsize=8)
def document(templates: Templates, name: str) -> Template:
    """A template, compiled once; what it inserts is escaped without being asked, as HTML's rule sees it done."""
    return template(templates, name, finalize=inserted, edged=edged, runs=runs)


def edged(text: str) -> Markup:
    """A piece of a line, escaped, with the spaces at its ends, where another piece may follow."""
    first, last = (" " if text[at : at + 1 or None].isspace() else "" for at in (0, -1))
    return Markup(f"{first}{escaped(text)}{last}") if text.strip() else Markup(first)


def runs(line: Iterable[Stretch]) -> Markup:
    """A line of an officer's text, its links as links; where they may lead is known by then."""
    return Markup("").join(
        edged(r.text) if r.link is None else Markup(f"[{escaped(r.text)}](<{r.link}>)") for r in line
    )


def inserted(value: object) -> Markup:
    """What is put into a template: escaped for Markdown, and marked so that HTML's rule leaves it."""
    if hasattr(value, "__html__"):
        return cast(Markup, value)
    text = str(value)
    return Markup(escaped(text) if len(text) < SHORT else escaped.__wrapped__(text))
