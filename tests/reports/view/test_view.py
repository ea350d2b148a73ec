"""The page about the view names every field that a template may use."""

from spinout.reports.view.blocks import Block, HeldLine, OfficerBox, Part, Recommendation
from spinout.reports.view.drawings import Picture, PictureTable, Shape
from spinout.reports.view.plan_lines import PlanView
from spinout.reports.view.view import SCHEMA, ReportView
from stories import CHECKOUT

PAGE = (CHECKOUT / "docs" / "report-view.md").read_text(encoding="utf-8")
NOT_FOR_TEMPLATES = {"id", "question", "low", "high"}


def test_page_names_the_version() -> None:
    """The number on the page is that of the view."""
    assert f"`{SCHEMA}`" in PAGE


def test_page_names_every_field() -> None:
    """No field of the view, its parts and its pictures is left out."""
    kinds = (ReportView, Part, Block, HeldLine, OfficerBox, Recommendation, Picture, Shape, PictureTable, PlanView)
    names = {name for kind in kinds for name in kind.__struct_fields__} - NOT_FOR_TEMPLATES
    assert sorted(name for name in names if f"`{name}`" not in PAGE) == []
