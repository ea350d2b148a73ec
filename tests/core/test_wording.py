"""Names for files of answers, words that are near, numbers in digits, what was found, and texts for a page."""

import json
from decimal import Decimal
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.core.wording import (
    ACTING,
    BLANK,
    FLAGS,
    RESERVED,
    cleaned,
    day_in_words,
    figure,
    found,
    nearest,
    on_one_line,
    proposed_names,
    visible,
    visible_in_json,
)


def first(service: str | None) -> str:
    """The best name."""
    return next(proposed_names(service))


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("Adventure playgrounds", "adventure-playgrounds.yaml"),
        ("Tŷ Ŵen ✓", "ty-wen.yaml"),
        ("../../x", "x.yaml"),
        ("CON", "con-answers.yaml"),
        ("", "answers.yaml"),
        (None, "answers.yaml"),
        ("...", "answers.yaml"),
        ("\x1b[31m", "31m.yaml"),
        ("a" * 400, "a" * 60 + ".yaml"),
        ("C:\\x|y*", "c-x-y.yaml"),
    ],
)
def test_a_name_is_plain(service: str | None, name: str) -> None:
    """Small letters, digits and hyphens, whatever the service is called."""
    assert first(service) == name


def test_further_names_are_numbered() -> None:
    """A name that is taken has others after it."""
    assert list(islice(proposed_names("Play", ".json"), 3)) == ["play.json", "play-2.json", "play-3.json"]


@given(st.text())
def test_every_name_is_safe(service: str) -> None:
    """No path, no device, no hidden file, and not too long."""
    stem = first(service).removesuffix(".yaml")
    assert stem.replace("-", "").isascii()
    assert stem.replace("-", "").isalnum()
    assert stem not in RESERVED
    assert len(stem) <= 68
    assert stem == stem.strip("-")


KINDS_OF_SERVICE = ["leisure", "libraries", "youth-and-play", "health", "support-service", "other"]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("youth", "youth-and-play"),
        ("Play", "youth-and-play"),
        ("library", "libraries"),
        ("helath", "health"),
        ("OTHER", "other"),
        ("you", None),
        ("and", "youth-and-play"),
        ("another", "other"),
        ("mother tongue", None),
        ("gone", None),
        ("", None),
    ],
)
def test_what_is_near_is_alike_or_a_whole_word_of_one(word: str, near: str | None) -> None:
    """Else nothing is proposed: a wrong guess is worse than none."""
    assert nearest(word, KINDS_OF_SERVICE) == near


def test_a_word_of_several_is_none() -> None:
    """It does not tell which of them is meant."""
    assert nearest("play", ["youth-and-play", "play-for-all"]) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(1, 2), "0.5"),
        (Fraction(5, 4), "1.25"),
        (Fraction(1, 16), "0.0625"),
        (Fraction(1, 32), "0.0312…"),
        (Fraction(2, 3), "0.6666…"),
        (Fraction(200, 3), "66.6666…"),
    ],
)
def test_a_figure_is_exact_or_marked_as_going_on(number: Fraction, text: str) -> None:
    """Cut off after four places, never rounded."""
    assert figure(number) == text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing"),
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        (Decimal("1E+2"), "100"),
        ("a\nb", '"a\\nb"'),
        ([], "an empty list"),
        ([1], "a list"),
        ({}, "an empty mapping"),
        ({"a": 1}, "a mapping"),
        (1.5, "float"),
    ],
)
def test_what_was_found_is_said_on_one_line(value: object, said: str) -> None:
    """Whatever may stand in a file."""
    assert found(value) == said


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain", "plain"),
        ("", ""),
        ("a\r\nb\x0bc\u2028d", "a\nb\nc\nd"),
        ("a\u202eb\u00adc", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("\u200b\u2060", BLANK),
        ("Tŷ Ŵen ✓", "Tŷ Ŵen ✓"),
        *((f"a{flag}b\U000e0067", f"a{flag}b") for flag in FLAGS),
        ("\U0001f3f4\U000e0068\U000e0069\U000e007f", "\U0001f3f4"),
    ],
)
def test_what_is_unseen_is_taken_out(text: str, kept: str) -> None:
    """A text of nothing else is marked, so that it is not taken for none; what chooses one of three flags is seen."""
    assert cleaned(text) == kept


def test_a_text_on_one_line_has_single_spaces() -> None:
    """Line ends and runs of blanks are one space each."""
    assert on_one_line(" a\r\n\tb  c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-03", "3 November 2026"),
        ("2019-10", "October 2019"),
        (" 2024-02-29 ", "29 February 2024"),
        ("2026", "2026"),
        ("2026-13-01", "2026-13-01"),
        ("not dated", "not dated"),
    ],
)
def test_a_day_is_written_as_papers_write_it(text: str, words: str) -> None:
    """And a month; all else stays as it is."""
    assert day_in_words(text) == words


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_what_acts_is_seen_as_its_number(text: str) -> None:
    """On a screen and in JSON, which reads back as the same text."""
    assert all(character.isprintable() or ACTING.match(character) is None for character in visible(text))
    made = json.dumps(text, ensure_ascii=False)
    assert json.loads(visible_in_json(made)) == text
    assert ACTING.search(visible_in_json(made)) is None
