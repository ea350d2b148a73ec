"""Which option a text means that came from outside: a form, a survey tool, a cell filled by hand; and one name or two.

Case, spaces, kinds of quotes and dashes, and a full stop at the end make no difference; nothing is guessed beyond.
"""

import re
import unicodedata

from spinout.core.kinds.base import Kind

ALIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00ad": None})
NUMBERED = re.compile(r"(?:\d+|[a-z])[:.)]\s+")


def plain_label(text: str) -> str:
    """A label without what makes no difference."""
    folded = unicodedata.normalize("NFKC", text).translate(ALIKE).casefold()
    return " ".join(folded.split()).rstrip(".").rstrip()


def name_key(name: str) -> str:
    """What two ways to write one name share: case, spaces, dashes, quotes and a full stop at the end do not count."""
    return plain_label("".join(c for c in name.translate(ALIKE) if c not in "'\"")) or plain_label(name)


def options_meant(kind: Kind, text: str) -> tuple[str, ...]:
    """The ids of the options, or numbers of the levels, that a text may mean: none, one, or several alike.

    By id, then by label, then by label with a number before it, such as "2: Measures named".
    """
    word = plain_label(text)
    picks = kind.picks()
    by_id = tuple(str(pick.id) for pick in picks if str(pick.id).casefold() == word)
    if by_id:
        return by_id
    labels = {str(pick.id): plain_label(pick.label) for pick in picks}
    found = tuple(ident for ident, label in labels.items() if label == word)
    if found:
        return found
    numbered = NUMBERED.match(word)
    rest = word[numbered.end() :] if numbered else None
    return tuple(ident for ident, label in labels.items() if label == rest)
