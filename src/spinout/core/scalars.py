"""How a single value is written in YAML, so that the strict reader reads it back the same."""

import json
import re
from decimal import Decimal

from spinout.core.wording import as_written

PLAIN = re.compile(r"[^\W\d_](?:[\w ./()'–-]|,(?=[ ])|:(?=[^\s/,]))*\Z")
"""A letter first, then letters, digits and harmless signs; a comma before a space, a colon inside a word."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
TYPED_ELSEWHERE = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "none"})
"""Words that some reader of YAML takes for something other than text."""


def scalar(value: object, *, flow: bool = False) -> str:
    """A value as it is written; `flow` where it stands in brackets, in which a comma parts."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return as_written(value)
        case str():
            return value if is_plain(value, flow=flow) else quoted(value)
        case _:
            raise TypeError(f"no scalar: {type(value).__name__}")


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a text needs no quotes."""
    if text in ("yes", "no") or DAY.match(text):
        return True  # an answer and a day: the strict reader takes them as text
    return (
        bool(PLAIN.match(text))
        and text == text.strip()
        and text.isprintable()
        and text.casefold() not in TYPED_ELSEWHERE
        and not (flow and "," in text)
    )


def quoted(text: str) -> str:
    """A text in double quotes, with what cannot be printed as escapes; what JSON escapes, YAML reads."""
    return "".join(
        c if c.isprintable() else f"\\u{ord(c):04X}" if c <= "\uffff" else f"\\U{ord(c):08X}"
        for c in json.dumps(text, ensure_ascii=False)
    )
