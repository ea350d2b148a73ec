"""A safe name for a file of answers, from what the service is called."""

import re
from collections.abc import Iterator
from itertools import count
from unicodedata import combining, normalize

LONGEST = 60
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(10))})
"""Names that Windows keeps for devices, whatever ending stands behind them."""
PLAIN = "answers"


def proposed_names(service: str | None, ending: str = ".yaml") -> Iterator[str]:
    """Names to try, the best first: small plain letters, digits and hyphens, never a path."""
    stem = _stem(service or "")
    yield f"{stem}{ending}"
    yield from (f"{stem}-{number}{ending}" for number in count(2))


def _stem(service: str) -> str:
    """Letters lose their accents; all else parts words; a name that would be none, or a device, is mended."""
    bare = "".join(c for c in normalize("NFKD", service) if not combining(c)).casefold()
    stem = re.sub("[^a-z0-9]+", "-", bare).strip("-")[:LONGEST].strip("-")
    if not stem:
        return PLAIN
    return f"{stem}-{PLAIN}" if stem in RESERVED else stem
