"""A report as a PDF for everybody (PDF/UA-1): the view, given as data to a typst template.

Nothing of a report ever becomes source of the template. Only the sans serif that is installed with this
format is used, the fonts that come with typst, and those in a user's own folder of templates, so that the
pages are the same on every machine.

The compiler fetches packages for whoever asks, and has no way to be told not to on every system. So a user's
source is taken only where the user says that it is trusted; the shipped one asks for none.
"""

import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from msgspec import Struct

from spinout.core.wording import cleaned
from spinout.reports.formats import needing
from spinout.reports.layouts.environments import (
    BrokenTemplate,
    Templates,
    check_links,
    loader,
    naming_faults,
    sentence,
    source,
)
from spinout.reports.layouts.sheets import for_sheets
from spinout.reports.view.view import ReportView

TEMPLATE, MAIN = "report.typ", "main.typ"
DATA = "report"
"""The name under which the template finds the view, as JSON."""
STANDARD = "ua-1"
NO_CLOCK = 0
KEPT_FOR = 10
"""typst keeps what was not asked for again in so many papers."""
SOURCE = ".typ"
UNTRUSTED = (
    "A PDF template of your own can make the compiler fetch a package from the network, and put words of the "
    "report into its address. Give --trust-template where you know who made it."
)


def pdf_of(view: ReportView, templates: Templates) -> bytes:
    """A view laid out by the typst templates of the folders, as PDF/UA-1.

    Raises MissingExtra, and BrokenTemplate where the template is not the program's own.
    """
    with needing("pdf", "A PDF report"):
        import fontpkg_source_sans_3
        import typst

    data = json.dumps(plain(for_sheets(view)), ensure_ascii=False)
    own = templates.own
    root = Path(os.path.realpath(templates.shipped if own is None or not templates.trusted else own))
    with naming_faults(templates, TEMPLATE):
        try:
            made = typst.compile(
                _sources(templates),
                root=str(root),
                font_paths=[str(fontpkg_source_sans_3.ROOT), *([] if own is None else [str(own)])],
                ignore_system_fonts=True,
                sys_inputs={DATA: data},
                format="pdf",
                pdf_standards=[STANDARD],
                timestamp=NO_CLOCK,
            )
        except typst.TypstError as error:
            if templates.all_shipped:
                raise
            said = " ".join(sentence(text) for text in (error.message, *error.hints))
            raise BrokenTemplate(*_place(error.diagnostic, root, said)) from error
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


PLACE = re.compile(r"┌─ (.+?):(\d+):\d+")


def _place(diagnostic: str, root: Path, said: str) -> tuple[str, str, int | None]:
    """The file that the compiler speaks of, what is said, and the line where that is known."""
    found = PLACE.search(diagnostic)
    path = None if found is None else Path(os.path.realpath(found[1]))
    if found is None or path is None or not path.is_relative_to(root):
        return TEMPLATE, said, None
    name = path.relative_to(root).as_posix()
    return TEMPLATE if name == MAIN else name, said, int(found[2])


@lru_cache(maxsize=4)
def _sources(templates: Templates) -> Mapping[str, bytes]:
    """Every file of typst source, under the path that it is imported by; `main.typ` is where typst begins.

    Raises BrokenTemplate where one is the user's and nobody said that it is trusted.
    """
    if templates.own is not None:
        check_links(templates.own)
        own = FileSystemLoader(templates.own).list_templates()
        if not templates.trusted and (of_own := [name for name in own if name.lower().endswith(SOURCE)]):
            raise BrokenTemplate(of_own[0], UNTRUSTED)
    names = loader(templates).list_templates()
    found = {name: source(templates, name).encode() for name in names if name.endswith(SOURCE)}
    return found | {MAIN: found[TEMPLATE]}
