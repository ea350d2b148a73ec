"""A council's own names and order of the headings, as a list or as a mapping."""

import pytest

from spinout.core.questionnaire import Heading, HeadingName, Paper
from spinout.core.reading.reference import headings_from

PAPER = Paper(
    headings=(Heading("purpose", "Purpose"), Heading("options", "Options")), appendices=(Heading("more", "More"),)
)


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ([{"id": "options", "title": "Choices"}, {"id": "purpose"}], [("options", "Choices"), ("purpose", None)]),
        ({"options": {"title": "Choices"}, "purpose": {"order": 1}}, [("purpose", None), ("options", "Choices")]),
        ({"more": "Further"}, [("more", "Further")]),
    ],
)
def test_headings_are_named_and_ordered(data: object, names: list[tuple[str, str | None]]) -> None:
    """A list stands as it is; in a mapping those with an order come first."""
    assert headings_from(data, PAPER) == (tuple(HeadingName(ident, title) for ident, title in names), ())


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"purposes": "Why"}, ["unknown-word"]),
        ([{"id": "purpose"}, {"id": "purpose"}], ["repeated"]),
        ({"purpose": {"name": "Why"}}, ["unknown-field"]),
        ("purpose", ["wrong-type"]),
    ],
)
def test_wrong_headings_are_told(data: object, codes: list[str]) -> None:
    """What the paper does not have, or has twice, is a problem with its place."""
    assert [problem.code for problem in headings_from(data, PAPER)[1]] == codes


def test_unknown_heading_has_a_nearest_word_and_a_place() -> None:
    """The problem says where it stands and what was meant."""
    (problem,) = headings_from({"purposes": "Why"}, PAPER)[1]
    assert problem.path == ("purposes",)
    assert problem.hint == 'Did you mean "purpose"? Allowed: purpose, options, more.'
