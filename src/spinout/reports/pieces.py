"""What there is to lay out in a report."""

from collections.abc import Mapping

from msgspec import Struct

from spinout.reports.drawings import Picture


class Pieces(Struct, frozen=True):
    """What there is to lay out: which kinds have anything in them, their first sentences, and the pictures.

    `long` are the kinds that are too long to stand before the appendices, with the sentence in their place.
    """

    filled: frozenset[str]
    texts: Mapping[str, str]
    pictures: Mapping[str, Picture]
    answers: tuple[Picture, ...]
    long: Mapping[str, str]
