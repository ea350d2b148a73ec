"""A report as a PDF for everybody (PDF/UA-1): the view, given as data to a typst template.

Nothing of a report ever becomes source of the template. Only the sans serif that is installed with this
format is used, the fonts that come with typst, and those in a user's own folder of templates, so that the
pages are the same on every machine.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from spinout.core.wording import cleaned
from spinout.reports.formats import needing
from spinout.reports.layouts.environments import (
    SHIPPED,
    BrokenTemplate,
    Templates,
    loader,
    naming_faults,
    sentence,
    source,
)
from spinout.reports.layouts.sheets import for_sheets
from spinout.reports.view.view import ReportView

TEMPLATE = "report.typ"
DATA = "report"
"""The name under which the template finds the view, as JSON."""
STANDARD = "ua-1"
NO_CLOCK = 0
KEPT_FOR = 10
"""typst keeps what was not asked for again in so many papers."""
PACKAGE = '"@'
"""How typst source names a package, which would be fetched from elsewhere."""


def pdf_of(view: ReportView, templates: Templates) -> bytes:
    """A view laid out by the typst templates of the folders, as PDF/UA-1.

    Raises MissingExtra, and BrokenTemplate where the template is not the program's own.
    """
    with needing("pdf", "A PDF report"):
        import fontpkg_source_sans_3
        import typst

    data = json.dumps(plain(for_sheets(view)), ensure_ascii=False)
    own = None if templates.own is None else str(templates.own)
    with naming_faults(templates, TEMPLATE):
        try:
            made = typst.compile(
                _sources(templates),
                root=own or str(templates.shipped),
                font_paths=[str(fontpkg_source_sans_3.ROOT), *([] if own is None else [own])],
                ignore_system_fonts=True,
                sys_inputs={DATA: data},
                format="pdf",
                pdf_standards=[STANDARD],
                timestamp=NO_CLOCK,
            )
        except typst.TypstError as error:
            if templates.trusted:
                raise
            raise BrokenTemplate(
                TEMPLATE, " ".join(sentence(text) for text in (error.message, *error.hints))
            ) from error
        finally:
            # typst keeps what it made of a paper, some 30 megabytes, until ten later ones did not want it
            fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
            nothing = typst.Compiler(font_paths=fonts)
            for _ in range(KEPT_FOR + 1):
                nothing.compile(b"", format="svg")
    assert isinstance(made, bytes)
    return made


def plain(value: object) -> Any:
    """A view as JSON has it: every text cleaned, every struct a mapping of its fields."""
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    return value


@lru_cache(maxsize=4)
def _sources(templates: Templates) -> Mapping[str, bytes]:
    """Every file of typst source, under the path that it is imported by; `main.typ` is where typst begins."""
    names = loader(templates).list_templates()
    found = {name: source(templates, name).encode() for name in names if name.endswith(".typ")}
    if templates.own is not None:
        for name, content in found.items():
            if PACKAGE.encode() in content and not name.startswith(f"{SHIPPED}/"):
                raise BrokenTemplate(name, "It asks for a package, which would be fetched from elsewhere.")
    return found | {"main.typ": found[TEMPLATE]}
