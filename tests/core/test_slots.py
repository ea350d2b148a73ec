"""The blanks of a paper."""

import pytest

from spinout.core.slots import PaperWords, Slot, SlotWords

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
