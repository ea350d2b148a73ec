"""Names for files of answers, from what a service is called, and words that are near."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.core.wording import RESERVED, nearest, proposed_names


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
