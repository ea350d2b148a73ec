"""The formats of a report: their names, and where to import them from. Importing this loads none."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from spinout.core.records import record
from spinout.reports.environments import Templates
from spinout.reports.subject import Subject

Render = Callable[[Subject, Templates], bytes]
"""Makes a report's bytes of a subject, with the templates."""


@record
class ReportFormat:
    """A format of reports: its name for people, and the function that makes it."""

    name: str
    module: str
    function: str

    def render(self, subject: Subject, templates: Templates) -> bytes:
        """Make the report; loads what the format needs."""
        made = cast(Render, getattr(import_module(self.module), self.function))
        return made(subject, templates)


FORMATS: Mapping[str, ReportFormat] = {
    ".md": ReportFormat("Markdown", "spinout.reports.markdown", "markdown_report"),
    ".html": ReportFormat("HTML", "spinout.reports.html", "html_report"),
    ".docx": ReportFormat("Word", "spinout.reports.word", "word_report"),
    ".pdf": ReportFormat("PDF", "spinout.reports.pdf", "pdf_report"),
    ".json": ReportFormat("JSON", "spinout.reports.json_text", "json_report"),
}
