"""How typed lines become answers, for each type of question."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import garden
from spinout.core.interview.states import read_typed
from spinout.core.kinds.base import shares_of
from spinout.core.kinds.choice import Choice
from spinout.core.kinds.options import Meant, NotTaken, Option


def typed(question: str, text: str) -> object:
    """What a text gives at a question: a value, or the lines of the refusal."""
    found = read_typed(garden().questions[question].type, text)
    if isinstance(found, NotTaken):
        return found.lines
    return dict(found) if isinstance(found, Mapping) else found


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("soil.depth", "0", 0),
        ("soil.depth", "3", 3),
        ("soil.depth", "a spade", 2),
        ("soil.depth", "AS", 3),
        ("plot.stage", "1", "look"),
        ("plot.stage", "2.", "dig"),
        ("plot.stage", "DIG", "dig"),
        ("plot.stage", "have a", "look"),
        ("plot.shed", "y", True),
        ("plot.shed", "NO", False),
        ("plot.shed", "2", False),
        ("plot.shed", "true", True),
        ("soil.grows", "1,3", ("beans", "lettuce")),
        ("soil.grows", "3 1", ("beans", "lettuce")),
        ("soil.grows", "1, 2; 3", ("beans", "leeks", "lettuce")),
        ("soil.grows", "leeks BEANS", ("beans", "leeks")),
        ("soil.grows", "Beans, broad or runner", ("beans",)),
        ("soil.grows", "leeks, lettuce", ("leeks", "lettuce")),
        ("soil.grows", "beans broad", ("beans",)),
        ("plot.stage", "Dig", "dig"),
        ("plot.shed", "n", False),
        ("soil.shares", "you 60, they 40", {"me": 0, "you": 60, "they": 40}),
        ("soil.shares", "me: 20; you: 20; they: 60%", {"me": 20, "you": 20, "they": 60}),
        ("soil.grows", "4", ("nothing",)),
        ("soil.beds", "12", 12),
        ("soil.shade", "12.50%", Decimal("12.50")),
        ("soil.shares", "40 40 20", {"me": 40, "you": 40, "they": 20}),
        (
            "soil.shares",
            "33.3%, 33.3%, 33.4%",
            {"me": Decimal("33.3"), "you": Decimal("33.3"), "they": Decimal("33.4")},
        ),
        ("soil.words", " [/foo] ", "[/foo]"),
        ("soil.since", "2026-11-23", "2026-11-23"),
    ],
)
def test_what_is_taken(question: str, text: str, value: object) -> None:
    """Numbers, ids, labels and their first words are taken in any case."""
    assert typed(question, text) == value


@pytest.mark.parametrize(
    ("question", "text", "lines"),
    [
        (
            "soil.depth",
            "4",
            ('Found "4", which is none of these.', "Allowed: a number from 0 to 3, or the first words of one."),
        ),
        (
            "soil.depth",
            "a",
            ('"a" may mean 1 (A hand), 2 (A spade).', "Type the number."),
        ),
        (
            "soil.depth",
            "a spede",
            (
                'Found "a spede", which is none of these.',
                'Did you mean "A spade"?',
                "Allowed: a number from 0 to 3, or the first words of one.",
            ),
        ),
        (
            "plot.shed",
            "maybe",
            ('Found "maybe", which is none of these.', "Allowed: a number from 1 to 2, or the first words of one."),
        ),
        ("soil.grows", "1,1", ("These stand more than once: beans.", "Name each option once.")),
        ("soil.grows", "1 4", ('"nothing" stands beside other options.', "It stands alone, or not at all.")),
        (
            "soil.grows",
            "le",
            (
                'Found "le", which is none of these.',
                "Whole words are needed: is it 2 (Leeks), 3 (Lettuce)?",
                "Allowed: a number from 1 to 5, or the first words of one.",
            ),
        ),
        (
            "soil.grows",
            "no",
            (
                'Found "no", which is none of these.',
                "Whole words are needed: is it 4 (Nothing)?",
                "Allowed: a number from 1 to 5, or the first words of one.",
            ),
        ),
        ("soil.shade", "13 of 12", ('Found "13 of 12".', "The part is no more than the whole, as in 4 of 12.")),
        (
            "soil.shares",
            "me 3, them 2",
            ('Found "them 2", which names none of the parts with a number.', "Parts: I, You, They."),
        ),
        (
            "soil.shares",
            "me 3, me 2",
            ("I stands twice.", "Name each part once; those that are not named are 0."),
        ),
        ("soil.beds", "41", ("Found 41, which is out of range.", "Type a whole number from 0 to 40.")),
        (
            "soil.beds",
            "1,000",
            ('Found "1,000", where a number belongs.', "Did you mean 1000?", "Type a whole number from 0 to 40."),
        ),
        (
            "soil.shade",
            "33,3",
            ('Found "33,3", where a number belongs.', "Did you mean 33.3?", "Type a number from 0 to 100."),
        ),
        ("soil.shade", "half", ('Found "half", where a number belongs.', "Type a number from 0 to 100.")),
        (
            "soil.shares",
            "40 40",
            (
                "Found 2 of 3 numbers.",
                "That makes 80 together: 20 left to give. Still without a number: They.",
                "Type 3 numbers in the order shown, 100 together, such as 34 33 33.",
            ),
        ),
        (
            "soil.shares",
            "60 40 12.50",
            (
                "That makes 112.5 together: 12.5 too many.",
                "Type 3 numbers in the order shown, 100 together, such as 34 33 33.",
            ),
        ),
        (
            "soil.since",
            "23/11/2026",
            (
                'Found "23/11/2026", which is no date.',
                "Did you mean 2026-11-23?",
                "Type a date as YYYY-MM-DD, such as 2026-11-23.",
            ),
        ),
        ("soil.words", "  ", ("Found nothing.", "Type your answer in a line.")),
        (
            "soil.words",
            "a\x1b[31m",
            (
                "Found U+001B, a character that no answer may hold.",
                "Type the line again without it. It may come from an arrow key or from pasted text.",
            ),
        ),
    ],
)
def test_what_is_refused(question: str, text: str, lines: tuple[str, ...]) -> None:
    """A refusal says what was found, the nearest word, and what is allowed; nothing is guessed."""
    assert typed(question, text) == lines


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("4 of 12", Decimal("33.33"), "4 of 12 is 33.33%, rounded."),
        ("3/12", 25, "3 of 12 is 25%."),
        ("2 out of 16 seats", Decimal("12.5"), "2 of 16 is 12.5%."),
        ("49999 of 100000", Decimal("49.999"), "49999 of 100000 is 49.999%."),
    ],
)
def test_seats_of_a_whole_are_a_percentage(text: str, value: int | Decimal, said: str) -> None:
    """What is kept is said with them, and what is not exactly that is said to be rounded."""
    assert read_typed(garden().questions["soil.shade"].type, text) == Meant(value, (said,))


@pytest.mark.parametrize("text", ["3 2 2", "me 3, you 2, they 2", "3 I, 2 you, 2 they", "me 3 you 2 they 2"])
def test_a_split_by_seats_is_said_in_percentages(text: str) -> None:
    """They make 100 exactly, and there is a line that says the same in them."""
    read = read_typed(garden().questions["soil.shares"].type, text)
    assert isinstance(read, Meant)
    assert read.lines == ("Taken as parts of 7: I: 42.86; You: 28.57; They: 28.57, rounded so that they make 100.",)
    assert typed("soil.shares", read.plain or "") == read.value


def test_a_split_that_is_near_a_hundred_says_what_is_left_too() -> None:
    """It is more likely a slip than seats."""
    read = read_typed(garden().questions["soil.shares"].type, "40 40 15")
    assert isinstance(read, Meant)
    assert read.lines[0] == "That makes 95 together: 5 left to give."


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any))
def test_shares_make_a_hundred_and_are_as_near_as_they_can_be(numbers: list[int]) -> None:
    """None is off by a hundredth, and none comes to a whole number that it is not."""
    shares = [Fraction(share) for share in shares_of(numbers)]
    exact = [Fraction(number * 100, sum(numbers)) for number in numbers]
    assert sum(shares) == 100
    assert all(abs(share - true) < Fraction(1, 100) for share, true in zip(shares, exact, strict=True))
    assert all(share == true for share, true in zip(shares, exact, strict=True) if share.denominator == 1)


@given(st.sampled_from(["plot.stage", "plot.shed", "soil.depth", "soil.grows"]), st.data())
def test_words_are_whole(question: str, data: st.DataObject) -> None:
    """What is taken in words is an option's id, or the first whole words of its label; half a word is not."""
    kind = garden().questions[question].type
    pick = data.draw(st.sampled_from(kind.picks()))
    text = pick.label[: data.draw(st.integers(1, len(pick.label)))].strip()
    words = re.findall(r"\w+", text.casefold())
    taken = read_typed(kind, text)
    if re.findall(r"\w+", pick.label.casefold())[: len(words)] != words and text.casefold() not in (pick.id, "y", "n"):
        assert isinstance(taken, NotTaken)


def test_an_option_whose_id_is_a_misleading_number_is_chosen_by_its_id() -> None:
    """Where the second option is called 1, numbers would mislead, so the ids are the numbers."""
    kind = Choice((Option("2", "Two"), Option("1", "One")))
    assert [read_typed(kind, text) for text in ("1", "2")] == ["1", "2"]
