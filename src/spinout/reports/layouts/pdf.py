"""A report as a PDF for everybody (PDF/UA-1): the view, given as data to a typst template.

Nothing of a report ever becomes source of the template. Which fonts are used is said in `fonts.py`; a character
that none of them has stands as its code, and is told.

The compiler fetches packages for whoever asks, and has no way to be told not to on every system. So a user's
source is taken only where the user says that it is trusted; the shipped one asks for none.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from msgspec import Struct
from msgspec.json import encode

from spinout.core.conditions import State
from spinout.core.wording import FLAGS, cleaned, found, on_one_line
from spinout.reports.formats import needing
from spinout.reports.layouts.environments import (
    BrokenTemplate,
    Templates,
    check_links,
    loader,
    naming_faults,
    own_file,
    sentence,
    source,
)
from spinout.reports.layouts.fonts import FontSetting, extra_with, families_in, named, replacing, setting_of, stands_for
from spinout.reports.layouts.pdf_style import SIDES, PdfStyle
from spinout.reports.layouts.sheets import for_sheets
from spinout.reports.view.references import LessonLine
from spinout.reports.view.slots import SlotView
from spinout.reports.view.view import ReportView
from spinout.reports.view.words import AnswerLine, AnswerSection

TEMPLATE, MAIN = "report.typ", "main.typ"
TELLING = "side_by_side.typ"
DATA, TOLD, LOOK = "report", "telling", "style"
"""The names under which a template finds the view of a report or of documents side by side, and the style, as JSON."""
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
    return _compiled(for_sheets(view), templates, TEMPLATE, DATA)


def pdf_telling(view: Struct, templates: Templates) -> bytes:
    """The view of documents side by side, as PDF/UA-1. Raises as `pdf_of` does."""
    return _compiled(view, templates, TELLING, TOLD)


def _compiled(view: Struct, templates: Templates, template: str, name: str) -> bytes:
    """A view laid out by a template, which finds it under a name."""
    with needing("pdf", "A PDF report"):
        import typst

    style, setting = templates.style, _setting(view, templates)
    data = json.dumps(plain(view, replacing(setting.missing)), ensure_ascii=False)
    own = templates.own
    root = Path(os.path.realpath(templates.shipped if own is None or not templates.trusted else own))
    with naming_faults(templates, template):
        try:
            made = typst.compile(
                {**_sources(templates, template), **_logo(templates)},
                root=str(root),
                font_paths=list(setting.folders),
                ignore_system_fonts=True,
                sys_inputs={name: data, LOOK: json.dumps(_look(style, setting))},
                format="pdf",
                pdf_standards=[STANDARD],
                timestamp=NO_CLOCK,
            )
        except typst.TypstError as error:
            if templates.all_shipped:
                raise
            said = " ".join(sentence(text) for text in (error.message, *error.hints))
            raise BrokenTemplate(*_place(error.diagnostic, root, said, template)) from error
        finally:
            # typst keeps what it made of a paper, some 30 megabytes, until ten later ones did not want it
            fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
            nothing = typst.Compiler(font_paths=fonts)
            for _ in range(KEPT_FOR + 1):
                nothing.compile(b"", format="svg")
    assert isinstance(made, bytes)
    return made


def pdf_remarks(view: Struct, templates: Templates) -> bytes:
    """What is to be told of a PDF of the view, as a JSON list: each sign that stands as its code, and where.

    Raises MissingExtra.
    """
    missing = _setting(view, templates).missing
    if not missing:
        return b"[]"
    places: dict[str, TextPlace] = {}
    for place, text in texts_of(view):
        said = cleaned(text)
        for sign in {*missing.keys() & set(said), *(flag for flag in FLAGS if flag in said)}:
            places[sign] = min(places.get(sign, place), place, key=attrgetter("rank"))
    return encode([_remark(each, places[each].words) for each in missing if not each.isspace()])


def _remark(sign: str, place: str) -> str:
    extra = extra_with(sign)
    how = (
        "No font that spinout can install has it."
        if extra is None
        else f'Install a font that has it: python -m pip install "spinout[{extra}]"; '
        f'in a checkout: python -m pip install -e ".[{extra}]"'
    )
    stands = f"It stands as {stands_for(sign)} in the PDF."
    return f"{place} has {named(sign)}, which no font here has. {stands} {how}"


class TextPlace(Struct, frozen=True):
    """Where a text was written; the one of least `rank` says it best."""

    rank: int
    words: str


WRITTEN = {"words": "answer to", "note": "note on", "evidence": "evidence for"}
"""What somebody wrote to a question, by its field in the view."""
NAMES = {"service": "The name of the service", "organisation": "The name of the organisation"}
NOWHERE = 9


def texts_of(view: Struct) -> Iterator[tuple[TextPlace, str]]:
    """Every text of a view, each with its place: what was written to which question or slot, else how it begins."""
    sections = (each for each in getattr(view, "answers", ()) if isinstance(each, AnswerSection))
    return _texts(view, TextPlace(NOWHERE, ""), {line.ask: line.id for section in sections for line in section.lines})


def _texts(value: object, place: TextPlace, by_title: Mapping[str | None, str]) -> Iterator[tuple[TextPlace, str]]:
    if isinstance(value, str):
        yield place if place.words else TextPlace(NOWHERE, f"The text {found(on_one_line(value))}"), value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name), _within(value, name, place, by_title), by_title)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part, place, by_title)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part, place, by_title)


def _within(value: Struct, field: str, place: TextPlace, by_title: Mapping[str | None, str]) -> TextPlace:
    """The place of a field of a struct that stands at a place."""
    if isinstance(value, AnswerLine) and field in WRITTEN:
        what = "reason given at" if field == "words" and value.state == State.NOT_APPLICABLE else WRITTEN[field]
        return TextPlace(0, f'The {what} the question "{value.id}"')
    if isinstance(value, SlotView):
        return TextPlace(1, f'The slot "{value.id}" of the officers\' words')
    if isinstance(value, LessonLine) and field == "text":
        about = by_title.get(value.ask)
        return TextPlace(2, "A lesson about the whole" if about is None else f'A lesson from the question "{about}"')
    if isinstance(value, ReportView) and field in NAMES:
        return TextPlace(2, NAMES[field])
    ident = getattr(value, "question", None) or getattr(value, "id", None)
    if isinstance(getattr(value, "ask", None), str) and isinstance(ident, str):
        return TextPlace(3, f'The question "{ident}"')
    return place


def plain(value: object, replaced: Callable[[str], str] = str) -> Any:
    """A view as JSON has it: every text cleaned and `replaced`, every struct a mapping of its fields."""
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name), replaced) for name in value.__struct_fields__}
    if isinstance(value, str):
        return replaced(cleaned(value))
    if isinstance(value, tuple | list):
        return [plain(part, replaced) for part in value]
    if isinstance(value, Mapping):
        return {str(key): plain(part, replaced) for key, part in value.items()}
    return value


def _setting(view: Struct, templates: Templates) -> FontSetting:
    """What a view is set in. Raises MissingExtra, and BrokenTemplate for a font that is not there."""
    font = templates.style.font
    if font is not None and font.casefold() not in (name.casefold() for name in families_in(templates.own)):
        every = ", ".join(families_in(templates.own))
        told = f"There is no font {found(font)} in the folder or in spinout. There are: {every}."
        raise BrokenTemplate(templates.font_at, told)
    return setting_of((cleaned(text) for _, text in texts_of(view)), templates.own, font)


def _look(style: PdfStyle, setting: FontSetting) -> dict[str, Any]:
    """The style as the template finds it."""
    logo = (
        None if style.logo is None else {"alt": style.logo.alt, "height": style.logo.height, "file": _logo_name(style)}
    )
    return {
        "fonts": setting.families,
        "scripts": setting.beyond_latin,
        "accent": style.accent,
        "size": style.size,
        "paper": style.paper,
        "margins": dict(zip(SIDES, style.margins, strict=True)),
        "logo": logo,
    }


def _logo_name(style: PdfStyle) -> str:
    assert style.logo is not None
    return f"/logo{Path(style.logo.file).suffix.lower()}"


def _logo(templates: Templates) -> Mapping[str, bytes]:
    """The logo under the path that the template finds it by. Raises BrokenTemplate where a link leads out."""
    logo = templates.style.logo
    if logo is None or templates.own is None:
        return {}
    path = own_file(templates.own, logo.file)
    assert path is not None  # it was there when the style was read
    return {_logo_name(templates.style)[1:]: path.read_bytes()}


PLACE = re.compile(r"┌─ (.+?):(\d+):\d+")


def _place(diagnostic: str, root: Path, said: str, template: str) -> tuple[str, str, int | None]:
    """The file that the compiler speaks of, what is said, and the line where that is known."""
    found = PLACE.search(diagnostic)
    path = None if found is None else Path(os.path.realpath(found[1]))
    if found is None or path is None or not path.is_relative_to(root):
        return template, said, None
    name = path.relative_to(root).as_posix()
    return template if name == MAIN else name, said, int(found[2])


@lru_cache(maxsize=4)
def _sources(templates: Templates, template: str) -> Mapping[str, bytes]:
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
    return found | {MAIN: found[template]}
