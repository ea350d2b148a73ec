"""Which option a text from outside means, and names that tools take."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from columns import column_of
from spinout.core.kinds import KINDS
from spinout.core.kinds.base import Kind
from spinout.core.labels import options_meant, plain_label, safe_name
from test_contract import read_questionnaire

LETTERS = st.text(st.characters(categories=["L", "N", "P", "Zs", "Cf"]), max_size=12)
LABELS = st.lists(st.from_regex("[A-Z][a-z]{2,5}( [a-z']{1,6}){0,2}", fullmatch=True), min_size=2, max_size=5)


def kind(name: str, labels: list[str]) -> Kind:
    """A type with these labels; an option's id is the letter o and its number."""
    options = [{"id": f"o{number}", "label": label} for number, label in enumerate(labels)]
    own: dict[str, Any] = {"levels": labels} if "levels" in KINDS[name].fields else {"options": options}
    question = {"id": "a", "ask": "Which?", "type": name, **own}
    section = {"id": "s", "title": "S", "questions": [question]}
    data = {"id": "q", "title": "Q", "version": "1", "sections": [section]}
    return read_questionnaire(data).questions["s.a"].type


@given(LETTERS)
def test_a_plain_label_is_as_plain_as_it_gets(text: str) -> None:
    """And nothing stands around it."""
    plain = plain_label(text)
    assert plain_label(plain) == plain
    assert (plain.strip(), plain.rstrip(".")) == (plain, plain)


@given(
    LABELS,
    st.sampled_from(["scale", "choice", "multi"]),
    st.sampled_from([
        str.upper, str.lower, "  {} ".format, "{}.".format, lambda t: t.replace("'", "’"),
        lambda t: t.replace(" ", "\u00a0\u200b"), "\ufeff{}".format,
    ]),
)  # fmt: skip
def test_a_label_means_the_options_that_it_is_the_label_of(labels: list[str], name: str, written: Any) -> None:
    """However it is written, by a person or a tool: one, or all that are alike."""
    made = kind(name, labels)
    for pick in made.picks():
        alike = tuple(str(one.id) for one in made.picks() if plain_label(one.label) == plain_label(pick.label))
        assert options_meant(made, written(pick.label)) == alike
        assert options_meant(made, written(str(pick.id))) == (str(pick.id),)


@given(LABELS, st.sampled_from(["scale", "choice", "multi"]), st.sampled_from([": ", ". ", ") ", " - ", " – "]))
def test_a_number_before_a_label_tells_alike_labels_apart(labels: list[str], name: str, sign: str) -> None:
    """The number that the interview shows; of labels that differ, any other number changes nothing."""
    made = kind(name, labels)
    for pick in made.picks():
        assert options_meant(made, f"{pick.key}{sign}{pick.label}") == (str(pick.id),)
        alike = tuple(str(one.id) for one in made.picks() if plain_label(one.label) == plain_label(pick.label))
        assert options_meant(made, f"99{sign}{pick.label}") == alike
        assert options_meant(made, f"z{sign}{pick.label}") == alike


@pytest.mark.parametrize(
    "text", ["", " ", ".", "\u200b", "Mea", "Measures", "named", "Measures named?", "o", "3", "1: "]
)
def test_nothing_is_guessed(text: str) -> None:
    """Not from the first words, nor from a number that numbers no level."""
    assert options_meant(kind("scale", ["Not looked at", "Measures named", "..."]), text) == ()


@pytest.mark.parametrize(("text", "ids"), [("Yes", ("yes",)), ("NO.", ("no",)), ("1. yes", ("yes",)), ("true", ())])
def test_yes_and_no_are_options_too(text: str, ids: tuple[str, ...]) -> None:
    """By what they are called."""
    section = {"id": "s", "title": "S", "questions": [{"id": "a", "ask": "Which?", "type": "yes-no"}]}
    data = {"id": "q", "title": "Q", "version": "1", "sections": [section]}
    assert options_meant(read_questionnaire(data).questions["s.a"].type, text) == ids


IDS = st.from_regex("[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
BESIDE = st.sampled_from(["", "#evidence", "#note", "#other", "#not_applicable", "#exempt"])


@given(st.lists(IDS, min_size=2, max_size=3).map(".".join), BESIDE)
def test_a_safe_name_gives_its_column_back(answer: str, beside: str) -> None:
    """It has small letters, digits and underscores, begins with no digit, and is that of one column."""
    column = f"{answer}{beside}"
    name = safe_name(column)
    assert re.fullmatch("[a-z_][a-z0-9_]*", name)
    assert column_of(name) == column
