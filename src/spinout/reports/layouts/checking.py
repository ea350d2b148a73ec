"""What `spinout template check` finds in a Word template or a folder of templates, without a report to make."""

import re
from collections.abc import Iterator

from jinja2 import FileSystemLoader
from msgspec import Struct
from msgspec.json import encode

from spinout.core.wording import found as quoted
from spinout.reports.layouts.active import active_sources
from spinout.reports.layouts.environments import Templates, check_links, source
from spinout.reports.layouts.overrides import check_overrides

WORD, SOURCE = "report.docx", ".typ"
PACKAGE = re.compile(r"[\"'](@[\w-]+/[\w-]+(?::[\d.]+)?)|(\bplugin\()")


class TemplatesChecked(Struct, frozen=True):
    """The fields that no report has, each with a sentence; and what would fetch or run something, each with its place.

    `typst` says that there is a PDF template, and `remarks` what a Word template leaves out, or lacks.
    """

    fields: tuple[tuple[str, str], ...] = ()
    active: tuple[tuple[str, str], ...] = ()
    typst: bool = False
    remarks: tuple[str, ...] = ()


def checked(_: None, templates: Templates) -> bytes:
    """What was found, as JSON of TemplatesChecked. Raises BrokenTemplate for what cannot be used at all."""
    fields, active, remarks = _word(templates)
    if templates.own is None:
        return encode(TemplatesChecked(tuple(fields), tuple(active), remarks=tuple(remarks)))
    check_links(templates.own)
    check_overrides(templates)
    active += [*active_sources(templates), *_typst(templates)]
    own = FileSystemLoader(templates.own).list_templates()
    typst = any(name.lower().endswith(SOURCE) for name in own)
    return encode(TemplatesChecked(tuple(fields), tuple(active), typst, tuple(remarks)))


def _word(templates: Templates) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[str]]:
    """The unknown fields of a Word template, what in it would fetch or run something, and what it lacks."""
    if templates.word is None and templates.own is not None and not (templates.own / WORD).exists():
        return [], [], []
    from spinout.reports.layouts.word import checked_remarks, own_parts, template_problems
    from spinout.reports.layouts.word_templates import active_parts

    parts = own_parts(templates)
    return (
        [(field.path, field.message) for field in template_problems(templates)],
        [] if parts is None else active_parts(parts),
        checked_remarks(templates),
    )


def _typst(templates: Templates) -> Iterator[tuple[str, str]]:
    """What the source of a PDF template asks for in so many words; what it works out is not seen."""
    assert templates.own is not None
    for name in FileSystemLoader(templates.own).list_templates():
        if name.lower().endswith(SOURCE):
            for number, line in enumerate(source(templates, name).splitlines(), start=1):
                for package, plugin in PACKAGE.findall(line):
                    what = "plugin() runs a program." if plugin else f"It fetches the package {quoted(package)}."
                    yield f"{name}:{number}", what
