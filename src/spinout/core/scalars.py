"""Which plain words of a file are numbers: digits with no leading zero, and decimals of that form."""

import re
from decimal import Decimal

NUMBER_FORM = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z", re.ASCII)
MOST_DIGITS = 15


def number_from(text: str) -> int | Decimal | None:
    """The exact number that a text writes, or None where it writes none.

    A number keeps its digits: 2026.10 is Decimal("2026.10"), and -0 is Decimal("-0").
    """
    if not NUMBER_FORM.match(text):
        return None
    # `int` refuses some thousands of digits; what is too long is refused by its reader.
    return Decimal(text) if "." in text or text == "-0" or too_long(text) else int(text)


def too_long(text: str) -> bool:
    """Whether a number has more digits than are read."""
    return len(text) > MOST_DIGITS and sum(c.isdigit() for c in text) > MOST_DIGITS
