"""The verdicts, and their words."""

from enum import StrEnum
from typing import assert_never


class Verdict(StrEnum):
    """What can be said of a service at the stage asked for."""

    READY = "ready"
    CONDITIONS = "conditions"
    CANNOT_TELL = "cannot-tell"
    TOO_EARLY = "too-early"


def in_words(verdict: Verdict, stage_label: str) -> str:
    """A verdict as every screen and report says it."""
    match verdict:
        case Verdict.READY:
            return f"Ready for: {stage_label}"
        case Verdict.CONDITIONS:
            return "Not ready: conditions to meet first"
        case Verdict.CANNOT_TELL:
            return "Cannot tell yet"
        case Verdict.TOO_EARLY:
            return "Too early for this decision"
        case _:
            assert_never(verdict)
