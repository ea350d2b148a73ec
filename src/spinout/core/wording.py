"""Small words: what was found, what is nearest, blank, a number or made to deceive; and safe names of files."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import count
from unicodedata import combining, normalize

LONGEST = 60


def as_written(number: int | Decimal) -> str:
    """A number in the digits it was written with, never with an exponent."""
    return str(number) if isinstance(number, int) else format(number, "f")


FORMULA = re.compile("""(^|[,;|\t\r\n])([\\s"']*)(?=[-=+@＝＋－＠\ufe62\ufe63\ufe66\ufe6b−])""")
"""What begins a formula: at the start of a text, or behind what another list separator would part it at."""
PLACES = 4


def figure(number: Fraction) -> str:
    """A number in digits: exact where it ends, else cut off and marked as going on."""
    above, below = number.as_integer_ratio()
    if below == 1:
        return str(above)
    cut, going_on = divmod(above * 10**PLACES, below)
    whole, rest = divmod(cut, 10**PLACES)
    text = f"{whole}.{rest:0{PLACES}d}"
    return f"{text}…" if going_on else text.rstrip("0")


def found(value: object) -> str:
    """What stood in the file, short enough for one line and safe for a terminal."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return as_written(value)
        case str():
            return f'"{shortened(value)}"'
        case list() | tuple():
            return "an empty list" if not value else "a list"
        case dict():
            return "an empty mapping" if not value else "a mapping"
        case _:
            return type(value).__name__


def shortened(text: str) -> str:
    """A text on one line, cut at LONGEST characters, with what cannot be printed escaped."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return line if len(line) <= LONGEST else line[: LONGEST - 3] + "..."


def ended(text: str) -> str:
    """A text with a full stop, where it has no end of its own."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DAY_OR_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?\Z", re.ASCII)


def day_in_words(text: str) -> str:
    """A day or a month in figures, such as 2026-11-23, as papers write it, 23 November 2026; else as it is."""
    match = DAY_OR_MONTH.match(text.strip())
    if match is None:
        return text
    day = f"{int(match[3])} " if match[3] else ""
    return f"{day}{MONTHS[int(match[2]) - 1]} {match[1]}"


def listed(words: Iterable[str], *, most: int = 12) -> str:
    """Words parted by commas, each short and safe for a terminal; beyond `most` they are counted."""
    every = [shortened(word) for word in words]
    text = ", ".join(every[:most])
    return text if len(every) <= most else f"{text} and {len(every) - most} more"


def allowed(words: Iterable[str], *, most: int = 30) -> str:
    """A sentence of all that is allowed."""
    text = listed(words, most=most)
    return f"Allowed: {text}." if text else "None is defined here."


NEAR = 0.65
"""From so much likeness on a word is near another, where 1 is the same."""
PIECE = re.compile(r"[^\W_]+")


def nearest(word: str, words: Iterable[str], *, likeness: float = NEAR) -> str | None:
    """The word that looks most like the one found, or the only one that it is a whole part of; None where none is."""
    from difflib import get_close_matches

    folded = {w.casefold(): w for w in words}
    typed = word.casefold().strip()[:200]
    near = get_close_matches(typed, list(folded), n=1, cutoff=likeness)
    near = near or [one for one in folded if len(typed) > 2 and typed in PIECE.findall(one)]
    return folded[near[0]] if len(near) == 1 else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A sentence that names the nearest word, or an empty text."""
    near = nearest(word, words)
    return f'Did you mean "{near}"?' if near else ""


def without_last_line_end(text: str) -> str:
    """A text without the line ends behind it, which a block of text in YAML always has."""
    return text.rstrip("\r\n")


UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Fillers and selectors of variants, which are letters and marks by their category, and leave no trace."""


def is_blank(text: str) -> bool:
    """Whether a text has nothing but spaces, and characters that cannot be seen."""
    return all(map(_leaves_no_trace, text))


def seen(text: str) -> str:
    """A text without the space around it; empty where nothing of it can be seen."""
    stripped = text.strip()
    return stripped if stripped.isascii() or not is_blank(stripped) else ""


@lru_cache(maxsize=1024)
def _leaves_no_trace(character: str) -> bool:
    from unicodedata import category

    number = ord(character)
    if character in UNSEEN or character.isspace() or category(character) in ("Cf", "Zs", "Zl", "Zp"):
        return True
    # Places that never become characters; others without one today may be seen tomorrow.
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF


def meant_id(word: str, ids: Iterable[str]) -> str:
    """A sentence that names the nearest id, where ids are those of sections, a dot and what stands in them.

    What sections share says nothing of what stands in them, so that is held against the rest alone.
    """
    every = list(ids)
    section, dot, own = word.strip().partition(".")
    inside = {ident[len(section) + 1 :]: ident for ident in every if ident.startswith(f"{section}.")}
    if not dot or not inside:
        return did_you_mean(word, every)
    near = nearest(own, inside)
    found = inside[near] if near else next((ident for ident in every if ident.partition(".")[2] == own), None)
    return f'Did you mean "{found}"?' if found else ""


ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def odd_space(text: str) -> str:
    """What to do about a space in a key that is none to the formats of files; empty where there is none."""
    match = ODD_SPACE.search(text)
    if match is None:
        return ""
    return f"It holds U+{ord(match.group()):04X}, a space of the kind that web pages have. Type the spaces anew."


def with_point(text: str) -> str | None:
    """A number that is written with a comma, written with a point; None where it is none."""
    pointed = text.replace(",", ".")
    return pointed if text.count(",") == 1 and number_from(pointed) is not None and not too_long(pointed) else None


NUMBER_FORM = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z", re.ASCII)
MOST_DIGITS = 15


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 gate", "2 gates"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


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


LONGEST_NAME = 60
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(10))})
"""Names that Windows keeps for devices, whatever ending stands behind them."""
PLAIN = "answers"


def proposed_names(service: str | None, ending: str = ".yaml") -> Iterator[str]:
    """Names to try, the best first: small plain letters, digits and hyphens, never a path.

    Letters lose their accents; all else parts words; a name that would be none, or a device, is mended.
    """
    bare = "".join(c for c in normalize("NFKD", service or "") if not combining(c)).casefold()
    stem = re.sub("[^a-z0-9]+", "-", bare).strip("-")[:LONGEST_NAME].strip("-") or PLAIN
    stem = f"{stem}-{PLAIN}" if stem in RESERVED else stem
    return (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}" for number in count(1))


_BEYOND = (
    "\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff"
)
ACTING = re.compile(f"[\x00-\x1f{_BEYOND}]")
"""Characters that a terminal or an editor acts on, or shows nothing of, and halves of characters.

They move the cursor, end a line, turn the direction of what follows, or hide. Selectors of variants and what joins
letters into one are left alone: words and signs of many languages need them.
"""


def visible(text: str) -> str:
    """A text on one line in which every such character is seen as its number: a name of a file holds any."""
    return text if text.isprintable() else ACTING.sub(_numbered, text)


def _numbered(found: "re.Match[str]") -> str:
    return found[0].encode("unicode_escape", "backslashreplace").decode()


def visible_in_json(made: str) -> str:
    """The text of an object of JSON in which every such character is an escape of JSON's, and reads the same.

    JSON has an escape for each of the first 32 already; the ends of its own lines are no part of a text.
    """
    if made.isascii() and "\x7f" not in made:
        return made
    return _ACTING_IN_JSON.sub(_escaped_for_json, made)


_ACTING_IN_JSON = re.compile(f"[{_BEYOND}]")


def _escaped_for_json(found: "re.Match[str]") -> str:
    number = ord(found[0])
    if number < 0x10000:
        return f"\\u{number:04x}"
    above, below = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + above:04x}\\u{0xDC00 + below:04x}"


BLANK = "[blank]"

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
FLAGS = {
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f": "England",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f": "Scotland",
    "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f": "Wales",
}
"""The flags that Unicode writes with unseen letters behind a black one, and whose they are."""
_UNSEEN = re.compile(
    f"({'|'.join(FLAGS)})|"
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def cleaned(text: str) -> str:
    """A text without what is unseen; a marked blank where nothing else stood in it."""
    if text.isascii() and text.isprintable():
        return text
    lines = _LINE_ENDS.sub("\n", text)
    kept = _SURROGATES.sub("\ufffd", _UNSEEN.sub(_flag_alone, lines))
    return kept if kept.strip() or not text else BLANK


def _flag_alone(unseen: "re.Match[str]") -> str:
    """What stays of what is unseen."""
    return unseen[1] or ""


def on_one_line(text: str) -> str:
    """A cleaned text with every run of white space made one space."""
    return " ".join(cleaned(text).split())
