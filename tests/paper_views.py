"""Reports that no answers gave: every field of the view filled with one text, however the view may grow."""

from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from spinout.reports.view.blocks import Block, Part
from spinout.reports.view.drawings import STYLES, Picture, PictureTable, Shape
from spinout.reports.view.publication import Subject
from spinout.reports.view.view import ReportView
from stories import story

KINDS = (
    "paragraph", "held", "officer", "picture", "verdict", "conditions", "gates", "score", "results", "suggestion",
    "unknown", "settles", "facts", "outcomes", "suggested", "chosen", "tests", "steps", "robustness",
    "checks", "power", "recommendations", "plan", "implications", "evidence", "comparators",
    "other-comparators", "lessons", "support", "answers", "scores", "method", "sources", "provenance",
)  # fmt: skip


def subject_of(name: str) -> Subject:
    """What a report of a story is about."""
    found, form = story(name)
    return Subject(found.assessment, found.file, found.sha256, form.sha256, "0")


def view_with(text: str) -> ReportView:
    """A view with this text in every field that holds one, and a part with every kind of block."""
    made = filled(ReportView, text)
    assert isinstance(made, ReportView)
    return made


def filled(kind: Any, text: str) -> Any:
    """A value of a type of the view."""
    if kind is Picture:
        return picture(text)
    if kind is Part:
        return Part("1", "all", text, tuple(_block(name, text) for name in KINDS))
    if isinstance(kind, type) and issubclass(kind, Struct):
        hints = get_type_hints(kind)
        made = {name: filled(hints[name], text) for name in kind.__struct_fields__}
        return kind(**{**made, **({"language": "en-GB"} if "language" in made else {}), **_links(made)})
    if get_origin(kind) in (Union, UnionType):
        return filled(next(part for part in get_args(kind) if part is not NoneType), text)
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return (filled(inner, text), filled(inner, text))
    return {str: text, int: 1, bool: False}[kind]


def picture(text: str) -> Picture:
    """A picture with a mark of every kind and style."""
    shapes = [Shape("rect", style, x=10, y=10 + 10 * n, width=80, height=8) for n, style in enumerate(STYLES)]
    shapes += [
        Shape("line", "needed", x=100, y=0, x2=100, y2=90),
        Shape("path", "met", d="M 120 10 L 140 10 L 130 30 Z"),
        Shape("text", "label", x=150, y=20, text=text),
    ]
    table = PictureTable(text, (text, text), ((text, text),), (False, True))
    return Picture("picture", "bars", text, text, text, 340, 200, tuple(shapes), table)


def _block(name: str, text: str) -> Block:
    made = filled(Block, text)
    assert isinstance(made, Block)
    return Block(name, "1.1", text, made.lines, made.box, made.picture)


def _links(made: dict[str, Any]) -> dict[str, Any]:
    """Addresses that may be linked are of the web, whatever the texts are."""
    return {"link": "https://example.org/"} if "link" in made else {}
