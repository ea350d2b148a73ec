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
    """A format of reports: its name for people, the function that makes it, and what must be installed for it.

    `view` is the function that works out what is laid out, and `remarks` the one that says what is to be told of
    that beside the file, as a JSON list; each function with the module that it is imported from.
    """

    name: str
    made_by: tuple[str, str]
    view: tuple[str, str] | None
    extra: str | None = None
    package: str | None = None
    remarks: tuple[str, str] | None = None

    @property
    def laid_out(self) -> bool:
        """Whether templates lay it out."""
        return self.made_by[0].startswith("layouts.")

    def viewed(self, subject: object) -> object:
        """What is laid out of a subject."""
        return subject if self.view is None else _imported(self.view)(subject)

    def render(self, subject: object, templates: object) -> bytes:
        """Make the report of its subject, with the templates; loads what the format needs."""
        return cast(bytes, _imported(self.made_by)(self.viewed(subject), templates))

    def remarked(self, subject: object, templates: object) -> bytes:
        """What is to be told of its subject beside the file, as a JSON list of sentences."""
        return b"[]" if self.remarks is None else cast(bytes, _imported(self.remarks)(self.viewed(subject), templates))

    def check_installed(self) -> None:
        """Raise MissingExtra where the package that the format needs is not there. Loads nothing."""
        if self.extra is None or self.package is None:
            return
        from importlib.util import find_spec

        if find_spec(self.package) is None:
            raise MissingExtra(self.extra, f"A {self.name} report")


def _imported(function: tuple[str, str]) -> Callable[..., object]:
    return cast(Callable[..., object], getattr(import_module(f"spinout.reports.{function[0]}"), function[1]))


VIEW, COHORT_VIEW = ("view.view", "view_of"), ("cohort.view", "cohort_view")
HTML, MARKDOWN = ("layouts.html", "html_of"), ("layouts.markdown", "markdown_of")
FORMATS: Mapping[str, ReportFormat] = {
    ".md": ReportFormat("Markdown", MARKDOWN, VIEW),
    ".html": ReportFormat("HTML", HTML, VIEW),
    ".docx": ReportFormat(
        "Word", ("layouts.word", "word_of"), VIEW, "word", "docxtpl", ("layouts.word", "word_remarks")
    ),
    ".pdf": ReportFormat("PDF", ("layouts.pdf", "pdf_of"), VIEW, "pdf", "typst", ("layouts.pdf", "pdf_remarks")),
    ".json": ReportFormat("JSON", ("data.objects", "json_report"), None),
}
"""The report of an assessment, by the ending of its file. Each is made of a Subject."""


def endings(dot: str = "") -> str:
    """The endings of FORMATS as help says them."""
    *others, last = (dot + ending[1:] for ending in FORMATS)
    return f"{', '.join(others)} or {last}"


COHORT_FORMATS: Mapping[str, ReportFormat] = {
    ".html": ReportFormat("HTML", HTML, COHORT_VIEW),
    ".md": ReportFormat("Markdown", MARKDOWN, COHORT_VIEW),
    ".xlsx": ReportFormat("Excel", ("cohort.tables", "xlsx_cohort"), COHORT_VIEW),
}
"""The report of many services. Each is made of a CohortSubject."""

INDEX_FORMATS: Mapping[str, ReportFormat] = {
    ".html": ReportFormat("HTML", HTML, None),
    ".md": ReportFormat("Markdown", MARKDOWN, None),
}
"""The index of reports on single services. Each is made of an IndexView."""

SIDE_VIEW = ("side_by_side.view", "side_by_side_view")
SIDE_FORMATS: Mapping[str, ReportFormat] = {
    ".html": ReportFormat("HTML", HTML, SIDE_VIEW),
    ".md": ReportFormat("Markdown", MARKDOWN, SIDE_VIEW),
    ".docx": ReportFormat("Word", ("layouts.word_tellings", "word_telling"), SIDE_VIEW, "word", "docx"),
    ".pdf": ReportFormat(
        "PDF", ("layouts.pdf", "pdf_telling"), SIDE_VIEW, "pdf", "typst", ("layouts.pdf", "pdf_remarks")
    ),
}
"""The report of a comparison or a panel. Each is made of a ComparedSubject or a PanelSubject."""

QUESTIONNAIRE_FORMATS: Mapping[str, ReportFormat] = {
    ".html": ReportFormat("HTML", HTML, None),
    ".md": ReportFormat("Markdown", MARKDOWN, None),
}
"""The list of what is asked. Each is made of a QuestionnaireView."""
