"""What there is to lay out in a report."""

from collections.abc import Mapping

from spinout.core.records import record
from spinout.reports.drawings import Picture


@record
class Pieces:
    """What there is to lay out: which kinds have anything in them, their first sentences, and the pictures."""

    filled: frozenset[str]
    texts: Mapping[str, str]
    pictures: Mapping[str, Picture]
    answers: tuple[Picture, ...]
