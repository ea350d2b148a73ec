"""Pictures for a sheet of paper show what those for a screen show, at other places and in the same colours."""

import re

import pytest

from paper_views import subject_of
from spinout.reports.layouts.sheets import SHEET, for_sheets
from spinout.reports.layouts.word import COLOURS
from spinout.reports.view.drawings import STYLES, Picture
from spinout.reports.view.view import ReportView, view_of
from stories import FOLDER, story_files

CSS = (FOLDER / "report.css").read_text(encoding="utf-8")
TYPST = (FOLDER / "typst" / "pictures.typ").read_text(encoding="utf-8")
COLOUR = re.compile("#[0-9a-f]{6}")


def pairs(name: str) -> list[tuple[Picture, Picture]]:
    """Each picture of a story, for a screen and for a sheet."""

    def pictures(view: ReportView) -> list[Picture]:
        return [b.picture for part in view.parts for b in part.blocks if b.picture is not None]

    view = view_of(subject_of(name))
    return list(zip(pictures(view), pictures(for_sheets(view)), strict=True))


@pytest.mark.parametrize("name", story_files())
def test_a_sheet_shows_the_same(name: str) -> None:
    """The same words, table and marks, inside its edges."""
    for screen, sheet in pairs(name):
        assert (sheet.text, sheet.table, sheet.caption) == (screen.text, screen.table, screen.caption)
        assert words(sheet) == words(screen)
        assert sorted(s.style for s in sheet.shapes if s.kind != "text") == sorted(
            s.style for s in screen.shapes if s.kind != "text"
        )
        assert sheet.width <= SHEET
        for shape in sheet.shapes:
            assert 0 <= shape.x <= shape.x + shape.width <= sheet.width
            assert 0 <= shape.y <= shape.y + shape.height <= sheet.height


def words(picture: Picture) -> list[str]:
    """The words on a picture, however its labels are parted into lines."""
    return sorted(" ".join(shape.text for shape in picture.shapes if shape.kind == "text").split())


@pytest.mark.parametrize("name", story_files())
def test_bars_are_as_long_against_one_another(name: str) -> None:
    """What is certain takes the same share of its track."""
    for screen, sheet in pairs(name):
        for one, other in zip(shares(screen), shares(sheet), strict=True):
            assert one == pytest.approx(other, abs=0.01)


def shares(picture: Picture) -> list[float]:
    """How much of its track each solid bar takes, in order."""
    found, track = [], 1
    for shape in picture.shapes:
        if shape.style == "track" and shape.width:
            track = shape.width
        elif shape.style in ("sure", "second"):
            found.append(shape.width / track)
    return found


def test_every_format_has_the_colours_of_the_page() -> None:
    """So that what is asserted of the page's contrasts holds for Word and PDF."""
    page = {*COLOUR.findall(CSS), "#ffffff"}
    word = {f"#{code.lower()}" for pair in COLOURS.values() for code in pair if code is not None}
    assert set(COLOUR.findall(TYPST)) <= page
    assert word <= page
    assert set(COLOURS) == set(STYLES) - {"label", "small", "value"}
