"""The blanks of a paper."""

import pytest

from spinout.core.slots import PaperWords, Slot, SlotWords, put_aside

BLANKS = [
    (Slot("a", "Meeting", prompt="Which meeting."), "[Which meeting.]"),
    (Slot("a", "Finance", role="Chief finance officer"), "[for the chief finance officer]"),
    (Slot("a", "Owner"), "[owner]"),
    (Slot("a", ""), "[ ]"),
]


@pytest.mark.parametrize(("slot", "marks"), BLANKS)
def test_a_blank_says_what_belongs_there(slot: Slot, marks: str) -> None:
    """By its prompt, else by whose words they are, else by its label."""
    assert slot.blank == marks


def test_words_are_found_by_their_slot() -> None:
    """What nobody wrote for is blank; a table without rows is blank too."""
    words = PaperWords({"a": SlotWords("Cabinet"), "b": SlotWords(rows=({"x": "1"},)), "c": SlotWords()})
    assert [words.of(slot).blank for slot in "abcd"] == [False, False, True, True]


def test_a_text_set_aside_takes_no_place_of_another() -> None:
    """One that is there already is there once."""
    unused: dict[str, object] = {}
    for text in ("One.", "Two.", "One.", ["Three."], "Two."):
        put_aside(unused, "a", text)
    assert unused == {"a": "One.", "a (2)": "Two.", "a (3)": ["Three."]}
