"""How typed lines become answers, for each type of question."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from interviews import garden
from spinout.core.interview.states import read_typed
from spinout.core.kinds.choice import Choice
from spinout.core.kinds.options import NotTaken, Option


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
        ("soil.grows", "leeks, let", ("leeks", "lettuce")),
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
            ('"a" may mean 1 (A hand), 2 (A spade), 3 (As deep as you like).', "Type the number."),
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
        ("soil.grows", "le", ('"le" may mean 2 (Leeks), 3 (Lettuce).', "Type the number.")),
        ("soil.beds", "41", ("Found 41, which is out of range.", "Type a whole number from 0 to 40.")),
        (
            "soil.beds",
            "1,000",
            ('Found "1,000", where a number belongs.', "Did you mean 1000?", "Type a whole number from 0 to 40."),
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


def test_an_option_whose_id_is_a_misleading_number_is_chosen_by_its_id() -> None:
    """Where the second option is called 1, numbers would mislead, so the ids are the numbers."""
    kind = Choice((Option("2", "Two"), Option("1", "One")))
    assert [read_typed(kind, text) for text in ("1", "2")] == ["1", "2"]
