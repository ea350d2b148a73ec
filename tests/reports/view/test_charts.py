"""Pictures are right in their numbers, say all in words and in a table, and can be told apart by anybody."""

import re
from itertools import pairwise

import pytest

from spinout.reports.view.blocks import Recommendation
from spinout.reports.view.drawings import STYLES, Picture, PictureTable, Shape, range_bar, scaled
from spinout.reports.view.marks import gates_picture
from spinout.reports.view.view import view_of
from stories import FOLDER, small, story, story_files, subject

CSS = (FOLDER / "report.css").read_text(encoding="utf-8")
WHITE = "#ffffff"
SHAPES = ("ink", "edge", "accent", "met", "not-met", "unknown", "soft")
"""Colours that edges, bars and marks are drawn with on white."""
TEXTS = ("ink", "soft", "accent", "met", "not-met", "unknown")


def every_picture(name: str) -> list[Picture]:
    """The pictures that stand in a story's report."""
    found, _ = story(name)
    return [b.picture for part in view_of(subject(found.assessment)).parts for b in part.blocks if b.picture]


def test_range_is_drawn_to_scale() -> None:
    """What is certain runs from 0 to the low end, what is open from there to the high one."""
    assert range_bar(25, 75, 10, 12, left=0, span=200) == [
        Shape("rect", "track", x=0, y=10, width=200, height=12),
        Shape("rect", "sure", x=0, y=10, width=50, height=12),
        Shape("rect", "open", x=50, y=10, width=100, height=12),
    ]
    assert [scaled(n, 4, left=0, span=100) for n in range(5)] == [0, 25, 50, 75, 100]


def test_score_is_told_in_words_and_as_a_table() -> None:
    """The picture of the range says its numbers and the bar, and no band that a verdict beside it may contradict."""
    parts = view_of(subject(small(start__backing=1, start__plan=1))).parts
    drawn = next(b.picture for part in parts for b in part.blocks if b.picture and b.picture.kind == "range")
    assert drawn.text == "On a line from 0 to 100, the score is 33 to 66. This decision needs 60 or more."
    assert drawn.table == PictureTable(
        "The score, 0 to 100",
        ("What", "Points"),
        (("The score", "33 to 66"), ("Needed for this decision", "60 or more")),
        (False, True),
    )


def test_votes_stand_beside_joining() -> None:
    """Who may join and who votes are in one row, and who has the power is said in words."""
    votes = next(p for p in every_picture("adventure-playgrounds-answers") if p.kind == "votes")
    assert votes.table.columns == ("Group", "May join", "Votes")
    assert votes.table.rows[0][1:] == ("Yes", "40%")
    assert votes.table.rows[-1][1:] == ("No", "0%")
    assert "each group has the same power: any two outvote the third." in votes.text
    assert "each group has the same power: any two outvote the third." in votes.caption


def test_nothing_answered_is_no_picture() -> None:
    """Where none of a picture's questions is answered there is no picture."""
    for name, drawn in (("youth-centres-answers", []), ("adventure-playgrounds-answers", ["votes"])):
        found, _ = story(name)
        assert [picture.id for picture in view_of(subject(found.assessment)).pictures] == drawn


@pytest.mark.parametrize("name", story_files())
def test_every_picture_is_whole(name: str) -> None:
    """Each has words and a table, stays inside its edges, and uses known styles only."""
    for picture in every_picture(name):
        assert picture.text
        assert picture.caption or picture.kind in ("gates", "ladder")
        assert {len(row) for row in picture.table.rows} == {len(picture.table.columns)} == {len(picture.table.numbers)}
        for shape in picture.shapes:
            assert shape.style in STYLES
            assert 0 <= shape.x <= shape.x + shape.width <= picture.width
            assert 0 <= shape.y <= shape.y + shape.height <= picture.height
            assert re.fullmatch(r"(?:[MLZ]|\d+| )*", shape.d)


def test_gates_are_told_apart_without_colour() -> None:
    """Each state has shapes of its own."""
    from spinout.reports.view.marks import STATES, mark

    drawn = [tuple((s.kind, s.d, s.text) for s in mark(state, 0, 0)) for state in STATES]
    assert len(set(drawn)) == len(STATES)


