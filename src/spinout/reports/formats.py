"""The formats of a report: their names, and where to import them from. Importing this loads none."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from msgspec import Struct

from spinout.reports.environments import Templates
from spinout.reports.extras import MissingExtra
from spinout.reports.subject import Subject

Render = Callable[[Subject, Templates], bytes]
"""Makes a report's bytes of a subject, with the templates."""


class ReportFormat(Struct, frozen=True):
    """A format of reports: its name for people, the function that makes it, and what must be installed for it."""

    name: str
    module: str
    function: str
    extra: str | None = None
    package: str | None = None

    def render(self, subject: Subject, templates: Templates) -> bytes:
        """Make the report; loads what the format needs."""
        made = cast(Render, getattr(import_module(self.module), self.function))
        return made(subject, templates)

    def check_installed(self) -> None:
        """Raise MissingExtra where the package that the format needs is not there. Loads nothing."""
        if self.extra is None or self.package is None:
            return
        from importlib.util import find_spec

        if find_spec(self.package) is None:
            raise MissingExtra(self.extra, f"A {self.name} report")


FORMATS: Mapping[str, ReportFormat] = {
    ".md": ReportFormat("Markdown", "spinout.reports.markdown", "markdown_report"),
    ".html": ReportFormat("HTML", "spinout.reports.html", "html_report"),
    ".docx": ReportFormat("Word", "spinout.reports.word", "word_report", "word", "docxtpl"),
    ".pdf": ReportFormat("PDF", "spinout.reports.pdf", "pdf_report", "pdf", "typst"),
    ".json": ReportFormat("JSON", "spinout.reports.json_text", "json_report"),
}
