"""Read YAML strictly, by the events of its parser.

Only true, false, null, whole numbers and decimals are typed. Anchors, aliases, tags, duplicate
keys and deep nesting are refused where they stand.
"""

import re
import sys

from spinout.core.problems import Problem
from spinout.inputs.documents import Document, Lines, broken, refused_character, text_of

HARMLESS = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
"""What ASCII has but control characters."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BYTE_ORDER_MARK = "\ufeff"
NO_CHARACTERS = "\ufffe\uffff"


def read_yaml(name: str, raw: bytes) -> Document:
    """Read one YAML document of a file's bytes."""
    text = text_of(name, raw)
    if isinstance(text, Document):
        return text
    # Some programs put a second mark behind the first; it is no part of the text either.
    text = text.lstrip(BYTE_ORDER_MARK)
    refused = _refused_character(raw, text)
    if refused is not None:
        code, message, hint = refused_character(text[refused])
        line, column = Lines(text).place(refused)
        return broken(name, Problem(code, message, hint, line=line, column=column))
    from spinout.inputs.yaml_events import read_events

    return read_events(name, text)


def _refused_character(raw: bytes, text: str) -> int | None:
    """Where the first character stands that no text may hold; bytes that are UTF-8 hold no half of a pair."""
    if raw.isascii() and not raw.translate(None, HARMLESS):
        return None
    match = CONTROL.search(text)
    places = [] if match is None else [match.start()]
    places.extend(text.index(character) for character in NO_CHARACTERS if character in text)
    return min(places, default=None)


def fast_parser_missing() -> bool:
    """Whether this PyYAML lacks its C part, and so reads some fourteen times slower what is not plain."""
    loaded = sys.modules.get("yaml")
    if loaded is not None:
        return not hasattr(loaded, "CLoader")
    from importlib.machinery import PathFinder
    from importlib.util import find_spec

    # Loading it to ask takes as long as Python takes to start.
    package = find_spec("yaml")
    return package is None or PathFinder.find_spec("yaml._yaml", package.submodule_search_locations) is None