def test_what_is_open_is_named_beside_its_mark() -> None:
    """By name in the picture, in its words and in its table; what is met is counted."""
    gates = next(p for p in every_picture("adventure-playgrounds-answers") if p.kind == "gates")
    words = [shape.text for shape in gates.shapes if shape.kind == "text" and shape.text != "?"]
    assert words == ["Promised benefits in the contract", "Comparison of options", "Pensions", "VAT and tax", "Met: 32"]
    assert gates.text == (
        "Of 36 requirements of this decision, 3 are not met, 1 is not known and 32 are met. Not met: Promised benefits "
        "in the contract; Comparison of options; Pensions. Not known: VAT and tax."
    )
    assert len(gates.table.rows) == 36


def test_many_that_are_open_are_named_in_words_all() -> None:
    """The picture names the first of them and says how many more there are."""
    gates = next(p for p in every_picture("youth-centres-answers") if p.kind == "gates")
    words = [shape.text for shape in gates.shapes if shape.text.startswith("and ")]
    assert words == ["and 10 more"]
    assert gates.text.count(";") == 16


def test_what_very_many_conditions_name_is_counted_beside_its_mark() -> None:
    """The recommendations list them; each still has its row in the table."""
    gates = next(p for p in every_picture("youth-safety-answers") if p.kind == "gates")
    words = [shape.text for shape in gates.shapes if shape.kind == "text" and shape.text != "?"]
    assert words == ["Not met: 41", "Left out of this report: 1", "Met: 6", "Does not apply: 8"]
    assert gates.text == (
        "Of 56 requirements of this decision, 41 are not met, 1 is left out of this report, 6 are met and 8 do not "
        "apply."
    )
    assert len(gates.table.rows) == 56


def test_without_a_list_of_conditions_what_is_open_is_named_beside_its_mark() -> None:
    """As where the recommendations rest on what is left out of the report."""
    found, _ = story("youth-safety-answers")
    decision = view_of(subject(found.assessment)).decision
    gates = gates_picture(decision, (Recommendation("1", "They stand in the exempt part."),))
    assert gates is not None
    assert "Not met: Backing by councillors and senior managers; Ownership by members; " in gates.text


def test_ladder_has_every_decision_with_its_verdict() -> None:
    """Each in a row, with what is open, and a mark on the one that is asked for."""
    ladder = next(p for p in every_picture("adventure-playgrounds-answers") if p.kind == "ladder")
    assert ladder.table.rows == (
        ("Permission to explore", "Ready", "Nothing", "None"),
        ("Approval in principle (asked for here)", "Not ready", "3 not met, 1 not known", "50"),
        ("Final approval", "Too early", "34 not met, 1 not known, score below 70", "70"),
        ("Go-live", "Too early", "36 not met, 1 not known, score below 85", "85"),
    )


# colours


def colour(name: str) -> str:
    """A colour of the style sheet."""
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}});", CSS)
    assert found is not None
    return found[1]


def brightness(code: str) -> float:
    """The relative luminance of a colour, after WCAG 2.2."""
    parts = [int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, after WCAG 2.2."""
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("ground", [WHITE, "wash", "open"])
def test_texts_can_be_read(name: str, ground: str) -> None:
    """Text stands out from its ground by 4.5 to 1 or more."""
    assert contrast(colour(name), ground if ground.startswith("#") else colour(ground)) >= 4.5


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_can_be_seen(name: str) -> None:
    """Shapes stand out from the page by 3 to 1 or more."""
    assert contrast(colour(name), WHITE) >= 3


def test_light_marks_stand_out_from_dark_shapes() -> None:
    """White ticks, crosses and cuts stand out from what they lie on."""
    assert min(contrast(WHITE, colour(name)) for name in ("met", "not-met", "accent")) >= 3


def test_measures_differ_in_grey() -> None:
    """Certain, open, second and empty bars differ in brightness alone, so that a grey print tells them apart."""
    grades = sorted(brightness(c) for c in (colour("accent"), colour("second"), colour("open"), WHITE))
    assert min(light - dark for dark, light in pairwise(grades)) > 0.15
