"""The formats of forms: their names, where they are imported from, what must be installed. This loads none."""

from collections.abc import Mapping
from typing import NamedTuple


class FormFormat(NamedTuple):  # no Struct: help lists the formats, and loads no msgspec
    """A format of forms: its name for people, the function that makes it, with its module, and what it needs.

    The function takes a Form and a mapping of the names in `sources`, files of the folder of templates, to their
    texts; it gives bytes. A package that must be installed has the `extra` that brings it.
    """

    name: str
    made_by: tuple[str, str]
    sources: tuple[str, ...] = ()
    extra: str | None = None
    package: str | None = None
    told_by: tuple[str, str] | None = None
    """The function that says of a Form what the format cannot say, a sentence each."""


HTML_SOURCES = ("form/form.html.j2", "form/form.css", "form/rules.js", "form/page.js")
FORM_FORMATS: Mapping[str, FormFormat] = {
    ".yaml": FormFormat("YAML", ("forms.yaml", "yaml_form")),
    ".xlsx": FormFormat("Excel", ("forms.xlsx", "xlsx_form")),
    ".html": FormFormat("HTML", ("forms.html", "html_form"), HTML_SOURCES),
    ".docx": FormFormat("Word", ("forms.word", "word_form"), (), "word", "docx"),
}
"""By the ending of the form's file."""
ROWS = FormFormat("Excel, a row for each service", ("forms.rows", "rows_form"))
XLSFORM = FormFormat("XLSForm", ("forms.xlsform", "xlsform"), told_by=("forms.xlsform", "not_said"))
"""Workbooks of another shape than that of FORM_FORMATS."""


def form_endings() -> str:
    """The endings of FORM_FORMATS as help says them."""
    *others, last = FORM_FORMATS
    return f"{', '.join(others)} or {last}"
