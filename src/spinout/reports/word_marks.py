"""What marks a slot in a Word file, so that its words can be taken back from it."""

import re
from hashlib import sha256
from zlib import crc32

LONGEST_TAG = 64
"""Word takes no longer tag, and no longer alias."""
LONGEST_BOOKMARK = 40
NOT_PUBLIC = "Not for publication: "
"""What the alias of a slot begins with, whose words are so."""


def tag_of(slot: str) -> str:
    """The tag of a slot's control: its id, or as much of it as Word takes with letters that tell it apart."""
    if len(slot) <= LONGEST_TAG:
        return slot
    return f"{slot[: LONGEST_TAG - 9]}~{sha256(raw_of(slot)).hexdigest()[:8]}"


def bookmark_of(slot: str) -> str:
    """The bookmark round a slot's control: LibreOffice keeps it, and of the control only the first paragraph."""
    bare = re.sub("[^A-Za-z0-9]+", "_", slot)[: LONGEST_BOOKMARK - 14]
    return f"slot_{bare}_{crc32(raw_of(slot)):08x}"


def number_of(slot: str) -> int:
    """A number for a slot, as Word numbers controls and bookmarks; the same in each paper."""
    return crc32(raw_of(slot)) & 0x7FFFFFFF or 1


def raw_of(slot: str) -> bytes:
    """A text in bytes, halves of characters too."""
    return slot.encode("utf-8", "surrogatepass")
