"""The formats of reports: their names, where they are imported from, what must be installed. This loads none."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import NamedTuple, cast


class MissingExtra(Exception):  # noqa: N818 - it reads as what happened
    """A format needs a package that is not installed; says what to install."""

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        super().__init__(
            f"{what} needs a part of spinout that is not installed. Install it: "
            f'python -m pip install "spinout[{extra}]"; in a checkout: python -m pip install -e ".[{extra}]"'
        )


@contextmanager
def needing(extra: str, what: str) -> Iterator[None]:
    """Import the packages of an extra. Raises MissingExtra where one is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(extra, what) from error


class ReportFormat(NamedTuple):  # no Struct: help lists the formats, and loads no msgspec
    """A format of reports: its name for people, the function that makes it, and what must be installed for it."""

    name: str
    module: str
    function: str
    extra: str | None = None
    package: str | None = None

    def render(self, subject: object, templates: object) -> bytes:
        """Make the report of what its function takes, with the templates; loads what the format needs."""
        made = cast(Callable[[object, object], bytes], getattr(import_module(self.module), self.function))
        return made(subject, templates)

    def check_installed(self) -> None:
        """Raise MissingExtra where the package that the format needs is not there. Loads nothing."""
        if self.extra is None or self.package is None:
            return
        from importlib.util import find_spec

        if find_spec(self.package) is None:
            raise MissingExtra(self.extra, f"A {self.name} report")


FORMATS: Mapping[str, ReportFormat] = {
    ".md": ReportFormat("Markdown", "spinout.reports.layouts.markdown", "markdown_report"),
    ".html": ReportFormat("HTML", "spinout.reports.layouts.html", "html_report"),
    ".docx": ReportFormat("Word", "spinout.reports.layouts.word", "word_report", "word", "docxtpl"),
    ".pdf": ReportFormat("PDF", "spinout.reports.layouts.pdf", "pdf_report", "pdf", "typst"),
    ".json": ReportFormat("JSON", "spinout.reports.data.objects", "json_report"),
}
"""The report of an assessment, by the ending of its file. Each is made of a Subject."""


def endings(dot: str = "") -> str:
    """The endings of FORMATS as help says them."""
    *others, last = (dot + ending[1:] for ending in FORMATS)
    return f"{', '.join(others)} or {last}"


COHORT_FORMATS: Mapping[str, ReportFormat] = {
    ".html": ReportFormat("HTML", "spinout.reports.layouts.html", "html_cohort"),
    ".md": ReportFormat("Markdown", "spinout.reports.layouts.markdown", "markdown_cohort"),
    ".xlsx": ReportFormat("Excel", "spinout.reports.cohort.tables", "xlsx_cohort"),
}
"""The report of many services. Each is made of a CohortSubject."""

INDEX_FORMATS: Mapping[str, ReportFormat] = {
    ".html": ReportFormat("HTML", "spinout.reports.layouts.html", "html_index"),
    ".md": ReportFormat("Markdown", "spinout.reports.layouts.markdown", "markdown_index"),
}
"""The index of reports on single services. Each is made of an IndexView."""
