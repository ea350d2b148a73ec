"""Which option a text means that came from outside: a form, a survey tool, a cell filled by hand; and one name or two.

Case, spaces, kinds of quotes and dashes, and a full stop at the end make no difference; nothing is guessed beyond.
"""

import re
import unicodedata

from spinout.core.kinds.base import Kind

ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛`´", "'") | dict.fromkeys("“”„‟", '"') | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff")
)  # fmt: skip
"""Signs that are typed for one another, and what is not seen."""
NUMBERED = re.compile(r"(\d+|[a-z])(?:[:.)]| -) +")
ENDED = re.compile(r"[ .]+\Z")


def plain_label(text: str) -> str:
    """A label without what makes no difference."""
    folded = unicodedata.normalize("NFKC", text.translate(ALIKE)).casefold()
    return ENDED.sub("", " ".join(unicodedata.normalize("NFKC", folded).translate(ALIKE).split()))


def name_key(name: str) -> str:
    """What two ways to write one name share: case, spaces, dashes, quotes and a full stop at the end do not count."""
    return plain_label("".join(c for c in name.translate(ALIKE) if c not in "'\"")) or plain_label(name)


def options_meant(kind: Kind, text: str) -> tuple[str, ...]:
    """The ids of the options, or numbers of the levels, that a text may mean: none, one, or several alike.

    By id, then by label, then by label with a number before it, such as "2: Measures named". Others number in
    ways of their own, so the number decides only between labels that are alike.
    """
    word, picks = plain_label(text), kind.picks()
    if not word:
        return ()
    by_id = tuple(str(pick.id) for pick in picks if str(pick.id).casefold() == word)
    if by_id:
        return by_id
    labels = {str(pick.id): plain_label(pick.label) for pick in picks}
    found = tuple(ident for ident, label in labels.items() if label == word)
    if found:
        return found
    numbered = NUMBERED.match(word)
    if numbered is None:
        return ()
    found = tuple(ident for ident, label in labels.items() if label == word[numbered.end() :])
    by_number = tuple(str(pick.id) for pick in picks if pick.key == numbered[1] and str(pick.id) in found)
    return by_number or found


BESIDE = "___"
"""Parts the id of a question from what stands beside its answer, in a safe name."""


def safe_name(column: str) -> str:
    """The name of a table's column, such as `a-b.c#note`, made of letters, digits and underscores: `a_b__c___note`.

    A hyphen becomes one underscore, a dot two, the sign three; before a digit stands one.
    """
    ident, sign, beside = column.partition("#")
    name = ident.replace("-", "_").replace(".", "__")
    return f"{'_' if name[:1].isdigit() else ''}{name}{BESIDE if sign else ''}{beside}"
